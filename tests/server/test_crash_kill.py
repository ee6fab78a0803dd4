"""Kills of the server at every step of sending: nothing is lost, nothing arrives twice."""

import pytest
from rough_place import POLL, SEND
from setup.processes import wait_until


SOON = 30  # seconds in which a cron thread comes to where a test waits for it


@pytest.fixture
def place(rough_place):
    """A claim is good for a second only, so that a dead server's claims are found at once."""
    rough_place.claims_last('0.01')
    return rough_place


def restart(place):
    """Start again after a kill, and let the scheduled actions find what was left behind."""
    place.sandbox.delete('faults')
    place.odoo.start()
    recover(place)


def recover(place):
    place.claims_expire()
    place.run(SEND, POLL)


def assert_arrived_once(place, invoice_id):
    document = place.document(invoice_id)
    assert document['state'] == 'delivered', document
    assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)
    assert place.admin.read('account.move', invoice_id, 'is_move_sent')['is_move_sent']


def test_killed_between_claim_and_upload(place):
    invoice_id = place.draft()
    place.run(SEND)  # core's own jobs of the first start are behind us, and meet no lock
    with place.locked('LOCK TABLE ir_attachment IN SHARE ROW EXCLUSIVE MODE') as is_waited_for:
        place.admin.call('account.move', 'action_post', [invoice_id])
        wait_until(place.is_stored(invoice_id, 'sending'), SOON, 'the claim is committed')
        wait_until(is_waited_for, SOON, 'the build waits to store the XML')
        assert place.stored(invoice_id, 'upload_started_at') == (None,)
        place.odoo.kill()

    restart(place)

    assert_arrived_once(place, invoice_id)
    assert 'unsure' not in place.history(invoice_id)


def test_killed_while_the_body_is_sent_but_not_taken(place):
    place.fault('timeout_before')
    invoice_id = place.post()
    wait_until(place.is_met, SOON, 'the upload has begun')
    place.odoo.kill()

    restart(place)

    document = place.document(invoice_id)
    assert document['state'] == 'unsure', document
    assert place.uploads(invoice_id) == 0, "nobody knows, so nothing may be sent again yet"
    assert document['reason'] and document['advice']
    assert document['reason'].rstrip('.') in place.alert(invoice_id)


def test_killed_after_the_file_was_taken_but_before_its_answer(place):
    place.fault('timeout_after')
    invoice_id = place.post()
    wait_until(lambda: place.uploads(invoice_id), SOON, 'the sandbox took the file')
    place.odoo.kill()

    restart(place)

    assert_arrived_once(place, invoice_id)
    assert place.history(invoice_id).count('adopted') == 1


def test_killed_between_the_answer_and_the_record(place):
    place.fault('slow', seconds=60)
    invoice_id = place.post()
    wait_until(place.is_met, SOON, 'the upload has begun')
    lock = 'SELECT id FROM pagero_document WHERE move_id = %s FOR UPDATE'
    with place.locked(lock, invoice_id) as is_waited_for:
        place.sandbox.delete('faults')
        wait_until(lambda: place.uploads(invoice_id), SOON, 'the sandbox took the file')
        wait_until(is_waited_for, SOON, 'the recording waits for the row')
        place.odoo.kill()
    assert place.stored(invoice_id, 'state', 'file_id') == ('sending', None)

    restart(place)

    assert_arrived_once(place, invoice_id)


def test_the_database_goes_away_during_an_upload(place):
    place.fault('slow', seconds=60)
    invoice_id = place.post()
    wait_until(place.is_met, SOON, 'the upload has begun')
    place.odoo.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity'
        ' WHERE datname = current_database() AND pid != pg_backend_pid()'
    )
    place.sandbox.delete('faults')
    wait_until(lambda: place.uploads(invoice_id), SOON, 'the sandbox took the file')

    recover(place)

    assert_arrived_once(place, invoice_id)


def test_killed_in_the_middle_of_a_batch(place):
    place.fault('timeout_after', skip=2)
    invoice_ids = [place.draft() for _number in range(4)]
    place.settings(parallel_uploads=1)
    place.admin.call('account.move', 'action_post', invoice_ids)
    wait_until(place.is_met, SOON, 'the third upload has begun')
    place.odoo.kill()

    restart(place)

    states = [place.document(invoice_id)['state'] for invoice_id in invoice_ids]
    assert states == ['delivered'] * 4, states
    asked = ['unsure' in place.history(invoice_id) for invoice_id in invoice_ids]
    assert asked == [False, False, True, False], "only what was on the wire was in doubt"
    assert [place.uploads(invoice_id) for invoice_id in invoice_ids] == [1, 1, 1, 1]


def post_two_batches(place):
    """Invoices and certifications never go together: each is a batch of its own."""
    first, ahead = place.draft(), place.draft(pagero_send_mode='Certification')
    place.admin.call('account.move', 'action_post', [first, ahead])
    return first, ahead


def is_built(place, invoice_id):
    stored = (
        "SELECT 1 FROM ir_attachment a JOIN pagero_document d ON d.id = a.res_id"
        " WHERE a.res_model = 'pagero.document' AND a.res_field = 'stored_xml' AND d.move_id = %s"
    )
    return lambda: place.odoo.query(stored, (invoice_id,))


def test_killed_while_the_next_batch_waits_for_the_wire(place):
    place.fault('timeout_before')
    first, ahead = post_two_batches(place)
    wait_until(place.is_met, SOON, 'the upload has begun')
    wait_until(is_built(place, ahead), SOON, 'the next batch is built meanwhile')
    assert place.stored(ahead, 'state', 'upload_started_at') == ('sending', None)
    place.odoo.kill()

    restart(place)

    assert place.document(first)['state'] == 'unsure'
    assert place.document(ahead)['state'] == 'delivered'
    assert place.uploads(ahead) == 1
    assert 'unsure' not in place.history(ahead)


def test_what_was_built_ahead_of_an_outage_is_queued_as_it_was(place):
    place.fault('503')
    first, ahead = post_two_batches(place)
    wait_until(is_built(place, ahead), SOON, 'the next batch is built meanwhile')
    place.run(SEND)

    assert place.document(first)['state'] == 'unsure'
    assert place.stored(ahead, 'state', 'upload_started_at', 'claim_token') == (
        'queued',
        None,
        None,
    )
    assert place.uploads(ahead) == 0
