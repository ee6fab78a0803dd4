"""Rules for Swedish sellers.

Source: rules SE-R-001 … SE-R-013 of Peppol BIS Billing 3.0.21; SE-R-006 changes with 3.0.22.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import partial

from stdnum import luhn

from ..finding import FATAL, WARNING
from .countries import Countries, vat_numbers
from .document import (
    XML_SPACE,
    Document,
    Element,
    find,
    find_all,
    is_numeric,
    number,
    raw,
    text,
)
from .payment import account_ids
from .registry import BEFORE_3_0_22, RELEASE_3_0_22, Breach, Breaches, rule


SELLER = 'cac:AccountingSupplierParty/cac:Party'
SWEDISH_RATES = frozenset({Decimal(25), Decimal(12), Decimal(6)})
VAT_ADVICE = "Enter your VAT number as SE, the 10 digits of the organisation number, and 01."
ORGNR_ADVICE = "Correct the organisation number of your company: 10 digits, no century before them."
GIRO_ADVICE = "Correct the number on your bank account under Accounting / Configuration."
RATE_TEXT = "A Swedish seller charges 25, 12 or 6 % VAT, and this tax has another percentage."
RATE_ADVICE = "Choose another tax, or give this one the VAT category that fits its percentage."


def is_swedish(countries: Countries) -> bool:
    """By the address, exactly as written: the official rules don't look behind blanks."""
    return countries.seller_address == 'SE'


def is_inside_sweden(countries: Countries) -> bool:
    """Whether the buyer has a Swedish address too."""
    return countries.are_both_in('SE')


swedish_rule = partial(rule, where=is_swedish)


def _swedish_vat_number(document: Document) -> Element | None:
    """The VAT number (BT-31) of a seller that has a Swedish one, else None."""
    schemes = vat_numbers(document.supplier)
    numbers = [node for scheme in schemes for node in find_all(scheme, 'cbc:CompanyID')]
    is_stated = any(raw(node).startswith('SE') for node in numbers)
    return numbers[0] if is_stated else None


def _organisation_numbers(document: Document) -> list[Element]:
    """The seller's legal registration (BT-30)."""
    return find_all(document.root, f'{SELLER}/cac:PartyLegalEntity/cbc:CompanyID')


def _giro_ids(document: Document, branch: str) -> list[Element]:
    return [
        node
        for node in account_ids(document, branch)
        if text(node.getparent().getparent(), 'cbc:PaymentMeansCode') == '30'
    ]


@swedish_rule('SE-R-001', FATAL, "Your Swedish VAT number doesn't have 14 characters.", VAT_ADVICE)
def vat_number_has_another_length(document: Document) -> Breaches:
    """BT-31."""
    node = _swedish_vat_number(document)
    if node is not None and len(text(node)) != 14:
        yield node


@swedish_rule(
    'SE-R-002',
    FATAL,
    "Your Swedish VAT number has something else than digits after SE.",
    VAT_ADVICE,
)
def vat_number_is_not_numeric(document: Document) -> Breaches:
    """BT-31."""
    node = _swedish_vat_number(document)
    if node is not None and not is_numeric(raw(node)[2:14].strip(XML_SPACE)):
        yield node


@swedish_rule(
    'SE-R-003', FATAL, "Your organisation number has something else than digits.", ORGNR_ADVICE
)
def organisation_number_is_not_numeric(document: Document) -> Breaches:
    """BT-30."""
    for node in _organisation_numbers(document):
        if not is_numeric(text(node)):
            yield node


@swedish_rule('SE-R-004', FATAL, "Your organisation number doesn't have 10 digits.", ORGNR_ADVICE)
def organisation_number_has_another_length(document: Document) -> Breaches:
    """BT-30."""
    for node in _organisation_numbers(document):
        if len(text(node)) != 10:
            yield node


@swedish_rule(
    'SE-R-005',
    FATAL,
    "Beside the VAT number a Swedish seller may only state 'Godkänd för F-skatt'.",
    "Tick 'F-tax' on your company instead of typing a tax number of your own.",
)
def tax_registration_is_another(document: Document) -> Breaches:
    """BT-32."""
    schemes = find_all(document.root, f'{SELLER}/cac:PartyTaxScheme')
    for scheme in schemes if _organisation_numbers(document) else []:
        node = find(scheme, 'cbc:CompanyID')
        is_vat = text(scheme, 'cac:TaxScheme/cbc:ID').upper() == 'VAT'
        if node is not None and not is_vat and text(node).upper() != 'GODKÄND FÖR F-SKATT':
            yield node


@swedish_rule('SE-R-006', FATAL, RATE_TEXT, RATE_ADVICE, until=BEFORE_3_0_22)
def rate_is_not_swedish(document: Document) -> Breaches:
    """BT-119, BT-152, BT-96, BT-103 in the category S."""
    if _swedish_vat_number(document) is None:
        return
    for node in document.all('cac:TaxCategory', 'cac:ClassifiedTaxCategory'):
        if raw(node, 'cbc:ID') == 'S' and number(node, 'cbc:Percent') not in SWEDISH_RATES:
            yield Breach(node, text(node, 'cbc:Percent'))


rule('SE-R-006', FATAL, RATE_TEXT, RATE_ADVICE, since=RELEASE_3_0_22, where=is_inside_sweden)(
    rate_is_not_swedish
)


@swedish_rule('SE-R-007', WARNING, "A Plusgiro number has something else than digits.", GIRO_ADVICE)
def plusgiro_is_not_numeric(document: Document) -> Breaches:
    """BT-84."""
    return _not_numeric(_giro_ids(document, 'SE:PLUSGIRO'))


@swedish_rule('SE-R-008', WARNING, "A Bankgiro number has something else than digits.", GIRO_ADVICE)
def bankgiro_is_not_numeric(document: Document) -> Breaches:
    """BT-84."""
    return _not_numeric(_giro_ids(document, 'SE:BANKGIRO'))


@swedish_rule('SE-R-009', WARNING, "A Bankgiro number doesn't have 7 or 8 digits.", GIRO_ADVICE)
def bankgiro_has_another_length(document: Document) -> Breaches:
    """BT-84."""
    return [node for node in _giro_ids(document, 'SE:BANKGIRO') if len(text(node)) not in (7, 8)]


@swedish_rule('SE-R-010', WARNING, "A Plusgiro number doesn't have 2 to 8 digits.", GIRO_ADVICE)
def plusgiro_has_another_length(document: Document) -> Breaches:
    """BT-84."""
    return [node for node in _giro_ids(document, 'SE:PLUSGIRO') if not 2 <= len(text(node)) <= 8]


@swedish_rule(
    'SE-R-011',
    WARNING,
    "Bankgiro and Plusgiro are stated with payment means code 30, not with 50 or 56.",
    "Set up the account as Bankgiro or Plusgiro, and the code follows from it.",
)
def giro_has_its_own_code(document: Document) -> Breaches:
    """BT-81."""
    return _means_with_code(document, {'50', '56'})


@rule(
    'SE-R-012',
    WARNING,
    "Between Swedish companies a credit transfer has payment means code 30, not 31.",
    "Choose the payment means 30 (credit transfer) on the invoice.",
    where=is_inside_sweden,
)
def domestic_transfer_has_code_31(document: Document) -> Breaches:
    """BT-81."""
    return _means_with_code(document, {'31'})


@swedish_rule(
    'SE-R-013', FATAL, "The check digit of your organisation number is wrong.", ORGNR_ADVICE
)
def organisation_number_has_wrong_check_digit(document: Document) -> Breaches:
    """BT-30."""
    for node in _organisation_numbers(document):
        orgnr = text(node)
        if not re.fullmatch('[0-9]{10,}', orgnr) or not luhn.is_valid(orgnr[:10]):
            yield node


def _not_numeric(nodes: Iterable[Element]) -> list[Element]:
    return [node for node in nodes if not is_numeric(text(node))]


def _means_with_code(document: Document, codes: Iterable[str]) -> Breaches:
    for means in document.all('cac:PaymentMeans'):
        if raw(means, 'cbc:PaymentMeansCode') in codes:
            yield Breach(means, raw(means, 'cbc:PaymentMeansCode'), 'cbc:PaymentMeansCode')
