"""What became of sent documents: asked for the whole account at once, in a few calls."""

from datetime import timezone
from functools import partial

from odoo import api, fields, models

from ...network import connection_state_of, error_group, refuses_tests
from ..mixins.pagero_scheduled_mixin import OVERLAP
from .pagero_document import BADNESS, CLOSED_TO_NEWS, POLLED, STOPPED


BAD_STATUSES = ('AwaitingInteraction', 'Error')
WORK = '_poll'  # whose turns these are


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    # === SCHEDULED ACTIONS === #

    @api.model
    def _cron_poll(self):
        """Ask once for every account that has documents under way."""
        groups = self._read_group([('state', 'in', POLLED)], ['account_id'])
        accounts = self.env['pagero.account'].browse([account.id for [account] in groups])
        if accounts._shares('_poll_share'):
            accounts._share_calls('_poll_share')
        else:
            self._each_account(accounts, '_poll')

    # === POLL === #

    @api.model
    def _poll(self, account):
        """Two lists: the parts that have stopped, and the documents sent since the last time."""
        client = account._client()
        since = self._polled_since(account)
        parts, of_parts = self._read_on(
            account, WORK, 'parts', partial(self._stopped_parts, client)
        )
        delivered, of_documents = self._read_on(
            account, WORK, 'documents', partial(self._sent_since, client, since)
        )
        self._progress()  # others have worked while Pagero answered: begin with what is now
        self._apply_stopped_parts(account, parts, of_parts.is_whole)
        self._apply_delivered(account, delivered)
        self._compare_with(account, client, delivered)
        self._go_on(account, WORK, parts=of_parts, documents=of_documents)
        account._forget_trouble()
        # The answers are committed before the look-ups, which may fail. The cursor stands on the
        # account, which other actions write as well: it moves at the beginning of a transaction.
        time_left = self._progress()
        if not of_documents.offset:
            self._move_cursor(account, delivered)
        if time_left:
            self._look_up_unsure(account, client)

    @api.model
    def _stopped_parts(self, client, stretch):
        return client.iter_file_parts(statuses=BAD_STATUSES, stretch=stretch)

    @api.model
    def _move_cursor(self, account, delivered):
        """The next poll begins at the newest document, but never in the future."""
        stamps = [document.created_at for document in delivered if document.created_at]
        if stamps:
            newest = max(stamps).astimezone(timezone.utc).replace(tzinfo=None)
            account.polled_until = min(newest, fields.Datetime.now())

    @api.model
    def _sent_since(self, client, since, stretch):
        """Sent documents, newest first, back to a moment; a server may ignore the filter."""
        since = (since - OVERLAP).replace(tzinfo=timezone.utc)
        listed = client.iter_documents(direction='Sent', created_from=since, stretch=stretch)
        for document in listed:
            if document.created_at and document.created_at < since:
                stretch.end()
                break
            if document.direction == 'Sent':
                yield document

    @api.model
    def _polled_since(self, account):
        """The cursor; the first time where the oldest document began that is under way."""
        if account.polled_until:
            return account.polled_until
        oldest = self.search(
            [('account_id', '=', account.id), ('state', 'in', POLLED)], order='id', limit=1
        )
        return oldest.sent_at or oldest.create_date or fields.Datetime.now()

    # === PARTS === #

    @api.model
    def _apply_stopped_parts(self, account, parts, are_all=True):
        """``parts`` have stopped at Pagero; a document without any goes on, where that is all."""
        by_file = {}
        for part in parts:
            by_file.setdefault(part.file_id, []).append(part)
        listed = self._of_files(account, by_file)
        for document in listed:
            document._update_from_parts(by_file[document.file_id])
        if not are_all:
            return
        stopped = self.search([('account_id', '=', account.id), ('state', 'in', STOPPED)])
        (stopped.filtered('part_ids') - listed)._resume()

    def _resume(self):
        """No part is stopped any more: the document is processed again, but not yet delivered."""
        self._move_to('processing', part_ids=False)

    @api.model
    def _of_files(self, account, file_ids):
        return self.search(
            [
                ('account_id', '=', account.id),
                ('direction', '=', 'out'),
                ('file_id', 'in', [file_id for file_id in file_ids if file_id]),
                ('state', 'not in', CLOSED_TO_NEWS),
            ]
        )

    def _update_from_parts(self, parts):
        """One file's parts: the worst of them is the document's state."""
        self.checked_at = fields.Datetime.now()
        known = [part for part in parts if part.state]
        for part in parts:
            if not part.state and part.status != self.network_word:
                self.network_word = part.status
                self._log('network_word', word=part.status)
        if known:
            worst = max(known, key=lambda part: BADNESS[part.state])
            self._update_from_part(worst, [part.id for part in known if part.state == worst.state])

    def _update_from_part(self, part, part_ids):
        """Take over state and error of a part; only a change is written and logged."""
        if self.state == 'error' and part.state == 'awaiting_interaction':
            self._move_to('processing')  # it was restarted in Pagero Online
        values = self._values_of_part(part, part_ids)
        if part.state == self.state:
            self._update_in_same_state(values, part.codes)
        elif self._can_move_to(part.state):
            self._move_to(part.state, **values)
            self._teach_connection(part.codes)
        if self.state == 'error' and self._is_refused_copy():
            self._adopt_first_copy()
        self._draw_conclusions()

    def _values_of_part(self, part, part_ids):
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

    def _update_in_same_state(self, values, codes):
        """The state is the same, but the reason or the part may be another."""
        is_other = values.get('error_code', self.error_code) != self.error_code
        if values.get('error_text', self.error_text) != self.error_text:
            told = {'reason': values['error_text'], 'error_code': values['error_code']}
            self._log(self.state, **told)
        if any(self[name] != value for name, value in values.items()):
            self.write(values)
        if is_other:
            self._teach_connection(codes)

    def _teach_connection(self, codes):
        """A routing error of a Production invoice changes the state of the customer's connection.

        A refused test says that the customer accepts none.
        """
        states = [state for state in map(connection_state_of, codes) if state]
        connections = self.env['pagero.connection']
        teaches = self.send_mode == 'Production' and self._kind()._teaches_connection
        if states and teaches:
            connections._of_document(self)._learn(states[0])
        if self.send_mode == 'Test' and refuses_tests(self.error_text):
            connections._of_document(self).accepts_tests = 'no'

    def _teach_delivery(self, was_stopped):
        """A delivery in Production teaches as an error does."""
        if self.send_mode == 'Production' and self._kind()._waits_for_connection:
            partner = self.partner_id.pagero_receiver_id
            found = self.env['pagero.connection']._by_partner(self.account_id, partner)
            if connection := found.get(partner.id):
                connection._learn_delivery(self, was_stopped)

    def _is_for_todays_numbers(self):
        """Whether it went to the numbers that its customer has now."""
        return self.recipient_identities == self.partner_id._pagero_identities()

    # === DELIVERED === #

    @api.model
    def _apply_delivered(self, account, listed):
        """Documents listed at Pagero; each counts only if its mode is that of the one we sent."""
        by_file = {document.file_id: document for document in listed if document.file_id}
        for document in self._of_files(account, by_file):
            theirs = by_file[document.file_id]
            if document._fits_mode(theirs):
                document._update_from_listed(theirs)
                document._draw_conclusions()
        self._of_files(account, by_file)._overtake_tests()

    def _fits_mode(self, theirs):
        return not theirs.send_mode or theirs.send_mode == self.send_mode

    def _update_from_listed(self, theirs):
        values = {'network_id': theirs.id, 'checked_at': fields.Datetime.now()}
        self._hear_listed(theirs)
        if not self._can_move_to('delivered'):
            self.write(values)  # another part of the same file waits: the worst counts
        elif self.state != 'error' or not self.part_ids:
            was_stopped = self.state in STOPPED
            self._move_to('delivered', **values)
            self._teach_delivery(was_stopped)
