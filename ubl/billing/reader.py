"""A UBL invoice or credit note → the model, and what the model can't hold.

One walk over the document. Foreign documents may be as odd as they like: what isn't read is in
``rest``, and nothing is checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from ...en16931.invoice import BILLING, Invoice
from ...en16931.parties import Party
from ..parse import parse
from ..peppol_rules.document import clark
from ..place import Locations
from .reading.binding import Path, Walk
from .reading.conversion import Context
from .reading.documents import CREDIT_NOTE, INVOICE
from .reading.parties import PARTY
from .syntax import BIS_3, Syntax


Element = etree._Element


class Unread(NamedTuple):
    """A text that isn't in the model; ``term`` is the one it would have been."""

    location: str  # '/Invoice/cbc:UUID', or '/Invoice/cbc:ID/@schemeName' of an attribute
    text: str
    node: Element
    term: Path = ()
    attribute: str = ''


@dataclass(frozen=True, slots=True)
class Reading:
    """``places`` has the element of each term and group, by its path in the model.

    ('lines', 0, 'item', 'name') is the name of the first line's item.
    """

    invoice: Invoice
    root: Element
    rest: tuple[Unread, ...]
    places: Mapping[Path, Element]
    locations: Locations

    def location(self, *path: str | int) -> str:
        """Where a term or group stood, as findings name it; '' where it wasn't."""
        node = self.places.get(path)
        return '' if node is None else self.locations.of(node)


def read(document: Element | bytes, syntax: Syntax = BIS_3) -> Reading:
    """Of the bytes, or the root that ``parse`` made of them; raises NotReadable for bytes."""
    root = parse(document) if isinstance(document, bytes) else document
    is_credit_note = etree.QName(root).localname == 'CreditNote'
    context = Context(
        syntax,
        is_credit_note,
        _process(root, syntax),
        _first(root, 'cbc:DocumentCurrencyCode'),
        _first(root, 'cbc:TaxCurrencyCode'),
    )
    walk = Walk(context)
    group = CREDIT_NOTE if is_credit_note else INVOICE
    given = {'is_credit_note': is_credit_note, 'process': context.process}
    invoice = group.read(walk, root, (), **given)
    locations = Locations()
    rest = tuple(_unread(walk, locations))
    return Reading(invoice, root, rest, walk.places, locations)


def read_party(node: Element) -> Party:
    """A cac:Party, or one by another name as a response has them."""
    walk = Walk(Context(BIS_3, False, BILLING, '', ''))
    return PARTY.read(walk, node, ())


def _process(root: Element, syntax: Syntax) -> str:
    """BT-23, by the specification that the document follows."""
    said = _first(root, 'cbc:CustomizationID')
    known = {own: name for name, own in syntax.specifications.items() if said.startswith(own)}
    return known[max(known, key=len)] if known else BILLING


def _first(root: Element, path: str) -> str:
    texts = ((node.text or '').strip() for node in root.iterchildren(clark(path)))
    return next(filter(None, texts), '')


def _unread(walk: Walk, locations: Locations) -> Iterator[Unread]:
    for node, attribute, term in walk.left:
        where, text = locations.of(node), (node.text or '').strip()
        if attribute:
            where, text = f'{where}/@{etree.QName(attribute).localname}', node.get(attribute, '')
        yield Unread(where, text, node, term, attribute)
