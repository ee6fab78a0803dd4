"""Uploads whose outcome is unknown: looked up, adopted, and sent again only when that is safe."""

from datetime import timedelta, timezone

from odoo import api, fields, models

from ..network import DUPLICATE_CODES, next_delay
from .res_partner import bare_identity


LOOKUPS = 3
WINDOW = timedelta(days=1)  # around the upload, for the search by number


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    question_id = fields.Many2one(
        'mail.activity', readonly=True, copy=False, index='btree_not_null', ondelete='set null',
        help="Asks a person what became of an upload.",
    )

    @api.model
    def _look_for_unsure(self, account, client):
        """Look up what is due; the answer, or giving up, moves it on."""
        due = self.search(
            [
                ('account_id', '=', account.id),
                ('state', '=', 'unsure'),
                ('next_attempt_at', '<=', fields.Datetime.now()),
            ]
        )
        for document in due:
            document._look_up(client)

    def _look_up(self, client):
        """By our reference, then by number and date; by parts too. Raises ``NetworkError``."""
        theirs = self._find_document(client)
        part = None if theirs else self._find_part(client)
        if theirs or part:
            self._adopt(theirs, part)
        elif self.state == 'unsure':
            self._not_found()

    def _find_document(self, client):
        """A document at Pagero that is surely this one."""
        begun = (self.upload_started_at or self.create_date).replace(tzinfo=timezone.utc)
        searches = (
            {'sender_reference': self.sender_reference},
            {'created_from': begun - WINDOW, 'created_to': begun + WINDOW},
        )
        for search in searches:
            for theirs in client.iter_documents(direction='Sent', **search):
                if theirs.created_at and theirs.created_at < begun - WINDOW:
                    break
                if self._is_this(theirs):
                    return theirs
        return None

    def _is_this(self, theirs):
        """A server may ignore a filter, so the item itself must match, and be nobody else's."""
        if theirs.sender_reference and theirs.sender_reference != self.sender_reference:
            return False
        same = (
            theirs.direction == 'Sent'
            and theirs.document_identifier == self.document_number
            and theirs.issue_date == self.issue_date
            and theirs.send_mode == self.send_mode
        )
        recipients = {bare_identity(value) for _kind, value in theirs.receiver_ids}
        return (
            same
            and bool(recipients & set(self.recipient_identities or []))
            and self._is_nobody_elses(file_id=theirs.file_id, network_id=theirs.id)
        )

    def _find_part(self, client):
        """A part that carries our reference; its text names no number, so nothing less counts."""
        for part in client.iter_file_parts():
            mine = part.sender_reference == self.sender_reference
            if mine and self._is_nobody_elses(file_id=part.file_id):
                return part
        return None

    def _is_nobody_elses(self, **ids):
        for name, value in ids.items():
            if value and self.search_count([(name, '=', value), ('id', '!=', self.id)], limit=1):
                return False
        return True

    def _adopt(self, theirs, part):
        """It had arrived: go on from where it stands."""
        self._log('adopted')
        file_id = theirs.file_id if theirs else part.file_id
        values = {'file_id': file_id, 'sent_at': self.sent_at or self.upload_started_at}
        if self.state == 'unsure':
            self._move_to('processing', **values)
        else:
            self.write(values)
        if part:
            self._hear_parts([part])
        elif self._can_move_to('delivered'):
            self._hear_delivered(theirs)
        self._mark_invoices_sent()

    def _not_found(self):
        """Not found often and long enough: send again if a copy is harmless, else ask a person."""
        lookups = self.lookups + 1
        patience = timedelta(minutes=self.account_id.unsure_minutes)
        waited = fields.Datetime.now() - (self.upload_started_at or self.create_date)
        self.write({'lookups': lookups, 'checked_at': fields.Datetime.now()})
        self._log('looked_up')
        if lookups < LOOKUPS or waited < patience:
            pause = min(next_delay(lookups), patience / LOOKUPS)
            self.next_attempt_at = fields.Datetime.now() + pause
        elif self.account_id.duplicate_control_stated:
            # Pagero refuses a copy (11200), and then we know that the first one was taken.
            self._move_to('queued', next_attempt_at=fields.Datetime.now())
            self.env.ref('pagero_connector.ir_cron_pagero_send').sudo()._trigger()
        else:
            self._ask_a_person()

    def _ask_a_person(self):
        """Nobody can know from here: one activity, and no more look-ups than one a day."""
        self.next_attempt_at = fields.Datetime.now() + timedelta(days=1)
        user = self._whom_to_ask()
        if self.question_id or not user:
            return
        translated = self.with_context(lang=user.lang).env
        self.question_id = self.move_id.activity_schedule(
            'mail.mail_activity_data_todo',
            user_id=user.id,
            summary=translated._("Did this invoice reach Pagero?"),
            note=translated._(
                "Its upload broke off, and Pagero does not list it. Look for number %(number)s in"
                " Pagero Online. Then open the Pagero document here and press It Arrived or Send"
                " Again.",
                number=self.document_number,
            ),
        )

    def _whom_to_ask(self):
        """Who made the invoice; where that was a machine, an administrator."""
        people = self.move_id.invoice_user_id | self.move_id.create_uid
        present = people.filtered(lambda user: user.active and not user.share)
        return (present or self.account_id._administrators())[:1]

    def _before_move(self, target, values):
        """Whoever was asked need not answer any more."""
        super()._before_move(target, values)
        if target != 'unsure':
            self.sudo().question_id.unlink()

    def _is_refused_copy(self):
        """A resend met duplicate control: the first upload had been taken after all."""
        return self.error_code in DUPLICATE_CODES and self.lookups >= LOOKUPS

    def _hear(self, part, part_ids):
        result = super()._hear(part, part_ids)
        if self.state == 'error' and self._is_refused_copy():
            theirs = self._find_document(self.account_id._client())
            if theirs:
                self.write({'part_ids': False, 'file_id': theirs.file_id})
                self._log('adopted')
                self._hear_delivered(theirs)
        return result
