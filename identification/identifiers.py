"""Peppol participant identifiers: a scheme of the EAS list and a value.

>>> compact('0007', '16556036-0793')
'5560360793'
>>> validate('0007', '556036-0793')
'5560360793'
>>> is_valid('0088', '7300010000002')
False

``validate`` raises ``InvalidIdentifier``, whose sentence says which check failed. Where the world
has more numbers than we know rules for, a wrong number is let through rather than a right one
refused: only those in ``SCHEMES`` are looked at closely.
"""

from __future__ import annotations

import re
from datetime import date

from stdnum import ean, luhn
from stdnum.dk import cvr
from stdnum.exceptions import ValidationError
from stdnum.fi import ytunnus
from stdnum.no import orgnr as norwegian_orgnr

from .schemes import (
    BELGIAN_NUMBER,
    DANISH_CVR,
    EAS_CODES,
    EAS_RELEASE,
    EAS_RETURNS,
    EAS_SUCCESSORS,
    FINNISH_OVT,
    GLN,
    NORWEGIAN_ORGNR,
    SCHEMES,
    SWEDISH_ORGNR,
)
from .sentence import Explained, Sentence, quotable, said


# Separators that people type: spaces of all kinds, hyphens and dashes, dots, the plus of
# Swedish personal numbers, zero-width characters that come along with copy and paste.
_SEPARATORS = re.compile('[\\s\u200b\u200c\u200d\u2060\ufeff.+\u00ad\u2010-\u2015\u2212-]+')
_SPACES = re.compile('[\\s\u200b\u200c\u200d\u2060\ufeff]+')
_GENERAL = re.compile(r'[0-9A-Za-z](?:[0-9A-Za-z._~:/-]{0,48}[0-9A-Za-z])?')


class InvalidIdentifier(Explained):
    """The value can't be an identifier of that scheme; the sentence says which check failed."""

    def __init__(self, sentence: Sentence, scheme: str = '', value: str = '') -> None:
        super().__init__(sentence)
        self.scheme = scheme
        self.value = value


def is_active_scheme(code: str, day: date | None = None) -> bool:
    """Whether Peppol accepts the code as the scheme of an electronic address, today or on a day."""
    if code in EAS_RETURNS:
        return EAS_RETURNS[code] <= (day or date.today())
    return code in EAS_CODES


def is_gtin(value: str) -> bool:
    """Whether it is a global item number: 8, 12, 13 or 14 digits, the last one a check digit."""
    return value.isascii() and value.isdigit() and ean.is_valid(value)


def compact(scheme: str, value: str) -> str:
    """The value as the network writes it; a value that can't be right is only cleaned."""
    known = SCHEMES.get(scheme)
    if known is None:
        value = _without_scheme(scheme, _SPACES.sub('', value))
        return value.upper() if scheme.startswith('99') else value
    value = _without_scheme(scheme, _SEPARATORS.sub('', value).upper())
    if scheme == SWEDISH_ORGNR:
        return _without_century(value)
    match = known.around and re.fullmatch(known.around, value)
    return f'{known.before}{match[1]}' if match else value


def validate(scheme: str, value: str) -> str:
    """Return the compact value, or raise InvalidIdentifier."""
    _check_scheme(scheme)
    number = compact(scheme, value)
    if not number:
        raise InvalidIdentifier(said("The identifier is empty."), scheme, value)
    known = SCHEMES.get(scheme)
    if known is None:
        _check_general(scheme, number)
    elif not re.fullmatch(known.pattern, number):
        words = said(known.words)
        raise _refusal("'{value}' isn't a {name}: it has {words}.", scheme, value, words)
    elif not has_right_check_digit(scheme, number):
        raise _refusal(
            "'{value}' isn't a {name}: its check digit is wrong, so a digit is mistyped or two are "
            "swapped.",
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
    sentence = said(
        "'{value}' isn't in Peppol's list of electronic address schemes ({release}).",
        value=quotable(scheme, 20),
        release=EAS_RELEASE,
    )
    if scheme in EAS_SUCCESSORS:
        code, name = EAS_SUCCESSORS[scheme]
        other = "{sentence} Use {code} with the {name} instead."
        sentence = said(other, sentence=sentence, code=code, name=said(name))
    raise InvalidIdentifier(sentence, scheme)


def _refusal(
    template: str, scheme: str, value: str, words: Sentence | str = ''
) -> InvalidIdentifier:
    sentence = said(template, value=quotable(value), name=said(SCHEMES[scheme].name), words=words)
    return InvalidIdentifier(sentence, scheme, value)


def _check_general(scheme: str, number: str) -> None:
    if not _GENERAL.fullmatch(number):
        sentence = said(
            "'{value}' can't be an electronic address: it has 1 to 50 letters and digits, with . - "
            "_ ~ : / between them.",
            value=quotable(number),
        )
        raise InvalidIdentifier(sentence, scheme, number)


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


def bare_identity(value: str) -> str:
    """An identity without blanks, hyphens and case, for comparing with another system's.

    >>> bare_identity('SE 556036-0793 01')
    'SE556036079301'
    """
    return ''.join(character for character in value if character.isalnum()).upper()
