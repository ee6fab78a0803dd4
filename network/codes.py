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
# What each code means, in short; those from 18501 on that aren't named here are single values of
# particular formats.
MEANINGS = {
    '10100': "Attachment missing",
    '10200': "Duplicate legal presentation",
    '10300': "Attachment empty",
    '10400': "Attachment too large",
    '10500': "PDF out of bounds for print",
    '10600': "Attachment matching service error",
    '10700': "Unsupported font for print",
    '10800': "Print needs a presentation PDF",
    '11100': "Duplicate control mandatory",
    '11200': "Duplicate invoice number",
    '11300': "Duplicate interchange ID",
    '11400': "Sender's GLN differs from the account's",
    '11500': "Sender's name differs from the account's",
    '11600': "Sender's number differs from the account's",
    '11700': "Sender's organisation number differs from the account's",
    '11800': "Sender's VAT number differs from the account's",
    '12100': "Logotype to be added waits for approval",
    '12200': "Logotype to be deleted waits for approval",
    '12300': "User not allowed to send for the customer",
    '12400': "Duplicate invoice number",
    '12500': "Too many documents in the batch",
    '13200': "No business document found",
    '13300': "No data found",
    '14100': "Due date",
    '14200': "Row amount",
    '14300': "OCR or payment reference",
    '14400': "Net total wrong",
    '14500': "Net total missing",
    '14600': "Total",
    '14700': "VAT amount",
    '14800': "Invoice date missing",
    '14900': "Buyer's VAT country code missing",
    '15100': "Seller's VAT country code missing",
    '15200': "Document type missing",
    '15300': "No net amount in movable direction",
    '18100': "Schematron",
    '18200': "XML validation for VAN",
    '18300': "Organisation number missing",
    '18400': "Value missing",
    '18500': "XML validation",
    **{str(code): "Value missing or invalid" for code in range(18501, 18555)},
    '18501': "Unit code",
    '18513': "Currency code",
    '18521': "Tax amount",
    '18529': "Namespace",
    '18530': "Order reference",
    '18532': "Invoice line",
    '18542': "Taxable amount",
    '18554': "Order or buyer reference",
    '20100': "Stop",
    '20200': "Stop, resolvable",
    '20300': "Invoice number too long",
    '20400': "Invoice number not numeric",
    '20500': "Currency",
    '20600': "Country code",
    '20700': "Invalid input",
    '24100': "Attachment with digital signature not allowed: compliance",
    '24200': "Attachment with digital signature not allowed: country",
    '24300': "Attachment with digital signature not allowed: provider",
    '24400': "Compliance failure",
    '24401': "Invalid e-mail address",
    '26100': "Customer information missing",
    '26200': "More than one document in the batch",
    '26300': "Not accepted by the factor",
    '27100': "Rejected",
    '27200': "Validation error",
    '28100': "Issuer not approved",
    '28200': "Issuer not approved",
    '28300': "Sender's electronic ID missing",
    '28400': "Recipient not found in the registry",
    '28500': "Recipient not found",
    '28600': "Recipient connection needs routing",
    '28700': "Recipient connection not found",
    '28800': "Recipient not active",
    '28900': "Recipient not found",
    '29000': "Recipient not reachable",
    '29100': "Recipient request not yet approved",
    '29200': "Routing request not yet approved",
    '29300': "Service provider's required ID missing",
    '29400': "Transit communication not allowed",
    '30100': "Message to the user",
    '30200': "Message to the service provider",
    '30300': "General validation error",
    '40100': "General",
    '40101': "E-mail address",
    '40102': "Buyer's order number",
    '40103': "Contact name",
    '40104': "Receiver reference 1",
    '40105': "Receiver reference 2",
    '40106': "Department",
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

# A recipient may take invoices and no tests: Pagero has no code of its own for that.
_REFUSES_TESTS = re.compile(
    r'not (accept|take|receive|support) (any )?test|test documents? (is|are) not', re.IGNORECASE
)

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


def refuses_tests(text: str | None) -> bool:
    """Whether Pagero says that the recipient takes no tests.

    >>> refuses_tests("The recipient (Kund AB) does not accept test documents.")
    True
    """
    return bool(_REFUSES_TESTS.search(text or ''))


def is_code(code: str) -> bool:
    """Five ASCII digits?"""
    return len(code) == 5 and code.isascii() and code.isdigit()


def _described(text):
    """The code whose sentence this is; a company's name in it must not speak for Pagero."""
    for _depth in range(3):
        text = _IN_BRACKETS.sub('', text)
    text = ' '.join(text.split())
    return [code for phrase, code in CODE_OF_PHRASE if phrase.search(text)][:1]
