"""Who sells, buys, is paid and receives (BG-4 to BG-15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .values import Identifier


@dataclass(frozen=True, slots=True)
class Address:
    """BG-5, BG-8, BG-12 or BG-15; the numbers are the seller's."""

    street: str = ''  # BT-35
    additional_street: str = ''  # BT-36
    third_line: str = ''  # BT-162
    city: str = ''  # BT-37
    post_code: str = ''  # BT-38
    subdivision: str = ''  # BT-39
    country: str = ''  # BT-40, ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True)
class Contact:
    """BG-6 or BG-9."""

    name: str = ''  # BT-41, BT-56
    telephone: str = ''  # BT-42, BT-57
    email: str = ''  # BT-43, BT-58


@dataclass(frozen=True, slots=True)
class TaxRegistration:
    """A number at a tax authority: VAT (BT-31, BT-48, BT-63) or another (BT-32)."""

    number: str
    scheme: str = 'VAT'  # 'VAT', or any other word: BT-32


@dataclass(frozen=True, slots=True)
class Party:
    """The seller (BG-4) or the buyer (BG-7)."""

    endpoint: Identifier | None = None  # BT-34, BT-49
    identifiers: tuple[Identifier, ...] = ()  # BT-29, BT-46
    trading_name: str = ''  # BT-28, BT-45
    address: Address = Address()  # BG-5, BG-8
    tax_registrations: tuple[TaxRegistration, ...] = ()  # BT-31, BT-32, BT-48
    name: str = ''  # BT-27, BT-44, as registered
    legal_registration: Identifier | None = None  # BT-30, BT-47
    legal_form: str = ''  # BT-33
    contact: Contact = Contact()  # BG-6, BG-9
    customer_number: str = ''  # no term: the number by which Pagero finds the buyer first

    @property
    def vat_number(self) -> str:
        """BT-31 or BT-48; '' where there is none."""
        return next((each.number for each in self.tax_registrations if each.scheme == 'VAT'), '')


@dataclass(frozen=True, slots=True)
class Payee:
    """BG-10: who is paid, where it isn't the seller."""

    name: str = ''  # BT-59
    identifiers: tuple[Identifier, ...] = ()  # BT-60
    legal_registration: Identifier | None = None  # BT-61


@dataclass(frozen=True, slots=True)
class TaxRepresentative:
    """BG-11."""

    name: str = ''  # BT-62
    tax_registrations: tuple[TaxRegistration, ...] = ()  # BT-63
    address: Address = Address()  # BG-12


@dataclass(frozen=True, slots=True)
class Delivery:
    """BG-13."""

    name: str = ''  # BT-70
    location: Identifier | None = None  # BT-71
    date: date | str | None = None  # BT-72
    address: Address | None = None  # BG-15
