"""Pagero's error codes (code list PUF-020): group, and meaning for a connection.

The codes come in technical acknowledgements; file parts carry the texts behind them, sometimes with
the number. Source: Pagero's public code lists, https://github.com/pagero/puf-code-lists

>>> codes_in(["29100 Recipient request not yet approved"])
('29100',)
>>> codes_in(["The recipient (Kund AB, 11200 Stockholm) did not match any recipient."])
('28500',)
"""

from __future__ import annotations

import re
from collections.abc import Iterable


GROUP_OF_PREFIX = {
    '10': 'attachment',
    '11': 'system',
    '12': 'system',
    '13': 'system',
    '14': 'content',
    '15': 'content',
    '18': 'format',
    '20': 'validation',
    '24': 'compliance',
    '26': 'factoring',
    '27': 'clearance',
    '28': 'routing',
    '29': 'routing',
    '30': 'manual',
    '40': 'delivery',
}
# What a code says about our link to the recipient. 28700: the recipient is there, the link isn't,
# so the cure is to connect, not to look for other identities. 29200: the route isn't open; an order
# of ours that waits goes on waiting, which is the connection's own business. 28100, 28200, 29000,
# 29300 and 29400 say nothing about the link: the recipient's list of senders, a fault that passes,
# an id or a contract that is missing.
CONNECTION_STATE_OF_CODE = {
    '28400': 'not_found',
    '28500': 'not_found',
    '28600': 'routing_needed',
    '28700': 'none',
    '28800': 'inactive',
    '28900': 'not_found',
    '29100': 'requested',
    '29200': 'routing_needed',
}
# Codes of the routing group that say what to do, beside those above.
ROUTING_CODES = frozenset(
    {*CONNECTION_STATE_OF_CODE, '28100', '28200', '28300', '29000', '29300', '29400'}
)
DUPLICATE_CODES = frozenset({'11200', '11300', '12400'})
# A person can correct these values in Pagero Online.
RESOLVABLE_CODES = frozenset(
    {'20200', '24401', '40101', '40102', '40103', '40104', '40105', '40106'}
)

# What the texts say where the number is missing; names in brackets are taken out before. The first
# that fits counts, so the particular comes before the general.
_PHRASES = (
    (r'did not match any recipient', '28500'),
    (r'routing request\b.* not yet (been )?approved', '29200'),
    (r'request\b.* not yet (been )?approved|not yet approved your (connection )?request', '29100'),
    (r'needs? routing', '28600'),
    (r'recipient connection not found|no connection to the recipient', '28700'),
    (r'recipient (was |is )?not found in (the |a )?registry', '28400'),
    (r'recipient (was |is )?not found', '28500'),
    (r'recipient (is )?not active', '28800'),
    (r'recipient (is not reachable|not reachable|can ?not be reached)', '29000'),
    (r'issuer not approved|not approved you as an? issuer', '28100'),
    (r'missing sender electronic id|sender\'s electronic id is missing', '28300'),
    (r'transit communication\b.* not allowed', '29400'),
    (r'duplicate invoice number', '11200'),
    (r'duplicate interchange id', '11300'),
)
CODE_OF_PHRASE = tuple((re.compile(pattern, re.IGNORECASE), code) for pattern, code in _PHRASES)

# A five-digit number somewhere in a text may be a postal code or an invoice number, so it counts
# only at the start, after a word like "code", or alone in brackets.
_NUMBER = r'([1-4][0-9]{4})'
_NUMBERED = re.compile(
    rf'(?:^\W*|\b(?:code|error|fel|felkod)\W{{0,3}}){_NUMBER}(?=$|[\s:;,.)\]])|[\[(]{_NUMBER}[\])]',
    re.IGNORECASE | re.ASCII,
)
_IN_BRACKETS = re.compile(r'\([^()]*\)|\[[^\[\]]*\]')
_LOOKED_AT = 1_000  # characters of a text; what is wrong stands at its beginning


def error_group(code: str) -> str | None:
    """The group of a five-digit code, for filters and advice; None if unknown.

    >>> error_group('29100'), error_group('99999')
    ('routing', None)
    """
    return GROUP_OF_PREFIX.get(code[:2]) if is_code(code) else None


def connection_state_of(code: str | None) -> str | None:
    """A state of a connection in our words, or None if the code says nothing about it.

    >>> connection_state_of('28600'), connection_state_of('29400')
    ('routing_needed', None)
    """
    return CONNECTION_STATE_OF_CODE.get(code or '')


def codes_in(descriptions: Iterable[str]) -> tuple[str, ...]:
    """The known codes that texts name or describe, each once, in their order."""
    found: dict[str, None] = {}
    for description in descriptions:
        text = ' '.join(description[:_LOOKED_AT].split())
        numbers = [first or second for first, second in _NUMBERED.findall(text)]
        known = [number for number in numbers if error_group(number)]
        found.update(dict.fromkeys(known or _described(text)))
    return tuple(found)


def is_code(code: str) -> bool:
    """Five ASCII digits?"""
    return len(code) == 5 and code.isascii() and code.isdigit()


def _described(text):
    """The code whose sentence this is; a company's name in it must not speak for Pagero."""
    for _depth in range(3):
        text = _IN_BRACKETS.sub('', text)
    text = ' '.join(text.split())
    return [code for phrase, code in CODE_OF_PHRASE if phrase.search(text)][:1]
