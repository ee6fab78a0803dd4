"""The sums of an invoice: EN 16931's BR-CO rules, in exact decimal arithmetic.

Source: EN 16931-1:2017 §6.4, UBL binding 1.3.16. A rule's detail reads "what stands there ≠ what
it should be". An element that a sum needs and that isn't there breaks the rule as well.
"""

from __future__ import annotations

from decimal import Decimal

from ..finding import FATAL, WARNING
from .document import Document, Element, cents, find, find_all, number, total
from .registry import Breach, Breaches, rule


REPORT_SUM = (
    "Reset the invoice to draft, check the lines and confirm it again; if the message stays, "
    "report it with the invoice number."
)
ZERO = Decimal(0)


def _compare(node: Element, path: str, expected: Decimal | None) -> Breaches:
    """One breach unless the number at the path is exactly the expected one."""
    found = number(node, path)
    if found is None or found != expected:
        yield Breach(node, f'{"-" if found is None else found} ≠ {expected}', path)


@rule(
    'BR-CO-10', FATAL, "The sum of the lines isn't the sum of the lines' net amounts.", REPORT_SUM
)
def sum_of_lines_is_wrong(document: Document) -> Breaches:
    """BT-106 = Σ BT-131."""
    expected = cents(total(document.lines, 'cbc:LineExtensionAmount'))
    for totals in document.totals:
        yield from _compare(totals, 'cbc:LineExtensionAmount', expected)


@rule(
    'BR-CO-11', FATAL, "The sum of discounts isn't the sum of the document's discounts.", REPORT_SUM
)
def sum_of_discounts_is_wrong(document: Document) -> Breaches:
    """BT-107 = Σ BT-92."""
    yield from _sum_of(document, document.discounts, 'cbc:AllowanceTotalAmount')


@rule('BR-CO-12', FATAL, "The sum of charges isn't the sum of the document's charges.", REPORT_SUM)
def sum_of_charges_is_wrong(document: Document) -> Breaches:
    """BT-108 = Σ BT-99."""
    yield from _sum_of(document, document.charges, 'cbc:ChargeTotalAmount')


@rule(
    'BR-CO-13',
    FATAL,
    "The total without VAT isn't the sum of the lines, less discounts, plus charges.",
    REPORT_SUM,
)
def total_without_vat_is_wrong(document: Document) -> Breaches:
    """BT-109 = BT-106 - BT-107 + BT-108."""
    for totals in document.totals:
        lines = number(totals, 'cbc:LineExtensionAmount')
        discounts = number(totals, 'cbc:AllowanceTotalAmount')
        charges = number(totals, 'cbc:ChargeTotalAmount')
        expected = lines
        if lines is not None and not (discounts is None and charges is None):
            expected = cents(lines - (discounts or ZERO) + (charges or ZERO))
        yield from _compare(totals, 'cbc:TaxExclusiveAmount', expected)


@rule(
    'BR-CO-14',
    FATAL,
    "The total VAT isn't the sum of the VAT amounts in the breakdown.",
    REPORT_SUM,
)
def total_vat_is_wrong(document: Document) -> Breaches:
    """BT-110 = Σ BT-117."""
    for node in find_all(document.root, 'cac:TaxTotal'):
        subtotals = find_all(node, 'cac:TaxSubtotal')
        if subtotals:
            yield from _compare(node, 'cbc:TaxAmount', cents(total(subtotals, 'cbc:TaxAmount')))


@rule('BR-CO-15', FATAL, "The total with VAT isn't the total without VAT plus the VAT.", REPORT_SUM)
def total_with_vat_is_wrong(document: Document) -> Breaches:
    """BT-112 = BT-109 + BT-110."""
    if not document.currency:
        return
    amounts = [
        node
        for node in find_all(document.root, 'cac:TaxTotal/cbc:TaxAmount')
        if node.get('currencyID') == document.currency
    ]
    totals = find(document.root, 'cac:LegalMonetaryTotal')
    if len(amounts) != 1 or totals is None:
        yield Breach(document.root, str(len(amounts)), 'cac:TaxTotal/cbc:TaxAmount')
        return
    exclusive = number(totals, 'cbc:TaxExclusiveAmount')
    vat = number(amounts[0])
    known = exclusive is not None and vat is not None
    yield from _compare(totals, 'cbc:TaxInclusiveAmount', cents(exclusive + vat) if known else None)


@rule(
    'BR-CO-16',
    FATAL,
    "The amount due isn't the total with VAT, less what is paid, plus rounding.",
    REPORT_SUM,
)
def amount_due_is_wrong(document: Document) -> Breaches:
    """BT-115 = BT-112 - BT-113 + BT-114."""
    for totals in document.totals:
        expected = number(totals, 'cbc:TaxInclusiveAmount')
        prepaid = number(totals, 'cbc:PrepaidAmount')
        rounding = number(totals, 'cbc:PayableRoundingAmount')
        if expected is not None and not (prepaid is None and rounding is None):
            expected = cents(expected - (prepaid or ZERO)) + (rounding or ZERO)
        yield from _compare(totals, 'cbc:PayableAmount', expected)


@rule(
    'BR-CO-25',
    WARNING,
    "There is an amount to pay but neither a due date nor payment terms.",
    "Choose a due date or payment terms on the invoice.",
)
def due_date_is_missing(document: Document) -> Breaches:
    """BT-9 or BT-20. A warning: the UBL binding 1.3.16 no longer holds what the norm demands."""
    if document.is_credit_note:
        return
    stated = document.all('cbc:DueDate') or any(
        find(terms, 'cbc:Note') is not None for terms in document.all('cac:PaymentTerms')
    )
    for totals in document.totals:
        if not stated and (number(totals, 'cbc:PayableAmount') or ZERO) > 0:
            yield Breach(document.root, missing='cbc:DueDate')


def _sum_of(document: Document, nodes: list[Element], path: str) -> Breaches:
    """A sum that may be left out where there is nothing to sum."""
    expected = cents(total(nodes, 'cbc:Amount'))
    for totals in document.totals:
        if nodes or find(totals, path) is not None:
            yield from _compare(totals, path, expected)
