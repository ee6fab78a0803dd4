from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ..texts.network import trouble_words
from ..tools.labels import labels_of


_lt = LazyTranslate(__name__)

SENTENCES = {
    'queued': _lt("Queued for sending (%(mode)s)"),
    'held': _lt("Waiting: %(reason)s"),
    'invalid': _lt("Not sent: the check found errors"),
    'sending': _lt("Being sent"),
    'processing': _lt("Received by Pagero"),
    'unsure': _lt("It is not known whether Pagero received it: %(reason)s"),
    'awaiting_interaction': _lt("Pagero waits for somebody to act: %(reason)s"),
    'error': _lt("Pagero reports an error: %(reason)s"),
    'delivered': _lt("Delivered (%(mode)s)"),
    'cancelled': _lt("Cancelled"),
    'restarted': _lt("Restarted at Pagero"),
    'cancelled_at_pagero': _lt("Cancelled at Pagero"),
    'sent_again': _lt("Sent again as a new document"),
    'replaced': _lt("Replaced by a newer document"),
    'arrived': _lt("Confirmed by hand: it arrived"),
    'looked_up': _lt("Looked up at Pagero, and not found yet"),
    'adopted': _lt("Found at Pagero after all"),
    'network_word': _lt("Pagero uses a status that is unknown here: %(word)s"),
    'business_status': _lt("The recipient answered: %(word)s"),
    'retried_later': _lt("Not received by Pagero: %(reason)s. It will be tried again."),
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
    """What the network or a person said about a document; only ever appended.

    Codes and parameters are stored, not sentences: these are made in the reader's language.
    """

    _name = 'pagero.document.event'
    _description = "Pagero Document Event"
    _inherit = ['pagero.record.mixin', 'pagero.invoice.content.mixin']
    _path_to_invoice = 'document_id.move_id'
    _order = 'id desc'
    _rec_name = 'code'

    document_id = fields.Many2one(
        'pagero.document', required=True, index=True, ondelete='cascade', readonly=True
    )
    company_id = fields.Many2one(related='document_id.company_id')
    code = fields.Char(required=True, readonly=True)
    parameters = fields.Json(readonly=True)
    user_id = fields.Many2one('res.users', string="By", readonly=True)
    sentence = fields.Char(string="What Happened", compute='_compute_sentence')

    @api.depends_context('lang')
    @api.depends('code', 'parameters')
    def _compute_sentence(self):
        for event in self:
            sentence = SENTENCES.get(event.code)
            event.sentence = event._fill(self.env._(sentence)) if sentence else event.code

    def _fill(self, template):
        parameters = {'reason': '', 'word': '', 'mode': ''}
        parameters.update(self.parameters or {})
        for name, field in WORDS_OF.items():
            labels = labels_of(self.document_id, field)
            parameters[name] = labels.get(parameters[name], parameters[name])
        parameters['reason'] = trouble_words(
            self.env, parameters.get('trouble'), parameters['reason']
        )
        return template % parameters
