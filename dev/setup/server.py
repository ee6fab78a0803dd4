"""A real Odoo server and a real sandbox, as processes that tests may stop, kill and start again."""

import contextlib
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import requests

from .cache import ADDON, age, work_folder
from .databases import connect
from .environment import Environment
from .processes import Child, free_port, wait_until
from .rpc import OdooSession


LOGS_KEPT = 7 * 24 * 3600  # seconds
ODOO_STARTS_WITHIN = 120
SANDBOX_STARTS_WITHIN = 30
RUN_ENDS_WITHIN = 300  # a scheduled action
# Two requests of one page of Odoo's own chat: the second one is tried again.
_COLLISION_OF_CHAT = re.compile(
    r'^[^\n]* bad query: [^\n]*UPDATE "discuss_channel_member"[^\n]*\n'
    r'ERROR: could not serialize access due to concurrent update$',
    re.MULTILINE,
)


class OdooServer:
    """A threaded Odoo on 127.0.0.1 for one database, cron threads included."""

    def __init__(
        self,
        environment: Environment,
        database: str,
        *more_options: str,
        port: int = 0,
        cron_threads: int = 1,
        variables: Mapping[str, str] | None = None,
    ):
        self.environment = environment
        self.database = database
        self.port = port or free_port()
        self.url = f'http://127.0.0.1:{self.port}'
        options = ['--http-interface', '127.0.0.1', '--http-port', str(self.port)]
        options += ['--workers', '0', '--max-cron-threads', str(cron_threads), *more_options]
        command = environment.odoo_command(database, *options)
        log = logs_folder() / f'odoo-{database}.log'
        variables = {**environment.variables(), **(variables or {})}
        self.process = Child('Odoo', command, log, variables, [self.port])

    def start(self) -> 'OdooServer':
        """Start it and wait until it answers."""
        self.process.start()
        self.process.wait_ready(self._is_healthy, ODOO_STARTS_WITHIN)
        return self

    def stop(self) -> None:
        """End it as an administrator would."""
        self.process.stop()

    close = stop

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()

    def restart(self) -> None:
        """Stop, where it still runs, and start on the same port."""
        self.stop()
        self.start()

    def session(self, login: str = 'admin', password: str = 'admin') -> OdooSession:
        """A new login over HTTP."""
        return OdooSession(self.url, self.database, login, password)

    def query(self, statement: str, parameters: tuple = ()) -> list[tuple]:
        """Rows of one SQL statement, committed, from a connection of its own."""
        with (
            contextlib.closing(connect(self.environment, self.database)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, parameters or None)  # a % is one where nothing is put in
            return cursor.fetchall() if cursor.description else []

    def wake(self, xml_id: str) -> int:
        """Have a cron thread run a scheduled action now; ``xml_id`` is its ``module.name``.

        The id of what wakes it, which is gone as soon as the run has ended.
        """
        [(trigger,)] = self.query(
            """INSERT INTO ir_cron_trigger (cron_id, call_at)
               SELECT res_id, date_trunc('second', now() AT TIME ZONE 'UTC')
                 FROM ir_model_data WHERE module = %s AND name = %s
            RETURNING id""",
            tuple(xml_id.split('.')),
        )
        with contextlib.closing(connect(self.environment, 'postgres')) as connection:
            connection.cursor().execute("SELECT pg_notify('cron_trigger', %s)", (self.database,))
        return trigger

    def run(self, *xml_ids: str, seconds: float = RUN_ENDS_WITHIN) -> None:
        """Have a cron thread run them, one after the other; back when each has finished."""
        for xml_id in xml_ids:
            trigger = self.wake(xml_id)
            # Odoo takes the trigger away in the transaction with which it ends the run.
            wait_until(lambda id=trigger: not self._is_due(id), seconds, f'{xml_id} has run')

    def _is_due(self, trigger: int) -> bool:
        return bool(self.query('SELECT 1 FROM ir_cron_trigger WHERE id = %s', (trigger,)))

    def complaints(self) -> list[str]:
        """Lines of WARNING or worse in its log since the last start."""
        return log_complaints(_COLLISION_OF_CHAT.sub('', self.process.words()))

    def _is_healthy(self) -> bool:
        if not self.process.listens(self.port):
            return False
        with contextlib.suppress(requests.RequestException):
            return requests.get(f'{self.url}/web/health', timeout=10).ok
        return False


class SandboxServer:
    """The sandbox as a process; its state stays in ``state`` when it is stopped or killed."""

    def __init__(self, state: Path, port: int = 0):
        self.state = state
        self.port = port or free_port()
        self.url = f'http://127.0.0.1:{self.port}'
        # The control port answers even while the sandbox plays a network that is down.
        self._control_port = free_port()
        options = ['--port', str(self.port), '--control-port', str(self._control_port)]
        options += ['--state', str(state)]
        command = [sys.executable, '-m', 'pagero_sandbox', *options]
        log = logs_folder() / f'sandbox-{state.stem}.log'
        ports = [self.port, self._control_port]
        self.process = Child('The sandbox', command, log, sandbox_variables(), ports)
        self._http = requests.Session()
        self._http.trust_env = False

    def start(self) -> 'SandboxServer':
        """Start it and wait until it answers."""
        self.process.start()
        ready = f'Pagero sandbox: {self.url}'
        self.process.wait_ready(lambda: ready in self.process.words(), SANDBOX_STARTS_WITHIN)
        return self

    def stop(self) -> None:
        """End it; the state stays."""
        self.process.stop()

    close = stop

    def kill(self) -> None:
        """End it as a power cut would; the state stays."""
        self.process.kill()

    def get(self, name: str) -> dict | list:
        """What the control interface tells: ``get('summary')``."""
        return self._control('GET', name)

    def post(self, name: str, body: dict | list | None = None) -> dict | list:
        """Tell the control interface: ``post('settings', {'latency_ms': 300})``."""
        return self._control('POST', name, json={} if body is None else body)

    def delete(self, name: str) -> dict | list:
        """Forget: ``delete('faults')``."""
        return self._control('DELETE', name)

    def _control(self, method: str, name: str, **options) -> dict | list:
        address = f'http://127.0.0.1:{self._control_port}/sandbox/api/{name}'
        answer = self._http.request(method, address, timeout=60, **options)
        answer.raise_for_status()
        return answer.json() if answer.content else {}


def sandbox_variables() -> dict[str, str]:
    """The environment in which ``python -m pagero_sandbox`` finds itself."""
    paths = [str(ADDON / 'dev'), os.environ.get('PYTHONPATH', '')]
    return {**os.environ, 'PYTHONPATH': os.pathsep.join(filter(None, paths))}


def logs_folder() -> Path:
    """Where the processes' words go."""
    folder = work_folder() / 'logs'
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        if age(file) > LOGS_KEPT:
            file.unlink(missing_ok=True)
    return folder


# Debian's package leaves out one asset of core's mail module; not ours to repair.
_KNOWN = re.compile('selfie_segmentation')
_COMPLAINT = re.compile(r'^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ')


def log_complaints(log: str) -> list[str]:
    """The lines of an Odoo log that warn or worse, known ones of Debian's package left out."""
    lines = log.splitlines()
    return [line for line in lines if _COMPLAINT.match(line) and not _KNOWN.search(line)]
