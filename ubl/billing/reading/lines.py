"""The lines of the invoice (BG-25 to BG-32)."""

from __future__ import annotations

from ....en16931.line import Item, Line, Price, Property
from ...peppol_rules.document import text as text_at
from ..syntax import INVOICED_OBJECT
from .amounts import ALLOWANCE_CHARGE, VAT_CATEGORY
from .binding import Choice, Group, Taking, Values
from .conversion import Context, Element
from .period import PERIOD
from .rows import (
    amount,
    elsewhere,
    expected,
    group,
    identifier,
    listed,
    number,
    steps,
    text,
)


PROPERTY = Group(Property, {'name': text('cbc:Name'), 'value': text('cbc:Value')})
ITEM = Group(
    Item,
    {
        'name': text('cbc:Name'),
        'description': text('cbc:Description'),
        'sellers_identifier': text('cac:SellersItemIdentification/cbc:ID'),
        'buyers_identifier': text('cac:BuyersItemIdentification/cbc:ID'),
        'standard_identifier': identifier('cac:StandardItemIdentification/cbc:ID'),
        'classifications': listed('cac:CommodityClassification/cbc:ItemClassificationCode'),
        'country_of_origin': text('cac:OriginCountry/cbc:IdentificationCode'),
        'properties': group('cac:AdditionalItemProperty', PROPERTY, many=True),
        'vat': group('cac:ClassifiedTaxCategory', VAT_CATEGORY),
    },
)
PRICE = Group(
    Price,
    {
        'amount': amount('cbc:PriceAmount'),
        'base_quantity': number('cbc:BaseQuantity', unitCode='base_unit'),
        'discount': amount('cac:AllowanceCharge/cbc:Amount'),
        'gross': amount('cac:AllowanceCharge/cbc:BaseAmount'),
    },
    others={'cac:AllowanceCharge/cbc:ChargeIndicator': expected('false')},
)
_OBJECT = steps(
    {'object': identifier('cbc:ID')}, {'cbc:DocumentTypeCode': expected(INVOICED_OBJECT)}
)


def _document(node: Element, _context: Context, _values: Values) -> Taking | None:
    """BT-128; the standard knows no other document on a line."""
    return _OBJECT if text_at(node, 'cbc:DocumentTypeCode') == INVOICED_OBJECT else None


def _line(quantity: str) -> Group:
    return Group(
        Line,
        {
            'identifier': text('cbc:ID'),
            'quantity': number(quantity, unitCode='unit'),
            'net': amount('cbc:LineExtensionAmount'),
            'item': group('cac:Item', ITEM, Item()),
            'price': group('cac:Price', PRICE),
            'note': text('cbc:Note'),
            'accounting_cost': text('cbc:AccountingCost'),
            'period': group('cac:InvoicePeriod', PERIOD),
            'order_line': text('cac:OrderLineReference/cbc:LineID'),
            'object': elsewhere(None),
            'allowance_charges': group('cac:AllowanceCharge', ALLOWANCE_CHARGE, many=True),
        },
        others={'cac:DocumentReference': Choice(_document)},
    )


INVOICE_LINE, CREDIT_NOTE_LINE = _line('cbc:InvoicedQuantity'), _line('cbc:CreditedQuantity')
