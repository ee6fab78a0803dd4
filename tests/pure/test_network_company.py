"""network/company.py and query.py: one company of several sources, and who holds a number."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identification.registers import organisation_in
from network import Capability, Company, Query, Requirement, merged


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda each: st.lists(each, max_size=4) | st.dictionaries(st.text(), each, max_size=4),
    max_leaves=12,
)
FIELDS = list(Company().to_dict())
WORDS = st.text(max_size=20)


def kund(**values):
    return Company(**{'name': "Kund AB", 'country_code': 'SE', 'sources': ('network',)} | values)


def hit(scheme, value, **values):
    return Company(
        **{'name': "KUND", 'electronic_ids': ((scheme, value),), 'sources': ('directory',)} | values
    )


@pytest.mark.parametrize(
    'ours, theirs',
    [
        (kund(org_number='5560360793'), hit('0007', '5560360793')),
        (kund(org_number='556036-0793'), hit('0007', '5560360793')),
        (kund(gln='7300010000001'), hit('0088', '7300010000001')),
        (kund(electronic_ids=(('9930', 'DE1'),)), hit('9930', 'de1')),
        (kund(vat_number='DE136695976'), hit('9930', 'x', vat_number='DE136695976')),
        (kund(country_code='FI', org_number='2077474-0'), hit('0216', '003720774740')),
    ],
)
def test_the_same_number_is_the_same_company(ours, theirs):
    both = merged([ours], [theirs])

    assert [(each.name, each.sources) for each in both] == [("Kund AB", ('network', 'directory'))]
    assert set(theirs.electronic_ids) | set(ours.electronic_ids) == set(both[0].electronic_ids)


def test_the_same_digits_of_two_countries_are_two_companies():
    norwegian = hit('0192', '995525828')
    danish = kund(country_code='DK', org_number='995525828')

    assert len(merged([danish], [norwegian])) == 2


def test_two_companies_of_the_network_stay_two():
    first = kund(network_id='1', org_number='5560360793')
    second = kund(network_id='2', org_number='5560360793')

    assert merged([first, second]) == (first, second)


def test_several_addresses_of_one_company_are_one_hit():
    ours = kund(electronic_ids=(('0007', '5560360793'), ('0088', '7300010000001')))

    both = merged([ours], [hit('0088', '7300010000001'), hit('0007', '5560360793')])

    assert both == (kund(electronic_ids=ours.electronic_ids, sources=('network', 'directory')),)


def test_the_second_source_adds_what_the_first_can_t_know():
    ours = kund(
        org_number='5560360793',
        acceptance='needs_routing',
        capabilities=(Capability('invoice', connection_type='by_routing'),),
    )
    theirs = hit(
        '0007',
        '5560360793',
        town="Björkdal",
        capabilities=(Capability('invoice'), Capability('order')),
    )

    (joined,) = merged([ours], [theirs])

    assert (joined.town, joined.acceptance) == ("Björkdal", 'needs_routing')
    assert joined.capabilities == (*ours.capabilities, Capability('order'))


def test_a_company_survives_json():
    company = kund(
        network_id='1',
        electronic_ids=(('0007', '5560360793'),),
        is_active=False,
        capabilities=(Capability('other', 'send', 'by_routing', 'Forecast'),),
        requirements=(Requirement('1', "Order?", 'order_reference', 'mandatory'),),
        accepts_tests=False,
    )

    assert Company.from_dict(json.loads(json.dumps(company.to_dict()))) == company


@given(st.dictionaries(st.sampled_from([*FIELDS, 'unknown']), JSON))
def test_anything_stored_can_be_read(values):
    company = Company.from_dict(values)

    assert Company.from_dict(json.loads(json.dumps(company.to_dict()))) == company


@given(
    st.lists(
        st.builds(
            Company,
            network_id=WORDS,
            org_number=WORDS,
            gln=WORDS,
            electronic_ids=st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple),
        )
    )
)
def test_merging_loses_nobody(companies):
    both = merged(companies)

    kept = {each for company in both for each in company.electronic_ids}
    assert kept == {each for company in companies for each in company.electronic_ids}
    assert {each.network_id for each in companies} - {''} <= {each.network_id for each in both}


@pytest.mark.parametrize(
    'kind, value, holds',
    [
        ('org_number', '5560360793', True),
        ('org_number', '556036-0793', True),
        ('org_number', '5560360794', False),
        ('vat_number', 'SE556036079301', True),
        ('vat_number', 'SE 556036-0793 01', True),
        ('vat_number', 'DE5560360793', False),
        ('gln', '7300010000001', True),
        ('gln', '7300010000002', False),
        ('electronic_id', '0007:5560360793', True),
        ('electronic_id', '0007:556036079', False),
        ('name', 'Kund AB', False),
        ('any', '5560360793', False),
    ],
)
def test_who_holds_a_number(kind, value, holds):
    company = kund(electronic_ids=(('0007', '5560360793'), ('0088', '7300010000001')))

    assert Query(kind, value).is_held_by(company) is holds


def test_a_number_of_another_country_isn_t_held():
    company = kund(org_number='995525828', country_code='DK')

    assert not Query('org_number', '995525828', 'NO').is_held_by(company)
    assert Query('org_number', '995525828', 'DK').is_held_by(company)


def test_a_foreign_vat_number_is_held_by_its_electronic_id():
    assert Query('vat_number', 'DE 136695976').is_held_by(hit('9930', 'de136695976'))


@given(st.text(), st.text())
def test_an_org_number_is_digits(scheme, value):
    assert organisation_in(scheme, value).isdigit() or not organisation_in(scheme, value)
