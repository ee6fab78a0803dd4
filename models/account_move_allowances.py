from sys import maxsize

from odoo import api, fields, models


class AccountMove(models.Model):
    """Allowances and charges of an invoice, on its lines and on the whole of it."""

    _inherit = 'account.move'

    pagero_allowance_line_ids = fields.One2many(
        'account.move.line',
        string="Allowances and Charges",
        compute='_compute_pagero_allowance_line_ids',
    )

    @api.depends('invoice_line_ids.pagero_allowance')
    def _compute_pagero_allowance_line_ids(self):
        for move in self:
            move.pagero_allowance_line_ids = move.invoice_line_ids.filtered('pagero_allowance')

    # === WHICH BELONGS WHERE === #

    def _lines_with_price(self):
        """In the order in which people see them."""
        lines = self.invoice_line_ids.filtered(lambda line: line.display_type == 'product')
        return lines.sorted(lambda line: (line.sequence, line._origin.id or maxsize))

    def _lines_above_allowances(self):
        """{allowance or charge on a line: that line}."""
        above, line_above = {}, None
        for line in self._lines_with_price():
            if not line.pagero_allowance:
                line_above = line
            elif line.pagero_on_line and line_above:
                above[line] = line_above
        return above

    def _allowances_on_document(self):
        above = self._lines_above_allowances()
        lines = self.invoice_line_ids.filtered('pagero_allowance')
        return lines.filtered(lambda line: line not in above)

    # === WHAT FOLLOWS THE LINES === #

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._refresh_pagero_allowances()
        return moves

    def write(self, vals):
        result = super().write(vals)
        if 'invoice_line_ids' in vals or 'line_ids' in vals:
            self._refresh_pagero_allowances()
        return result

    @api.onchange('invoice_line_ids')
    def _onchange_pagero_allowances(self):
        self._refresh_pagero_allowances()

    def _refresh_pagero_allowances(self):
        """Percentages follow their base, what is on a line has the VAT of the line."""
        for move in self:
            if move.state == 'draft' and any(move.invoice_line_ids.mapped('pagero_allowance')):
                move._refresh_allowances_of_draft()

    def _refresh_allowances_of_draft(self):
        above = self._lines_above_allowances()
        for line, line_above in above.items():
            if line.tax_ids != line_above.tax_ids:
                line.tax_ids = line_above.tax_ids
        following = self.invoice_line_ids.filtered('pagero_percent').filtered('pagero_allowance')
        # What is on a line changes the base of what is on the document.
        for line in following.sorted(lambda line: line not in above):
            price = line._pagero_price()
            if line.currency_id.compare_amounts(line.price_unit, price):
                line.price_unit = price

    def _place_below(self, lines, above):
        """Move lines right below another, after what is on it already."""
        shown = self.invoice_line_ids.sorted(lambda line: (line.sequence, line.id)) - lines
        belonging = {
            above,
            *(line for line, at in self._lines_above_allowances().items() if at == above),
        }
        last = max(position for position, line in enumerate(shown) if line in belonging)
        ordered = [*shown[: last + 1], *lines, *shown[last + 1 :]]
        for sequence, line in enumerate(ordered, start=1):
            if line.sequence != sequence:
                line.sequence = sequence

    # === BUTTONS === #

    def action_add_pagero_allowance(self):
        return self._open_allowance('allowance')

    def action_add_pagero_charge(self):
        return self._open_allowance('charge')

    def _open_allowance(self, kind, **defaults):
        self.ensure_one()
        titles = {'allowance': self.env._("Allowance"), 'charge': self.env._("Charge")}
        defaults = {'move_id': self.id, 'kind': kind, **defaults}
        return {
            'type': 'ir.actions.act_window',
            'name': titles[kind],
            'res_model': 'pagero.allowance.edit',
            'view_mode': 'form',
            'target': 'new',
            'context': {f'default_{name}': value for name, value in defaults.items()},
        }
