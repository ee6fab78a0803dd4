from odoo import models

from ...identification.identifiers import is_gtin
from ...ubl.objections import ALLOWANCE, objection


SAYABLE = ('percent', 'fixed', 'code', 'group')  # kinds of taxes that an e-invoice can state


class AccountMove(models.Model):
    """What Odoo's records tell about an e-invoice and its XML can't show."""

    _inherit = 'account.move'

    def _pagero_objections(self, rows=None):
        """Findings, each with its place and what to do; ``rows`` are the document's, if known."""
        self.ensure_one()
        lines = list(self._numbered_lines(rows))
        return [
            *self._objections_to_accounts(),
            *(found for number, line in lines for found in self._objections_to_vat(number, line)),
            *(found for number, line in lines for found in self._objections_to_gtin(number, line)),
            *self._objections_to_exemption(),
            *self._objections_to_customer_number(),
            *self._objections_to_credited(),
        ]

    def _objections_to_vat(self, number, line):
        taxes = line.tax_ids.flatten_taxes_hierarchy()
        vats = taxes.filtered(lambda tax: tax.amount_type == 'percent' and tax.amount >= 0)
        if any(tax.amount_type not in SAYABLE for tax in taxes):
            yield _of_line('PAGERO-TAX-NO-CATEGORY', number)
        elif not vats:
            yield _of_line('PAGERO-LINE-NO-TAX', number)
        elif len(vats) > 1:
            yield _of_line('PAGERO-LINE-TWO-TAXES', number)
        elif line._has_own_exemption() and any(tax.amount for tax in vats):
            yield _of_line('PAGERO-EXEMPT-WITH-VAT', number)

    def _objections_to_exemption(self):
        """The exemption of the invoice counts for lines of 0 %; there may be none."""
        if not (self.pagero_exemption_code or self.pagero_exemption_reason):
            return
        taxes = self._lines_with_price().tax_ids.flatten_taxes_hierarchy()
        if taxes and all(tax.amount and not tax.has_negative_factor for tax in taxes):
            yield objection('PAGERO-EXEMPTION-UNUSED')

    def _objections_to_gtin(self, number, line):
        """What a product's barcode is, is its shop's own matter; what was entered here is not."""
        if line.pagero_gtin and not is_gtin(line.pagero_gtin):
            yield _of_line('PAGERO-GTIN', number)


def _of_line(rule, number):
    """Without a number the line is an allowance or a charge on the document."""
    return objection(rule, number) if number else objection(rule, place=ALLOWANCE)
