"""What the taxes of a line are to an e-invoice: VAT, or something that Odoo books like a tax."""

from typing import NamedTuple

from odoo import models

from ...en16931.values import ZERO, from_float


VAT, WITHHELD, FEE, DEPOSIT, UNKNOWN = 'vat', 'withheld', 'fee', 'deposit', 'unknown'
BY_PERCENTAGE, BY_PIECE = 'percent', ('fixed', 'code')


class LineTaxes(NamedTuple):
    """The taxes of a line by kind, as records.

    ``included`` is the sum of the rates that are in the price, in percent; None where there is no
    such sum, because one tax is of another or of the piece.
    """

    vat: models.Model
    fees: models.Model  # raise what VAT is counted of: a charge on the line
    deposits: models.Model  # stand beside it: a line of their own
    unknown: models.Model  # no category of EN 16931 fits
    included: object


class AccountEdiXmlPagero(models.AbstractModel):
    _inherit = 'account.edi.xml.pagero'

    def _taxes(self, source, line):
        """``LineTaxes``; what is withheld is no tax of the invoice, but a part that isn't paid."""
        return source.once(('taxes', line.tax_ids._ids), self._sorted_taxes, line.tax_ids)

    def _sorted_taxes(self, taxes):
        taxes = taxes.flatten_taxes_hierarchy()
        kinds = taxes.grouped(self._kind_of_tax)
        included = taxes.filtered('price_include')
        is_sum = all(tax.amount_type == BY_PERCENTAGE for tax in included) and not (
            len(included) > 1 and any(included.mapped('include_base_amount'))
        )
        none = taxes.browse()
        return LineTaxes(
            *(kinds.get(kind, none) for kind in (VAT, FEE, DEPOSIT, UNKNOWN)),
            sum((from_float(tax.amount) for tax in included), ZERO) if is_sum else None,
        )

    def _kind_of_tax(self, tax):
        if tax.amount_type == BY_PERCENTAGE:
            return VAT if tax.amount >= 0 else WITHHELD
        if tax.amount_type in BY_PIECE:
            return FEE if tax.include_base_amount else DEPOSIT
        return UNKNOWN

    def _withheld(self, source):
        """What the buyer pays to the tax office instead; counted as paid (BT-113)."""
        lines = source.tax_lines.filtered(lambda line: self._kind(source, line) == WITHHELD)
        return -source.booked(lines) if lines else ZERO

    def _kind(self, source, tax_line):
        tax = tax_line.tax_line_id
        return source.once(('kind', tax.id), self._kind_of_tax, tax)
