"""The lines of the invoice (BG-25 to BG-32)."""

from __future__ import annotations

from ....en16931.line import Item, Line, Price, Property
from ....en16931.values import Identifier
from ..syntax import INVOICED_OBJECT
from .amounts import allowance_charge, vat_category
from .header import period
from .markup import attribute, element, group, groups, identifier, number


def line(one: Line, quantity_tag: str, currency: str) -> str:
    """Content of cac:InvoiceLine or cac:CreditNoteLine."""
    return ''.join(
        (
            element('ID', one.identifier),
            element('Note', one.note),
            number(quantity_tag, one.quantity, attribute('unitCode', one.unit)),
            number('LineExtensionAmount', one.net, currency),
            element('AccountingCost', one.accounting_cost),
            period(one.period),
            group('OrderLineReference', element('LineID', one.order_line)),
            _object(one.object),
            groups(
                'AllowanceCharge', [allowance_charge(a, currency) for a in one.allowance_charges]
            ),
            group('Item', _item(one.item)),
            _price(one.price, currency) if one.price else '',
        )
    )


def _object(named: Identifier | None) -> str:
    """BT-128."""
    written = identifier('ID', named)
    return written and group(
        'DocumentReference', written + element('DocumentTypeCode', INVOICED_OBJECT)
    )


def _item(item: Item) -> str:
    return ''.join(
        (
            element('Description', item.description),
            element('Name', item.name),
            group('BuyersItemIdentification', element('ID', item.buyers_identifier)),
            group('SellersItemIdentification', element('ID', item.sellers_identifier)),
            group('StandardItemIdentification', identifier('ID', item.standard_identifier)),
            group('OriginCountry', element('IdentificationCode', item.country_of_origin)),
            _classifications(item.classifications),
            vat_category('ClassifiedTaxCategory', item.vat),
            groups('AdditionalItemProperty', map(_property, item.properties)),
        )
    )


def _property(one: Property) -> str:
    """UBL wants both its name and its value."""
    name, value = element('Name', one.name), element('Value', one.value)
    return name + value if name and value else ''


def _classifications(codes: tuple[Identifier, ...]) -> str:
    return groups(
        'CommodityClassification',
        [identifier('ItemClassificationCode', code, 'list') for code in codes],
    )


def _price(price: Price, currency: str) -> str:
    base = number('BaseQuantity', price.base_quantity, attribute('unitCode', price.base_unit))
    return group(
        'Price', number('PriceAmount', price.amount, currency) + base + _discount(price, currency)
    )


def _discount(price: Price, currency: str) -> str:
    """BT-147 and BT-148; where only the gross price is known, UBL wants the discount, too."""
    discount = price.discount
    if discount is None and price.gross is not None and price.amount is not None:
        discount = price.gross - price.amount
    amounts = number('Amount', discount, currency) + number('BaseAmount', price.gross, currency)
    return amounts and group(
        'AllowanceCharge', '<cbc:ChargeIndicator>false</cbc:ChargeIndicator>' + amounts
    )
