"""No value that the schema lets through may end in "could not be evaluated".

Each leaf of an invoice that has everything gets odd values in turn, those of its type among them.
"""

import functools
import random

import pytest
from lxml import etree
from oracle import nations

from ubl import xsd
from ubl.check import RULES_LAYER
from ubl.peppol_rules import NOT_EVALUATED, PACKS
from ubl.peppol_rules.document import moment


ODD_VALUES = (
    # dates of years that Python doesn't know, and with time zones
    '-0044-03-15',
    '12026-03-15',
    '123456789012-12-31',
    '9999-12-31-14:00',
    '0001-01-01+14:00',
    '2026-03-15Z',
    '2024-02-29',
    ' 2026-03-15 ',
    # numbers
    '.5',
    '5.',
    '+0',
    '-0.00',
    '0',
    '9' * 400,
    '-' + '9' * 400 + '.' + '1' * 400,
    # texts
    ' ',
    '1e400',
    'INF',
    'NaN',
    '٣٤٥',
    '²',
    'ß',
    '\u00a0',
    'SE',
    'x' * 5000,
    '#SKONTO#',
    '1',
    'true',
    '0' * 10,
)
DATES = ('IssueDate', 'DueDate', 'StartDate', 'EndDate')
DOCUMENTS = 20


def of_country(code):
    return next(
        root
        for root in nations.invoices()
        if root.findtext('.//{*}AccountingSupplierParty//{*}IdentificationCode') == code
    )


def leaves(root):
    return [each for each in root.iter('{*}*') if not len(each)]


@functools.cache
def passing(value):
    """The leaves, by number, of an invoice that the schema lets hold the value."""
    root = of_country('SE')
    found = []
    for number, leaf in enumerate(leaves(root)):
        text, leaf.text = leaf.text, value
        if not xsd.validate(root, 1):
            found.append((number, leaf.tag))
        leaf.text = text
    return found


def with_odd_values(country, chance, seed):
    """The country's invoice, where each leaf holds something odd by that chance."""
    pick, root = random.Random(seed), of_country(country)
    places = leaves(root)
    for value in ODD_VALUES:
        for number, tag in passing(value):
            if number < len(places) and places[number].tag == tag and pick.random() < chance:
                places[number].text = value
    return root


@pytest.mark.parametrize('country', [nation.country for nation in nations.NATIONS])
@pytest.mark.parametrize('chance', [0.002, 0.02, 0.2])
def test_every_rule_answers_whatever_a_field_holds(country, chance):
    for seed in range(DOCUMENTS):
        document = with_odd_values(country, chance, seed)
        for pack in PACKS:
            unanswered = [each for each in pack.check(document) if each.key == NOT_EVALUATED]
            assert not unanswered, (unanswered[0].rule, etree.tostring(document))


def test_the_odd_values_reach_numbers_dates_and_texts():
    tags = {etree.QName(tag).localname for value in ODD_VALUES for _number, tag in passing(value)}

    assert {'IssueDate', 'PriceAmount', 'Percent', 'ID', 'Note', 'InvoicedQuantity'} <= tags


@pytest.mark.parametrize('name', DATES)
@pytest.mark.parametrize('value', ['-0044-03-15', '12026-03-15'])
def test_a_year_beyond_pythons_is_told_as_a_date_that_is_no_peppol_date(name, value):
    root = of_country('SE')
    for node in root.iter(f'{{*}}{name}'):
        node.text = value

    found = {each.rule: each for pack in RULES_LAYER.packs for each in pack.check(root)}

    assert 'PEPPOL-EN16931-F001' in found
    assert not [each for each in found.values() if 'could not be evaluated' in each.text]


def test_dates_of_all_years_and_zones_are_in_order():
    written = (
        '-0401-12-31',
        '-0044-03-15',
        '0000-01-01',
        '0399-12-31',
        '0400-01-01',
        '2000-01-01+14:00',
        '2000-01-01Z',
        '2000-01-01-14:00',
        '9999-12-31',
        '12026-03-15',
    )
    moments = []
    for value in written:
        node = etree.Element('date')
        node.text = value
        moments.append(moment(node))

    assert moments == sorted(set(moments))


@pytest.mark.parametrize('value', ['', 'x', '2026-02-30', '2026-3-1', '02026-01-01', '2026-01-01T'])
def test_what_is_no_date_is_an_error(value):
    node = etree.Element('date')
    node.text = value

    with pytest.raises(ValueError):
        moment(node)
