"""Peppol's rules on lines, discounts and charges: what is multiplied must come out right.

Source: rules PEPPOL-EN16931-R040 … R046, R12x and R130 of Peppol BIS Billing 3.0.21.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ..finding import FATAL
from .common import REPORT
from .document import (
    LINE_TAGS,
    Document,
    Element,
    cents,
    clark,
    find,
    find_all,
    first_children,
    number,
    text,
    total,
)
from .registry import Breach, Breaches, rule


SLACK = Decimal('0.02')
LINE_AMOUNT, INVOICED, CREDITED = map(
    clark, ('cbc:LineExtensionAmount', 'cbc:InvoicedQuantity', 'cbc:CreditedQuantity')
)
PRICE, PRICE_AMOUNT, PRICE_QUANTITY = map(
    clark, ('cac:Price', 'cbc:PriceAmount', 'cbc:BaseQuantity')
)
CHANGE = clark('cac:AllowanceCharge')
DISCOUNT_ADVICE = "Enter the discount again, as a percentage or as an amount."


@rule(
    'PEPPOL-EN16931-R040',
    FATAL,
    "A discount or charge isn't its percentage of its base amount.",
    DISCOUNT_ADVICE,
)
def percentage_does_not_fit(document: Document) -> Breaches:
    """BT-92 = BT-93 times BT-94, and likewise for charges and lines."""
    for node in document.changes:
        base, percent = number(node, 'cbc:BaseAmount'), number(node, 'cbc:MultiplierFactorNumeric')
        if base is None or percent is None:
            continue
        amount, expected = number(node, 'cbc:Amount') or Decimal(0), base * percent / 100
        if abs(amount - expected) > SLACK:
            yield Breach(node, f'{amount} ≠ {cents(expected)}')


@rule(
    'PEPPOL-EN16931-R041',
    FATAL,
    "A discount or charge has a percentage but no base amount.",
    DISCOUNT_ADVICE,
)
def base_amount_is_missing(document: Document) -> Breaches:
    """BT-93 with BT-94."""
    for node in document.changes:
        if (
            find(node, 'cbc:MultiplierFactorNumeric') is not None
            and find(node, 'cbc:BaseAmount') is None
        ):
            yield node


@rule(
    'PEPPOL-EN16931-R042',
    FATAL,
    "A discount or charge has a base amount but no percentage.",
    DISCOUNT_ADVICE,
)
def percentage_is_missing(document: Document) -> Breaches:
    """BT-94 with BT-93."""
    for node in document.changes:
        if (
            find(node, 'cbc:MultiplierFactorNumeric') is None
            and find(node, 'cbc:BaseAmount') is not None
        ):
            yield node


@rule(
    'PEPPOL-EN16931-R043', FATAL, "A discount or charge doesn't say which of the two it is.", REPORT
)
def charge_indicator_is_unknown(document: Document) -> Breaches:
    """XSD also allows 1 and 0, Peppol doesn't; asked where R041 and R042 are kept."""
    for node in document.changes:
        has_percentage = find(node, 'cbc:MultiplierFactorNumeric') is not None
        has_base = find(node, 'cbc:BaseAmount') is not None
        if has_percentage == has_base and text(node, 'cbc:ChargeIndicator') not in {
            'true',
            'false',
        }:
            yield Breach(node, text(node, 'cbc:ChargeIndicator'))


@rule(
    'PEPPOL-EN16931-R044',
    FATAL,
    "A charge on a price isn't allowed.",
    "Change the unit price of the line instead.",
)
def price_has_a_charge(document: Document) -> Breaches:
    """Inside a price only a discount (BT-147) may stand."""
    for node in _price_discounts(document):
        if text(node, 'cbc:ChargeIndicator') != 'false':
            yield Breach(node, text(node, 'cbc:ChargeIndicator'))


@rule(
    'PEPPOL-EN16931-R046',
    FATAL,
    "The unit price isn't the price before discount less the discount.",
    "Enter the price of the line again.",
)
def net_price_does_not_fit(document: Document) -> Breaches:
    """BT-146 = BT-148 - BT-147."""
    for node in _price_discounts(document):
        if find(node, 'cbc:BaseAmount') is None:
            continue
        base, discount = number(node, 'cbc:BaseAmount'), number(node, 'cbc:Amount')
        price = number(node.getparent(), 'cbc:PriceAmount')
        expected = None if base is None or discount is None else base - discount
        if price is None or price != expected:
            yield Breach(node, f'{price} ≠ {expected}')


@rule(
    'PEPPOL-EN16931-R120',
    FATAL,
    "The line's net amount isn't quantity times unit price, less discounts, plus charges.",
    "Check quantity, unit price and discount of the line, and delete and enter the line again "
    "if they look right.",
)
def line_amount_does_not_fit(document: Document) -> Breaches:
    """BT-131 = BT-129 times BT-146 / BT-149 + BT-141 - BT-136."""
    for line in document.lines:
        children = first_children(line)
        amount = _number_of(children, LINE_AMOUNT) or Decimal(0)
        expected = _expected(line, children)
        if abs(amount - expected) > SLACK:
            yield Breach(line, f'{amount} ≠ {cents(expected)}', 'cbc:LineExtensionAmount')


@rule(
    'PEPPOL-EN16931-R121',
    FATAL,
    "The quantity that the unit price is for must be above zero.",
    "Check the unit of measure of the line and of its product.",
)
def price_quantity_is_not_positive(document: Document) -> Breaches:
    """BT-149."""
    for base in _price_quantities(document):
        value = number(base)
        if value is not None and value <= 0 and base.getparent().getparent().tag in LINE_TAGS:
            yield base


@rule(
    'PEPPOL-EN16931-R130',
    FATAL,
    "The unit price is for another unit than the quantity is counted in.",
    "Use one unit of measure for the line's quantity and price.",
)
def units_differ(document: Document) -> Breaches:
    """BT-150 against BT-130."""
    for base in _price_quantities(document):
        quantity = _quantity_node(document, base.getparent())
        if base.get('unitCode') is None or quantity is None:
            continue
        if base.get('unitCode') != quantity.get('unitCode'):
            yield Breach(base, f'{base.get("unitCode")} ≠ {quantity.get("unitCode")}')


def _expected(line: Element, children: Mapping[str, Element]) -> Decimal:
    quantity = _number_of(children, INVOICED)
    if quantity is None:
        quantity = _number_of(children, CREDITED)
    if quantity is None:
        quantity = Decimal(1)
    of_price = first_children(children[PRICE]) if PRICE in children else {}
    price = _number_of(of_price, PRICE_AMOUNT) or Decimal(0)
    base = _number_of(of_price, PRICE_QUANTITY) or Decimal(1)
    net = quantity * (price / base)
    if CHANGE not in children:
        return net
    changes = find_all(line, 'cac:AllowanceCharge')
    charges = total([node for node in changes if _is(node, 'true')], 'cbc:Amount')
    discounts = total([node for node in changes if _is(node, 'false')], 'cbc:Amount')
    return net + cents(charges) - cents(discounts)


def _number_of(children: Mapping[str, Element], name: str) -> Decimal | None:
    return number(children[name]) if name in children else None


def _is(change: Element, indicator: str) -> bool:
    """Peppol leaves out of the sum what is marked with 1 or 0, which R043 refuses."""
    return text(change, 'cbc:ChargeIndicator') == indicator


def _price_discounts(document: Document) -> list[Element]:
    """BG-27 and BG-28 inside a price."""
    return _inside_prices(document, 'cac:AllowanceCharge')


def _price_quantities(document: Document) -> list[Element]:
    """BT-149."""
    return _inside_prices(document, 'cbc:BaseQuantity')


def _inside_prices(document: Document, name: str) -> list[Element]:
    """Few invoices have any, so these are asked for and not the prices."""
    return [node for node in document.all(name) if node.getparent().tag == PRICE]


def _quantity_node(document: Document, price: Element) -> Element | None:
    name = 'cbc:CreditedQuantity' if document.is_credit_note else 'cbc:InvoicedQuantity'
    return find(price.getparent(), name)
