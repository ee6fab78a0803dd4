"""From what a person typed to what a line states: price, discount, net.

A receiver computes the net again (PEPPOL-EN16931-R120): quantity times price, less allowances, plus
charges, may part from the net by two cents. So the price keeps as many decimals as the quantity
makes necessary, and the discount is what is left between the two, not a percentage rounded anew.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from .amounts import AllowanceCharge
from .line import Price
from .values import CENT, ZERO, plain, rounded


FEWEST_DECIMALS, MOST_DECIMALS = 6, 12  # of a price that is computed; a typed one stays
HALF_A_CENT = CENT / 2
TOLERANCE = 2 * CENT  # PEPPOL-EN16931-R040: amount against base and percentage
HUNDRED = Decimal(100)
DISCOUNT, ADDITION = '95', 'ADK'  # UNCL5189, UNCL7161


class Words(NamedTuple):
    """How a discount and a rounding are called in the language of the invoice."""

    discount: str
    rounding: str


class Typed(NamedTuple):
    """A line as it was entered; the price without VAT, and negative only with the quantity."""

    quantity: Decimal  # BT-129
    price: Decimal  # exact, or as exact as it can be computed
    net: Decimal  # what the seller's books have, before fees
    discount: Decimal = ZERO  # in percent of the price


def entered(
    quantity: Decimal,
    price: Decimal,
    discount: Decimal,
    net: Decimal,
    *,
    included: Decimal | None = ZERO,
    unit: Decimal = CENT,
) -> Typed:
    """A line as a person entered it; a price that includes VAT is freed from it.

    ``included`` are the rates that are in the price, in percent; None where it has something in it
    that is no share. Then, and where the net is further from the price than its rounding to the
    smallest ``unit`` of the currency takes it, the price is computed from the net.
    """
    share = (HUNDRED - discount) / HUNDRED
    if included:
        price = price * HUNDRED / (HUNDRED + included)
    is_other = included is None or abs(quantity * price * share - net) > max(unit, TOLERANCE)
    if is_other and quantity * share:
        price = net / (quantity * share)
    return Typed(quantity, price, net, discount)


class Stated(NamedTuple):
    """The same as the invoice states it."""

    quantity: Decimal  # BT-129
    price: Price  # BG-29
    adjustments: tuple[AllowanceCharge, ...]  # BG-27, BG-28


def stated(typed: Typed, words: Words) -> Stated:
    """Price and adjustments that make the net."""
    typed = _with_positive_price(typed)
    price = _price(typed)
    gross = typed.quantity * price
    if typed.discount:
        adjustments = _discount(rounded(gross), typed, words)
    else:
        adjustments = _rounding(typed.net - gross, words)
    return Stated(plain(typed.quantity), Price(price), adjustments)


def _with_positive_price(typed: Typed) -> Typed:
    """BR-27: what is taken back has a quantity below zero."""
    if typed.price >= 0:
        return typed
    return typed._replace(quantity=-typed.quantity, price=-typed.price)


def _price(typed: Typed) -> Decimal:
    """As it is, if it ends; else with so many decimals that the quantity keeps it to the cent."""
    exact = plain(typed.price)
    if exact.as_tuple().exponent >= -MOST_DECIMALS:
        return exact
    for decimals in range(FEWEST_DECIMALS, MOST_DECIMALS + 1):
        price = rounded(exact, decimals)
        if abs(typed.quantity * (price - exact)) < HALF_A_CENT / 5:
            break
    return plain(price)


def _discount(gross: Decimal, typed: Typed, words: Words) -> tuple[AllowanceCharge, ...]:
    """The discount in per cent as an amount; one that comes to nothing isn't stated."""
    amount = gross - typed.net
    if not amount:
        return ()
    makes_it = abs(gross * typed.discount / HUNDRED - amount) <= TOLERANCE
    return (
        AllowanceCharge(
            is_charge=amount < 0,
            amount=abs(amount),
            reason=words.discount,
            reason_code=DISCOUNT if amount > 0 else ADDITION,
            percentage=plain(abs(typed.discount)) if makes_it else None,
            base=abs(gross) if makes_it else None,
        ),
    )


def _rounding(difference: Decimal, words: Words) -> tuple[AllowanceCharge, ...]:
    """Between a net in whole yen and its price; cents are within what R120 allows."""
    if abs(difference) <= CENT:
        return ()
    amount = rounded(abs(difference))
    return (AllowanceCharge(difference > 0, amount, words.rounding),)
