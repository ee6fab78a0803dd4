"""How to pay (BG-16 to BG-19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Account:
    """BG-17: an account to pay to."""

    number: str = ''  # BT-84
    name: str = ''  # BT-85
    provider: str = ''  # BT-86: a BIC, or SE:BANKGIRO and SE:PLUSGIRO
    scheme: str = ''


@dataclass(frozen=True, slots=True)
class Card:
    """BG-18: the card that has paid."""

    number: str = ''  # BT-87, its last digits only
    network: str = ''  # UBL wants one
    holder: str = ''  # BT-88


@dataclass(frozen=True, slots=True)
class Mandate:
    """BG-19: a direct debit."""

    reference: str = ''  # BT-89
    debited_account: str = ''  # BT-91


@dataclass(frozen=True, slots=True)
class PaymentMeans:
    """BG-16. BT-90, the creditor's number, is an identifier of the seller or payee in UBL."""

    code: str  # BT-81, UNCL4461
    text: str = ''  # BT-82
    reference: str = ''  # BT-83
    due_date: date | str | None = None  # UBL's own place for BT-9 of a credit note
    account: Account | None = None  # BG-17
    card: Card | None = None  # BG-18
    mandate: Mandate | None = None  # BG-19
