"""A place to test in: a database of its own, an Odoo server on it, and a sandbox."""

import contextlib
from pathlib import Path

from setup import databases, scenario
from setup.demo_facts import sandbox_company, sandbox_recipients
from setup.environment import Environment
from setup.inside import run_inside
from setup.rpc import OdooSession
from setup.server import OdooServer, SandboxServer


# What a test may have changed in the sandbox, and the next one must not meet.
CALM = {
    'processing_seconds': 0,
    'token_seconds': 600,
    'refresh_works': True,
    'duplicate_control': False,
    'latency_ms': 0,
    'network_off': False,
    'require_known_recipient': True,
    'checks': 'off',
}


def make_base(environment: Environment, *beside: str) -> dict[str, int]:
    """A database with the demo's company that places are cloned from; ids by name.

    ``beside``: modules that are installed with the addon.
    """
    databases.drop_leftovers(environment)
    template, base = databases.addon_template(environment, *beside), base_name(*beside)
    databases.clone(environment, template, base, durable=False)
    _let_peppol_play(environment, base)
    facts = {'base_url': 'http://127.0.0.1:1', 'sandbox_url': 'http://127.0.0.1:2'}
    facts['gateway'] = 'public'  # connections are stated by hand, unless a test is about them
    return run_inside(environment, base, 'setup.browsed_data:create_demo', **facts)


def _let_peppol_play(environment: Environment, database: str) -> None:
    """Core's own Peppol, where it is installed, answers itself: nothing leaves the machine."""
    with contextlib.closing(databases.connect(environment, database)) as connection:
        statement = 'INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s)'
        connection.cursor().execute(statement, ('account_peppol.edi.mode', 'demo'))


def base_name(*beside: str) -> str:
    return databases.scratch_name('server_base', *beside)


class Place:
    """One company at work; ``ids`` names its records (company, account, product, customers)."""

    def __init__(
        self,
        environment: Environment,
        name: str,
        folder: Path,
        ids: dict[str, int],
        *beside: str,
    ):
        self.ids = ids
        database = databases.scratch_name(f'server_{name}')
        self._prepare(environment, database, beside)
        self.sandbox = SandboxServer(folder / f'{name}.sqlite')
        self.odoo = self._server(environment, database)
        self._move_in()
        self._admin: OdooSession | None = None

    def _base(self, *beside: str) -> str:
        """The database that this place is a clone of."""
        return base_name(*beside)

    def _prepare(self, environment: Environment, database: str, beside: tuple[str, ...]) -> None:
        databases.clone(environment, self._base(*beside), database, durable=False)

    def _server(self, environment: Environment, database: str) -> OdooServer:
        return OdooServer(environment, database)

    def open(self) -> 'Place':
        """Start both servers."""
        self.sandbox.start()
        self.calm()
        self.odoo.start()
        return self

    def close(self) -> None:
        """Stop both servers and drop the database."""
        self.odoo.stop()
        self.sandbox.stop()
        databases.drop(self.odoo.environment, self.odoo.database)

    def calm(self) -> None:
        """Take back what tests ordered from the sandbox."""
        self.sandbox.delete('faults')
        self.sandbox.post('settings', CALM)
        self.sandbox.post('recipients', sandbox_recipients())
        self.sandbox.post('companies', sandbox_company())

    @property
    def admin(self) -> OdooSession:
        """An administrator's session; it survives a restart of the server."""
        self._admin = self._admin or self.odoo.session('admin', 'admin')
        return self._admin

    def accountant(self) -> OdooSession:
        """A new session of an accountant, who is no administrator."""
        return self.odoo.session('ekonom', 'ekonom')

    def connect(self, live: bool = True) -> None:
        """Bring the account to *connected*, and the municipality too."""
        account = self.ids['account']
        if self.account('state')['state'] != 'connected':
            assert scenario.connect(self.admin, account).ok
        if live:
            self.admin.call('pagero.account', 'action_go_live', [account])
        domain = [('account_id', '=', account), ('partner_id', '=', self.ids['municipality'])]
        found = self.admin.search_read('pagero.connection', domain, 'state')
        if not found:
            scenario.set_connection(self.admin, account, self.ids['municipality'], 'connected')
        elif found[0]['state'] != 'connected':  # a test has made it so
            scenario.move_connection(self.admin, found[0]['id'], 'connected')

    def account(self, *names: str) -> dict:
        """Fields of the Pagero account."""
        return self.admin.read('pagero.account', self.ids['account'], *names)

    def draft(self, customer: str = 'municipality', **values) -> int:
        """A draft invoice to one of the demo's customers."""
        return scenario.create_invoice(
            self.admin, self.ids[customer], self.ids['product'], **values
        )

    def post(self, customer: str = 'municipality', **values) -> int:
        """A posted invoice to one of the demo's customers."""
        invoice_id = self.draft(customer, **values)
        scenario.post_invoice(self.admin, invoice_id)
        return invoice_id

    def documents(self, invoice_id: int) -> list[dict]:
        """The transmissions of an invoice, newest first."""
        return scenario.documents_of(self.admin, invoice_id)

    def wait(self, invoice_id: int, *states: str, seconds: float = 60) -> dict:
        """The newest transmission of an invoice once it is in one of these states."""
        return scenario.wait_for_state(
            self.odoo, self.admin, invoice_id, states or scenario.SETTLED, seconds
        )

    def forget_waiting_times(self) -> None:
        """Let minutes pass: what waits for a later attempt is due now."""
        self.odoo.query('UPDATE pagero_account SET paused_until = NULL')
        self.odoo.query(
            "UPDATE pagero_document SET next_attempt_at = now() AT TIME ZONE 'UTC'"
            " WHERE state IN ('queued', 'unsure')"
        )

    def number(self, invoice_id: int) -> str:
        """The invoice's number."""
        return self.admin.read('account.move', invoice_id, 'name')['name']

    def arrived(self, invoice_id: int) -> int:
        """How often the recipients hold this invoice."""
        number = self.number(invoice_id)
        documents = self.sandbox.get('documents')
        return sum(
            each['direction'] == 'Received' and each['number'] == number for each in documents
        )

    def _move_in(self) -> None:
        """Tell the cloned database where it and its sandbox are."""
        parameter = 'UPDATE ir_config_parameter SET value = %s WHERE key = %s'
        self.odoo.query(parameter, (self.odoo.url, 'web.base.url'))
        self.odoo.query('UPDATE pagero_account SET sandbox_url = %s', (self.sandbox.url,))
