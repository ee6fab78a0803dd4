"""What scheduled actions share: the one place that commits, and the round over all accounts."""

import logging
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, models

from ...network import NetworkError


_logger = logging.getLogger(__name__)

OVERLAP = timedelta(minutes=10)  # clocks differ, and a document may be listed late


class PageroScheduledMixin(models.AbstractModel):
    """Work of scheduled actions, account by account."""

    _name = 'pagero.scheduled.mixin'
    _description = "Pagero scheduled work"

    def _progress(self, processed=0, **options):
        """The one place where scheduled work commits; returns the seconds that are left."""
        return self.env['ir.cron']._commit_progress(processed, **options)

    @api.model
    def _each_account(self, accounts, method):
        """One account's trouble is noted on it and doesn't stop the others."""
        self._progress(remaining=len(accounts))
        for account in accounts:
            if not account._is_ready() or account._is_paused():
                self._progress(1)
                continue
            try:
                getattr(self.with_company(account.company_id), method)(account)
            except NetworkError as error:
                self.env.cr.rollback()
                account._note_trouble(error)
            except SerializationFailure:
                self.env.cr.rollback()
                _logger.info("Account %s was just being worked on; it is asked again", account.id)
            except Exception:
                self.env.cr.rollback()
                _logger.exception("Asking about account %s stopped unexpectedly", account.id)
            if not self._progress(1):
                break
