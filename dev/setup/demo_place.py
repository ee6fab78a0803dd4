"""The demo at work: its two servers, who is logged in, and what every part of its month needs."""

from datetime import date

from . import scenario
from .demo_cast import PEOPLE
from .demo_invoices import vat_of
from .rpc import OdooSession
from .server import OdooServer, SandboxServer


SEND, POLL, NETWORK, CHASE, RECEIVE, ANSWERS, BILLS, REMINDERS = (
    f'pagero_connector.ir_cron_pagero_{name}'
    for name in ('send', 'poll', 'network', 'chase', 'receive', 'answers', 'bills', 'reminders')
)


class DemoPlace:
    """``ids`` are those that ``demo_company.create`` told."""

    def __init__(self, odoo: OdooServer, sandbox: SandboxServer, ids: dict):
        self.odoo, self.sandbox, self.ids = odoo, sandbox, ids
        self.admin, self.accountant, self.seller = (
            odoo.session(person.login, person.login) for person in PEOPLE[:3]
        )

    def settings(self, **values) -> None:
        """Write on the Pagero account."""
        self.admin.call('pagero.account', 'write', [self.ids['account']], values)

    def customer(self, name: str) -> int:
        """The id of a customer of the cast."""
        return self.ids['customers'][name]

    def invoice_values(self, name: str, basket, day: date | None = None, **values) -> dict:
        """An invoice to a customer of the cast, of ((good, quantity), …)."""
        lines = [
            {
                'product_id': self.ids['goods'][good],
                'quantity': quantity,
                'tax_ids': [(6, 0, [self.ids['taxes'][vat_of(good, day or date.today())]])],
            }
            for good, quantity in basket
        ]
        return {
            'move_type': 'out_invoice',
            'partner_id': self.customer(name),
            'invoice_date': day and str(day),
            'invoice_line_ids': [(0, 0, line) for line in lines],
            **values,
        }

    def invoices(self, *values: dict, session: OdooSession | None = None) -> list[int]:
        """Drafts of these values."""
        return (session or self.accountant).call('account.move', 'create', list(values))

    def post(self, *invoice_ids: int) -> None:
        """Press *Confirm* as the accountant, and let the queue run."""
        scenario.post_invoice(self.accountant, *invoice_ids)
        self.odoo.run(SEND)

    def document(self, invoice_id: int) -> dict:
        """The newest transmission of an invoice."""
        domain = [('move_id', '=', invoice_id), ('document_type', '=', 'Invoice')]
        names = ('state', 'network_id', 'document_number', 'file_id')
        return self.admin.search_read('pagero.document', domain, *names, limit=1)[0]

    def press(self, button: str, invoice_id: int) -> object:
        """Press a button of an invoice's newest transmission, as the accountant."""
        return self.accountant.call('pagero.document', button, [self.document(invoice_id)['id']])

    def answer_dialog(self, session: OdooSession, action: dict, **values) -> int:
        """Fill in a dialog and press *Confirm*; its id."""
        dialog = session.create(action['res_model'], values, **action.get('context', {}))
        session.call(action['res_model'], 'action_confirm', [dialog])
        return dialog
