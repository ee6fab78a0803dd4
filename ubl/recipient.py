"""What a recipient demands of its invoices, beyond the rules that hold for all recipients.

Demands are facts about a recipient that the caller knows; a pack of them joins the other rules,
so that all that is wrong is found at once: ``check(xml, on=day, layers=layers_for(demands))``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from lxml import etree

from .check import DEFAULT_LAYERS, Layer
from .finding import FATAL, SAID, WARNING, Finding
from .patterns import BadPattern, Effort, Pattern
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
    'invoiced_object': (),  # among the references with a type
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
    'line_invoiced_object': ('cac:DocumentReference/cbc:ID',),
}
MOST_WORK = 2_000_000  # of the patterns of all demands on one document, some two seconds
DATES = ('delivery_date', 'invoicing_period')  # their limits are days
# UNCL1001, of cac:AdditionalDocumentReference; a credit note has no other place for BT-11.
TYPES = {'project_reference': '50', 'invoiced_object': '130'}
TYPED = 'cac:AdditionalDocumentReference'

_CORRECT = "Correct it on the invoice, or the requirement on the customer if that is out of date."
# By key: what is wrong, unless the recipient says it itself, and what to do.
WORDS = {
    'RECIPIENT-mandatory': (
        "The recipient demands this.",
        "Fill it in; ask the customer when you don't know it.",
    ),
    'RECIPIENT-pattern': ("The recipient accepts this in another form only.", _CORRECT),
    'RECIPIENT-list': ("The recipient accepts certain values only.", _CORRECT),
    'RECIPIENT-range': ("The recipient accepts this within limits only.", _CORRECT),
    'RECIPIENT-unknown': (
        "The recipient demands something that can't be checked here.",
        "Read the requirement on the customer, and look whether the invoice meets it.",
    ),
}


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

    @classmethod
    def of_requirement(cls, kind: str, value: str, field: str = 'other') -> Demand | None:
        """What a recipient says it demands, as the network hands it on; None if it isn't clear.

        A list is parted by bars, semicolons or lines, else by commas; limits are written as
        ``1..100``, those of a date as ``2026-01-01..2026-12-31``, and a side may be open.

        >>> Demand.of_requirement('list', 'Lund, Syd|Malmö').allowed
        ('Lund, Syd', 'Malmö')
        >>> Demand.of_requirement('range', '1999..1000') is None
        True
        """
        if kind == 'mandatory':
            return cls('', field)
        if kind == 'pattern':
            return cls('', field, 'pattern', pattern=value) if _is_pattern(value) else None
        if kind == 'list':
            allowed = _listed(value)
            return cls('', field, 'list', allowed=allowed) if allowed else None
        limits = _limits(value, field) if kind == 'range' else None
        return cls('', field, 'range', minimum=limits[0], maximum=limits[1]) if limits else None

    def accepts(self, value: str, effort: Effort | None = None) -> bool:
        """Whether a value that is there is as the recipient wants it.

        Raises BadPattern where a pattern can't be asked, or not with the ``effort`` that is left.
        """
        if self.kind == 'pattern':
            return Pattern(self.pattern).matches(value, effort)
        if self.kind == 'list':
            return value in self.allowed
        return self.kind != 'range' or self._holds(value)

    def _holds(self, value: str) -> bool:
        try:
            read = _day(value) if self.field in DATES else _number(value)
            return (self.minimum is None or self.minimum <= read) and (
                self.maximum is None or read <= self.maximum
            )
        except (ValueError, InvalidOperation):
            return False

    def beside(self, value: str) -> str:
        """The refused value with what is wanted, unless the recipient has said that in words."""
        said = self.kind == 'pattern' and self.message
        return (value if said else f'{value} ({self.in_short()})')[:500]

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
        effort = Effort(MOST_WORK)
        return [found for demand in self.demands for found in _findings(demand, root, effort)]


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


def _is_pattern(value: str) -> bool:
    try:
        return bool(value) and bool(Pattern(value))
    except BadPattern:
        return False


def _listed(value: str) -> tuple[str, ...]:
    """The members of a list; a single one that holds commas is a list as well."""
    parts = re.split(r'[|;\n]', value)
    if len(parts) == 1:
        parts = value.split(',')
    return tuple(filter(None, map(str.strip, parts)))


def _limits(value: str, field: str) -> tuple[Bound, Bound] | None:
    """From and to, None where a side is open; None for both open, reversed or unreadable ones."""
    first, dots, last = value.partition('..')
    read = date.fromisoformat if field in DATES else _number
    try:
        least, most = (read(side.strip()) if side.strip() else None for side in (first, last))
    except (ValueError, InvalidOperation):
        return None
    if not dots or (least is None and most is None):
        return None
    if least is not None and most is not None and least > most:
        return None
    return least, most


def _number(value: str) -> Decimal:
    """With a point or a comma. Raises ValueError or InvalidOperation."""
    number = Decimal(value.strip().replace(',', '.'))
    if not number.is_finite():
        raise ValueError(value)
    return number


def _day(value: str) -> date:
    return date.fromisoformat(value[:10])


def _findings(demand: Demand, root: etree._Element, effort: Effort) -> Iterator[Finding]:
    if demand.field in LINE_PATHS:
        tags = [line for line in root.iterchildren() if line.tag in LINE_TAGS]
        for line in tags:
            yield from _at(demand, line, LINE_PATHS[demand.field], effort)
    elif demand.field in PATHS:
        yield from _at(demand, root, PATHS[demand.field], effort)
    else:
        yield _finding(demand, root, '', 'unknown', severity=WARNING)


def _at(
    demand: Demand, node: etree._Element, paths: tuple[str, ...], effort: Effort
) -> Iterator[Finding]:
    values = list(_values(demand, node, paths))
    if demand.kind == 'mandatory':
        if not values:
            missing = paths[-1] if paths else f'{TYPED}/cbc:DocumentTypeCode'
            yield _finding(demand, node, missing, 'mandatory')
        return
    for place, value in values:
        try:
            if not demand.accepts(value, effort):
                yield _finding(demand, place, '', demand.kind, demand.beside(value))
        except BadPattern:
            yield _finding(demand, place, '', 'unknown', demand.pattern, severity=WARNING)


def _values(demand: Demand, node: etree._Element, paths: Iterable[str]) -> Iterator[Value]:
    for path in paths:
        for found in find_all(node, path):
            if text(found):
                yield found, text(found)
    if demand.field in TYPES:
        for reference in find_all(node, TYPED):
            if text(reference, 'cbc:DocumentTypeCode') == TYPES[demand.field]:
                yield reference, text(reference, 'cbc:ID')


def _finding(
    demand: Demand,
    node: etree._Element,
    missing: str,
    breach: str,
    detail: str = '',
    *,
    severity: Literal['fatal', 'warning'] = FATAL,
) -> Finding:
    place = place_of(node, missing)
    key = f'RECIPIENT-{breach}'
    text, advice = WORDS[key]
    return Finding(
        rule=demand.rule,
        severity=severity,
        location=location_of(node),
        place=place.words,
        where=place.names,
        key=key,
        parameters={SAID: demand.message} if demand.message else {},
        text=demand.message or text,
        advice=advice,
        layer='recipient',
        field=place.field,
        line=place.line,
        detail=detail,
        url=demand.url,
    )
