"""Tokens that expire, logins that are refused, several users of one login."""

import contextlib
from functools import partial

import pytest
from rough_place import POLL, REFRESH, SEND, at_once
from setup import scenario
from setup.server import OdooServer


pytestmark = pytest.mark.usefixtures('quiet_log')

TOKEN = '/oauth/v2/oauth-token'


def refreshes(place):
    return len(place.calls('POST', TOKEN))


def test_a_token_that_expires_midway_is_refreshed_once(rough_place):
    """Several uploads at once meet the old token: one refresh, each invoice sent once."""
    place = rough_place
    place.post_and_send()  # the first upload of all begins with a look at Pagero's list
    place.sandbox.delete('calls')
    invoice_ids = [place.draft() for _number in range(6)]
    place.sandbox.post('expire_tokens')
    scenario.post_invoice(place.admin, *invoice_ids)
    place.run(SEND, POLL)

    for invoice_id in invoice_ids:
        assert place.document(invoice_id)['state'] == 'delivered'
        assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)
    assert refreshes(place) == 1


def test_a_token_that_is_refused_again_and_again(rough_place):
    """A fresh token is refused too: no endless refreshing, nothing lost."""
    place = rough_place
    place.fault('401', times=None)
    invoice_id = place.post_and_send()
    place.run(SEND)

    assert place.document(invoice_id)['state'] == 'queued'
    assert place.alert(invoice_id)
    assert refreshes(place) == 1

    place.sandbox.delete('faults')
    place.time_passes(SEND, POLL)

    assert place.document(invoice_id)['state'] == 'delivered'
    assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)


def expire_login(place):
    place.sandbox.post('settings', {'refresh_works': False})
    place.sandbox.post('expire_tokens')


def test_an_expired_login_holds_everything_until_somebody_connects(rough_place):
    """W2.6: the account says so, an administrator is asked, invoices wait, then leave."""
    place = rough_place
    expire_login(place)
    first = place.post_and_send()
    second = place.post_and_send()

    account = place.account('state', 'last_error_words')
    assert account['state'] == 'expired'
    assert 'Connect' in account['last_error_words']
    assert place.activities('pagero.account', place.ids['account']) == ["Connect to Pagero again"]
    for invoice_id in (first, second):
        document = place.document(invoice_id)
        assert (document['state'], document['held_reason']) == ('held', 'login')
        assert 'Connect' in place.alert(invoice_id)
        assert place.uploads(invoice_id) == 0

    place.sandbox.post('settings', {'refresh_works': True})
    assert scenario.connect(place.admin, place.ids['account']).ok
    place.run(SEND, POLL)

    for invoice_id in (first, second):
        assert place.document(invoice_id)['state'] == 'delivered'
        assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)
    assert place.activities('pagero.account', place.ids['account']) == []
    assert not place.account('last_error')['last_error']


def test_a_login_that_expires_while_documents_are_followed(rough_place):
    place = rough_place
    place.sandbox.post('settings', {'processing_seconds': 'manual'})
    invoice_id = place.post_and_send()
    expire_login(place)
    place.run(POLL)
    assert place.account('state')['state'] == 'connected', "one 401 alone proves nothing"
    place.time_passes(POLL)
    assert place.account('state')['state'] == 'expired'
    assert place.document(invoice_id)['state'] == 'processing'

    place.sandbox.post('settings', {'refresh_works': True})
    place.sandbox.post('advance')
    assert scenario.connect(place.admin, place.ids['account']).ok
    place.time_passes(POLL)

    assert place.document(invoice_id)['state'] == 'delivered'


def test_the_login_is_kept_alive(rough_place):
    place = rough_place
    place.odoo.query("UPDATE pagero_credential SET token_expires_at = '2020-01-01'")

    place.run(REFRESH)

    assert refreshes(place) == 1
    assert place.account('state')['state'] == 'connected'


def test_a_network_that_is_off_ends_no_login(rough_place):
    place = rough_place
    place.odoo.query("UPDATE pagero_credential SET token_expires_at = '2020-01-01'")
    place.sandbox.post('settings', {'network_off': True})
    invoice_id = place.post_and_send()
    place.run(REFRESH)

    assert place.account('state')['state'] == 'connected'
    assert place.document(invoice_id)['state'] == 'queued'
    assert 'cannot be reached' in place.alert(invoice_id)

    place.sandbox.post('settings', {'network_off': False})
    place.time_passes(SEND, POLL)

    assert place.document(invoice_id)['state'] == 'delivered'
    assert place.arrived(invoice_id) == 1


@pytest.mark.parametrize('fault', ['500', 'html_200', 'garbage_64k', 'timeout_before', '429'])
def test_odd_answers_of_the_login_server_end_no_login(rough_place, fault):
    """Not taken: the refresh token is as good as before."""
    place = rough_place
    place.odoo.query("UPDATE pagero_credential SET token_expires_at = '2020-01-01'")
    place.fault(fault, path=TOKEN, seconds=0)
    place.run(REFRESH)

    assert place.is_met()
    assert place.account('state')['state'] == 'connected'

    place.run(REFRESH)

    assert refreshes(place) == 2
    invoice_id = place.post_and_send()
    assert place.uploads(invoice_id) == 1


def test_two_processes_refresh_once(rough_place):
    """A refresh token works once: whoever comes second takes what the first one got."""
    place = rough_place
    place.odoo.query("UPDATE pagero_credential SET token_expires_at = '2020-01-01'")
    place.sandbox.post('settings', {'processing_seconds': 'manual', 'latency_ms': 300})
    invoice_ids = [place.post_and_send() for _session in range(2)]
    with contextlib.ExitStack() as stack:
        other = OdooServer(place.odoo.environment, place.odoo.database, cron_threads=0)
        stack.callback(other.close)
        sessions = [place.odoo.session(), other.start().session()]
        place.odoo.query("UPDATE pagero_credential SET token_expires_at = '2020-01-01'")
        place.sandbox.delete('calls')
        document_ids = [place.document(invoice_id)['id'] for invoice_id in invoice_ids]
        errors = at_once(
            partial(session.call, 'pagero.document', 'action_refresh', [document_id])
            for session, document_id in zip(sessions, document_ids, strict=True)
        )

    assert errors == [None, None]
    assert refreshes(place) == 1
    assert place.account('state')['state'] == 'connected'
