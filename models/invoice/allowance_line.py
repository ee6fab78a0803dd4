from odoo import Command, api, fields, models

from ...ubl.allowance_reasons import ALLOWANCES, CHARGES, name_of


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
        help="The e-invoice shows it on the line above and uses that line's VAT. Otherwise it"
        " applies to the whole invoice.",
    )
    pagero_allowance_code = fields.Selection(
        reason_codes(ALLOWANCES, CHARGES), string="Reason of the Allowance or Charge"
    )
    pagero_percent = fields.Float(
        string="Percent of the Base",
        digits=(16, 2),
        help="The amount is calculated from the lines. 0: the amount is fixed.",
    )
    pagero_base_amount = fields.Monetary(
        string="Base", compute='_compute_pagero_base_amount', currency_field='currency_id'
    )
    pagero_line_above_id = fields.Many2one(
        'account.move.line', string="Applies To", compute='_compute_pagero_line_above_id'
    )

    @api.depends('pagero_percent', 'pagero_on_line', 'price_unit', 'tax_ids')
    def _compute_pagero_base_amount(self):
        for move, lines in self.grouped('move_id').items():
            bases = move._allowance_bases() if any(lines.mapped('pagero_allowance')) else {}
            for line in lines:
                line.pagero_base_amount = bases.get(line, 0.0)

    @api.depends('sequence', 'pagero_on_line')
    def _compute_pagero_line_above_id(self):
        above = {}
        for move in self.move_id:
            above.update(move._lines_above_allowances())
        for line in self:
            line.pagero_line_above_id = above.get(line)

    # === AMOUNT === #

    def _pagero_price(self, base, taxes):
        """The unit price that makes the percentage, with VAT where the tax is in the price."""
        self.ensure_one()
        amount = self.currency_id.round(base * self.pagero_percent / 100)
        rates = sum(tax.amount for tax in taxes if tax.price_include)
        return SIGNS[self.pagero_allowance] * amount * (1 + rates / 100)

    def _changed_values(self, base, above):
        """What is to be written so that it has the VAT of the line above and follows its base."""
        taxes = (above or self).tax_ids
        values = {} if taxes == self.tax_ids else {'tax_ids': [Command.set(taxes.ids)]}
        if self.pagero_percent:
            price = self._pagero_price(base, taxes)
            if self.currency_id.compare_amounts(self.price_unit, price):
                values['price_unit'] = price
        return values

    # === BUTTONS === #

    def action_add_pagero_allowance(self):
        """From below the invoice lines, where the list knows its invoice."""
        return self._invoice_of_button().action_add_pagero_allowance()

    def action_add_pagero_charge(self):
        return self._invoice_of_button().action_add_pagero_charge()

    def _invoice_of_button(self):
        """The invoice whose list the button belongs to; a line, which has one, may be asked too."""
        return (
            self.env['account.move'].browse(self.env.context.get('pagero_move_id')) or self.move_id
        )

    def action_edit_pagero_allowance(self):
        self.ensure_one()
        return self.move_id._open_allowance(self.pagero_allowance, edited_id=self.id)

    def action_remove_pagero_allowance(self):
        self.ensure_one()
        self.move_id.write({'invoice_line_ids': [Command.delete(self.id)]})
