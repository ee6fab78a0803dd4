"""A company whose account speaks the assumed network API with the sandbox."""

from collections.abc import Mapping

from rough_place import POLL, SEND, SWEEP, RoughPlace
from setup import scenario


NETWORK = 'ir_cron_pagero_network'
CHASE = 'ir_cron_pagero_chase'
EVERYTHING = (NETWORK, CHASE, SEND, POLL, SWEEP)


class NetworkPlace(RoughPlace):
    """What sales staff do, by the same calls that their forms make."""

    def begin(self) -> None:
        """As everywhere, with the network's API for what is connected from now on."""
        super().begin()
        self.settings(gateway='partner')

    def asks(self, company: Mapping, session=None, partner_id: int = 0) -> int:
        """The dialog that asks how to connect a company, found by its number; its id."""
        session = session or self.admin
        values = {'query': company['electronicIds'][0], 'partner_id': partner_id}
        search = session.create('pagero.network.search', values)
        session.call('pagero.network.search', 'action_search', [search])
        [hit] = session.search_read('pagero.network.search.hit', [('search_id', '=', search)], 'id')
        action = session.call('pagero.network.search.hit', 'action_connect', [hit['id']])
        return action['res_id']

    def confirm(self, dialog: int, session=None) -> None:
        """Say yes to the sum-up of a dialog."""
        session = session or self.admin
        for button in ('action_next', 'action_confirm'):
            session.call('pagero.connect', button, [dialog])

    def connect_to(self, company: Mapping, answers: Mapping[str, str] | None = None) -> int:
        """Connect a company of the network as a new customer; the connection's id."""
        dialog = self.asks(company)
        lines = self.admin.read('pagero.connect', dialog, 'answer_ids')['answer_ids']
        for line in lines:
            asked = self.admin.read('pagero.connect.answer', line, 'requirement')['requirement']
            values = {'answer': (answers or {})[asked['id']]}
            self.admin.call('pagero.connect.answer', 'write', [line], values)
        self.confirm(dialog)
        domain = [('network_company_id', '=', company['id'])]
        [found] = self.admin.search_read('pagero.connection', domain, 'id')
        return found['id']

    def connection(self, connection_id: int, *names: str) -> dict:
        """Fields of a connection."""
        return self.admin.read('pagero.connection', connection_id, *names)

    def state(self, connection_id: int) -> str:
        """The state of a connection."""
        return self.connection(connection_id, 'state')['state']

    def papers(self, model: str, connection_id: int, *names: str) -> list[dict]:
        """The requests or routing orders of a connection, newest first."""
        domain = [('connection_id', '=', connection_id)]
        return self.admin.search_read(model, domain, 'state', *names, order='id desc')

    def invoice(self, connection_id: int, **values) -> int:
        """A posted invoice to the customer of a connection, after the sender's next run."""
        partner_id = self.connection(connection_id, 'partner_id')['partner_id'][0]
        values['pagero_order_reference'] = values.get('pagero_order_reference', '12345678')
        invoice_id = scenario.create_invoice(self.admin, partner_id, self.ids['product'], **values)
        scenario.post_invoice(self.admin, invoice_id)
        self.run(SEND)
        return invoice_id

    def recipient_answers(self, request: Mapping, state: str, answer: str = '') -> None:
        """The recipient decides, and the next poll hears of it."""
        wish = {'state': state, 'answer': answer}
        self.sandbox.post(f'network/requests/{request["network_id"]}', wish)
        self.run(NETWORK)

    def assert_sent_once(self, invoice_id: int) -> None:
        """It has left by itself, and no other run sends it again."""
        self.run(SEND, POLL, *EVERYTHING)
        assert self.document(invoice_id)['state'] == 'delivered', self.document(invoice_id)
        assert (self.uploads(invoice_id), self.arrived(invoice_id)) == (1, 1)
