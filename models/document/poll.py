"""What became of sent documents: asked in a few calls for the whole account, never one by one."""

from datetime import timezone

from odoo import api, fields, models

from ...network import connection_state_of, error_group
from ..mixins.pagero_scheduled_mixin import OVERLAP


OPEN = ('processing', 'awaiting_interaction', 'error', 'unsure')
BAD_STATUSES = ('AwaitingInteraction', 'Error')
# Of several parts of one file the worst counts.
BADNESS = {'processing': 1, 'awaiting_interaction': 2, 'error': 3}


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    # === SCHEDULED ACTIONS === #

    @api.model
    def _cron_poll(self):
        """Ask once for every account that has documents under way."""
        groups = self._read_group([('state', 'in', OPEN)], ['account_id'])
        accounts = self.env['pagero.account'].browse([account.id for [account] in groups])
        self._each_account(accounts, '_poll')

    # === POLL === #

    @api.model
    def _poll(self, account):
        """Two lists: the parts that need somebody, and the documents sent since the last time."""
        client = account._client()
        parts = list(client.iter_file_parts(statuses=BAD_STATUSES))
        delivered = list(self._sent_since(client, account))
        self._progress()  # others have worked while Pagero answered: begin with what is now
        self._apply_parts(account, parts, is_complete=True)
        self._apply_delivered(account, delivered)
        self._move_cursor(account, delivered)
        account._forget_trouble()
        # What was heard is kept, whatever the look-ups meet.
        if self._progress():
            self._look_for_unsure(account, client)

    @api.model
    def _move_cursor(self, account, delivered):
        """The next poll begins at the newest document, but never in the future."""
        stamps = [document.created_at for document in delivered if document.created_at]
        if stamps:
            newest = max(stamps).astimezone(timezone.utc).replace(tzinfo=None)
            account.polled_until = min(newest, fields.Datetime.now())

    @api.model
    def _sent_since(self, client, account):
        """Sent documents, newest first, back to the cursor; a server may ignore the filter."""
        since = account.polled_until or self._oldest_open(account)
        since = (since - OVERLAP).replace(tzinfo=timezone.utc)
        for document in client.iter_documents(direction='Sent', created_from=since):
            if document.created_at and document.created_at < since:
                break
            if document.direction == 'Sent':
                yield document

    @api.model
    def _oldest_open(self, account):
        oldest = self.search(
            [('account_id', '=', account.id), ('state', 'in', OPEN)], order='id', limit=1
        )
        return oldest.sent_at or oldest.create_date or fields.Datetime.now()

    # === PARTS === #

    @api.model
    def _apply_parts(self, account, parts, *, is_complete):
        """File parts that stand somewhere; with ``is_complete`` the absent ones go on again."""
        bad = {}
        for part in parts:
            bad.setdefault(part.file_id, []).append(part)
        documents = self._of_files(account, bad)
        for document in documents:
            document._hear_parts(bad[document.file_id])
        if is_complete:
            self._apply_absence(account, documents)

    @api.model
    def _apply_absence(self, account, present):
        """What stands there no more was restarted: it goes on, but isn't delivered yet."""
        stood = self.search(
            [
                ('account_id', '=', account.id),
                ('state', 'in', ('awaiting_interaction', 'error')),
            ]
        ).filtered('part_ids')
        (stood - present)._goes_on()

    def _goes_on(self):
        """Nothing stands at Pagero any more: absent means still processing, never delivered."""
        self._move_to('processing', part_ids=False)

    @api.model
    def _of_files(self, account, file_ids):
        return self.search(
            [
                ('account_id', '=', account.id),
                ('direction', '=', 'out'),
                ('file_id', 'in', [file_id for file_id in file_ids if file_id]),
                ('state', 'not in', ('cancelled', 'queued', 'sending')),
            ]
        )

    def _hear_parts(self, parts):
        """One file's parts: the worst of them is the document's state."""
        self.checked_at = fields.Datetime.now()
        known = [part for part in parts if part.state]
        for part in parts:
            if not part.state and part.status != self.network_word:
                self.network_word = part.status
                self._log('network_word', word=part.status)
        if known:
            worst = max(known, key=lambda part: BADNESS[part.state])
            self._hear(worst, [part.id for part in known if part.state == worst.state])

    def _hear(self, part, part_ids):
        """Take over what a part says; the same words again are no news."""
        if self.state == 'error' and part.state == 'awaiting_interaction':
            self._move_to('processing')  # somebody restarted it in Pagero Online
        values = self._said_by(part, part_ids)
        if part.state == self.state:
            self._hear_more(values, part.codes)
        elif self._can_move_to(part.state):
            self._move_to(part.state, **values)
            self._teach_connection(part.codes)
        if self.state == 'error' and self._is_refused_copy():
            self._adopt_first_copy()

    def _said_by(self, part, part_ids):
        if part.state == 'processing':
            return {'part_ids': part_ids}
        code = part.codes[0] if part.codes else False
        return {
            'part_ids': part_ids,
            'error_parameters': False,
            'error_text': '\n'.join(part.descriptions) or part.status,
            'error_code': code,
            'error_group': code and error_group(code),
        }

    def _hear_more(self, values, codes):
        """It stands where it stood, perhaps for another reason, or with another part."""
        if values.get('error_text', self.error_text) != self.error_text:
            self._log(self.state, reason=values['error_text'])
        if values.get('error_code', self.error_code) != self.error_code:
            self._teach_connection(codes)
        if any(self[name] != value for name, value in values.items()):
            self.write(values)

    def _teach_connection(self, codes):
        """Routing errors of Production tell how the customer is really reached."""
        states = [state for state in map(connection_state_of, codes) if state]
        if states and self.send_mode == 'Production':
            self.env['pagero.connection']._of_document(self)._learn(states[0])

    # === DELIVERED === #

    @api.model
    def _apply_delivered(self, account, listed):
        """Documents exist at Pagero for what was processed; each must fit the one we sent."""
        by_file = {document.file_id: document for document in listed if document.file_id}
        for document in self._of_files(account, by_file):
            theirs = by_file[document.file_id]
            if document._fits_mode(theirs):
                document._hear_delivered(theirs)
                document._mark_invoices_sent()

    def _fits_mode(self, theirs):
        return not theirs.send_mode or theirs.send_mode == self.send_mode

    def _hear_delivered(self, theirs):
        values = {'network_id': theirs.id, 'checked_at': fields.Datetime.now()}
        if theirs.business_word and theirs.business_word != self.business_word:
            values.update(
                business_status=theirs.business_status,
                business_word=theirs.business_word,
                answered_at=fields.Datetime.now(),
            )
            known = theirs.business_status != 'unknown' and theirs.business_status
            self._log('business_status', word=known or theirs.business_word)
        if self.state == 'awaiting_interaction' or not self._can_move_to('delivered'):
            self.write(values)  # another part of the same file still stands: the worst counts
        elif self.state != 'error' or not self.part_ids:
            self._move_to('delivered', **values)
