"""An invoice that can't be delivered leaves by e-mail or on paper instead, and that is recorded."""

from odoo import api, fields, models

from .links import server_action_link
from .pagero_account import SEND_MODES


# What a person has to do about documents, and what their list, card and filter show.
NEEDS_PERSON = ('invalid', 'error', 'unsure', 'awaiting_interaction')
NEEDS_PERSON_DOMAIN = [
    ('is_superseded', '=', False),
    '|',
    ('state', 'in', NEEDS_PERSON),
    ('instead', '=', 'asked'),
]
MODES = [mode for mode, _label in SEND_MODES]
UNDELIVERED = ('held', 'invalid', 'unsure', 'awaiting_interaction', 'error', 'cancelled')


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    instead = fields.Selection(
        [
            ('asked', "To be sent another way"),
            ('email', "Sent by e-mail instead"),
            ('print', "Printed instead"),
        ],
        readonly=True,
        copy=False,
        help="How the invoice left after this transmission was given up.",
    )

    _asked_index = models.Index("(company_id) WHERE instead = 'asked'")

    @api.depends('state', 'send_mode', 'instead')
    def _compute_status(self):
        super()._compute_status()
        words = dict(self._fields['instead']._description_selection(self.env))
        for document in self.filtered(lambda each: each.state == 'cancelled' and each.instead):
            document.status = words[document.instead]

    def action_send_otherwise(self):
        """Give the transmission up, and open the dialog that mails or prints the invoice.

        It is given up before the invoice leaves, so that it never arrives twice; until it has
        left, it needs somebody.
        """
        self.ensure_one()
        document = self._for_user()
        document._refuse_unless(
            document.state in UNDELIVERED,
            self.env._(
                "This document is “%(state)s”: wait until Pagero has answered, so that the customer"
                " doesn't get the invoice twice.",
                state=document.status,
            ),
        )
        document._refuse_unless(
            document.move_id.state == 'posted', self.env._("Post the invoice first.")
        )
        if document.state != 'cancelled':
            document._cancel_anywhere()
        document.instead = 'asked'
        document.move_id.pagero_choice = 'no'
        document._log('otherwise', user=True)
        return self.move_id.action_send_and_print()

    def _record_instead(self, methods):
        """What the dialog really did, once it is done."""
        way = 'email' if 'email' in methods else 'print'
        asked = self.filtered(lambda document: document.instead == 'asked')
        asked.instead = way
        asked._log(f'instead_{way}', user=True)

    def _forget_asked(self):
        """Nobody has to send these another way any more."""
        self.filtered(lambda document: document.instead == 'asked').instead = False

    @api.model
    def _enqueue(self, moves, send_mode=None, supersedes=None, **options):
        """Who has an invoice sent over Pagero after all need not send it another way."""
        documents = super()._enqueue(moves, send_mode, supersedes, **options)
        # Giving up has made a choice of its invoice: all others are spared the query.
        for document in documents.sudo().filtered('move_id.pagero_choice'):
            modes = {document.send_mode} if document.send_mode != 'Production' else set(MODES)
            others = document.move_id.pagero_document_ids - document
            others.filtered(lambda other, modes=modes: other.send_mode in modes)._forget_asked()
        return documents


class AccountMove(models.Model):
    _inherit = 'account.move'

    @api.depends('pagero_document_ids.instead')
    def _compute_pagero_document(self):
        super()._compute_pagero_document()

    def button_cancel(self):
        """A cancelled invoice has to be sent in no way."""
        result = super().button_cancel()
        self.sudo().pagero_document_ids._forget_asked()
        return result

    def _get_alerts(self):
        """An invoice that was given up and not sent another way is no customer's yet."""
        alerts = super()._get_alerts()
        is_reader = self.env.user.has_group('pagero_connector.group_user')
        asked = self.pagero_document_id.sudo().instead == 'asked' and self.state == 'posted'
        if is_reader and asked:
            alerts['pagero_otherwise'] = self._pagero_otherwise_alert()
        return alerts

    def _pagero_otherwise_alert(self):
        may_send = self.env.user.has_group('account.group_account_invoice')
        return {
            'level': 'warning',
            'message': self.env._(
                "Pagero was given up for this invoice, and it has not been sent another way yet."
            ),
            'action_text': self.env._("Print or Send") if may_send else self.env._("Show"),
            'action': self._send_otherwise_link()
            if may_send
            else self.pagero_document_id._get_records_action(),
        }

    def _send_otherwise_link(self):
        """The dialog is opened by a click; showing the invoice must ask nobody anything."""
        return server_action_link(self, 'pagero_connector.account_move_send_otherwise_action')


class AccountMoveSend(models.AbstractModel):
    _inherit = 'account.move.send'

    @api.model
    def _get_default_sending_methods(self, move):
        """Where Pagero was the customer's way and was given up, the address decides."""
        methods = super()._get_default_sending_methods(move)
        if methods - {'email'} or move.pagero_document_id.sudo().instead != 'asked':
            return methods
        return {'email'} if move.partner_id.email else {'manual'}

    @api.model
    def _hook_if_success(self, moves_data, from_cron=False):
        super()._hook_if_success(moves_data, from_cron=from_cron)
        for move, data in moves_data.items():
            chosen = set(data['sending_methods'] or ())  # empty: the file is only downloaded
            done = chosen if self._mails_somebody(move, data) else chosen - {'email'}
            if 'pagero' not in chosen and (done or not chosen):
                move.sudo().pagero_document_ids._record_instead(done)

    @api.model
    def _mails_somebody(self, move, move_data):
        """Core mails nothing, and says nothing, where no recipient is left."""
        return self._is_applicable_to_move('email', move, **move_data)
