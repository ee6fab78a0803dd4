"""What became of an invoice over Pagero, in both directions, on the invoice itself."""

from odoo import api, fields, models

from ..mixins.pagero_event_mixin import timeline


class AccountMove(models.Model):
    _inherit = 'account.move'

    pagero_history = fields.Html(
        compute='_compute_pagero_history', groups='pagero_connector.group_user'
    )

    @api.depends('pagero_document_ids', 'pagero_received_ids')
    @api.depends_context('lang', 'tz', 'uid', 'allowed_company_ids')
    def _compute_pagero_history(self):
        """What came is for users who may read bills."""
        may_read = self.env['pagero.received.document'].has_access('read')
        for move in self:
            histories = [move.pagero_document_ids.event_ids]
            if may_read:
                histories.append(move.pagero_received_ids.event_ids)
            move.pagero_history = timeline(self.env, *histories)
