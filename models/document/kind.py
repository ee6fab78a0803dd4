"""What differs between the types of documents: each has one model that says it all.

Queue, claims, uploads, look-ups and polling are the same for all types. To send another type, give
it a line in ``KINDS`` and a model that inherits ``pagero.document.kind``.
"""

from odoo import api, fields, models

from ...identification.identifiers import bare_identity


DOCUMENT_TYPES = [
    ('Invoice', "Invoice"),
    ('ApplicationResponse', "Answer"),
    ('PaymentReminder', "Payment Reminder"),
]
# The model that builds and checks each.
KINDS = {
    'Invoice': 'pagero.document.invoice',
    'ApplicationResponse': 'pagero.document.answer',
    'PaymentReminder': 'pagero.document.reminder',
}


class PageroDocumentKind(models.AbstractModel):
    """The questions that sending asks of a type, answered as for most of them."""

    _name = 'pagero.document.kind'
    _description = "Kind of Pagero Document"

    # Whether Production waits until the recipient is connected as a customer.
    _waits_for_connection = True
    # Whether its errors tell how the customer's invoices are reached: connections are by type.
    _teaches_connection = True
    # Whether what was built for a customer's earlier numbers may not leave for the present ones.
    _follows_customer = True

    # === CONTENT === #

    def _export(self, documents):
        """{document: (xml, findings)}; a fatal finding stops the document before it leaves."""
        raise NotImplementedError

    def _burdens(self, documents):
        """{document: (bytes that it carries, whether a PDF has to be drawn for it, its lines)}"""
        return dict.fromkeys(documents, (0, False, 0))

    def _may_not_leave(self, documents):
        """Those whose reason to be sent is gone since they were queued, told in their history."""
        raise NotImplementedError

    def _prepare_built_values(self, document):
        """What a document at Pagero must match to count as this one, known when it is built."""
        raise NotImplementedError

    # === AFTER PAGERO HAS TAKEN IT === #

    def _taken(self, documents):
        """What follows from it; called again at the next poll where something is locked now."""

    # === ONCE MORE === #

    def _queue_again(self, document):
        """The new document that takes the place of this one."""
        raise NotImplementedError

    def _why_not_again(self, document):
        """The reason why what it says must not be sent once more, or None."""
        raise NotImplementedError

    def _too_late_sentence(self, document):
        """Why it can't be stopped any more, and what to do instead."""
        raise NotImplementedError

    # === AT PAGERO === #

    def _numbers_at_pagero(self, document):
        """The numbers under which Pagero may list it."""
        return (document.document_number,)

    def _is_at_pagero(self, document, theirs, client):
        """Whether a listed document with one of these numbers is surely this one."""
        recipients = {bare_identity(value) for _kind, value in theirs.receiver_ids}
        return theirs.issue_date == document.issue_date and bool(
            recipients & set(document.recipient_identities or [])
        )

    # === FOR PEOPLE === #

    def _origin(self, document):
        """The record that it speaks of."""
        return document.move_id

    def _asked_at(self, document):
        """The record at which people are asked about it, by an activity."""
        return document.move_id

    def _question_sentence(self, document):
        """Asks a person whether it reached Pagero; in the language of the environment."""
        return self.env._("Did this invoice reach Pagero?")


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    document_type = fields.Selection(
        DOCUMENT_TYPES, string="Type", default='Invoice', required=True, readonly=True
    )

    @api.model
    def _kind_of(self, document_type):
        return self.env[KINDS[document_type]]

    def _kind(self):
        """What answers for one document."""
        self.ensure_one()
        return self._kind_of(self.document_type)

    def _by_kind(self):
        """(what answers for them, the documents) for each type among these."""
        for document_type, documents in self.grouped('document_type').items():
            yield self._kind_of(document_type), documents

    def _of_kinds(self, method):
        """Those that the method of their kind names."""
        named = (getattr(kind, method)(documents) for kind, documents in self._by_kind())
        return self.browse().union(*named)
