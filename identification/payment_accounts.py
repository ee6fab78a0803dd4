"""Accounts one pays to in Sweden, and payment references: one contract for six kinds.

>>> compact('bankgiro', 'BG 5050-1055')
'50501055'
>>> format('bankgiro', '50501055')
'5050-1055'
>>> validate('bankgiro', '5050-1056')
Traceback (most recent call last):
    ...
pagero_connector...InvalidAccount: '5050-1056' isn't a valid Bankgiro number: ...

Bankgiro numbers end in a check digit by the mod-10 (Luhn) method, Plusgiro numbers and OCR
references too (Bankgirot and Plusgirot, user manuals); IBAN by ISO 13616, BIC by ISO 9362.
"""

from __future__ import annotations

import re

from schwifty import IBAN
from schwifty.exceptions import InvalidChecksumDigits, InvalidCountryCode, SchwiftyException
from stdnum import luhn

from .sentence import Explained, Sentence, quotable, said


KINDS = ('bankgiro', 'plusgiro', 'iban', 'bic', 'ocr', 'bank')
NAMES = {
    'bankgiro': "Bankgiro number",
    'plusgiro': "Plusgiro number",
    'iban': "IBAN",
    'bic': "BIC",
    'ocr': "OCR reference",
    'bank': "bank account number",
}

_SEPARATORS = re.compile('[\\s\u200b\u200c\u200d\u2060\ufeff\u00ad\u2010-\u2015\u2212-]+')
_PREFIXES = {
    'bankgiro': re.compile(r'(?:(?:BANKGIROT?|BG)(?:NR)?[.:]{0,9})+'),
    'plusgiro': re.compile(r'(?:(?:PLUSGIROT?|POSTGIROT?|PG)(?:NR)?[.:]{0,9})+'),
    'iban': re.compile('(?:IBAN[.:]{0,9})+'),
    'bic': re.compile(r'(?:(?:BIC|SWIFT)[.:]{1,9})+'),
    'ocr': re.compile('(?:OCR[.:]{0,9})+'),
    'bank': re.compile('(?:KONTO(?:NR)?[.:]{1,9})+'),
}
_FORMATS = {
    'bankgiro': ('[0-9]{7,8}', "7 or 8 digits"),
    'plusgiro': ('[0-9]{2,8}', "2 to 8 digits"),
    'iban': ('[A-Z]{2}[0-9]{2}[0-9A-Z]{10,30}', "a country code, 2 digits and 10 to 30 characters"),
    'bic': ('[0-9A-Z]{4}[A-Z]{2}[0-9A-Z]{2}(?:[0-9A-Z]{3})?', "8 or 11 letters and digits"),
    'ocr': ('[0-9]{2,25}', "2 to 25 digits"),
    # Banks of all countries write them in their own ways.
    'bank': (r'(?:[^0-9]*[0-9]){4}[\s\S]*', "at least 4 digits"),
}
# How people write each kind; digits alone may be a Bankgiro, a Plusgiro or a bank account.
_WRITTEN = (
    ('bankgiro', r'(?:BG|BANKGIRO)\W*\d[\d\s-]*|\d{3,4}-\d{4}'),
    ('plusgiro', r'(?:PG|PLUSGIRO|POSTGIRO)\W*\d[\d\s-]*|[\d ]{1,10}-\d'),
    ('iban', r'(?:IBAN\W*)?[A-Z]{2}\d{2}[\s0-9A-Z]{10,}'),
    ('bic', r'[A-Z]{6}[0-9A-Z]{2}(?:[0-9A-Z]{3})?'),
)


class InvalidAccount(Explained):
    """The text can't be an account of that kind; the sentence says which check failed."""

    def __init__(self, sentence: Sentence, kind: str = '', value: str = '') -> None:
        super().__init__(sentence)
        self.kind = kind
        self.value = value


def compact(kind: str, text: str) -> str:
    """The number as it stands in an invoice: digits (and capitals) without separators."""
    number = _SEPARATORS.sub('', text).upper()
    return _PREFIXES[kind].sub('', number, count=1) if _PREFIXES[kind].match(number) else number


def validate(kind: str, text: str) -> str:
    """Return the compact number, or raise InvalidAccount."""
    number = compact(kind, text)
    pattern, words = _FORMATS[kind]
    if not re.fullmatch(pattern, number):
        reason = said("it has {words}", words=said(words))
    elif kind == 'iban':
        reason = _iban_fault(number)
    elif kind in ('bic', 'bank') or luhn.is_valid(number):
        reason = None
    else:
        reason = said("its check digit is wrong")
    if reason:
        raise InvalidAccount(_sentence(kind, text, reason), kind, text)
    return number


def is_valid(kind: str, text: str) -> bool:
    """Whether ``validate`` accepts it."""
    try:
        validate(kind, text)
    except InvalidAccount:
        return False
    return True


def format(kind: str, text: str) -> str:
    """The valid number as people write it: 5050-1055, 28 65 43-4, SE45 5000 …"""
    number = validate(kind, text)
    if kind == 'bankgiro':
        return f'{number[:-4]}-{number[-4:]}'
    if kind == 'plusgiro':
        return f'{_pairs(number[:-1])}-{number[-1]}'
    if kind == 'iban':
        return ' '.join(number[i : i + 4] for i in range(0, len(number), 4))
    return number


def kind_of(text: str) -> str | None:
    """The kind that the way of writing tells, whether valid or not; None when it's ambiguous."""
    written = text.strip().upper()
    for kind, pattern in _WRITTEN:
        if re.fullmatch(pattern, written, re.ASCII):
            return kind
    return None


def has_only_wrong_check_digits(number: str) -> bool:
    """Whether a compact text has the exact form of its country's IBAN and only fails the check.

    >>> has_only_wrong_check_digits('SE4650000000058398257466')
    True
    """
    if not re.fullmatch(_FORMATS['iban'][0], number):
        return False
    try:
        IBAN(number)
    except SchwiftyException as error:
        return isinstance(error, InvalidChecksumDigits)
    return False


def _iban_fault(number: str) -> Sentence | None:
    try:
        IBAN(number)
    except InvalidChecksumDigits:
        return said("its check digits don't fit, so a character is wrong, missing or swapped")
    except InvalidCountryCode:
        return said("no country '{country}' has an IBAN", country=number[:2])
    except SchwiftyException:
        return said("an IBAN of {country} has another length or form", country=number[:2])
    return None


def _sentence(kind: str, text: str, reason: Sentence) -> Sentence:
    sentence = said(
        "'{value}' isn't a valid {account}: {reason}.",
        value=quotable(text),
        account=said(NAMES[kind]),
        reason=reason,
    )
    other = kind_of(text)
    if not other or other == kind or kind == 'ocr':
        return sentence
    article = 'an' if other == 'iban' else 'a'
    return said(
        "{sentence} It looks like {other}: enter it as one.",
        sentence=sentence,
        other=said(f'{article} {NAMES[other]}'),
    )


def _pairs(digits: str) -> str:
    """Pairs from the right: '286543' → '28 65 43'."""
    start = len(digits) % 2
    parts = [digits[:start]] if start else []
    return ' '.join(parts + [digits[i : i + 2] for i in range(start, len(digits), 2)])
