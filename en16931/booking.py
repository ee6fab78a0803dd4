"""A received invoice as rows of a ledger: quantity times price, less a discount, is the net.

A ledger knows no allowance on a line beside a percentage, no base quantity, and no allowance of the
whole document. So each line becomes one row with exactly its net (BT-131), and each allowance or
charge of the document (BG-20, BG-21) and the rounding (BT-114) one of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from .amounts import AllowanceCharge, VatCategory, VatGroup
from .invoice import Invoice
from .line import Line
from .sums import net_of
from .values import EXACT, ZERO, plain, rounded


HUNDRED = Decimal(100)
ONE = Decimal(1)
DECIMALS_OF_PRICE = 15  # of a price that is computed from the net: more than a ledger can show


@dataclass(frozen=True, slots=True)
class Row:
    """``line`` or ``adjustment`` is what the row stands for; neither: the rounding.

    ``group`` is one whose VAT a ledger can't compute: it stands as an amount of its own.
    """

    quantity: Decimal
    price: Decimal
    net: Decimal
    discount: Decimal = ZERO  # in percent
    vat: VatCategory | None = None
    line: Line | None = None
    adjustment: AllowanceCharge | None = None
    group: VatGroup | None = None


def rows(invoice: Invoice, *, sign: int = 1, decimals: int = 2) -> list[Row]:
    """The rows of a document; ``decimals`` are those of a ledger's discount.

    ``sign`` is -1 for one that is booked as its contrary: an invoice below zero is a credit note.
    """
    with localcontext(EXACT):
        return [
            replace(row, quantity=sign * row.quantity, net=sign * row.net)
            for row in _rows(invoice, decimals)
        ]


def row_of_vat(group: VatGroup, *, sign: int = 1) -> Row:
    """The VAT of a group (BT-117) as an amount of its own."""
    amount = group.amount or ZERO
    return Row(Decimal(sign), amount, sign * amount, group=group)


def is_contrary(invoice: Invoice) -> bool:
    """Whether the document asks for the contrary of what it is called."""
    return booked_total(invoice) < 0


def booked_total(invoice: Invoice) -> Decimal:
    """What the document comes to with VAT and rounding, whatever of it is paid already."""
    totals = invoice.totals
    with localcontext(EXACT):
        if totals.with_vat is not None:
            return totals.with_vat + (totals.rounding or ZERO)
        if totals.payable is not None:
            return totals.payable + (totals.prepaid or ZERO)
        vat = sum((group.amount or ZERO for group in invoice.vat), ZERO)
        return sum((row.net for row in _rows(invoice, 2)), ZERO) + vat


def _rows(invoice: Invoice, decimals: int) -> Iterator[Row]:
    for line in invoice.lines:
        yield _row_of(line, decimals)
    for each in invoice.allowance_charges:
        net = each.signed
        yield Row(ONE, net, net, vat=each.vat, adjustment=each)
    if invoice.totals.rounding:
        yield Row(ONE, invoice.totals.rounding, invoice.totals.rounding)


def _row_of(line: Line, decimals: int) -> Row:
    """With the invoice's own price where it makes the net, else with the price that does."""
    net = net_of(line) if line.net is None else line.net
    quantity = line.quantity or ONE
    row = Row(quantity, net / quantity, net, vat=line.item.vat, line=line)
    price = _price_of(line)
    if price and line.quantity:
        for discount in _discounts(line, price * quantity, net, decimals):
            if quantity * price * (HUNDRED - discount) == net * HUNDRED:
                return replace(row, price=plain(price), discount=discount)
    return replace(row, price=_shortest(row))


def _shortest(row: Row) -> Decimal:
    """The price with as few decimals as make the net."""
    price = row.price
    for places in range(2, DECIMALS_OF_PRICE):
        short = rounded(price, places)
        if short * row.quantity == row.net:
            return short
    return rounded(price, DECIMALS_OF_PRICE)


def _price_of(line: Line) -> Decimal | None:
    """BT-146 for one, where it ends within what a ledger keeps."""
    if line.price is None or line.price.amount is None:
        return None
    base = line.price.base_quantity or ONE
    price = rounded(line.price.amount / base, DECIMALS_OF_PRICE)
    return price if price * base == line.price.amount else None


def _discounts(line: Line, gross: Decimal, net: Decimal, decimals: int) -> Iterator[Decimal]:
    """None at all, the one percentage that is stated, or the one that the amounts come to."""
    yield ZERO
    if len(line.allowance_charges) == 1 and not line.allowance_charges[0].is_charge:
        stated = line.allowance_charges[0].percentage
        if stated is not None and stated == rounded(stated, decimals):
            yield stated
    if gross and ZERO < (share := (gross - net) / gross * HUNDRED) <= HUNDRED:
        yield rounded(share, decimals)
