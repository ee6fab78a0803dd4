"""With OCA's queue_job any number of workers share the work, and each document goes once."""

import os
import signal

import pytest
import requests
from inbox_place import Inbox
from job_place import JobCluster, JobPlace, make_job_base
from pagero_sandbox import known_companies as companies
from rough_place import POLL, RECEIVE, SEND, RoughPlace
from setup.cache import ADDON_NAME
from setup.job_queue import MODULE, beside_job_queue, install_job_queue, job_server
from setup.processes import free_port, wait_until
from setup.server import OdooServer
from test_uninstall import uninstall


SOON = 60
RUN = 'pagero.match.run'
# A thousand takes some minutes.
MANY = int(os.environ.get('QUEUE_JOB_DOCUMENTS', '100'))


@pytest.fixture(scope='session')
def job_base(environment, base):
    make_job_base(environment)
    return base


@pytest.fixture(scope='module')
def job_server_place(environment, job_base, tmp_path_factory):
    """One server with its runner that the gentle tests share."""
    place = JobPlace(environment, 'jobs', tmp_path_factory.mktemp('jobs'), job_base)
    place.open()
    place.wait_for_runner()
    yield place
    place.close()


@pytest.fixture
def place(job_server_place):
    job_server_place.begin()
    job_server_place.wait_for_jobs()
    job_server_place.forget_jobs()
    return job_server_place


# === SHARED BY MANY === #


@pytest.fixture
def cluster(environment, job_base, tmp_path):
    opened = JobCluster(environment, 'cluster', tmp_path, job_base)
    opened.open().begin()
    opened.wait_for_runner()
    yield opened
    opened.close()


def test_two_servers_share_the_documents_and_each_goes_once(cluster):
    invoice_ids = cluster.post_many(MANY)

    cluster.wait_until_sent(invoice_ids, seconds=60 + MANY)

    cluster.assert_each_once(invoice_ids)
    workers = {pid for [pid] in cluster.jobs('_send_share', 'worker_pid') if pid}
    assert workers == {cluster.odoo.process.pid, cluster.second.process.pid}
    cluster.wait_for_jobs()
    assert {state for [state] in cluster.jobs()} == {'done'}
    assert cluster.odoo.complaints() == cluster.second.complaints() == []


def test_killed_servers_lose_and_double_nothing(cluster):
    """The one whose runner is in charge dies with jobs under way; the other takes over."""
    expect_deaths(cluster)
    invoice_ids = cluster.post_many(MANY)
    wait_until(lambda: len(cluster.sandbox.get('files')) > MANY // 5, SOON, 'some have arrived')
    cluster.odoo.kill()
    assert set(cluster.states(invoice_ids)) & {'queued', 'sending'}, "it died in the middle"

    cluster.claims_expire()
    cluster.odoo.start()
    assert_all_arrive_once(cluster, invoice_ids)


def test_a_killed_worker_process_loses_and_doubles_nothing(environment, job_base, tmp_path):
    place = JobPlace(environment, 'prefork', tmp_path, job_base, workers=3)
    try:
        place.open().begin()
        place.wait_for_runner()
        expect_deaths(place)
        invoice_ids = place.post_many(40)
        wait_until(lambda: place.sandbox.get('files'), SOON, 'the uploads have begun')
        started = "SELECT worker_pid FROM queue_job WHERE state = 'started' AND method_name = %s"
        [(worker,)] = place.odoo.query(started, ('_send_share',))
        assert worker != place.odoo.process.pid, "a process of its own"
        os.kill(worker, signal.SIGKILL)
        assert set(place.states(invoice_ids)) & {'queued', 'sending'}, "it died in the middle"
        place.claims_expire()
        assert_all_arrive_once(place, invoice_ids)
    finally:
        place.close()


def expect_deaths(place):
    """Claims expire soon, though not while their worker lives.

    Pagero refuses copies, so what may not have come is sent once more.
    """
    place.claims_last('0.5')
    place.sandbox.post('settings', {'latency_ms': 200, 'duplicate_control': True})
    place.settings(parallel_uploads=4, duplicate_control_stated=True, unsure_minutes=0)


def assert_all_arrive_once(place, invoice_ids):
    sent = {'processing', 'delivered'}

    def is_settled():
        place.time_passes()
        return set(place.states(invoice_ids)) <= sent

    wait_until(is_settled, 240, 'all are sent', 2)
    place.assert_each_once(invoice_ids)


# === WHAT A JOB IS === #


def test_a_job_shows_its_documents_and_its_channel(place):
    invoice_ids = place.post_many(3)
    place.wait_until_sent(invoice_ids)
    place.wait_for_jobs()

    columns = "id, channel, company_id, user_id, name, identity_key IS NOT NULL"
    [(job_id, *told)] = place.jobs('_send_share', columns)
    root = place.admin.reference('base.user_root')
    name = "Send documents to Pagero."
    assert told == ['root.pagero', place.ids['company'], root, name, True]
    action = place.admin.call('queue.job', 'open_related_action', [job_id])
    documents = place.admin.search_read('pagero.document', action['domain'], 'move_id')
    assert sorted(each['move_id'][0] for each in documents) == invoice_ids


def test_a_stranger_runs_no_job_twice(place):
    invoice_ids = place.post_many(1)
    place.wait_until_sent(invoice_ids)
    place.wait_for_jobs()
    [(uuid,)] = place.jobs('_send_share', 'uuid')
    again = "UPDATE queue_job SET state = 'enqueued' WHERE uuid = %s"
    place.odoo.query(again, (uuid,))
    answer = requests.get(f'{place.odoo.url}/queue_job/runjob', {'job_uuid': uuid}, timeout=60)

    assert answer.ok
    place.wait_for_jobs()
    place.assert_each_once(invoice_ids)


def test_every_function_may_commit_and_is_in_our_channel(place):
    assert len(functions(place)) == 5
    assert {each[1:] for each in functions(place)} == {('root.pagero', True)}


def functions(place):
    statement = 'SELECT name, channel, allow_commit FROM queue_job_function WHERE name LIKE %s'
    return place.odoo.query(statement, ('<pagero.%',))


# === THE OTHER WORK === #


def test_jobs_follow_up(place):
    invoice_ids = place.post_many(2)
    place.wait_until_sent(invoice_ids)
    place.run(POLL)
    delivered = {'delivered': 2}
    wait_until(lambda: place.states(invoice_ids) == delivered, SOON, 'both are delivered')
    place.wait_for_jobs()

    assert ('done',) in place.jobs('_poll_share')


VENDOR = {
    'name': 'Älvdalens Grossist AB',
    'is_company': True,
    'company_registry': '559912-4004',
    'vat': 'SE559912400401',
}


def test_jobs_fetch_and_make_bills(place):
    inbox = Inbox(place)
    inbox.begin()
    place.settings(makes_bills=True)
    place.admin.create('res.partner', VENDOR | {'country_id': place.admin.reference('base.se')})
    made = inbox.supply(count=25)
    inbox.let_time_pass()
    place.run(RECEIVE)
    inbox.wait_for(25)
    booked = [('booked', 25)]
    states = 'SELECT state, count(*) FROM pagero_received_document GROUP BY state'
    wait_until(lambda: place.odoo.query(states) == booked, SOON, 'all have their bills')
    place.wait_for_jobs()
    place.settings(receives=False)

    ledger = inbox.ledger()
    assert {ledger[each['id']]['downloads'] for each in made} == {1}
    assert {state for [state] in place.jobs('_receive_share')} == {'done'}
    assert {state for [state] in place.jobs('_book_share')} == {'done'}
    bills = "SELECT count(*) FROM account_move WHERE move_type IN ('in_invoice', 'in_refund')"
    assert place.odoo.query(bills) == [(25,)]


def test_jobs_look_for_customers_and_connect_them(place):
    place.settings(gateway='partner')
    known = [companies.ACCEPTS_BY_ITSELF, companies.BY_REQUEST, companies.NEEDS_ROUTING]
    values = [
        {'name': each['name'], 'company_registry': each['ids'][0]['value'], 'is_company': True}
        for each in known
    ]
    partners = place.admin.call('res.partner', 'create', values)
    run = place.admin.call('res.partner', 'action_search_pagero_network', partners)['res_id']
    ends_in_review(place, run)
    assert place.admin.read(RUN, run, 'sure_count')['sure_count'] == len(partners)
    dialog = place.admin.create('pagero.match.connect', {'run_id': run})
    place.admin.call('pagero.match.connect', 'action_confirm', [dialog])
    ends_in_review(place, run)
    place.settings(gateway='public')

    assert set(place.jobs('_match_share')) == {('done',)}
    assert place.admin.read(RUN, run, 'done_count')['done_count']
    assert place.sandbox.get('network/connections')


def ends_in_review(place, run):
    state = 'SELECT state FROM pagero_match_run WHERE id = %s'
    reviewed = [('review',)]
    wait_until(lambda: place.odoo.query(state, (run,)) == reviewed, SOON, 'the run is at its end')
    place.wait_for_jobs()


def test_an_unexpected_error_is_tried_again(place):
    """As no code foresees it: a table that is not there for a while."""
    place.odoo.query('ALTER TABLE pagero_connection_capability RENAME TO away')
    place.odoo.query('ALTER TABLE pagero_connection RENAME TO pagero_connection_away')
    try:
        invoice_ids = place.post_many(1)
        tried = 'UPDATE queue_job SET eta = NULL WHERE retry > 0 RETURNING state'
        wait_until(lambda: place.odoo.query(tried), SOON, 'the job was tried')
        assert place.jobs('_send_share') != [('failed',)]
    finally:
        place.odoo.query('ALTER TABLE pagero_connection_away RENAME TO pagero_connection')
        place.odoo.query('ALTER TABLE away RENAME TO pagero_connection_capability')
    place.time_passes(SEND)
    place.wait_until_sent(invoice_ids)

    place.wait_for_jobs()
    assert place.jobs('_send_share') == [('done',)]
    place.assert_each_once(invoice_ids)


# === THE SCHEDULED ACTION TAKES OVER === #


@pytest.fixture(scope='module')
def idle_server_place(environment, job_base, tmp_path_factory):
    """A runner is in charge, but nothing answers where it wants the jobs to be done."""
    folder = tmp_path_factory.mktemp('idle')
    place = JobPlace(environment, 'idle', folder, job_base, jobs_port=free_port())
    place.open()
    place.wait_for_runner()
    yield place
    place.close()


@pytest.fixture
def idle_place(idle_server_place):
    idle_server_place.begin()
    idle_server_place.forget_jobs()
    return idle_server_place


def test_what_a_live_job_holds_is_shared_out_once(idle_place):
    """However often the scheduled action runs; later documents make the next job."""
    idle_place.post_many(2)
    idle_place.run(SEND, SEND)
    idle_place.post_many(1)
    idle_place.run(SEND, SEND)

    ids = "jsonb_array_length((records #>> '{}')::jsonb -> 'ids')"
    assert idle_place.jobs('_send_share', ids) == [(2,), (1,)]


def test_a_single_invoice_need_not_wait_for_many(idle_place):
    """The first batch of every account comes before the second of any."""
    idle_place.post_many(70)
    idle_place.run(SEND)
    first = idle_place.jobs('_send_share', 'priority')
    idle_place.post_many(70)
    idle_place.run(SEND)

    assert [priority for [priority] in first] == [10, 11]
    priorities = [priority for [priority] in idle_place.jobs('_send_share', 'priority')]
    assert priorities == sorted(priorities)
    assert priorities[2] > 11


def test_where_jobs_stand_still_the_scheduled_action_sends(idle_place):
    invoice_ids = idle_place.post_many(3)
    idle_place.run(SEND)
    assert idle_place.states(invoice_ids) == {'queued': 3}
    idle_place.odoo.kill()  # the runner keeps in mind when a job was made
    idle_place.odoo.query("UPDATE queue_job SET date_created = date_created - interval '6 minutes'")
    idle_place.odoo.start()
    idle_place.wait_for_runner()
    idle_place.run(SEND)

    idle_place.wait_until_sent(invoice_ids)
    idle_place.assert_each_once(invoice_ids)


def test_what_a_failed_job_left_is_sent_by_the_scheduled_action(idle_place):
    invoice_ids = idle_place.post_many(2)
    idle_place.run(SEND)
    failed = "UPDATE queue_job SET state = 'failed', date_started = now() AT TIME ZONE 'UTC'"
    idle_place.odoo.query(failed)
    idle_place.run(SEND)

    idle_place.wait_until_sent(invoice_ids)
    assert idle_place.jobs('_send_share') == [('failed',)]
    idle_place.assert_each_once(invoice_ids)


def test_jobs_that_may_not_commit_are_not_used(idle_place):
    function = idle_place.admin.search_read(
        'queue.job.function', [('method', '=', '_send_share')], 'allow_commit'
    )[0]['id']
    change = ['queue.job.function', 'write', [function]]
    idle_place.admin.call(*change, {'allow_commit': False})
    invoice_ids = idle_place.post_many(1)
    idle_place.run(SEND)

    idle_place.wait_until_sent(invoice_ids)
    assert idle_place.jobs('_send_share') == []
    idle_place.admin.call(*change, {'allow_commit': True})


def test_without_a_runner_the_scheduled_action_sends(idle_place):
    """A job waits; when a runner comes that works, it finds nothing left to send."""
    first = idle_place.post_many(3)
    idle_place.run(SEND)
    assert len(idle_place.jobs('_send_share')) == 1
    idle = idle_place.odoo
    idle.kill()
    idle_place.odoo = job_server(idle.environment, idle.database, channels='root:0', port=idle.port)
    idle_place.odoo.start()
    second = idle_place.post_many(2)
    idle_place.run(SEND)
    idle_place.wait_until_sent(first + second)
    assert len(idle_place.jobs('_send_share')) == 1, "no job was added"

    idle_place.odoo.stop()
    idle_place.odoo = job_server(idle.environment, idle.database, port=idle.port)
    idle_place.odoo.start()
    idle_place.wait_for_jobs()
    idle_place.assert_each_once(first + second)
    idle_place.odoo.stop()
    idle_place.odoo = idle


# === IT COMES AND GOES === #


@pytest.fixture
def later(environment, base, tmp_path):
    """A company without queue_job, to which it comes."""
    opened = RoughPlace(environment, 'later', tmp_path, base)
    opened.open().begin()
    yield opened
    opened.close()


def test_it_comes_while_the_queue_is_full_and_goes_again(later):
    later.run(SEND)
    first = post_into_a_queue_that_waits(later)
    let_it_come(later)
    assert len(functions(later)) == 5
    let_the_sender_run(later, True)
    later.run(SEND)
    wait_until(lambda: states(later, first) <= SENT, SOON, 'jobs have sent them')
    sent_by = "SELECT count(*) FROM queue_job WHERE method_name = '_send_share'"
    assert later.odoo.query(sent_by) == [(1,)]

    second = post_into_a_queue_that_waits(later)
    let_it_go(later)
    let_the_sender_run(later, True)
    later.run(SEND)
    wait_until(lambda: states(later, second) <= SENT, SOON, 'it goes on without')

    assert {later.uploads(each) for each in first + second} == {1}
    left = "SELECT name FROM ir_model_data WHERE module = %s AND model LIKE 'queue.job.%%'"
    assert later.odoo.query(left, (ADDON_NAME,)) == []


def post_into_a_queue_that_waits(place):
    let_the_sender_run(place, False)
    return [place.post() for _number in range(4)]


def let_it_come(place):
    """Installed on the command line, and loaded by the server from now on."""
    before = place.odoo
    before.stop()
    install_job_queue(before.environment, before.database)
    place.odoo = job_server(before.environment, before.database, port=before.port)
    place.odoo.start()
    wait_until(lambda: place.odoo.query(RUNNER), SOON, 'a runner is in charge')


def let_it_go(place):
    """Odoo uninstalls no module that it loads for all databases."""
    before = place.odoo
    before.stop()
    found = beside_job_queue(before.environment)
    place.odoo = OdooServer(found, before.database, port=before.port)
    place.odoo.start()
    uninstall(place, MODULE)


def test_the_addon_leaves_no_job_behind(idle_place):
    """The last one here: it is uninstalled while jobs of it wait."""
    idle_place.wait_for_runner()
    idle_place.post_many(2)
    idle_place.run(SEND)
    assert idle_place.jobs()
    uninstall(idle_place, ADDON_NAME)

    assert idle_place.jobs() == []
    assert functions(idle_place) == []
    channel = "SELECT id FROM queue_job_channel WHERE complete_name = 'root.pagero'"
    assert idle_place.odoo.query(channel) == []
    assert idle_place.admin.search_read('queue.job', [], 'name', 'records') == []


SENT = {'processing', 'delivered'}
RUNNER = """SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


def states(place, invoice_ids):
    return {place.stored(invoice_id, 'state')[0] for invoice_id in invoice_ids}


def let_the_sender_run(place, is_active):
    cron = place.admin.reference(f'{ADDON_NAME}.{SEND}')
    idle = 'SELECT id FROM ir_cron WHERE id = %s FOR UPDATE'
    place.odoo.query(idle, (cron,))
    place.admin.call('ir.cron', 'write', [cron], {'active': is_active})
