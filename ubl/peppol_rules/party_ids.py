"""Electronic addresses and party identifiers: known schemes, right check digits.

Source: rules PEPPOL-EN16931-CL008 and PEPPOL-COMMON-R04x of Peppol BIS Billing 3.0.21, BR-62 and
BR-63 of EN 16931.
"""

from __future__ import annotations

import re
from datetime import date

from ...identification import identifiers, schemes
from ..finding import FATAL, WARNING
from .document import Document, Element, find, find_all, raw, text
from .registry import BEFORE_3_0_22, RELEASE_3_0_22, Breach, Breaches, rule


ADDRESS_ADVICE = "Correct the Peppol address (scheme and identifier) on the contact."
SCHEME_TEXT = "The scheme of an electronic address isn't in Peppol's list."
SCHEME_ADVICE = (
    "Choose another scheme on the contact: 0007 with the organisation number for Sweden, 0216 "
    "with the OVT code for Finland, or 0088 with a GLN."
)
NUMBER_ADVICE = "Correct the number on the contact: compare it digit by digit with its source."


@rule('PEPPOL-EN16931-CL008', FATAL, SCHEME_TEXT, SCHEME_ADVICE, until=BEFORE_3_0_22)
def address_scheme_is_unknown(document: Document) -> Breaches:
    """BT-34-1 and BT-49-1."""
    return _other_schemes(document, BEFORE_3_0_22)


@rule('PEPPOL-EN16931-CL008', FATAL, SCHEME_TEXT, SCHEME_ADVICE, since=RELEASE_3_0_22)
def address_scheme_is_still_unknown(document: Document) -> Breaches:
    """From 3.0.22 on 0158 of Slovakia is in the list again."""
    return _other_schemes(document, RELEASE_3_0_22)


def _other_schemes(document: Document, day: date) -> Breaches:
    for node in document.all('cbc:EndpointID'):
        scheme = node.get('schemeID')
        if scheme is not None and not identifiers.is_active_scheme(scheme, day):
            yield Breach(node, f'{scheme}:{text(node)}')


@rule('BR-62', FATAL, "Your company's electronic address has no scheme.", ADDRESS_ADVICE)
def seller_address_has_no_scheme(document: Document) -> Breaches:
    """BT-34-1."""
    yield from _addresses_without_scheme(document.supplier)


@rule('BR-63', FATAL, "The customer's electronic address has no scheme.", ADDRESS_ADVICE)
def buyer_address_has_no_scheme(document: Document) -> Breaches:
    """BT-49-1."""
    yield from _addresses_without_scheme(document.customer)


@rule(
    'PEPPOL-COMMON-R040',
    FATAL,
    "A GLN is wrong: it consists of digits, and the last one is a check digit.",
    NUMBER_ADVICE,
    key='PEPPOL-COMMON-R040-3.0.21',
    until=BEFORE_3_0_22,
)
def gs1_number_is_wrong(document: Document) -> Breaches:
    """Scheme 0088; until 3.0.22 every length passes."""
    for node in document.identifiers.get(schemes.GLN, []):
        if not re.fullmatch('[0-9]+', text(node)) or not _has_gs1_check_digit(text(node)):
            yield node


@rule(
    'PEPPOL-COMMON-R040',
    FATAL,
    "A GLN is wrong: it has 13 digits, and the last one is a check digit.",
    NUMBER_ADVICE,
    since=RELEASE_3_0_22,
)
def gln_is_wrong(document: Document) -> Breaches:
    """Scheme 0088 from 3.0.22 on."""
    yield from _wrong(document, schemes.GLN)


@rule('PAGERO-GLN', WARNING, "A GLN doesn't have 13 digits.", NUMBER_ADVICE)
def gln_has_another_length(document: Document) -> Breaches:
    """A length that Peppol 3.0.21 lets through and no GLN has."""
    for node in document.identifiers.get(schemes.GLN, []):
        if len(text(node)) != 13:
            yield node


@rule(
    'PEPPOL-COMMON-R041',
    FATAL,
    "A Norwegian organisation number is wrong: it has 9 digits, and the last one is a check digit.",
    NUMBER_ADVICE,
)
def norwegian_number_is_wrong(document: Document) -> Breaches:
    """Scheme 0192."""
    for node in document.identifiers.get(schemes.NORWEGIAN_ORGNR, []):
        if not is_norwegian_number(text(node)):
            yield node


@rule(
    'PEPPOL-COMMON-R042',
    FATAL,
    "A Danish CVR number is wrong: it has 8 digits, with or without DK before them.",
    NUMBER_ADVICE,
)
def danish_number_is_wrong(document: Document) -> Breaches:
    """Scheme 0184; Peppol looks at the form only, and blanks around it are wrong."""
    for node in document.identifiers.get(schemes.DANISH_CVR, []):
        if not re.fullmatch('(?:DK)?[0-9]{8}', raw(node)):
            yield node


@rule(
    'PEPPOL-COMMON-R049',
    FATAL,
    "A Swedish organisation number is wrong: it has 10 digits without a hyphen, and the last one "
    "is a check digit.",
    NUMBER_ADVICE,
)
def swedish_number_is_wrong(document: Document) -> Breaches:
    """Scheme 0007."""
    yield from _wrong(document, schemes.SWEDISH_ORGNR)


@rule(
    'PAGERO-DELIVERY-GLN',
    WARNING,
    "The GLN of the delivery place is wrong: it has 13 digits, and the last one is a check digit.",
    "Correct the GLN of the delivery address, or clear it.",
)
def delivery_gln_is_wrong(document: Document) -> Breaches:
    """BT-71 with scheme 0088; no official rule looks at it."""
    for node in find_all(document.root, 'cac:Delivery/cac:DeliveryLocation/cbc:ID'):
        if node.get('schemeID') == schemes.GLN and not _is_exact(schemes.GLN, text(node)):
            yield node


def is_norwegian_number(number: str) -> bool:
    """9 digits, not all zero, with the check digit modulo 11 (weights 2 to 7 from the right)."""
    if not re.fullmatch('[0-9]{9}', number) or not int(number):
        return False
    weighted = (
        int(digit) * weight for digit, weight in zip(number, (3, 2, 7, 6, 5, 4, 3, 2), strict=False)
    )
    return -sum(weighted) % 11 == int(number[8])


def _addresses_without_scheme(party: Element | None) -> Breaches:
    node = None if party is None else find(party, 'cbc:EndpointID')
    if node is not None and node.get('schemeID') is None:
        yield node


def _wrong(document: Document, scheme: str) -> Breaches:
    nodes = document.identifiers.get(scheme, [])
    return (node for node in nodes if not _is_exact(scheme, text(node)))


def _is_exact(scheme: str, value: str) -> bool:
    """Valid as it stands: what people may type with hyphens must be compact in a document."""
    return identifiers.compact(scheme, value) == value and identifiers.is_valid(scheme, value)


def _has_gs1_check_digit(number: str) -> bool:
    """Weights 3 and 1 from the right, for keys of any length (GS1 General Specifications 7.9)."""
    digits = [int(digit) for digit in reversed(number)]
    return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0
