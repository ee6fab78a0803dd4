"""Where a node is: a path for a program, words and an Odoo field for a person.

The words follow EN 16931's business terms (BT-…, BG-…), named as an Odoo user knows them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from .place_names import COLUMNS, FIELDS, FIELDS_OF_SELF_BILLED, GROUPS, LINES, NAMES
from .self_billing import is_self_billed


class Place(NamedTuple):
    """The names of a place, outermost first, and the Odoo ``field`` that cures it, or ''.

    In an invoice line also the line's id and the line's own field, the ``column``.
    """

    names: tuple[str, ...]
    field: str = ''
    line: str = ''
    column: str = ''

    @property
    def words(self) -> str:
        """In English: "Invoice line 3: Quantity (BT-129)"."""
        return ': '.join(f'{name} {self.line}' if name == LINE else name for name in self.names)


LINE = "Invoice line"
PREFIXES = {
    'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2': 'cbc:',
    'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2': 'cac:',
    'urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2': 'ext:',
}


def place_of(node: etree._Element, missing: str = '', locations: Locations | None = None) -> Place:
    """The place of a node, or of its child ``missing`` ('cbc:BuyerReference') that isn't there.

    Who asks for many places of a document gives its ``locations``.
    """
    branch = _branch(node)
    names = [etree.QName(element).localname for element in branch]
    names += [part.partition(':')[2] for part in missing.split('/') if part]
    names = [name for name in names if name != 'Party']
    if not names:
        return Place(("Document",))
    if names[0] in LINES:
        line = _line_number(branch[0], locations)
        told = _known(LINE, _name(['Line', *names[1:]]))
        column = _longest(COLUMNS, names[1:])
        return Place(told, 'invoice_line_ids', line, column)
    group = GROUPS.get('/'.join(names[:2]), GROUPS.get(names[0], ''))
    return Place(_known(group, _name(names)), _field(names, node))


def _field(names: list[str], node: etree._Element) -> str:
    """The field that cures it; where we are the buyer, the parties' fields change places."""
    field = _longest(FIELDS, names)
    if field in FIELDS_OF_SELF_BILLED and is_self_billed(node.getroottree().getroot()):
        return FIELDS_OF_SELF_BILLED[field]
    return field


def location_of(node: etree._Element) -> str:
    """A path such as /Invoice/cac:InvoiceLine[2]/cbc:ID, with the usual prefixes."""
    parts = [_step(element) for element in _branch(node)]
    return '/'.join(['', etree.QName(node.getroottree().getroot()).localname, *parts])


class Locations:
    """``location_of`` for many nodes of one document: each element counts its children once."""

    def __init__(self) -> None:
        self._known: dict[etree._Element, str] = {}

    def of(self, node: etree._Element) -> str:
        """The path of the node."""
        if node not in self._known:
            parent = node.getparent()
            if parent is None:
                self._known[node] = f'/{etree.QName(node).localname}'
            else:
                self._count_children(parent, self.of(parent))
        return self._known[node]

    def position(self, node: etree._Element) -> int:
        """Counted from 1 among the siblings of the same name."""
        _path, _bracket, number = self.of(node).rpartition('[')
        return int(number[:-1]) if number.endswith(']') else 1

    def _count_children(self, parent: etree._Element, path: str) -> None:
        children = [*parent.iterchildren(etree.Element)]
        many, seen = Counter(child.tag for child in children), Counter[str]()
        for child in children:
            seen[child.tag] += 1
            number = f'[{seen[child.tag]}]' if many[child.tag] > 1 else ''
            self._known[child] = f'{path}/{_named(child)}{number}'


def _branch(node: etree._Element) -> list[etree._Element]:
    """The node and what is above it, outermost first, without the root."""
    branch = [node, *node.iterancestors()]
    return branch[-2::-1]


def _step(element: etree._Element) -> str:
    step = _named(element)
    position = _position(element)
    alone = position == 1 and next(element.itersiblings(element.tag), None) is None
    return step if alone else f'{step}[{position}]'


def _named(element: etree._Element) -> str:
    name = etree.QName(element)
    return f'{PREFIXES.get(name.namespace or "", "")}{name.localname}'


def _position(element: etree._Element) -> int:
    """Counted from 1 among the siblings of the same name."""
    return 1 + sum(1 for _ in element.itersiblings(element.tag, preceding=True))


def _line_number(line: etree._Element, locations: Locations | None) -> str:
    """The line's own id (BT-126), or its position where it has none."""
    own = line.findtext('{*}ID')
    position = locations.position if locations else _position
    return (own or '').strip() or str(position(line))


def _name(names: list[str]) -> str:
    """The name of the longest known beginning: below a known thing nothing is more precise."""
    for length in range(len(names), 0, -1):
        known = NAMES.get('/'.join(names[:length]))
        if known is not None:
            return known
    return '' if len(names) == 1 and names[0] in {*GROUPS, 'Line'} else _humanized(names[-1])


def _longest(known: Mapping[str, str], names: list[str]) -> str:
    """The entry for the longest known beginning of a path, or ''."""
    paths = ('/'.join(names[:length]) for length in range(len(names), 0, -1))
    return next((known[path] for path in paths if path in known), '')


def _humanized(name: str) -> str:
    """'ActualDeliveryDate' → "Actual delivery date"."""
    return re.sub('(?<=[a-z])(?=[A-Z])', ' ', name).capitalize()


def _known(*names: str) -> tuple[str, ...]:
    return tuple(name for name in names if name)
