"""Rules for Italian sellers.

Source: rules IT-R-001 … IT-R-004 of Peppol BIS Billing 3.0.21.
"""

from __future__ import annotations

import re
from functools import partial

from ..finding import FATAL
from .countries import Countries
from .document import Document, find, find_all, text
from .registry import Breach, Breaches, rule


ADDRESS_ADVICE = "Complete the address of your company: street, post code and city."


def is_italian(countries: Countries) -> bool:
    """By the VAT number, or else by the address."""
    return countries.seller == 'IT'


italian_rule = partial(rule, where=is_italian)


@italian_rule(
    'IT-R-001',
    FATAL,
    "The tax registration of an Italian seller doesn't have 11 to 16 capital letters and digits.",
    "Correct the tax code of your company.",
)
def tax_registration_is_malformed(document: Document) -> Breaches:
    """BT-32."""
    schemes = [] if document.supplier is None else find_all(document.supplier, 'cac:PartyTaxScheme')
    for scheme in schemes:
        is_vat = text(scheme, 'cac:TaxScheme/cbc:ID') == 'VAT'
        code = text(scheme, 'cbc:CompanyID')
        if not is_vat and not re.fullmatch('[A-Z0-9]{11,16}', code):
            yield Breach(scheme, code, 'cbc:CompanyID')


@italian_rule('IT-R-002', FATAL, "An Italian seller's street is missing.", ADDRESS_ADVICE)
def street_is_missing(document: Document) -> Breaches:
    """BT-35."""
    return _without(document, 'cac:PostalAddress/cbc:StreetName')


@italian_rule('IT-R-003', FATAL, "An Italian seller's city is missing.", ADDRESS_ADVICE)
def city_is_missing(document: Document) -> Breaches:
    """BT-37."""
    return _without(document, 'cac:PostalAddress/cbc:CityName')


@italian_rule('IT-R-004', FATAL, "An Italian seller's post code is missing.", ADDRESS_ADVICE)
def post_code_is_missing(document: Document) -> Breaches:
    """BT-38."""
    return _without(document, 'cac:PostalAddress/cbc:PostalZone')


def _without(document: Document, path: str) -> Breaches:
    if document.supplier is not None and find(document.supplier, path) is None:
        yield Breach(document.supplier, missing=path)
