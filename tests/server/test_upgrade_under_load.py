"""Older versions are updated while their queue is full: what they began goes on, and goes once.

The older versions are real: their code comes from this clone's history, runs against the sandbox
and dies in the middle of sending. Then today's code updates the database and takes over.
"""

from collections import Counter

import pytest
from rough_place import POLL, SEND, SWEEP, RoughPlace
from setup import databases
from setup.cache import ADDON_NAME
from setup.older import NoHistory, make_older_demo, with_older_addon
from setup.processes import wait_until
from setup.server import OdooServer, log_complaints


SOON = 60
FULL = 30  # documents in the queue
VERSIONS = ['19.0.1.0.0', '19.0.1.2.0', '19.0.1.3.0']


class OlderPlace(RoughPlace):
    """A company at work with an older version of the addon."""

    def __init__(self, environment, folder, version):
        self._older = with_older_addon(environment, version)
        self._today = environment
        name = f'older_{version.replace(".", "_")}'
        ids = make_older_demo(environment, self._older, databases.scratch_name(f'server_{name}'))
        super().__init__(environment, name, folder, ids)

    def _prepare(self, environment, database, beside):
        """It was made before."""

    def _server(self, environment, database):
        return OdooServer(self._older, database)

    def update(self) -> str:
        """To today's version; Odoo's log of it."""
        database, port = self.odoo.database, self.odoo.port
        log = databases.install(self._today, database, ADDON_NAME, update=True)
        self.odoo = OdooServer(self._today, database, port=port)
        self.odoo.start()
        return log


@pytest.fixture(scope='module', params=VERSIONS)
def updated(environment, tmp_path_factory, request):
    """After the update, with what was in each state before: {state: ids of invoices}."""
    try:
        place = OlderPlace(environment, tmp_path_factory.mktemp('older'), request.param)
    except NoHistory as missing:
        pytest.skip(str(missing))
    place.open().connect()
    place.before = in_every_state(place)
    place.queue = fill_the_queue(place)
    place.update_log = place.update()
    yield place
    place.close()


def in_every_state(place):
    """One invoice in each state that a document can be in, by what really happens to it."""
    made = {}
    made['delivered'] = place.post_and_send()
    place.run(POLL)
    made['error'] = place.post_and_send()
    place.let_it_stand(made['error'], 'Error', 'The order number is wrong')
    made['awaiting_interaction'] = place.post_and_send()
    place.let_it_stand(made['awaiting_interaction'], 'AwaitingInteraction', 'Choose a recipient')
    place.run(POLL)
    made['held'] = place.post_and_send('routing')
    made['invalid'] = place.post_and_send(pagero_buyer_reference=False)
    place.sandbox.post('settings', {'processing_seconds': 'manual'})  # it may be asked at any time
    made['processing'] = place.post_and_send()
    place.sandbox.post('settings', {'processing_seconds': 0})
    place.fault('timeout_after')
    made['unsure'] = place.post_and_send()  # newer versions pause after it
    made['cancelled'] = place.post_and_send('routing')
    place.admin.call('account.move', 'button_draft', [made['cancelled']])
    states = {state: place.stored(invoice_id, 'state')[0] for state, invoice_id in made.items()}
    assert states == {state: state for state in made}
    return made


def fill_the_queue(place):
    """Many at once; the server dies when some have left, some are on the wire, and most wait."""
    place.sandbox.post('settings', {'latency_ms': 300})
    place.admin.call('pagero.account', 'write', [place.ids['account']], {'parallel_uploads': 2})
    before = len(place.sandbox.get('files'))
    place.forget_waiting_times()
    drafts = [place.draft() for _number in range(FULL)]
    place.admin.call('account.move', 'action_post', drafts)
    wait_until(lambda: len(place.sandbox.get('files')) > before + 5, SOON, 'some have left')
    place.odoo.kill()
    states = Counter(place.stored(each, 'state')[0] for each in drafts)
    assert states['sending'], states
    return drafts


def test_the_update_is_quiet(updated):
    assert log_complaints(updated.update_log) == []


def test_nothing_is_lost_and_nothing_goes_twice(updated):
    place = updated
    place.sandbox.post('advance')
    what_died_may_be_sent_again(place)
    place.odoo.query(
        "UPDATE pagero_document SET claim_expires_at = now() AT TIME ZONE 'UTC' - interval '1 s'"
        " WHERE state = 'sending'"
    )
    going = [*place.queue, place.before['unsure'], place.before['processing']]

    def all_delivered():
        place.time_passes(SEND, POLL)
        return {place.stored(each, 'state')[0] for each in going} == {'delivered'}

    wait_until(all_delivered, 240, 'all that was under way is delivered', 1)
    uploads = Counter(each['number'] for each in place.sandbox.get('files'))
    arrived = Counter(
        each['number'] for each in place.sandbox.get('documents') if each['direction'] == 'Received'
    )
    numbers = [place.number(each) for each in [*going, place.before['delivered']]]
    assert {uploads[number] for number in numbers} == {1}
    assert {arrived[number] for number in numbers} == {1}
    stays = [place.before[state] for state in ('held', 'invalid', 'cancelled')]
    assert {uploads[place.number(each)] for each in stays} == {0}
    stopped = [place.before[state] for state in ('error', 'awaiting_interaction')]
    assert {uploads[place.number(each)] for each in stopped} == {1}
    assert len(uploads) == len(numbers) + len(stopped)


def what_died_may_be_sent_again(place):
    """Older versions wrote down for a whole batch that it leaves: all of it is in doubt.

    It is looked for, and sent again, since Pagero refuses a copy.
    """
    place.sandbox.post('settings', {'latency_ms': 0, 'duplicate_control': True})
    place.settings(duplicate_control_stated=True, unsure_minutes=0)


def test_what_waited_for_a_person_waits_and_goes_on(updated):
    place, before = updated, updated.before
    place.run(SWEEP)
    for state in ('held', 'invalid', 'error', 'awaiting_interaction', 'cancelled', 'delivered'):
        assert place.stored(before[state], 'state') == (state,), state

    place.admin.call(
        'account.move', 'write', [before['invalid']], {'pagero_buyer_reference': 'ANNA01'}
    )
    place.time_passes(SEND, POLL)
    wait_until(lambda: place.arrived(before['invalid']), SOON, 'it was cured and sent')
    assert place.uploads(before['invalid']) == 1
