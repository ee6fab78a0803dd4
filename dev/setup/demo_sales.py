"""What the demo's company has sold: half a year that went well, its payments and its answers."""

from datetime import date, timedelta

from .demo_invoices import (
    FIRST_CREDIT_NOTE,
    FIRST_INVOICE,
    PAYS_AFTER,
    first_day,
    half_a_year,
    references,
)
from .demo_place import ANSWERS, POLL, SEND, DemoPlace


PAYS_LATE = 'restaurant'
ANSWERED_DAYS = 75
MONTHS_TOGETHER = 3  # whose invoices a customer pays by one payment
IN_BATCHES = 40  # invoices that are posted together


class DemoSales:
    """Invoices of six months, delivered; most of them paid, many of them answered."""

    def __init__(self, place: DemoPlace, today: date):
        self.place, self.today = place, today
        self.sold: list[tuple[int, str, date]] = []  # (invoice, customer, day)

    def sell_for_half_a_year(self) -> None:
        """Post them by day, send them, and wait until all are delivered."""
        self.place.settings(catch_from=str(first_day(self.today)))
        history = half_a_year(self.today)
        values = [
            self.place.invoice_values(name, basket, day, **references(name))
            for name, day, basket in history
        ]
        ids = self.place.invoices(*values)
        self.sold = [(id_, name, day) for id_, (name, day, _) in zip(ids, history, strict=True)]
        self.place.admin.call('account.move', 'write', ids[:1], {'name': FIRST_INVOICE})
        for start in range(0, len(ids), IN_BATCHES):
            self.place.post(*ids[start : start + IN_BATCHES])
        self.place.odoo.run(POLL)

    def credit(self) -> int:
        """A credit note for beans that came damaged, two weeks ago at the latest."""
        before = self.today - timedelta(14)
        invoice, _name, day = [each for each in self.sold if each[2] <= before][-1]
        session, action = self.place.accountant, 'account.move.reversal'
        [journal, _words] = session.read('account.move', invoice, 'journal_id')['journal_id']
        values = {'reason': "Skadat vid transport", 'date': str(day + timedelta(7))}
        values['journal_id'] = journal
        context = {'active_model': 'account.move', 'active_ids': [invoice]}
        dialog = session.create(action, values, **context)
        session.call(action, 'reverse_moves', [dialog])
        domain = [('reversed_entry_id', '=', invoice)]
        note = session.search_read('account.move', domain, 'id')[0]['id']
        session.call('account.move', 'write', [note], {'name': FIRST_CREDIT_NOTE})
        self.place.post(note)
        self.place.odoo.run(POLL)
        return invoice

    def be_paid(self, *but: int) -> None:
        """What is due is paid, some of it together; one customer is late with its newest ones."""
        due = [each for each in self.sold if each[2] + timedelta(PAYS_AFTER) < self.today]
        late = [invoice for invoice, name, _day in due if name == PAYS_LATE][-2:]
        together: dict[int, list[tuple[int, date]]] = {}
        for invoice, _name, day in due:
            if invoice not in (*late, *but):
                pays_on = day + timedelta(PAYS_AFTER - 1)
                quarter = (pays_on.year * 12 + pays_on.month) // MONTHS_TOGETHER
                together.setdefault(quarter, []).append((invoice, pays_on))
        for paid in together.values():
            self._pay([invoice for invoice, _day in paid], max(day for _invoice, day in paid))
        self.place.accountant.call('account.move', 'action_remind_over_pagero', late[:1])
        self.place.odoo.run(SEND, POLL)

    def _pay(self, invoices: list[int], day: date) -> None:
        session, dialog = self.place.accountant, 'account.payment.register'
        context = {'active_model': 'account.move', 'active_ids': invoices}
        values = {'payment_date': str(day), 'group_payment': True}
        id_ = session.create(dialog, values, **context)
        session.call(dialog, 'action_create_payments', [id_])

    def be_answered(self) -> None:
        """Recipients accept what they got lately; one rejects, one asks."""
        since = str(self.today - timedelta(ANSWERED_DAYS))
        arrived = [
            each
            for each in self.place.sandbox.get('documents')
            if each['direction'] == 'Received'
            and each['type'] == 'Invoice'
            and each['issue_date'] >= since
        ]
        for position, document in enumerate(arrived[:-8]):
            if position % 2:
                self._answer(document, 1 + position % 6, code='AP')
        *_others, asked, rejected = arrived[:-4]
        note = "Vi fick bara hälften av det som faktureras. Var vänlig kreditera mellanskillnaden."
        self._answer(rejected, 3, code='RE', reasons=['QTY'], actions=['CNP'], note=note)
        self._answer(asked, 2, code='UQ', reasons=['REF'], note="Vilken beställning gäller det?")
        self.place.odoo.run(ANSWERS)

    def _answer(self, document: dict, days: int, **answer) -> None:
        """The recipient answers so many days after the invoice date, in the morning."""
        day = min(date.fromisoformat(document['issue_date']) + timedelta(days), self.today)
        hour = 6 + len(document['number']) * days % 4
        at = f'{day}T{hour:02}:{days * 13 % 60:02}:00'
        wish = {'issued_at': f'{at}+00:00', 'created_at': f'{at}.000Z', **answer}
        self.place.sandbox.post(f'documents/{document["id"]}/answer', wish)
