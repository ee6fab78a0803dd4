"""A line of the invoice (BG-25)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .amounts import AllowanceCharge, VatCategory
from .values import Identifier, Period


@dataclass(frozen=True, slots=True)
class Price:
    """BG-29."""

    amount: Decimal | None  # BT-146, without VAT and after the discount on the price
    discount: Decimal | None = None  # BT-147
    gross: Decimal | None = None  # BT-148
    base_quantity: Decimal | None = None  # BT-149; None: for one
    base_unit: str = ''  # BT-150


@dataclass(frozen=True, slots=True)
class Property:
    """BG-32."""

    name: str  # BT-160
    value: str  # BT-161


@dataclass(frozen=True, slots=True)
class Item:
    """BG-31, with its VAT (BG-30)."""

    name: str = ''  # BT-153
    description: str = ''  # BT-154
    sellers_identifier: str = ''  # BT-155
    buyers_identifier: str = ''  # BT-156
    standard_identifier: Identifier | None = None  # BT-157
    classifications: tuple[Identifier, ...] = ()  # BT-158, the scheme by UNCL7143
    country_of_origin: str = ''  # BT-159
    properties: tuple[Property, ...] = ()  # BG-32
    vat: VatCategory | None = None  # BT-151, BT-152


@dataclass(frozen=True, slots=True)
class Line:
    """BG-25."""

    identifier: str  # BT-126
    quantity: Decimal | None  # BT-129
    unit: str  # BT-130, UN/ECE Recommendation 20 or 21
    net: Decimal | None  # BT-131
    item: Item  # BG-31
    price: Price | None  # BG-29
    note: str = ''  # BT-127
    accounting_cost: str = ''  # BT-133
    period: Period | None = None  # BG-26
    order_line: str = ''  # BT-132
    object: Identifier | None = None  # BT-128
    allowance_charges: tuple[AllowanceCharge, ...] = ()  # BG-27, BG-28
