"""Functions on strings (https://www.w3.org/TR/xpath-functions/#string-functions)."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .arithmetic import number
from .atomic import normalized, to_string
from .errors import XPathError
from .functions import function
from .functions_numbers import rounded
from .regex import compiled


@function('string', 'items')
def string(items: Sequence[Any]) -> str:
    """Of one item; '' of none."""
    if len(items) > 1:
        raise XPathError('XPTY0004', "more than one item")
    if not items:
        return ''
    item = items[0]
    return str(item.value) if hasattr(item, 'order') else to_string(item)


@function('concat', 'atom', 'atom', repeats=True)
def concat(*values: Any) -> str:
    """All joined; nothing counts as ''."""
    return ''.join('' if value is None else to_string(value) for value in values)


@function('string-join', 'values', 'text', least=1)
def string_join(values: Sequence[Any], separator: str = '') -> str:
    """Joined with a separator."""
    return separator.join(map(to_string, values))


function('normalize-space', 'text')(normalized)
function('string-length', 'text')(len)
function('upper-case', 'text')(str.upper)
function('lower-case', 'text')(str.lower)


@function('contains', 'text', 'text', gives='truth')
def contains(text: str, part: str) -> bool:
    """By code points, in every locale."""
    return part in text


@function('starts-with', 'text', 'text', gives='truth')
def starts_with(text: str, part: str) -> bool:
    """By code points."""
    return text.startswith(part)


@function('ends-with', 'text', 'text', gives='truth')
def ends_with(text: str, part: str) -> bool:
    """By code points."""
    return text.endswith(part)


@function('substring-before', 'text', 'text')
def substring_before(text: str, part: str) -> str:
    """'' if the part isn't in the text."""
    before, found, _after = text.partition(part) if part else ('', '', '')
    return before if found else ''


@function('substring-after', 'text', 'text')
def substring_after(text: str, part: str) -> str:
    """'' if the part isn't in the text."""
    return text.partition(part)[2] if part else str(text)


@function('substring', 'text', 'atom', 'atom', least=2)
def substring(text: str, start: Any, length: Any = math.inf) -> str:
    """Counted from 1; start and length are rounded, and may lie outside."""
    first = rounded(float(number(start)))
    end = first + rounded(float(number(length)))
    if first != first or end != end:
        return ''
    begin = int(max(1, first)) if first < len(text) + 1 else len(text) + 1
    return text[begin - 1 :] if end > len(text) else text[begin - 1 : max(begin, int(end)) - 1]


@function('translate', 'text', 'text', 'text')
def translate(text: str, characters: str, replacements: str) -> str:
    """Character by character; those without a replacement go."""
    table: dict[int, str | None] = {}
    for index, character in enumerate(characters):
        table.setdefault(ord(character), replacements[index : index + 1] or None)
    return text.translate(table)


@function('matches', 'text', 'text', 'text', least=2, gives='truth')
def matches(text: str, pattern: str, flags: str = '') -> bool:
    """Somewhere in the text."""
    return compiled(pattern, flags).search(text) is not None


@function('replace', 'text', 'text', 'text', 'text', least=3)
def replace(text: str, pattern: str, replacement: str, flags: str = '') -> str:
    """``$1`` is the first group."""
    expression = compiled(pattern, flags)
    return expression.sub(filler(expression, replacement), text)


def filler(expression: Any, replacement: str) -> Callable[[Any], str]:
    """What a match is replaced with."""
    check_pattern(expression)
    groups = compiled(r'\\([\\$])|\$([0-9])')
    return lambda match: groups.sub(lambda part: part[1] or match[int(part[2])] or '', replacement)


def check_pattern(expression: Any) -> None:
    """Raises XPathError for a pattern that finds nothing everywhere."""
    if expression.match(''):
        raise XPathError('FORX0003', "the pattern matches nothing at all")


@function('tokenize', 'text', 'text', 'text', least=1, gives='items')
def tokenize(text: str, pattern: str | None = None, flags: str = '') -> list[str]:
    """What stands between the matches."""
    if pattern is None:
        return normalized(text).split()
    expression = compiled(pattern, flags)
    check_pattern(expression)
    return pieces(text, expression.finditer(text))


def pieces(text: str, matches: Iterable[Any]) -> list[str]:
    """The texts between matches."""
    parts, position = [], 0
    for match in matches:
        parts.append(text[position : match.start()])
        position = match.end()
    return [*parts, text[position:]] if text else []


@function('string-to-codepoints', 'text', gives='items')
def string_to_codepoints(text: str) -> list[int]:
    """One number per character."""
    return [ord(character) for character in text]


@function('codepoints-to-string', 'values')
def codepoints_to_string(values: Sequence[int]) -> str:
    """The reverse."""
    return ''.join(map(chr, values))


@function('codepoint-equal', 'atom', 'atom')
def codepoint_equal(left: Any, right: Any) -> bool | None:
    """None where one is missing."""
    return None if left is None or right is None else left == right


@function('contains-token', 'values', 'text', gives='truth')
def contains_token(texts: Sequence[Any], token: str) -> bool:
    """Among the words of any of the texts."""
    wanted = normalized(token)
    return any(wanted in normalized(text).split() for text in map(to_string, texts))


@function('compare', 'atom', 'atom')
def compare(left: Any, right: Any) -> int | None:
    """-1, 0 or 1."""
    if left is None or right is None:
        return None
    return (left > right) - (left < right)


@function('normalize-unicode', 'text', 'text', least=1)
def normalize_unicode(text: str, form: str = 'NFC') -> str:
    """NFC, NFD, NFKC or NFKD."""
    return unicodedata.normalize(form.strip().upper(), text)  # type: ignore[arg-type]
