"""What a recipient demands of its invoices, beyond the rules that hold for everybody.

Demands are facts about a recipient that the caller knows; a pack of them joins the other rules,
so that all that is wrong is found at once: ``check(xml, on=day, layers=layers_for(demands))``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from lxml import etree

from .check import DEFAULT_LAYERS, Layer
from .finding import FATAL, WARNING, Finding
from .patterns import BadPattern, Pattern
from .peppol_rules.document import LINE_TAGS, find_all, text
from .place import location_of, place_of


Kind = Literal['mandatory', 'pattern', 'list', 'range']
Bound = Decimal | date | None
Value = tuple[etree._Element, str]  # where it stands, or is missing, and what is there

PATHS = {
    'buyer_reference': ('cbc:BuyerReference',),
    'order_reference': ('cac:OrderReference/cbc:ID',),
    'buyer_or_order_reference': ('cbc:BuyerReference', 'cac:OrderReference/cbc:ID'),
    'contract_reference': ('cac:ContractDocumentReference/cbc:ID',),
    'project_reference': ('cac:ProjectReference/cbc:ID',),
    'accounting_cost': ('cbc:AccountingCost',),
    'customer_number': ('cac:AccountingCustomerParty/cbc:SupplierAssignedAccountID',),
    'delivery_date': ('cac:Delivery/cbc:ActualDeliveryDate',),
    'despatch_advice': ('cac:DespatchDocumentReference/cbc:ID',),
    'receiving_advice': ('cac:ReceiptDocumentReference/cbc:ID',),
    'invoicing_period': ('cac:InvoicePeriod/cbc:StartDate', 'cac:InvoicePeriod/cbc:EndDate'),
    'note': ('cbc:Note',),
}
LINE_PATHS = {
    'quantity': ('cbc:InvoicedQuantity', 'cbc:CreditedQuantity'),
    'item_seller_id': ('cac:Item/cac:SellersItemIdentification/cbc:ID',),
    'item_buyer_id': ('cac:Item/cac:BuyersItemIdentification/cbc:ID',),
    'item_gtin': ('cac:Item/cac:StandardItemIdentification/cbc:ID',),
    'order_line': ('cac:OrderLineReference/cbc:LineID',),
    'line_accounting_cost': ('cbc:AccountingCost',),
}
DATES = ('delivery_date', 'invoicing_period')  # their limits are days
PROJECT_OF_CREDIT_NOTE = '50'  # UNCL1001: a credit note has no other place for BT-11

MISSING = (
    "The recipient demands this.",
    "Fill it in; ask the customer when you don't know it.",
)
WRONG = {
    'pattern': "The recipient accepts this in another form only.",
    'list': "The recipient accepts certain values only.",
    'range': "The recipient accepts this within limits only.",
}
CORRECT = "Correct it on the invoice, or the requirement on the customer if that is out of date."
UNKNOWN = (
    "The recipient demands something that can't be checked here.",
    "Read the requirement on the customer, and look whether the invoice meets it.",
)


@dataclass(frozen=True)
class Demand:
    """One demand; ``message`` is the recipient's own wording, ``url`` where it is explained."""

    id: str
    field: str
    kind: Kind = 'mandatory'
    pattern: str = ''
    allowed: tuple[str, ...] = ()
    minimum: Bound = None
    maximum: Bound = None
    message: str = ''
    url: str = ''

    @property
    def rule(self) -> str:
        """The id in findings."""
        return f'PAGERO-R-{self.id}'

    def accepts(self, value: str) -> bool:
        """Whether a value that is there is as the recipient wants it."""
        if self.kind == 'pattern':
            return Pattern(self.pattern).matches(value)
        if self.kind == 'list':
            return value in self.allowed
        return self.kind != 'range' or self._holds(value)

    def _holds(self, value: str) -> bool:
        try:
            read = _day(value) if self.field in DATES else Decimal(value)
            return (self.minimum is None or self.minimum <= read) and (
                self.maximum is None or read <= self.maximum
            )
        except (ValueError, InvalidOperation):
            return False

    def in_short(self) -> str:
        """What is wanted, in signs rather than words: it is never translated."""
        if self.kind == 'pattern':
            return self.pattern
        if self.kind == 'list':
            return ', '.join(self.allowed)
        return ' … '.join(map(_written, (self.minimum, self.maximum)))


@dataclass(frozen=True)
class RecipientPack:
    """The demands of one recipient as a pack of rules."""

    demands: Sequence[Demand]
    name: str = 'recipient'
    version: str = ''
    source: str = "the customer's requirements"
    valid_from: date = field(default=date.min)
    valid_to: date | None = None

    def check(self, root: etree._Element) -> list[Finding]:
        """One finding for each demand and place that isn't met."""
        return [found for demand in self.demands for found in _findings(demand, root)]


def layers_for(
    demands: Sequence[Demand], layers: Sequence[Layer] = DEFAULT_LAYERS
) -> tuple[Layer, ...]:
    """These layers with the recipient's demands among the rules of the last one."""
    packs = (RecipientPack(tuple(demands)),) if demands else ()
    *before, rules = layers
    return (*before, rules._replace(packs=(*rules.packs, *packs)))


def _written(bound: Bound) -> str:
    """'' where there is no limit; numbers without zeros at the end."""
    if isinstance(bound, Decimal):
        return f'{bound.normalize():f}'
    return '' if bound is None else str(bound)


def _day(value: str) -> date:
    return date.fromisoformat(value[:10])


def _findings(demand: Demand, root: etree._Element) -> Iterator[Finding]:
    if demand.field in LINE_PATHS:
        tags = [line for line in root.iterchildren() if line.tag in LINE_TAGS]
        for line in tags:
            yield from _at(demand, line, LINE_PATHS[demand.field])
    elif demand.field in PATHS:
        yield from _at(demand, root, PATHS[demand.field])
    else:
        yield _finding(demand, root, '', UNKNOWN, severity=WARNING)


def _at(demand: Demand, node: etree._Element, paths: tuple[str, ...]) -> Iterator[Finding]:
    values = list(_values(demand, node, paths))
    if demand.kind == 'mandatory':
        if not values:
            yield _finding(demand, node, paths[-1], MISSING)
        return
    for place, value in values:
        try:
            if not demand.accepts(value):
                detail = f'{value} ({demand.in_short()})'[:500]
                yield _finding(demand, place, '', (WRONG[demand.kind], CORRECT), detail)
        except BadPattern:
            yield _finding(demand, place, '', UNKNOWN, demand.pattern, severity=WARNING)


def _values(demand: Demand, node: etree._Element, paths: Iterable[str]) -> Iterator[Value]:
    for path in paths:
        for found in find_all(node, path):
            if text(found):
                yield found, text(found)
    if demand.field == 'project_reference':
        for reference in find_all(node, 'cac:AdditionalDocumentReference'):
            if text(reference, 'cbc:DocumentTypeCode') == PROJECT_OF_CREDIT_NOTE:
                yield reference, text(reference, 'cbc:ID')


def _finding(
    demand: Demand,
    node: etree._Element,
    missing: str,
    words: tuple[str, str],
    detail: str = '',
    *,
    severity: Literal['fatal', 'warning'] = FATAL,
) -> Finding:
    place = place_of(node, missing)
    said, advice = words
    return Finding(
        rule=demand.rule,
        severity=severity,
        location=location_of(node),
        place=place.words,
        text=demand.message or said,
        advice=advice,
        layer='recipient',
        field=place.field,
        line=place.line,
        detail=detail,
        url=demand.url,
    )
