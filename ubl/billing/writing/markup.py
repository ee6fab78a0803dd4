"""Elements as text. One without content isn't written at all (PEPPOL-EN16931-R008).

What XML can't hold is left out, and so are spaces around a text.

>>> element('Note', ' A & B\\x00 '), element('Note', ' ', attribute('languageID', 'sv'))
('<cbc:Note>A &amp; B</cbc:Note>', '')
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ....en16931.values import Identifier


# https://www.w3.org/TR/xml/#charsets
_ILLEGAL = re.compile('[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')


def escaped(text: str) -> str:
    """The text as content of an element."""
    if text.isprintable() and '&' not in text and '<' not in text and '>' not in text:
        return text.strip()  # as nearly all are; what XML can't hold isn't printable
    text = _ILLEGAL.sub('', text).strip()
    text = text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
    return text.replace('\r', '&#13;')


def attribute(name: str, text: str) -> str:
    """With the space before it; '' without a text."""
    text = escaped(text).replace('"', '&quot;').replace('\t', '&#9;').replace('\n', '&#10;')
    return f' {name}="{text}"' if text else ''


def element(tag: str, text: str, attributes: str = '') -> str:
    """A ``cbc`` element."""
    text = text and escaped(text)
    return f'<cbc:{tag}{attributes}>{text}</cbc:{tag}>' if text else ''


def number(tag: str, value: Decimal | None, attributes: str = '') -> str:
    """A ``cbc`` element with a decimal, written with the digits that it has."""
    if value is None:
        return ''
    return f'<cbc:{tag}{attributes}>{value or value.copy_abs():f}</cbc:{tag}>'


def day(tag: str, value: date | str | None) -> str:
    """A ``cbc`` element with a date."""
    return element(tag, str(value)) if value else ''


def identifier(tag: str, value: Identifier | None, kind: str = 'scheme') -> str:
    """A ``cbc`` element with its scheme, or its list where that is the ``kind``."""
    if value is None:
        return ''
    if not value.scheme and not value.version:
        return element(tag, value.value)
    scheme = attribute(f'{kind}ID', value.scheme) + attribute(f'{kind}VersionID', value.version)
    return element(tag, value.value, scheme)


def group(tag: str, content: str) -> str:
    """A ``cac`` element around what is in it."""
    return f'<cac:{tag}>{content}</cac:{tag}>' if content else ''


def groups(tag: str, contents: Iterable[str]) -> str:
    """One after another."""
    return ''.join([group(tag, content) for content in contents])
