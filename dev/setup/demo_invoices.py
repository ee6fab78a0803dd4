"""Half a year of invoices as values: who bought what on which day, always the same for one day."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from .demo_cast import EVERY_CUSTOMER, GOODS, REGULAR


MONTHS = 6
SEED = 20
PAYS_AFTER = 30  # days
FIRST_INVOICE, FIRST_CREDIT_NOTE = '10241', 'K1007'
# What customers want to read on their invoices beside who ordered.
REFERENCES = {'region': {'pagero_order_reference': '45001287', 'pagero_accounting_cost': '4010'}}
# Food has had this rate of VAT in Sweden between these days; before and after it is 12 %.
LOW_FOOD_VAT = (date(2026, 4, 1), date(2027, 12, 31))


def vat_of(good: str, day: date) -> str:
    """The tax of Sweden's chart of accounts for a good that is sold on this day."""
    kind = GOODS[good].vat
    if kind == 'food':
        low = LOW_FOOD_VAT[0] <= day <= LOW_FOOD_VAT[1]
        kind = '6_goods' if low else '12_goods'
    return f'sale_tax_{kind}'


def references(name: str) -> dict[str, str]:
    """What a customer wants to read on its invoices, as values of an invoice."""
    buyer = {'pagero_buyer_reference': EVERY_CUSTOMER[name].reference}
    return buyer | REFERENCES.get(name, {})


def half_a_year(today: date) -> list[tuple[str, date, tuple[tuple[str, int], ...]]]:
    """(customer, day, ((good, quantity), …)) by day, of all invoices before the last weekday."""
    dice = random.Random(SEED)
    found = [(name, day, basket_of(dice, name)) for name in REGULAR for day in _days(dice, today)]
    return sorted(found, key=lambda each: each[1])


def _days(dice: random.Random, today: date) -> Iterator[date]:
    """A weekday every three or four weeks, a bit more often lately."""
    first = first_day(today)
    day = first + timedelta(dice.randrange(12))
    while day < last_weekday(today):
        if day.weekday() < 5:
            yield day
            share = (day - first).days / 180
            day += timedelta(dice.randint(19, 27) - round(5 * share))
        else:
            day += timedelta(1)


def last_weekday(today: date) -> date:
    """The one before today."""
    return today - timedelta({0: 3, 6: 2}.get(today.weekday(), 1))


def first_day(today: date) -> date:
    """The first of the month in which the half year begins."""
    month = today.year * 12 + today.month - 1 - (MONTHS - 1)
    return date(month // 12, month % 12 + 1, 1)


def basket_of(dice: random.Random, name: str) -> tuple[tuple[str, int], ...]:
    """What a customer buys this time, and how much of it."""
    buys = EVERY_CUSTOMER[name].buys
    chosen = [good for good in buys if dice.random() < 0.75] or [buys[0]]
    return tuple((good, _quantity(dice, good)) for good in chosen)


def _quantity(dice: random.Random, good: str) -> int:
    if good in ('rent', 'freight'):
        return 1
    return (
        dice.choice((1, 2, 3)) if good in ('service', 'cups') else dice.choice((4, 6, 10, 12, 20))
    )
