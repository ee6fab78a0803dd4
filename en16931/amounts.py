"""Allowances, charges, VAT and totals (BG-20 to BG-23, BG-27, BG-28).

Amounts are in the currency of the invoice (BT-5), unless the term is in that of the VAT (BT-6).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .values import ZERO


@dataclass(frozen=True, slots=True)
class VatCategory:
    """BT-118 and BT-119, BT-151 and BT-152 …: what makes amounts one group of the breakdown."""

    code: str  # UNCL5305
    rate: Decimal | None = None  # in percent; None for what isn't subject to VAT
    scheme: str = 'VAT'

    @property
    def key(self) -> tuple[str, Decimal]:
        """Code and rate, by which groups are compared."""
        return self.code, self.rate or Decimal(0)


@dataclass(frozen=True, slots=True)
class AllowanceCharge:
    """An allowance (BG-20, BG-27), or a charge (BG-21, BG-28).

    On a line it has no VAT category of its own.
    """

    is_charge: bool
    amount: Decimal | None  # BT-92, BT-99, BT-136, BT-141
    reason: str = ''  # BT-97, BT-104, BT-139, BT-144
    reason_code: str = ''  # BT-98 by UNCL5189, BT-105 by UNCL7161, BT-140, BT-145
    percentage: Decimal | None = None  # BT-94, BT-101, BT-138, BT-143
    base: Decimal | None = None  # BT-93, BT-100, BT-137, BT-142
    vat: VatCategory | None = None  # BT-95 and BT-96, BT-102 and BT-103

    @property
    def signed(self) -> Decimal:
        """What it adds to its line or invoice; an allowance takes away."""
        amount = self.amount or ZERO
        return amount if self.is_charge else -amount


@dataclass(frozen=True, slots=True)
class VatGroup:
    """BG-23: what has one category and rate."""

    category: VatCategory  # BT-118, BT-119
    taxable: Decimal | None  # BT-116
    amount: Decimal | None  # BT-117
    reason: str = ''  # BT-120
    reason_code: str = ''  # BT-121, by the VATEX list


@dataclass(frozen=True, slots=True)
class Totals:
    """BG-22, with the total VAT; None is an amount that isn't stated."""

    lines: Decimal | None  # BT-106
    without_vat: Decimal | None  # BT-109
    with_vat: Decimal | None  # BT-112
    payable: Decimal | None  # BT-115
    allowances: Decimal | None = None  # BT-107
    charges: Decimal | None = None  # BT-108
    vat: Decimal | None = None  # BT-110
    vat_in_tax_currency: Decimal | None = None  # BT-111
    prepaid: Decimal | None = None  # BT-113
    rounding: Decimal | None = None  # BT-114
