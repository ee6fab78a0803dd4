"""The network's pages: network/pages.py, rows.py, texts.py."""

import pytest
from pagero_sandbox.known_companies import (
    ACCEPTS_BY_ITSELF,
    BY_REQUEST,
    NEEDS_ROUTING,
    NO_TESTS,
    WITH_REQUIREMENTS,
)
from pagero_sandbox.pages.network_texts import TEXTS
from pagero_sandbox.pages.texts import TEXTS as OTHER_TEXTS
from sandbox_driver import COMPANY, fresh_sandbox, invoice_to


box = pytest.fixture(fresh_sandbox)


def answer(box, request_id, state, text=''):
    page = box.http.post(
        f'{box.url}/network/requests/{request_id}', data={'state': state, 'answer': text}
    )
    assert page.ok, page.text
    return page.content.decode()


@pytest.mark.parametrize(
    ('language', 'words'),
    [
        ('en', ('Search the network', 'Accepts by itself')),
        ('sv', ('Sök i nätverket', 'Godkänner automatiskt')),
    ],
)
def test_the_search_speaks_two_languages(box, language, words):
    page = box.page('/network?q=granviks+kommun', language)

    for word in (*words, 'Granviks kommun', '2120009101'):
        assert word in page


def test_the_search_has_pages_and_an_end(box):
    page = box.page('/network?q=kommun')
    assert 'offset=25' in page
    assert 'Previous' not in page
    assert 'Previous' in box.page('/network?q=kommun&offset=25')
    assert 'No company fits' in box.page('/network?q=nobody+at+all')


def test_a_company_shows_what_one_must_know(box):
    box.connect(ACCEPTS_BY_ITSELF, customerNumbers=['10017'])
    box.send(invoice_to(ACCEPTS_BY_ITSELF))
    box.documents()

    page = box.page(f"/network/companies/{ACCEPTS_BY_ITSELF['id']}", 'sv')

    for word in (
        '0088:7359910000017',
        'Kreditnota',
        'Demo AB',
        '10017',
        'Kopplad',
        '/recipients/1',
    ):
        assert word in page
    assert 'Takes no test documents' in box.page(f"/network/companies/{NO_TESTS['id']}")


def test_an_inbox_leaves_the_connection_to_each_sender(box):
    box.connect(ACCEPTS_BY_ITSELF)
    box.send(invoice_to(ACCEPTS_BY_ITSELF))
    box.documents()

    assert 'own connection' in box.page('/recipients')
    assert 'INV-1' in box.page('/recipients/1')


def test_the_requirements_have_a_page_of_their_own(box):
    link = f"/requirements/{WITH_REQUIREMENTS['id']}"
    assert link in box.page(f"/network/companies/{WITH_REQUIREMENTS['id']}")

    page = box.page(link)

    assert '^\\d{8}$' in page
    assert 'Every invoice needs our reference.' in page
    assert 'no requirements' in box.page(f"/requirements/{BY_REQUEST['id']}")


@pytest.mark.parametrize(
    ('state', 'connection'), [('Accepted', 'Connected'), ('Rejected', 'Rejected')]
)
def test_a_request_is_answered_on_its_page(box, state, connection):
    request_id = box.connect(BY_REQUEST, message='Vi säljer kaffe').json()['requestId']
    page = box.page('/network/requests', 'sv')
    for word in ('Vi säljer kaffe', 'Godkänn', 'Neka', 'Väntande'):
        assert word in page

    page = answer(box, request_id, state, 'Så får det bli')

    assert 'Så får det bli' in page
    assert 'Deny' not in page
    assert box.items('connections')[0]['state'] == connection


def test_a_cancelled_request_can_be_accepted_anyway(box):
    request_id = box.connect(BY_REQUEST).json()['requestId']
    box.api('POST', f'/network/v1/requests/{request_id}/cancel')
    assert 'Accept anyway' in box.page('/network/requests')

    answer(box, request_id, 'Accepted')

    assert box.items('connections')[0]['state'] == 'Connected'


def test_routing_orders_are_listed_with_the_operator(box):
    assert 'No routing has been ordered yet' in box.page('/network/routing_orders')
    box.api(
        'POST',
        '/network/v1/routingOrders',
        json={'companyId': COMPANY, 'recipientId': NEEDS_ROUTING['id']},
    )

    page = box.page('/network/routing_orders', 'sv')

    for word in (NEEDS_ROUTING['name'], 'Nordbud E-operatör', 'Inväntar svar', 'Demo AB'):
        assert word in page


def test_what_others_wrote_is_escaped(box):
    box.control(
        'network/companies', {'id': '1', 'name': '<script>1</script>', 'acceptance': 'ByRequest'}
    )
    box.connect({'id': '1'}, message='<script>2</script>')

    for path in ('/network?q=script', '/network/companies/1', '/network/requests'):
        assert '<script>' not in box.page(path)


@pytest.mark.parametrize('path', ['/network/companies/1', '/requirements/1'])
def test_what_is_not_there_is_404(box, path):
    assert box.http.get(box.url + path).status_code == 404


def test_a_request_that_is_not_there_is_not_answered(box):
    page = box.http.post(f'{box.url}/network/requests/1', data={'state': 'Accepted'})

    assert page.status_code == 404


def test_every_word_has_one_home():
    assert set(TEXTS).isdisjoint(OTHER_TEXTS)
