"""Outages, limits of the server, full disks and strange lists: what is in no doubt goes on."""

import resource

import pytest
from rough_place import POLL, SEND, RoughPlace
from setup.processes import wait_until
from setup.server import OdooServer


SOON = 60
ALWAYS = {'times': None}
EVERYTHING = '^/(file|document)/'


def post_many(place, count, **values):
    drafts = [place.draft(**values) for _number in range(count)]
    place.admin.call('account.move', 'action_post', drafts)
    return drafts


def states(place, invoice_ids):
    found = [place.document(invoice_id)['state'] for invoice_id in invoice_ids]
    return {state: found.count(state) for state in set(found)}


def assert_all_arrived_once(place, invoice_ids):
    assert states(place, invoice_ids) == {'delivered': len(invoice_ids)}
    assert {place.uploads(each) for each in invoice_ids} == {1}
    assert {place.arrived(each) for each in invoice_ids} == {1}


# === OUTAGES === #


@pytest.fixture
def place(rough_place):
    rough_place.settings(parallel_uploads=2)
    return rough_place


@pytest.mark.parametrize('retry_after', [None, 7])
def test_an_outage_leaves_in_doubt_what_was_on_the_wire(place, retry_after):
    place.fault('503', retry_after=retry_after, **ALWAYS)
    invoice_ids = post_many(place, 12)
    place.run(SEND)
    met = len(place.calls('POST', '/file/'))

    assert met <= 2
    assert states(place, invoice_ids) == {'unsure': met, 'queued': 12 - met}
    queued = next(each for each in invoice_ids if place.document(each)['state'] == 'queued')
    assert 'internal error' in place.alert(queued)

    # Pagero answers questions, but takes no files: each time a single one tries.
    place.time_passes(SEND)
    place.time_passes(SEND)
    assert len(place.calls('POST', '/file/')) == met + 2
    assert states(place, invoice_ids) == {'unsure': met + 2, 'queued': 10 - met}

    # It was not taken, so a person must decide about these few; the others leave at once.
    place.sandbox.delete('faults')
    place.time_passes(SEND)
    place.time_passes(POLL)
    assert states(place, invoice_ids) == {'unsure': met + 2, 'delivered': 10 - met}


def test_while_no_question_is_answered_no_invoice_tries(place):
    place.fault('503', path=EVERYTHING, **ALWAYS)
    invoice_ids = post_many(place, 6)
    place.run(SEND)
    met = len(place.calls('POST', '/file/'))

    for _minute in range(3):
        place.time_passes(SEND)
    assert len(place.calls('POST', '/file/')) == met
    assert states(place, invoice_ids) == {'unsure': met, 'queued': 6 - met}


def test_an_outage_is_waited_for_longer_each_time(place):
    place.fault('503', **ALWAYS)
    post_many(place, 6)
    waits = []
    for _try in range(3):
        place.time_passes(SEND)
        statement = "SELECT extract(epoch FROM paused_until - now() AT TIME ZONE 'UTC')"
        [(seconds,)] = place.odoo.query(f'{statement} FROM pagero_account')
        waits.append(seconds)

    assert waits == sorted(waits)
    assert waits[0] < 70 < 240 < waits[-1] < 910


def test_what_was_looked_for_is_told_with_the_question(place):
    delivered = place.post_and_send()
    place.run(POLL)
    place.fault('503', **ALWAYS)
    invoice_id = place.post_and_send()

    place.time_passes(POLL)

    document = place.document(invoice_id)
    [read] = place.admin.search_read(
        'pagero.document', [('move_id', '=', invoice_id)], 'search_words', 'listed_around'
    )
    assert document['state'] == 'unsure'
    assert read['listed_around'] >= 1, delivered
    assert f'of the days around it: {read["listed_around"]}.' in read['search_words']


# === LIMITS OF THE SERVER === #


@pytest.fixture
def short_place(environment, base, tmp_path):
    """A server that ends scheduled actions which take longer than 24 seconds."""
    place = RoughPlace(environment, 'short', tmp_path, base)
    limit = ('--limit-time-real', '24')
    place.odoo = OdooServer(environment, place.odoo.database, *limit)
    place._move_in()
    place.open()
    place.connect()
    yield place
    place.close()


def test_a_server_that_never_answers_does_not_outlive_its_limits(short_place):
    place = short_place
    place.settings(parallel_uploads=2)
    process = place.odoo.process.pid
    place.fault('timeout_before', seconds=120, **ALWAYS)
    invoice_ids = post_many(place, 20)

    place.run(SEND)

    assert states(place, invoice_ids) == {'unsure': 2, 'queued': 18}
    assert place.odoo.process.pid == process
    assert 'real time limit' not in place.odoo.process.words()


# === DISKS === #


def test_a_full_disk_sets_one_aside_and_is_healed(rough_place):
    """The server may write no file over some bytes: core leaves a stump under its name."""
    place = rough_place
    large = place.draft()
    place.admin.call('account.move', 'write', [large], {'narration': 'Lång text. ' * 4000})
    small = [place.draft() for _number in range(3)]
    place.run(SEND)
    process, limit = place.odoo.process.pid, resource.RLIMIT_FSIZE
    before = resource.prlimit(process, limit)
    resource.prlimit(process, limit, (30_000, before[1]))
    try:
        place.admin.call('account.move', 'action_post', [large, *small])
        wait_until(lambda: place.uploads(small[-1]), SOON, 'the small ones have left')
    finally:
        resource.prlimit(process, limit, before)
    place.run(POLL)

    assert_all_arrived_once(place, small)
    document = place.document(large)
    assert document['state'] == 'queued'
    assert 'could not be stored' in document['reason'], document
    assert 'disk' in document['advice']
    assert str(place.odoo.environment.data_folder()) not in document['reason']

    place.time_passes(SEND, POLL)
    assert_all_arrived_once(place, [large])


# === LISTS === #


def test_strange_entries_of_lists_are_passed_by(rough_place):
    place = rough_place
    invoice_ids = [place.post_and_send() for _number in range(2)]
    place.sandbox.post('advance')
    place.sandbox.post('recipients', {**place.recipient(), 'connection': 'no_match'})
    stopped = place.post_and_send()
    place.fault('strange_items', path=EVERYTHING, method='GET', **ALWAYS)

    for _time in range(3):
        place.run(POLL)

    assert_all_arrived_once(place, invoice_ids)
    assert place.document(stopped)['state'] == 'awaiting_interaction'
    told = place.odoo.process.words().count('entries of the list')
    assert told == 2, "one line for each of the two lists, and none for the next polls"

    place.sandbox.delete('faults')
    place.run(POLL)
    [(kept,)] = place.odoo.query("SELECT unreadable FROM pagero_account_turn WHERE work = '_poll'")
    assert kept == {'parts': [], 'documents': []}
