"""A place without a server of Odoo's: one process does what it is told, and dies where it is to."""

import json
import subprocess
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from place import CALM
from rough_place import RoughPlace
from setup import scenario
from setup.server import logs_folder
from state_model.boundaries import boundaries


WORKER = Path(__file__).with_name('dying_worker.py')
DIED = 77


class BoundaryPlace(RoughPlace):
    """The company is connected and live; from then on nothing happens by itself."""

    def settle(self) -> None:
        """Connect with a server, then go on without one."""
        self.begin()
        self.odoo.stop()
        self._log = (logs_folder() / f'worker-{self.odoo.database}.log').open('w+')
        environment = self.odoo.environment
        options = ['-c', str(environment.configuration()), '-d', self.odoo.database]
        command = [str(environment.python), str(WORKER), *options, '--log-level', 'warn']
        self._answer = logs_folder() / f'worker-{self.odoo.database}.json'
        self._worker = subprocess.Popen(
            command,
            env=environment.variables(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self._told() == 'ready'

    def forget(self) -> None:
        """As on a new day, for the next case."""
        self.sandbox.delete('faults')
        self.sandbox.post('settings', CALM)
        self._clear_the_desk()
        if not self.odoo.query("SELECT 1 FROM pagero_account WHERE state = 'connected'"):
            self.log_in()
        self.odoo.query('UPDATE pagero_account SET is_live = TRUE')

    @property
    def user(self) -> int:
        """The administrator."""
        [(user,)] = self.odoo.query("SELECT id FROM res_users WHERE login = 'admin'")
        return user

    def begin_login(self) -> dict[str, str]:
        """Press *Connect*, and log in at the sandbox; what the browser brings back."""
        url = self.do('begin_login', account=self.ids['account'], user=self.user)
        return dict(parse_qsl(urlsplit(scenario.way_back(url)).query))

    def log_in(self) -> None:
        """The whole way."""
        parameters = self.begin_login()
        assert self.do('finish_login', parameters=parameters, user=self.user) is None

    def settings(self, **values) -> None:
        """Write on the Pagero account."""
        self.do('write_account', account=self.ids['account'], values=values)

    def ask(self, statement: str, *parameters):
        """The one value that a statement gives."""
        [[value]] = self.odoo.query(statement, parameters)
        return value

    def close(self) -> None:
        """End the worker as well."""
        if getattr(self, '_worker', None):
            self._worker.stdin.close()
            self._worker.wait(30)
        super().close()

    def _told(self):
        for line in self._worker.stdout:
            if line.startswith('worker: '):
                return json.loads(line.removeprefix('worker: '))
        self._log.seek(0)
        raise AssertionError(self._log.read()[-3000:])

    def do(self, step: str, **named):
        """What a step of ``boundary_steps`` answers, done to its end."""
        code = self._order(step, named, {})
        assert code == 0, f'{step} ended with {code}: see {self._log.name}\n{self._words()}'
        return json.loads(self._answer.read_text())

    def dies(self, place: str, kind: str, when: str, step: str, **named) -> None:
        """The step is begun, and the process dies at the boundary."""
        death = {'place': place, 'kind': kind, 'when': when, 'places': sorted(boundaries())}
        code = self._order(step, named, death)
        assert code == DIED, (
            f'{step} does not come to the {kind} of {place}: {code}\n{self._words()}'
        )

    def _words(self) -> str:
        self._log.seek(0)
        return self._log.read()[-2000:]

    def _order(self, step, named, dies):
        order = {'does': step, 'named': named, 'dies': dies, 'answer': str(self._answer)}
        self._worker.stdin.write(json.dumps(order) + '\n')
        self._worker.stdin.flush()
        return self._told()

    def time_goes_on(self) -> None:
        """Whatever waits for a moment finds it come; claims of the dead are over."""
        moment = "now() AT TIME ZONE 'UTC' - interval '1 day'"
        for statement in (
            'UPDATE pagero_account SET paused_until = NULL',
            f'UPDATE pagero_document SET next_attempt_at = {moment}',
            f"UPDATE pagero_document SET claim_expires_at = {moment} WHERE state = 'sending'",
            f'UPDATE pagero_document SET upload_started_at = {moment}'
            ' WHERE upload_started_at IS NOT NULL',
            f'UPDATE pagero_received_document SET next_attempt_at = {moment}'
            " WHERE state = 'announced' AND next_attempt_at IS NOT NULL",
        ):
            self.odoo.query(statement)

    def uploads_of(self, number: str) -> int:
        return sum(file['number'] == number for file in self.sandbox.get('files'))

    def arrivals_of(self, number: str) -> int:
        return sum(
            each['direction'] == 'Received' and each['number'] == number
            for each in self.sandbox.get('documents')
        )
