"""Which countries an invoice is between, as the national rules ask for it.

Peppol looks at the VAT number in some countries' rules and at the address in others', with or
without regard to blanks and case; each national file says which it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .document import Document, Element, find_all, raw, text


ADDRESS = 'cac:PostalAddress/cac:Country/cbc:IdentificationCode'


class Countries(NamedTuple):
    """Two-letter codes, or '' where nothing is stated or two VAT numbers leave it open.

    ``seller`` and ``buyer`` follow the VAT number and then the address; ``seller`` asks the tax
    representative's VAT number in between, ``seller_itself`` doesn't. The rest are addresses as
    they stand.
    """

    seller: str
    seller_itself: str
    buyer: str
    seller_address: str
    buyer_address: str
    representative_address: str

    @classmethod
    def of(cls, document: Document) -> Countries:
        """Those of one invoice."""
        seller, buyer = document.supplier, document.customer
        representative = document.tax_representative
        return cls(
            seller=_country(seller, seller, representative),
            seller_itself=_country(seller, seller),
            buyer=_country(buyer, buyer),
            seller_address=_address(seller),
            buyer_address=_address(buyer),
            representative_address=_address(representative),
        )

    def are_both_in(self, code: str) -> bool:
        """Whether seller and buyer have an address there, exactly as the code is written."""
        return self.seller_address == self.buyer_address == code


Condition = Callable[[Countries], bool]


def are_german(countries: Countries) -> bool:
    """Whether seller and buyer have German addresses."""
    return normal(countries.seller_address) == normal(countries.buyer_address) == 'DE'


def normal(code: str) -> str:
    """' de ' → 'DE'."""
    return code.strip(' \t\r\n').upper()


def vat_numbers(party: Element | None) -> list[Element]:
    """The party's tax registrations whose scheme is exactly 'VAT'."""
    schemes = [] if party is None else find_all(party, 'cac:PartyTaxScheme')
    return [scheme for scheme in schemes if raw(scheme, 'cac:TaxScheme/cbc:ID') == 'VAT']


def vat_ids(party: Element | None) -> list[Element]:
    """The VAT numbers of a party; blanks around the scheme don't matter."""
    schemes = [] if party is None else find_all(party, 'cac:PartyTaxScheme')
    return [
        node
        for scheme in schemes
        if text(scheme, 'cac:TaxScheme/cbc:ID') == 'VAT'
        for node in find_all(scheme, 'cbc:CompanyID')
    ]


def _country(resident: Element | None, *holders: Element | None) -> str:
    """By the first holder of a VAT number, else by the resident's address."""
    for holder in holders:
        prefixes = [raw(scheme, 'cbc:CompanyID')[:2] for scheme in vat_numbers(holder)]
        if len(prefixes) > 1:
            return ''
        if prefixes and prefixes[0]:
            return normal(prefixes[0])
    return normal(_address(resident))


def _address(party: Element | None) -> str:
    return '' if party is None else raw(party, ADDRESS)
