"""An invoice in each state that a transmission can be in, as the sandbox brings it about."""

import random
from datetime import date

from . import demo_dates
from .demo_invoices import basket_of, last_weekday, references
from .demo_place import POLL, SEND, DemoPlace


SEED = 7
UPLOAD = '^/file/v1/files$'
# Customers whose invoices wait, each because of another state of its connection.
WAITING = ('asked_long_ago', 'asked', 'rejecting', 'withdrawn', 'routed', 'ordered', 'bookshop')


class DemoStates:
    """What is under way today: drafts, what waits, what has stopped, what is only a test."""

    def __init__(self, place: DemoPlace, today: date):
        self.place, self.day = place, last_weekday(today)
        self.today = today
        self._dice = random.Random(SEED)

    def make_all(self, let_fate_strike) -> None:
        """``let_fate_strike``: customers that are connected until then can't be reached after."""
        self.place.post(*(self._draft(name) for name in WAITING))
        self._tests()
        self._invalid()
        self.day = self.today
        self._at_pagero()
        let_fate_strike()
        self.place.post(*(self._draft(name) for name in ('vanished', 'closed', 'renumbered')))
        self.place.odoo.run(POLL)
        self._otherwise()
        self._unsure()
        self._drafts()

    def _draft(self, name: str, **values) -> int:
        basket, values = basket_of(self._dice, name), {**references(name), **values}
        return self.place.invoices(self.place.invoice_values(name, basket, self.day, **values))[0]

    def _tests(self) -> None:
        """Delivered, certified, refused by the recipient, and one that asks first."""
        self.place.post(
            self._draft('granvik', pagero_send_mode='Test'),
            self._draft('office', pagero_send_mode='Certification'),
            self._draft('no_tests', pagero_send_mode='Test'),
            self._draft('bookshop', pagero_send_mode='Test'),
        )
        self.place.odoo.run(SEND, POLL)

    def _invalid(self) -> None:
        """The order number has not the form that the region demands; a reference is missing."""
        self.place.post(
            self._draft('region', pagero_order_reference='Muntligt'),
            self._draft('granvik', pagero_buyer_reference=False),
        )

    def _at_pagero(self) -> None:
        """Pagero takes its time with this one, until it is told to finish."""
        sandbox = self.place.sandbox
        sandbox.post('settings', {'processing_seconds': 'manual'})
        self.place.post(self._draft('hotel'))
        sandbox.post('settings', {'processing_seconds': 0})

    def _unsure(self) -> None:
        """The line broke during the upload, and Pagero lists nothing: a person is asked."""
        fault = {'fault': 'timeout_before', 'path': UPLOAD, 'seconds': 0}
        self.place.sandbox.post('faults', [fault])
        self.place.settings(unsure_minutes=0)
        self.place.post(self._draft('bakery'))
        self.place.sandbox.delete('faults')
        demo_dates.a_minute_later(self.place.odoo)
        self.place.odoo.run(POLL, POLL, POLL)
        self.place.settings(unsure_minutes=60)

    def _otherwise(self) -> None:
        """A bookshop that can't be reached yet gets its invoice another way."""
        invoice = self._draft('bookshop')
        self.place.post(invoice)
        self.place.press('action_send_otherwise', invoice)

    def _drafts(self) -> None:
        """To be confirmed; the first is that of README, "Try it"."""
        self._draft('municipality')
        self._draft('care')
        self._draft('mechanics', invoice_date=False)
