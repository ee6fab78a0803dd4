"""Rules for Greek sellers: names, numbers and the tax authority's marks; `gr_invoice_id` the id.

Source: rules GR-R-002 … GR-R-010 and GR-S of Peppol BIS Billing 3.0.21. Countries are those of the
VAT numbers, or else of the addresses.
"""

from __future__ import annotations

import re
from functools import partial

from ..finding import FATAL, WARNING
from .countries import Countries, vat_ids
from .document import Document, Element, find_all, raw, text
from .registry import Breach, Breaches, rule


GREECE = frozenset({'GR', 'EL'})
TIN_SCHEME = '9933'
MARK, INVOICE_URL = '##M.AR.K##', '##INVOICE|URL##'
REFERENCE = 'cac:AdditionalDocumentReference'
URI = 'cac:Attachment/cac:ExternalReference/cbc:URI'
NAME_ADVICE = "Enter the name of the contact as it is registered."
VAT_ADVICE = "Enter the VAT number of the contact: EL and the 9 digits of the TIN."
ADDRESS_ADVICE = "Enter the TIN with the scheme 9933 as the electronic address of the contact."
MARK_ADVICE = "Report the invoice to myDATA and attach the MARK number that you get."
URL_ADVICE = "Attach one link to the invoice, described as ##INVOICE|URL##."


def is_greek(countries: Countries) -> bool:
    """Whether the seller, or its tax representative, is Greek."""
    return countries.seller in GREECE


def is_itself_greek(countries: Countries) -> bool:
    """Whether the seller is Greek, with a tax representative or without."""
    return countries.seller_itself in GREECE


def is_resident(countries: Countries) -> bool:
    """Whether a Greek seller has a Greek address as well."""
    return is_greek(countries) and countries.seller_address == 'GR'


def is_inside_greece(countries: Countries) -> bool:
    """Whether the buyer is Greek too."""
    return is_greek(countries) and countries.buyer in GREECE


greek_rule = partial(rule, where=is_greek)
resident_rule = partial(rule, where=is_resident)
domestic_rule = partial(rule, where=is_inside_greece)


@greek_rule('GR-R-002', FATAL, "A Greek seller's name is missing.", NAME_ADVICE)
def name_of_seller_is_missing(document: Document) -> Breaches:
    """BT-28."""
    return _nameless(document.supplier)


@greek_rule('GR-R-003', FATAL, "A Greek seller's VAT number isn't EL and a valid TIN.", VAT_ADVICE)
def vat_number_of_seller_is_wrong(document: Document) -> Breaches:
    """BT-31."""
    numbers = [] if document.supplier is None else vat_ids(document.supplier)
    return [node for node in numbers if not _is_greek_vat_number(raw(node))]


@resident_rule('GR-R-004-1', FATAL, "A Greek invoice needs exactly one MARK number.", MARK_ADVICE)
def mark_is_not_single(document: Document) -> Breaches:
    """BT-122 described as ##M.AR.K##."""
    marks = _references(document.root, MARK)
    if len(marks) != 1:
        yield Breach(document.root, str(len(marks)), REFERENCE)


@resident_rule('GR-R-004-2', FATAL, "A MARK number isn't a positive number.", MARK_ADVICE)
def mark_is_malformed(document: Document) -> Breaches:
    """BT-122 described as ##M.AR.K##; only its beginning is looked at."""
    for reference in _references(document.root, MARK):
        yield from (
            node for node in find_all(reference, 'cbc:ID') if not re.match('[1-9]', raw(node))
        )


@greek_rule('GR-R-005', FATAL, "The name of a Greek seller's customer is missing.", NAME_ADVICE)
def name_of_buyer_is_missing(document: Document) -> Breaches:
    """BT-45."""
    return _nameless(document.customer)


@domestic_rule(
    'GR-R-006',
    FATAL,
    "A Greek customer's VAT number isn't EL and a valid TIN, or is missing.",
    VAT_ADVICE,
)
def vat_number_of_buyer_is_wrong(document: Document) -> Breaches:
    """BT-48."""
    return _without_vat_number(document.customer)


@resident_rule('GR-R-008-2', FATAL, "A Greek invoice has more than one link to it.", URL_ADVICE)
def links_are_many(document: Document) -> Breaches:
    """BT-124 described as ##INVOICE|URL##."""
    links = _references(document.root, INVOICE_URL)
    if len(links) > 1:
        yield Breach(document.root, str(len(links)), REFERENCE)


@greek_rule('GR-R-008-3', FATAL, "The link to a Greek invoice has no address.", URL_ADVICE)
def link_is_empty(document: Document) -> Breaches:
    """BT-124 described as ##INVOICE|URL##."""
    for reference in _references(document.root, INVOICE_URL):
        if not text(reference, URI):
            yield Breach(reference, missing='cac:Attachment')


@rule(
    'GR-R-009',
    FATAL,
    "A Greek seller's electronic address isn't a valid TIN with scheme 9933.",
    ADDRESS_ADVICE,
    where=is_itself_greek,
)
def address_of_seller_is_no_tin(document: Document) -> Breaches:
    """BT-34."""
    return _addresses_without_tin(document.supplier)


@domestic_rule(
    'GR-R-010',
    FATAL,
    "A Greek customer's electronic address isn't a valid TIN with scheme 9933.",
    ADDRESS_ADVICE,
)
def address_of_buyer_is_no_tin(document: Document) -> Breaches:
    """BT-49."""
    return _addresses_without_tin(document.customer)


@resident_rule('GR-S-008-1', WARNING, "A Greek invoice should have one link to it.", URL_ADVICE)
def link_is_not_single(document: Document) -> Breaches:
    """BT-124 described as ##INVOICE|URL##."""
    links = _references(document.root, INVOICE_URL)
    if len(links) != 1:
        yield Breach(document.root, str(len(links)), REFERENCE)


@greek_rule(
    'GR-S-011',
    WARNING,
    "A Greek seller's VAT number isn't EL and a valid TIN, or is missing.",
    VAT_ADVICE,
)
def seller_has_no_greek_vat_number(document: Document) -> Breaches:
    """BT-31."""
    return _without_vat_number(document.supplier)


def is_tin(number: str) -> bool:
    """Whether a text begins with a Greek tax number: 8 digits, weighted by powers of 2, and one."""
    if not re.match('[0-9]{9}', number):
        return False
    checksum = sum(int(digit) << (8 - place) for place, digit in enumerate(number[:8]))
    return checksum % 11 % 10 == int(number[8])


def _is_greek_vat_number(number: str) -> bool:
    return number.startswith('EL') and is_tin(number[2:])


def _nameless(party: Element | None) -> Breaches:
    if party is not None and not raw(party, 'cac:PartyName/cbc:Name'):
        yield Breach(party, missing='cac:PartyName')


def _without_vat_number(party: Element | None) -> Breaches:
    if party is None:
        return
    numbers = vat_ids(party)
    if len(numbers) != 1 or not _is_greek_vat_number(raw(numbers[0])):
        yield Breach(party, missing='cac:PartyTaxScheme')


def _addresses_without_tin(party: Element | None) -> Breaches:
    for node in [] if party is None else find_all(party, 'cbc:EndpointID'):
        if node.get('schemeID') != TIN_SCHEME or not is_tin(raw(node)):
            yield node


def _references(root: Element, description: str) -> list[Element]:
    """The additional documents of that description."""
    return [
        reference
        for reference in find_all(root, REFERENCE)
        if any(raw(node) == description for node in find_all(reference, 'cbc:DocumentDescription'))
    ]
