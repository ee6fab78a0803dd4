"""A place where things go wrong on purpose: scheduled actions on call, locks, faults, time."""

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from place import Place
from setup.databases import connect
from setup.demo_facts import CUSTOMERS, sandbox_recipients
from setup.processes import wait_until
from setup.rpc import OdooError


SEND = 'ir_cron_pagero_send'
POLL = 'ir_cron_pagero_poll'
SWEEP = 'ir_cron_pagero_sweep'
REFRESH = 'ir_cron_pagero_refresh'
RECEIVE = 'ir_cron_pagero_receive'
READ = 'ir_cron_pagero_answers'
BILLS = 'ir_cron_pagero_bills'
# Beyond what every place takes back.
CALM = {'extra_fields': False, 'error_codes': 'text', 'page_limit_max': 100}
TOLD = (
    'state', 'status', 'reason', 'held_reason', 'error_text', 'error_code', 'error_group', 'advice',
    'cure',
    'error_parameters',
    'findings', 'file_id', 'network_id', 'network_word', 'business_status', 'send_mode', 'attempts',
    'lookups', 'next_attempt_at', 'upload_started_at', 'sender_reference', 'part_ids',
)  # fmt: skip


def at_once(works: Iterable[Callable[[], object]]) -> list[OdooError | None]:
    """Do several things at the same moment, each in a thread; how the server refused each."""
    works = list(works)
    start = threading.Barrier(len(works))

    def trouble(work):
        start.wait()
        try:
            work()
        except OdooError as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(trouble, works))


def _full_name(cron: str) -> str:
    return cron if '.' in cron else f'pagero_connector.{cron}'


class RoughPlace(Place):
    """A place whose server is killed, whose sandbox misbehaves, and whose clock can be moved."""

    def begin(self) -> None:
        """As on a new day: everything runs, is connected and live, and nothing is under way."""
        if not self.odoo.process.is_running:
            self.odoo.start()
        self.rest()
        self.calm()
        self.sandbox.post('settings', CALM)
        self._clear_the_desk()
        self.connect()
        self.claims_last(False)
        self.sandbox.delete('calls')

    def rest(self) -> None:
        """Wait until what an earlier test has woken has run: it would collide with the next one."""
        ours = "JOIN ir_model_data AS data ON data.model = 'ir.cron' AND data.res_id = cron.id"
        ours += " AND data.module = 'pagero_connector'"
        due = (
            f"SELECT 1 FROM ir_cron AS cron {ours} JOIN ir_cron_trigger ON cron_id = cron.id"
            " WHERE cron.active AND call_at <= now() AT TIME ZONE 'UTC'"
        )
        # A cron thread holds the action's row as long as it runs it.
        count = f'SELECT count(*) FROM ir_cron AS cron {ours}'
        idle = f'SELECT cron.id FROM ir_cron AS cron {ours} FOR UPDATE OF cron SKIP LOCKED'

        def is_at_rest() -> bool:
            if self.odoo.query(due):
                return False
            [(all_of_them,)] = self.odoo.query(count)
            return len(self.odoo.query(idle)) == all_of_them

        wait_until(is_at_rest, 90, 'the scheduled actions are at rest')

    def _clear_the_desk(self) -> None:
        self.odoo.query(
            "UPDATE pagero_document SET state = 'cancelled', claim_token = NULL"
            " WHERE state NOT IN ('cancelled', 'delivered')"
        )
        self.odoo.query(
            'UPDATE pagero_account SET paused_until = NULL, last_error = NULL, outages = 0,'
            ' last_error_parameters = NULL, unsure_minutes = 60,'
            ' duplicate_control_stated = FALSE, parallel_uploads = 16'
        )
        self.odoo.query("UPDATE pagero_connection SET state = 'connected'")
        self.odoo.query("DELETE FROM mail_activity WHERE res_model = 'pagero.account'")

    # === SCHEDULED ACTIONS === #

    def run(self, *crons: str, seconds: float = 90) -> None:
        """Have a cron thread run them, one after the other; back when each has finished.

        Ours go by their name alone, others by ``module.name``.
        """
        for cron in crons:
            self.odoo.run(_full_name(cron), seconds=seconds)

    def wake(self, cron: str) -> int:
        """Let a cron thread run it soon; the id of what wakes it."""
        return self.odoo.wake(_full_name(cron))

    def time_passes(self, *crons: str) -> None:
        """Whatever waits for a moment finds it come; then the scheduled actions run."""
        self.odoo.query('UPDATE pagero_account SET paused_until = NULL')
        self.odoo.query(
            "UPDATE pagero_document SET next_attempt_at = now() AT TIME ZONE 'UTC' - interval '1 s'"
            " WHERE state IN ('queued', 'unsure')"
        )
        self.run(*(crons or (SEND, POLL)))

    def long_ago(self) -> None:
        """Whatever happened to the documents happened long ago: they are silent since."""
        self.odoo.query(
            "UPDATE pagero_document SET checked_at = NULL,"
            " state_changed_at = now() AT TIME ZONE 'UTC' - interval '30 days'"
        )

    def wait_for_its_time(self, invoice_id: int, seconds: float = 60) -> None:
        """Wait, by the clock, until a queued document is due and the account isn't paused."""
        due = (
            "SELECT 1 FROM pagero_document JOIN pagero_account ON pagero_account.id = account_id"
            " WHERE move_id = %s AND next_attempt_at <= now() AT TIME ZONE 'UTC'"
            " AND coalesce(paused_until, '-infinity') <= now() AT TIME ZONE 'UTC'"
        )
        wait_until(lambda: self.odoo.query(due, (invoice_id,)), seconds, 'its time has come')

    def claims_last(self, minutes: str | bool) -> None:
        """How long a claim is good; False for the usual time."""
        parameter = ['pagero_connector.claim_minutes', minutes]
        self.admin.call('ir.config_parameter', 'set_param', *parameter)

    def claims_expire(self) -> None:
        """Wait until no claim is good any more; how long that takes is a parameter of Odoo's."""
        valid = (
            "SELECT 1 FROM pagero_document WHERE state = 'sending'"
            " AND claim_expires_at >= now() AT TIME ZONE 'UTC' - interval '1 s'"
        )
        wait_until(lambda: not self.odoo.query(valid), 60, 'the claims expire')

    # === LOCKS === #

    @contextlib.contextmanager
    def locked(self, statement: str, *parameters) -> Iterator[Callable[[], bool]]:
        """Hold what a statement locks; the function given tells whether somebody waits for it."""
        with contextlib.closing(connect(self.odoo.environment, self.odoo.database)) as connection:
            connection.autocommit = False
            connection.cursor().execute(statement, parameters)
            holder = connection.info.backend_pid

            def is_waited_for() -> bool:
                waiting = 'SELECT 1 FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))'
                return bool(self.odoo.query(waiting, (holder,)))

            yield is_waited_for
            connection.rollback()

    # === WHAT IS TRUE NOW === #

    def document(self, invoice_id: int) -> dict:
        """The newest transmission of an invoice with all that it tells."""
        domain = [('move_id', '=', invoice_id)]
        return self.admin.search_read('pagero.document', domain, *TOLD, limit=1)[0]

    def stored(self, invoice_id: int, *names: str) -> tuple:
        """Columns of the newest transmission, also while the server is down."""
        columns = ', '.join(names)
        statement = f'SELECT {columns} FROM pagero_document WHERE move_id = %s ORDER BY id DESC'
        return self.odoo.query(f'{statement} LIMIT 1', (invoice_id,))[0]

    def is_stored(self, invoice_id: int, state: str) -> Callable[[], bool]:
        """A question for ``wait_until``."""
        return lambda: self.stored(invoice_id, 'state') == (state,)

    def history(self, invoice_id: int) -> list[str]:
        """The codes of the events of an invoice's transmissions, oldest first."""
        domain = [('document_id.move_id', '=', invoice_id)]
        events = self.admin.search_read('pagero.document.event', domain, 'code', order='id')
        return [event['code'] for event in events]

    def alert(self, invoice_id: int) -> str:
        """What the invoice itself says about its way, '' when there is nothing to say."""
        alerts = self.admin.read('account.move', invoice_id, 'alerts')['alerts'] or {}
        found = alerts.get('pagero_document') or alerts.get('pagero_account') or {}
        return found.get('message', '')

    def activities(self, model: str, record_id: int) -> list[str]:
        """The summaries of the open activities on a record."""
        domain = [('res_model', '=', model), ('res_id', '=', record_id)]
        found = self.admin.search_read('mail.activity', domain, 'summary')
        return [activity['summary'] for activity in found]

    def uploads(self, invoice_id: int) -> int:
        """How often the sandbox took this invoice as a file."""
        number = self.number(invoice_id)
        return sum(file['number'] == number for file in self.sandbox.get('files'))

    def part_of(self, invoice_id: int) -> dict:
        """The one part of the file that the sandbox took of this invoice."""
        [(file_id,)] = [self.stored(invoice_id, 'file_id')]
        [part] = [each for each in self.sandbox.get('parts') if str(each['file_id']) == file_id]
        return part

    def let_it_stand(
        self, invoice_id: int, status: str, *descriptions: str, code: str = ''
    ) -> None:
        """Have the sandbox put an invoice's part into a state, known or not."""
        wish = {'status': status, 'descriptions': list(descriptions), 'code': code or None}
        self.sandbox.post(f'parts/{self.part_of(invoice_id)["id"]}', wish)

    def recipient(self, customer: str = 'municipality') -> dict:
        """A customer as the sandbox knows it, to be changed and posted again."""
        endpoint = CUSTOMERS[customer]['partner']['peppol_endpoint']
        return next(each for each in sandbox_recipients() if each['org_number'] == endpoint)

    def post_and_send(self, *customers: str, **values) -> int:
        """A posted invoice after the sender's next run."""
        invoice_id = self.post(*customers, **values)
        self.run(SEND)
        return invoice_id

    def press(self, invoice_id: int, button: str):
        """Press a button of an invoice's newest transmission."""
        document = self.document(invoice_id)
        return self.admin.call('pagero.document', button, [document['id']])

    def fault(self, fault: str, **values) -> None:
        """Order one fault; uploads only, unless ``path`` says otherwise."""
        self.sandbox.post('faults', [{'fault': fault, 'path': '^/file/v1/files$', **values}])

    def is_met(self) -> bool:
        """Whether the ordered faults have all been met by a request."""
        return self.sandbox.get('faults') == []

    def calls(self, method: str = '', path: str = '') -> list[dict]:
        """The requests that reached the sandbox since the test began."""
        found = self.sandbox.get('calls')
        return [each for each in found if path in each['path'] and method in ('', each['method'])]

    def settings(self, **values) -> None:
        """Write on the Pagero account."""
        self.admin.call('pagero.account', 'write', [self.ids['account']], values)
