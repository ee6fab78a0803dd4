"""Answers to suppliers arrive once, whatever breaks and whenever the server dies."""

import pytest
from rough_place import POLL, SEND, at_once
from setup.processes import wait_until


SOON = 30  # seconds in which a cron thread comes to where a test waits for it
WHY = [[0, 0, {'reason': 'PRI', 'words': "Avtalat pris är 95"}]]


@pytest.fixture
def answering(inbox):
    """One invoice of a supplier is here, and a claim is good for a second only."""
    inbox.place.claims_last('0.01')
    inbox.uploaded_before = inbox.uploaded_answers()
    inbox.supply(number='L-1')
    inbox.fetch()
    return inbox


def received_ids(inbox):
    return [each['id'] for each in inbox.documents()]


def accept(inbox):
    inbox.place.admin.call('pagero.received.document', 'action_accept', received_ids(inbox))


def say(inbox, code, lines=()):
    """What the dialog does."""
    values = {'document_ids': [[6, 0, received_ids(inbox)]], 'code': code, 'line_ids': [*lines]}
    [dialog] = inbox.place.admin.call('pagero.answer', 'create', [values])
    inbox.place.admin.call('pagero.answer', 'action_confirm', [dialog])


def restart(inbox):
    inbox.place.sandbox.delete('faults')
    inbox.place.odoo.start()
    inbox.place.claims_expire()
    inbox.place.run(SEND, POLL)


def assert_heard_once(inbox):
    assert inbox.answers() == [('delivered',)]
    assert inbox.heard() == [['AP']]
    assert inbox.uploaded_answers() == inbox.uploaded_before + 1


def test_the_supplier_sees_each_answer_in_order(answering):
    for code, lines in (('AB', ()), ('UQ', WHY), ('AP', ()), ('PD', ())):
        say(answering, code, lines)
        answering.place.run(SEND, POLL)

    assert answering.heard() == [['AB', 'UQ', 'AP', 'PD']], answering.answers(
        'state, answer_code, error_text'
    )
    assert answering.answers() == [('delivered',)] * 4
    [entry] = answering.ledger().values()
    assert entry['answers'][1]['statuses'] == [
        {'list': 'OPStatusReason', 'code': 'PRI', 'words': "Avtalat pris är 95"}
    ]


def test_receipts_are_acknowledged_by_themselves(inbox):
    inbox.place.settings(acknowledges=True)
    inbox.supply(count=3, kinds=['invoice', 'credit_note', 'puf_invoice'])
    inbox.fetch()

    inbox.place.run(SEND, POLL)

    assert inbox.heard() == [['AB']] * 3
    assert {each['state'] for each in inbox.documents()} == {'stored'}


def test_two_who_answer_at_once_answer_once(answering):
    sessions = [answering.place.odoo.session('admin', 'admin') for _number in range(4)]
    ids = received_ids(answering)

    troubles = at_once(
        lambda session=session: session.call('pagero.received.document', 'action_accept', ids)
        for session in sessions
    )
    answering.place.run(SEND, POLL)

    assert sum(trouble is None for trouble in troubles) == 1, troubles
    assert_heard_once(answering)


def test_answering_never_waits_for_the_network(answering):
    answering.place.sandbox.post('settings', {'network_off': True})

    accept(answering)
    answering.place.run(SEND)

    assert answering.answers() == [('queued',)]
    assert [each['state'] for each in answering.documents()] == ['stored']


def test_killed_between_claim_and_upload(answering):
    place = answering.place
    place.run(SEND)
    with place.locked('LOCK TABLE ir_attachment IN SHARE ROW EXCLUSIVE MODE') as is_waited_for:
        accept(answering)
        wait_until(lambda: answering.answers() == [('sending',)], SOON, 'the claim is committed')
        wait_until(is_waited_for, SOON, 'the build waits to store the XML')
        place.odoo.kill()

    restart(answering)

    assert_heard_once(answering)


def test_killed_while_the_body_is_sent_but_not_taken(answering):
    answering.place.fault('timeout_before')
    accept(answering)
    wait_until(answering.place.is_met, SOON, 'the upload has begun')
    answering.place.odoo.kill()

    restart(answering)

    assert answering.answers() == [('unsure',)]
    assert answering.heard() == [[]], "it is not known, so nothing may be sent again yet"


def test_killed_after_the_file_was_taken_but_before_its_answer(answering):
    answering.place.fault('timeout_after')
    accept(answering)
    wait_until(
        lambda: answering.uploaded_answers() > answering.uploaded_before, SOON, 'it was taken'
    )
    answering.place.odoo.kill()

    restart(answering)

    assert_heard_once(answering)


def test_of_two_answers_under_one_number_the_right_one_is_found(answering):
    """Pagero lists both under the invoice's number: the file tells which one is ours."""
    say(answering, 'UQ', WHY)
    answering.place.run(SEND, POLL)
    answering.place.fault('timeout_before')
    say(answering, 'UQ', WHY)
    wait_until(answering.place.is_met, SOON, 'the upload has begun')
    answering.place.odoo.kill()

    restart(answering)

    assert answering.answers() == [('delivered',), ('unsure',)]
    assert answering.heard() == [['UQ']]


def test_killed_between_the_answer_and_the_record(answering):
    place = answering.place
    place.fault('slow', seconds=60)
    accept(answering)
    wait_until(place.is_met, SOON, 'the upload has begun')
    lock = 'SELECT id FROM pagero_document WHERE answered_id IS NOT NULL FOR UPDATE'
    with place.locked(lock) as is_waited_for:
        place.sandbox.delete('faults')
        wait_until(
            lambda: answering.uploaded_answers() > answering.uploaded_before, SOON, 'it was taken'
        )
        wait_until(is_waited_for, SOON, 'the recording waits for the row')
        place.odoo.kill()
    assert answering.answers('state, file_id') == [('sending', None)]

    restart(answering)

    assert_heard_once(answering)


def test_a_refusal_that_may_pass_is_tried_again(answering):
    answering.place.fault('429')
    accept(answering)
    answering.place.run(SEND)
    assert answering.heard() == [[]]

    answering.place.time_passes(SEND, POLL)

    assert_heard_once(answering)


def test_a_withdrawn_document_stops_its_answer(answering):
    answering.place.sandbox.post('settings', {'network_off': True})
    accept(answering)
    answering.place.odoo.query("UPDATE pagero_received_document SET state = 'set_aside'")
    answering.place.sandbox.post('settings', {'network_off': False})

    answering.place.time_passes(SEND, POLL)

    assert answering.answers() == [('cancelled',)]
    assert answering.heard() == [[]]
