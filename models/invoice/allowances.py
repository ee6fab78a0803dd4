from collections import defaultdict
from sys import maxsize

from odoo import Command, api, fields, models
from odoo.api import NewId

from ..tools.actions import dialog_action
from ..tools.own_context import OURS


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
        """In the order of the form."""
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

    def _allowance_bases(self):
        """{allowance or charge: what its percentage is of}, all of them in one walk.

        That is the line above, or all lines with the same VAT; where no line has it, all lines.
        What is on a line changes that line, so it belongs to the base of what is on the document.
        """
        above, sums = self._lines_above_allowances(), defaultdict(float)
        lines = self._lines_with_price()
        for line in lines:
            if not line.pagero_allowance or line in above:
                sums[line.tax_ids] += line.price_subtotal
        total = sum(sums.values())
        return {
            line: above[line].price_subtotal if line in above else sums.get(line.tax_ids, total)
            for line in lines
            if line.pagero_allowance
        }

    # === WHAT FOLLOWS THE LINES === #

    @api.onchange('invoice_line_ids')
    def _onchange_pagero_allowances(self):
        self._refresh_pagero_allowances()

    def _refresh_pagero_allowances(self):
        """Percentages follow their base, what is on a line has the VAT of the line."""
        for move in self:
            if move.state == 'draft' and any(move.invoice_line_ids.mapped('pagero_allowance')):
                move._refresh_allowances_of_draft()

    def _refresh_allowances_of_draft(self):
        """First what is on the lines: it changes the base of what is on the document."""
        above = self._lines_above_allowances()
        allowances = self.invoice_line_ids.filtered('pagero_allowance')
        for part in (allowances.filtered(lambda line: line in above), allowances):
            bases, changes = self._allowance_bases(), {}
            for line in part:
                values = line._changed_values(bases.get(line, 0.0), above.get(line))
                if values:
                    changes[line] = values
            self._write_allowances(changes)

    def _write_allowances(self, changes):
        """All at once: each write of its own makes Odoo draw up the taxes anew."""
        if isinstance(self.id, NewId):  # in a form, where nothing is written
            for line, vals in changes.items():
                line.update(vals)
        elif changes:
            commands = [Command.update(line.id, vals) for line, vals in changes.items()]
            # A flag, since core's `write` hands on no parameter, and no other way of writing lines
            # draws up the taxes once for all of them.
            refreshing = self.with_context(pagero_refreshes_allowances=OURS)
            refreshing.write({'invoice_line_ids': commands})

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
        return dialog_action('pagero.allowance.edit', titles[kind], **defaults)
