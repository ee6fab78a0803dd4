"""Rows of a ledger: whatever a supplier writes, quantity times price less discount is the net."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from invoice_models import full_invoice

from en16931.amounts import AllowanceCharge, Totals, VatCategory, VatGroup
from en16931.booking import booked_total, is_contrary, row_of_vat, rows
from en16931.line import Item, Line, Price


STANDARD = VatCategory('S', Decimal(25))


def line(quantity='1', price='100', net='100.00', base=None, *adjustments):
    return Line(
        identifier='1',
        quantity=None if quantity is None else Decimal(quantity),
        unit='C62',
        net=None if net is None else Decimal(net),
        item=Item('Plank', vat=STANDARD),
        price=None if price is None else Price(Decimal(price), base_quantity=base),
        allowance_charges=adjustments,
    )


def invoice(*lines, **terms):
    totals = Totals(Decimal(100), Decimal(100), Decimal(125), Decimal(125))
    terms = {'totals': totals, 'allowance_charges': (), 'vat': (), **terms}
    return replace(full_invoice(), lines=lines, **terms)


def row_of(*values):
    [row] = rows(invoice(line(*values)))
    return row


def comes_to(row):
    return row.quantity * row.price * (100 - row.discount) / 100


def test_what_fits_stays_as_it_is():
    row = row_of('7.5', '650', '4875.00')
    assert (row.quantity, row.price, row.discount) == (Decimal('7.5'), 650, 0)


def test_a_percentage_is_the_discount():
    allowance = AllowanceCharge(False, Decimal('107.88'), percentage=Decimal(10))
    row = row_of('12', '89.9', '970.92', None, allowance)
    assert (row.price, row.discount, comes_to(row)) == (
        Decimal('89.9'),
        10,
        Decimal('970.92'),
    )


def test_an_allowance_without_a_percentage_is_one_where_two_decimals_make_it():
    row = row_of('1', '200', '150.00', None, AllowanceCharge(False, Decimal('50.00')))
    assert (row.price, row.discount) == (200, 25)


@pytest.mark.parametrize(
    'adjustment', [AllowanceCharge(False, Decimal('0.01')), AllowanceCharge(True, Decimal('9.99'))]
)
def test_what_no_discount_makes_is_in_the_price(adjustment):
    net = Decimal('700') + adjustment.signed
    row = row_of('7', '100', net, None, adjustment)
    assert row.discount == 0
    assert round(comes_to(row), 10) == net


def test_the_price_of_a_hundred_is_for_one():
    row = row_of('250', '12', '30.00', Decimal(100))
    assert (row.quantity, row.price) == (250, Decimal('0.12'))


@pytest.mark.parametrize(('quantity', 'price'), [('0', '100'), (None, '100'), ('0', '0')])
def test_without_a_quantity_it_is_one(quantity, price):
    row = row_of(quantity, price, '42.00')
    assert (row.quantity, row.price) == (1, 42)


def test_without_a_net_it_is_computed():
    assert row_of('3', '9.99', None).net == Decimal('29.97')


def test_without_a_price_it_is_computed():
    assert row_of('3', None, '30.00').price == 10


def test_allowances_charges_and_rounding_follow_the_lines():
    adjustments = (
        AllowanceCharge(False, Decimal(10), vat=STANDARD),
        AllowanceCharge(True, Decimal(4)),
    )
    totals = Totals(*[Decimal(100)] * 4, rounding=Decimal('-0.25'))
    found = rows(invoice(line(), allowance_charges=adjustments, totals=totals))
    assert [row.net for row in found] == [100, -10, 4, Decimal('-0.25')]
    assert [row.vat for row in found] == [STANDARD, STANDARD, None, None]


def test_the_contrary_has_contrary_quantities():
    [row] = rows(invoice(line('-2', '50', '-100.00')), sign=-1)
    assert (row.quantity, row.price, row.net) == (2, 50, 100)


def test_vat_that_no_tax_makes():
    row = row_of_vat(VatGroup(STANDARD, Decimal(100), Decimal('17.50')), sign=-1)
    assert (row.quantity, row.price, row.net) == (-1, Decimal('17.50'), Decimal('-17.50'))


@pytest.mark.parametrize(
    ('totals', 'total'),
    [
        (Totals(None, None, Decimal(125), Decimal(100), prepaid=Decimal(25)), 125),
        (Totals(None, None, Decimal('125.30'), Decimal(125), rounding=Decimal('-0.30')), 125),
        (Totals(None, None, None, Decimal(100), prepaid=Decimal(25)), 125),
        (Totals(None, None, None, None), 100),
    ],
)
def test_what_a_document_comes_to(totals, total):
    assert booked_total(invoice(line(), totals=totals)) == total


def test_below_zero_is_the_contrary():
    totals = Totals(None, None, Decimal(-1), Decimal(-1))
    assert is_contrary(invoice(line(), totals=totals))
    assert not is_contrary(invoice(line()))


amounts = some.decimals(-(10**7), 10**7, places=2)
quantities = some.decimals(-(10**5), 10**5, places=4)
prices = some.decimals(0, 10**5, places=5)


@given(quantities, prices, amounts, some.none() | some.decimals(0, 100, places=3))
def test_always_the_net_to_the_cent(quantity, price, net, percentage):
    adjustments = (
        () if percentage is None else (AllowanceCharge(False, None, percentage=percentage),)
    )
    row = row_of(quantity, price, net, None, *adjustments)
    floats = float(row.quantity) * float(row.price) * (1 - float(row.discount) / 100)
    assert round(floats, 2) == float(net)
    assert row.discount == round(row.discount, 2)
