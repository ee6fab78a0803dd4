"""Whether another database sends in our name: Pagero lists what this one has not sent.

A snapshot that is set back on its own machine, or a clone whose machine has the same numbers, can't
be told by where it runs: both have the same queue, the same login and the same next invoice number.
"""

import re
from datetime import timezone
from functools import partial

from odoo import api, models

from ...network import NetworkError
from ..tools.quiet_lock import lock_quietly
from .pagero_document import NOT_SENT


WORK = 'compare'  # whose turns these are
SERIES = re.compile(r'(.*\D)\d+$')  # a number that tells its series from another system's


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    @api.model
    def _is_alone(self, account):
        """Whether Pagero answers, and lists nothing of another database's.

        Asked before the first upload after each start of the database server, each login and each
        outage; in between every poll compares.
        """
        server = account._database_server()
        if account.compared_on == server:
            return True
        try:
            is_whole = self._compare(account)
        except NetworkError as error:
            account._note_trouble(error)
            return False
        if not is_whole:
            self._wake_sender()
            return False
        self._insist(partial(self._note_compared, account, server))
        return account._is_approved()

    @api.model
    def _note_compared(self, account, server):
        """Once, where several workers have compared at the same time."""
        if lock_quietly(account) and account.compared_on != server:
            account.compared_on = server

    @api.model
    def _compare(self, account):
        """Read what Pagero lists since this database last asked; False where more is to come."""
        client = account._client()
        since = account.polled_until or account.create_date
        ask = partial(self._sent_since, client, since)
        listed, stretch = self._read_on(account, WORK, 'documents', ask)
        self._progress()  # others have worked while Pagero answered: begin with what is now
        self._insist(partial(self._compare_with, account, client, listed))
        self._go_on(account, WORK, documents=stretch)
        self._progress()
        return not stretch.offset

    @api.model
    def _compare_with(self, account, client, listed):
        """Take over what another database sent of ours; stop at invoices that are not here."""
        unknown = self._unknown_among(listed)
        if not unknown:
            return
        others = self._take_over_sent(account, client, unknown)
        if account.is_live:
            others |= self._not_here(account, unknown)
        if others:
            account._meet_other_database(others)

    @api.model
    def _unknown_among(self, listed):
        """What was uploaded as a file that no document here has."""
        by_file = {theirs.file_id: theirs for theirs in listed if theirs.file_id}
        known = self._read_group([('file_id', 'in', list(by_file))], ['file_id'])
        for [file_id] in known:
            del by_file[file_id]
        return list(by_file.values())

    @api.model
    def _take_over_sent(self, account, client, unknown):
        """What waits here and is at Pagero already goes on from there.

        A test may be another database's trial of the same invoice; it does no harm to send ours.
        Returns the numbers under which Pagero has another invoice than ours.
        """
        by_number = {}
        for theirs in unknown:
            by_number.setdefault(theirs.document_identifier, []).append(theirs)
        waiting = [
            ('account_id', '=', account.id),
            ('state', 'in', NOT_SENT),
            ('send_mode', '=', 'Production'),
            ('document_number', 'in', list(by_number)),
        ]
        others = set()
        for document in lock_quietly(self.search(waiting)):
            around = by_number[document.document_number]
            is_taken = document._take_over_one_of(around, client)
            # An answer bears the number of its vendor's invoice, which one of ours may bear, too.
            if not is_taken and document.document_type == 'Invoice':
                others.update(self._numbers_of_others(account, around))
        return others

    def _take_over_one_of(self, around, client):
        """Whether this document, which never left from here, is one of those at Pagero."""
        if self.partner_id and not self.recipient_identities:  # noted when it is built
            self.recipient_identities = self.partner_id._pagero_identities()
        matching = (
            each for each in around if self._is_younger(each) and self._matches(each, client)
        )
        theirs = next(matching, None)
        if theirs:
            self.was_unsure = True
            self._adopt(theirs, None)
        return bool(theirs)

    def _is_younger(self, theirs):
        """Whether it can have been sent of this: after a restoration numbers are given anew."""
        queued_at = self.create_date.replace(microsecond=0, tzinfo=timezone.utc)
        return theirs.created_at is None or theirs.created_at >= queued_at

    @api.model
    def _not_here(self, account, unknown):
        """Numbers of our own series that no invoice of the company has in this database."""
        numbers = self._numbers_of_others(account, unknown)
        own = [('name', 'in', list(numbers)), ('company_id', 'child_of', account.company_id.id)]
        here = self.env['account.move'].search_fetch(own, ['name'])
        numbers -= {move.name for move in here}
        return {number for number in numbers if self._is_in_our_series(account, number)}

    @api.model
    def _numbers_of_others(self, account, listed):
        """Of invoices in Production in this company's name, sent since a person last said whose."""
        since = account.approved_at and account.approved_at.replace(tzinfo=timezone.utc)
        ours = (account.pagero_company_id or '').lower()
        return {
            theirs.document_identifier
            for theirs in listed
            if (theirs.send_mode, theirs.document_type) == ('Production', 'Invoice')
            and (theirs.sending_company_id or '').lower() == ours
            and not (since and theirs.created_at and theirs.created_at <= since)
        }

    @api.model
    def _is_in_our_series(self, account, number):
        """Whether the company's sales have posted under numbers that begin like this one.

        Plain figures tell nothing: Pagero may get invoices of the company from other systems, too.
        """
        series = SERIES.match(number or '')
        if not series:
            return False
        journals = self.env['account.journal'].search(
            [('type', '=', 'sale'), ('company_id', 'child_of', account.company_id.id)]
        )
        posted = [
            ('journal_id', 'in', journals.ids),
            ('sequence_prefix', '=', series[1]),
            ('state', '=', 'posted'),
        ]
        return bool(self.env['account.move'].search_count(posted, limit=1))
