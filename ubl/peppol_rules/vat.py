"""VAT: every line has a category, and the breakdown fits the lines.

Source: EN 16931-1:2017 §6.4.3, UBL binding 1.3.16. The seven categories in use outside the
Spanish islands have the same rules under their own ids ('BR-E-10', 'BR-AE-10', …), so they are
made from one table: one function per kind of rule, one registered rule per category.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from ...identification.sentence import said
from ..finding import FATAL
from .document import Document, Element, cents, clark, find, find_all, number, text, total
from .registry import Breach, Breaches, rule


class Category(NamedTuple):
    """A VAT category of UNCL5305 with the prefix of its rules."""

    code: str
    prefix: str
    words: str


STANDARD = Category('S', 'BR-S', "standard rate")
ZERO_RATE = Category('Z', 'BR-Z', "zero rate")
EXEMPT = Category('E', 'BR-E', "exempt from VAT")
REVERSE_CHARGE = Category('AE', 'BR-AE', "reverse charge")
INTRA_COMMUNITY = Category('K', 'BR-IC', "intra-community supply")
EXPORT = Category('G', 'BR-G', "export outside the EU")
OUT_OF_SCOPE = Category('O', 'BR-O', "not subject to VAT")

CATEGORIES = (STANDARD, ZERO_RATE, EXEMPT, REVERSE_CHARGE, INTRA_COMMUNITY, EXPORT, OUT_OF_SCOPE)
REASONLESS = (STANDARD, ZERO_RATE)
NodesOf = Callable[[Document, str], list[Element]]
LINE_CATEGORY = 'cac:Item/cac:ClassifiedTaxCategory'
TAX_ADVICE = "Open the tax that is used and correct its category code or its percentage."
GROUP_ADVICE = (
    "Reset the invoice to draft, choose the taxes of the lines again and confirm it; if the "
    "message stays, report it with the invoice number."
)


def _is_vat(category: Element) -> bool:
    return text(category, 'cac:TaxScheme/cbc:ID').upper() == 'VAT'


def _of(code: str, nodes: Iterable[Element]) -> list[Element]:
    return [node for node in nodes if text(node, 'cbc:ID') == code and _is_vat(node)]


def _is_in_breakdown(category: Element) -> bool:
    return category.getparent().tag == clark('cac:TaxSubtotal')


def _line_categories(document: Document, code: str) -> list[Element]:
    return _of(code, [node for line in document.lines for node in find_all(line, LINE_CATEGORY)])


def _change_categories(changes: Iterable[Element], code: str) -> list[Element]:
    return _of(code, [node for change in changes for node in find_all(change, 'cac:TaxCategory')])


def _groups(document: Document, code: str) -> Iterator[tuple[Element, Element]]:
    """(subtotal, category) of the breakdown."""
    for subtotal in document.subtotals:
        for category in _of(code, find_all(subtotal, 'cac:TaxCategory')):
            yield subtotal, category


@rule(
    'BR-CO-04',
    FATAL,
    "The line has no VAT category.",
    "Choose a tax for the line; 0 % and exempt are taxes too.",
)
def line_has_no_vat_category(document: Document) -> Breaches:
    """BT-151."""
    for line in document.lines:
        if not any(
            _is_vat(node) and find(node, 'cbc:ID') is not None
            for node in find_all(line, LINE_CATEGORY)
        ):
            yield Breach(line, missing=LINE_CATEGORY)


@rule('BR-CO-17', FATAL, "The VAT of a rate isn't the taxable amount times the rate.", GROUP_ADVICE)
def vat_of_group_is_wrong(document: Document) -> Breaches:
    """BT-117 = BT-116 times BT-119, give or take less than one."""
    for subtotal in document.subtotals:
        rates = [
            number(node, 'cbc:Percent')
            for node in find_all(subtotal, 'cac:TaxCategory')
            if _is_vat(node)
        ]
        yield from _wrong_product(subtotal, rates[0] if rates else None)


@rule(
    'BR-CO-18',
    FATAL,
    "The document has no VAT breakdown.",
    "Give every invoice line a tax (0 % is a tax too).",
)
def breakdown_is_missing(document: Document) -> Breaches:
    """BG-23."""
    if not document.subtotals:
        yield Breach(document.root, missing='cac:TaxTotal/cac:TaxSubtotal')


@rule('BR-48', FATAL, "A group of the VAT breakdown has no rate.", TAX_ADVICE)
def group_has_no_rate(document: Document) -> Breaches:
    """BT-119; only 'not subject to VAT' has none."""
    for subtotal in document.subtotals:
        categories = [node for node in find_all(subtotal, 'cac:TaxCategory') if _is_vat(node)]
        if not any(
            find(node, 'cbc:Percent') is not None or text(node, 'cbc:ID') == 'O'
            for node in categories
        ):
            yield Breach(subtotal, missing='cac:TaxCategory/cbc:Percent')


def _wrong_product(subtotal: Element, rate: Decimal | None) -> Breaches:
    taxable = abs(number(subtotal, 'cbc:TaxableAmount') or Decimal(0))
    tax = number(subtotal, 'cbc:TaxAmount')
    expected = Decimal(0)
    if rate is not None and cents(rate / 100) != 0:
        expected = cents(taxable * rate / 100)
        good = tax is not None and abs(abs(tax) - expected) < 1
    else:
        good = tax is not None and Decimal('-0.5') <= tax < Decimal('0.5')
    if not good:
        yield Breach(subtotal, f'{tax} ≠ {expected}', 'cbc:TaxAmount')


def _rate_is_wrong(category: Category, node: Element) -> bool:
    rate = number(node, 'cbc:Percent')
    if category is OUT_OF_SCOPE:
        return rate is not None
    if category is STANDARD:
        return rate is None or rate <= 0
    return rate is None or rate != 0


def _sum_of_category(document: Document, code: str, rate: Decimal | None) -> tuple[Decimal, bool]:
    """Lines + charges - discounts of a category, and of one rate where ``rate`` is given."""

    def belongs(node: Element, path: str) -> bool:
        return any(
            text(category, 'cbc:ID') == code
            and (rate is None or number(category, 'cbc:Percent') == rate)
            for category in find_all(node, path)
        )

    lines = [node for node in document.lines if belongs(node, LINE_CATEGORY)]
    charges = [node for node in document.charges if belongs(node, 'cac:TaxCategory')]
    discounts = [node for node in document.discounts if belongs(node, 'cac:TaxCategory')]
    amount = total(lines, 'cbc:LineExtensionAmount') + total(charges, 'cbc:Amount')
    return amount - total(discounts, 'cbc:Amount'), bool(lines or charges or discounts)


def _register_rates(
    category: Category,
    number_of_rule: str,
    where: str,
    nodes_of: NodesOf,
) -> None:
    demand = {STANDARD: "above zero", OUT_OF_SCOPE: "left out"}.get(category, "0 %")

    @rule(
        f'{category.prefix}-{number_of_rule}',
        FATAL,
        said(
            "The VAT category of {where} is '{category}', so its rate must be {demand}.",
            where=said(where),
            category=said(category.words),
            demand=said(demand),
        ),
        TAX_ADVICE,
    )
    def rate_is_wrong(document: Document) -> Breaches:
        for node in nodes_of(document, category.code):
            if _rate_is_wrong(category, node):
                yield Breach(node, text(node, 'cbc:Percent'))


def _register_presence(category: Category) -> None:
    @rule(
        f'{category.prefix}-01',
        FATAL,
        said(
            "Lines and VAT breakdown don't agree about the category '{category}'.",
            category=said(category.words),
        ),
        GROUP_ADVICE,
    )
    def group_is_missing(document: Document) -> Breaches:
        in_use = [
            node
            for node in document.all('cac:ClassifiedTaxCategory', 'cac:TaxCategory')
            if text(node, 'cbc:ID') == category.code
        ]
        if category is STANDARD:
            groups = [node for node in in_use if _is_in_breakdown(node)]
            agree = bool(groups) == (len(in_use) > len(groups))
        else:
            in_use = [node for node in in_use if _is_vat(node)]
            agree = not in_use or sum(map(_is_in_breakdown, in_use)) == 1
        if not agree:
            yield Breach(document.root, missing='cac:TaxTotal/cac:TaxSubtotal')


def _register_sums(category: Category) -> None:
    @rule(
        f'{category.prefix}-08',
        FATAL,
        said(
            "The taxable amount '{category}' isn't the sum of its lines, discounts and charges.",
            category=said(category.words),
        ),
        GROUP_ADVICE,
    )
    def taxable_amount_is_wrong(document: Document) -> Breaches:
        for subtotal, node in _groups(document, category.code):
            rate = number(node, 'cbc:Percent') if category is STANDARD else None
            expected, is_used = _sum_of_category(document, category.code, rate)
            found = number(subtotal, 'cbc:TaxableAmount')
            if category is STANDARD:
                good = rate is None or (is_used and found is not None and abs(found - expected) < 1)
            else:
                good = bool(document.lines) and found == expected
            if not good:
                yield Breach(subtotal, f'{found} ≠ {expected}', 'cbc:TaxableAmount')


def _register_amounts(category: Category) -> None:
    demand = "taxable amount times rate" if category is STANDARD else "zero"

    @rule(
        f'{category.prefix}-09',
        FATAL,
        said(
            "The VAT amount '{category}' must be {amount}.",
            category=said(category.words),
            amount=said(demand),
        ),
        GROUP_ADVICE,
    )
    def vat_amount_is_wrong(document: Document) -> Breaches:
        for subtotal, node in _groups(document, category.code):
            if category is STANDARD:
                yield from _wrong_product(subtotal, number(node, 'cbc:Percent'))
            elif number(subtotal, 'cbc:TaxAmount') != 0:
                yield Breach(subtotal, text(subtotal, 'cbc:TaxAmount'), 'cbc:TaxAmount')


def _register_reasons(category: Category) -> None:
    if category in REASONLESS:
        template = "VAT at '{category}' must not have an exemption reason."
        advice = "Open the tax that is used and clear its exemption reason."
    else:
        template = "The VAT category '{category}' has no reason why no VAT is charged."
        advice = "Open the tax that is used and choose a tax exemption reason."

    @rule(f'{category.prefix}-10', FATAL, said(template, category=said(category.words)), advice)
    def reason_is_wrong(document: Document) -> Breaches:
        for subtotal, node in _groups(document, category.code):
            has_reason = (
                find(node, 'cbc:TaxExemptionReason') is not None
                or find(node, 'cbc:TaxExemptionReasonCode') is not None
            )
            if has_reason == (category in REASONLESS):
                yield Breach(subtotal, category.code)


for _category in CATEGORIES:
    _register_presence(_category)
    _register_rates(_category, '05', "a line", _line_categories)
    _register_rates(
        _category,
        '06',
        "a discount",
        lambda document, code: _change_categories(document.discounts, code),
    )
    _register_rates(
        _category,
        '07',
        "a charge",
        lambda document, code: _change_categories(document.charges, code),
    )
    _register_sums(_category)
    _register_amounts(_category)
    _register_reasons(_category)
