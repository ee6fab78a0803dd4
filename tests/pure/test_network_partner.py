"""The assumed network API against the sandbox process: search, connections, requests, routing."""

from datetime import datetime, timedelta, timezone

import pytest
from network_server import THIS_MACHINE
from sandbox_driver import COMPANY

from network import (
    AlreadyConnected,
    AnswersMissing,
    Capability,
    Deactivated,
    Garbled,
    Hosts,
    HttpTransport,
    NoAnswer,
    PartnerApi,
    Query,
    Refused,
    ServerFault,
    TooManyRequests,
    Unauthorized,
    Vanished,
    WrongState,
)


INVOICE = Capability('invoice')
REQUIREMENTS = {
    'url': 'https://example.com/demands',
    'items': [
        {
            'id': 'order',
            'question': "Which order?",
            'field': 'order_reference',
            'kind': 'mandatory',
            'value': '',
            'message': "An order number is needed.",
        }
    ],
}


@pytest.fixture
def network(sandbox):
    """The sandbox without made companies: each test adds its own."""
    sandbox.control('settings', {'companies': 0})
    return sandbox


@pytest.fixture
def api(network):
    with HttpTransport([network.url], 3.0, private_hosts=THIS_MACHINE) as transport:
        yield PartnerApi(transport, Hosts(network.url, network.url), network.access_token, COMPANY)


def add(sandbox, number=1, acceptance='Automatic', **values):
    way = {'Automatic': 'Direct', 'ByRequest': 'ByRequest', 'Routing': 'ByRouting'}[acceptance]
    company = {
        'id': f'810000{number}',
        'name': f"Kund {number} AB",
        'countryCode': 'SE',
        'address': {'street': "Storgatan 1", 'postCode': '111 22', 'town': "Stockholm"},
        'ids': [{'idType': 'ORGNR', 'value': f'556036079{number}'}],
        'electronicIds': [f'0007:556036079{number}'],
        'serviceProvider': {'id': '-1', 'name': 'Pagero'},
        'status': 'Active',
        'acceptance': acceptance,
        'acceptsTests': True,
        'requirements': None,
        'peppol': True,
        'capabilities': [
            {'documentType': 'Invoice', 'direction': 'Receive', 'connectionType': way}
        ],
    }
    return sandbox.control('network/companies', company | values)['id']


def state_of(api, recipient_id):
    (state,) = [each.state for each in api.iter_connections() if each.recipient_id == recipient_id]
    return state


def names(page):
    return [company.name for company in page.items]


@pytest.mark.parametrize(
    'kind, value, expected',
    [
        ('org_number', '5560360793', ["Kund 3 AB"]),
        ('electronic_id', '0007:5560360793', ["Kund 3 AB"]),
        ('gln', '7300010000001', ["Björkdals kommun"]),
        ('vat_number', 'SE212000998601', ["Björkdals kommun"]),
        ('name', 'Kund*', ["Kund 1 AB", "Kund 3 AB"]),
        ('name', 'björkdal', ["Björkdals kommun"]),
        ('any', '7300010000001', ["Björkdals kommun"]),
        ('name', 'Nobody', []),
    ],
)
def test_it_searches(network, api, kind, value, expected):
    add(network, 1)
    add(network, 3)
    add(
        network,
        4,
        name="Björkdals kommun",
        ids=[
            {'idType': 'GLN', 'value': '7300010000001'},
            {'idType': 'VAT', 'value': 'SE212000998601'},
        ],
    )

    assert names(api.search(Query(kind, value))) == expected


def test_a_hit_holds_what_one_needs_to_decide(network, api):
    network_id = add(network, 1, 'ByRequest', requirements=REQUIREMENTS)

    (company,) = api.search(Query('name', 'Kund')).items

    assert (company.network_id, company.operator_name) == (network_id, 'Pagero')
    assert (company.acceptance, company.accepts_tests) == ('must_approve', True)
    assert company.capabilities[0].connection_type == 'by_request'
    assert [each.field for each in company.requirements] == ['order_reference']
    assert company.sources == ('network',)


def test_it_searches_by_pages(network, api):
    for number in range(1, 6):
        add(network, number)

    first = api.search(Query('name', 'Kund'), limit=2)
    last = api.search(Query('name', 'Kund'), limit=2, offset=4)

    assert (first.total, names(first)) == (5, ["Kund 1 AB", "Kund 2 AB"])
    assert names(last) == ["Kund 5 AB"]


def test_five_hundred_hits_come_by_the_hundred(sandbox):
    with HttpTransport([sandbox.url], 10.0, private_hosts=THIS_MACHINE) as transport:
        api = PartnerApi(transport, Hosts(sandbox.url, sandbox.url), sandbox.access_token, COMPANY)

        page = api.search(Query('name', '*'), limit=500)

    assert len(page.items) == 100
    assert page.total > 500


def test_a_company_that_vanished_says_so(network, api):
    network_id = add(network)
    network.control(f'network/companies/{network_id}', method='DELETE')

    with pytest.raises(Vanished):
        api.connect(network_id, [INVOICE])


@pytest.mark.parametrize(
    'acceptance, state',
    [('Automatic', 'connected'), ('ByRequest', 'requested'), ('Routing', 'routing_needed')],
)
def test_connecting_says_at_once_what_became_of_it(network, api, acceptance, state):
    network_id = add(network, 1, acceptance)

    connection = api.connect(
        network_id, [INVOICE], customer_numbers=['1001', '1002'], client_reference='us-1'
    )

    assert (connection.state, connection.recipient_id) == (state, network_id)
    assert connection.customer_numbers == ('1001', '1002')
    assert connection.capabilities[0].document_type == 'invoice'
    assert bool(connection.request_id) is (state == 'requested')
    assert list(api.iter_connections()) == [connection]


def test_a_second_connection_is_adopted(network, api):
    network_id = add(network)
    first = api.connect(network_id, [INVOICE])

    with pytest.raises(AlreadyConnected) as caught:
        api.connect(network_id, [INVOICE])

    assert caught.value.connection == first


def test_an_answer_that_was_lost_is_found_again(network, api):
    network_id = add(network)
    network.control('faults', {'fault': 'timeout_after', 'path': '^/network/', 'seconds': 5})
    with pytest.raises(NoAnswer):
        api.connect(network_id, [INVOICE])

    with pytest.raises(AlreadyConnected) as caught:
        api.connect(network_id, [INVOICE])

    assert caught.value.connection.state == 'connected'


def test_questions_want_answers(network, api):
    network_id = add(network, 1, 'ByRequest', requirements=REQUIREMENTS)

    with pytest.raises(AnswersMissing):
        api.connect(network_id, [INVOICE])

    assert api.connect(network_id, [INVOICE], answers={'order': '4711'}).state == 'requested'


def test_what_a_company_doesn_t_offer_is_refused_in_its_words(network, api):
    network_id = add(network)

    with pytest.raises(Refused, match="offer") as caught:
        api.connect(network_id, [Capability('credit_note')])

    assert not isinstance(caught.value, AnswersMissing)


def test_a_deactivated_company_can_t_be_connected(network, api):
    network_id = add(network, status='Inactive')

    with pytest.raises(Deactivated):
        api.connect(network_id, [INVOICE])
    assert not api.search(Query('name', 'Kund')).items[0].is_active


def test_another_function_is_added_to_a_connection(network, api):
    taken = [
        {'documentType': each, 'direction': 'Receive', 'connectionType': 'Direct'}
        for each in ('Invoice', 'CreditNote')
    ]
    connection = api.connect(add(network, capabilities=taken), [INVOICE])
    note = Capability('credit_note', 'receive', 'direct')

    assert api.set_capabilities(connection.id, [INVOICE, note]).id == connection.id
    with pytest.raises(Refused):
        api.set_capabilities(connection.id, [Capability('order', 'receive', 'direct')])


def test_numbers_change_and_a_connection_ends(network, api):
    connection = api.connect(add(network), [INVOICE], customer_numbers=['1'])

    assert api.set_customer_numbers(connection.id, ['2', '3']).customer_numbers == ('2', '3')
    api.disconnect(connection.id)

    assert list(api.iter_connections()) == []
    with pytest.raises(Vanished):
        api.disconnect(connection.id)


def test_news_come_since_a_moment(network, api):
    for number in range(1, 4):
        api.connect(add(network, number), [INVOICE])
    soon = datetime.now(timezone.utc) + timedelta(minutes=1)

    assert len(list(api.iter_connections(soon - timedelta(minutes=2)))) == 3
    assert list(api.iter_connections(soon)) == []


@pytest.mark.parametrize(
    'answer, state, connected',
    [('Accepted', 'accepted', 'connected'), ('Rejected', 'rejected', 'rejected')],
)
def test_the_recipient_answers_a_request(network, api, answer, state, connected):
    network_id = add(network, 1, 'ByRequest')
    connection = api.connect(network_id, [INVOICE], message="Hej!")
    network.control(
        f'network/requests/{connection.request_id}', {'state': answer, 'answer': "So be it."}
    )

    (request,) = api.iter_requests()

    assert (request.state, request.answer, request.message) == (state, "So be it.", "Hej!")
    assert (request.connection_id, request.recipient_id) == (connection.id, network_id)
    assert state_of(api, network_id) == connected
    with pytest.raises(WrongState):
        api.cancel_request(request.id)


def test_a_request_is_cancelled_and_sent_again(network, api):
    network_id = add(network, 1, 'ByRequest')
    first = api.connect(network_id, [INVOICE])

    assert api.cancel_request(first.request_id).state == 'cancelled'
    again = api.connect(network_id, [INVOICE])

    assert (again.state, again.id) == ('requested', first.id)
    assert again.request_id != first.request_id


def test_received_requests_aren_t_ours(network, api):
    network.control(
        'network/requests', {'companyId': COMPANY, 'recipientId': add(network), 'message': "We?"}
    )
    network.control('faults', {'fault': 'ignore_filter', 'path': '^/network/', 'times': None})

    assert list(api.iter_requests()) == []


def test_a_route_is_ordered_once_and_activated(network, api):
    network_id = add(network, 1, 'Routing')
    api.connect(network_id, [INVOICE])

    order = api.order_route(network_id)

    assert order.state == 'awaiting_response'
    assert api.order_route(network_id) == order
    assert list(api.iter_routing_orders()) == [order]
    assert api.activate_route(order.id).state == 'active'
    assert state_of(api, network_id) == 'connected'
    with pytest.raises(WrongState):
        api.cancel_route(order.id)


def test_a_cancelled_route_is_needed_again(network, api):
    network_id = add(network, 1, 'Routing')
    api.connect(network_id, [INVOICE])

    assert api.cancel_route(api.order_route(network_id).id).state == 'cancelled'
    assert state_of(api, network_id) == 'routing_needed'


def test_no_route_leads_to_a_deactivated_company(network, api):
    network_id = add(network, 1, 'Routing')
    api.connect(network_id, [INVOICE])
    add(network, 1, 'Routing', status='Inactive')

    with pytest.raises(Deactivated):
        api.order_route(network_id)


@pytest.mark.parametrize(
    'fault, error',
    [
        ('401', Unauthorized),
        ('429', TooManyRequests),
        ('500', ServerFault),
        ('503', ServerFault),
        ('html_502', ServerFault),
        ('html_200', Garbled),
        ('garbage_64k', Garbled),
        ('cut_body', Garbled),
        ('empty_body', Garbled),
    ],
)
def test_a_fault_has_its_error(network, api, fault, error):
    network_id = add(network)
    calls = [
        lambda: api.search(Query('name', 'Kund')),
        lambda: list(api.iter_connections()),
        lambda: api.connect(network_id, [INVOICE]),
    ]
    for call in calls:
        network.control('faults', {'fault': fault, 'path': '^/network/'})
        with pytest.raises(error) as caught:
            call()
        assert network.access_token not in f'{caught.value} {caught.value.text}'


def test_strange_words_are_kept(network, api):
    network_id = add(network)
    network.control('faults', {'fault': 'unknown_status', 'path': '^/network/', 'times': None})

    connection = api.connect(network_id, [INVOICE])

    assert connection.id
    assert connection.state in (None, 'connected')


def ask_us(network, network_id, **wish):
    wish = {'companyId': COMPANY, 'recipientId': network_id, 'message': "Hallå", **wish}
    return network.control('network/requests', wish)['id']


def test_a_company_that_asks_us_is_told_with_its_numbers(network, api):
    network_id = add(network, 1, 'Automatic')
    request_id = ask_us(network, network_id)

    (request,) = api.iter_received_requests(pending_only=True)

    assert (request.id, request.state, request.message) == (request_id, 'pending', "Hallå")
    assert (request.recipient_id, request.sender.network_id) == (network_id, network_id)
    assert request.sender.org_number


@pytest.mark.parametrize('ignores', [False, True])
def test_other_companies_requests_are_not_ours(network, api, ignores):
    network_id = add(network, 1, 'Automatic')
    ask_us(network, network_id, companyId='another')
    api.connect(add(network, 2, 'ByRequest'), [INVOICE])
    if ignores:
        network.control('faults', {'fault': 'ignore_filter', 'path': '^/network/', 'times': None})

    assert list(api.iter_received_requests()) == []


@pytest.mark.parametrize(
    ('decide', 'state', 'answer'),
    [
        (lambda api, request_id: api.accept_request(request_id), 'accepted', ''),
        (lambda api, request_id: api.reject_request(request_id, "Nej"), 'rejected', "Nej"),
    ],
)
def test_we_answer_once(network, api, decide, state, answer):
    request_id = ask_us(network, add(network, 1, 'Automatic'))

    decided = decide(api, request_id)

    assert (decided.state, decided.answer) == (state, answer)
    assert list(api.iter_received_requests(pending_only=True)) == []
    with pytest.raises(WrongState):
        decide(api, request_id)
    with pytest.raises(Vanished):
        decide(api, '999')
