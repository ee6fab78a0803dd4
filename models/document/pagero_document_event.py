from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ...network import codes_in, error_group
from ..texts.network import trouble_sentence
from ..tools.labels import labels_of
from .error_codes import advice_by_code


_lt = LazyTranslate(__name__)

SENTENCES = {
    'queued': _lt("Queued for sending (%(mode)s)"),
    'held': _lt("Waiting. %(reason)s"),
    'invalid': _lt("Not sent: the check found errors"),
    'sending': _lt("Being sent"),
    'processing': _lt("Received by Pagero"),
    'unsure': _lt("It is not known whether Pagero received it. %(reason)s"),
    'awaiting_interaction': _lt("Pagero waits for somebody to act. %(reason)s"),
    'error': _lt("Stopped at Pagero. %(reason)s"),
    'delivered': _lt("Delivered (%(mode)s)"),
    'cancelled': _lt("Cancelled"),
    'restarted': _lt("Restarted at Pagero"),
    'cancelled_at_pagero': _lt("Cancelled at Pagero"),
    'sent_again': _lt("Sent again as a new document"),
    'to_correct': _lt("Taken back, to be corrected and sent again"),
    'replaced': _lt("Replaced by a newer document"),
    'arrived': _lt("Confirmed by hand: it arrived"),
    'looked_up': _lt("Looked up at Pagero, and not found yet"),
    'adopted': _lt("Found at Pagero after all"),
    'network_word': _lt("Pagero uses a status that is unknown here: %(word)s"),
    'business_status': _lt("The recipient answered: %(word)s"),
    'retried_later': _lt("Not received by Pagero; it will be tried again. %(reason)s"),
    'left_to_original': _lt("This database is a copy, so the original database sends it"),
    'back_to_draft': _lt("The invoice was set back to draft"),
    'otherwise': _lt("Cancelled, to be sent by e-mail or printed instead"),
    'instead_email': _lt("Sent by e-mail instead"),
    'instead_print': _lt("Printed instead"),
    'test_anyway': _lt("Sent as a test, although the customer is not connected"),
    'not_posted': _lt("The invoice is no longer posted"),
    'paid_meanwhile': _lt("The invoice is no longer overdue"),
    'not_self_billed': _lt("The bill's journal is no longer for self-billing"),
    'set_aside': _lt("The document that it answers was set aside"),
    'pdf_not_drawn': _lt("The PDF could not be created, so it was not included"),
}
# Parameters that may be a value of one of the document's selections.
WORDS_OF = {'mode': 'send_mode', 'reason': 'held_reason', 'word': 'business_status'}


class PageroDocumentEvent(models.Model):
    """What the network or a person said about a document that we sent."""

    _name = 'pagero.document.event'
    _description = "Pagero Document Event"
    _inherit = ['pagero.event.mixin', 'pagero.invoice.content.mixin']
    _path_to_invoice = 'document_id.move_id'
    _sentences = SENTENCES

    document_id = fields.Many2one(
        'pagero.document', required=True, index=True, ondelete='cascade', readonly=True
    )
    company_id = fields.Many2one(related='document_id.company_id')

    def _words(self):
        told = {'reason': '', 'word': '', 'mode': '', **(self.parameters or {})}
        words = {}
        for name, field in WORDS_OF.items():
            words[name] = labels_of(self.document_id, field).get(told[name])
        reason = words['reason'] or trouble_sentence(self.env, told.get('trouble'))
        return {
            'mode': words['mode'] or told['mode'],
            'word': words['word'] or told['word'],
            'reason': reason or self._sentence_on_error(told),
        }

    def _sentence_on_error(self, told):
        """By Pagero's code, which older events only have in Pagero's words."""
        found = codes_in([told['reason'] or ''])
        code = told.get('error_code') or (found[0] if found else '')
        advice = advice_by_code(code, error_group(code))
        return self.env._(advice.sentence) if advice else ''

    def _said(self):
        """A reason that is no word of ours is Pagero's, or a server's."""
        reason = (self.parameters or {}).get('reason')
        is_ours = reason in labels_of(self.document_id, 'held_reason')
        return reason if reason and not is_ours else False
