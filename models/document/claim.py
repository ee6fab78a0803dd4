"""Which worker sends a document: reserved durably, and given back when the worker has died."""

from datetime import timedelta
from uuid import uuid4

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.fields import Domain

from ...network import next_delay
from ..account.sending import PAUSE
from ..compat.parameters import parameter
from ..connection.identity import CHANGED
from ..connection.pagero_connection import STATES as CONNECTION_STATES
from ..tools.quiet_lock import lock_quietly
from .batch import BATCH


NOT_CONNECTED = {state for state, _label in CONNECTION_STATES} - {'connected'}
CLAIM_MINUTES = 5  # longer than any batch with its time-outs


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    @api.model
    def _claim(self, account, most=BATCH, among=None):
        """Reserve a batch of one send mode for this run, durably; hold what may not go yet.

        ``among``: the ids that a job is for; without them, whatever is due.
        """
        aside = True
        while aside:
            batch = self._lock_due(self._due_domain(account, among), most)
            held = batch._not_yet_connected(account)
            held._move_to('held', held_reason='connection')
            held._check_now()
            early = batch._before_their_turn()
            early.next_attempt_at = fields.Datetime.now() + PAUSE
            put_off = held | early
            aside = put_off | (batch - put_off)._set_aside_what_ends_workers()
            claimed = batch - aside
            claimed._move_to(
                'sending',
                claim_token=uuid4().hex,
                claim_expires_at=fields.Datetime.now() + self._claim_lifetime(),
                upload_started_at=False,
            )
            for begun, documents in claimed.grouped('builds').items():
                documents.builds = begun + 1
            self._progress(len(aside))
            if claimed:
                break
        return claimed

    def _lock_due(self, domain, most):
        for _attempt in range(5):
            try:
                locked = self._lock_candidates(domain, most)
            except SerializationFailure:
                self.env.cr.rollback()  # one of them was changed just now: look again
            else:
                return self._of_one_mode(locked)._of_bearable_size()
        return self.browse()

    def _lock_candidates(self, domain, most):
        """The oldest due ones that no other worker holds; the index answers alone."""
        return lock_quietly(self.search(domain, limit=most, order='next_attempt_at, id'))

    def _of_one_mode(self, documents):
        mode = documents[:1].send_mode
        return documents.filtered(lambda document: document.send_mode == mode)

    def _not_yet_connected(self, account):
        """Production waits for the connection, a Test for a confirmation; a Certification never.

        A connection that was made for other numbers counts no longer, also in an open directory.
        """
        self._readdress()
        closed = {CHANGED} if account.is_open_directory else NOT_CONNECTED
        return self._with_connections_in(closed, account)

    def _gone_elsewhere(self, account):
        """Those of a claimed batch whose numbers or receiver have changed since the claim."""
        moved = self._readdress()
        return moved._not_yet_connected(account) | self._with_connections_in({CHANGED}, account)

    def _with_connections_in(self, closed, account):
        """Those that wait for a connection which is in one of these states now."""
        waiting = self._waits_for_connection()
        connections = self.env['pagero.connection']
        known = connections._by_partner(account, waiting.partner_id)
        connections.union(*known.values())._question_identity()
        states = {partner: connection.state for partner, connection in known.items()}
        return waiting.filtered(
            lambda document: states.get(document.partner_id.id, 'none') in closed
        )

    def _readdress(self):
        """Note the receiver where it isn't the one that was queued for; returns those documents.

        The contact may belong to another company by now, a department have got its own address.
        """
        moved = self.browse()
        for document in self:
            receiver = document.move_id.partner_id.pagero_receiver_id
            if receiver and receiver != document.partner_id:
                document.partner_id = receiver
                moved += document
        return moved

    @api.model
    def _reconsider(self, partners):
        """What is held goes on, or waits for another connection, as the partners' numbers say."""
        family = Domain('move_id.partner_id', 'child_of', partners.ids)
        waiting = Domain('state', '=', 'held') & Domain('held_reason', '=', 'connection')
        for account, documents in self.search(waiting & family).grouped('account_id').items():
            (documents - documents._not_yet_connected(account))._release()

    @api.model
    def _claim_lifetime(self):
        minutes = parameter(self.env, 'pagero_connector.claim_minutes')
        return timedelta(minutes=float(minutes or CLAIM_MINUTES))

    # === CLAIMS OF DEAD WORKERS === #

    @api.model
    def _free_expired_claims(self):
        """Also while another worker, which only is slow, works on them: it finds its claim lost."""
        freed = []
        self._insist(lambda: freed.append(self._free_expired()))
        taken = freed[-1] if freed else self.browse()
        if taken:
            self._insist(taken._conclude_death)

    @api.model
    def _free_expired(self):
        """No upload begun: queued again. Begun: it may have arrived, so it becomes unsure.

        Where the answer was noted before the worker died, nothing is in doubt. Returns those.
        """
        expired = lock_quietly(
            self.search(
                [('state', '=', 'sending'), ('claim_expires_at', '<', fields.Datetime.now())]
            )
        )
        expired.account_id.compared_on = False  # a copy of a busy database begins as after a death
        begun = expired.filtered('upload_started_at')
        (expired - begun)._move_to('queued')
        taken = begun.filtered('file_id')
        taken._enter_taken()
        (begun - taken)._move_to(
            'unsure',
            error_parameters={'code': 'server_stopped'},
            lookups=0,
            next_attempt_at=fields.Datetime.now(),
        )
        return taken

    def _conclude_death(self):
        """What Pagero had taken when a worker died is as good as any other."""
        self._draw_conclusions()
        self._ask_soon()

    @api.model
    def _free_claims_not_begun(self, account, among=None):
        """After a bug of ours: what surely was not sent is tried again, but not at once."""
        not_begun = [
            ('account_id', '=', account.id),
            ('state', '=', 'sending'),
            ('upload_started_at', '=', False),
        ]
        ours = [] if among is None else [('id', 'in', among)]
        stuck = self.search([*not_begun, *ours]).try_lock_for_update(allow_referencing=True)
        for document in stuck:
            attempts = document.attempts + 1
            at = fields.Datetime.now() + next_delay(attempts)
            document._move_to('queued', attempts=attempts, next_attempt_at=at)
        self._progress()
