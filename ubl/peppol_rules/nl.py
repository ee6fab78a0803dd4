"""Rules for Dutch sellers.

Source: rules NL-R-001 … NL-R-009 of Peppol BIS Billing 3.0.21. Countries are those of the
addresses, whatever their case.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from ..finding import FATAL
from .countries import Countries, normal
from .document import Document, Element, find, find_all, number, text
from .registry import Breach, Breaches, rule


LEGAL_SCHEMES = frozenset({'0106', '0190'})
PAYMENT_CODES = frozenset({'30', '48', '49', '57', '58', '59'})
COMPANY_ID = 'cac:PartyLegalEntity/cbc:CompanyID'
ADDRESS_ADVICE = "Complete the address of the contact: street, post code and city."
NUMBER_ADVICE = (
    "Enter the KVK number (scheme 0106) or the OIN number (0190) as the company registry number "
    "of the contact."
)


def is_dutch(countries: Countries) -> bool:
    """Whether the seller has a Dutch address."""
    return normal(countries.seller_address) == 'NL'


def is_inside_the_netherlands(countries: Countries) -> bool:
    """Whether the buyer has one too."""
    return is_dutch(countries) and normal(countries.buyer_address) == 'NL'


def is_represented_there(countries: Countries) -> bool:
    """Whether seller and tax representative have Dutch addresses."""
    return is_dutch(countries) and normal(countries.representative_address) == 'NL'


dutch_rule = partial(rule, where=is_dutch)
domestic_rule = partial(rule, where=is_inside_the_netherlands)


@dutch_rule(
    'NL-R-001',
    FATAL,
    "A Dutch credit note has to name the invoice that it credits.",
    "Make the credit note from the invoice, or name the invoice in it.",
)
def credited_invoice_is_missing(document: Document) -> Breaches:
    """BT-25."""
    path = 'cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID'
    if find(document.root, path) is None:
        yield from document.all('cbc:CreditNoteTypeCode')


@dutch_rule(
    'NL-R-002',
    FATAL,
    "The address of a Dutch seller lacks street, post code or city.",
    ADDRESS_ADVICE,
)
def address_of_seller_is_incomplete(document: Document) -> Breaches:
    """BT-35, BT-37, BT-38."""
    return _incomplete(document.supplier)


@dutch_rule(
    'NL-R-003',
    FATAL,
    "The number of a Dutch seller is neither a KVK nor an OIN number.",
    NUMBER_ADVICE,
)
def number_of_seller_is_another(document: Document) -> Breaches:
    """BT-30."""
    return _other_numbers(document.supplier)


@domestic_rule(
    'NL-R-004',
    FATAL,
    "The address of a Dutch customer lacks street, post code or city.",
    ADDRESS_ADVICE,
)
def address_of_buyer_is_incomplete(document: Document) -> Breaches:
    """BT-50, BT-52, BT-53."""
    return _incomplete(document.customer)


@domestic_rule(
    'NL-R-005',
    FATAL,
    "The number of a Dutch customer is neither a KVK nor an OIN number.",
    NUMBER_ADVICE,
)
def number_of_buyer_is_another(document: Document) -> Breaches:
    """BT-47."""
    return _other_numbers(document.customer)


@rule(
    'NL-R-006',
    FATAL,
    "The address of a Dutch tax representative lacks street, post code or city.",
    ADDRESS_ADVICE,
    where=is_represented_there,
)
def address_of_representative_is_incomplete(document: Document) -> Breaches:
    """BT-64, BT-66, BT-67."""
    return _incomplete(document.tax_representative)


@dutch_rule(
    'NL-R-007',
    FATAL,
    "A Dutch invoice has to say how it is paid.",
    "Choose a recipient bank account on the invoice.",
)
def payment_is_missing(document: Document) -> Breaches:
    """BG-16, where the customer pays the seller."""
    for totals in document.totals:
        due = number(totals, 'cbc:PayableAmount')
        owed = None if due is None else -due if document.is_credit_note else due
        if (owed is None or owed > Decimal(0)) and not document.all('cac:PaymentMeans'):
            yield Breach(document.root, missing='cac:PaymentMeans')


@domestic_rule(
    'NL-R-008',
    FATAL,
    "This payment means code isn't used in the Netherlands.",
    "Choose another way of payment: 30, 48, 49, 57, 58 or 59.",
)
def code_is_not_dutch(document: Document) -> Breaches:
    """BT-81."""
    for means in document.all('cac:PaymentMeans'):
        if text(means, 'cbc:PaymentMeansCode') not in PAYMENT_CODES:
            yield Breach(means, text(means, 'cbc:PaymentMeansCode'), 'cbc:PaymentMeansCode')


@dutch_rule(
    'NL-R-009',
    FATAL,
    "A line refers to an order line, but the invoice to no order.",
    "Fill in the customer's order number on the invoice.",
)
def order_is_missing(document: Document) -> Breaches:
    """BT-13 with BT-132."""
    if find(document.root, 'cac:OrderReference/cbc:ID') is None:
        for reference in document.all('cac:OrderLineReference'):
            yield from find_all(reference, 'cbc:LineID')


def _incomplete(party: Element | None) -> Breaches:
    for address in [] if party is None else find_all(party, 'cac:PostalAddress'):
        if any(
            find(address, name) is None
            for name in ('cbc:StreetName', 'cbc:CityName', 'cbc:PostalZone')
        ):
            yield address


def _other_numbers(party: Element | None) -> Breaches:
    for node in [] if party is None else find_all(party, COMPANY_ID):
        schemes = node.get('schemeID', '').split(' ')
        if not text(node) or not LEGAL_SCHEMES.intersection(schemes):
            yield node
