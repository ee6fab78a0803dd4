"""From a file that came to the answers in it, and from these to the invoices: one file at a time.

Each file ends in a commit, so that whatever dies, nothing is told twice and nothing is lost. No
network is needed.
"""

import logging

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models

from ...ubl.response_reading import Answer, Party, Response, read_response
from ..tools.quiet_lock import lock_quietly


_logger = logging.getLogger(__name__)

MOST = 500  # files of one run
LOOKED_FOR_DAYS = 3  # an answer may be here before we know that the invoice was delivered
# What another look may find; one of another company waits only after a person took it back.
MAY_BE_FOUND = ('no_invoice', 'other_sender', 'other_company')


class PageroResponse(models.Model):
    _inherit = 'pagero.response'

    # === SCHEDULED ACTION === #

    @api.model
    def _cron_read(self):
        """Read what has come, and look once more for the invoices of what found none."""
        inbox = self.env['pagero.received.document'].sudo()
        waiting = inbox._unread_answers(MOST) | self._looked_for(MOST).received_id
        self._progress(remaining=len(waiting))
        self._each(waiting, self._read_safely)

    @api.model
    def _read_safely(self, received):
        """One file that can't be worked on must not keep the others back."""
        try:
            for mine in lock_quietly(received).filtered(lambda each: each.state == 'stored'):
                self._read(mine)
                self.env.flush_all()  # what can't be written is of this file, too
        except SerializationFailure:
            self.env.cr.rollback()
        except Exception:
            self.env.cr.rollback()
            _logger.exception("%s cannot be read as an answer", received)

    @api.model
    def _read(self, received):
        """Keep what it says, put it beside its invoice, and tell people there."""
        is_again = bool(received.response_ids)
        rows = received.response_ids or self._create_of(received, _response_of(received))
        waiting = rows.filtered(lambda row: not row._is_linked())
        waiting._match(is_again)
        received._settle_as_answer()
        found = waiting.filtered('move_id')
        found.document_id._weigh_answers()
        for row in found.sorted(lambda row: (row.given_at, row.id)):
            row.move_id._tell_answer(row)

    @api.model
    def _looked_for(self, most):
        """Answers without an invoice that another look may find: fresh ones, or taken back."""
        since = fields.Datetime.subtract(fields.Datetime.now(), days=LOOKED_FOR_DAYS)
        rows = self.search(
            [
                ('document_id', '=', False),
                ('about_id', '=', False),
                ('received_id.state', '=', 'stored'),
                ('received_id.state_changed_at', '>=', since),
            ],
            limit=most,
            order='id desc',
        )
        return rows.filtered(lambda row: (row.trouble or {}).get('code') in MAY_BE_FOUND)


def _response_of(received):
    """What the file says; where it is no answer by itself, what Pagero's list says of it."""
    found = read_response(received._content())
    if found and found.answers:
        return found
    return Response(
        message=found.message if found else 'other',
        issue_date=received.issue_date or None,
        sender=found.sender if found else Party(name=received.sender_name or ''),
        receiver=found.receiver if found else Party(),
        notes=found.notes if found else (),
        answers=(_listed_answer(received),),
    )


def _listed_answer(received):
    """Pagero lists the number of the invoice as that of the answer, and its word as a subtype."""
    is_file = received.kind != 'application_response'
    number = (received.document_number or '') if is_file else ''
    return Answer(code=received.network_subtype or '', number=number)
