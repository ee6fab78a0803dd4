from odoo import models


LEVELS = {
    'queued': 'warning',
    'held': 'info',
    'unsure': 'warning',
    'awaiting_interaction': 'warning',
    'invalid': 'danger',
    'error': 'danger',
}


class AccountMove(models.Model):
    """What is wrong on the way, said at the place where people look: on the invoice."""

    _inherit = 'account.move'

    def _get_alerts(self):
        alerts = super()._get_alerts()
        document = self.pagero_document_id.sudo()
        if document.state in LEVELS and (document.state != 'queued' or document.reason):
            alerts['pagero_document'] = self._pagero_document_alert(document)
        elif self._waits_for_pagero_account():
            alerts['pagero_account'] = self._pagero_account_alert()
        return alerts

    def _pagero_document_alert(self, document):
        parts = [self.env._("Pagero: %(status)s", status=document.status), document.reason]
        message = ' '.join(f'{part.rstrip(".")}.' for part in parts if part)
        connect = document.held_reason == 'connection'
        return {
            'level': LEVELS[document.state],
            'message': f'{message} {document.advice}',
            'action_text': self.env._("Connection") if connect else self.env._("Show"),
            'action': document.action_open_connection()
            if connect
            else document._get_records_action(),
        }

    def _waits_for_pagero_account(self):
        return (
            self.send_with_pagero
            and not self.pagero_document_count
            and self.state in ('draft', 'posted')
            and not self.is_move_sent
            and not self._pagero_catches()
        )

    def _pagero_account_alert(self):
        return {
            'level': 'warning',
            'message': self.env._(
                "This customer gets invoices over Pagero, but %(company)s is not connected. An"
                " administrator can connect it; then send the invoice with the action Send with"
                " Pagero.",
                company=self.company_id.name,
            ),
        }
