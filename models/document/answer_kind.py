"""Answers to suppliers: what the received document says, turned round, with our decision."""

from odoo import fields, models

from ...network import Garbled, Refused, UnexpectedAnswer
from ...ubl.objections import objection
from ...ubl.parse import NotReadable
from ...ubl.received import recognise
from ...ubl.response.answer import Answer, Answered, Clarification
from ...ubl.response.writer import write


class PageroDocumentAnswer(models.AbstractModel):
    _name = 'pagero.document.answer'
    _description = "Pagero Document: Answer"
    _inherit = ['pagero.document.kind']

    # The supplier has sent to us: Pagero knows the way back.
    _waits_for_connection = False
    _teaches_connection = False
    _follows_customer = False

    # === CONTENT === #

    def _export(self, documents):
        """The day and the time at which it leaves, where its author is.

        One whose received file is lost doesn't stop the others.
        """
        exported = {}
        for document in documents:
            moment = self._now_of(document)
            document.issue_date = moment.date()
            try:
                exported[document] = (write(self._answer(document, moment)), [])
            except NotReadable:
                exported[document] = (b'', [objection('PAGERO-ANSWER-NO-FILE')])
        return exported

    def _now_of(self, document):
        zone = document.create_uid.tz or document.company_id.partner_id.tz
        # Odoo's own: a zone that this server doesn't know is UTC there, and stops no answer.
        there = document.with_context(tz=zone)
        return fields.Datetime.context_timestamp(there, fields.Datetime.now())

    def _answer(self, document, moment):
        received = document.answered_id
        own, supplier = received._answering_parties(document.create_uid)
        return Answer(
            id=document.sender_reference,
            issued_at=moment,
            code=document.answer_code,
            answered=Answered(
                number=received.document_number,
                type_code=received._answered_type_code(),
                issue_date=received.issue_date or None,
                network_id=received.network_id,
            ),
            sender=own,
            receiver=supplier,
            clarifications=tuple(map(Clarification.from_dict, document.clarifications or ())),
            note=document.answer_note or '',
        )

    def _may_not_leave(self, documents):
        """Those to documents that were set aside meanwhile, or that were answered otherwise since.

        A newer answer may have left while this one waited to be tried again.
        """
        aside = documents.filtered(lambda document: not document.answered_id._counts())
        aside._log('set_aside')
        overtaken = (documents - aside).filtered(lambda document: document._later_answers())
        overtaken._log('replaced')
        return aside + overtaken

    def _prepare_built_values(self, document):
        return {}

    # === ONCE MORE === #

    def _queue_again(self, document):
        return document._queue(
            [
                {
                    'document_type': document.document_type,
                    'account_id': document.account_id.id,
                    'company_id': document.company_id.id,
                    'partner_id': document.partner_id.id,
                    'document_number': document.document_number,
                    'send_mode': document.send_mode,
                    'supersedes_id': document.id,
                    'answered_id': document.answered_id.id,
                    'answer_code': document.answer_code,
                    'answer_step': document.answer_step,
                    'clarifications': document.clarifications,
                    'answer_note': document.answer_note,
                }
            ]
        )

    def _why_not_again(self, document):
        if not document.answered_id._counts():
            return self.env._("The document that it answers was set aside.")
        if later := document._later_answers():
            return self.env._(
                "A later answer has been given (%(answer)s).", answer=later[0]._answer_label()
            )
        return None

    def _too_late_sentence(self, document):
        return self.env._(
            "This answer is “%(state)s” and can no longer be stopped. If it is wrong, tell the"
            " supplier.",
            state=document.status,
        )

    # === AT PAGERO === #

    def _numbers_at_pagero(self, document):
        """Pagero lists an answer under the invoice's number; it may also take the answer's own."""
        return (document.document_number, document.sender_reference)

    def _is_at_pagero(self, document, theirs, client):
        """Several answers bear the invoice's number: the file itself tells which one it is."""
        if theirs.document_type and theirs.document_type != document.document_type:
            return False
        if document.sender_reference in (theirs.sender_reference, theirs.document_identifier):
            return True
        try:
            content = client.download_target(theirs.id)
        except (Refused, Garbled, UnexpectedAnswer):
            return False
        return recognise(content).number == document.sender_reference

    # === FOR PEOPLE === #

    def _origin(self, document):
        return document.answered_id

    def _asked_at(self, document):
        return document.answered_id.move_id or document.account_id

    def _question_sentence(self, document):
        return self.env._("Did this answer reach Pagero?")
