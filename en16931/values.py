"""Values that many groups have: identifiers, periods, and numbers as decimals.

A text that isn't given is '', a date or number None, a group that may repeat ().
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal


ZERO = Decimal('0.00')
CENT = Decimal('0.01')
# Digits that no amount has, even one of a foreign document: nothing is rounded unasked.
EXACT = Context(prec=300)


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
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT)


def from_float(value: float, most: int = 12) -> Decimal:
    """The decimal that a person means by a float: 9e-05 is 0.00009, and 0.1 + 0.2 is 0.3.

    A float knows 15 digits, so many are taken, and at most so many after the point.
    """
    meant = Decimal(f'{value:.15g}')
    exponent = meant.as_tuple().exponent
    is_longer = isinstance(exponent, int) and exponent < -most
    return rounded(meant, most) if is_longer else meant


def plain(value: Decimal, least: int = 1) -> Decimal:
    """Without zeros at its end, with ``least`` decimals: 12.5000 is 12.5, and 3 is 3.0."""
    short = value.normalize(EXACT)
    exponent = short.as_tuple().exponent
    if not isinstance(exponent, int) or exponent > -least:
        return value.quantize(Decimal(1).scaleb(-least), context=EXACT)
    return short
