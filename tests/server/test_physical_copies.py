"""Copies of the database's files: nothing inside of them tells which database is the live one."""

import contextlib
import copy
import shutil
from dataclasses import replace

import pytest
from cluster_place import ClusterPlace
from rough_place import POLL, RECEIVE, REFRESH, SEND, SWEEP
from setup.postgres import Cluster
from setup.server import OdooServer


OTHER_ADDRESS = '127.0.0.2'


@pytest.fixture(scope='module')
def live_company(environment, base, tmp_path_factory):
    opened = ClusterPlace(environment, 'copied', tmp_path_factory.mktemp('copied'), base)
    yield opened.open()
    opened.close()


@pytest.fixture
def original(live_company):
    """Live, with three invoices in the queue; its servers are down, and ``snapshot`` is made."""
    place = live_company
    approve(place)
    place.begin()
    place.post_and_send()
    place.time_passes(POLL)
    place.sandbox.post('settings', {'network_off': True})
    place.queued = [place.post() for _number in range(3)]
    place.run(SEND)
    shut_down(place)
    place.snapshot = place.cluster.snapshot()
    place.sandbox.post('settings', {'network_off': False})
    yield place
    if not place.cluster.is_running:
        start(place)


def start(place):
    place.cluster.start()
    place.odoo.start()


def shut_down(place):
    place.odoo.stop()
    place.cluster.stop('fast')


def approve(place):
    """An administrator says that this is the live database."""
    if not place.cluster.is_running or not place.odoo.process.is_running:
        return
    place.admin.call('pagero.account', 'action_approve_database', [place.ids['account']])


@contextlib.contextmanager
def copy_of(original, own_data=None):
    """The copied files on a server of their own, with an Odoo beside the original's.

    Without its own data it takes itself for the original: the same folder, and the same name and
    port of the database server, which mean another one there, as they do among containers.
    """
    environment = replace(original.odoo.environment, own_data=own_data)
    name = {'PGHOST': environment.postgres.host, 'PGHOSTADDR': OTHER_ADDRESS}
    port = 0 if own_data else environment.postgres.port
    cluster = Cluster(
        environment.python, 'copy', original.snapshot, address=OTHER_ADDRESS, port=port
    )
    with cluster as server:
        place = copy.copy(original)
        place._admin = None
        environment = replace(environment, postgres=server)
        place.odoo = OdooServer(environment, original.odoo.database, variables=name)
        place.odoo.start()
        try:
            yield place
        finally:
            place.odoo.stop()


@pytest.fixture
def own_data(original, tmp_path):
    """Odoo's files, copied as well."""
    name = original.odoo.database
    source = original.odoo.environment.data_folder() / 'filestore' / name
    shutil.copytree(source, tmp_path / 'data' / 'filestore' / name)
    return tmp_path / 'data'


def work(place, *more):
    """Whatever is due leaves, and is followed up."""
    place.time_passes(SEND, POLL, *more)


def assert_left_once(place):
    for invoice_id in place.queued:
        assert place.document(invoice_id)['state'] == 'delivered'
        assert (place.uploads(invoice_id), place.arrived(invoice_id)) == (1, 1)


def assert_holds_back(place, number=''):
    """It asks which database it is, and an invoice that is tried out in it does not leave."""
    assert place.account('needs_approval')['needs_approval']
    tried = place.post()
    before = len(place.sandbox.get('files'))
    work(place)
    document = place.document(tried)
    assert (document['state'], document['held_reason']) == ('held', 'unapproved_database')
    assert document['send_mode'] == 'Production'
    assert len(place.sandbox.get('files')) == before
    assert place.activities('pagero.account', place.ids['account'])
    assert number in (place.account('sent_elsewhere_words')['sent_elsewhere_words'] or '')


def test_a_copy_on_servers_of_its_own_never_calls(original, own_data):
    """Whichever starts first, and while both run."""
    with copy_of(original, own_data) as copied:
        original.sandbox.delete('calls')
        work(copied, RECEIVE, SWEEP, REFRESH)
        assert_holds_back(copied)
        assert original.sandbox.get('calls') == []

        start(original)
        work(original)
        assert_left_once(original)
        assert not original.account('needs_approval')['needs_approval']

        original.sandbox.delete('calls')
        copied.odoo.restart()
        work(copied)
        assert_holds_back(copied)
        assert original.sandbox.get('calls') == []


def test_what_has_left_since_does_not_leave_a_copy_on_the_same_machine(original):
    """The copy has the original's machine and folder: only Pagero's list tells the two apart."""
    start(original)
    work(original)
    newer = original.number(original.post_and_send())
    original.time_passes(POLL)

    with copy_of(original) as copied:
        work(copied)

        assert_left_once(copied)
        assert_holds_back(copied, newer)
    assert_left_once(original)
    assert not original.account('needs_approval')['needs_approval']


def test_what_a_copy_has_sent_does_not_leave_the_original_again(original):
    with copy_of(original) as copied:
        work(copied)
        assert_left_once(copied)
        newer = copied.number(copied.post_and_send())
        copied.time_passes(POLL)

        start(original)
        work(original)

        assert_left_once(original)
        assert_holds_back(original, newer)


def test_each_of_two_that_run_sees_what_the_other_sends(original):
    """The copy begins while nothing new has left: the next poll after it tells."""
    start(original)
    work(original)
    original.sandbox.post('settings', {'processing_seconds': 'manual'})
    original.post_and_send()
    shut_down(original)
    original.snapshot = original.cluster.snapshot()
    with copy_of(original) as copied:
        work(copied)
        assert not copied.account('needs_approval')['needs_approval']

        start(original)
        original.sandbox.post('settings', {'processing_seconds': 0})
        sent = original.number(original.post_and_send())
        original.time_passes(POLL)
        copied.time_passes(POLL)

        assert_holds_back(copied, sent)
    assert not original.account('needs_approval')['needs_approval']


def test_a_machine_that_is_set_back_sends_nothing_twice(original):
    """As it stood yesterday; today's invoices have left, and this database has them no more."""
    start(original)
    work(original)
    today = original.number(original.post_and_send())
    original.time_passes(POLL)
    shut_down(original)
    original.cluster.set_back(original.snapshot)
    start(original)

    work(original)

    assert_left_once(original)
    assert_holds_back(original, today)

    # The administrator says that it is the live one: what waits leaves, once.
    waiting = original.queued[0]
    approve(original)
    work(original)
    assert not original.account('needs_approval')['needs_approval']
    assert (original.uploads(waiting), original.arrived(waiting)) == (1, 1)
    later = original.post_and_send()
    assert original.document(later)['state'] in ('processing', 'delivered')
    assert original.uploads(later) == 1
