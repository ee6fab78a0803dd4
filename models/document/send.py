"""Claim, build, hand over, record: the way of a queued document to Pagero.

Each step ends in a commit, so that whatever dies, the next run knows how far it came. This and
the polling are the only places that commit, through the scheduled action's own progress call.
While the last uploads of a batch are on the wire, the account's next batch is claimed and built.
"""

import logging
from functools import partial

from odoo import api, fields, models

from ...network import Outcome, Unauthorized, is_outage, next_delay, stops_all
from ..account.sending import LONGEST_WAIT, PAUSE
from ..texts.network import trouble_of
from ..tools.time_limit import may_begin
from .batch import BATCH, MOST_BYTES
from .wire import Batch, Couriers


_logger = logging.getLogger(__name__)

WORK = 'send'  # whose turns these are
LEAST_AHEAD = 2.0  # seconds that must be left of a run for a batch to be built ahead


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    # === SCHEDULED ACTION === #

    @api.model
    def _cron_send(self):
        """Everything that is due is sent, by jobs or here."""
        self._free_expired_claims()
        self._insist(self.env['pagero.account']._learn_places)
        if self._shares('_send_share'):
            self._share_sending()
        else:
            self._send_due()

    @api.model
    def _send_due(self):
        """Send a batch of each account in turn."""
        turns = self.env['pagero.account.turn']
        waiting = list(turns._sorted(self._accounts_with_due_documents(), WORK))
        due = [*self._due_domain(), ('account_id', 'in', [account.id for account in waiting])]
        self._progress(remaining=self.search_count(due))
        with Couriers() as couriers:
            while waiting and may_begin(self.env):
                account = waiting.pop(0)
                goes_on, left = self._send_alone(account, couriers)
                waiting += [account] if goes_on else []
                if not left:
                    break
            self._give_back(couriers.built_ahead())
        if not waiting:
            self._progress(remaining=0)  # what is left waits for the network, not for another run

    @api.model
    def _send_alone(self, account, couriers, among=None):
        """One account's turn: its trouble, or a bug, must not hold up the others.

        ``among``: the ids of a job's documents; jobs have their turns by the job queue.
        """
        try:
            if among is None:
                self.env['pagero.account.turn']._take(account, WORK)
            return self._send_turn(account, couriers, among)
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("Sending for %s stopped unexpectedly", account.id)
            self._free_claims_not_begun(account, among)
            self._tell_job(error)
            return False, True

    @api.model
    def _due_domain(self, account=None, among=None):
        domain = [('state', '=', 'queued'), ('next_attempt_at', '<=', fields.Datetime.now())]
        if account is not None:
            domain.append(('account_id', '=', account.id))
        return domain if among is None else [*domain, ('id', 'in', among)]

    @api.model
    def _accounts_with_due_documents(self):
        groups = self._read_group(self._due_domain(), ['account_id'])
        accounts = self.env['pagero.account'].browse([account.id for [account] in groups])
        return accounts.filtered(lambda account: not account._is_paused())

    # === JOBS === #

    @api.model
    def _share_sending(self):
        """A job for each batch of each account; what a person must release is held at once."""
        accounts = self._accounts_with_due_documents()
        held = accounts.filtered(lambda account: account._why_hold())
        for account in held:
            self._put_off(account)
        self._share_out('_send_share', map(self._due_of, accounts - held), BATCH)

    @api.model
    def _due_of(self, account):
        """In their order; after an outage a single job tries."""
        most = BATCH if account.outages else None
        due = self.search(self._due_domain(account), order='next_attempt_at, id', limit=most)
        return due.with_company(account.company_id)

    def _send_share(self):
        """Send documents to Pagero."""
        mine = self._as_job()
        account, goes_on = mine.account_id, bool(mine)
        had_outages = bool(account.outages)
        with Couriers() as couriers:
            while goes_on and not account._is_paused() and may_begin(mine.env):
                goes_on, _left = mine._send_alone(account, couriers, mine.ids)
            mine._give_back(couriers.built_ahead())
        if had_outages:
            self._wake_sender()  # the others of this account may go, too
        if goes_on and not account._is_paused():
            mine._come_again()

    # === ONE ACCOUNT === #

    @api.model
    def _send_turn(self, account, couriers, among=None):
        """Send one batch; returns whether more may follow, and the seconds that are left."""
        courier = couriers.of(account)
        if not courier:
            return False, self._progress(self._put_off(account))
        batch = couriers.take_ahead(account)
        if not batch:
            self._give_back(couriers.built_ahead(account))  # the turns of others took too long
            batch = self._claim_and_build(account, among)
        if not batch:
            return False, True
        ahead = partial(self._look_ahead, account, couriers, batch, among)
        couriers.keep(account, batch.documents._send_claimed(account, courier, batch, ahead))
        if not couriers.of(account):
            self._give_back(couriers.built_ahead(account))
        return couriers.of(account) is not None, self._progress()

    @api.model
    def _put_off(self, account):
        """Hold what a person must release; the rest waits for the next run. Returns how many."""
        count = self.search_count(self._due_domain(account))
        reason = account._why_hold()
        if reason:
            account._hold_queued(reason)
        if count and reason == 'unapproved_database':
            account._ask_for_approval()
        return count

    # === ONE BATCH === #

    @api.model
    def _claim_and_build(self, account, among):
        """A batch that is ready to leave, or None where nothing is due."""
        documents = self._claim(account, 1 if account.outages else BATCH, among)
        return documents._built() if documents else None

    def _built(self):
        uploads = self._build()
        claims = {document.id: document.claim_token for document in self}
        self._progress(len(self) - len(uploads))
        return Batch(self, uploads, claims)

    def _send_claimed(self, account, courier, batch, ahead):
        """Hand over, record. Returns the courier to go on with, or None."""
        uploads, claims = batch.uploads, batch.claims
        outcomes = self._hand_over(courier, uploads, claims, ahead)
        if any(isinstance(outcome.error, Unauthorized) for outcome in outcomes):
            courier, outcomes = self._once_more(account, courier, uploads, outcomes, claims)
        self._record(claims, outcomes)
        self._progress(len(uploads))
        return self._judge_round(account, courier, outcomes)

    @api.model
    def _look_ahead(self, account, couriers, batch, among):
        """Claim and build the account's next batch, which then need not wait for that.

        Not while Pagero may be down, nor beside a large batch, nor when there is no time to send
        it. A bug in it is none of the batch that is on the wire.
        """
        is_light = sum(len(upload.payload) for upload in batch.uploads) < MOST_BYTES / 2
        if account.outages or not is_light or not may_begin(self.env):
            return
        if self._progress() < LEAST_AHEAD:
            return
        documents = self.browse()
        try:
            documents = self._claim(account, among=among)
            if documents:
                couriers.put_ahead(account, documents._built())
        except Exception:
            self.env.cr.rollback()
            _logger.exception("Building ahead for %s stopped unexpectedly", account.id)
            self._free_claims_not_begun(account, documents.ids)

    @api.model
    def _give_back(self, batches):
        """What was built ahead and can't leave now is queued again, as it was."""
        for batch in batches:
            unsent = [Outcome(upload.key) for upload in batch.uploads]
            batch.documents._record(batch.claims, unsent)

    def _judge_round(self, account, courier, outcomes):
        """What the outcomes say of the network: whether it is worth going on."""
        outages = [outcome.error for outcome in outcomes if is_outage(outcome.error)]
        trouble = [outcome.error for outcome in outcomes if stops_all(outcome.error)]
        if outages:
            self._insist(lambda: account._note_outage(outages[0]))
        elif trouble and courier:  # without one, why there is none is noted already
            self._insist(lambda: account._pause(trouble[0]))
        elif account.outages and any(outcome.sent for outcome in outcomes):
            self._insist(account._forget_outages)
        if courier and (outages or trouble):
            courier.close()
            return None
        return courier

    def _once_more(self, account, courier, uploads, outcomes, claims):
        """The token was refused, so nothing was taken: refresh once, and hand those over again."""
        refused = {
            outcome.key
            for outcome in outcomes
            if not outcome.was_begun or isinstance(outcome.error, Unauthorized)
        }
        courier.close()
        courier = account._courier(refused=courier.token) if may_begin(self.env) else None
        if not courier:
            return None, outcomes
        again = [upload for upload in uploads if upload.key in refused]
        newer = {outcome.key: outcome for outcome in self._hand_over(courier, again, claims)}
        return courier, [newer.get(outcome.key, outcome) for outcome in outcomes]

    # === RECORD === #

    def _record(self, claims, outcomes):
        """Write down what became of the uploads of a batch, and what follows from it.

        Those that were recorded before are passed by.
        """
        self._insist_on_record(partial(self._record_once, claims, outcomes))
        self._insist_on_record(self._draw_conclusions)
        if any(outcome.sent for outcome in outcomes):
            self._insist_on_record(self._ask_soon)

    def _insist_on_record(self, record):
        """What has happened cannot be undone, so writing it down is tried hard."""
        if not self._insist(record):
            _logger.error("%s of %s uploads was given up", record, len(self))

    def _ask_soon(self):
        """Soon Pagero is asked what became of these."""
        self._wake_poll(at=fields.Datetime.now() + PAUSE)

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
        taken._enter_taken()
        for document in mine - taken:
            document._record_failure(outcome_of[document.id])

    def _enter_taken(self):
        """Pagero has received these."""
        self._move_to('processing', attempts=0)

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
        self._queue_for_later(_wire_values(error), error.retry_after)

    def _queue_for_later(self, values, retry_after=None):
        attempts = self.attempts + 1
        wait = next_delay(attempts, retry_after, self.id % 100 / 100)
        at = fields.Datetime.now() + (wait if retry_after else min(wait, LONGEST_WAIT))
        self._move_to(
            'queued', attempts=attempts, next_attempt_at=at, upload_started_at=False, **values
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
