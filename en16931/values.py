"""Values that many groups have: identifiers, periods, and numbers as decimals.

A text that isn't given is '', a date or number None, a group that may repeat ().
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal


ZERO = Decimal('0.00')
CENT = Decimal('0.01')


@dataclass(frozen=True, slots=True)
class Identifier:
    """A value and the scheme it belongs to, such as an EAS or ICD code."""

    value: str
    scheme: str = ''
    version: str = ''


@dataclass(frozen=True, slots=True)
class Period:
    """BG-14 or BG-26; one end alone is allowed (BR-CO-19, BR-CO-20)."""

    start: date | str | None = None  # BT-73, BT-134
    end: date | str | None = None  # BT-74, BT-135
    code: str = ''  # BT-8, the day on which the VAT is due, by its UNCL2005 code


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """To so many decimals, halves away from zero, as EN 16931 rounds (§ 6.4 there)."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def from_float(value: float, most: int = 12) -> Decimal:
    """The decimal that a person means by a float: 9e-05 is 0.00009, and 0.1 + 0.2 is 0.3."""
    return Decimal(f'{value:.{most}f}' if abs(value) < 1e3 else f'{value:.{max(most - 4, 2)}f}')


def plain(value: Decimal, least: int = 1) -> Decimal:
    """Without zeros at its end, with ``least`` decimals: 12.5000 is 12.5, and 3 is 3.0."""
    short = value.normalize()
    exponent = short.as_tuple().exponent
    if not isinstance(exponent, int) or exponent > -least:
        return value.quantize(Decimal(1).scaleb(-least))
    return short
