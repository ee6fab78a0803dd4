"""Peppol participant identifiers: a scheme of the EAS list and a value.

>>> compact('0007', '16556036-0793')
'5560360793'
>>> validate('0007', '556036-0793')
'5560360793'
>>> is_valid('0088', '7300010000002')
False
>>> guess('SE556036079301')
Guess(kind='vat', scheme='0007', value='5560360793')

``validate`` raises ``InvalidIdentifier``, whose text says which check failed. Where the world
has more numbers than we know rules for, a wrong number is let through rather than a right one
refused: only schemes in ``FORMATS`` are looked at closely.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from stdnum import ean, luhn
from stdnum.dk import cvr
from stdnum.exceptions import ValidationError
from stdnum.fi import ytunnus
from stdnum.no import orgnr as norwegian_orgnr

from .codes import EAS_CODES, EAS_RELEASE, EAS_SUCCESSORS


SWEDISH_ORGNR, GLN = '0007', '0088'
NORWEGIAN_ORGNR, DANISH_CVR, BELGIAN_NUMBER, FINNISH_OVT = '0192', '0184', '0208', '0216'

# Separators that people type: spaces of all kinds, hyphens and dashes, dots, the plus of
# Swedish personal numbers, zero-width characters that come along with copy and paste.
_SEPARATORS = re.compile('[\\s\u200b\u200c\u200d\u2060\ufeff.+\u00ad\u2010-\u2015\u2212-]+')
_SPACES = re.compile('[\\s\u200b\u200c\u200d\u2060\ufeff]+')
_GENERAL = re.compile(r'[0-9A-Za-z](?:[0-9A-Za-z._~:/-]{0,48}[0-9A-Za-z])?')

# How the compact value looks, and how a person would say it.
FORMATS = {
    SWEDISH_ORGNR: ('[0-9]{10}', "10 digits"),
    GLN: ('[0-9]{13}', "13 digits"),
    NORWEGIAN_ORGNR: ('[0-9]{9}', "9 digits"),
    DANISH_CVR: ('[0-9]{8}', "8 digits"),
    BELGIAN_NUMBER: ('[01][0-9]{9}', "10 digits that begin with 0 or 1"),
    FINNISH_OVT: ('0037[0-9]{8}[0-9A-Z]{0,5}', "0037, 8 digits and at most 5 more characters"),
}
NAMES = {
    SWEDISH_ORGNR: "Swedish organisation number",
    GLN: "GLN",
    NORWEGIAN_ORGNR: "Norwegian organisation number",
    DANISH_CVR: "Danish CVR number",
    BELGIAN_NUMBER: "Belgian enterprise number",
    FINNISH_OVT: "Finnish OVT code",
}
# What people put around the number: the country of a VAT number, its ending.
_AROUND = {
    NORWEGIAN_ORGNR: re.compile('(?:NO)*([0-9]+)(?:MVA)*'),
    DANISH_CVR: re.compile('(?:DK)*([0-9]+)'),
    BELGIAN_NUMBER: re.compile('(?:BE)*([0-9]+)'),
    FINNISH_OVT: re.compile('(?:FI)*([0-9]{8})'),
}
_SCHEME_OF_COUNTRY = {
    'NO': NORWEGIAN_ORGNR,
    'DK': DANISH_CVR,
    'BE': BELGIAN_NUMBER,
    'FI': FINNISH_OVT,
}


class InvalidIdentifier(ValueError):
    """The value can't be an identifier of that scheme; the text says which check failed."""

    def __init__(self, message: str, scheme: str = '', value: str = '') -> None:
        super().__init__(message)
        self.scheme = scheme
        self.value = value


class Guess(NamedTuple):
    """What a person probably typed: 'orgnr', 'vat', 'gln' or 'participant' (scheme:value)."""

    kind: str
    scheme: str
    value: str


def is_active_scheme(code: str) -> bool:
    """Whether Peppol accepts the code as the scheme of an electronic address today."""
    return code in EAS_CODES


def compact(scheme: str, value: str) -> str:
    """The value as the network writes it; a value that can't be right is only cleaned."""
    if scheme not in FORMATS:
        value = _without_scheme(scheme, _SPACES.sub('', value))
        return value.upper() if scheme.startswith('99') else value
    value = _without_scheme(scheme, _SEPARATORS.sub('', value).upper())
    if scheme == SWEDISH_ORGNR:
        return _without_century(value)
    around = _AROUND.get(scheme)
    match = around and around.fullmatch(value)
    if not match:
        return value
    return f'0037{match[1]}' if scheme == FINNISH_OVT else match[1]


def validate(scheme: str, value: str) -> str:
    """Return the compact value, or raise InvalidIdentifier."""
    _check_scheme(scheme)
    number = compact(scheme, value)
    if not number:
        raise InvalidIdentifier("The identifier is empty.", scheme, value)
    pattern, words = FORMATS.get(scheme, (None, None))
    if pattern is None:
        _check_general(scheme, number)
    elif not re.fullmatch(pattern, number):
        raise InvalidIdentifier(
            f"{value[:60]!r} isn't a {NAMES[scheme]}: it has {words}.", scheme, value
        )
    elif not has_right_check_digit(scheme, number):
        raise InvalidIdentifier(
            f"{value[:60]!r} isn't a {NAMES[scheme]}: its check digit is wrong, "
            "so a digit is mistyped or two are swapped.",
            scheme,
            value,
        )
    return number


def is_valid(scheme: str, value: str) -> bool:
    """Whether ``validate`` accepts it."""
    try:
        validate(scheme, value)
    except InvalidIdentifier:
        return False
    return True


def has_right_check_digit(scheme: str, number: str) -> bool:
    """Whether the check digits of a compact, well-formed number fit; True where none exist."""
    check = _CHECKS.get(scheme)
    try:
        return check is None or bool(check(number))
    except ValidationError:
        return False


def swedish_vat(orgnr: str) -> str:
    """The Swedish VAT number of an organisation: SE, ten digits, 01.

    >>> swedish_vat('556036-0793')
    'SE556036079301'
    """
    return f'SE{validate(SWEDISH_ORGNR, orgnr)}01'


def guess(text: str) -> Guess | None:
    """What a person typed into one box, or None when it fits nothing we know."""
    scheme, colon, value = _SPACES.sub('', text).partition(':')
    if colon:
        return _guess_of('participant', scheme, value)
    number = _SEPARATORS.sub('', text).upper()
    swedish = re.fullmatch('SE([0-9]{10})[0-9]{2}', number)
    if swedish:
        return _guess_of('vat', SWEDISH_ORGNR, swedish[1])
    if number[:2] in _SCHEME_OF_COUNTRY:
        return _guess_of('vat', _SCHEME_OF_COUNTRY[number[:2]], number)
    return _guess_of('orgnr', SWEDISH_ORGNR, number) or _guess_of('gln', GLN, number)


def _guess_of(kind: str, scheme: str, value: str) -> Guess | None:
    return Guess(kind, scheme, compact(scheme, value)) if is_valid(scheme, value) else None


def _without_scheme(scheme: str, value: str) -> str:
    prefix = f'{scheme}:'
    while scheme and value.startswith(prefix):
        value = value[len(prefix) :]
    return value


def _without_century(value: str) -> str:
    """556036-0793 is also written 16556036-0793; sole traders write 19 or 20 before theirs."""
    match = re.fullmatch('(?:16|19|20)([0-9]{10})', value)
    return match[1] if match else value


def _check_scheme(scheme: str) -> None:
    if is_active_scheme(scheme):
        return
    message = (
        f"{scheme[:20]!r} isn't in Peppol's list of electronic address schemes ({EAS_RELEASE})."
    )
    if scheme in EAS_SUCCESSORS:
        code, name = EAS_SUCCESSORS[scheme]
        message += f" Use {code} with the {name} instead."
    raise InvalidIdentifier(message, scheme)


def _check_general(scheme: str, number: str) -> None:
    if not _GENERAL.fullmatch(number):
        raise InvalidIdentifier(
            f"{number[:60]!r} can't be an electronic address: it has 1 to 50 letters and digits, "
            "with . - _ ~ : / between them.",
            scheme,
            number,
        )


def _belgian_check(number: str) -> bool:
    return 97 - int(number[:8]) % 97 == int(number[8:])


_CHECKS = {
    SWEDISH_ORGNR: luhn.validate,
    GLN: ean.validate,
    NORWEGIAN_ORGNR: norwegian_orgnr.validate,
    DANISH_CVR: cvr.validate,
    BELGIAN_NUMBER: _belgian_check,
    FINNISH_OVT: lambda number: ytunnus.validate(number[4:12]),
}
