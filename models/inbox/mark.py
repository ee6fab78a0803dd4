"""Pagero is told which documents are here: only after their files are stored and committed."""

import logging

from odoo import api, fields, models

from ...network import NetworkError, stops_all


_logger = logging.getLogger(__name__)

BATCH = 100  # documents that are told in one call


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    @api.model
    def _mark(self, account):
        """Tell it in few calls; whatever is lost of them is told again, which does no harm."""
        due = self.search([('account_id', '=', account.id), ('is_mark_due', '=', True)], order='id')
        client = due and account._client()
        for start in range(0, len(due), BATCH):
            due[start : start + BATCH]._tell(client)
            if not self._progress():
                break

    def _tell(self, client):
        """One that Pagero refuses must not keep it from being told of the others."""
        try:
            client.mark_fetched(self.mapped('network_id'))
        except NetworkError as error:
            if stops_all(error):
                raise
            _logger.info("Pagero does not take the marks of %s: %s", self, error)
            if not error.retryable:
                self._tell_halves(client)
            return
        self.write({'is_mark_due': False, 'marked_at': fields.Datetime.now()})

    def _tell_halves(self, client):
        """Until the one is found that is refused for good."""
        if len(self) == 1:
            self.is_mark_due = False
            return
        half = len(self) // 2
        self[:half]._tell(client)
        self[half:]._tell(client)
