"""Party identifiers of Denmark, Italy and Australia: the form of each scheme.

Source: rules PEPPOL-COMMON-R044 … R053 of Peppol BIS Billing 3.0.21.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from stdnum import luhn

from ..finding import FATAL, WARNING
from .document import Document, Element, raw, text
from .party_ids import NUMBER_ADVICE
from .registry import Breaches, rule


_AUSTRALIAN_WEIGHTS = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
_INTEGER = '[+-]?[0-9]+'


@rule(
    'PEPPOL-COMMON-R044',
    WARNING,
    "An Italian IPA code is wrong: it has 6 letters and digits.",
    NUMBER_ADVICE,
)
def ipa_code_iswrong_ones(document: Document) -> Breaches:
    """Scheme 0201."""
    return misshapen(document, '0201', re.compile('[A-Za-z0-9]{6}'))


@rule(
    'PEPPOL-COMMON-R045',
    WARNING,
    "An Italian tax code is wrong: it has 16 characters, or 11 digits.",
    NUMBER_ADVICE,
)
def italian_tax_code_iswrong_ones(document: Document) -> Breaches:
    """Scheme 0210."""
    return wrong_ones(document.identifiers.get('0210', []), _is_italian_tax_code)


@rule(
    'PEPPOL-COMMON-R046',
    WARNING,
    "An Italian tax code in an electronic address is wrong: it has 16 characters, or 11 digits.",
    NUMBER_ADVICE,
)
def italian_tax_code_in_address_iswrong_ones(document: Document) -> Breaches:
    """Scheme 9907, in electronic addresses only."""
    addresses = document.all('cbc:EndpointID')
    return wrong_ones(
        (node for node in addresses if node.get('schemeID') == '9907'), _is_italian_tax_code
    )


@rule(
    'PEPPOL-COMMON-R047',
    WARNING,
    "An Italian VAT number is wrong: it has IT and 11 digits, and the last one is a check digit.",
    NUMBER_ADVICE,
)
def italian_vat_number_iswrong_ones(document: Document) -> Breaches:
    """Scheme 0211; other countries' numbers pass."""
    return wrong_ones(document.identifiers.get('0211', []), _is_italian_vat_number)


@rule(
    'PEPPOL-COMMON-R050',
    FATAL,
    "An Australian business number is wrong: it has 11 digits with a checksum.",
    NUMBER_ADVICE,
)
def australian_number_iswrong_ones(document: Document) -> Breaches:
    """Scheme 0151."""
    return wrong_ones(document.identifiers.get('0151', []), _is_australian_number)


@rule('PEPPOL-COMMON-R052', FATAL, "A Danish P number doesn't have 10 digits.", NUMBER_ADVICE)
def danish_p_number_iswrong_ones(document: Document) -> Breaches:
    """Scheme 0096; blanks around the number are wrong too."""
    return [
        node
        for node in document.identifiers.get('0096', [])
        if not re.fullmatch('[0-9]{10}', raw(node))
    ]


@rule(
    'PEPPOL-COMMON-R053', FATAL, "A Danish SE number doesn't have DK and 8 digits.", NUMBER_ADVICE
)
def danish_se_number_iswrong_ones(document: Document) -> Breaches:
    """Scheme 0198; blanks around the number are wrong too."""
    return [
        node
        for node in document.identifiers.get('0198', [])
        if not re.fullmatch('DK[0-9]{8}', raw(node))
    ]


def misshapen(
    document: Document,
    scheme: str,
    pattern: re.Pattern[str],
) -> list[Element]:
    """The identifiers of a scheme that haven't its form."""
    return wrong_ones(document.identifiers.get(scheme, []), pattern.fullmatch)


def wrong_ones(nodes: Iterable[Element], is_right: Callable[[str], object]) -> list[Element]:
    """The identifiers that don't pass, blanks around them apart."""
    return [node for node in nodes if not is_right(text(node))]


def _is_italian_tax_code(code: str) -> bool:
    """Of a person: RSSMRA85T10A562S, where Peppol leaves three characters open; else 11 digits."""
    if len(code) == 11:
        return re.fullmatch(_INTEGER, code) is not None
    person = re.fullmatch('[A-Za-z]{6}(..)[A-Za-z](..)...([0-9])[A-Za-z]', code)
    return person is not None and all(
        re.fullmatch(_INTEGER, part.strip()) for part in person.groups()
    )


def _is_italian_vat_number(number: str) -> bool:
    if number[:2] not in {'IT', 'it'}:
        return True
    return re.fullmatch('[0-9]{11}', number[2:]) is not None and luhn.is_valid(number[2:])


def _is_australian_number(number: str) -> bool:
    """The first digit less one, all digits weighted, modulo 89."""
    if not re.fullmatch('[0-9]{11}', number):
        return False
    weighted = (
        int(digit) * weight for digit, weight in zip(number, _AUSTRALIAN_WEIGHTS, strict=True)
    )
    return (sum(weighted) - _AUSTRALIAN_WEIGHTS[0]) % 89 == 0
