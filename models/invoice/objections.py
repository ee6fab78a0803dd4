from odoo import models

from ...ubl.objections import ALLOWANCE, objection


class AccountMove(models.Model):
    """What Odoo's records tell about an e-invoice and its XML can't show."""

    _inherit = 'account.move'

    def _pagero_objections(self):
        """Findings, each with its place and what to do."""
        self.ensure_one()
        lines = self._numbered_lines()
        return [
            *self._objections_to_accounts(),
            *(found for number, line in lines for found in self._objections_to_vat(number, line)),
            *self._objections_to_customer_number(),
            *self._objections_to_credited(),
        ]

    def _numbered_lines(self):
        """(BT-126, line): lines in the e-invoice's order, each with the number that it has there.

        What is on a line has that line's number, what is on the document has 0.
        """
        above, numbers = self._lines_above_allowances(), {}
        for line in self._lines_with_price():
            if not line.pagero_allowance:
                numbers[line] = len(numbers) + 1
            yield numbers.get(above.get(line, line), 0), line

    def _objections_to_vat(self, number, line):
        taxes = line.tax_ids.flatten_taxes_hierarchy()
        vats = taxes.filtered(lambda tax: tax.amount_type == 'percent' and tax.amount >= 0)
        if not line.tax_ids:
            yield _of_line('PAGERO-LINE-NO-TAX', number)
        elif len(vats) > 1:
            yield _of_line('PAGERO-LINE-TWO-TAXES', number)
        elif line._is_exempt_from_vat() and any(tax.amount for tax in vats):
            yield _of_line('PAGERO-EXEMPT-WITH-VAT', number)


def _of_line(rule, number):
    """Without a number the line is an allowance or a charge on the document."""
    return objection(rule, number) if number else objection(rule, place=ALLOWANCE)
