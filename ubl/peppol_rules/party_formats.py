"""Party identifiers of Denmark, Italy, Australia and the Netherlands: the form of each scheme.

Source: rules PEPPOL-COMMON-R044 … R057 of Peppol BIS Billing 3.0.21; the Dutch ones become fatal
with 3.0.22.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import timedelta

from stdnum import luhn

from ..finding import FATAL, WARNING
from .countries import vat_ids
from .document import Document, Element, raw, text
from .party_ids import NUMBER_ADVICE
from .registry import RELEASE_3_0_22, Breaches, rule


BEFORE_3_0_22 = RELEASE_3_0_22 - timedelta(days=1)
DUTCH_VAT = re.compile('NL[0-9]{9}B[0-9]{2}')
# What a number of the country's VAT scheme is called, when the number has no other scheme.
_COMPANY_SCHEMES = frozenset(
    '0088 0192 0184 0096 0198 0208 0201 0210 0211 0007 0151 0106 0190 9944'.split()
)
_AUSTRALIAN_WEIGHTS = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
_INTEGER = '[+-]?[0-9]+'


@rule(
    'PEPPOL-COMMON-R044',
    WARNING,
    "An Italian IPA code is wrong: it has 6 letters and digits.",
    NUMBER_ADVICE,
)
def ipa_code_is_wrong(document: Document) -> Breaches:
    """Scheme 0201."""
    return _misshapen(document, '0201', re.compile('[A-Za-z0-9]{6}'))


@rule(
    'PEPPOL-COMMON-R045',
    WARNING,
    "An Italian tax code is wrong: it has 16 characters, or 11 digits.",
    NUMBER_ADVICE,
)
def italian_tax_code_is_wrong(document: Document) -> Breaches:
    """Scheme 0210."""
    return _wrong(document.identifiers.get('0210', []), _is_italian_tax_code)


@rule(
    'PEPPOL-COMMON-R046',
    WARNING,
    "An Italian tax code in an electronic address is wrong: it has 16 characters, or 11 digits.",
    NUMBER_ADVICE,
)
def italian_tax_code_in_address_is_wrong(document: Document) -> Breaches:
    """Scheme 9907, in electronic addresses only."""
    addresses = document.all('cbc:EndpointID')
    return _wrong(
        (node for node in addresses if node.get('schemeID') == '9907'), _is_italian_tax_code
    )


@rule(
    'PEPPOL-COMMON-R047',
    WARNING,
    "An Italian VAT number is wrong: it has IT and 11 digits, and the last one is a check digit.",
    NUMBER_ADVICE,
)
def italian_vat_number_is_wrong(document: Document) -> Breaches:
    """Scheme 0211; other countries' numbers pass."""
    return _wrong(document.identifiers.get('0211', []), _is_italian_vat_number)


@rule(
    'PEPPOL-COMMON-R050',
    FATAL,
    "An Australian business number is wrong: it has 11 digits with a checksum.",
    NUMBER_ADVICE,
)
def australian_number_is_wrong(document: Document) -> Breaches:
    """Scheme 0151."""
    return _wrong(document.identifiers.get('0151', []), _is_australian_number)


@rule('PEPPOL-COMMON-R052', FATAL, "A Danish P number doesn't have 10 digits.", NUMBER_ADVICE)
def danish_p_number_is_wrong(document: Document) -> Breaches:
    """Scheme 0096; blanks around the number are wrong too."""
    return [
        node
        for node in document.identifiers.get('0096', [])
        if not re.fullmatch('[0-9]{10}', raw(node))
    ]


@rule(
    'PEPPOL-COMMON-R053', FATAL, "A Danish SE number doesn't have DK and 8 digits.", NUMBER_ADVICE
)
def danish_se_number_is_wrong(document: Document) -> Breaches:
    """Scheme 0198; blanks around the number are wrong too."""
    return [
        node
        for node in document.identifiers.get('0198', [])
        if not re.fullmatch('DK[0-9]{8}', raw(node))
    ]


def _dutch(id: str, words: str) -> Callable[[Callable[[Document], Breaches]], object]:
    """A rule that warns until 3.0.22 and is fatal from then on."""

    def register(broken_by: Callable[[Document], Breaches]) -> object:
        rule(id, WARNING, words, NUMBER_ADVICE, until=BEFORE_3_0_22)(broken_by)
        return rule(id, FATAL, words, NUMBER_ADVICE, since=RELEASE_3_0_22)(broken_by)

    return register


@_dutch('PEPPOL-COMMON-R054', "A Dutch KVK number doesn't have 8 digits.")
def kvk_number_is_wrong(document: Document) -> Breaches:
    """Scheme 0106."""
    return _misshapen(document, '0106', re.compile('[0-9]{8}'))


@_dutch('PEPPOL-COMMON-R055', "A Dutch OIN number doesn't have 20 digits.")
def oin_number_is_wrong(document: Document) -> Breaches:
    """Scheme 0190."""
    return _misshapen(document, '0190', re.compile('[0-9]{20}'))


@_dutch('PEPPOL-COMMON-R056-1', "A Dutch VAT number isn't NL, 9 digits, B and 2 digits.")
def dutch_vat_number_is_wrong(document: Document) -> Breaches:
    """Scheme 9944."""
    return _misshapen(document, '9944', DUTCH_VAT)


@_dutch(
    'PEPPOL-COMMON-R056-2', "A VAT number that begins with NL isn't NL, 9 digits, B and 2 digits."
)
def vat_number_of_nl_is_wrong(document: Document) -> Breaches:
    """BT-31, BT-48, BT-63 without a scheme that has a rule of its own."""
    return _wrong(_plain_vat_numbers_of_nl(document), DUTCH_VAT.fullmatch)


@_dutch('PEPPOL-COMMON-R057', "A Dutch establishment number doesn't have 12 digits.")
def establishment_number_is_wrong(document: Document) -> Breaches:
    """Scheme 0217, unless the number is looked at as a VAT number."""
    numbers = document.identifiers.get('0217', [])
    vat_numbers = _plain_vat_numbers_of_nl(document) if numbers else []
    return _wrong(
        (node for node in numbers if node not in vat_numbers), re.compile('[0-9]{12}').fullmatch
    )


def _plain_vat_numbers_of_nl(document: Document) -> list[Element]:
    owners = (scheme.getparent() for scheme in document.all('cac:PartyTaxScheme'))
    numbers = [node for owner in dict.fromkeys(owners) for node in vat_ids(owner)]
    return [
        node
        for node in numbers
        if node.get('schemeID') not in _COMPANY_SCHEMES and text(node).startswith('NL')
    ]


def _misshapen(
    document: Document,
    scheme: str,
    pattern: re.Pattern[str],
) -> list[Element]:
    return _wrong(document.identifiers.get(scheme, []), pattern.fullmatch)


def _wrong(nodes: Iterable[Element], is_right: Callable[[str], object]) -> list[Element]:
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
