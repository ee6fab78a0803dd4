"""What scheduled actions share: the one place that commits, and the round over all accounts."""

import logging
from datetime import timedelta
from functools import partial

from psycopg2.errors import SerializationFailure

from odoo import api, models

from ...network import NetworkError, Stretch
from ..tools.language import in_language_of
from ..tools.time_limit import list_seconds, may_begin, seconds_left


_logger = logging.getLogger(__name__)

TRIES = 5
TURN_TRIES = 2
OVERLAP = timedelta(minutes=10)  # clocks differ, and a document may be listed late


class PageroScheduledMixin(models.AbstractModel):
    """Work of scheduled actions, account by account."""

    _name = 'pagero.scheduled.mixin'
    _description = "Pagero scheduled work"

    def _progress(self, processed=0, **options):
        """The one place where scheduled work commits; returns the seconds that are left."""
        left = self.env['ir.cron']._commit_progress(processed, **options)
        return min(left, seconds_left(self.env))

    def _insist(self, write):
        """``write()`` with its commit, again after a conflict; False where that was given up."""
        for _attempt in range(TRIES):
            try:
                write()
                self._progress()
            except SerializationFailure:
                self.env.cr.rollback()
            else:
                return True
        return False

    @api.model
    def _each(self, parts, work):
        """``work(part)`` for each part, in a transaction of its own, until the time is up.

        What collides with another worker or a person is left to the next run, and only that.
        """
        for part in parts:
            try:
                work(part)
                left = self._progress(len(part))
            except SerializationFailure:
                self.env.cr.rollback()
                _logger.info("%s was just being worked on; the next run takes it", part)
                left = self._progress(len(part))
            if not left:
                break

    @api.model
    def _for_company(self, company):
        """In its books and language: what Odoo writes into chatters is read by its people."""
        return in_language_of(company, self.with_company(company))

    @api.model
    def _each_account(self, accounts, method):
        """Turn by turn, first those that waited longest, also after a run whose time was up or that
        died; one account's trouble is noted on it and doesn't stop the others."""
        turns = self.env['pagero.account.turn']
        self._progress(remaining=len(accounts))
        for account in turns._sorted(accounts, method):
            if not account._is_ready() or account._is_paused():
                self._progress(1)
                continue
            for _attempt in range(TURN_TRIES):
                if not may_begin(self.env):
                    return
                if self._had_its_turn(account, method):
                    break
            if not self._progress(1):
                break

    @api.model
    def _had_its_turn(self, account, method):
        """False where another worker, as a job beside an action, has just changed the same.

        What was read is of no use then: it is asked for once more at once, else by the next run.
        """
        try:
            self.env['pagero.account.turn']._take(account, method)
            self._progress()
            getattr(self._for_company(account.company_id), method)(
                in_language_of(account.company_id, account)  # gateways speak as it does
            )
            self._progress()
        except NetworkError as error:
            self.env.cr.rollback()
            self._insist(partial(account._note_trouble, error))
        except SerializationFailure:
            self.env.cr.rollback()
            _logger.info("Account %s was just being worked on; it is asked again", account.id)
            return False
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("Asking about account %s stopped unexpectedly", account.id)
            self._tell_job(error)
        return True

    @api.model
    def _read_on(self, account, work, name, ask):
        """What ``ask(stretch)`` lists, from where the last run left it, and the stretch.

        A list that takes too long is read in several runs, each of which acts on what it saw.
        """
        place = self.env['pagero.account.turn']._found(account, work)._place(name)
        stretch = Stretch(list_seconds(), place)
        return list(ask(stretch)), stretch

    @api.model
    def _go_on(self, account, work, **stretches):
        """The next run goes on where these ended; called with what is made of their lists."""
        turns = self.env['pagero.account.turn']
        found = turns._found(account, work)
        for name, stretch in stretches.items():
            if found or stretch.offset or stretch.unreadable:
                turns._of(account, work)._go_on_at(name, stretch)
