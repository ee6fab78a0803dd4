"""People at work: each does what the plan says, whatever the server does meanwhile."""

import json
import time
from collections import Counter
from collections.abc import Callable

import requests
from setup.demo_facts import invoice_values
from setup.rpc import OdooError, OdooSession

from .arena import Arena
from .plan import Deed


# How Odoo refuses in a sentence; whatever else it says is trouble of the server.
SENTENCES = ('UserError', 'ValidationError', 'AccessError', 'MissingError', 'RedirectWarning')
TROUBLE = (requests.RequestException, json.JSONDecodeError, OdooError)
PATIENCE = 240  # seconds in which a person gets through to the server
NEWEST = 'id desc'


class Refused(Exception):
    """Odoo said in a sentence why a thing can't be done."""


class Person:
    """One login in all companies; counts what was refused, and what was no sentence."""

    def __init__(self, arena: Arena, login: str):
        self.arena = arena
        self.login = login
        self.refused: Counter[str] = Counter()
        self.strange: list[str] = []
        self._sessions: dict[str, OdooSession] = {}
        self.deeds: dict[str, Callable[[Deed], object]] = {
            'post': self.post,
            'reset': self.reset,
            'void': self.void,
            'cancel': self.press('action_cancel'),
            'again': self.press('action_send_again'),
            'restart': self.press('action_restart'),
            'refresh': self.press('action_refresh'),
            'correct': self.correct,
            'accept': self.press_received('action_accept'),
            'book': self.press_received('action_create_bill'),
        }

    def do(self, deed: Deed) -> None:
        """Do one thing; a refusal is part of life, a server that is away is waited for."""
        try:
            self.deeds[deed.what](deed)
        except Refused as refusal:
            self.refused[f'{deed.what}: {refusal}'] += 1

    # === WHAT PEOPLE DO === #

    def post(self, deed: Deed) -> None:
        """Type the invoices and confirm them; after a call that broke off, look what there is."""
        missing = [key for key in deed.keys if key not in self.invoices(deed)]
        while missing:
            values = [self._values(key, deed) for key in missing]
            self.call_once(deed.company, 'account.move', 'create', values)
            missing = [key for key in deed.keys if key not in self.invoices(deed)]
        self.confirm(deed)

    def confirm(self, deed: Deed) -> None:
        """Press *Confirm* until none of them is a draft."""
        while drafts := self._in_state(deed, 'draft'):
            self.call_once(deed.company, 'account.move', 'action_post', drafts)

    def reset(self, deed: Deed) -> None:
        """*Reset to Draft*, and confirm again."""
        if posted := self._in_state(deed, 'posted'):
            self.call_once(deed.company, 'account.move', 'button_draft', posted)
        self.confirm(deed)

    def void(self, deed: Deed) -> None:
        """*Reset to Draft* and *Cancel* it."""
        if posted := self._in_state(deed, 'posted'):
            self.call_once(deed.company, 'account.move', 'button_draft', posted)
        if drafts := self._in_state(deed, 'draft'):
            self.call_once(deed.company, 'account.move', 'button_cancel', drafts)

    def correct(self, deed: Deed) -> None:
        """Change a reference on posted invoices, as long as they have not left."""
        ids = [each['id'] for each in self.invoices(deed).values()]
        values = {'pagero_buyer_reference': 'BERTIL02'}
        self.call_once(deed.company, 'account.move', 'write', ids, values)

    def press(self, button: str) -> Callable[[Deed], None]:
        """A button of the newest transmission of an invoice."""

        def pressed(deed: Deed) -> None:
            domain = [('move_id.ref', 'in', list(deed.keys))]
            found = self.call(
                deed.company, 'pagero.document', 'search', domain, order=NEWEST, limit=1
            )
            if found:
                self.call_once(deed.company, 'pagero.document', button, found)

        return pressed

    def press_received(self, button: str) -> Callable[[Deed], None]:
        """A button of a received document, if it has come by now."""

        def pressed(deed: Deed) -> None:
            domain = [('document_number', 'in', list(deed.keys))]
            model = 'pagero.received.document'
            if found := self.call(deed.company, model, 'search', domain):
                self.call_once(deed.company, model, button, found)

        return pressed

    # === CALLS === #

    def invoices(self, deed: Deed) -> dict[str, dict]:
        """{reference: invoice} of those that are there."""
        domain = [('ref', 'in', list(deed.keys)), ('move_type', '=', 'out_invoice')]
        names = ['ref', 'state']
        found = self.call(deed.company, 'account.move', 'search_read', domain, names)
        return {each['ref']: each for each in found}

    def _in_state(self, deed: Deed, state: str) -> list[int]:
        return [each['id'] for each in self.invoices(deed).values() if each['state'] == state]

    def _values(self, key: str, deed: Deed) -> dict:
        ids = self.arena.ids
        customer = ids['customers'][deed.values['customer']]
        return {
            **invoice_values(customer, ids['product'], 2, 95.0),
            'ref': key,
            'pagero_send_mode': deed.values['mode'],
        }

    def call(self, company: str, model: str, method: str, *arguments, **named):
        """The answer to a question, asked again until the server gives one."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self._session(company).call(model, method, *arguments, **named)
            except TROUBLE as trouble:
                self._bear(trouble, f'{model}.{method}')
                if time.monotonic() > end:
                    raise
                time.sleep(0.5)

    def call_once(self, company: str, model: str, method: str, *arguments) -> None:
        """One press of a button; where the answer is lost, the caller looks what became of it."""
        try:
            self._session(company).call(model, method, *arguments)
        except TROUBLE as trouble:
            self._bear(trouble, f'{model}.{method}')
            time.sleep(0.3)

    def _bear(self, trouble: Exception, what: str) -> None:
        """A sentence is a refusal; a server that is away is expected; the rest is noted."""
        if not isinstance(trouble, OdooError):
            return
        if trouble.kind in SENTENCES:
            raise Refused(str(trouble)) from trouble
        if trouble.kind not in AWAY:
            self.strange.append(f'{self.login} {what}: {trouble.kind}: {trouble}')

    def _session(self, company: str) -> OdooSession:
        if company not in self._sessions:
            self._sessions[company] = self.arena.session(self.login, company)
        return self._sessions[company]


# What a person reads while the database or the server is away; a right password is refused then.
AWAY = (
    *('OperationalError', 'InterfaceError', 'PoolError', 'AdminShutdown'),
    *('SessionExpiredException', 'AccessDenied'),
)
