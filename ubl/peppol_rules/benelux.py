"""Numbers of Belgium, the Netherlands and Luxembourg.

Source: rules PEPPOL-COMMON-R043, R054 … R059 and R062 of Peppol BIS Billing 3.0.22. With that
release the Dutch rules become fatal, the Belgian number begins with 0 or 1, and the Belgian and
Luxembourg VAT numbers and the Luxembourg register number are looked at for the first time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from ...identification import identifiers, schemes
from ..finding import FATAL, WARNING
from .countries import vat_ids
from .document import Document, Element, text
from .party_formats import misshapen, wrong_ones
from .party_ids import NUMBER_ADVICE
from .registry import BEFORE_3_0_22, RELEASE_3_0_22, Breaches, rule


LUXEMBOURG_NUMBER = '0240'
DUTCH_VAT = re.compile('NL[0-9]{9}B[0-9]{2}')
# A VAT number with one of these schemes is looked at as what the scheme says: its rule is the
# first that matches.
_BEFORE_BELGIUM = frozenset('0088 0192 0184 0096 0198 0208'.split())
_BEFORE_THE_NETHERLANDS = _BEFORE_BELGIUM | frozenset(
    '0201 0210 0211 0007 0151 0106 0190 9944'.split()
)
_BEFORE_LUXEMBOURG = _BEFORE_THE_NETHERLANDS | {'0217'}
# Of the first ten digits of a Luxembourg register number.
_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
# The legal form whose numbers were made by two methods.
_OF_TWO_METHODS = 24


@rule(
    'PEPPOL-COMMON-R043',
    FATAL,
    "A Belgian enterprise number is wrong: it has 10 digits, and the last two are check digits.",
    NUMBER_ADVICE,
    key='PEPPOL-COMMON-R043-3.0.21',
    until=BEFORE_3_0_22,
)
def belgian_number_is_wrong(document: Document) -> Breaches:
    """Scheme 0208; until 3.0.22 any digit may come first."""
    numbers = document.identifiers.get(schemes.BELGIAN_NUMBER, [])
    return wrong_ones(numbers, _has_belgian_check_digits)


@rule(
    'PEPPOL-COMMON-R043',
    FATAL,
    "A Belgian enterprise number is wrong: it has 10 digits, of which the first is 0 or 1 and the "
    "last two are check digits.",
    NUMBER_ADVICE,
    since=RELEASE_3_0_22,
)
def belgian_number_is_still_wrong(document: Document) -> Breaches:
    """Scheme 0208 from 3.0.22 on."""
    return wrong_ones(document.identifiers.get(schemes.BELGIAN_NUMBER, []), _is_belgian_number)


@rule(
    'PEPPOL-COMMON-R062',
    WARNING,
    "A Belgian VAT number is wrong: it is BE and the 10 digits of the enterprise number.",
    NUMBER_ADVICE,
    since=RELEASE_3_0_22,
)
def belgian_vat_number_is_wrong(document: Document) -> Breaches:
    """BT-31, BT-48, BT-63."""
    numbers = _plain_vat_numbers(document, 'BE', _BEFORE_BELGIUM)
    return wrong_ones(numbers, lambda number: _is_belgian_number(number[2:]))


def _dutch(id: str, words: str) -> Callable[[Callable[[Document], Breaches]], object]:
    """A rule that warns until 3.0.22 and is fatal from then on."""

    def register(broken_by: Callable[[Document], Breaches]) -> object:
        rule(id, WARNING, words, NUMBER_ADVICE, until=BEFORE_3_0_22)(broken_by)
        return rule(id, FATAL, words, NUMBER_ADVICE, since=RELEASE_3_0_22)(broken_by)

    return register


@_dutch('PEPPOL-COMMON-R054', "A Dutch KVK number doesn't have 8 digits.")
def kvk_number_is_wrong(document: Document) -> Breaches:
    """Scheme 0106."""
    return misshapen(document, '0106', re.compile('[0-9]{8}'))


@_dutch('PEPPOL-COMMON-R055', "A Dutch OIN number doesn't have 20 digits.")
def oin_number_is_wrong(document: Document) -> Breaches:
    """Scheme 0190."""
    return misshapen(document, '0190', re.compile('[0-9]{20}'))


@_dutch('PEPPOL-COMMON-R056-1', "A Dutch VAT number isn't NL, 9 digits, B and 2 digits.")
def dutch_vat_number_is_wrong(document: Document) -> Breaches:
    """Scheme 9944."""
    return misshapen(document, '9944', DUTCH_VAT)


@_dutch(
    'PEPPOL-COMMON-R056-2', "A VAT number that begins with NL isn't NL, 9 digits, B and 2 digits."
)
def vat_number_of_nl_is_wrong(document: Document) -> Breaches:
    """BT-31, BT-48, BT-63 without a scheme that has a rule of its own."""
    return wrong_ones(_dutch_vat_numbers(document), DUTCH_VAT.fullmatch)


@_dutch('PEPPOL-COMMON-R057', "A Dutch establishment number doesn't have 12 digits.")
def establishment_number_is_wrong(document: Document) -> Breaches:
    """Scheme 0217, unless the number is looked at as a VAT number."""
    numbers = document.identifiers.get('0217', [])
    vat_numbers = _dutch_vat_numbers(document) if numbers else []
    others = [node for node in numbers if node not in vat_numbers]
    return wrong_ones(others, re.compile('[0-9]{12}').fullmatch)


@rule(
    'PEPPOL-COMMON-R058',
    WARNING,
    "A Luxembourg VAT number is wrong: it is LU and 8 digits, and the last two are check digits.",
    NUMBER_ADVICE,
    since=RELEASE_3_0_22,
)
def luxembourg_vat_number_is_wrong(document: Document) -> Breaches:
    """BT-31, BT-48, BT-63."""
    return wrong_ones(_luxembourg_vat_numbers(document), _is_luxembourg_vat_number)


@rule(
    'PEPPOL-COMMON-R059',
    WARNING,
    "A Luxembourg register number (matricule) is wrong: it has 11 digits, of which the fifth and "
    "sixth say the legal form, from 20 to 99, and the last one is a check digit.",
    NUMBER_ADVICE,
    since=RELEASE_3_0_22,
)
def luxembourg_number_is_wrong(document: Document) -> Breaches:
    """Scheme 0240, unless the number is looked at as a VAT number."""
    numbers = document.identifiers.get(LUXEMBOURG_NUMBER, [])
    vat_numbers = _luxembourg_vat_numbers(document) if numbers else []
    others = [node for node in numbers if node not in vat_numbers]
    return wrong_ones(others, _is_luxembourg_number)


def _is_belgian_number(number: str) -> bool:
    """Those in use begin with 0 or 1."""
    return number[:1] in {'0', '1'} and _has_belgian_check_digits(number)


def _has_belgian_check_digits(number: str) -> bool:
    """The last two digits are 97 less the rest modulo 97."""
    is_number = re.fullmatch('[0-9]{10}', number) is not None
    return is_number and identifiers.has_right_check_digit(schemes.BELGIAN_NUMBER, number)


def _is_luxembourg_vat_number(number: str) -> bool:
    """The last two digits are the first six modulo 89."""
    digits = re.fullmatch('LU([0-9]{6})([0-9]{2})', number.upper())
    return digits is not None and int(digits[1]) % 89 == int(digits[2])


def _is_luxembourg_number(number: str) -> bool:
    """Eleven less the weighted sum modulo 11, or in one legal form twelve less it."""
    if not re.fullmatch('[0-9]{11}', number) or int(number[4:6]) < 20:
        return False
    weighted = (int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    rest = -sum(weighted) % 11
    others = {(rest + 1) % 11} if int(number[4:6]) == _OF_TWO_METHODS else set()
    return int(number[10]) in {rest, *others}


def _dutch_vat_numbers(document: Document) -> list[Element]:
    return _plain_vat_numbers(document, 'NL', _BEFORE_THE_NETHERLANDS)


def _luxembourg_vat_numbers(document: Document) -> list[Element]:
    return _plain_vat_numbers(document, 'LU', _BEFORE_LUXEMBOURG, str.upper)


def _plain_vat_numbers(
    document: Document,
    country: str,
    schemes_before: Container[str | None],
    spelled: Callable[[str], str] = str,
) -> list[Element]:
    """VAT numbers that begin with the country's code and aren't looked at by their scheme."""
    owners = (scheme.getparent() for scheme in document.all('cac:PartyTaxScheme'))
    numbers = [node for owner in dict.fromkeys(owners) for node in vat_ids(owner)]
    return [
        node
        for node in numbers
        if node.get('schemeID') not in schemes_before and spelled(text(node)).startswith(country)
    ]
