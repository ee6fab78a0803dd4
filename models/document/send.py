"""Claim, build, hand over, record: the way of a queued document to Pagero.

Each step ends in a commit, so that whatever dies, the next run knows how far it came. This and
the polling are the only places that commit, through the scheduled action's own progress call.
"""

import logging
from datetime import timedelta
from functools import partial

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models

from ...network import Unauthorized, next_delay, stops_all
from ..account.sending import PAUSE
from ..texts.network import trouble_of


_logger = logging.getLogger(__name__)

BATCH_SECONDS = 25  # no upload of a batch is begun later than this
LONGEST_WAIT = timedelta(minutes=15)  # no longer than that after a network that was down


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    # === SCHEDULED ACTION === #

    @api.model
    def _cron_send(self):
        """Send everything that is due, account by account."""
        self._free_expired_claims()
        accounts = self._accounts_with_due_documents()
        due = [*self._due_domain(), ('account_id', 'in', accounts.ids)]
        self._progress(remaining=self.search_count(due))
        for account in accounts:
            try:
                if not self._drain(account):
                    break
            except Exception:
                # One account's trouble, or a bug, must not hold up the others.
                self.env.cr.rollback()
                _logger.exception("Sending for %s stopped unexpectedly", account.id)
                self._free_claims_not_begun(account)

    @api.model
    def _due_domain(self):
        return [('state', '=', 'queued'), ('next_attempt_at', '<=', fields.Datetime.now())]

    @api.model
    def _accounts_with_due_documents(self):
        groups = self._read_group(self._due_domain(), ['account_id'])
        accounts = self.env['pagero.account'].browse([account.id for [account] in groups])
        return accounts.filtered(lambda account: not account._is_paused())

    # === ONE ACCOUNT === #

    @api.model
    def _drain(self, account):
        """Send batch after batch until nothing is due; False when this run's time is up."""
        courier = None if account._why_hold() else account._courier()
        while courier:
            batch = self._claim(account)
            if not batch:
                courier.close()
                return True
            courier, left = batch._send_claimed(account, courier)
            if not left:
                return False
        return bool(self._progress(self._put_off(account)))

    @api.model
    def _put_off(self, account):
        """Hold what a person must release; the rest waits for the next run. Returns how many."""
        count = self.search_count([*self._due_domain(), ('account_id', '=', account.id)])
        reason = account._why_hold()
        if reason:
            account._hold_queued(reason)
        if count and reason == 'unapproved_database':
            account._ask_for_approval()
        return count

    # === ONE BATCH === #

    def _send_claimed(self, account, courier):
        """Build, hand over, record. Returns the courier to go on with and the seconds left."""
        uploads = self._build()
        self.env['pagero.document'].browse(upload.key for upload in uploads).write(
            {'upload_started_at': fields.Datetime.now()}
        )
        claims = {document.id: document.claim_token for document in self}
        self._progress(len(self) - len(uploads))
        outcomes = courier.hand_over(uploads, BATCH_SECONDS)
        if any(isinstance(outcome.error, Unauthorized) for outcome in outcomes):
            courier, outcomes = self._once_more(account, courier, uploads, outcomes)
        self._record(claims, outcomes)
        left = self._progress(len(uploads))
        trouble = [outcome.error for outcome in outcomes if stops_all(outcome.error)]
        if trouble and courier:
            courier.close()
            courier = None
            account._pause(trouble[0])
        return courier, left

    def _once_more(self, account, courier, uploads, outcomes):
        """The token was refused, so nothing was taken: refresh once, and hand those over again."""
        refused = {
            outcome.key
            for outcome in outcomes
            if not outcome.was_begun or isinstance(outcome.error, Unauthorized)
        }
        courier.close()
        courier = account._courier(refused=courier.token)
        if not courier:
            return None, outcomes
        again = [upload for upload in uploads if upload.key in refused]
        newer = {outcome.key: outcome for outcome in courier.hand_over(again, BATCH_SECONDS)}
        return courier, [newer.get(outcome.key, outcome) for outcome in outcomes]

    # === RECORD === #

    def _record(self, claims, outcomes):
        """Write down what became of the uploads. They cannot be undone, so this is tried hard."""
        for record in (partial(self._record_once, claims, outcomes), self._draw_conclusions):
            for _attempt in range(5):
                try:
                    record()
                    self._progress()
                    break
                except SerializationFailure:
                    self.env.cr.rollback()
            else:
                _logger.error("%s of %s uploads was given up", record, len(claims))

    def _record_once(self, claims, outcomes):
        outcome_of = {outcome.key: outcome for outcome in outcomes}
        mine = self.filtered(
            lambda document: (
                document.id in outcome_of
                and document.state == 'sending'
                and document.claim_token == claims[document.id]
            )
        )
        taken = mine.filtered(lambda document: outcome_of[document.id].sent)
        now = fields.Datetime.now()
        for document in taken:
            document.write({'file_id': outcome_of[document.id].sent.id, 'sent_at': now})
        taken._move_to('processing', attempts=0)
        if taken:
            self._wake_poll(at=now + PAUSE)
        for document in mine - taken:
            document._record_failure(outcome_of[document.id])

    def _record_failure(self, outcome):
        """Surely not taken: later. Refused: an error. Anything else: unsure, and not sent again."""
        error = outcome.error
        if not outcome.was_begun:
            self._move_to('queued', upload_started_at=False)
        elif error.taken == 'unknown':
            self._move_to(
                'unsure',
                **_wire_values(error),
                lookups=0,
                next_attempt_at=fields.Datetime.now() + PAUSE,
            )
        elif error.retryable:
            self._try_later(error)
        else:
            self._move_to('error', **_wire_values(error), part_ids=False)

    def _try_later(self, error):
        """Surely not taken, through no fault of the document: it is tried again, and says why."""
        attempts = self.attempts + 1
        wait = next_delay(attempts, error.retry_after, self.id % 100 / 100)
        at = fields.Datetime.now() + (wait if error.retry_after else min(wait, LONGEST_WAIT))
        self._move_to(
            'queued',
            attempts=attempts,
            next_attempt_at=at,
            upload_started_at=False,
            **_wire_values(error),
        )
        self._log('retried_later', reason=self.error_text, trouble=self.error_parameters)
        self._wake_sender(at=at)

    def _draw_conclusions(self):
        """What follows from what Pagero has taken; at a poll, where something is locked now."""
        for kind, documents in self._by_kind():
            kind._taken(documents)


def _wire_values(error):
    """What the document keeps of an error of the wire."""
    trouble, said = trouble_of(error)
    return {'error_parameters': trouble, 'error_text': said}
