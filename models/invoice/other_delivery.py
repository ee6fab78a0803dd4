"""Invoices given up at Pagero, until core's Send dialog has sent them by e-mail or on paper."""

from odoo import api, models

from ..tools.actions import server_action_link


class AccountMove(models.Model):
    _inherit = 'account.move'

    def button_cancel(self):
        """A cancelled invoice needs no other delivery."""
        result = super().button_cancel()
        self.sudo().pagero_document_ids._forget_asked()
        return result

    def _needs_other_delivery(self):
        """Whether Pagero was given up and the customer has the invoice by no other route."""
        return self.state == 'posted' and self.pagero_document_id.sudo().instead == 'asked'

    def _pagero_otherwise_alert(self):
        may_send = self.env.user.has_group('account.group_account_invoice')
        return {
            'level': 'warning',
            'message': self.env._(
                "Sending over Pagero was given up for this invoice, and it has not been sent"
                " another way yet."
            ),
            'action_text': self.env._("Print or Send") if may_send else self.env._("Show"),
            'action': self._send_otherwise_link()
            if may_send
            else self.pagero_document_id._get_records_action(),
        }

    def _send_otherwise_link(self):
        """The dialog opens on a click only; showing the invoice must not open it."""
        return server_action_link(self, 'pagero_connector.account_move_send_otherwise_action')


class AccountMoveSend(models.AbstractModel):
    _inherit = 'account.move.send'

    @api.model
    def _after_giving_up(self, move, methods):
        """After Pagero was given up: by e-mail where the customer has an address, else by hand."""
        if methods - {'email'} or move.pagero_document_id.sudo().instead != 'asked':
            return methods
        return {'email'} if move.partner_id.email else {'manual'}

    @api.model
    def _hook_if_success(self, moves_data, from_cron=False):
        super()._hook_if_success(moves_data, from_cron=from_cron)
        for move, data in moves_data.items():
            chosen = set(data['sending_methods'] or ())  # empty: the file is only downloaded
            done = chosen if self._is_mailed(move, data) else chosen - {'email'}
            if 'pagero' not in chosen and (done or not chosen):
                move.sudo().pagero_document_ids._record_instead(done)

    @api.model
    def _is_mailed(self, move, move_data):
        """Core mails nothing, and says nothing, where no recipient is left."""
        return self._is_applicable_to_move('email', move, **move_data)
