"""What is left to an administrator: to log in again, and to start what doesn't run any more."""

import json
from collections import Counter

import psycopg2
import requests
from setup import scenario
from setup.cache import Missing
from setup.rpc import OdooError

from .arena import Arena


GONE = (requests.RequestException, psycopg2.Error, json.JSONDecodeError, Missing, OdooError)
EXPIRED = "SELECT id FROM pagero_account WHERE state = 'expired' ORDER BY id"


class Administrator:
    """Looks now and then; counts what had to be done."""

    def __init__(self, arena: Arena):
        self.arena = arena
        self.done: Counter[str] = Counter()
        self._names = {account: name for name, account in arena.ids['accounts'].items()}

    def restart(self) -> None:
        """Where no scheduled action runs any more, as the invoices say then."""
        self.done['restart'] += 1
        self.arena.odoo.restart()

    def keep_running(self) -> None:
        """As a service manager does: a server that has ended by itself is started again.

        That of many workers ends when it has to start one while PostgreSQL is away.
        """
        if not self.arena.odoo.process.is_running:
            self.done['start'] += 1
            self.arena.odoo.start()

    def look(self) -> None:
        """Do what is asked, as far as the servers let it be done just now."""
        try:
            for [account] in self.arena.query(EXPIRED):
                session = self.arena.session('admin', self._names[account])
                scenario.connect(session, account)
                if not self.arena.query(
                    f'{EXPIRED.removesuffix("ORDER BY id")} AND id = {account}'
                ):
                    self.done['login'] += 1
        except GONE:
            return
