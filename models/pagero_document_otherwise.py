"""An invoice that can't be delivered leaves by e-mail or on paper instead, and that is recorded."""

from odoo import api, fields, models


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

    @api.depends('state', 'send_mode', 'instead')
    def _compute_status(self):
        super()._compute_status()
        words = dict(self._fields['instead']._description_selection(self.env))
        for document in self.filtered(lambda each: each.state == 'cancelled' and each.instead):
            document.status = words[document.instead]

    def action_send_otherwise(self):
        """Give the transmission up, and open the dialog that mails or prints the invoice."""
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


class AccountMove(models.Model):
    _inherit = 'account.move'

    @api.depends('pagero_document_ids.instead')
    def _compute_pagero_document(self):
        super()._compute_pagero_document()


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
            ways = set(data['sending_methods'] or ())  # empty: the file is only downloaded
            if 'pagero' not in ways:
                move.sudo().pagero_document_ids._record_instead(ways)
