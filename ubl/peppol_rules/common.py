"""Peppol's must-haves for every country: references, addresses, currency, nothing empty.

Source: rules PEPPOL-EN16931-R0xx, Fxxx and Pxxxx of Peppol BIS Billing 3.0.21 and of Peppol BIS
Self-Billing 3.0.2, which differs in R004, R007, R051, P0100 and P0101.
"""

from __future__ import annotations

from collections.abc import Set

from .. import self_billing
from ..finding import FATAL
from .countries import Countries, are_german
from .document import XML_SPACE, Document, Element, find, find_all, is_day, raw, text
from .registry import BEFORE_3_0_22, RELEASE_3_0_22, Breach, Breaches, rule


SPECIFICATION = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0'
PROFILES = frozenset(
    {
        'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0',
        'urn:peppol:bis:billing_with_response',
        'urn:peppol:france:billing:regulated',
        'urn:peppol:france:billing:non-regulated',
    }
)
SELF_BILLING_PROFILES = PROFILES - {'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0'} | {
    self_billing.PROFILE
}
_INVOICE_TYPES = (
    '71 80 82 84 102 218 219 326 331 380 382 383 384 386 388 393 395 553 575 623 780 817 870 875 '
    '876 877'
)
INVOICE_TYPES = frozenset(_INVOICE_TYPES.split())
CREDIT_NOTE_TYPES = frozenset({'381', '396', '81', '83', '532'})
SELF_BILLING_TYPES = {
    'cbc:InvoiceTypeCode': self_billing.INVOICE_TYPES,
    'cbc:CreditNoteTypeCode': self_billing.CREDIT_NOTE_TYPES,
}
DATES = (
    'cbc:IssueDate',
    'cbc:DueDate',
    'cbc:TaxPointDate',
    'cbc:StartDate',
    'cbc:EndDate',
    'cbc:ActualDeliveryDate',
)
AMOUNTS = (
    'cbc:Amount',
    'cbc:BaseAmount',
    'cbc:PriceAmount',
    'cbc:TaxableAmount',
    'cbc:LineExtensionAmount',
    'cbc:TaxExclusiveAmount',
    'cbc:TaxInclusiveAmount',
    'cbc:AllowanceTotalAmount',
    'cbc:ChargeTotalAmount',
    'cbc:PrepaidAmount',
    'cbc:PayableRoundingAmount',
    'cbc:PayableAmount',
)
CURRENCY_TEXT = "An amount is in another currency than the invoice, or the invoice has none."
REPORT = "This comes from the software, not from your data: report it with the invoice number."


@rule('PEPPOL-EN16931-R001', FATAL, "The document names no business process.", REPORT)
def business_process_is_missing(document: Document) -> Breaches:
    """BT-23."""
    if find(document.root, 'cbc:ProfileID') is None:
        yield Breach(document.root, missing='cbc:ProfileID')


@rule(
    'PEPPOL-EN16931-R002',
    FATAL,
    "The invoice has more than one note, and Peppol allows one.",
    "Put everything into one note under 'Terms and Conditions'.",
)
def notes_are_many(document: Document) -> Breaches:
    """BT-22; only German sellers and buyers among themselves may have more."""
    notes = find_all(document.root, 'cbc:Note')
    if len(notes) > 1 and not are_german(Countries.of(document)):
        yield notes[1]


@rule(
    'PEPPOL-EN16931-R003',
    FATAL,
    "The invoice has neither a buyer reference nor an order reference.",
    "Fill in the buyer reference or the customer's order number on the invoice.",
)
def references_are_missing(document: Document) -> Breaches:
    """BT-10 or BT-13."""
    if (
        find(document.root, 'cbc:BuyerReference') is None
        and find(document.root, 'cac:OrderReference/cbc:ID') is None
    ):
        yield Breach(document.root, missing='cbc:BuyerReference')


@rule(
    'PEPPOL-EN16931-R004',
    FATAL,
    "The document doesn't say that it is a Peppol BIS Billing 3.0 invoice.",
    REPORT,
)
def specification_is_another(document: Document) -> Breaches:
    """BT-24."""
    value = text(document.root, 'cbc:CustomizationID')
    known = document.is_self_billed or value.startswith(SPECIFICATION)
    if not known or '::' in value:
        yield Breach(document.root, value, 'cbc:CustomizationID')


@rule(
    'PEPPOL-EN16931-R005',
    FATAL,
    "The VAT accounting currency is the same as the invoice currency, so it must be left out.",
    REPORT,
)
def accounting_currency_is_needless(document: Document) -> Breaches:
    """BT-6 against BT-5."""
    node = find(document.root, 'cbc:TaxCurrencyCode')
    if node is not None and text(node) == document.currency:
        yield node


@rule('PEPPOL-EN16931-R007', FATAL, "The business process isn't one that Peppol knows.", REPORT)
def business_process_is_unknown(document: Document) -> Breaches:
    """BT-23."""
    value = text(document.root, 'cbc:ProfileID')
    if value not in _profiles(document):
        yield Breach(document.root, value, 'cbc:ProfileID')


@rule(
    'PEPPOL-EN16931-R008',
    FATAL,
    "A field of the invoice is empty in the document.",
    "Fill in the field, or clear it completely so that it is left out.",
)
def elements_are_empty(document: Document) -> Breaches:
    """A leaf without text."""
    for element in document.elements():
        # Most elements have a text, which says enough.
        if not (element.text or '').strip(XML_SPACE) and not len(element):
            yield element


# Two rules twice: in a self-billed document we are the buyer. The usual words come last, for they
# are the ones that the official rules of these ids are told in.
@rule(
    'PEPPOL-EN16931-R010',
    FATAL,
    "Your company, which is the buyer here, has no electronic address.",
    "Enter the Peppol address (scheme and identifier) on your company's contact.",
    key='PEPPOL-EN16931-R010-SELF-BILLED',
)
def self_billing_buyer_has_no_address(document: Document) -> Breaches:
    """BT-49."""
    return _no_address(document, document.customer) if document.is_self_billed else ()


@rule(
    'PEPPOL-EN16931-R010',
    FATAL,
    "The customer has no electronic address.",
    "Enter the Peppol address (scheme and identifier) on the customer's Accounting tab.",
)
def buyer_has_no_address(document: Document) -> Breaches:
    """BT-49."""
    return () if document.is_self_billed else _no_address(document, document.customer)


@rule(
    'PEPPOL-EN16931-R020',
    FATAL,
    "The vendor, who is the seller here, has no electronic address.",
    "Enter the Peppol address (scheme and identifier) on the vendor's Accounting tab.",
    key='PEPPOL-EN16931-R020-SELF-BILLED',
)
def self_billed_seller_has_no_address(document: Document) -> Breaches:
    """BT-34."""
    return _no_address(document, document.supplier) if document.is_self_billed else ()


@rule(
    'PEPPOL-EN16931-R020',
    FATAL,
    "Your company has no electronic address.",
    "Enter the Peppol address (scheme and identifier) on your company's contact.",
)
def seller_has_no_address(document: Document) -> Breaches:
    """BT-34."""
    return () if document.is_self_billed else _no_address(document, document.supplier)


def _no_address(document: Document, party: Element | None) -> Breaches:
    if party is not None and find(party, 'cbc:EndpointID') is None:
        yield Breach(party, missing='cbc:EndpointID')


@rule('PEPPOL-EN16931-R051', FATAL, CURRENCY_TEXT, REPORT, until=BEFORE_3_0_22)
def amount_is_in_another_currency(document: Document) -> Breaches:
    """BT-5; until 3.0.22 self-billing leaves the VAT of a group (BT-117) out."""
    return _other_currencies(document, [] if document.is_self_billed else _groups(document))


@rule('PEPPOL-EN16931-R051', FATAL, CURRENCY_TEXT, REPORT, since=RELEASE_3_0_22)
def any_amount_is_in_another_currency(document: Document) -> Breaches:
    """BT-5; only the VAT total in accounting currency (BT-111) may differ."""
    return _other_currencies(document, _groups(document))


def _groups(document: Document) -> list[Element]:
    return document.all('cac:TaxSubtotal')


def _other_currencies(document: Document, groups: list[Element]) -> Breaches:
    # As it stands: a code with a blank behind it is another one.
    currency = raw(document.root, 'cbc:DocumentCurrencyCode')
    totals = [
        node for node in document.all('cac:TaxTotal') if find(node, 'cac:TaxSubtotal') is not None
    ]
    tax_amounts = [find(node, 'cbc:TaxAmount') for node in totals + groups]
    for amount in [*document.all(*AMOUNTS), *tax_amounts]:
        if amount is not None and amount.get('currencyID') != currency:
            yield Breach(amount, f'{amount.get("currencyID")} ≠ {currency}')


@rule(
    'PEPPOL-EN16931-R053',
    FATAL,
    "The document must have exactly one VAT total with a breakdown by rate.",
    "Give every invoice line a tax (0 % is a tax too).",
)
def breakdown_is_not_single(document: Document) -> Breaches:
    """BG-23 in one TaxTotal."""
    totals = [
        node
        for node in find_all(document.root, 'cac:TaxTotal')
        if find(node, 'cac:TaxSubtotal') is not None
    ]
    if len(totals) != 1:
        yield Breach(document.root, str(len(totals)), 'cac:TaxTotal')


@rule(
    'PEPPOL-EN16931-R054',
    FATAL,
    "The VAT total in accounting currency is missing, or is there without such a currency.",
    REPORT,
)
def total_in_accounting_currency_is_wrong(document: Document) -> Breaches:
    """BT-111 exactly when there is a BT-6."""
    plain = [
        node
        for node in find_all(document.root, 'cac:TaxTotal')
        if find(node, 'cac:TaxSubtotal') is None
    ]
    expected = 0 if find(document.root, 'cbc:TaxCurrencyCode') is None else 1
    if len(plain) != expected:
        yield Breach(document.root, f'{len(plain)} ≠ {expected}', 'cac:TaxTotal/cbc:TaxAmount')


@rule(
    'PEPPOL-EN16931-F001',
    FATAL,
    "A date isn't written as YYYY-MM-DD.",
    "Correct the date; time zones and times of day aren't allowed.",
)
def date_is_malformed(document: Document) -> Breaches:
    """An XSD date may carry a time zone, a Peppol date may not."""
    return [node for node in document.all(*DATES) if not is_day(raw(node))]


@rule(
    'PEPPOL-EN16931-P0100',
    FATAL,
    "The invoice type isn't allowed in Peppol.",
    REPORT,
    until=BEFORE_3_0_22,
)
def invoice_type_is_not_allowed(document: Document) -> Breaches:
    """BT-3 of an invoice."""
    return _other_types(document, 'cbc:InvoiceTypeCode', INVOICE_TYPES)


@rule(
    'PEPPOL-EN16931-P0100',
    FATAL,
    "The invoice type isn't allowed in Peppol.",
    REPORT,
    since=RELEASE_3_0_22,
)
def invoice_type_is_still_not_allowed(document: Document) -> Breaches:
    """From 3.0.22 on the type 389 is left to P0112."""
    return _other_types(document, 'cbc:InvoiceTypeCode', INVOICE_TYPES | {'389'})


@rule('PEPPOL-EN16931-P0101', FATAL, "The credit note type isn't allowed in Peppol.", REPORT)
def credit_note_type_is_not_allowed(document: Document) -> Breaches:
    """BT-3 of a credit note."""
    return _other_types(document, 'cbc:CreditNoteTypeCode', CREDIT_NOTE_TYPES)


def _profiles(document: Document) -> Set[str]:
    """The business processes (BT-23) of documents of this kind."""
    return SELF_BILLING_PROFILES if document.is_self_billed else PROFILES


def _other_types(document: Document, name: str, types: Set[str]) -> Breaches:
    """Codes that aren't in the list; that of self-billed documents is the same in all releases."""
    if document.is_self_billed:
        types = SELF_BILLING_TYPES[name]
    if text(document.root, 'cbc:ProfileID') in _profiles(document):
        yield from (node for node in document.all(name) if text(node) not in types)
