"""Strange answers to the questions about what was sent: nothing is believed too early or lost."""

import pytest
from rough_place import POLL, SEND, SWEEP
from setup import scenario


pytestmark = pytest.mark.usefixtures('quiet_log')

DOCUMENTS = '^/document/'
PARTS = '^/file/v1/fileparts$'
ODD_ANSWERS = (
    '500', '503', 'html_502', 'html_200', 'garbage_64k', 'timeout_before', 'timeout_after',
    'cut_body', 'empty_body', '429',
)  # fmt: skip


@pytest.fixture
def place(rough_place):
    """A sandbox that processes only when it is told to."""
    rough_place.sandbox.post('settings', {'processing_seconds': 'manual'})
    return rough_place


def send_several(place, count):
    invoice_ids = [place.draft() for _number in range(count)]
    scenario.post_invoice(place.admin, *invoice_ids)
    place.run(SEND)
    return invoice_ids


def states(place, invoice_ids):
    return [place.document(invoice_id)['state'] for invoice_id in invoice_ids]


def one_more_part(place, invoice_id, status, *descriptions, code=None):
    file_id = place.document(invoice_id)['file_id']
    wish = {'file_id': file_id, 'status': status, 'descriptions': list(descriptions), 'code': code}
    return place.sandbox.post('parts', wish)


# === ANSWERS THAT CAN'T BE READ === #


@pytest.mark.parametrize('path', [DOCUMENTS, PARTS])
def test_what_cant_be_read_changes_nothing(place, path):
    invoice_id = place.post_and_send()
    place.sandbox.post('advance')
    for answer in ODD_ANSWERS:
        place.fault(answer, path=path, seconds=0)
        place.time_passes(POLL)
        assert place.is_met(), answer
        assert place.document(invoice_id)['state'] == 'processing', answer
        assert place.account('last_error')['last_error'], answer

    place.time_passes(POLL)

    assert place.document(invoice_id)['state'] == 'delivered'
    assert not place.account('last_error')['last_error']
    assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)


def test_one_company_s_trouble_pauses_only_its_own_account(place):
    """The pause is the account's: the database and its scheduled actions go on."""
    place.post_and_send()
    place.fault('429', path=DOCUMENTS, retry_after=3600)
    place.run(POLL)
    before = len(place.calls())

    place.run(POLL, SEND)

    assert len(place.calls()) == before, "Pagero asked for an hour without calls"


# === WORDS THAT NOBODY KNOWS === #


def test_an_unknown_status_is_kept_and_shown(place):
    invoice_id = place.post_and_send()
    place.let_it_stand(invoice_id, 'Quarantined')

    place.press(invoice_id, 'action_refresh')

    document = place.document(invoice_id)
    assert document['state'] == 'processing', "no guess is made"
    assert document['network_word'] == 'Quarantined'
    assert place.history(invoice_id)[-1] == 'network_word'
    place.press(invoice_id, 'action_refresh')
    assert place.history(invoice_id).count('network_word') == 1, "told once"


def test_the_hourly_sweep_finds_unknown_words_too(place):
    invoice_id = place.post_and_send()
    place.let_it_stand(invoice_id, 'Quarantined')
    place.long_ago()

    place.run(SWEEP)

    assert place.document(invoice_id)['network_word'] == 'Quarantined'


def test_a_delivered_document_with_unknown_words_is_delivered(place):
    invoice_id = place.post_and_send()
    place.sandbox.post('advance')
    place.fault('unknown_status', path=DOCUMENTS)

    place.run(POLL)

    assert place.document(invoice_id)['state'] == 'delivered'


# === OTHER PEOPLE'S DOCUMENTS === #


def test_a_status_for_a_document_we_dont_know(place):
    ours = place.post_and_send()
    theirs = place.post_and_send()
    place.let_it_stand(theirs, 'Error', "29100: Somebody else's")
    place.odoo.query('UPDATE pagero_document SET file_id = NULL WHERE move_id = %s', (theirs,))
    place.sandbox.post('unknown_document')
    count = len(place.admin.search_read('pagero.document', [], 'state'))
    place.sandbox.post('advance')

    place.run(POLL)

    assert place.document(ours)['state'] == 'delivered'
    assert place.document(theirs)['state'] == 'processing'
    assert len(place.admin.search_read('pagero.document', [], 'state')) == count


def test_lists_that_ignore_their_filters(place):
    stopped, delivered, processing = send_several(place, 3)
    place.let_it_stand(stopped, 'Error', "28800: The recipient is not active.")
    place.sandbox.post('advance')
    one_more_part(place, processing, 'Processing')
    place.sandbox.post('unknown_document')
    place.fault('ignore_filter', path='^/(document|file)/', method='GET', times=None)

    place.run(POLL)
    for invoice_id in (stopped, delivered, processing):
        place.press(invoice_id, 'action_refresh')

    assert place.document(stopped)['state'] == 'error'
    assert place.document(delivered)['state'] == 'delivered'
    network_ids = {place.document(each)['network_id'] for each in (delivered, processing)}
    assert len(network_ids) == 2


def test_an_unsure_upload_adopts_nobody_else_s_document(place):
    """Number, date and mode are the same, the recipient isn't; and the filters are ignored."""
    place.fault('timeout_before', seconds=0)
    invoice_id = place.post_and_send()
    move = place.admin.read('account.move', invoice_id, 'name', 'invoice_date')
    twin = {'number': move['name'], 'issue_date': move['invoice_date']}
    place.sandbox.post('unknown_document', {**twin, 'send_mode': 'Production'})
    place.sandbox.post('unknown_document')
    place.fault('ignore_filter', path='^/(document|file)/', method='GET', times=None)

    place.time_passes(POLL)
    place.time_passes(POLL)

    document = place.document(invoice_id)
    assert (document['state'], document['network_id']) == ('unsure', False)


# === MANY PARTS, MANY PAGES === #


def test_of_several_parts_the_worst_counts(place):
    invoice_id = place.post_and_send()
    place.let_it_stand(invoice_id, 'AwaitingInteraction', "28500: No match.", code='28500')
    place.run(POLL)
    assert place.document(invoice_id)['state'] == 'awaiting_interaction'

    one_more_part(place, invoice_id, 'Error', "28800: Not active.", code='28800')
    one_more_part(place, invoice_id, 'Processing')
    place.run(POLL)

    document = place.document(invoice_id)
    assert (document['state'], document['error_code']) == ('error', '28800')
    assert "is deactivated" in place.alert(invoice_id)


def test_many_pages(place):
    """Two to a page: each list is read to its end."""
    place.sandbox.post('settings', {'page_limit_max': 2})
    invoice_ids = send_several(place, 7)
    for invoice_id in invoice_ids[:5]:
        place.let_it_stand(invoice_id, 'Error', "28800: Not active.")
    place.sandbox.post('advance')
    for _number in range(3):
        place.sandbox.post('unknown_document')

    place.run(POLL)

    assert states(place, invoice_ids) == ['error'] * 5 + ['delivered'] * 2


# === AFTERWARDS === #


def test_undeliverable_afterwards(place):
    invoice_id = place.post_and_send()
    place.sandbox.post('advance')
    place.run(POLL)
    assert place.document(invoice_id)['state'] == 'delivered'

    place.let_it_stand(invoice_id, 'Error', "29000: The recipient can not be reached.")
    place.run(SWEEP)

    assert place.document(invoice_id)['state'] == 'error'
    assert "cannot be reached" in place.alert(invoice_id)


def test_cured_by_somebody_in_pagero_online(place):
    """An error that was restarted there goes on without anybody pressing a button here."""
    invoice_id = place.post_and_send()
    place.let_it_stand(invoice_id, 'Error', "28800: The recipient is not active.")
    place.run(POLL)
    assert place.document(invoice_id)['state'] == 'error'

    place.let_it_stand(invoice_id, 'Processing')
    place.sandbox.post('advance')
    place.run(POLL)

    assert place.document(invoice_id)['state'] == 'delivered'
    assert place.alert(invoice_id) == ''


def test_an_unknown_recipient_is_found_and_restarted(rough_place):
    """W8.5: not matched, corrected, restarted, delivered once."""
    place = rough_place
    place.sandbox.post('recipients', {**place.recipient(), 'connection': 'no_match'})
    invoice_id = place.post_and_send()
    place.run(POLL)

    document = place.document(invoice_id)
    assert (document['state'], document['error_code']) == ('awaiting_interaction', '28500')
    assert 'found no such recipient' in place.alert(invoice_id)
    assert 'customer directory' in document['error_text']
    assert document['cure'] == 'search'
    assert document['advice'] in place.alert(invoice_id)

    place.sandbox.post('recipients', place.recipient())
    place.press(invoice_id, 'action_restart')
    place.run(POLL)

    assert place.document(invoice_id)['state'] == 'delivered'
    assert place.alert(invoice_id) == ''
    assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)
