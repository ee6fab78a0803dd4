"""Uploads whose outcome is unknown: looked up, adopted, and sent again only when that is safe."""

from datetime import timedelta, timezone
from functools import cached_property
from itertools import islice

from markupsafe import escape

from odoo import api, fields, models
from odoo.tools import format_datetime

from ...identification.identifiers import bare_identity
from ...network import DUPLICATE_CODES, NetworkError, NoAnswer, Stretch, next_delay
from ..tools.time_limit import list_seconds
from .kind import KINDS
from .pagero_document import NOT_SENT


LOOKUPS = 3
WINDOW = timedelta(days=1)  # around the upload, for the search by number
NAMED_LIMIT = 200  # documents looked at in the search by our reference


class Listing:
    """What Pagero lists around some uploads, asked once for all of them when first needed."""

    def __init__(self, client, documents):
        self._client = client
        begun = [each.upload_started_at or each.create_date for each in documents]
        self._from = begun and min(begun).replace(tzinfo=timezone.utc) - WINDOW
        self._to = begun and max(begun).replace(tzinfo=timezone.utc) + WINDOW

    @cached_property
    def documents(self):
        """{document number: the sent documents that bear it}."""
        found = {}
        stretch = Stretch(list_seconds())
        listed = self._client.iter_documents(
            direction='Sent', created_from=self._from, created_to=self._to, stretch=stretch
        )
        for theirs in listed:
            if theirs.created_at and theirs.created_at < self._from:
                stretch.end()
                break
            found.setdefault(theirs.document_identifier, []).append(theirs)
        _refuse_part_of(stretch)
        return found

    @property
    def count(self):
        """How many documents Pagero lists there: what a person weighs."""
        return sum(map(len, self.documents.values()))

    @cached_property
    def parts(self):
        """{our reference: the part that carries it}; many servers don't tell it."""
        stretch = Stretch(list_seconds())
        listed = list(self._client.iter_file_parts(stretch=stretch))
        _refuse_part_of(stretch)
        return {part.sender_reference: part for part in listed if part.sender_reference}


def _refuse_part_of(stretch):
    """What is missing from a list that wasn't read to its end is not known to be missing."""
    if stretch.offset:
        raise NoAnswer("The list was not read to its end in time.")


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    question_id = fields.Many2one(
        'mail.activity',
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='set null',
        help="Asks a person whether Pagero received the document.",
    )
    listed_around = fields.Integer(
        readonly=True, copy=False, help="Documents that Pagero lists around the upload."
    )
    search_words = fields.Char(
        string="What Was Looked For",
        compute='_compute_search_words',
        help="What is known for the decision whether it arrived.",
    )
    was_unsure = fields.Boolean(
        readonly=True,
        copy=False,
        help="Pagero may have received a copy of this that was not found there.",
    )

    @api.depends('state', 'lookups', 'listed_around', 'checked_at', 'upload_started_at')
    @api.depends_context('lang', 'tz')
    def _compute_search_words(self):
        for document in self:
            known = document.state == 'unsure' and document.lookups
            document.search_words = known and document.env._(
                "Upload of %(begun)s. Times that it was looked for: %(lookups)s, most recently"
                " %(checked)s. Documents that Pagero lists of the days around it: %(count)s. It is"
                " not among them.",
                begun=format_datetime(document.env, document.upload_started_at),
                lookups=document.lookups,
                checked=format_datetime(document.env, document.checked_at),
                count=document.listed_around,
            )

    @api.model
    def _look_up_unsure(self, account, client):
        """Look up what is due; each is found, looked for later, or asked about."""
        due = self.search(
            [
                ('account_id', '=', account.id),
                ('state', '=', 'unsure'),
                ('next_attempt_at', '<=', fields.Datetime.now()),
            ]
        )
        listing = Listing(client, due)
        for document in due:
            if not document._look_up_alone(client, listing) or not self._progress():
                break

    def _look_up_alone(self, client, listing):
        """One look-up, which may fail without undoing the others; False when all would fail."""
        account = self.account_id
        try:
            self._look_up(client, listing)
        except NetworkError as error:
            self.env.cr.rollback()
            account._note_trouble(error)
            return False
        return True

    def _look_up(self, client, listing=None):
        """By number and date, then by our reference; by parts too. Raises ``NetworkError``."""
        listing = listing or Listing(client, self)
        theirs = self._find_document(client, listing)
        part = None if theirs else self._find_part(listing)
        if theirs or part:
            self._adopt(theirs, part)
        elif self.state == 'unsure':
            self.listed_around = listing.count
            self._not_found()

    def _find_document(self, client, listing):
        """A document at Pagero that is surely this one."""
        numbers = self._kind()._numbers_at_pagero(self)
        around = [theirs for number in numbers for theirs in listing.documents.get(number, ())]
        theirs = next((each for each in around if self._matches(each, client)), None)
        if theirs:
            return theirs
        named = client.iter_documents(direction='Sent', sender_reference=self.sender_reference)
        # A server that ignores the filter lists everything: a few tell enough.
        first = islice(named, NAMED_LIMIT)
        return next((each for each in first if self._matches(each, client)), None)

    def _matches(self, theirs, client):
        """As a server may ignore a filter, the item must match, and belong to no other document."""
        is_named = theirs.sender_reference == self.sender_reference
        return (
            self._is_unclaimed(file_id=theirs.file_id, network_id=theirs.id)
            and self._could_be(theirs, client)
            and (is_named or not self._has_rival(theirs, client))
        )

    def _could_be(self, theirs, client):
        """Whether the item has our type, number and mode, was sent by us, and is of this kind."""
        if theirs.sender_reference and theirs.sender_reference != self.sender_reference:
            return False
        kind = self._kind()
        if theirs.document_type in KINDS and theirs.document_type != self.document_type:
            return False
        return (
            theirs.direction == 'Sent'
            and theirs.send_mode == self.send_mode
            and theirs.document_identifier in kind._numbers_at_pagero(self)
            and self._was_sent_by_us(theirs)
            and kind._is_at_pagero(self, theirs, client)
        )

    def _was_sent_by_us(self, theirs):
        """Companies have the same numbers: the item must name the account or the company.

        What names neither, nor our reference, may be any company's.
        """
        if theirs.sending_company_id:
            ours = self.account_id.pagero_company_id or ''
            return theirs.sending_company_id.lower() == ours.lower()
        senders = {bare_identity(value) for _kind, value in theirs.sender_ids}
        own = self.company_id.sudo().partner_id._pagero_identities()
        return theirs.sender_reference == self.sender_reference or bool(senders & set(own))

    def _has_rival(self, theirs, client):
        """Whether the item could as well be another one of ours whose place is not known."""
        rivals = self.search(
            [
                ('document_type', '=', self.document_type),
                ('document_number', '=', self.document_number),
                ('send_mode', '=', self.send_mode),
                ('id', '!=', self.id),
                ('upload_started_at', '!=', False),
                ('network_id', '=', False),
            ]
        )
        origin = self._kind()._origin(self)
        return any(
            rival._could_be(theirs, client)
            for rival in rivals
            if rival._kind()._origin(rival) != origin
            and not (rival.file_id and theirs.file_id and rival.file_id != theirs.file_id)
        )

    def _find_part(self, listing):
        """The part that carries our reference; parts state no number, so nothing else counts."""
        part = listing.parts.get(self.sender_reference)
        return part if part and self._is_unclaimed(file_id=part.file_id) else None

    def _is_unclaimed(self, **ids):
        for name, value in ids.items():
            if value and self.search_count([(name, '=', value), ('id', '!=', self.id)], limit=1):
                return False
        return True

    def _adopt(self, theirs, part):
        """Pagero had received it: take over the state that it has there."""
        self._log('adopted')
        file_id = theirs.file_id if theirs else part.file_id
        values = {'file_id': file_id, 'sent_at': self.sent_at or self.upload_started_at}
        if self.state == 'unsure' or self._may_be_there():
            self._move_to('processing', **values)
        else:
            self.write(values)
        if part:
            self._update_from_parts([part])
        elif self._can_move_to('delivered'):
            self._update_from_listed(theirs)
        self._draw_conclusions()
        self._overtake_tests()

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
            self._wake_sender()
        else:
            self._ask_a_person()

    def _ask_a_person(self):
        """One activity, as only Pagero Online can tell; from now on one look-up a day."""
        self.next_attempt_at = fields.Datetime.now() + timedelta(days=1)
        user = self._user_to_ask()
        if self.question_id or not user:
            return
        translated = self.with_context(lang=user.lang).env
        note = translated._(
            "Pagero does not say whether it received this document. Look for number %(number)s in"
            " Pagero Online. Then open the Pagero document here: press It Arrived if it is there,"
            " otherwise Send Again.",
            number=self.document_number,
        )
        kind = self.with_env(translated)._kind()
        self.question_id = (kind._asked_at(self) or self.account_id).activity_schedule(
            'mail.mail_activity_data_todo',
            user_id=user.id,
            summary=kind._question_sentence(self),
            note=escape(note),
        )

    def _user_to_ask(self):
        """The salesperson or the author of the invoice or bill; else an administrator."""
        move = self.move_id or self.answered_id.move_id
        people = move.invoice_user_id | move.create_uid
        present = people.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids
        )
        return (present or self.account_id._administrators())[:1]

    def _may_be_there(self):
        """Waits to be sent once more, or was refused then, while Pagero may hold the first copy."""
        return self.was_unsure and not self.file_id and self.state in (*NOT_SENT, 'error')

    def _is_refused_copy(self):
        """A resend met duplicate control: the first upload had been taken after all."""
        return self.error_code in DUPLICATE_CODES and self.was_unsure

    def _adopt_first_copy(self):
        """Look for the upload that made this one a refused copy, and go on from there."""
        client = self.account_id._client()
        theirs = self._find_document(client, Listing(client, self))
        if theirs:
            self.write({'part_ids': False, 'file_id': theirs.file_id})
            self._log('adopted')
            self._update_from_listed(theirs)
