"""Two companies on one server: what troubles one of them never holds up the other."""

import re

import pytest
from rough_place import POLL, SEND
from setup.processes import wait_until
from setup.server import OdooServer, log_complaints
from setup.two_companies_facts import OTHER_ADMIN
from two_companies_place import TwoCompaniesPlace


SOON = 30
BATCH = 64  # documents that one account sends in a turn
LARGE, LARGE_BATCH = 1_000, 5  # lines of an invoice, and how many of those it sends in a turn
OPEN = {'require_known_recipient': False, 'checks': 'off', 'processing_seconds': 0}
LISTS = '^/(file/v1/fileparts|document/v1/documents)'
OF_OURS = re.compile(r' odoo\.addons\.pagero_connector\.')


class TwoSenders(TwoCompaniesPlace):
    """The second company sends as well; ``owner`` is its administrator."""

    def open(self) -> 'TwoSenders':
        """Both companies are live, and all their customers are connected."""
        super().open()
        self.owner = self.odoo.session(OTHER_ADMIN, OTHER_ADMIN)
        self.owner.call('pagero.account', 'action_go_live', self.foreign['pagero.account'])
        values = {'invoice_sending_method': 'pagero'}
        self.owner.call('res.partner', 'write', self.foreign['res.partner'], values)
        return self

    def begin(self) -> None:
        """Nothing is under way, and both networks are as they should be."""
        self.settings(gateway='public')  # the customer's connection is stated by hand
        super().begin()
        self.settings(parallel_uploads=4)
        for sandbox in (self.sandbox, self.other_sandbox):
            sandbox.delete('faults')
            sandbox.post('settings', OPEN | {'network_off': False, 'refresh_works': True})
            sandbox.delete('calls')

    def other_posts(self) -> int:
        """The second company posts an invoice."""
        _posted, draft = self.foreign['account.move']
        [invoice_id] = self.owner.call('account.move', 'copy', [draft])
        self.owner.call('account.move', 'action_post', [invoice_id])
        return invoice_id

    def other_uploads(self) -> list[dict]:
        """What reached the second company's Pagero."""
        return uploads_of(self.other_sandbox)

    def post_many(self, count: int, **values) -> list[int]:
        """As many invoices of the first company, posted and due."""
        first = self.draft(**values)
        copies = [self.admin.call('account.move', 'copy', [first]) for _each in range(count - 1)]
        invoice_ids = [first, *(each for [each] in copies)]
        self.admin.call('account.move', 'action_post', invoice_ids)
        return invoice_ids

    def switch(self, cron: str, is_on: bool) -> None:
        """Whether a scheduled action runs, also by itself."""
        statement = """UPDATE ir_cron SET active = %s WHERE id =
            (SELECT res_id FROM ir_model_data WHERE module = 'pagero_connector' AND name = %s)"""
        self.odoo.query(statement, (is_on, cron))

    def goes_first(self, work: str) -> None:
        """The first company's turn is the next one."""
        statement = 'UPDATE pagero_account_turn SET number = %s WHERE work = %s AND account_id = %s'
        for number, account in enumerate([self.ids['account'], *self.foreign['pagero.account']]):
            self.odoo.query(statement, (number, work, account))

    def keep_at_pagero(self) -> None:
        """What is sent stays under way, however often it is asked for."""
        for sandbox in (self.sandbox, self.other_sandbox):
            sandbox.post('settings', {'processing_seconds': 'manual'})

    def all_is_due(self) -> None:
        """Whatever is queued is due now."""
        self.odoo.query(
            "UPDATE pagero_document SET next_attempt_at = now() AT TIME ZONE 'UTC' - interval '1 s'"
            " WHERE state = 'queued'"
        )
        self.odoo.query('UPDATE pagero_account SET paused_until = NULL')

    def states_of(self, invoice_ids: list[int]) -> set[str]:
        """The states of their newest transmissions."""
        return {self.stored(each, 'state')[0] for each in invoice_ids}


def uploads_of(sandbox):
    calls = sandbox.get('calls')
    return [each for each in calls if (each['method'], each['path']) == ('POST', '/file/v1/files')]


@pytest.fixture(scope='module')
def two_senders(environment, base, tmp_path_factory):
    place = TwoSenders(environment, 'fair', tmp_path_factory.mktemp('fair'), base)
    yield place.open()
    place.close()


@pytest.fixture
def place(two_senders):
    two_senders.begin()
    return two_senders


# === TURNS === #


def test_many_invoices_of_one_company_let_another_through(place):
    place.keep_at_pagero()
    place.switch(SEND, False)
    invoice_ids = place.post_many(BATCH + 6)
    other = place.other_posts()
    place.goes_first('send')
    place.switch(SEND, True)

    place.run(SEND)

    assert place.states_of([*invoice_ids, other]) == {'processing'}
    [left] = place.other_uploads()
    before = [each for each in uploads_of(place.sandbox) if each['at'] < left['at']]
    assert 0 < len(before) <= BATCH


def test_large_invoices_of_one_company_let_small_ones_of_another_through(place):
    place.keep_at_pagero()
    place.switch(SEND, False)
    lines = [[0, 0, {'product_id': place.ids['product'], 'price_unit': 1}]] * LARGE
    large = place.post_many(LARGE_BATCH + 2, invoice_line_ids=lines)
    small = [place.other_posts() for _each in range(3)]
    place.goes_first('send')
    place.switch(SEND, True)

    place.run(SEND, seconds=300)

    last = max(each['at'] for each in place.other_uploads())
    before = [each for each in uploads_of(place.sandbox) if each['at'] < last]
    assert 0 < len(before) <= LARGE_BATCH
    assert place.states_of([*large, *small]) == {'processing'}
    assert {place.uploads(each) for each in large} == {1}
    assert len(place.other_uploads()) == len(small)


def test_slow_lists_of_one_company_delay_another_by_one_turn(place):
    place.switch(POLL, False)
    invoice_id, other = place.post_and_send(), place.other_posts()
    place.run(SEND)
    assert place.states_of([invoice_id, other]) == {'processing'}
    place.fault('slow', path=LISTS, seconds=8, times=None)
    place.goes_first('_poll')
    place.switch(POLL, True)

    place.run(POLL, seconds=120)

    slow = [each['milliseconds'] for each in place.calls() if each['fault'] == 'slow']
    assert slow and min(slow) >= 8_000
    assert place.states_of([invoice_id, other]) == {'delivered'}


# === TROUBLE OF ONE === #


def test_a_slowed_down_account_waits_on_all_servers_and_alone(place):
    place.keep_at_pagero()
    place.fault('429', retry_after=3600, times=None)
    invoice_ids = place.post_many(8)
    place.run(SEND)
    met = len(uploads_of(place.sandbox))
    assert 0 < met <= 4, "those that were on the wire together"

    second = OdooServer(place.odoo.environment, place.odoo.database)
    second.start()
    try:
        other = place.other_posts()
        for _each in range(4):  # whichever server takes it
            place.run(SEND)
    finally:
        second.stop()

    assert len(uploads_of(place.sandbox)) == met
    assert place.states_of(invoice_ids) == {'queued'}
    assert place.states_of([other]) == {'processing'}


def test_a_lost_login_stops_its_own_company_only(place):
    place.keep_at_pagero()
    place.switch(SEND, False)
    invoice_ids, other = place.post_many(3), place.other_posts()
    place.sandbox.post('settings', {'refresh_works': False})
    place.odoo.query(
        "UPDATE pagero_credential SET token_expires_at = '2020-01-01' WHERE account_id = %s",
        (place.ids['account'],),
    )
    place.goes_first('send')
    place.switch(SEND, True)

    place.run(SEND)

    assert place.account('state')['state'] == 'expired'
    assert uploads_of(place.sandbox) == []
    assert place.states_of(invoice_ids) <= {'queued', 'held'}
    assert place.states_of([other]) == {'processing'}

    place.connect()
    place.time_passes(SEND)
    assert place.states_of(invoice_ids) == {'processing'}


def test_a_dead_network_makes_no_flood_in_the_log(place):
    """Few lines for each run, however many invoices wait, and none that warns."""
    runs = 4
    invoice_ids = place.post_many(5)
    place.run(SEND)
    before = len(place.odoo.process.words().splitlines())
    place.sandbox.post('settings', {'network_off': True})
    invoice_ids += place.post_many(20)

    for _minute in range(runs):
        place.time_passes(SEND, POLL)

    lines = place.odoo.process.words().splitlines()[before:]
    ours = [line for line in lines if OF_OURS.search(line)]
    assert len(ours) <= 4 * runs, ours
    assert log_complaints('\n'.join(lines)) == []
    place.sandbox.post('settings', {'network_off': False})
    place.time_passes(SEND)
    place.time_passes(SEND, POLL)
    assert place.states_of(invoice_ids) == {'delivered'}


# === ONE DOCUMENT === #


def test_a_document_that_ends_its_workers_goes_alone_and_then_aside(place):
    """Each time its build begins, the server is killed: the others leave without it."""
    place.claims_last('0.01')
    place.fault('429', retry_after=1)
    poisoned = place.post_and_send()
    assert place.stored(poisoned, 'state') == ('queued',)
    place.switch(SEND, False)
    others = [*place.post_many(3), place.other_posts()]

    for _death in range(3):
        kill_while_building(place, poisoned)
    place.switch(SEND, True)
    place.time_passes(SEND)
    place.time_passes(SEND, POLL)

    assert place.states_of(others) == {'delivered'}
    document = place.document(poisoned)
    assert (document['state'], document['error_parameters']['code']) == ('invalid', 'ends_workers')
    assert document['advice']
    assert place.uploads(poisoned) == 0


def kill_while_building(place, invoice_id):
    """The server ends while it stores the XML of an invoice that was built before."""
    file = """SELECT id FROM ir_attachment WHERE res_field = 'stored_xml'
        AND res_id = (SELECT id FROM pagero_document WHERE move_id = %s) FOR UPDATE"""
    with place.locked(file, invoice_id) as is_waited_for:
        place.switch(SEND, True)
        place.all_is_due()
        place.wake(SEND)
        wait_until(is_waited_for, SOON, 'its build has begun')
        place.odoo.kill()
        place.switch(SEND, False)
    place.odoo.start()
    place.claims_expire()
