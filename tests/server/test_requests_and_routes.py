"""Requests and routing orders with the sandbox's network: what waits leaves once, by itself."""

from functools import partial

import pytest
from network_place import CHASE, EVERYTHING, NETWORK, NetworkPlace
from pagero_sandbox import known_companies as companies
from rough_place import POLL, SEND, at_once
from setup import scenario


REQUEST, ORDER = 'pagero.connection.request', 'pagero.routing.order'
ANSWERS = {'order': '12345678', 'reference': 'Anna', 'account': '4010'}


@pytest.fixture(scope='module')
def place(environment, base, tmp_path_factory):
    place = NetworkPlace(environment, 'network', tmp_path_factory.mktemp('network'), base)
    place.open().begin()
    yield place
    place.close()


def test_an_accepted_request_lets_the_waiting_invoice_go_once(place):
    connection = place.connect_to(companies.WITH_REQUIREMENTS, ANSWERS)
    [request] = place.papers(REQUEST, connection, 'network_id', 'answer_ids')
    assert (place.state(connection), request['state']) == ('requested', 'pending')
    assert len(request['answer_ids']) == len(ANSWERS)
    invoice_id = place.invoice(connection, pagero_accounting_cost='4010')
    waiting = place.document(invoice_id)
    assert (waiting['state'], waiting['held_reason']) == ('held', 'connection')
    assert "has not been answered" in place.alert(invoice_id)

    place.recipient_answers(request, 'Accepted', "Welcome")

    assert place.state(connection) == 'connected'
    [request] = place.papers(REQUEST, connection, 'answer')
    assert (request['state'], request['answer']) == ('accepted', "Welcome")
    assert len(place.activities(REQUEST, request['id'])) == 1
    place.assert_sent_once(invoice_id)


def test_whatever_a_recipient_demands_it_is_connected(place):
    """A form that looks ahead, limits the wrong way round: the network's answer is kept."""
    connection = place.connect_to(companies.ODD_REQUIREMENTS, {'ahead': '1', 'limits': '2'})

    [request] = place.papers(REQUEST, connection, 'network_id')
    assert (place.state(connection), request['state']) == ('requested', 'pending')
    partner = place.connection(connection, 'partner_id')['partner_id'][0]
    rules = place.admin.search_read(
        'pagero.recipient.rule', [('partner_id', '=', partner)], 'field_key', 'kind'
    )
    assert {(rule['field_key'], rule['kind']) for rule in rules} == {
        ('order_reference', 'mandatory'),
        ('accounting_cost', 'mandatory'),
    }


def test_a_denied_one_waits_until_it_is_asked_again(place):
    connection = place.connect_to(companies.BY_REQUEST)
    [request] = place.papers(REQUEST, connection, 'network_id')
    invoice_id = place.invoice(connection)

    place.recipient_answers(request, 'Rejected', "No")

    assert place.state(connection) == 'rejected'
    assert "rejected" in place.alert(invoice_id)
    assert len(place.activities(REQUEST, request['id'])) == 1

    place.admin.call(REQUEST, 'action_send_again', [request['id']])

    newest, oldest = place.papers(REQUEST, connection, 'network_id')
    assert (newest['state'], oldest['state']) == ('pending', 'rejected')
    assert place.activities(REQUEST, request['id']) == []
    assert place.document(invoice_id)['state'] == 'held'

    place.admin.call(REQUEST, 'action_cancel', [newest['id']])
    place.recipient_answers(newest, 'Accepted')
    place.run(*EVERYTHING)

    [newest, _oldest] = place.papers(REQUEST, connection, 'accepted_late_at')
    assert (place.state(connection), newest['state']) == ('cancelled', 'cancelled')
    assert newest['accepted_late_at']
    assert len(place.activities(REQUEST, newest['id'])) == 1
    assert place.document(invoice_id)['state'] == 'held'
    assert place.arrived(invoice_id) == 0


def test_only_a_person_ends_the_waiting_for_a_route(place):
    old = place.post_and_send()
    connection = place.connect_to(companies.NEEDS_ROUTING)
    assert place.state(connection) == 'routing_needed'
    invoice_id = place.invoice(connection)
    [order] = place.papers(ORDER, connection)
    place.admin.call(ORDER, 'action_skip_email', [order['id']])
    assert place.state(connection) == 'routing_ordered'

    place.run(*EVERYTHING, *EVERYTHING)

    assert place.document(old)['state'] == 'delivered'
    [order] = place.papers(ORDER, connection, 'network_id')
    assert (place.state(connection), order['state']) == ('routing_ordered', 'awaiting_response')
    assert "not set up yet" in place.alert(invoice_id)

    action = place.admin.call(ORDER, 'action_activate', [order['id']])
    answer = place.admin.create(action['res_model'], {'answer': 'yes'}, **action['context'])
    place.admin.call(action['res_model'], 'action_confirm', [answer])

    [order] = place.papers(ORDER, connection, 'activated_by_id', 'confirmation')
    assert order['state'] == 'active'
    assert order['activated_by_id'][0] == place.admin.uid
    assert place.state(connection) == 'connected'
    place.assert_sent_once(invoice_id)


def test_a_recipient_that_was_deactivated_makes_its_connection_inactive(place):
    company = elsewhere('7200001', '5599201000')
    place.sandbox.post('network/companies', company)
    connection = place.connect_to(company)
    [order] = place.papers(ORDER, connection)
    place.sandbox.post('network/companies', {**company, 'status': 'Inactive'})

    place.admin.call(ORDER, 'action_skip_email', [order['id']])

    [order] = place.papers(ORDER, connection, 'network_id')
    assert (place.state(connection), order['state']) == ('inactive', 'draft')
    assert not order['network_id']
    assert len(place.activities('pagero.connection', connection)) == 1


def test_a_route_to_a_recipient_that_was_deactivated_is_not_activated(place):
    company = elsewhere('7200002', '5599202008')
    place.sandbox.post('network/companies', company)
    connection = place.connect_to(company)
    [order] = place.papers(ORDER, connection)
    place.admin.call(ORDER, 'action_skip_email', [order['id']])
    place.sandbox.post('network/companies', {**company, 'status': 'Inactive'})

    action = place.admin.call(ORDER, 'action_activate', [order['id']])
    answer = place.admin.create(action['res_model'], {'answer': 'yes'}, **action['context'])
    place.admin.call(action['res_model'], 'action_confirm', [answer])

    [order] = place.papers(ORDER, connection)
    assert (place.state(connection), order['state']) == ('inactive', 'awaiting_response')


def test_a_route_is_given_up_although_its_recipient_was_deactivated(place):
    company = elsewhere('7200004', '5599205001')
    place.sandbox.post('network/companies', company)
    connection = place.connect_to(company)
    [order] = place.papers(ORDER, connection)
    place.admin.call(ORDER, 'action_skip_email', [order['id']])
    place.fault('410', path='^/network/v1/routingOrders/.*/cancel$')

    place.admin.call(ORDER, 'action_cancel', [order['id']])

    assert place.is_met()
    [order] = place.papers(ORDER, connection)
    assert (place.state(connection), order['state']) == ('inactive', 'cancelled')
    assert len(place.activities('pagero.connection', connection)) == 1


def test_a_route_that_the_network_has_forgotten_is_given_up(place):
    company = elsewhere('7200005', '5599205019')
    place.sandbox.post('network/companies', company)
    connection = place.connect_to(company)
    [order] = place.papers(ORDER, connection)
    place.admin.call(ORDER, 'action_skip_email', [order['id']])
    place.odoo.query(
        "UPDATE pagero_routing_order SET network_id = 'forgotten' WHERE id = %s RETURNING id",
        (order['id'],),
    )

    place.admin.call(ORDER, 'action_cancel', [order['id']])

    [order] = place.papers(ORDER, connection)
    assert (place.state(connection), order['state']) == ('routing_needed', 'cancelled')


def elsewhere(company_id, number):
    """A company of its own at another operator."""
    return {
        **companies.NEEDS_ROUTING,
        'id': company_id,
        'name': f"Elsewhere {company_id} AB",
        'ids': [{'idType': 'ORGNR', 'value': number}],
        'electronicIds': [f'0007:{number}'],
    }


def test_a_request_that_a_delivery_taught_is_asked_from_the_connection(place):
    company = companies.SAME_NAME[1]
    values = {'name': company['name'], 'is_company': True, 'company_registry': '559910-8007'}
    partner = place.admin.create('res.partner', values)
    values = {'partner_id': partner, 'account_id': place.ids['account']}
    connection = place.admin.create('pagero.connection', values)
    learnt = "UPDATE pagero_connection SET state = 'requested' WHERE id = %s"
    place.odoo.query(learnt, (connection,))
    assert place.connection(connection, 'lacks_request')['lacks_request']

    action = place.admin.call('pagero.connection', 'action_send_request', [connection])
    assert action['res_model'] == 'pagero.connect'
    place.confirm(action['res_id'])

    [request] = place.papers(REQUEST, connection, 'network_id')
    assert request['state'] == 'pending' and request['network_id']
    assert not place.connection(connection, 'lacks_request')['lacks_request']


def test_who_is_not_listed_in_the_directory_is_found_in_the_smp(place):
    company = elsewhere('7200003', '5599203006')
    place.sandbox.post('network/companies', {**company, 'network': False, 'directory': False})

    for query in ('559920-3006', '0007:5599203006', 'SE559920300601'):
        [hit] = scenario.search_network(place.admin, query)
        assert (hit['name'], hit['numbers']) == ('0007:5599203006', '559920-3006')


def decide(session, dialog):
    """Connect only: nothing of the customer is changed, so that they meet at the connection."""
    lines = session.read('pagero.connect', dialog, 'difference_ids')['difference_ids']
    session.call('pagero.connect.difference', 'write', lines, {'take_over': False})
    values = {'is_confirmed': True, 'send_with_pagero': False}
    session.call('pagero.connect', 'write', [dialog], values)


def test_two_people_connecting_one_customer_make_one_connection(place):
    company = companies.ACCEPTS_BY_ITSELF
    partner = place.admin.create('res.partner', {'name': company['name'], 'is_company': True})
    sessions = [place.admin, place.odoo.session()]
    dialogs = [place.asks(company, session, partner) for session in sessions]
    for session, dialog in zip(sessions, dialogs, strict=True):
        decide(session, dialog)

    errors = at_once(
        partial(place.confirm, dialog, session)
        for session, dialog in zip(sessions, dialogs, strict=True)
    )

    assert errors == [None, None]
    [connection] = place.admin.search_read(
        'pagero.connection', [('network_company_id', '=', company['id'])], 'state', 'partner_id'
    )
    assert (connection['state'], connection['partner_id'][0]) == ('connected', partner)
    listed = place.sandbox.get('network/connections')
    assert sum(each['recipientId'] == company['id'] for each in listed) == 1


def test_two_people_connecting_a_new_customer_make_one(place):
    company = companies.NORWEGIAN
    sessions = [place.admin, place.odoo.session()]
    dialogs = [place.asks(company, session) for session in sessions]

    errors = at_once(
        partial(place.confirm, dialog, session)
        for session, dialog in zip(sessions, dialogs, strict=True)
    )

    assert errors == [None, None]
    told = place.admin.search_read('pagero.connect', [('id', 'in', dialogs)], 'is_taken', 'step')
    assert sorted(each['is_taken'] for each in told) == [False, True]
    [late] = [each['id'] for each in told if each['is_taken']]
    place.confirm(late)
    domain = [('network_company_id', '=', company['id'])]
    [connection] = place.admin.search_read('pagero.connection', domain, 'partner_id')
    named = [('name', '=', company['name'])]
    [partner] = place.admin.search_read('res.partner', named, 'id')
    assert connection['partner_id'][0] == partner['id']


def test_whom_the_directory_alone_knows_gets_a_route_by_letter(place):
    company = companies.ONLY_IN_DIRECTORY
    place.confirm(place.asks(company))
    domain = [('partner_id.name', '=', company['name'])]
    [found] = place.admin.search_read('pagero.connection', domain, 'state')
    connection = found['id']
    assert found['state'] == 'routing_needed'

    [order] = place.papers(ORDER, connection)
    place.admin.call(ORDER, 'action_skip_email', [order['id']])

    [order] = place.papers(ORDER, connection, 'network_id')
    assert (order['state'], order['network_id']) == ('awaiting_response', False)
    assert place.state(connection) == 'routing_ordered'


def test_whom_the_network_knows_after_all_is_connected_there(place):
    company = companies.SAME_NAME[0]
    place.sandbox.post('network/companies', {**company, 'network': False})
    dialog = place.asks(company)
    assert place.admin.read('pagero.connect', dialog, 'way')['way'] == 'by_routing'
    place.sandbox.post('network/companies', {**company, 'network': True})

    place.confirm(dialog)

    domain = [('network_company_id', '=', company['id'])]
    [found] = place.admin.search_read('pagero.connection', domain, 'state')
    assert found['state'] == 'connected'


def test_a_network_that_is_down_changes_nothing_and_is_heard_later(place):
    connection = place.connect_to(companies.MIXED)
    assert place.state(connection) == 'connected'
    place.fault('500', path='^/network/')

    place.run(NETWORK)

    assert place.account('last_error')['last_error']
    place.time_passes(NETWORK)
    assert not place.account('last_error')['last_error']


def test_a_copy_asks_nothing(place):
    place.odoo.query("UPDATE pagero_account SET approved_fingerprint = 'of another database'")
    place.sandbox.delete('calls')

    place.run(NETWORK, CHASE, SEND, POLL)

    assert place.calls(path='/network/') == []


def test_the_log_stays_quiet(place):
    assert place.odoo.complaints() == []
