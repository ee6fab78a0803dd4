"""A supplier asks to be connected: what we answer is heard there, and what waited arrives."""

import pytest
from inbox_place import Inbox
from network_place import NETWORK, NetworkPlace
from pagero_sandbox import known_companies as companies
from rough_place import RECEIVE, at_once
from setup.demo_facts import SANDBOX_COMPANY
from setup.rpc import OdooError


REQUEST = 'pagero.received.request'
SUPPLIER = companies.ACCEPTS_BY_ITSELF


@pytest.fixture(scope='module')
def opened(environment, base, tmp_path_factory):
    place = NetworkPlace(environment, 'asked', tmp_path_factory.mktemp('asked'), base)
    place.open()
    yield place
    place.close()


@pytest.fixture
def place(opened):
    """A company that receives, and is asked nothing yet."""
    opened.begin()
    Inbox(opened).begin()
    opened.odoo.query('DELETE FROM pagero_received_request')
    for request in opened.sandbox.get('network/requests'):
        if request['state'] == 'Pending':
            opened.sandbox.post(f'network/requests/{request["id"]}/withdraw', {})
    yield opened
    opened.sandbox.delete('faults')


def ask(place, message="Vi vill skicka fakturor.", **wish):
    """A supplier asks, and an invoice of its waits for the answer."""
    asked = {'companyId': SANDBOX_COMPANY, 'recipientId': SUPPLIER['id'], 'message': message}
    request_id = place.sandbox.post('network/requests', asked)['id']
    place.sandbox.post('supplier_documents', {'request_id': request_id, **wish})
    return request_id


def ours(place, request_id):
    names = ('state', 'sender_name', 'answer', 'message', 'user_id')
    found = place.admin.search_read(REQUEST, [('network_id', '=', request_id)], *names)
    assert len(found) == 1, found
    return found[0]


def theirs(place, request_id):
    requests = place.sandbox.get('network/requests')
    return next(each for each in requests if each['id'] == request_id)


def press(place, button, request):
    return place.admin.call(REQUEST, button, [request['id']])


def deny(place, request, word):
    """As the dialog does it."""
    action = press(place, 'action_deny', request)
    values = {'request_ids': action['context']['default_request_ids'], 'word': word}
    dialog = place.admin.create(action['res_model'], values)
    place.admin.call(action['res_model'], 'action_confirm', [dialog])


def received(place):
    return place.odoo.query('SELECT state FROM pagero_received_document')


def test_approved_the_supplier_sees_it_and_what_waited_arrives(place):
    request_id = ask(place)
    place.run(NETWORK, RECEIVE)
    request = ours(place, request_id)
    assert (request['state'], request['sender_name']) == ('pending', SUPPLIER['name'])
    assert request['message'] == "Vi vill skicka fakturor."
    assert place.activities(REQUEST, request['id'])
    assert received(place) == []

    press(place, 'action_approve', request)

    assert theirs(place, request_id)['state'] == 'Accepted'
    assert ours(place, request_id)['state'] == 'approved'
    assert not place.activities(REQUEST, request['id'])
    place.run(RECEIVE)
    assert received(place) == [('stored',)]


def test_denied_the_supplier_reads_the_word_and_nothing_arrives(place):
    request_id = ask(place)
    place.run(NETWORK)

    deny(place, ours(place, request_id), "Vi köper inget av er.")

    assert theirs(place, request_id)['state'] == 'Rejected'
    assert theirs(place, request_id)['answer'] == "Vi köper inget av er."
    assert ours(place, request_id)['answer'] == "Vi köper inget av er."
    place.run(RECEIVE)
    assert received(place) == []


def test_listed_again_and_again_it_is_one(place):
    request_id = ask(place)

    place.run(NETWORK, NETWORK)
    place.fault('ignore_filter', path='^/network/', times=None)
    place.run(NETWORK)

    request = ours(place, request_id)
    assert len(place.activities(REQUEST, request['id'])) == 1


def test_withdrawn_or_answered_in_pagero_online_follows(place):
    withdrawn, approved = ask(place, "En"), ask(place, "Två")
    place.run(NETWORK)
    place.sandbox.post(f'network/requests/{withdrawn}/withdraw', {})
    place.sandbox.post(f'network/requests/{approved}', {'state': 'Accepted'})

    place.run(NETWORK, RECEIVE)

    assert ours(place, withdrawn)['state'] == 'withdrawn'
    assert ours(place, approved)['state'] == 'approved'
    assert not ours(place, approved)['user_id']
    assert received(place) == [('stored',)]


@pytest.mark.parametrize('fault', ['503', 'timeout_before', 'timeout_after', 'cut_body'])
def test_an_answer_that_is_lost_is_given_again_or_heard(place, fault):
    """Whether the network took it or not: one outcome, and what waited arrives once."""
    request_id = ask(place)
    place.run(NETWORK)
    request = ours(place, request_id)
    place.fault(fault, path='/accept$', seconds=0)

    with pytest.raises(OdooError):
        press(place, 'action_approve', request)
    assert ours(place, request_id)['state'] == 'pending'
    place.run(NETWORK)
    if ours(place, request_id)['state'] == 'pending':  # the network had not taken it
        assert fault in ('503', 'timeout_before')
        press(place, 'action_approve', request)

    assert ours(place, request_id)['state'] == 'approved'
    assert theirs(place, request_id)['state'] == 'Accepted'
    place.run(RECEIVE)
    assert received(place) == [('stored',)]


def test_two_users_at_once_agree_with_the_network(place):
    request_id = ask(place)
    place.run(NETWORK)
    request, colleague = ours(place, request_id), place.accountant()
    dialog = place.admin.create(
        'pagero.received.request.deny', {'request_ids': [request['id']], 'word': "Nej"}
    )

    at_once(
        [
            lambda: colleague.call(REQUEST, 'action_approve', [request['id']]),
            lambda: place.admin.call('pagero.received.request.deny', 'action_confirm', [dialog]),
        ]
    )

    state = {'Accepted': 'approved', 'Rejected': 'denied'}[theirs(place, request_id)['state']]
    assert ours(place, request_id)['state'] == state


def test_pressed_again_after_a_lost_answer_it_is_approved_once(place):
    request_id = ask(place)
    place.run(NETWORK)
    request = ours(place, request_id)
    place.fault('timeout_after', path='/accept$', seconds=0)
    with pytest.raises(OdooError):
        press(place, 'action_approve', request)
    assert theirs(place, request_id)['state'] == 'Accepted'

    press(place, 'action_approve', request)

    assert ours(place, request_id)['state'] == 'approved'
    place.run(RECEIVE)
    assert received(place) == [('stored',)]
