"""Where a run takes place: a database, an Odoo server and a sandbox, all of them its own."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from setup import databases, scenario
from setup.databases import connect
from setup.demo_facts import sandbox_recipients
from setup.environment import Environment
from setup.inside import run_inside
from setup.job_queue import install_job_queue, job_server
from setup.postgres import Cluster, copy_database
from setup.processes import free_port, wait_until
from setup.rpc import OdooSession
from setup.server import OdooServer, SandboxServer

from .cast import sandbox_companies
from .disk import Disk
from .plan import COMPANIES, Wish


WORKERS = {'threaded': 0, 'prefork': 2}
HALL = {'checks': 'off', 'latency_ms': 20, 'token_seconds': 600}
CRON_RUNS_WITHIN = 90  # seconds


@dataclass(frozen=True)
class Base:
    """A database with all companies, of which each run gets a copy; ``ids`` of its records."""

    environment: Environment
    name: str
    ids: dict
    cluster: Cluster | None = None  # of its own, which may be restarted


def make_base(
    environment: Environment, source: str, mine: dict[str, int], *, queue_job: bool = False
) -> Base:
    """Beside ``source``, which holds the demo's company."""
    name = databases.scratch_name('torture_base')
    databases.clone(environment, source, name)
    if queue_job:
        install_job_queue(environment, name)
    return Base(
        environment, name, run_inside(environment, name, 'torturing.data:create', mine=mine)
    )


@contextlib.contextmanager
def in_own_cluster(base: Base) -> Iterator[Base]:
    """The same in a PostgreSQL that a run may restart."""
    cluster = Cluster(base.environment.python, 'torture')
    with cluster as server:
        copy_database(base.environment.python, base.name, base.environment.postgres, server)
        yield replace(base, environment=replace(base.environment, postgres=server), cluster=cluster)


class Arena:
    """The servers of one run; ``ids`` names companies, accounts, customers and the product."""

    def __init__(self, base: Base, folder: Path, wish: Wish):
        environment = base.environment
        self.ids = base.ids
        self.cluster = base.cluster
        self.wish = wish
        database = databases.scratch_name(f'torture_{wish.server}')
        databases.clone(environment, base.name, database)
        self.disk = Disk(environment.data_folder() / 'filestore' / database)
        self.sandbox = SandboxServer(folder / 'torture.sqlite')
        self.odoo = _odoo(environment, database, wish)
        self.is_over = threading.Event()
        self._admin: OdooSession | None = None

    def __enter__(self) -> 'Arena':
        """Start both servers and connect every company."""
        self.disk.mount()
        self._move_in()
        self.sandbox.start()
        self.sandbox.post('settings', HALL)
        self.sandbox.post('recipients', sandbox_recipients())
        for company in sandbox_companies():
            self.sandbox.post('companies', company)
        self.odoo.start()
        for name, account in self.ids['accounts'].items():
            session = self.session('admin', name)
            scenario.connect(session, account).raise_for_status()
            session.call('pagero.account', 'action_go_live', [account])
            is_north = name == COMPANIES[0]
            wishes = {'receives': True, 'makes_bills': is_north, 'acknowledges': False}
            session.call('pagero.account', 'write', [account], wishes)
        return self

    def __exit__(self, *_error) -> None:
        """Stop both servers and drop the database."""
        self.odoo.kill()
        self.sandbox.kill()
        self.disk.unmount()
        databases.drop(self.odoo.environment, self.odoo.database)

    def session(self, login: str, company: str) -> OdooSession:
        """A person at work in one company."""
        session = self.odoo.session(login, login)
        session.context['allowed_company_ids'] = [self.ids['companies'][company]]
        return session

    @property
    def admin(self) -> OdooSession:
        """An administrator at work in all companies; survives restarts of the server."""
        if self._admin is None:
            self._admin = self.odoo.session('admin', 'admin')
            self._admin.context['allowed_company_ids'] = list(self.ids['companies'].values())
        return self._admin

    def query(self, statement: str, parameters: tuple = ()) -> list[tuple]:
        """Rows of one SQL statement, committed, whether Odoo runs or not."""
        return self.odoo.query(statement, parameters)

    # === SCHEDULED ACTIONS === #

    def wake(self, *crons: str) -> list[int]:
        """Let a cron thread run some of ours soon; the ids of what wakes them."""
        triggers = self.query(
            """INSERT INTO ir_cron_trigger (cron_id, call_at)
               SELECT res_id, date_trunc('second', now() AT TIME ZONE 'UTC')
                 FROM ir_model_data WHERE module = 'pagero_connector' AND name = ANY(%s)
            RETURNING id""",
            ([f'ir_cron_pagero_{cron}' for cron in crons],),
        )
        with contextlib.closing(connect(self.odoo.environment, 'postgres')) as connection:
            notify = "SELECT pg_notify('cron_trigger', %s)"
            connection.cursor().execute(notify, (self.odoo.database,))
        return [trigger for [trigger] in triggers]

    def run(self, *crons: str) -> None:
        """Have them run one after the other; back when each has finished."""
        for cron in crons:
            [trigger] = self.wake(cron)
            wait_until(
                lambda trigger=trigger: not self._waits(trigger),
                CRON_RUNS_WITHIN,
                f'{cron} has run',
            )

    def wait_for_jobs(self) -> None:
        """With queue_job the scheduled actions only share out the work, which is done later."""
        due = """SELECT 1 FROM queue_job WHERE state IN ('pending', 'enqueued', 'started')
                    AND coalesce(eta, '-infinity') <= now() AT TIME ZONE 'UTC'"""
        if self.wish.queue_job:
            wait_until(lambda: not self.query(due), CRON_RUNS_WITHIN, 'the jobs are done')

    def _waits(self, trigger: int) -> bool:
        return bool(self.query('SELECT 1 FROM ir_cron_trigger WHERE id = %s', (trigger,)))

    def minutes_pass(self) -> None:
        """Whatever waits for a moment finds it come."""
        for statement in DUE_NOW:
            self.query(statement)

    def _move_in(self) -> None:
        """Tell the cloned database where it and its sandbox are."""
        parameter = 'UPDATE ir_config_parameter SET value = %s WHERE key = %s'
        self.query(parameter, (self.odoo.url, 'web.base.url'))
        self.query('UPDATE pagero_account SET sandbox_url = %s', (self.sandbox.url,))


# Nothing waits longer than a day; what does was never to be due.
_WITHIN_A_DAY = """BETWEEN (now() AT TIME ZONE 'UTC')
                       AND (now() AT TIME ZONE 'UTC' + interval '25 hours')"""
DUE_NOW = (
    f'UPDATE pagero_account SET paused_until = NULL WHERE paused_until {_WITHIN_A_DAY}',
    f"""UPDATE pagero_document SET next_attempt_at = now() AT TIME ZONE 'UTC' - interval '1 s'
         WHERE state IN ('queued', 'unsure') AND next_attempt_at {_WITHIN_A_DAY}""",
    f"""UPDATE pagero_received_document
           SET next_attempt_at = now() AT TIME ZONE 'UTC' - interval '1 s'
         WHERE state = 'announced' AND next_attempt_at {_WITHIN_A_DAY}""",
)


def _odoo(environment: Environment, database: str, wish: Wish) -> OdooServer:
    workers = WORKERS[wish.server]
    if wish.queue_job:
        return job_server(environment, database, workers=workers)
    processes = ['--workers', str(workers), '--gevent-port', str(free_port())] if workers else []
    return OdooServer(environment, database, *processes)
