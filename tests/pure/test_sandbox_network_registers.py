"""The look-alikes of the Peppol Directory and the SMP, and the faults of all new paths."""

import time
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from pagero_sandbox.known_companies import (
    ACCEPTS_BY_ITSELF,
    INACTIVE,
    NO_INVOICES,
    NORWEGIAN,
    ONLY_IN_DIRECTORY,
)
from sandbox_driver import fresh_sandbox


SCHEME = 'iso6523-actorid-upis'
INVOICE = (
    'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2::Invoice##urn:cen.eu:en16931:'
    '2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0::2.1'
)
NAMESPACES = {
    'smp': 'http://busdox.org/serviceMetadata/publishing/1.0/',
    'id': 'http://busdox.org/transport/identifiers/1.0/',
    'wsa': 'http://www.w3.org/2005/08/addressing',
}

box = pytest.fixture(fresh_sandbox)


def directory(box, **query):
    return box.http.get(f'{box.url}/directory/search/1.0/json', params=query)


def found(box, **query):
    answer = directory(box, **query)
    assert answer.ok, answer.text
    return [match['participantID']['value'] for match in answer.json()['matches']]


def smp(box, address, *rest):
    path = '/'.join(quote(piece, safe='') for piece in (f'{SCHEME}::{address}', *rest))
    return box.http.get(f'{box.url}/smp/{path}')


def test_a_business_card_looks_like_the_real_ones(box):
    answer = directory(box, participant=f'{SCHEME}::0007:2120009101').json()

    (match,) = answer.pop('matches')
    assert match['participantID'] == {'scheme': SCHEME, 'value': '0007:2120009101'}
    assert {'scheme': 'busdox-docid-qns', 'value': INVOICE} in match['docTypes']
    (entity,) = match['entities']
    assert entity['name'] == [{'name': 'Granviks kommun'}]
    assert entity['countryCode'] == 'SE'
    assert entity['geoInfo'] == 'Storgatan 1, 199 01 Granvik'
    assert {'scheme': 'VAT', 'value': 'SE212000910101'} in entity['identifiers']
    assert answer.pop('creation-dt')
    assert answer == {
        'version': '1.0',
        'total-result-count': 1,
        'used-result-count': 1,
        'result-page-index': 0,
        'result-page-count': 20,
        'first-result-index': 0,
        'last-result-index': 0,
        'query-terms': f'participant={SCHEME}::0007:2120009101',
    }


@pytest.mark.parametrize(
    'query',
    [
        {'q': 'granviks kommun'},
        {'name': 'granviks kommun'},
        {'identifierValue': '2120009101'},
        {'name': 'granviks', 'country': 'SE', 'geoinfo': 'storgatan 1,'},
    ],
)
def test_each_electronic_id_has_a_card_of_its_own(box, query):
    assert found(box, **query) == ACCEPTS_BY_ITSELF['electronicIds']


def test_all_terms_must_fit(box):
    assert found(box, name='trelast', q='fjellvik', country='NO') == ['0192:878100018']
    assert found(box, name=NORWEGIAN['name'], country='SE') == []
    assert found(box, q='0192:878100018', doctype=f'busdox-docid-qns::{INVOICE}')


def test_only_who_is_registered_is_there(box):
    assert found(box, q=ONLY_IN_DIRECTORY['name']) == ONLY_IN_DIRECTORY['electronicIds']
    assert found(box, q=INACTIVE['name']) == []


def test_pages_are_counted_as_the_real_ones(box):
    first = directory(box, q='skog').json()
    second = directory(box, q='skog', rpi=1, rpc=20).json()

    assert first['used-result-count'] == len(first['matches']) == 20
    assert (second['first-result-index'], second['last-result-index']) == (20, 39)
    assert first['total-result-count'] == second['total-result-count'] > 40
    assert first['matches'][-1] != second['matches'][0]
    assert directory(box, q='skog', resultPageIndex=40).json()['matches'] == []


@pytest.mark.parametrize(
    'query',
    [
        {},
        {'colour': 'red'},
        {'participant': '0007:2120009101'},
        {'name': 'ab'},
        {'q': 'skog', 'resultPageIndex': -1},
        {'q': 'skog', 'resultPageCount': 0},
        {'q': 'skog', 'resultPageIndex': 50},
    ],
)
def test_what_the_directory_does_not_understand_is_400(box, query):
    answer = directory(box, **query)

    assert answer.status_code == 400
    assert answer.headers['Content-Type'].startswith('text/plain')


def test_the_directory_wants_get(box):
    assert box.http.post(f'{box.url}/directory/search/1.0/json').status_code == 405


def test_the_directory_can_be_asked_too_often(box):
    box.control('settings', {'directory_per_second': 2})

    statuses = [directory(box, q='granvik').status_code for _time in range(6)]

    assert statuses.count(429) >= 3


def test_a_participants_documents_are_listed_with_links(box):
    group = ElementTree.fromstring(smp(box, '0007:2120009101').content)

    participant = group.find('id:ParticipantIdentifier', NAMESPACES)
    assert (participant.get('scheme'), participant.text) == (SCHEME, '0007:2120009101')
    links = [
        link.get('href') for link in group.iterfind('.//smp:ServiceMetadataReference', NAMESPACES)
    ]
    assert len(links) == 2
    for link in links:
        service = ElementTree.fromstring(box.http.get(link).content)
        assert service.find('.//id:ParticipantIdentifier', NAMESPACES).text == '0007:2120009101'
        assert service.find('.//smp:Endpoint/wsa:EndpointReference/wsa:Address', NAMESPACES).text


def test_the_gln_is_registered_too(box):
    assert smp(box, '0088:7359910000017').ok
    assert smp(box, '0088:7359910000017', 'services', f'busdox-docid-qns::{INVOICE}').ok


def test_who_takes_no_invoices_has_no_invoice_service(box):
    (address,) = NO_INVOICES['electronicIds']

    assert smp(box, address).ok
    assert smp(box, address, 'services', f'busdox-docid-qns::{INVOICE}').status_code == 404


@pytest.mark.parametrize('address', ['0007:5599103008', '0007:1', 'x', '0192:2120009101'])
def test_who_is_not_registered_is_404(box, address):
    assert smp(box, address).status_code == 404


@pytest.mark.parametrize(
    ('pattern', 'ask'),
    [
        ('^/network/v1/', lambda box: box.api('GET', '/network/v1/companies?q=granvik')),
        ('^/directory/', lambda box: directory(box, q='granvik')),
        ('^/smp/', lambda box: smp(box, '0007:2120009101')),
    ],
)
def test_faults_and_latency_reach_the_new_paths(box, pattern, ask):
    box.control('faults', [{'fault': '503', 'path': pattern}])
    assert ask(box).status_code == 503
    assert ask(box).status_code == 200

    box.control('settings', {'latency_ms': 150})
    started = time.monotonic()
    ask(box)
    assert time.monotonic() - started >= 0.15


def test_faults_leave_the_network_alone_unless_they_name_it(box):
    box.control('faults', [{'fault': '503'}])

    assert directory(box, q='granvik').ok
    assert box.api('GET', '/network/v1/companies').ok


def test_unknown_words_and_ignored_filters(box):
    box.connect(ACCEPTS_BY_ITSELF)
    box.control(
        'faults',
        [
            {'fault': 'unknown_status', 'path': '^/network/', 'times': 2},
            {'fault': 'ignore_filter', 'path': '^/network/'},
        ],
    )

    assert box.items('connections')[0]['state'] == 'Quarantined'
    company = box.items('companies', q='granviks kommun')[0]
    assert (company['status'], company['acceptance']) == ('Quarantined', 'Quarantined')
    assert len(box.items('connections', companyId='nobody')) == 1
