from typing import NamedTuple

from odoo import models


class Row(NamedTuple):
    """A line of the e-invoice, and the lines of the invoice that it tells of.

    That is one, or with a ``section`` all that it hides and that have the same taxes.
    """

    number: int  # BT-126
    lines: models.Model
    adjustments: models.Model  # allowances and charges on these lines
    section: models.Model


class AccountMove(models.Model):
    """Which lines stand in the e-invoice, in its order and with its numbers."""

    _inherit = 'account.move'

    def _document_rows(self):
        """[Row] without allowances and charges on the whole document."""
        self.ensure_one()
        hiding, none = self._hiding_sections(), self.env['account.move.line']
        adjustments = self._adjustments_of_lines()
        groups = {}
        for line in self._lines_with_price():
            if not line.pagero_allowance:
                section = hiding.get(line, none)
                key = (section, line.tax_ids) if section else line
                groups.setdefault(key, (section, []))[1].append(line)
        return [
            Row(
                number,
                none.union(*lines),
                none.union(*(adjustments[line] for line in lines if line in adjustments)),
                section,
            )
            for number, (section, lines) in enumerate(groups.values(), start=1)
        ]

    def _adjustments_of_lines(self):
        """{line: the allowances and charges on it}."""
        found = {}
        if any(self.invoice_line_ids.mapped('pagero_allowance')):
            for adjustment, line in self._lines_above_allowances().items():
                found[line] = found.get(line, line.browse()) + adjustment
        return found

    def _hiding_sections(self):
        """{line: the outermost section that hides it or its price}, as Odoo's own report has it."""
        sections = self.line_ids.filtered(
            lambda line: (
                line.display_type in ('line_section', 'line_subsection')
                and (line.collapse_composition or line.collapse_prices)
            )
        )
        if not sections:
            return {}
        found = {}
        for line in self.invoice_line_ids - sections:
            over = [line.parent_id.parent_id, line.parent_id]
            found[line] = next((section for section in over if section in sections), None)
        return {line: section for line, section in found.items() if section}

    def _hidden_lines(self):
        """Lines, notes and titles that a section hides, and the section, whose name is told."""
        hiding = self._hiding_sections()
        none = self.env['account.move.line']
        lines = none.union(*hiding, *hiding.values())
        return lines.filtered(lambda line: line.display_type != 'product')

    def _numbered_lines(self, rows=None):
        """(BT-126, line): lines in the e-invoice's order, each with the number that it has there.

        What is on a line has that line's number, what is on the document has 0.
        """
        numbers = {
            line: row.number
            for row in rows or self._document_rows()
            for line in row.lines + row.adjustments
        }
        for line in self._lines_with_price():
            yield numbers.get(line, 0), line
