"""Rules for Icelandic sellers.

Source: rules IS-R-001 … IS-R-010 of Peppol BIS Billing 3.0.21. Countries are those of the
addresses, exactly as written.
"""

from __future__ import annotations

from functools import partial

from ..finding import FATAL, WARNING
from .common import REPORT
from .countries import Countries
from .document import Document, Element, find, find_all, is_day, raw, text
from .registry import Breach, Breaches, rule


KENNITALA = '0196'
COMPANY_ID = 'cac:PartyLegalEntity/cbc:CompanyID'
SELLER, BUYER = 'cac:AccountingSupplierParty', 'cac:AccountingCustomerParty'
NUMBER_ADVICE = "Enter the kennitala as the company registry number of the contact."
ADDRESS_ADVICE = "Complete the address of the contact: street and post code."
ACCOUNT_ADVICE = "Enter bank, ledger and account number of the bank account: 12 digits."
DUE_ADVICE = "Correct the final due date (eindagi) among the references, or remove it."


def is_icelandic(countries: Countries) -> bool:
    """Whether the seller has an Icelandic address."""
    return countries.seller_address == 'IS'


def is_inside_iceland(countries: Countries) -> bool:
    """Whether the buyer has one too."""
    return countries.are_both_in('IS')


icelandic_rule = partial(rule, where=is_icelandic)
domestic_rule = partial(rule, where=is_inside_iceland)


@icelandic_rule(
    'IS-R-001', WARNING, "An Icelandic invoice has the type 380, a credit note 381.", REPORT
)
def type_is_another(document: Document) -> Breaches:
    """BT-3."""
    types = {
        text(document.root, 'cbc:InvoiceTypeCode'),
        text(document.root, 'cbc:CreditNoteTypeCode'),
    }
    if not types & {'380', '381'}:
        yield Breach(document.root, missing='cbc:InvoiceTypeCode')


@icelandic_rule('IS-R-002', FATAL, "An Icelandic seller has to state the kennitala.", NUMBER_ADVICE)
def kennitala_of_seller_is_missing(document: Document) -> Breaches:
    """BT-30 with the scheme 0196."""
    if not _has_kennitala(document.supplier):
        yield Breach(document.root, missing=f'{SELLER}/{COMPANY_ID}')


@icelandic_rule(
    'IS-R-003',
    FATAL,
    "The address of an Icelandic seller lacks street or post code.",
    ADDRESS_ADVICE,
)
def address_of_seller_is_incomplete(document: Document) -> Breaches:
    """BT-35 and BT-38."""
    if not _has_address(document.supplier):
        yield Breach(document.root, missing=f'{SELLER}/cac:PostalAddress')


@domestic_rule(
    'IS-R-004', FATAL, "An Icelandic customer's kennitala has to be stated.", NUMBER_ADVICE
)
def kennitala_of_buyer_is_missing(document: Document) -> Breaches:
    """BT-47 with the scheme 0196."""
    for node in find_all(document.root, BUYER):
        if not _has_kennitala(document.customer):
            yield Breach(node, missing=COMPANY_ID)


@domestic_rule(
    'IS-R-005',
    FATAL,
    "The address of an Icelandic customer lacks street or post code.",
    ADDRESS_ADVICE,
)
def address_of_buyer_is_incomplete(document: Document) -> Breaches:
    """BT-50 and BT-53."""
    for node in find_all(document.root, BUYER):
        if not _has_address(document.customer):
            yield Breach(node, missing='cac:PostalAddress')


@icelandic_rule(
    'IS-R-006', FATAL, "A claim (code 9) in Iceland needs an account of 12 digits.", ACCOUNT_ADVICE
)
def claim_has_no_account(document: Document) -> Breaches:
    """BT-84."""
    return _without_account(document, '9')


@icelandic_rule(
    'IS-R-007',
    FATAL,
    "A transfer (code 42) in Iceland needs an account of 12 digits.",
    ACCOUNT_ADVICE,
)
def transfer_has_no_account(document: Document) -> Breaches:
    """BT-84."""
    return _without_account(document, '42')


@icelandic_rule(
    'IS-R-008', FATAL, "The final due date (eindagi) isn't written as YYYY-MM-DD.", DUE_ADVICE
)
def final_due_date_is_malformed(document: Document) -> Breaches:
    """BT-122 of the document described as EINDAGI."""
    for written in _final_due_dates(document)[:1]:
        if not is_day(written):
            yield Breach(document.root, written, 'cac:AdditionalDocumentReference')


@icelandic_rule(
    'IS-R-009',
    FATAL,
    "There is a final due date (eindagi) but no due date.",
    "Choose a due date on the invoice.",
)
def due_date_is_missing(document: Document) -> Breaches:
    """BT-9 beside EINDAGI."""
    if _final_due_dates(document) and find(document.root, 'cbc:DueDate') is None:
        yield Breach(document.root, missing='cbc:DueDate')


@icelandic_rule(
    'IS-R-010', FATAL, "The final due date (eindagi) is before the due date.", DUE_ADVICE
)
def final_due_date_is_too_early(document: Document) -> Breaches:
    """BT-9 against EINDAGI, compared as texts."""
    dates, due = _final_due_dates(document), find(document.root, 'cbc:DueDate')
    if dates and (due is None or all(raw(due) > written for written in dates)):
        yield Breach(document.root, ' / '.join(dates), 'cbc:DueDate')


def _has_kennitala(party: Element | None) -> bool:
    numbers = [] if party is None else find_all(party, COMPANY_ID)
    return any(node.get('schemeID') == KENNITALA for node in numbers)


def _has_address(party: Element | None) -> bool:
    return party is not None and all(
        find(party, f'cac:PostalAddress/{name}') is not None
        for name in ('cbc:StreetName', 'cbc:PostalZone')
    )


def _without_account(document: Document, code: str) -> Breaches:
    means = [
        node
        for node in find_all(document.root, 'cac:PaymentMeans')
        if raw(node, 'cbc:PaymentMeansCode') == code
    ]
    accounts = [
        text(node) for each in means for node in find_all(each, 'cac:PayeeFinancialAccount/cbc:ID')
    ]
    if means and (not accounts or len(accounts[0]) != 12):
        yield Breach(
            document.root,
            accounts[0] if accounts else '',
            'cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID',
        )


def _final_due_dates(document: Document) -> list[str]:
    """What stands as number of the documents described as EINDAGI."""
    return [
        raw(reference, 'cbc:ID')
        for reference in find_all(document.root, 'cac:AdditionalDocumentReference')
        if any(raw(node) == 'EINDAGI' for node in find_all(reference, 'cbc:DocumentDescription'))
    ]
