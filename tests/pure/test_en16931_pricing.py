"""From what a person typed to what a line states: the receiver comes to the same net."""

from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from en16931.line import Item, Line
from en16931.pricing import HUNDRED, MOST_DECIMALS, Words, entered, stated
from en16931.sums import gross_of, net_of
from en16931.values import CENT, ZERO, rounded


WORDS = Words('Rabatt', 'Avrundning')
TWO_CENTS = 2 * CENT  # PEPPOL-EN16931-R040 and R120


def decimals(low, high, places):
    """As many decimals as people type them, or fewer."""
    return some.integers(low * 10**places, high * 10**places).map(
        lambda number: Decimal(number).scaleb(-places)
    )


QUANTITIES = decimals(-100, 100, 2) | decimals(-10_000_000, 10_000_000, 0) | decimals(0, 1, 6)
PRICES = decimals(-1000, 100_000, 2) | decimals(0, 1, 8) | decimals(0, 100, 4)
DISCOUNTS = some.just(Decimal(0)) | decimals(0, 100, 3) | decimals(-50, 200, 2)
INCLUDED = some.sampled_from([Decimal(each) for each in (0, 6, 12, 25)] + [Decimal('10.5'), None])
PLACES = some.sampled_from([0, 2])  # of the currency: yen and kronor
DRIFT = decimals(-1, 1, 0)  # of a net that a rounding of the whole moved by one unit


class Case(NamedTuple):
    """What a person types, and what Odoo's books make of it."""

    quantity: Decimal
    price: Decimal
    discount: Decimal = ZERO
    included: Decimal | None = ZERO
    places: int = 2
    drift: int = 0


CASES = some.builds(Case, QUANTITIES, PRICES, DISCOUNTS, INCLUDED, PLACES, DRIFT)


def line_of(case):
    """The line of the invoice, with the net that Odoo books."""
    quantity, price, discount, included, places, drift = case
    gross = quantity * price * (HUNDRED - discount) / HUNDRED
    unit = Decimal(1).scaleb(-places)
    net = rounded(rounded(gross * HUNDRED / (HUNDRED + (included or 0)), places) + drift * unit)
    typed = entered(quantity, price, discount, net, included=included, unit=unit)
    shown = stated(typed, WORDS)
    return Line(
        '1', shown.quantity, 'C62', net, Item(), shown.price, allowance_charges=shown.adjustments
    )


@given(CASES)
@example(Case(Decimal(100_000), Decimal('1.99'), included=Decimal(12)))
@example(Case(Decimal(250_000), Decimal('0.37'), included=Decimal(12)))
@example(Case(Decimal(10_000_000), Decimal('0.00000123'), included=Decimal(12)))
@example(Case(Decimal(1), Decimal('0.01'), Decimal('33.333')))
def test_the_net_can_be_computed_again(case):
    """PEPPOL-EN16931-R120, R040 and BR-27; siblings: all that a price can be multiplied with."""
    line = line_of(case)

    assert abs(net_of(line) - line.net) <= TWO_CENTS
    assert line.price.amount >= 0
    for one in line.allowance_charges:
        assert one.amount > 0
        assert one.amount == rounded(one.amount)
        if one.percentage is not None:
            assert abs(one.base * one.percentage / HUNDRED - one.amount) <= TWO_CENTS


@given(QUANTITIES, PRICES, DISCOUNTS, PLACES)
def test_the_price_that_was_typed_is_the_price(quantity, price, discount, places):
    """Item 12 of the list: 563.52 became 563.517647; a sibling is a price below a cent."""
    line = line_of(Case(quantity, price, discount, places=places))

    assert line.price.amount == abs(price)
    assert abs(line.quantity) == abs(quantity)


@given(QUANTITIES, PRICES, INCLUDED.filter(bool))
def test_a_price_with_vat_comes_back_with_its_vat(quantity, price, included):
    """To a tenth of a cent on the whole quantity; where it ends, it is the very price."""
    line = line_of(Case(quantity, price, included=included))

    exact = abs(price) * HUNDRED / (HUNDRED + included)
    assert abs(line.quantity) * abs(line.price.amount - exact) <= CENT / 10
    assert line.price.amount.as_tuple().exponent >= -MOST_DECIMALS


@given(QUANTITIES, PRICES, DISCOUNTS.filter(bool))
def test_the_discount_that_was_typed_is_stated_as_long_as_it_comes_to_a_cent(
    quantity, price, discount
):
    """Item 16: one that comes to nothing isn't stated, and neither is an allowance of 0.00."""
    line = line_of(Case(quantity, price, discount))

    amount = rounded(gross_of(line)) - line.net
    stated_discounts = [each for each in line.allowance_charges if each.reason == WORDS.discount]
    assert bool(stated_discounts) == bool(amount)
    for one in stated_discounts:
        assert (one.is_charge, one.amount) == (amount < 0, abs(amount))
        assert one.percentage == abs(discount)
        assert one.base == abs(rounded(gross_of(line)))


@pytest.mark.parametrize(
    ('quantity', 'price', 'included', 'expected'),
    [
        ('1', '563.52', 0, '563.52'),
        ('3', '905.03', 0, '905.03'),
        ('1', '704.40', 25, '563.52'),
        ('100000', '1.99', 12, '1.77678571'),
        ('10000000', '0.00000123', 0, '0.00000123'),
        ('1', '0.00000123', 0, '0.00000123'),
        ('-2', '100', 0, '100.0'),
        ('2', '-100', 0, '100.0'),
    ],
)
def test_prices_that_were_wrong(quantity, price, included, expected):
    case = Case(Decimal(quantity), Decimal(price), included=Decimal(included))
    line = line_of(case)

    assert f'{line.price.amount:f}' == expected


def test_a_price_that_the_books_contradict_is_computed_from_them():
    """A fee inside the price, for instance; the rounding to whole yen is no contradiction."""
    typed = entered(Decimal(3), Decimal(100), Decimal(0), Decimal('240.00'))
    yen = entered(Decimal(5), Decimal('0.4072'), Decimal(0), Decimal('2.00'), unit=Decimal(1))
    inside = entered(Decimal(4), Decimal(100), Decimal(50), Decimal('160.00'), included=None)

    assert [typed.price, yen.price, inside.price] == [80, Decimal('0.4072'), 80]


def test_what_the_rounding_of_yen_takes_is_told():
    line = line_of(Case(Decimal(5), Decimal('0.4872'), places=0))

    [one] = line.allowance_charges
    assert (line.net, one.is_charge, one.amount) == (2, False, Decimal('0.44'))
    assert one.reason == WORDS.rounding
