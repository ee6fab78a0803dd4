from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ..texts.network import trouble_sentence
from ..tools.labels import labels_of


_lt = LazyTranslate(__name__)

SENTENCES = {
    'stored': _lt("Received; its file is kept"),
    'set_aside': _lt("Set aside: %(reason)s"),
    'taken_back': _lt("Taken back"),
    'linked': _lt("Put beside the invoice that it is about"),
    'linked_by_hand': _lt("Its invoice was chosen by hand"),
    'taken_away': _lt("Taken away from the invoice again"),
    'booked': _lt("Booked"),
    'vendor_chosen': _lt("The vendor is %(vendor)s"),
    'bill_deleted': _lt("Its bill was deleted"),
    'answered': _lt("Answered"),
    'answer': _lt("Our answer: %(answer)s"),
    'answer_delivered': _lt("Our answer “%(answer)s” has been delivered"),
    'answer_failed': _lt("Our answer “%(answer)s” was not delivered"),
    'answer_withdrawn': _lt("Our answer “%(answer)s” was withdrawn"),
    'answer_open': _lt("To be answered again"),
    'accounts_approved': _lt("The account to pay to was approved"),
    'accounts_declined': _lt("The account to pay to was declined"),
    'not_fetched': _lt("Its file could not be fetched: %(trouble)s"),
    'try_again': _lt("Its file is to be fetched again"),
}


class PageroReceivedEvent(models.Model):
    """What became of a received document."""

    _name = 'pagero.received.event'
    _description = "Received Document Event"
    _inherit = ['pagero.event.mixin']
    _sentences = SENTENCES

    document_id = fields.Many2one(
        'pagero.received.document', required=True, index=True, ondelete='cascade', readonly=True
    )
    company_id = fields.Many2one(related='document_id.company_id')

    def _words(self):
        told = self.parameters or {}
        reasons = labels_of(self.document_id, 'set_aside_reason')
        answers = labels_of(self.document_id, 'answer')
        return {
            **told,
            'answer': answers.get(told.get('answer'), ''),
            'reason': reasons.get(told.get('reason'), ''),
            'trouble': trouble_sentence(self.env, told.get('trouble')),
        }
