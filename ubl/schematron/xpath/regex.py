"""Regular expressions of XPath → Python's ``re``.

Both look alike, but ``$`` must not match before a final newline, ``.`` stands for no carriage
return, ``\\s`` for XML's four blanks alone, and Python's own ``(?…)`` isn't allowed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import regex

from .errors import XPathError


_BLANKS = r' \t\n\r'
_NAME_START = r'A-Za-z_:À-ÖØ-öø-˿Ͱ-ͽͿ-῿'
_OUTSIDE = {'.': r'[^\n\r]', '$': r'\Z'}
_ESCAPES = {
    's': f'[{_BLANKS}]',
    'S': f'[^{_BLANKS}]',
    'i': f'[{_NAME_START}]',
    'I': f'[^{_NAME_START}]',
    'c': f'[{_NAME_START}0-9.\\-·]',
    'C': f'[^{_NAME_START}0-9.\\-·]',
}
_ESCAPES_IN_CLASS = {'s': _BLANKS, 'i': _NAME_START, 'c': f'{_NAME_START}0-9.\\-·'}
_PLAIN = set('nrtdDwW\\|.?*+(){}[]-^$')
LONGEST_PATTERN = 2000
_FLAGS = {'i': 'IGNORECASE', 'm': 'MULTILINE', 's': 'DOTALL'}


@lru_cache(maxsize=512)
def compiled(pattern: str, flags: str = '') -> re.Pattern[str]:
    """A Python pattern that finds the same; raises XPathError (FORX0001, FORX0002)."""
    return _compiled(re, pattern, flags)


@lru_cache(maxsize=512)
def compiled_with_timeout(pattern: str, flags: str = '') -> Any:
    """The same from the package ``regex``, whose searches take a ``timeout`` in seconds: for packs
    from outside."""
    if len(pattern) > LONGEST_PATTERN:
        raise XPathError('FORX0002', f"a pattern of {len(pattern)} characters is too long")
    return _compiled(regex, pattern, flags)


def _compiled(engine: Any, pattern: str, flags: str) -> Any:
    """``engine`` is ``re`` or a module like it."""
    unknown = set(flags) - set(_FLAGS) - {'x', 'q'}
    if unknown:
        raise XPathError('FORX0001', f"flags {flags!r}")
    if 'q' in flags:
        return engine.compile(engine.escape(pattern))
    if 'x' in flags:
        pattern = re.sub(f'[{_BLANKS}]', '', pattern)
    options = 0
    for flag in set(flags) & set(_FLAGS):
        options |= getattr(engine, _FLAGS[flag])
    try:
        return engine.compile(_translated(pattern, flags), options)
    except (engine.error, OverflowError) as error:
        raise XPathError('FORX0002', f"{pattern[:40]!r}: {error}") from error


def _translated(pattern: str, flags: str) -> str:
    parts, position, in_class = [], 0, False
    while position < len(pattern):
        character = pattern[position]
        if character == '\\':
            parts.append(_escape(pattern[position + 1 : position + 2], in_class))
            position += 2
            continue
        if character in '[]':
            in_class = character == '['
        if pattern.startswith('(?', position) and not pattern.startswith('(?:', position):
            raise XPathError('FORX0002', f"{pattern[:40]!r}")
        parts.append(character if in_class else _outside(character, flags))
        position += 1
    return ''.join(parts)


def _outside(character: str, flags: str) -> str:
    if (character == '.' and 's' in flags) or (character == '$' and 'm' in flags):
        return character
    return _OUTSIDE.get(character, character)


def _escape(letter: str, in_class: bool) -> str:
    known = _ESCAPES_IN_CLASS if in_class else _ESCAPES
    if letter in known:
        return known[letter]
    if letter in _PLAIN or (letter.isdigit() and not in_class):
        return '\\' + letter
    raise XPathError('FORX0002', f"\\{letter} isn't known")
