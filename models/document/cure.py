"""The one button that cures what a document suffers from, or leads to where that is done."""

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ..texts.findings import go_to_first
from ..tools.actions import ask_action, back_action, form_action
from ..tools.labels import labels_of
from .advice import error_advice
from .pagero_document import SETTLED_LATER, STOPPED


_lt = LazyTranslate(__name__)

CURES = [
    ('correct', "Correct the Invoice"),
    ('search', "Find Recipient"),
    ('connect', "Connect Customer"),
    ('reminders', "Connect for Payment Reminders"),
    ('request', "Request"),
    ('order', "Routing Order"),
    ('new_order', "New Order"),
    ('connection', "Connection"),
    ('production', "Send in Production"),
    ('restart', "Restart"),
    ('again', "Send Again"),
    ('credit', "Credit Note"),
    ('otherwise', "Send by E-mail or Print Instead"),
    ('online', "Open in Pagero Online"),
    ('customer', "Customer"),
    ('company', "Company"),
    ('account', "Pagero Account"),
]
# Which of them it is depends on how far the connection has come.
BY_CONNECTION = ('connect', 'request', 'order')
# What a button does by itself; the others only lead somewhere.
ACTS = {
    'correct': 'action_correct',
    'reminders': 'action_connect_for_reminders',
    'production': 'action_send_in_production',
    'restart': 'action_restart',
    'again': 'action_send_again',
    'otherwise': 'action_send_otherwise',
}
# What is asked before it does what can't be undone.
QUESTIONS = {
    'correct': _lt(
        "This transmission is cancelled, also at Pagero. Correct the invoice then, and send it"
        " again."
    ),
    'reminders': _lt(
        "Payment reminders are added to the connection to the customer, also at Pagero, and this"
        " one is sent on."
    ),
    'production': _lt("The invoice is sent in Production: it is legally binding."),
    'again': _lt(
        "The invoice is sent as a new document. Are you certain that the recipient has not received"
        " this one?"
    ),
    'otherwise': _lt(
        "This transmission is cancelled, also at Pagero, and the invoice is sent by e-mail or"
        " printed instead."
    ),
}
# An answer or a reminder can't be cured by these.
OF_INVOICES = ('correct', 'credit', 'otherwise', 'production')
# Only users who may post invoices may do these.
OF_ACCOUNTANTS = (*ACTS, 'credit')


# Where the others lead.
WAYS = {
    **dict.fromkeys(('search', 'connect'), '_connect_link'),
    **dict.fromkeys(('request', 'order', 'new_order', 'connection'), '_connection_link'),
    'credit': '_credit_link',
    'online': 'action_open_in_pagero_online',
    'customer': '_customer_link',
    'company': '_company_link',
    'account': '_account_link',
}


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    cure = fields.Selection(CURES, compute='_compute_cure')

    @api.depends(
        *('state', 'held_reason', 'error_code', 'error_group', 'error_text', 'error_parameters'),
        *('part_ids', 'send_mode', 'is_superseded', 'instead'),
    )
    @api.depends_context('uid')
    def _compute_cure(self):
        wishes = {document: document._wished_cure() for document in self}
        asking = self.filtered(lambda document: wishes[document] in BY_CONNECTION)
        connections = asking._own_connections()
        for document in self:
            cure = wishes[document]
            if cure in BY_CONNECTION:
                cure = document._cure_by_connection(connections[document])
            document.cure = document._possible_cure(cure)

    def _cure_by_connection(self, connection):
        if self._lacks_reminders(connection):
            return self._cure_of_lacking_reminders(connection)
        return _cure_of(connection)

    def _wished_cure(self):
        """A key of ``CURES`` by what is wrong; None where nothing is."""
        if self.is_superseded:
            return None
        if self.instead in SETTLED_LATER:
            return SETTLED_LATER[self.instead]
        if self.held_reason:
            return {'connection': 'connect', 'receiver': 'online'}.get(self.held_reason, 'account')
        if self.state in STOPPED:
            return error_advice(self).cure
        return {'invalid': 'correct', 'unsure': 'online'}.get(self.state)

    def _possible_cure(self, cure):
        """The same, or what comes nearest to it in this state and for this user."""
        if cure == 'restart' and not self.can_restart:
            cure = 'again'
        if cure == 'production' and not self.account_id.sudo().is_live:
            cure = 'account'
        if cure in OF_INVOICES and self.document_type != 'Invoice':
            cure = 'online' if self.file_id else None
        leads = cure == 'correct' and self.state == 'invalid' and self._may_read_invoices()
        if cure in OF_ACCOUNTANTS and not leads and not self._is_for_accountant():
            return False
        return cure or False

    @api.model
    def _is_for_accountant(self):
        return self.env.user.has_group('account.group_account_invoice')

    @api.model
    def _may_read_invoices(self):
        """Salespeople see the documents of their customers, and not the invoices."""
        return self.env['account.move'].sudo(False).has_access('read')

    def _own_connections(self):
        """{document: the connection of its recipient}; a customer may have none yet."""
        found = {}
        for account, documents in self.grouped('account_id').items():
            connections = self.env['pagero.connection'].sudo()
            known = connections._by_partner(account, documents.partner_id)
            for document in documents:
                found[document] = known.get(document.partner_id.id, connections)
        return found

    # === BUTTONS === #

    def action_cure(self):
        """Do what cures it after a question, or go where that is done."""
        self.ensure_one()
        self.check_access('read')
        return self._cure_link()

    def action_correct(self):
        """Take the invoice back from Pagero and open it; until it is sent again, it is not done."""
        self.ensure_one()
        document = self._for_user()
        document._refuse_unless(
            document._is_stoppable() and document.document_type == 'Invoice',
            document._kind()._too_late_sentence(document),
        )
        if document.state != 'cancelled':
            document._cancel_anywhere()
        document.instead = 'correct'
        document.move_id.pagero_choice = 'yes'
        document._log('to_correct', user=True)
        return back_action(self.move_id)

    def action_send_in_production(self):
        """Send the invoices of these tests in Production."""
        documents = self._for_user()
        for document in documents:
            reason = document._why_not_in_production()
            document._refuse_unless(not reason, reason)
        for document in documents:
            document.is_superseded = True
            document._log('replaced', user=True)
            document._enqueue(document.move_id, 'Production', supersedes=document)
        return documents.move_id._get_records_action()

    def _why_not_in_production(self):
        if self.send_mode == 'Production':
            return self.env._("Only the invoice of a test can be sent in Production from here.")
        if not self.account_id.is_live:
            return self.env._("The account is not live yet: an administrator must press Go Live.")
        reason = self.move_id._why_not_with_pagero()
        return reason and f'{self.display_name}: {reason}'

    # === WHERE IT LEADS === #

    def _cure_link(self):
        """An action for the button: nothing is made or changed before a click."""
        if not self.cure:
            return form_action(self)
        if self.cure == 'correct' and self.state == 'invalid':
            return go_to_first(self.findings, self.move_id) or form_action(self.move_id)
        if self.cure not in ACTS:
            return getattr(self, WAYS[self.cure])()
        label, question = labels_of(self, 'cure')[self.cure], QUESTIONS.get(self.cure)
        return ask_action(self, ACTS[self.cure], label, question and self.env._(question))

    def _connect_link(self):
        """The search, for users who may connect customers; the connection for the others."""
        customer = self.partner_id.with_company(self.company_id)
        if self.env.user.has_group('pagero_connector.group_sales'):
            return customer._pagero_search_link()
        return customer.action_open_pagero_connection()

    def _connection_link(self):
        connection = self._own_connections()[self]
        if not connection:
            return self._connect_link()
        asked = _request_or_order_of(connection)
        if self.cure in ('request', 'order') and asked:
            return asked._open()
        return connection._new_order_link() if self.cure == 'new_order' else connection._open()

    def _credit_link(self):
        return self.move_id.action_reverse()

    def _customer_link(self):
        return form_action(self.partner_id)

    def _company_link(self):
        return form_action(self.company_id.partner_id)

    def _account_link(self):
        """The account for administrators; the others read whom to ask."""
        account = self.account_id.sudo(False)
        if self.env.user._may_administer_pagero() and account.has_access('read'):
            return account._open_account()
        return self.env['pagero.help']._ask_administrator()


def _cure_of(connection):
    """A key of ``CURES``."""
    state = connection.state if connection else 'none'
    if state in ('none', 'not_found'):
        return 'connect'
    if _request_or_order_of(connection):
        return 'order' if state.startswith('routing') else 'request'
    return 'new_order' if state.startswith('routing') else 'connection'


def _request_or_order_of(connection):
    """The request or the routing order that the customer has still to answer."""
    if connection.state.startswith('routing'):
        open_states = ('draft', 'awaiting_response')
        orders = connection.routing_order_ids
        return orders.filtered(lambda order: order.state in open_states)[:1]
    if connection.state in ('requested', 'rejected', 'cancelled') and not connection.lacks_request:
        return connection.request_ids.sorted('id', reverse=True)[:1]
    return None
