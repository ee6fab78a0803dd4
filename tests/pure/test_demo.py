"""The demo's company on any day of any year, and the words by which it is started."""

import re
from datetime import date, timedelta

import pytest
from pagero_sandbox.network.making import Maker
from sandbox_driver import DEV
from setup import demo_words
from setup.commands import demo
from setup.demo_cast import ASKING, EVERY_CUSTOMER, NEW_NUMBER, SUPPLIERS, network_companies
from setup.demo_invoices import MONTHS, first_day, half_a_year, last_weekday, vat_of

from identification import identifiers


ORGNR = '0007'
DAYS = [date(2026, 1, 1) + timedelta(17 * number) for number in range(60)]


@pytest.mark.parametrize('today', DAYS)
def test_every_month_has_invoices_on_weekdays_of_the_past(today):
    days = [day for _customer, day, _basket in half_a_year(today)]
    months = {(day.year, day.month) for day in days}

    assert days == sorted(days)
    assert first_day(today) <= days[0] and days[-1] < last_weekday(today)
    assert all(day.weekday() < 5 for day in days)
    assert 60 < len(days) < 200
    assert len(months) >= MONTHS - 1  # the first days of a month have none yet


def test_it_is_the_same_company_each_time():
    assert half_a_year(DAYS[7]) == half_a_year(DAYS[7])


def test_food_has_the_vat_of_its_day():
    days = (date(2026, 3, 31), date(2026, 4, 1), date(2027, 12, 31), date(2028, 1, 1))

    assert [vat_of('dark', day) for day in days] == [
        'sale_tax_12_goods', 'sale_tax_6_goods', 'sale_tax_6_goods', 'sale_tax_12_goods',
    ]  # fmt: skip
    assert vat_of('rent', days[0]) == 'sale_tax_25_services'


def test_every_number_has_its_check_digit_and_one_owner():
    numbers = [each.orgnr for each in (*EVERY_CUSTOMER.values(), *SUPPLIERS.values())]
    numbers += [ASKING['ids'][0]['value'], NEW_NUMBER.replace('-', '')]

    assert [each for each in numbers if not identifiers.is_valid(ORGNR, each)] == []
    assert len(set(numbers)) == len(numbers)
    ids = [company['id'] for company in network_companies()]
    assert len(set(ids)) == len(ids)


def test_no_company_that_the_sandbox_makes_has_a_number_of_ours():
    ours = {customer.orgnr for customer in EVERY_CUSTOMER.values() if not customer.known}
    made = {company.number('ORGNR') for company in Maker().first(10_000)}

    assert ours.isdisjoint(made)


def test_an_old_month_is_said():
    made = date(2026, 11, 3)

    assert demo_words.age_of('') == ''
    assert demo_words.age_of(str(made), made + timedelta(5)) == ''
    assert '2026-11-03; dev/demo --fresh' in demo_words.age_of(str(made), made + timedelta(40))


def test_the_menus_that_are_named_are_there():
    """By the addon's own Swedish; *Kunder* and *Fakturor* are core's."""
    swedish = (DEV.parent / 'i18n' / 'sv.po').read_text()
    readme = (DEV.parent / 'README.md').read_text().partition('## What it does')[0]
    told = demo_words.TRY + demo_words.TRY_EMPTY
    menus = {
        menu for path in re.findall(r'Pagero ▸ ([\w-]+(?: ▸ [\w-]+)?)', told)
        for menu in path.split(' ▸ ')
    }  # fmt: skip
    menus |= {
        menu
        for words in re.findall(r'\(\*([^)*]+)\*(?:\)|,)', readme)
        for menu in words.split(' ▸ ')
        if menu[0].isupper()
    }

    cores = {'Kunder', 'Fakturor', 'Bekräfta', 'Nästa'}
    assert len(menus) > 8
    assert sorted(each for each in menus - cores if f'msgstr "{each}"' not in swedish) == []


@pytest.mark.parametrize('kept', [None, '', '"3f0a"', '{"odoo": "a", "addon": "b"}'])
def test_a_demo_of_an_older_kind_is_made_anew(kept, tmp_path, monkeypatch):
    monkeypatch.setattr(demo, 'cache_folder', lambda: tmp_path)
    if kept is not None:
        (tmp_path / 'pagero_demo.json').write_text(kept)

    assert demo._made_with('pagero_demo') == {}

    demo._keep('pagero_demo', {'odoo': 'a', 'addon': 'b', 'day': '2026-11-03'})
    assert demo._made_with('pagero_demo')['day'] == '2026-11-03'
