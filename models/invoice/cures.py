"""An invoice whose transmission was stopped is corrected, checked and sent again right there."""

from odoo import api, fields, models

from ..tools.labels import labels_of


class AccountMove(models.Model):
    _inherit = 'account.move'

    pagero_can_retry = fields.Boolean(compute='_compute_pagero_can')
    pagero_can_restart = fields.Boolean(compute='_compute_pagero_can')

    @api.depends('pagero_document_ids.state', 'pagero_document_ids.part_ids')
    def _compute_pagero_can(self):
        for move in self:
            document = move.pagero_document_id.sudo()
            move.pagero_can_retry = document.state == 'invalid'
            move.pagero_can_restart = document.can_restart and not document.is_superseded

    def action_retry_pagero(self):
        """Check the invoice again, and send it if nothing is wrong any more."""
        return self._pagero_documents_shown().action_retry()

    def action_restart_pagero(self):
        """Let Pagero process the same e-invoice again."""
        return self._pagero_documents_shown().action_restart()

    def _pagero_documents_shown(self):
        self.check_access('read')
        return self.pagero_document_id.sudo(False)

    def _invalid_pagero_documents(self, names):
        """Documents that a change of these fields may cure; there are none while it is posted."""
        posted = self.filtered(lambda move: move.state == 'posted')
        if not posted or not posted._may_be_said(names):
            return self.env['pagero.document'].sudo()
        documents = posted.sudo().pagero_document_ids
        return documents.filtered(lambda document: document.state == 'invalid')

    # === ALERTS === #

    def _pagero_correction_alert(self):
        """Taken back to be corrected: one click sends it again."""
        document = self.pagero_document_id.sudo()
        if self.state != 'posted' or document.instead != 'correct':
            return None
        alert = {
            'level': 'warning',
            'message': self.env._(
                "Sending over Pagero was cancelled, so that the invoice can be corrected: the"
                " references as it is, the rest once it is reset to draft. Then send it again."
            ),
        }
        if document.cure:
            label = labels_of(document, 'cure')[document.cure]
            alert.update(action_text=label, action=document._cure_link())
        return alert

    def _pagero_waiting_flaw_alert(self):
        """What will stop an invoice that waits, while there is time to correct it."""
        document = self.pagero_document_id.sudo()
        flaw = document._waiting_flaw()
        if not flaw:
            return None
        message = self.env._(
            "This invoice waits, and the check would stop it then. %(flaw)s", flaw=flaw
        )
        return {
            'level': 'warning',
            'message': f'{message} {self._and_more(document)}'.strip(),
            **self._pagero_way_to_finding(document),
        }
