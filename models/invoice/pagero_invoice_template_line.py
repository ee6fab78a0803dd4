from odoo import api, fields, models

from .template_values import restored, saved


# Fields of the template's line with the same name on the invoice's.
SHOWN = (
    *('sequence', 'display_type', 'product_id', 'name', 'quantity', 'product_uom_id'),
    *('price_unit', 'discount', 'tax_ids'),
)
# What booking makes of a line.
NOT_OF_LINE = {
    *SHOWN,
    *('move_id', 'balance', 'debit', 'credit', 'amount_currency', 'currency_id', 'partner_id'),
    *('company_id', 'journal_id', 'tax_tag_ids', 'tax_repartition_line_id', 'tax_base_amount'),
    *('group_tax_id', 'tax_line_id', 'extra_tax_data', 'reconcile_model_id', 'payment_id'),
    *('statement_line_id', 'statement_id', 'purchase_line_id', 'parent_id', 'matching_number'),
    *('is_imported', 'sale_line_ids', 'analytic_line_ids', 'is_downpayment', 'tax_audit'),
}


class PageroInvoiceTemplateLine(models.Model):
    """A line of a template, or a heading or note between lines."""

    _name = 'pagero.invoice.template.line'
    _description = "Invoice Template Line"
    _inherit = ['pagero.record.mixin']
    _set_once = ('template_id',)  # a line is made on the form of its template
    _check_company_auto = True
    _order = 'sequence, id'

    template_id = fields.Many2one(
        'pagero.invoice.template', required=True, readonly=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='template_id.company_id', store=True, index=True)
    sequence = fields.Integer(default=10)
    display_type = fields.Selection(
        [
            ('product', "Product"),
            ('line_section', "Section"),
            ('line_subsection', "Subsection"),
            ('line_note', "Note"),
        ],
        default='product',
        required=True,
    )
    product_id = fields.Many2one('product.product', ondelete='set null', check_company=True)
    name = fields.Text(string="Label")
    quantity = fields.Float(default=1.0, digits='Product Unit')
    product_uom_id = fields.Many2one('uom.uom', string="Unit", ondelete='set null')
    # as on an invoice line, which keeps more decimals than it shows
    price_unit = fields.Float(string="Unit Price", min_display_digits='Product Price')
    discount = fields.Float(string="Discount (%)", digits='Discount')
    tax_ids = fields.Many2many(
        'account.tax',
        'pagero_invoice_template_line_tax_rel',
        'line_id',
        'tax_id',
        string="Taxes",
        check_company=True,
        context={'active_test': False},
    )
    more = fields.Json(readonly=True)

    @api.onchange('product_id')
    def _onchange_product_id(self):
        """As on an invoice: name, price, unit and taxes of the product."""
        product = self.product_id.with_company(self.template_id.company_id)
        if product:
            self.name = self.name or product.display_name
            self.price_unit = self.price_unit or product.lst_price
            self.product_uom_id = self.product_uom_id or product.uom_id
            company = self.template_id.company_id or self.env.company
            self.tax_ids = self.tax_ids or product.taxes_id._filter_taxes_by_company(company)

    @api.model
    def _values_of(self, line):
        """What a template keeps of an invoice line."""
        shown = saved(line, without={name for name in line._fields if name not in SHOWN})
        fixed = {name: line[name] for name in ('quantity', 'price_unit', 'discount')}
        shown |= {**fixed, 'name': line.name, 'display_type': line.display_type}
        return {**shown, 'more': saved(line, without=NOT_OF_LINE)}

    def _invoice_values(self):
        """(values, sentences): the invoice line, and what of it is no longer there."""
        self.ensure_one()
        line = self.env['account.move.line']
        shown = saved(self, without={name for name in self._fields if name not in SHOWN})
        values, lost = restored(line, {**shown, **(self.more or {})})
        values['display_type'] = self.display_type
        if self.display_type == 'product':
            # Said even when empty: a product would bring its own.
            values |= {name: self[name] for name in ('quantity', 'price_unit', 'discount')}
            values.setdefault('tax_ids', [(6, 0, [])])
        return {**values, 'name': self.name}, lost
