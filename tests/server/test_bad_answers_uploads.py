"""Strange answers to an upload: a clear sentence, nothing lost, nothing twice."""

from datetime import datetime, timedelta, timezone

import pytest
from rough_place import POLL, SEND
from setup import scenario
from setup.demo_facts import SANDBOX_COMPANY


pytestmark = pytest.mark.usefixtures('quiet_log')

UPLOAD = '/file/v1/files'
# What an answer may be, and whether the sandbox took the file all the same.
ODD_ANSWERS = [
    ('500', False),
    ('502', False),
    ('503', False),
    ('html_502', False),
    ('html_200', False),
    ('garbage_64k', False),
    ('timeout_before', False),
    ('500', True),
    ('timeout_after', True),
    ('cut_body', True),
    ('empty_body', True),
]


def utc(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=timezone.utc)


def is_plain(sentence: str) -> bool:
    """What a person can read: no markup, no control characters, no endless text."""
    return sentence.isprintable() and '<' not in sentence and 0 < len(sentence) <= 500


def test_odd_answers_leave_nobody_in_the_dark(rough_place):
    """One upload after the other, each with another answer; then a good one.

    Each answer ends its round: it may be the first of an outage.
    """
    place = rough_place
    place.settings(parallel_uploads=1)
    for fault, taken in ODD_ANSWERS:
        place.fault(fault, seconds=0, **({'taken': True} if taken else {}))
    invoice_ids = [place.draft() for _answer in range(len(ODD_ANSWERS) + 1)]
    scenario.post_invoice(place.admin, *invoice_ids)
    for _round in invoice_ids:
        place.time_passes(SEND)

    *odd, good = invoice_ids
    assert place.is_met()
    assert place.document(good)['file_id'], "the others' trouble held it up"
    for invoice_id, answer in zip(odd, ODD_ANSWERS, strict=True):
        document = place.document(invoice_id)
        assert document['state'] == 'unsure', answer
        assert is_plain(document['reason']), (answer, document['reason'])
        assert document['reason'].rstrip('.') in place.alert(invoice_id)
        assert document['advice'] in place.alert(invoice_id)

    place.time_passes(SEND, POLL)

    for invoice_id, (fault, taken) in zip(odd, ODD_ANSWERS, strict=True):
        expected = 'delivered' if taken else 'unsure'
        assert place.document(invoice_id)['state'] == expected, fault
        assert place.uploads(invoice_id) == place.arrived(invoice_id) == int(taken), fault


# === NO CONNECTION === #


def test_no_connection(rough_place):
    place = rough_place
    place.sandbox.post('settings', {'network_off': True})
    invoice_id = place.post_and_send()

    document = place.document(invoice_id)
    assert document['state'] == 'queued'
    assert document['reason'] == 'Pagero cannot be reached.'
    assert 'refused' in document['error_text']
    assert document['reason'].rstrip('.') in place.alert(invoice_id)
    later = place.post_and_send()
    assert place.document(later)['attempts'] == 0, "the account waits, so nobody tries"
    assert 'cannot be reached' in place.alert(later)

    place.sandbox.post('settings', {'network_off': False})
    place.time_passes(SEND, POLL)

    for each in (invoice_id, later):
        assert place.document(each)['state'] == 'delivered'
        assert place.alert(each) == ''
        assert (place.uploads(each), place.arrived(each)) == (1, 1)


def test_no_connection_is_tried_once_for_many(rough_place):
    """Hundreds of queued invoices must not each meet the same dead network."""
    place = rough_place
    place.settings(parallel_uploads=1)
    place.fault('timeout_before', path='^/oauth', times=None, seconds=0)
    place.sandbox.post('settings', {'network_off': True})
    invoice_ids = [place.draft() for _number in range(3)]
    scenario.post_invoice(place.admin, *invoice_ids)
    place.run(SEND)

    assert sorted(place.document(each)['attempts'] for each in invoice_ids) == [0, 0, 1]


# === SLOW DOWN === #


@pytest.mark.parametrize('retry_after', [6, 'date'])
def test_429_waits_as_long_as_it_is_asked_to(rough_place, retry_after):
    place = rough_place
    place.settings(parallel_uploads=1)
    place.fault('429', retry_after=retry_after, seconds=6)
    before = datetime.now(timezone.utc)
    refused = place.post_and_send()

    assert place.document(refused)['state'] == 'queued'
    assert "takes no more calls" in place.alert(refused)
    waiting = place.post_and_send()
    place.run(SEND)
    assert place.uploads(refused) == place.uploads(waiting) == 0, "not earlier than asked"
    assert len(place.calls('POST', UPLOAD)) == 1
    due = utc(place.document(refused)['next_attempt_at'])
    assert timedelta(seconds=5) <= due - before <= timedelta(seconds=20)

    place.wait_for_its_time(refused)
    place.run(SEND, POLL)

    for invoice_id in (refused, waiting):
        assert place.document(invoice_id)['state'] == 'delivered'
        assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)


def test_429_without_a_time(rough_place):
    place = rough_place
    place.fault('429')
    before = datetime.now(timezone.utc)
    invoice_id = place.post_and_send()
    place.run(SEND)

    document = place.document(invoice_id)
    assert (document['state'], document['attempts']) == ('queued', 1)
    assert utc(document['next_attempt_at']) - before >= timedelta(seconds=55)

    place.time_passes(SEND, POLL)

    assert place.document(invoice_id)['state'] == 'delivered'
    assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)


# === REFUSED === #


def test_a_refused_upload_is_an_error_and_can_be_sent_again(rough_place):
    place = rough_place
    nobody = '99999999-9999-4999-8999-999999999999'
    place.odoo.query('UPDATE pagero_account SET pagero_company_id = %s', (nobody,))
    invoice_id = place.post_and_send()
    place.odoo.query('UPDATE pagero_account SET pagero_company_id = %s', (SANDBOX_COMPANY,))

    document = place.document(invoice_id)
    assert document['state'] == 'error'
    assert 'Pagero refused it' in place.alert(invoice_id)
    assert 'no access to that company' in place.document(invoice_id)['error_text']

    place.press(invoice_id, 'action_send_again')
    place.time_passes(SEND, POLL)

    assert place.document(invoice_id)['state'] == 'delivered'
    assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)
