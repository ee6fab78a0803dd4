"""The view model of an invoice: plain texts, as its recipient reads them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """A label and a value; ``anchor`` is the place in the document, as findings name it."""

    label: str
    value: str
    anchor: str = ''


@dataclass(frozen=True)
class Party:
    """Seller, buyer, payee, tax representative or place of delivery."""

    role: str
    name: str
    address: tuple[str, ...]
    items: tuple[Item, ...]
    anchor: str


@dataclass(frozen=True)
class Adjustment:
    """An allowance (``amount`` has a minus) or a charge."""

    reason: str
    amount: str
    vat: str
    is_charge: bool


@dataclass(frozen=True)
class Line:
    """One line of the invoice."""

    number: str
    name: str
    description: str
    quantity: str
    price: str
    vat: str
    net: str
    extras: tuple[Item, ...]
    adjustments: tuple[Adjustment, ...]
    anchor: str


@dataclass(frozen=True)
class Tax:
    """A row of the VAT breakdown."""

    category: str
    rate: str
    base: str
    tax: str
    reason: str
    anchor: str


@dataclass(frozen=True)
class File:
    """An attachment: embedded, or elsewhere (then ``address`` is a text, not a link)."""

    name: str
    description: str
    mimetype: str
    size: str
    address: str


@dataclass(frozen=True)
class Preview:
    """All that a recipient reads; with a ``problem``, nothing else."""

    kind: str = ''
    number: str = ''
    header: tuple[Item, ...] = ()
    references: tuple[Item, ...] = ()
    parties: tuple[Party, ...] = ()
    lines: tuple[Line, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    taxes: tuple[Tax, ...] = ()
    totals: tuple[Item, ...] = ()
    payable: str = ''
    payments: tuple[tuple[Item, ...], ...] = ()
    terms: str = ''
    notes: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    others: tuple[Item, ...] = ()
    problem: str = ''
