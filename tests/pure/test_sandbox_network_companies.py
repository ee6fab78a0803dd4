"""The made companies: network/making.py, names.py, numbers.py, registry.py; and their search."""

from collections import Counter
from itertools import chain

import pytest
from pagero_sandbox.known_companies import (
    ACCEPTS_BY_ITSELF,
    FINNISH,
    KNOWN_COMPANIES,
    NORWEGIAN,
    NOT_LATIN,
    ONLY_IN_DIRECTORY,
    SAME_NAME,
    WITH_REQUIREMENTS,
)
from pagero_sandbox.network.making import Maker
from sandbox_driver import fresh_sandbox, running
from stdnum import ean, luhn
from stdnum.dk import cvr
from stdnum.fi import ytunnus
from stdnum.no import orgnr


CHECKS = {'SE': luhn, 'NO': orgnr, 'DK': cvr, 'FI': ytunnus}
DEMO = {'2120009986', '5569991200', '5569993404', '5590012349', '5568887714'}

box = pytest.fixture(fresh_sandbox)


@pytest.fixture(scope='module')
def companies():
    return Maker().first(10_000)


def search(box, **query):
    answer = box.api('GET', '/network/v1/companies', params=query)
    assert answer.ok, answer.text
    return answer.json()


def names(box, **query):
    return [item['name'] for item in search(box, **query)['items']]


def test_every_number_has_a_right_check_digit(companies):
    for company in companies:
        CHECKS[company.country].validate(company.number('ORGNR'))
        gln = company.number('GLN')
        assert not gln or ean.is_valid(gln)


def test_nobody_shares_an_identifier_with_another_or_with_the_demo(companies):
    keys = Counter(chain.from_iterable(company.lookup_keys() for company in companies))

    assert [key for key, count in keys.items() if count > 1] == []
    assert DEMO.isdisjoint(value for _field, value in keys)


def test_the_same_companies_are_made_each_time(companies):
    assert Maker().first(200) == companies[:200]


def test_the_mix_is_the_promised_one(companies):
    shares = Counter(
        'Directory' if not company.is_on_network else company.acceptance for company in companies
    )
    percent = {kind: round(count / 100) for kind, count in shares.items()}
    assert percent == {
        'Automatic': pytest.approx(55, abs=2),
        'ByRequest': pytest.approx(20, abs=2),
        'Routing': pytest.approx(15, abs=2),
        'Directory': pytest.approx(10, abs=2),
    }
    assert {company.country for company in companies} == set(CHECKS)
    assert any(not company.is_active for company in companies)
    assert any(not company.accepts_tests for company in companies)
    assert any(company.requirements for company in companies[100:])
    assert any(not company.receives('Invoice') for company in companies)


def test_only_the_one_promised_name_is_there_twice(companies):
    doubles = [
        name for name, count in Counter(company.name for company in companies).items() if count > 1
    ]

    assert doubles == [SAME_NAME[0]['name']]


@pytest.mark.parametrize('known', KNOWN_COMPANIES, ids=lambda known: known['name'])
def test_a_known_company_is_shown_as_it_is_described(box, known):
    shown = box.control(f"network/companies/{known['id']}")

    requirements = shown.pop('requirements')
    described = {'directory': True, **known}
    expected = {name: value for name, value in described.items() if name != 'requirements'}
    assert shown == expected
    assert (requirements or {}).get('items') == (known['requirements'] or {}).get('items')


@pytest.mark.parametrize(
    ('field', 'value'),
    [
        ('orgNumber', '212000-9101'),
        ('vatNumber', 'SE212000910101'),
        ('gln', '7359910000017'),
        ('electronicId', '0007:2120009101'),
        ('electronicId', '0088:7359910000017'),
        ('any', '2120009101'),
        ('any', '0007:2120009101'),
        ('any', 'granviks KOMMUN'),
    ],
)
def test_a_company_is_found_by_each_of_its_names(box, field, value):
    found = search(box, q=value, field=field)

    assert [item['id'] for item in found['items']] == [ACCEPTS_BY_ITSELF['id']]
    assert found['meta'] == {'count': 1, 'limit': 10, 'offset': 0, 'total': 1}


def test_a_part_of_an_identifier_finds_nobody(box):
    assert names(box, q='212000910', field='orgNumber') == []


def test_a_star_stands_for_any_letters_of_a_whole_name(box):
    assert names(box, q='granvi*kommun', field='name') == ['Granviks kommun']
    assert names(box, q='ranvi*kommun', field='name') == []
    assert names(box, q='*[x]?', field='name') == []


def test_what_begins_with_the_words_comes_first(box):
    found = names(box, q='stenfors', limit=100)

    begins = [name.startswith('Stenfors') for name in found]
    assert begins == sorted(begins, reverse=True)
    assert not all(begins)


def test_other_letters_are_found_too(box):
    assert names(box, q='берёзка') == [NOT_LATIN['name']]


def test_two_companies_of_one_name_are_two_hits(box):
    found = search(box, q=SAME_NAME[0]['name'])['items']

    assert [item['id'] for item in found] == [company['id'] for company in SAME_NAME]


def test_country_and_document_type_narrow_the_search(box):
    found = search(box, q='', countryCode='no', documentType='Order', limit=100)['items']

    assert found
    assert {item['countryCode'] for item in found} == {'NO'}
    for item in found:
        assert any(
            capability['documentType'] == 'Order' and capability['direction'] == 'Receive'
            for capability in item['capabilities']
        )


def test_pages_of_a_list_join_without_gap_or_double(box):
    first = search(box, q='skog', limit=100)
    second = search(box, q='skog', limit=100, offset=100)

    assert first['meta']['total'] > 100
    ids = [item['id'] for item in first['items'] + second['items']]
    assert len(ids) == len(set(ids)) == min(first['meta']['total'], 200)


def test_those_in_the_directory_alone_are_not_in_the_network(box):
    assert names(box, q=ONLY_IN_DIRECTORY['name']) == []
    path = f"/network/v1/companies/{ONLY_IN_DIRECTORY['id']}"
    assert box.api('GET', path).status_code == 404


def test_requirements_come_with_a_link_that_works(box):
    item = box.api('GET', f"/network/v1/companies/{WITH_REQUIREMENTS['id']}").json()

    assert [demand['field'] for demand in item['requirements']['items']] == [
        'order_reference',
        'buyer_reference',
        'accounting_cost',
    ]
    assert 'Region Norrskog' in box.http.get(item['requirements']['url']).content.decode()


def test_a_company_can_be_added_replaced_and_removed(box):
    company = {
        'id': '1',
        'name': 'Nya AB',
        'ids': [{'idType': 'ORGNR', 'value': '5567321707'}],
        'electronicIds': ['0007:5567321707'],
        'acceptance': 'ByRequest',
    }
    box.control('network/companies', company)
    assert search(box, q='5567321707')['items'][0]['capabilities'] == [
        {'documentType': 'Invoice', 'direction': 'Receive', 'connectionType': 'ByRequest'}
    ]

    box.control('network/companies', [company | {'name': 'Nyare AB'}])
    assert names(box, q='5567321707') == ['Nyare AB']

    box.control('network/companies/1', method='DELETE')
    assert names(box, q='5567321707') == []
    assert box.api('GET', '/network/v1/companies/1').status_code == 404


def test_a_made_company_vanishes_until_the_reset(box):
    box.control(f"network/companies/{NORWEGIAN['id']}", method='DELETE')
    assert names(box, q=NORWEGIAN['name']) == []

    box.reset()

    assert names(box, q=NORWEGIAN['name']) == [NORWEGIAN['name']]


@pytest.mark.parametrize(
    'company',
    [
        {'name': 'No id'},
        {'id': '1'},
        {'id': '1', 'name': 'x', 'capabilities': [{}]},
        [1],
        {'id': 1, 'name': 'x', 'ids': 3},
    ],
)
def test_a_senseless_company_is_refused(box, company):
    answer = box.http.post(f'{box.control_url}/sandbox/api/network/companies', json=company)

    assert answer.status_code == 400


def test_a_recipient_is_a_company_of_the_network(box):
    box.add_recipient(connection='routing_needed', accepts_tests=False)

    (item,) = search(box, q='0007:5567321707')['items']

    assert (item['name'], item['acceptance'], item['acceptsTests']) == (
        'Köparen AB',
        'Routing',
        False,
    )
    box.add_recipient(connection='not_found')
    assert search(box, q='0007:5567321707')['items'] == []


def test_there_can_be_fewer_companies_or_none(box):
    box.control('settings', {'companies': 3})
    assert search(box, q='')['meta']['total'] == 3
    box.control('settings', {'companies': 0})
    assert search(box, q=FINNISH['name'])['meta']['total'] == 0


@pytest.mark.parametrize('query', [{'field': 'colour'}, {'limit': 'many'}])
def test_a_senseless_search_is_refused(box, query):
    assert box.api('GET', '/network/v1/companies', params=query).status_code == 400


def test_the_network_wants_a_token(box):
    assert box.http.get(f'{box.url}/network/v1/companies').status_code == 401


def test_changes_of_the_network_outlive_a_restart(tmp_path):
    options = ('--state', str(tmp_path / 'state.sqlite'))
    with running(*options) as sandbox:
        sandbox.reset()
        sandbox.control('settings', {'companies': 20})
        sandbox.control('network/companies', {'id': '1', 'name': 'Nya AB'})
        sandbox.control(f"network/companies/{FINNISH['id']}", method='DELETE')
        assert sandbox.connect({'id': '1'}).status_code == 201
        token = sandbox.access_token

    with running(*options) as sandbox:
        sandbox.access_token = token
        assert names(sandbox, q='Nya AB') == ['Nya AB']
        assert names(sandbox, q=FINNISH['name']) == []
        assert [item['recipientId'] for item in sandbox.items('connections')] == ['1']
