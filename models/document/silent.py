"""Documents that Pagero has not mentioned for long: each is asked for by its own file."""

import logging
from datetime import timedelta
from functools import partial

from odoo import api, fields, models

from ...network import STOPPING, NetworkError
from .pagero_document import STOPPED
from .unsure import Listing


_logger = logging.getLogger(__name__)

SILENT_AFTER = timedelta(hours=2)
LOST_AFTER = timedelta(hours=24)  # then a person is asked
FORGOTTEN_AFTER = timedelta(days=90)  # Pagero Online keeps documents that long
MOST_SILENT = 200  # asked about in one run
WORK = '_follow_up_silent'  # whose turns these are


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    @api.model
    def _cron_sweep(self):
        """Once an hour: what is silent, is held without a reason, or failed after its delivery."""
        self._release_without_reason()
        self._check_waiting()
        connected = self.env['pagero.account'].search([('state', '=', 'connected')])
        self._each_account(connected, '_follow_up_silent')

    @api.model
    def _silent_domain(self):
        now = fields.Datetime.now()
        return [
            ('state', 'in', ('processing', 'error')),
            ('state_changed_at', '<', now - SILENT_AFTER),
            ('state_changed_at', '>', now - FORGOTTEN_AFTER),
            '|',
            ('state', '=', 'processing'),
            ('file_id', '!=', False),
            '|',
            ('checked_at', '=', False),
            ('checked_at', '<', now - SILENT_AFTER),
        ]

    @api.model
    def _follow_up_silent(self, account):
        """One commit for each document: an error about one must not hold up the others."""
        client = account._client()
        parts, stretch = self._read_on(account, WORK, 'parts', partial(self._stopped_parts, client))
        self._apply_stopped_parts(account, parts, stretch.is_whole)
        self._go_on(account, WORK, parts=stretch)
        domain = [*self._silent_domain(), ('account_id', '=', account.id)]
        for document in self.search(domain, order='checked_at nulls first, id', limit=MOST_SILENT):
            if not document._follow_up(client) or not self._progress():
                break

    def _follow_up(self, client):
        """Ask about one silent document; False when the network itself is in trouble."""
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
        """Taken long ago, and Pagero shows nothing of it: perhaps it was cancelled there."""
        return self.state == 'processing' and not self.part_ids and self._is_silent()

    def _is_silent(self):
        """One without a file is at Pagero as a person says, who may be mistaken."""
        patience = timedelta(minutes=self.account_id.sudo().unsure_minutes)
        silent_since = self.state_changed_at or self.create_date
        return silent_since < fields.Datetime.now() - (LOST_AFTER if self.file_id else patience)

    def _look_at_each(self):
        """Ask about each of these documents now; raises ``NetworkError``."""
        for account, documents in self.grouped('account_id').items():
            client = account._client()
            listing = Listing(client, documents)
            for document in documents:
                document._look_at(client, listing)

    def _look_at(self, client, listing=None):
        """One document's own parts, unfiltered, and its document; raises ``NetworkError``."""
        self.checked_at = fields.Datetime.now()
        if not self.file_id:
            self._look_up(client, listing)
            return
        listed = client.iter_file_parts(self.file_id)
        parts = [part for part in listed if part.file_id == self.file_id]
        self._update_from_parts(parts)
        if self.state == 'processing':
            self.part_ids = [part.id for part in parts]  # as long as one is shown, it is not lost
        if not parts:
            if self.state in STOPPED:
                self._resume()
            self._apply_delivered(
                self.account_id, list(client.iter_documents(file_id=self.file_id))
            )

    @api.model
    def _release_without_reason(self):
        """Queue what is held although its reason is gone, as after a merge of connections."""
        by_person = ('back_to_test', 'receiver')
        held = self.search([('state', '=', 'held'), ('held_reason', 'not in', by_person)])
        for account, documents in held.grouped('account_id').items():
            if not account._why_hold():
                (documents - documents._not_yet_connected(account))._release()
        self._progress()
