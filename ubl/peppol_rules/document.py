"""A parsed invoice as the rules look at it: an index of its elements and exact numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from decimal import ROUND_FLOOR, Decimal, InvalidOperation
from functools import cached_property, lru_cache

from lxml import etree

from ..self_billing import is_self_billed


NAMESPACES = {
    'cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
    'cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
}
Element = etree._Element
XML_SPACE = ' \t\r\n'
_BLANKS = re.compile(f'[{XML_SPACE}]+')
_NUMERIC = re.compile(r'[+-]?([0-9]+(?:\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|-?INF')
_DATE = re.compile(
    '(-?(?:[1-9][0-9]{4,11}|[0-9]{4}))-([0-9]{2})-([0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?'
)
_DAY = re.compile('[0-9]{4}-[0-9]{2}-[0-9]{2}')
CENT, HALF = Decimal('0.01'), Decimal('0.5')


@lru_cache(maxsize=1024)
def clark(path: str) -> str:
    """'cac:Price/cbc:PriceAmount' with the prefixes resolved, as lxml wants it."""
    steps = (step.partition(':') for step in path.split('/'))
    return '/'.join(f'{{{NAMESPACES[prefix]}}}{name}' for prefix, _, name in steps)


LINE_TAGS = frozenset({clark('cac:InvoiceLine'), clark('cac:CreditNoteLine')})


@lru_cache(maxsize=1024)
def _names(path: str) -> tuple[str, ...]:
    return tuple(map(clark, path.split('/')))


def find(node: Element, path: str) -> Element | None:
    """The first descendant at a path."""
    return _first(node, *_names(path))


def _first(node: Element, name: str, *others: str) -> Element | None:
    for child in node.iterchildren(name):
        found = _first(child, *others) if others else child
        if found is not None:
            return found
    return None


def find_all(node: Element, path: str) -> list[Element]:
    """All descendants at a path."""
    nodes = [node]
    for name in _names(path):
        nodes = [child for each in nodes for child in each.iterchildren(name)]
    return nodes


def first_children(node: Element) -> dict[str, Element]:
    """The first child of each name, for who asks for many."""
    return {child.tag: child for child in node.iterchildren(reversed=True)}


def text(node: Element, path: str = '') -> str:
    """The text with XML's blanks normalized, or '' where there is no such element."""
    found = find(node, path) if path else node
    return '' if found is None else normalized(found.text or '')


def normalized(written: str) -> str:
    """XPath's normalize-space(); other blanks, such as no-break spaces, stay."""
    if written.isascii():
        return ' '.join(written.split())
    return _BLANKS.sub(' ', written).strip(XML_SPACE)


def raw(node: Element, path: str = '') -> str:
    """The text as it stands, or '' where there is no such element."""
    found = find(node, path) if path else node
    return '' if found is None else found.text or ''


def is_numeric(written: str) -> bool:
    """Whether XPath's number() makes something of a text; '2.3' and '1e5' are numbers too."""
    return bool(_NUMERIC.fullmatch(written))


def is_day(written: str) -> bool:
    """Whether a text is a date and nothing else: 2026-11-01."""
    try:
        return _DAY.fullmatch(written) is not None and bool(date.fromisoformat(written))
    except ValueError:
        return False


def moment(node: Element) -> int:
    """When the day of a date begins, in seconds: XSD knows any year, and may tell the time zone.

    Raises ValueError on nonsense.
    """
    found = _DATE.fullmatch(text(node))
    if found is None:
        raise ValueError("not a date")
    year, month, day, zone = found.groups()
    # The calendar begins anew every 400 years, and Python knows years from 1 to 9999 only.
    eras, of_era = divmod(int(year), 400)
    days = eras * 146_097 + date(of_era + 400, int(month), int(day)).toordinal()
    return days * 86_400 - _offset(zone or 'Z')


def _offset(zone: str) -> int:
    """'+02:00' → 7200."""
    if zone == 'Z':
        return 0
    seconds = int(zone[1:3]) * 3600 + int(zone[4:]) * 60
    return -seconds if zone[0] == '-' else seconds


def number(node: Element, path: str = '') -> Decimal | None:
    """The exact number, or None where there is no such element; raises ValueError on nonsense."""
    written = text(node, path)
    if not written:
        return None
    try:
        value = Decimal(written)
    except InvalidOperation:
        raise ValueError("not a number") from None
    if not value.is_finite():
        raise ValueError("not a number")
    return value


def total(nodes: list[Element], path: str) -> Decimal:
    """The sum of the numbers at a path."""
    return sum((number(node, path) or Decimal(0) for node in nodes), Decimal(0))


def cents(value: Decimal) -> Decimal:
    """Rounded to two decimals as XPath's round() does: halves go up, also below zero."""
    return ((value * 100 + HALF).to_integral_value(ROUND_FLOOR)) * CENT


class Document:
    """One walk over the tree; rules then ask for elements by name."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._found: dict[str, list[Element]] = {'': [root]}
        self._index: dict[str, list[Element]] = defaultdict(list)
        for element in root.iter(etree.Element):
            self._index[element.tag].append(element)

    def all(self, *names: str) -> list[Element]:
        """All elements of these names anywhere, name by name in document order."""
        return [element for name in names for element in self._index.get(clark(name), ())]

    def at(self, path: str) -> list[Element]:
        """The elements at a path from the root, found once however many rules ask."""
        if path not in self._found:
            above, _slash, name = path.rpartition('/')
            parents = self.at(above) if clark(name) in self._index else ()
            self._found[path] = [node for parent in parents for node in find_all(parent, name)]
        return self._found[path]

    def elements(self) -> list[Element]:
        """All elements."""
        return [element for group in self._index.values() for element in group]

    @cached_property
    def is_credit_note(self) -> bool:
        """Whether the root is a CreditNote."""
        return etree.QName(self.root).localname == 'CreditNote'

    @cached_property
    def is_self_billed(self) -> bool:
        """Whether the buyer wrote it: Peppol's rules for self-billing are others."""
        return is_self_billed(self.root)

    @cached_property
    def lines(self) -> list[Element]:
        """Invoice or credit note lines (BG-25)."""
        return self.all('cac:InvoiceLine', 'cac:CreditNoteLine')

    @cached_property
    def supplier(self) -> Element | None:
        """The seller (BG-4): the Party element."""
        return find(self.root, 'cac:AccountingSupplierParty/cac:Party')

    @cached_property
    def customer(self) -> Element | None:
        """The buyer (BG-7): the Party element."""
        return find(self.root, 'cac:AccountingCustomerParty/cac:Party')

    @cached_property
    def tax_representative(self) -> Element | None:
        """The seller's tax representative (BG-11)."""
        return find(self.root, 'cac:TaxRepresentativeParty')

    @cached_property
    def identifiers(self) -> dict[str, list[Element]]:
        """Addresses and numbers of parties (BT-29, BT-30, BT-34, …) by their scheme."""
        nodes = self.all('cbc:EndpointID', 'cbc:CompanyID')
        for party in self.all('cac:PartyIdentification'):
            nodes += find_all(party, 'cbc:ID')
        schemes: dict[str, list[Element]] = defaultdict(list)
        for node in nodes:
            schemes[node.get('schemeID', '')].append(node)
        return schemes

    @cached_property
    def totals(self) -> list[Element]:
        """The document totals (BG-22), normally one element."""
        return self.all('cac:LegalMonetaryTotal')

    @cached_property
    def subtotals(self) -> list[Element]:
        """The groups of the VAT breakdown (BG-23)."""
        return find_all(self.root, 'cac:TaxTotal/cac:TaxSubtotal')

    @cached_property
    def discounts(self) -> list[Element]:
        """Allowances on the document (BG-20)."""
        return [node for node in self._allowance_charges if not is_charge(node)]

    @cached_property
    def charges(self) -> list[Element]:
        """Charges on the document (BG-21)."""
        return [node for node in self._allowance_charges if is_charge(node)]

    @cached_property
    def changes(self) -> list[Element]:
        """Discounts and charges of the document and of its lines, not those inside a price."""
        return [
            node
            for node in self.all('cac:AllowanceCharge')
            if node.getparent() is self.root or node.getparent().tag in LINE_TAGS
        ]

    @cached_property
    def currency(self) -> str:
        """The invoice currency (BT-5)."""
        return text(self.root, 'cbc:DocumentCurrencyCode')

    @cached_property
    def _allowance_charges(self) -> list[Element]:
        return find_all(self.root, 'cac:AllowanceCharge')


def is_charge(node: Element) -> bool:
    """Whether an AllowanceCharge is a charge; xs:boolean knows two spellings."""
    return text(node, 'cbc:ChargeIndicator') in {'true', '1'}
