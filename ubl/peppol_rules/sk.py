"""Rules between Slovak companies.

Source: rules SK-R-001 … SK-R-007 of Peppol BIS Billing 3.0.22, which all warn. Countries are those
of the addresses, whatever their case.
"""

from __future__ import annotations

from functools import partial

from ..finding import WARNING
from .countries import Countries, normal
from .document import Document, Element, find, find_all, text
from .registry import RELEASE_3_0_22, Breach, Breaches, rule


CORRECTION = '384'
PREVIOUS = 'cac:BillingReference/cac:InvoiceDocumentReference'
ADDRESS_ADVICE = "Complete the address of the contact: street, post code and city."


def is_inside_slovakia(countries: Countries) -> bool:
    """Whether seller and buyer have Slovak addresses."""
    return normal(countries.seller_address) == normal(countries.buyer_address) == 'SK'


slovak_rule = partial(rule, since=RELEASE_3_0_22, where=is_inside_slovakia)


@slovak_rule(
    'SK-R-001',
    WARNING,
    "A corrected invoice between Slovak companies doesn't name the invoice that it corrects.",
    "Make the corrected invoice from the invoice, or name the invoice in it.",
)
def corrected_invoice_is_missing(document: Document) -> Breaches:
    """BG-3."""
    is_correction = text(document.root, 'cbc:InvoiceTypeCode') == CORRECTION
    if is_correction and find(document.root, PREVIOUS) is None:
        yield Breach(document.root, missing=PREVIOUS)


@slovak_rule('SK-R-002', WARNING, "A Slovak seller's street is missing.", ADDRESS_ADVICE)
def street_of_seller_is_missing(document: Document) -> Breaches:
    """BT-35."""
    return _without(document.supplier, 'cbc:StreetName')


@slovak_rule('SK-R-003', WARNING, "A Slovak seller's city is missing.", ADDRESS_ADVICE)
def city_of_seller_is_missing(document: Document) -> Breaches:
    """BT-37."""
    return _without(document.supplier, 'cbc:CityName')


@slovak_rule('SK-R-004', WARNING, "A Slovak seller's post code is missing.", ADDRESS_ADVICE)
def post_code_of_seller_is_missing(document: Document) -> Breaches:
    """BT-38."""
    return _without(document.supplier, 'cbc:PostalZone')


@slovak_rule('SK-R-005', WARNING, "A Slovak customer's street is missing.", ADDRESS_ADVICE)
def street_of_buyer_is_missing(document: Document) -> Breaches:
    """BT-50."""
    return _without(document.customer, 'cbc:StreetName')


@slovak_rule('SK-R-006', WARNING, "A Slovak customer's city is missing.", ADDRESS_ADVICE)
def city_of_buyer_is_missing(document: Document) -> Breaches:
    """BT-52."""
    return _without(document.customer, 'cbc:CityName')


@slovak_rule('SK-R-007', WARNING, "A Slovak customer's post code is missing.", ADDRESS_ADVICE)
def post_code_of_buyer_is_missing(document: Document) -> Breaches:
    """BT-53."""
    return _without(document.customer, 'cbc:PostalZone')


def _without(party: Element | None, name: str) -> Breaches:
    for address in [] if party is None else find_all(party, 'cac:PostalAddress'):
        if find(address, name) is None:
            yield Breach(address, missing=name)
