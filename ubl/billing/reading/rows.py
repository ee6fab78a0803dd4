"""The rows of the tables, by the kind of value that stands at a place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from . import conversion
from .binding import NONE, Group, Leaf, Part, Place, Step, Taking
from .conversion import Context, Element


Convert = Callable[[str, Element, Context], Any]
SCHEME, LIST = ('schemeID', 'schemeVersionID'), ('listID', 'listVersionID')
CURRENCY = ('currencyID',)


def text(path: str, *, many: bool = False, **attributes: str) -> Place:
    """A text; other words are attributes of XML that are terms: ``unitCode='unit'``."""
    return _row(path, conversion.as_text, '', many=many, attributes=attributes)


def number(path: str, **attributes: str) -> Place:
    """A number without a currency."""
    return _row(path, conversion.as_number, attributes=attributes)


def amount(path: str) -> Place:
    """An amount in the currency of the invoice."""
    return _row(path, conversion.as_amount, own=CURRENCY)


def amount_in_tax_currency(path: str) -> Place:
    """An amount in the currency of the VAT (BT-6)."""
    return _row(path, conversion.as_amount_in_tax_currency, own=CURRENCY)


def day(path: str) -> Place:
    """A date."""
    return _row(path, conversion.as_day)


def indicator(path: str) -> Place:
    """True or false."""
    return _row(path, conversion.as_indicator, False)


def notes(path: str) -> Place:
    """BG-1."""
    return _row(path, conversion.as_note, many=True)


def identifier(path: str, *, many: bool = False) -> Place:
    """A value and its scheme."""
    return _row(path, conversion.as_identifier, own=SCHEME, many=many)


def listed(path: str) -> Place:
    """Codes of lists."""
    return _row(path, conversion.as_listed, own=LIST, many=True)


def group(path: str, content: Group, absent: Any = None, *, many: bool = False) -> Place:
    """A group; ``absent`` stands for one that isn't there."""

    def taking(part: str, name: str) -> Part:
        return Part(part, name, content, many)

    return Place(path, () if many else absent, taking)


def below(path: str, rows: Mapping[str, Place], part: str = '') -> dict[str, Place]:
    """The same rows in an element at the path, as terms of a part of the model."""
    prefix = f'{part}.' if part else ''
    return {
        f'{prefix}{name}': replace(place, path=f'{path}/{place.path}')
        for name, place in rows.items()
    }


def elsewhere(absent: Any) -> Place:
    """A term that one of the ``others`` of the group takes."""
    return Place('', absent, lambda _part, _name: Step())


def expected(said: str) -> Leaf:
    """A text that must be so, and is no term."""

    return _no_term(lambda _context: said)


def as_declared(kind: str) -> Leaf:
    """What the syntax says for the process: its 'specifications' (BT-24) or 'profiles' (BT-23)."""
    return _no_term(lambda context: getattr(context.syntax, kind)[context.process])


def _no_term(said: Callable[[Context], str]) -> Leaf:
    def convert(written: str, _node: Element, context: Context) -> None:
        if written != said(context):
            raise ValueError("not as expected")

    return Leaf('', '', convert, False, {}, frozenset())


def steps(rows: Mapping[str, Place], others: Mapping[str, Taking] = NONE) -> Step:
    """What stands in an element whose kind had to be chosen; the names as in a ``Group``."""
    step = Step()
    for name, place in rows.items():
        part, _dot, attribute = name.rpartition('.')
        step.at(place.path, place.taking(part, attribute))
    for path, taking in others.items():
        step.at(path, taking)
    return step


def _row(
    path: str,
    convert: Convert,
    absent: Any = None,
    *,
    own: tuple[str, ...] = (),
    many: bool = False,
    attributes: Mapping[str, str] = NONE,
) -> Place:
    """``own`` are the attributes of XML that ``convert`` reads."""
    known = frozenset((*attributes, *own))

    def taking(part: str, name: str) -> Leaf:
        return Leaf(part, name, convert, many, attributes, known)

    return Place(path, () if many else absent, taking, attributes)
