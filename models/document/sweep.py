"""The slow look: documents that were silent for long, each asked for by its own file."""

import logging
from datetime import timedelta

from odoo import api, fields, models

from ...network import STOPPING, NetworkError
from .poll import BAD_STATUSES


_logger = logging.getLogger(__name__)

SILENCE = timedelta(hours=2)
LOST = timedelta(hours=24)  # after that much silence a person is asked
FORGOTTEN = timedelta(days=90)  # Pagero Online keeps documents that long
SWEEP_LIMIT = 200


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    @api.model
    def _cron_sweep(self):
        """Once an hour: what is silent, waits for no good reason, or failed after its delivery."""
        self._release_without_reason()
        connected = self.env['pagero.account'].search([('state', '=', 'connected')])
        self._each_account(connected, '_sweep')

    @api.model
    def _silent_domain(self):
        now = fields.Datetime.now()
        return [
            ('state', 'in', ('processing', 'error')),
            ('state_changed_at', '<', now - SILENCE),
            ('state_changed_at', '>', now - FORGOTTEN),
            '|',
            ('state', '=', 'processing'),
            ('file_id', '!=', False),
            '|',
            ('checked_at', '=', False),
            ('checked_at', '<', now - SILENCE),
        ]

    @api.model
    def _sweep(self, account):
        """One commit a document: one that can't be asked about must not hold up the others."""
        client = account._client()
        parts = client.iter_file_parts(statuses=BAD_STATUSES)
        self._apply_parts(account, list(parts), is_complete=True)
        domain = [*self._silent_domain(), ('account_id', '=', account.id)]
        for document in self.search(domain, order='checked_at nulls first, id', limit=SWEEP_LIMIT):
            if not document._sweep_one(client) or not self._progress():
                break

    def _sweep_one(self, client):
        """Look at one silent document; False when the network itself is in trouble."""
        account = self.account_id
        try:
            self._look_at(client)
        except NetworkError as error:
            self.env.cr.rollback()
            if isinstance(error, STOPPING):
                account._note_trouble(error)
                return False
            _logger.info("Asking about document %s failed: %s", self.id, error)
            self.checked_at = fields.Datetime.now()
        if self._is_lost():
            self._ask_a_person()
        return True

    def _is_lost(self):
        """Taken long ago, and neither standing nor delivered: perhaps cancelled at Pagero."""
        silent_since = self.state_changed_at or self.create_date
        return self.state == 'processing' and (
            not self.file_id or silent_since < fields.Datetime.now() - LOST
        )

    def _look_closely(self):
        """Ask about each of these documents now; raises ``NetworkError``."""
        for account, documents in self.grouped('account_id').items():
            client = account._client()
            for document in documents:
                document._look_at(client)

    def _look_at(self, client):
        """One document's own parts, unfiltered, and its document; raises ``NetworkError``."""
        self.checked_at = fields.Datetime.now()
        if not self.file_id:
            self._look_up(client)
            return
        listed = client.iter_file_parts(self.file_id)
        parts = [part for part in listed if part.file_id == self.file_id]
        self._hear_parts(parts)
        if not parts:
            if self.state in ('error', 'awaiting_interaction'):
                self._goes_on()
            self._apply_delivered(
                self.account_id, list(client.iter_documents(file_id=self.file_id))
            )

    @api.model
    def _release_without_reason(self):
        """What waits although nothing holds it (a connection merged away, say) goes on."""
        held = self.search([('state', '=', 'held'), ('held_reason', '!=', 'back_to_test')])
        for account, documents in held.grouped('account_id').items():
            if not account._why_hold():
                (documents - documents._not_yet_connected(account))._release()
        self._progress()
