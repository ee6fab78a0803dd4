"""Text of an expression → tokens."""

from __future__ import annotations

import re
from typing import NamedTuple

from .errors import NotUnderstood


class Token(NamedTuple):
    """``kind`` is name, string, integer, decimal, double, symbol or end."""

    kind: str
    text: str
    position: int


_NAME = r'[^\W\d][\w.\-·]*'
_TOKEN = re.compile(
    rf'''
    (?P<space> \s+ | \(: (?: [^:(] | :(?!\)) | \((?!:) )* :\) )
    | (?P<string> "(?:[^"]|"")*" | '(?:[^']|\'\')*' )
    | (?P<double> (?: \d+(?:\.\d*)? | \.\d+ ) [eE][+-]?\d+ )
    | (?P<decimal> \d+\.\d* | \.\d+ )
    | (?P<integer> \d+ )
    | (?P<name> {_NAME} (?: :(?: {_NAME} | \* ) )? | \*:{_NAME} )
    | (?P<symbol> :: | := | // | != | => | <= | >= | << | >> | \|\| | \.\.
                  | [/\[\](),@.|+\-*=<>$?!] )
    ''',
    re.VERBOSE,
)


def tokens_of(text: str) -> list[Token]:
    """All tokens, an 'end' last. Raises NotUnderstood for what no token begins with."""
    tokens, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise NotUnderstood('no-xpath', text=text[position : position + 20])
        kind = match.lastgroup or ''
        if kind != 'space':
            tokens.append(Token(kind, match.group(), position))
        position = match.end()
    return [*tokens, Token('end', '', position)]


def unquoted(literal: str) -> str:
    """The value of a string literal."""
    quote = literal[0]
    return literal[1:-1].replace(quote * 2, quote)
