"""The whole invoice or credit note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .amounts import AllowanceCharge, Totals, VatGroup
from .line import Line
from .parties import Delivery, Party, Payee, TaxRepresentative
from .payment import PaymentMeans
from .values import Identifier, Period


BILLING, SELF_BILLING = 'billing', 'selfbilling'  # BT-23, as Peppol names its two processes


@dataclass(frozen=True, slots=True)
class Note:
    """BG-1."""

    text: str  # BT-22
    subject: str = ''  # BT-21, UNCL4451


@dataclass(frozen=True, slots=True)
class PrecedingInvoice:
    """BG-3."""

    number: str  # BT-25
    date: date | str | None = None  # BT-26


@dataclass(frozen=True, slots=True)
class SupportingDocument:
    """BG-24: a file inside the invoice, or a reference to one elsewhere.

    ``content`` is base64 in ASCII, as both Odoo and XML hold it.
    """

    reference: str  # BT-122
    description: str = ''  # BT-123
    location: str = ''  # BT-124
    content: str = ''  # BT-125
    mime_code: str = ''
    filename: str = ''


@dataclass(frozen=True, slots=True)
class References:
    """What the invoice refers to; all on demand."""

    buyer_reference: str = ''  # BT-10
    project: str = ''  # BT-11
    contract: str = ''  # BT-12
    order: str = ''  # BT-13
    sales_order: str = ''  # BT-14
    receiving_advice: str = ''  # BT-15
    despatch_advice: str = ''  # BT-16
    tender: str = ''  # BT-17
    object: Identifier | None = None  # BT-18
    accounting_cost: str = ''  # BT-19
    preceding: tuple[PrecedingInvoice, ...] = ()  # BG-3


@dataclass(frozen=True, slots=True)
class Invoice:
    """All that the standard knows of an invoice; ``sums.invoice_of`` makes one with its totals.

    ``is_credit_note`` says which of the two documents it is: the codes (BT-3) overlap.
    """

    number: str  # BT-1
    issue_date: date | str | None  # BT-2
    type_code: str  # BT-3, UNCL1001
    currency: str  # BT-5, ISO 4217
    seller: Party  # BG-4
    buyer: Party  # BG-7
    lines: tuple[Line, ...]  # BG-25
    totals: Totals  # BG-22
    vat: tuple[VatGroup, ...] = ()  # BG-23
    is_credit_note: bool = False
    process: str = BILLING  # BT-23
    tax_currency: str = ''  # BT-6
    tax_point_date: date | str | None = None  # BT-7
    due_date: date | str | None = None  # BT-9
    references: References = References()
    notes: tuple[Note, ...] = ()  # BG-1
    period: Period | None = None  # BG-14
    payee: Payee | None = None  # BG-10
    tax_representative: TaxRepresentative | None = None  # BG-11
    delivery: Delivery | None = None  # BG-13
    payment_means: tuple[PaymentMeans, ...] = ()  # BG-16
    payment_terms: str = ''  # BT-20
    allowance_charges: tuple[AllowanceCharge, ...] = ()  # BG-20, BG-21
    documents: tuple[SupportingDocument, ...] = ()  # BG-24
