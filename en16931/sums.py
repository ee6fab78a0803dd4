"""What the standard says is a sum: computed for an invoice of ours, checked in any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Any, NamedTuple

from .amounts import AllowanceCharge, Totals, VatCategory, VatGroup
from .invoice import Invoice
from .line import Line
from .values import EXACT, ZERO, rounded


Key = tuple[str, Decimal]
TOLERANCE = Decimal('0.02')  # PEPPOL-EN16931-R120


class Vat(NamedTuple):
    """The VAT of a category and why there is none; what it is of, is a sum."""

    category: VatCategory
    amount: Decimal  # BT-117
    reason: str = ''  # BT-120
    reason_code: str = ''  # BT-121


class NotASum(NamedTuple):
    """A term that isn't what the others come to."""

    term: str  # 'BT-112'
    rule: str  # of EN 16931: 'BR-CO-15'
    stated: Decimal
    computed: Decimal
    line: str = ''  # BT-126, where it is a term of a line


def invoice_of(
    vat: Iterable[Vat],
    *,
    prepaid: Decimal | None = None,
    rounding: Decimal | None = None,
    vat_in_tax_currency: Decimal | None = None,
    **terms: Any,
) -> Invoice:
    """An invoice with its VAT breakdown and totals; ``terms`` are the others of ``Invoice``.

    Amounts are those of the lines, allowances and charges, and of ``vat``: a group of the
    breakdown for each category that is used, in the order of ``vat``.
    """
    vat = tuple(vat)
    without_totals = Invoice(totals=Totals(None, None, None, None), **terms)
    nets = nets_by_category(without_totals)
    groups = tuple(
        VatGroup(each.category, nets.get(each.category.key, ZERO), *each[1:]) for each in vat
    )
    totals = replace(
        _totals(without_totals, sum((each.amount for each in vat), ZERO), prepaid, rounding),
        vat_in_tax_currency=vat_in_tax_currency,
    )
    return replace(without_totals, vat=groups, totals=totals)


def _totals(
    invoice: Invoice, vat: Decimal, prepaid: Decimal | None, rounding: Decimal | None
) -> Totals:
    """BR-CO-10 to BR-CO-16."""
    lines = sum((line.net or ZERO for line in invoice.lines), ZERO)
    allowances = _sum_of(invoice.allowance_charges, is_charge=False)
    charges = _sum_of(invoice.allowance_charges, is_charge=True)
    without_vat = lines - (allowances or ZERO) + (charges or ZERO)
    with_vat = without_vat + vat
    return Totals(
        lines=lines,
        without_vat=without_vat,
        with_vat=with_vat,
        payable=with_vat - (prepaid or ZERO) + (rounding or ZERO),
        allowances=allowances,
        charges=charges,
        vat=vat,
        prepaid=prepaid,
        rounding=rounding,
    )


def _sum_of(each: Iterable[AllowanceCharge], *, is_charge: bool) -> Decimal | None:
    """None where there is none."""
    amounts = [one.amount or ZERO for one in each if one.is_charge == is_charge]
    return sum(amounts, ZERO) if amounts else None


def nets_by_category(invoice: Invoice) -> Mapping[Key, Decimal]:
    """BT-116: what lines, allowances and charges come to, for each VAT category."""
    nets: dict[Key, Decimal] = {}
    for line in invoice.lines:
        if line.item.vat:
            key = line.item.vat.key
            nets[key] = nets.get(key, ZERO) + (line.net or ZERO)
    for each in invoice.allowance_charges:
        if each.vat:
            nets[each.vat.key] = nets.get(each.vat.key, ZERO) + each.signed
    return nets


def gross_of(line: Line) -> Decimal:
    """What quantity and price of a line come to, before its allowances and charges."""
    if line.price is None or line.price.amount is None or line.quantity is None:
        return ZERO
    return line.quantity * line.price.amount / (line.price.base_quantity or Decimal(1))


def net_of(line: Line) -> Decimal:
    """BT-131 as PEPPOL-EN16931-R120 computes it, in two decimals."""
    adjustments = sum((each.signed for each in line.allowance_charges), ZERO)
    return rounded(gross_of(line) + adjustments)


def not_sums(invoice: Invoice) -> list[NotASum]:
    """The terms of the invoice that aren't the sums that they should be.

    Each is compared with what the others state, so that one wrong term is told once.
    """
    with localcontext(EXACT):
        return [*_wrong_lines(invoice), *_wrong_totals(invoice), *_wrong_groups(invoice)]


def _wrong_lines(invoice: Invoice) -> Iterator[NotASum]:
    for line in invoice.lines:
        is_known = line.net is not None and line.quantity is not None and line.price is not None
        if is_known and line.price.amount is not None:
            right = net_of(line)
            if abs(line.net - right) > TOLERANCE:
                yield NotASum('BT-131', 'PEPPOL-EN16931-R120', line.net, right, line.identifier)


def _wrong_totals(invoice: Invoice) -> Iterator[NotASum]:
    totals = invoice.totals
    lines = sum((line.net or ZERO for line in invoice.lines), ZERO)
    vat = sum((group.amount or ZERO for group in invoice.vat), ZERO)
    stated = {name: getattr(totals, name) or ZERO for name in TERMS}
    right = {
        'lines': lines,
        'allowances': _sum_of(invoice.allowance_charges, is_charge=False) or ZERO,
        'charges': _sum_of(invoice.allowance_charges, is_charge=True) or ZERO,
        'without_vat': stated['lines'] - stated['allowances'] + stated['charges'],
        'vat': vat,
        'with_vat': stated['without_vat'] + stated['vat'],
        'payable': stated['with_vat'] - (totals.prepaid or ZERO) + (totals.rounding or ZERO),
    }
    for name, (term, rule) in TERMS.items():
        if stated[name] != right[name]:
            yield NotASum(term, rule, stated[name], right[name])


def _wrong_groups(invoice: Invoice) -> Iterator[NotASum]:
    """Groups of the breakdown that aren't what has their VAT, and those that are missing."""
    nets = dict(nets_by_category(invoice))
    stated = [(group.category.key, group.taxable or ZERO) for group in invoice.vat]
    known = {key for key, _taxable in stated}
    stated += [(key, ZERO) for key in nets if key not in known]
    for key, taxable in stated:
        right = nets.get(key, ZERO)
        if taxable != right:
            code = RULE_OF_CATEGORY.get(key[0], key[0])
            yield NotASum('BT-116', f'BR-{code}-08', taxable, right)


TERMS = {
    'lines': ('BT-106', 'BR-CO-10'),
    'allowances': ('BT-107', 'BR-CO-11'),
    'charges': ('BT-108', 'BR-CO-12'),
    'without_vat': ('BT-109', 'BR-CO-13'),
    'vat': ('BT-110', 'BR-CO-14'),
    'with_vat': ('BT-112', 'BR-CO-15'),
    'payable': ('BT-115', 'BR-CO-16'),
}
RULE_OF_CATEGORY = {'K': 'IC', 'L': 'IG', 'M': 'IP'}  # BR-IC-08; the others are named as they are
