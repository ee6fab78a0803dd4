"""What one invoice is made from, and what a run remembers. A plain helper, no model."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from ...en16931.values import from_float, rounded


class Batch:
    """Answers that many invoices of one run need; it ends with the run.

    >>> batch = Batch()
    >>> batch.once(('unit', 1), lambda: 'C62')
    'C62'
    """

    def __init__(self):
        self._answers = {}

    def once(self, key, compute, *args):
        """``compute(*args)``, computed once for each key."""
        if key not in self._answers:
            self._answers[key] = compute(*args)
        return self._answers[key]


class Source:
    """An invoice with its parties and its lines, sorted by what they are.

    Records are in the language of the customer. Amounts of journal items have the sign that they
    have for the one who pays (``sign``).
    """

    def __init__(self, batch, move, seller, buyer, seller_company):
        self.batch, self._kept = batch, {}
        self.move, self.currency, self.lang = move, move.currency_id, move.env.lang
        self.seller, self.buyer, self.seller_company = seller, buyer, seller_company
        self.ours = seller if move.is_sale_document() else buyer
        self.is_credit_note = move.move_type in ('out_refund', 'in_refund')
        self.sign = move.direction_sign
        self.lines_by_kind = move.line_ids.grouped('display_type')

    def once(self, key, compute, *args):
        """``Batch.once``, for each language."""
        return self.batch.once((self.lang, *key), compute, *args)

    def kept(self, compute):
        """``compute(self)``, computed once for this invoice."""
        name = compute.__name__
        if name not in self._kept:
            self._kept[name] = compute(self)
        return self._kept[name]

    def lines_of(self, *kinds):
        """Journal items of these kinds (``display_type``), as people see them."""
        lines = self.move.line_ids.browse()
        for kind in kinds:
            lines |= self.lines_by_kind.get(kind, lines)
        return lines.sorted(lambda line: (line.sequence, line.id))

    @cached_property
    def foreign_vat(self):
        """Our VAT number in the country of the fiscal position; '' is the usual one."""
        return (self.move.fiscal_position_id.foreign_vat or '').replace(' ', '')

    @property
    def taxed_from(self):
        """The country in which the seller is registered for the VAT of this invoice."""
        is_foreign = self.foreign_vat and self.ours == self.seller
        country = self.move.fiscal_position_id.country_id if is_foreign else None
        return country or self.seller.commercial_partner_id.country_id

    @cached_property
    def priced_lines(self):
        """Lines with a price, in the order of the invoice."""
        return self.lines_of('product')

    @cached_property
    def rows(self):
        """Lines of the document."""
        return self.move._document_rows()

    @cached_property
    def accounts(self):
        """Bank accounts to pay to."""
        return self.move._pagero_payment_accounts()

    @cached_property
    def tax_lines(self):
        """What Odoo booked for taxes, a rounding of the largest one included."""
        return self.lines_of('tax', 'rounding').filtered('tax_repartition_line_id')

    def money(self, amount: float) -> Decimal:
        """An amount in the currency of the invoice, as precise as that currency is."""
        return in_currency(amount, self.currency)

    def booked(self, lines) -> Decimal:
        """What journal items come to, as the invoice sees it."""
        return self.money(self.sign * sum(lines.mapped('amount_currency')))


def in_currency(amount: float, currency) -> Decimal:
    """Rounded as the currency is, with two decimals at least."""
    places = currency.decimal_places
    exact = rounded(from_float(amount), places)
    return exact if places >= 2 else rounded(exact)
