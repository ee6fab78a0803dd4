"""Connections, requests and routing orders, and what they let through: network/connections.py."""

import pytest
from pagero_sandbox.known_companies import (
    ACCEPTS_BY_ITSELF,
    BY_REQUEST,
    INACTIVE,
    MIXED,
    NEEDS_ROUTING,
    NO_INVOICES,
    NO_TESTS,
    ONLY_IN_DIRECTORY,
    WITH_REQUIREMENTS,
)
from sandbox_driver import COMPANY, ENDPOINT, fresh_sandbox, invoice, invoice_to


OTHER_COMPANY = '22222222-2222-4222-8222-222222222222'
ANSWERS = [
    {'id': 'order', 'value': '12345678'},
    {'id': 'reference', 'value': 'Anna'},
    {'id': 'account', 'value': '4010'},
]
CUSTOMER_NUMBER = '<cbc:SupplierAssignedAccountID>10017</cbc:SupplierAssignedAccountID>'
RECEIVE_INVOICES = [{'documentType': 'Invoice', 'direction': 'Receive'}]

box = pytest.fixture(fresh_sandbox)


def fate(box, company, **fields):
    """Send an invoice to a company: 'delivered', or the code that stops it."""
    file_id = box.send(invoice_to(company), **fields).json()['id']
    parts = box.api('GET', f'/file/v1/files/{file_id}/fileparts').json()['items']
    return parts[0]['error']['description'][0][:5] if parts else 'delivered'


def order_route(box, company):
    return box.api(
        'POST',
        '/network/v1/routingOrders',
        json={'companyId': COMPANY, 'recipientId': company['id']},
    )


def connection(box):
    (item,) = box.items('connections', companyId=COMPANY)
    return item


def refusal(answer):
    return answer.status_code, answer.json()['error']


@pytest.fixture
def request_id(box):
    return box.connect(BY_REQUEST, message="Hej!").json()['requestId']


@pytest.fixture
def order_id(box):
    box.connect(NEEDS_ROUTING)
    return order_route(box, NEEDS_ROUTING).json()['id']


def test_whoever_accepts_by_itself_is_connected_at_once(box):
    answer = box.connect(
        ACCEPTS_BY_ITSELF,
        customerNumbers=['10017'],
        clientReference='ref-1',
        capabilities=RECEIVE_INVOICES,
    )

    assert answer.status_code == 201
    item = answer.json()
    assert (item['state'], item['recipientId']) == ('Connected', ACCEPTS_BY_ITSELF['id'])
    assert (item['customerNumbers'], item['capabilities']) == (['10017'], RECEIVE_INVOICES)
    assert (item['requestId'], item['routingOrderId']) == (None, None)
    assert box.items('connections', companyId=COMPANY) == [item]


def test_a_second_connection_shows_the_first(box):
    first = box.connect(ACCEPTS_BY_ITSELF).json()

    second = box.connect(ACCEPTS_BY_ITSELF)

    assert refusal(second) == (409, 'exists')
    assert second.json()['connection'] == first


@pytest.mark.parametrize(
    ('company', 'expected'),
    [
        (ONLY_IN_DIRECTORY, (404, 'not_found')),
        ({'id': '1'}, (404, 'not_found')),
        (INACTIVE, (410, 'recipient_inactive')),
    ],
)
def test_nobody_connects_with_whom_the_network_lacks(box, company, expected):
    assert refusal(box.connect(company)) == expected
    assert box.items('connections') == []


@pytest.mark.parametrize(
    ('wish', 'expected'),
    [
        ({'companyId': 'x'}, (403, 'forbidden')),
        ({'answers': 'yes'}, (400, 'invalid_request')),
        ({'capabilities': ['Invoice']}, (400, 'invalid_request')),
        ({'customerNumbers': [7]}, (400, 'invalid_request')),
        ({'capabilities': [{'documentType': 'Catalogue'}]}, (422, 'capability_unknown')),
    ],
)
def test_a_senseless_wish_is_refused(box, wish, expected):
    assert refusal(box.connect(ACCEPTS_BY_ITSELF, **wish)) == expected


def test_every_question_of_the_recipient_wants_an_answer(box):
    answer = box.connect(WITH_REQUIREMENTS, answers=[*ANSWERS[:1], {'id': 'account', 'value': ' '}])
    assert refusal(answer) == (422, 'answers_missing')
    assert answer.json()['missing'] == ['reference', 'account']

    assert box.connect(WITH_REQUIREMENTS, answers=ANSWERS).json()['state'] == 'Requested'
    assert box.items('requests')[0]['answers'] == ANSWERS


def test_the_strictest_of_the_chosen_capabilities_decides(box):
    orders = [*RECEIVE_INVOICES, {'documentType': 'Order', 'direction': 'Send'}]

    assert box.connect(MIXED, capabilities=RECEIVE_INVOICES).json()['state'] == 'Connected'
    box.reset()
    assert box.connect(MIXED, capabilities=orders).json()['state'] == 'Requested'


@pytest.mark.parametrize(('answer', 'state'), [('Accepted', 'Connected'), ('Rejected', 'Rejected')])
def test_the_recipient_answers_a_request(box, request_id, answer, state):
    (pending,) = box.items('requests', companyId=COMPANY, direction='Sent', state='Pending')
    assert (pending['id'], pending['message']) == (request_id, "Hej!")

    box.control(f'network/requests/{request_id}', {'state': answer, 'answer': "Så är det."})

    (request,) = box.items('requests')
    assert (request['state'], request['answer']) == (answer, "Så är det.")
    assert request['modifiedAt'] >= request['createdAt'] == pending['createdAt']
    assert connection(box)['state'] == state


def test_a_pending_request_is_cancelled_once(box, request_id):
    path = f'/network/v1/requests/{request_id}/cancel'
    assert box.api('POST', path).json()['state'] == 'Cancelled'
    assert connection(box)['state'] == 'Cancelled'

    assert refusal(box.api('POST', path)) == (409, 'wrong_state')


def test_an_answered_request_is_not_cancelled(box, request_id):
    box.control(f'network/requests/{request_id}', {'state': 'Rejected'})

    assert refusal(box.api('POST', f'/network/v1/requests/{request_id}/cancel')) == (
        409,
        'wrong_state',
    )


def test_a_recipient_may_accept_what_was_cancelled(box, request_id):
    box.api('POST', f'/network/v1/requests/{request_id}/cancel')

    box.control(f'network/requests/{request_id}', {'state': 'Accepted'})

    assert connection(box)['state'] == 'Connected'


def test_after_a_rejection_one_can_ask_again(box, request_id):
    box.control(f'network/requests/{request_id}', {'state': 'Rejected'})
    first = connection(box)

    again = box.connect(BY_REQUEST)

    assert (again.status_code, again.json()['id']) == (201, first['id'])
    assert again.json()['requestId'] != request_id
    assert [item['state'] for item in box.items('requests')] == ['Rejected', 'Pending']


def test_a_company_can_ask_for_one_of_ours(box):
    box.control(
        'network/requests',
        {'companyId': COMPANY, 'recipientId': BY_REQUEST['id'], 'message': "Hallå"},
    )

    assert box.items('requests', direction='Sent') == []
    (received,) = box.items('requests', direction='Received')
    assert (received['state'], received['message']) == ('Pending', "Hallå")


def test_a_route_is_ordered_and_activated(box, order_id):
    assert connection(box)['state'] == 'RoutingNeeded'
    assert connection(box)['routingOrderId'] == order_id

    answer = box.api('POST', f'/network/v1/routingOrders/{order_id}/activate')

    assert answer.json()['state'] == 'Active'
    assert connection(box)['state'] == 'Connected'
    assert refusal(box.api('POST', f'/network/v1/routingOrders/{order_id}/cancel')) == (
        409,
        'wrong_state',
    )


def test_a_cancelled_order_leaves_the_need_of_routing(box, order_id):
    box.api('POST', f'/network/v1/routingOrders/{order_id}/cancel')

    assert connection(box)['state'] == 'RoutingNeeded'
    assert order_route(box, NEEDS_ROUTING).status_code == 201
    assert [item['state'] for item in box.items('routingOrders', companyId=COMPANY)] == [
        'Cancelled',
        'AwaitingResponse',
    ]


def test_a_second_order_shows_the_first(box, order_id):
    answer = order_route(box, NEEDS_ROUTING)

    assert refusal(answer) == (409, 'exists')
    assert answer.json()['routingOrder']['id'] == order_id


def test_a_route_needs_no_connection_beforehand(box):
    assert order_route(box, NEEDS_ROUTING).status_code == 201
    assert connection(box)['state'] == 'RoutingNeeded'


def test_no_route_is_ordered_where_none_is_needed(box):
    box.connect(ACCEPTS_BY_ITSELF)

    assert refusal(order_route(box, ACCEPTS_BY_ITSELF)) == (409, 'wrong_state')


def test_a_deactivated_recipient_gets_no_route(box, order_id):
    told = box.control(f"network/companies/{NEEDS_ROUTING['id']}")
    box.control('network/companies', told | {'status': 'Inactive'})

    assert refusal(box.api('POST', f'/network/v1/routingOrders/{order_id}/activate')) == (
        410,
        'recipient_inactive',
    )
    assert refusal(order_route(box, NEEDS_ROUTING)) == (410, 'recipient_inactive')


def test_a_connection_may_be_for_more_documents_that_the_company_takes(box):
    box.connect(ACCEPTS_BY_ITSELF, capabilities=RECEIVE_INVOICES)
    path = f"/network/v1/connections/{connection(box)['id']}"
    more = [*RECEIVE_INVOICES, {'documentType': 'CreditNote', 'direction': 'Receive'}]

    changed = box.api('PUT', path, json={'capabilities': more}).json()

    assert (changed['capabilities'], changed['state']) == (more, 'Connected')
    strange = {'capabilities': [{'documentType': 'Catalogue'}]}
    assert refusal(box.api('PUT', path, json=strange)) == (422, 'capability_unknown')
    assert box.api('PUT', path, json={}).status_code == 400


def test_customer_numbers_are_changed_and_the_connection_is_removed(box, request_id):
    path = f"/network/v1/connections/{connection(box)['id']}"
    changed = box.api('PUT', path, json={'customerNumbers': ['7', '8']}).json()
    assert changed['customerNumbers'] == ['7', '8']
    assert box.api('PUT', path, json={'customerNumbers': '7'}).status_code == 400

    assert box.api('DELETE', path).status_code == 200

    assert box.items('connections') == []
    assert box.items('requests')[0]['state'] == 'Cancelled'
    assert {
        box.api(method, path, json={'customerNumbers': []}).status_code
        for method in ('GET', 'PUT', 'DELETE')
    } == {404}


def test_a_list_shows_what_changed_since_a_moment_in_order_of_change(box, request_id):
    box.connect(ACCEPTS_BY_ITSELF)
    first, second = box.items('connections')
    assert first['recipientId'] == BY_REQUEST['id']
    box.control(f'network/requests/{request_id}', {'state': 'Accepted'})

    assert [item['recipientId'] for item in box.items('connections')] == [
        ACCEPTS_BY_ITSELF['id'],
        BY_REQUEST['id'],
    ]
    changed = connection_since(box, second['modifiedAt'])
    assert changed == [ACCEPTS_BY_ITSELF['id'], BY_REQUEST['id']]
    assert connection_since(box, '2999-01-01T00:00:00Z') == []
    assert box.api('GET', '/network/v1/connections?modifiedFrom=soon').status_code == 400


def connection_since(box, moment):
    return [item['recipientId'] for item in box.items('connections', modifiedFrom=moment)]


def test_an_invoice_follows_the_connection(box):
    assert fate(box, ACCEPTS_BY_ITSELF) == '28700'
    box.connect(ACCEPTS_BY_ITSELF)
    assert fate(box, ACCEPTS_BY_ITSELF) == 'delivered'
    assert fate(box, ACCEPTS_BY_ITSELF, sendingCompanyId=OTHER_COMPANY) == '28700'
    assert [(row['name'], row['connection']) for row in box.control('recipients')] == [
        (ACCEPTS_BY_ITSELF['name'], 'no_connection')
    ]


def test_an_invoice_waits_for_the_request(box, request_id):
    assert fate(box, BY_REQUEST) == '29100'
    box.control(f'network/requests/{request_id}', {'state': 'Rejected'})
    assert fate(box, BY_REQUEST) == '28700'
    box.control(f'network/requests/{request_id}', {'state': 'Accepted'})
    assert fate(box, BY_REQUEST) == 'delivered'


def test_an_invoice_waits_for_the_route(box):
    box.connect(NEEDS_ROUTING)
    assert fate(box, NEEDS_ROUTING) == '28600'
    order_id = order_route(box, NEEDS_ROUTING).json()['id']
    assert fate(box, NEEDS_ROUTING) == '29200'
    box.api('POST', f'/network/v1/routingOrders/{order_id}/activate')
    assert fate(box, NEEDS_ROUTING) == 'delivered'


@pytest.mark.parametrize(
    ('company', 'closed', 'opened'),
    [
        (ACCEPTS_BY_ITSELF, '28700', 'delivered'),
        (ONLY_IN_DIRECTORY, '28500', 'delivered'),
        (INACTIVE, '28800', '28800'),
        (NO_INVOICES, '28700', '28700'),
    ],
)
def test_an_open_directory_needs_no_connection(box, company, closed, opened):
    assert fate(box, company) == closed
    box.control('settings', {'open_directory': True})
    assert fate(box, company) == opened


def test_a_connection_for_other_documents_lets_no_invoice_through(box):
    box.connect(MIXED, capabilities=[{'documentType': 'CreditNote'}])
    assert fate(box, MIXED) == 'delivered', "the File API calls both an invoice"
    box.connect(NO_INVOICES)
    assert fate(box, NO_INVOICES) == '28700'


def test_a_company_may_take_no_tests(box):
    box.connect(NO_TESTS)

    assert fate(box, NO_TESTS, sendMode='Test') == '20100'
    assert fate(box, NO_TESTS) == 'delivered'


def test_a_customer_number_of_the_connection_names_the_recipient(box):
    box.connect(ACCEPTS_BY_ITSELF, customerNumbers=['10017'])

    box.send(invoice(customer_number=CUSTOMER_NUMBER))

    assert len(box.documents()) == 1
    assert [row['name'] for row in box.control('recipients')] == [ACCEPTS_BY_ITSELF['name']]


def recipient_company(box):
    (item,) = box.items('companies', q=ENDPOINT)
    return item


def test_an_own_connection_goes_before_the_recipients_word_for_all(box):
    box.add_recipient(connection='routing_needed')
    company = recipient_company(box)
    box.connect(company)
    order_id = order_route(box, company).json()['id']
    assert (
        fate(
            box,
            company | {'ids': [{'idType': 'VAT', 'value': ''}, {'idType': 'ORGNR', 'value': ''}]},
        )
        == '29200'
    )

    box.api('POST', f'/network/v1/routingOrders/{order_id}/activate')
    box.send()

    assert len(box.documents()) == 1


def test_what_a_recipient_is_for_all_goes_before_any_connection(box):
    box.add_recipient()
    box.connect(recipient_company(box))
    box.add_recipient(connection='unreachable')

    box.send()

    assert box.parts()[0]['error']['description'][0].startswith('29000')


def test_setting_a_recipients_connection_settles_what_is_open(box):
    box.add_recipient(connection='requested')
    box.connect(recipient_company(box))
    assert connection(box)['state'] == 'Requested'

    box.add_recipient(connection='connected')

    assert connection(box)['state'] == 'Connected'
    assert box.items('requests')[0]['state'] == 'Accepted'
    box.add_recipient(connection='no_connection')
    assert connection(box)['state'] == 'Cancelled'
