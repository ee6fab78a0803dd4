from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.actions import form_action
from .invoiced_object import OBJECT_SCHEMES


# {what *Add Field to All Lines* offers: the fields of a line}, in the order of the columns
LINE_DETAILS = {
    'note': ('pagero_note',),
    'orderline': ('pagero_order_line',),
    'cost': ('pagero_accounting_cost',),
    'period': ('pagero_period_start', 'pagero_period_end'),
    'object': ('pagero_invoiced_object', 'pagero_invoiced_object_scheme'),
    'seller': ('pagero_seller_item',),
    'buyer': ('pagero_buyer_item',),
    'gtin': ('pagero_gtin',),
    'origin': ('pagero_origin_country_id',),
    'class': ('pagero_classification_list', 'pagero_classification_code'),
    'exemption': ('pagero_exemption_code', 'pagero_exemption_reason'),
}
CLASSIFICATIONS = [  # UNCL7143
    ('TST', "UNSPSC"),
    ('STI', "CPV"),
    ('HS', "HS (customs)"),
    ('CV', "Customs article number"),
    ('ZZZ', "Mutually defined"),
]


class AccountMoveLine(models.Model):
    """What only some recipients want on a line of an e-invoice."""

    _name = 'account.move.line'
    _inherit = ['account.move.line', 'pagero.guarded.mixin']

    pagero_note = fields.Text(string="Note to the Recipient", help="BT-127")
    pagero_order_line = fields.Char(
        string="Order Line", help="The number of the line in the buyer's order (BT-132)."
    )
    pagero_accounting_cost = fields.Char(
        string="Accounting Cost",
        help="The account or cost centre on which the buyer books the line (BT-133).",
    )
    pagero_period_start = fields.Date(
        string="Line Period", help="The period that the line covers (BG-26)."
    )
    pagero_period_end = fields.Date(string="End of Line Period")
    pagero_invoiced_object = fields.Char(
        string="Invoiced Object",
        help="What the line is about, by its number: a subscription, meter, flat or vehicle"
        " (BT-128).",
    )
    pagero_invoiced_object_scheme = fields.Selection(
        OBJECT_SCHEMES, string="Kind of Invoiced Object", help="UNCL1153"
    )
    pagero_seller_item = fields.Char(
        string="Our Item Number", help="BT-155. Empty: the reference of the product."
    )
    pagero_buyer_item = fields.Char(string="Buyer's Item Number", help="BT-156")
    pagero_gtin = fields.Char(
        string="GTIN", help="The global item number (BT-157). Empty: the barcode of the product."
    )
    pagero_origin_country_id = fields.Many2one(
        'res.country', string="Country of Origin", help="BT-159"
    )
    pagero_classification_list = fields.Selection(
        CLASSIFICATIONS, string="Classification", help="The list that the code comes from (BT-158)."
    )
    pagero_classification_code = fields.Char(string="Classification Code", help="BT-158")

    @api.constrains('pagero_period_start', 'pagero_period_end')
    def _check_pagero_period(self):
        for line in self:
            start, end = line.pagero_period_start, line.pagero_period_end
            if start and end and start > end:
                raise ValidationError(
                    self.env._("The period of “%(line)s” ends before it begins.", line=line.name)
                )

    @api.constrains('pagero_classification_list', 'pagero_classification_code')
    def _check_pagero_classification(self):
        for line in self:
            if bool(line.pagero_classification_list) != bool(line.pagero_classification_code):
                raise ValidationError(
                    self.env._(
                        "The classification of “%(line)s” needs its list and its code.",
                        line=line.name,
                    )
                )

    @api.constrains('pagero_invoiced_object', 'pagero_invoiced_object_scheme')
    def _check_pagero_invoiced_object(self):
        for line in self:
            if line.pagero_invoiced_object_scheme and not line.pagero_invoiced_object:
                raise ValidationError(
                    self.env._("Enter the number of the object of “%(line)s”.", line=line.name)
                )

    # === CHANGES: details stay editable after posting, until a transmission has begun === #

    @api.model_create_multi
    def create(self, vals_list):
        moves = self.env['account.move'].browse({vals.get('move_id') for vals in vals_list})
        with moves.filtered('id')._as_transmitted():
            return super().create(vals_list)

    def write(self, vals):
        moves = self.move_id
        if vals.get('move_id'):
            moves += moves.browse(vals['move_id'])
        with moves._as_transmitted(vals):
            return super().write(vals)

    def unlink(self):
        with self.move_id._as_transmitted():
            return super().unlink()

    def _pagero_value(self, field_key):
        """What the e-invoice says on the line; '' for nothing."""
        self.ensure_one()
        values = {
            'quantity': f'{self.quantity:.10g}',
            'item_seller_id': self.pagero_seller_item or self.product_id.default_code,
            'item_buyer_id': self.pagero_buyer_item,
            'item_gtin': self.pagero_gtin or self.product_id.barcode,
            'order_line': self.pagero_order_line,
            'line_accounting_cost': self.pagero_accounting_cost,
            'line_invoiced_object': self.pagero_invoiced_object,
        }
        return values[field_key] or ''

    def action_open_pagero_details(self):
        """One line with all that it can say."""
        self.ensure_one()
        view = 'pagero_connector.account_move_line_view_form_details'
        return form_action(self, self.env._("Line in the E-Invoice"), view=view, target='new')
