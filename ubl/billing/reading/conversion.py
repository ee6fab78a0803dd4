"""Texts of a document → values; ValueError where the text is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lxml import etree

from ....en16931.invoice import Note
from ....en16931.values import Identifier
from ...peppol_rules.document import is_day
from ..syntax import Syntax


Element = etree._Element
_DECIMAL = re.compile('[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)')  # xs:decimal
_NOTE = re.compile(r'#([A-Z]{3})#(\S.*)', re.DOTALL)
_INDICATORS = {'true': True, '1': True, 'false': False, '0': False}
LONGEST_NUMBER = 100


@dataclass(frozen=True, slots=True)
class Context:
    """What the values of a document depend on."""

    syntax: Syntax
    is_credit_note: bool
    process: str
    currency: str
    tax_currency: str


def as_text(text: str, _node: Element, _context: Context) -> str:
    """Any text."""
    return text


def as_number(text: str, _node: Element, _context: Context) -> Decimal:
    """A decimal with its digits; neither 1e5 nor NaN."""
    return _decimal(text)


def _decimal(text: str) -> Decimal:
    if len(text) > LONGEST_NUMBER or not _DECIMAL.fullmatch(text):
        raise ValueError("not a decimal")
    return Decimal(text)


def as_amount(text: str, node: Element, context: Context) -> Decimal:
    """An amount in the currency of the invoice."""
    return _amount(text, node, context.currency)


def as_amount_in_tax_currency(text: str, node: Element, context: Context) -> Decimal:
    """An amount in the currency of the VAT."""
    return _amount(text, node, context.tax_currency)


def _amount(text: str, node: Element, currency: str) -> Decimal:
    if node.get('currencyID', '').strip() != currency:
        raise ValueError("in another currency")
    return _decimal(text)


def as_day(text: str, _node: Element, _context: Context) -> date | str:
    """A date; anything else as it is."""
    return date.fromisoformat(text) if is_day(text) else text


def as_indicator(text: str, _node: Element, _context: Context) -> bool:
    """An xs:boolean."""
    if text not in _INDICATORS:
        raise ValueError("neither true nor false")
    return _INDICATORS[text]


def as_note(text: str, _node: Element, _context: Context) -> Note:
    """BG-1; a subject stands before its text: #AAI#Thank you."""
    found = _NOTE.fullmatch(text)
    return Note(found[2], found[1]) if found else Note(text)


def as_identifier(text: str, node: Element, _context: Context) -> Identifier:
    """With its scheme."""
    return _identifier(text, node, 'scheme')


def as_listed(text: str, node: Element, _context: Context) -> Identifier:
    """With the list that it is of."""
    return _identifier(text, node, 'list')


def _identifier(text: str, node: Element, kind: str) -> Identifier:
    scheme, version = (node.get(f'{kind}{name}', '').strip() for name in ('ID', 'VersionID'))
    return Identifier(text, scheme, version)
