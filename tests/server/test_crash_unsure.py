"""Uploads whose outcome is unknown: looked up, adopted, sent again only when that is safe."""

import pytest
from rough_place import POLL, SEND, SWEEP
from setup.rpc import OdooError


LOOK_UPS = 3
NOW = {'seconds': 0}  # a time-out that doesn't let the test wait


@pytest.fixture
def place(rough_place):
    """Three look-ups are enough: nobody waits for an hour in between."""
    rough_place.settings(unsure_minutes=0)
    return rough_place


def give_up_looking(place):
    for _look_up in range(LOOK_UPS):
        place.time_passes(POLL)


# === TAKEN === #


def test_a_time_out_after_the_body_is_looked_up(place):
    place.fault('timeout_after', **NOW)
    invoice_id = place.post_and_send()
    assert place.document(invoice_id)['state'] == 'unsure'

    place.time_passes(SEND, POLL)

    assert place.document(invoice_id)['state'] == 'delivered'
    assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)
    assert place.admin.read('account.move', invoice_id, 'is_move_sent')['is_move_sent']


def test_an_unsure_upload_is_never_repeated_blindly(place):
    place.fault('timeout_after', **NOW)
    place.sandbox.post('settings', {'processing_seconds': 'manual'})
    invoice_id = place.post_and_send()

    place.time_passes(SEND, POLL)
    place.time_passes(SEND, POLL)

    assert place.document(invoice_id)['state'] == 'unsure'
    assert place.uploads(invoice_id) == 1


def test_a_part_with_our_reference_is_adopted(place):
    place.sandbox.post('settings', {'extra_fields': True})
    place.sandbox.post('recipients', {**place.recipient(), 'connection': 'no_match'})
    place.fault('timeout_after', **NOW)
    invoice_id = place.post_and_send()

    place.time_passes(POLL)

    document = place.document(invoice_id)
    assert document['state'] == 'awaiting_interaction', document
    assert document['error_code'] == '28500'
    assert document['file_id']
    assert place.uploads(invoice_id) == 1


def test_a_test_is_not_taken_for_the_production_document(place):
    """Number, date and recipient are the same; only the mode tells them apart."""
    place.admin.call('pagero.account', 'action_back_to_test', [place.ids['account']])
    invoice_id = place.post_and_send()
    place.run(POLL)
    place.admin.call('pagero.account', 'action_go_live', [place.ids['account']])
    place.fault('timeout_before', **NOW)
    place.admin.call('account.move', 'action_send_with_pagero', [invoice_id])
    place.run(SEND)

    give_up_looking(place)

    newest, oldest = place.documents(invoice_id)
    assert (newest['send_mode'], newest['state']) == ('Production', 'unsure')
    assert (oldest['send_mode'], oldest['state']) == ('Test', 'delivered')
    assert place.uploads(invoice_id) == 1


# === NOT TAKEN === #


def test_duplicate_control_lets_us_send_again(place):
    place.settings(duplicate_control_stated=True)
    place.sandbox.post('settings', {'duplicate_control': True})
    place.fault('timeout_before', **NOW)
    invoice_id = place.post_and_send()

    give_up_looking(place)
    place.run(SEND, POLL)

    document = place.document(invoice_id)
    assert document['state'] == 'delivered', document
    assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)


def test_a_refused_copy_proves_that_the_first_arrived(place):
    """Taken, but listed nowhere until after the resend: error 11200 is good news."""
    place.settings(duplicate_control_stated=True)
    place.sandbox.post('settings', {'duplicate_control': True, 'processing_seconds': 'manual'})
    place.fault('timeout_after', **NOW)
    invoice_id = place.post_and_send()
    give_up_looking(place)
    place.run(SEND)
    assert place.uploads(invoice_id) == 2
    place.sandbox.post('advance')

    place.run(POLL)

    document = place.document(invoice_id)
    assert document['state'] == 'delivered', document
    assert document['network_id']
    assert place.alert(invoice_id) == ''
    assert place.arrived(invoice_id) == 1


# === A PERSON DECIDES === #


@pytest.fixture
def asked(place):
    """An invoice that never arrived, after the last look-up."""
    place.fault('timeout_before', **NOW)
    invoice_id = place.post_and_send()
    give_up_looking(place)
    return invoice_id


def test_a_person_is_asked_once(place, asked):
    assert place.document(asked)['state'] == 'unsure'
    assert len(place.activities('account.move', asked)) == 1
    assert place.document(asked)['advice'] in place.alert(asked)

    place.time_passes(SEND, POLL)

    assert place.document(asked)['state'] == 'unsure'
    assert len(place.activities('account.move', asked)) == 1
    assert place.uploads(asked) == 0


def test_nobody_is_asked_before_the_time_is_up(place):
    place.settings(unsure_minutes=60)
    place.fault('timeout_before', **NOW)
    invoice_id = place.post_and_send()

    for _look_up in range(LOOK_UPS + 2):
        place.time_passes(POLL)
    assert place.activities('account.move', invoice_id) == []

    place.odoo.query(
        "UPDATE pagero_document SET upload_started_at = upload_started_at - interval '1 hour'"
        ' WHERE move_id = %s',
        (invoice_id,),
    )
    place.time_passes(POLL)
    assert len(place.activities('account.move', invoice_id)) == 1


def test_send_again_sends_a_new_document(place, asked):
    place.press(asked, 'action_send_again')
    place.run(SEND, POLL)

    newest, oldest = place.documents(asked)
    assert (newest['state'], oldest['state']) == ('delivered', 'cancelled')
    assert newest['sender_reference'] != oldest['sender_reference']
    assert (place.uploads(asked), place.arrived(asked)) == (1, 1)
    assert place.activities('account.move', asked) == [], "the question is answered"


def test_it_arrived_is_believed(place):
    place.sandbox.post('settings', {'processing_seconds': 'manual'})
    place.fault('timeout_after', **NOW)
    invoice_id = place.post_and_send()
    give_up_looking(place)

    place.press(invoice_id, 'action_mark_arrived')

    assert place.document(invoice_id)['state'] == 'processing'
    assert place.activities('account.move', invoice_id) == [], "the question is answered"
    with pytest.raises(OdooError, match='unsure'):
        place.press(invoice_id, 'action_mark_arrived')

    place.sandbox.post('advance')
    place.long_ago()
    place.run(SWEEP)

    assert place.document(invoice_id)['state'] == 'delivered'
    assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)


def test_what_is_found_late_needs_nobody(place):
    """Pagero lists it only after a person was asked."""
    place.sandbox.post('settings', {'processing_seconds': 'manual'})
    place.fault('timeout_after', **NOW)
    invoice_id = place.post_and_send()
    give_up_looking(place)
    assert len(place.activities('account.move', invoice_id)) == 1
    place.sandbox.post('advance')

    place.time_passes(POLL)

    assert place.document(invoice_id)['state'] == 'delivered'
    assert place.activities('account.move', invoice_id) == [], "the question is answered"
    assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)
