"""Rules for Norwegian sellers.

Source: rules NO-R-001 and NO-R-002 of Peppol BIS Billing 3.0.21.
"""

from __future__ import annotations

from functools import partial

from ..finding import FATAL, WARNING
from .countries import Countries, vat_ids
from .document import Document, find_all, raw, text
from .party_ids import is_norwegian_number
from .registry import Breach, Breaches, rule


def is_norwegian(countries: Countries) -> bool:
    """By the VAT number, or else by the address."""
    return countries.seller == 'NO'


norwegian_rule = partial(rule, where=is_norwegian)


@norwegian_rule(
    'NO-R-001',
    FATAL,
    "A Norwegian VAT number isn't NO, the organisation number and MVA.",
    "Enter your VAT number as NO, the 9 digits of the organisation number, and MVA.",
)
def norwegian_vat_number_is_wrong(document: Document) -> Breaches:
    """BT-31; another country's number passes."""
    if document.supplier is None:
        return
    for node in vat_ids(document.supplier):
        country, orgnr, ending = raw(node)[:2], raw(node)[2:11], raw(node)[11:]
        if country == 'NO' and not (ending == 'MVA' and is_norwegian_number(orgnr)):
            yield Breach(document.supplier, raw(node), 'cac:PartyTaxScheme')


@norwegian_rule(
    'NO-R-002',
    WARNING,
    "Most Norwegian sellers have to state 'Foretaksregisteret' on their invoices.",
    "Have 'Foretaksregisteret' stated as your tax registration, if your company is in that "
    "register.",
)
def register_is_not_stated(document: Document) -> Breaches:
    """BT-32."""
    if document.supplier is None:
        return
    stated = [
        text(scheme, 'cbc:CompanyID')
        for scheme in find_all(document.supplier, 'cac:PartyTaxScheme')
        if text(scheme, 'cac:TaxScheme/cbc:ID') == 'TAX'
    ]
    if stated[:1] != ['Foretaksregisteret']:
        yield Breach(document.supplier, ' / '.join(stated), 'cac:PartyTaxScheme')
