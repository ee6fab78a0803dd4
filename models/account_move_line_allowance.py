from odoo import api, fields, models

from ..ubl.allowance_reasons import ALLOWANCES, CHARGES, name_of


KINDS = [('allowance', "Allowance"), ('charge', "Charge")]
SIGNS = {'allowance': -1, 'charge': 1}


def reason_codes(*lists):
    """A selection of UNCL5189 or UNCL7161, named in the reader's language."""
    return lambda records: [
        (code, f'{code} - {name_of(code, records.env.lang)}') for codes in lists for code in codes
    ]


class AccountMoveLine(models.Model):
    """Allowances and charges are lines like others, with their own tax and account.

    So Odoo's totals, its books and its PDF know them; the e-invoice writes them as what they are:
    on the whole document (BG-20, BG-21), or on the line above them (BG-27, BG-28).
    """

    _inherit = 'account.move.line'

    pagero_allowance = fields.Selection(KINDS, string="Allowance or Charge")
    pagero_on_line = fields.Boolean(
        string="On the Line Above",
        help="The e-invoice writes it on the line above, whose VAT it has. Else it is on the whole"
        " invoice.",
    )
    pagero_allowance_code = fields.Selection(
        reason_codes(ALLOWANCES, CHARGES), string="Reason of the Allowance or Charge"
    )
    pagero_percent = fields.Float(
        string="Percent of the Base",
        digits=(16, 2),
        help="The amount follows the lines that it is taken from. 0: the amount is fixed.",
    )
    pagero_base_amount = fields.Monetary(
        string="Base", compute='_compute_pagero_base_amount', currency_field='currency_id'
    )
    pagero_line_above_id = fields.Many2one(
        'account.move.line', string="On", compute='_compute_pagero_line_above_id'
    )

    @api.depends('pagero_percent', 'pagero_on_line', 'price_unit', 'tax_ids')
    def _compute_pagero_base_amount(self):
        for line in self:
            line.pagero_base_amount = line._pagero_base() if line.pagero_allowance else 0.0

    @api.depends('sequence', 'pagero_on_line')
    def _compute_pagero_line_above_id(self):
        above = {}
        for move in self.move_id:
            above.update(move._lines_above_allowances())
        for line in self:
            line.pagero_line_above_id = above.get(line)

    # === AMOUNT === #

    def _pagero_base(self):
        """What a percentage is of: the line above, or all lines with the same VAT.

        An allowance or charge with a VAT that no line has is of all lines.
        """
        self.ensure_one()
        move = self.move_id
        above = move._lines_above_allowances().get(self)
        if above:
            return above.price_subtotal
        # What is on a line changes that line, so it belongs to the base.
        lines = move._lines_with_price() - move._allowances_on_document()
        same = lines.filtered(lambda line: line.tax_ids == self.tax_ids)
        return sum((same or lines).mapped('price_subtotal'))

    def _pagero_price(self):
        """The unit price that makes the percentage, with VAT where the tax is in the price."""
        self.ensure_one()
        amount = self.currency_id.round(self._pagero_base() * self.pagero_percent / 100)
        return SIGNS[self.pagero_allowance] * self._with_included_tax(amount)

    def _with_included_tax(self, amount):
        """A net amount as a price of this line."""
        rates = sum(tax.amount for tax in self.tax_ids if tax.price_include)
        return amount * (1 + rates / 100)

    # === BUTTONS === #

    def action_add_pagero_allowance(self):
        """From below the invoice lines, where the list knows its invoice."""
        return self._invoice_of_button().action_add_pagero_allowance()

    def action_add_pagero_charge(self):
        return self._invoice_of_button().action_add_pagero_charge()

    def _invoice_of_button(self):
        return self.env['account.move'].browse(self.env.context.get('pagero_move_id'))

    def action_edit_pagero_allowance(self):
        self.ensure_one()
        return self.move_id._open_allowance(self.pagero_allowance, edited_id=self.id)

    def action_remove_pagero_allowance(self):
        self.ensure_one()
        self.move_id.write({'invoice_line_ids': [fields.Command.delete(self.id)]})
