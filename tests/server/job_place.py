"""A company whose Odoo has OCA's queue_job, with its runner."""

from collections import Counter
from pathlib import Path

from balancer import Balancer
from place import base_name
from rough_place import RoughPlace
from setup import databases
from setup.demo_facts import invoice_values
from setup.environment import Environment
from setup.job_queue import install_job_queue, job_server
from setup.processes import free_port, wait_until
from setup.server import OdooServer


OURS = "model_name LIKE 'pagero.%%'"
UNFINISHED = "state IN ('wait_dependencies', 'pending', 'enqueued', 'started')"


def make_job_base(environment: Environment) -> None:
    """The base of all places, with queue_job installed after the addon."""
    databases.clone(environment, base_name(), job_base_name(), durable=False)
    install_job_queue(environment, job_base_name())


def job_base_name() -> str:
    return databases.scratch_name('server_base_jobs')


class JobPlace(RoughPlace):
    """One server with its runner; ``options`` are those of ``job_server``."""

    def __init__(
        self, environment: Environment, name: str, folder: Path, ids: dict[str, int], **options
    ):
        self._options = options
        self._first_job = 0
        super().__init__(environment, name, folder, ids)

    def _base(self, *beside: str) -> str:
        return job_base_name()

    def _server(self, environment: Environment, database: str) -> OdooServer:
        return job_server(environment, database, **self._options)

    # === JOBS === #

    def jobs(self, method: str = '', columns: str = 'state') -> list[tuple]:
        """The jobs of ours since the test began, oldest first."""
        statement = f'SELECT {columns} FROM queue_job WHERE {OURS} AND method_name LIKE %s'
        parameters = (f'%{method}%', self._first_job)
        return self.odoo.query(f'{statement} AND id > %s ORDER BY id', parameters)

    def forget_jobs(self) -> None:
        """As if no job had ever been; the runner knows them, so the rows stay."""
        state = "state = 'cancelled', date_done = NULL"
        self.odoo.query(f'UPDATE queue_job SET {state} WHERE {OURS}')
        [(self._first_job,)] = self.odoo.query('SELECT coalesce(max(id), 0) FROM queue_job')

    def wait_for_jobs(self, seconds: float = 90) -> None:
        """Until every job has come to an end."""
        unfinished = f'SELECT count(*) FROM queue_job WHERE {OURS} AND {UNFINISHED}'
        wait_until(lambda: self.odoo.query(unfinished) == [(0,)], seconds, 'all jobs are done')

    def wait_for_runner(self, seconds: float = 60) -> None:
        """Until a runner is in charge of the database."""
        statement = (
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND database ="
            ' (SELECT oid FROM pg_database WHERE datname = current_database())'
        )
        wait_until(lambda: self.odoo.query(statement), seconds, 'a runner is in charge')

    # === DOCUMENTS === #

    def post_many(self, count: int) -> list[int]:
        """So many posted invoices; the sender is woken."""
        values = invoice_values(self.ids['municipality'], self.ids['product'], 1, 10.0)
        invoice_ids = self.admin.call('account.move', 'create', [values] * count)
        for start in range(0, count, 100):
            self.admin.call('account.move', 'action_post', invoice_ids[start : start + 100])
        return invoice_ids

    def states(self, invoice_ids: list[int]) -> dict[str, int]:
        """How many invoices are in which state, also while the server is down."""
        rows = self.odoo.query(
            'SELECT state, count(*) FROM pagero_document WHERE move_id = ANY(%s) GROUP BY state',
            (invoice_ids,),
        )
        return dict(rows)

    def wait_until_sent(self, invoice_ids: list[int], seconds: float = 180) -> None:
        """Until Pagero has all of them."""
        sent = {'processing', 'delivered'}
        wait_until(lambda: set(self.states(invoice_ids)) <= sent, seconds, 'all are sent')

    def assert_each_once(self, invoice_ids: list[int]) -> None:
        """The sandbox's own ledger: the recipient holds each number once.

        A second file is taken of none but those whose first one was in doubt.
        """
        rows = self.odoo.query(
            'SELECT document_number, was_unsure FROM pagero_document WHERE move_id = ANY(%s)',
            (invoice_ids,),
        )
        wanted = sorted(number for number, _was_unsure in rows)
        doubtful = {number for number, was_unsure in rows if was_unsure}
        ours = set(wanted)
        files = Counter(each['number'] for each in self.sandbox.get('files'))
        assert {number for number in ours if files[number] != 1} <= doubtful
        arrived = [
            each['number']
            for each in self.sandbox.get('documents')
            if each['direction'] == 'Received' and each['number'] in ours
        ]
        assert sorted(arrived) == wanted


class JobCluster(JobPlace):
    """Two servers on one database, each with a runner, and one address before them."""

    def __init__(
        self, environment: Environment, name: str, folder: Path, ids: dict[str, int], **options
    ):
        self._ports = [free_port(), free_port()]
        self._balancer = Balancer(self._ports)
        super().__init__(environment, name, folder, ids, **options)
        self.second = self._one_of_two(1)

    def _server(self, environment: Environment, database: str) -> OdooServer:
        self._where = environment, database
        return self._one_of_two(0)

    def _one_of_two(self, number: int) -> OdooServer:
        environment, database = self._where
        port, jobs_port = self._ports[number], self._balancer.port
        return job_server(environment, database, port=port, jobs_port=jobs_port, **self._options)

    def open(self) -> 'JobCluster':
        """Start both servers and what stands before them."""
        self._balancer.start()
        super().open()
        self.second.start()
        return self

    def close(self) -> None:
        """Stop all, and drop the database."""
        self.second.stop()
        self._balancer.stop()
        super().close()
