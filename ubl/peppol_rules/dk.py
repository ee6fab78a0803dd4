"""Rules for Danish sellers: numbers of companies, lines and amounts; `dk_payment` has the rest.

Source: rules DK-R-002 … DK-R-004 and DK-R-013 … DK-R-017 of Peppol BIS Billing 3.0.21. Countries
are those of the addresses, exactly as written.
"""

from __future__ import annotations

from functools import partial

from ..finding import FATAL
from .countries import Countries
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
from .registry import Breach, Breaches, rule


COMPANY_ID = 'cac:PartyLegalEntity/cbc:CompanyID'
CLASSIFICATION = 'cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode'
UNSPSC_VERSIONS = frozenset({'19.05.01', '19.0501', '26.08.01', '26.0801'})
CVR_ADVICE = "Enter the CVR number as the company registry number of the contact."
REASON_ADVICE = (
    "State the Danish tax as its 4-digit code, or as a text with # inside, in the reason of the "
    "charge."
)


def is_danish(countries: Countries) -> bool:
    """Whether the seller has a Danish address."""
    return countries.seller_address == 'DK'


def is_inside_denmark(countries: Countries) -> bool:
    """Whether the buyer has one too."""
    return countries.are_both_in('DK')


danish_rule = partial(rule, where=is_danish)
domestic_rule = partial(rule, where=is_inside_denmark)


@danish_rule('DK-R-002', FATAL, "A Danish seller has to state the CVR number.", CVR_ADVICE)
def cvr_number_is_missing(document: Document) -> Breaches:
    """BT-30."""
    if document.supplier is None or not text(document.supplier, COMPANY_ID):
        yield Breach(document.root, missing=f'cac:AccountingSupplierParty/{COMPANY_ID}')


@domestic_rule(
    'DK-R-003',
    FATAL,
    "A product classification is of another version of UNSPSC than 19.05.01 or 26.08.01.",
    "Correct the classification of the product, or leave it out.",
)
def classification_is_of_another_version(document: Document) -> Breaches:
    """BT-158-2; all classifications of a line are looked at together."""
    name = 'cac:CreditNoteLine' if document.is_credit_note else 'cac:InvoiceLine'
    for line in find_all(document.root, name):
        codes = find_all(line, CLASSIFICATION)
        versions = {code.get('listVersionID') for code in codes}
        if any(code.get('listID') == 'TST' for code in codes) and not versions & UNSPSC_VERSIONS:
            yield Breach(line, missing=CLASSIFICATION)


@domestic_rule(
    'DK-R-004',
    FATAL,
    "A charge for another tax than VAT doesn't say in its reason which one.",
    REASON_ADVICE,
)
def tax_is_not_named(document: Document) -> Breaches:
    """BT-97, BT-104, BT-139, BT-144 with the reason code ZZZ."""
    for change in document.all('cac:AllowanceCharge'):
        if raw(change, 'cbc:AllowanceChargeReasonCode') == 'ZZZ' and not _names_a_tax(change):
            yield Breach(change, missing='cbc:AllowanceChargeReason')


@domestic_rule(
    'DK-R-013',
    FATAL,
    "An identifier of a Danish party has no scheme.",
    "State the scheme of the identifier, such as 0088 for a GLN.",
)
def identifier_has_no_scheme(document: Document) -> Breaches:
    """BT-29, BT-46."""
    for party in (document.supplier, document.customer):
        for group in [] if party is None else find_all(party, 'cac:PartyIdentification'):
            node = find(group, 'cbc:ID')
            if node is not None and not node.get('schemeID', '').strip(XML_SPACE):
                yield Breach(group, text(node), 'cbc:ID')


@danish_rule(
    'DK-R-014', FATAL, "The number of a Danish seller isn't marked as a CVR number.", CVR_ADVICE
)
def seller_number_is_no_cvr(document: Document) -> Breaches:
    """BT-30-1 is 0184."""
    if _is_no_cvr(document.supplier):
        yield Breach(document.root, missing=f'cac:AccountingSupplierParty/{COMPANY_ID}')


@domestic_rule(
    'DK-R-016',
    FATAL,
    "A Danish credit note can't have a negative total.",
    "Make an invoice of what the customer has to pay.",
)
def credit_note_is_negative(document: Document) -> Breaches:
    """BT-115."""
    if document.is_credit_note:
        totals = find(document.root, 'cac:LegalMonetaryTotal')
        due = None if totals is None else number(totals, 'cbc:PayableAmount')
        if due is not None and due < 0:
            yield Breach(document.root, str(due), 'cac:LegalMonetaryTotal/cbc:PayableAmount')


@domestic_rule(
    'DK-R-017', FATAL, "The number of a Danish customer isn't marked as a CVR number.", CVR_ADVICE
)
def buyer_number_is_no_cvr(document: Document) -> Breaches:
    """BT-47-1 is 0184."""
    if document.customer is not None and _is_no_cvr(document.customer):
        yield Breach(document.customer, missing=COMPANY_ID)


def _is_no_cvr(party: Element | None) -> bool:
    node = None if party is None else find(party, COMPANY_ID)
    return node is not None and node.get('schemeID', '').strip(XML_SPACE) != '0184'


def _names_a_tax(change: Element) -> bool:
    code = text(change, 'cbc:AllowanceChargeReason')
    if len(code) == 4 and is_numeric(code) and 0 <= float(code) <= 9999:
        return True
    reason = raw(change, 'cbc:AllowanceChargeReason')
    return '#' in reason and not reason.startswith('#') and not reason.endswith('#')
