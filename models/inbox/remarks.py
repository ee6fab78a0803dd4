"""What people should know of a received document, in the reader's words."""

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ...identification.sentence import Sentence
from ...ubl.words import told
from ..texts.network import advice_on, trouble_words


_lt = LazyTranslate(__name__)

REMARKS = {
    'unreadable': _lt("It cannot be read: %(problem)s"),
    'listed_as': _lt("Pagero lists it as “%(word)s”, but by its content it is another document."),
    'no_number': _lt("It has no number."),
    'unknown_currency': _lt("Its currency “%(currency)s” is not known in Odoo."),
    'same_number': _lt(
        "The sender has sent another document with the same number %(number)s. Compare the two."
    ),
    'fetched_before': _lt(
        "It was marked as fetched at Pagero already when it was found. Check that it is not booked"
        " in another system."
    ),
}
# What to know of a document that was set aside, by the reason.
SET_ASIDE = {
    'duplicate': _lt("The same document came before. It counts once."),
    'test': _lt("It is only a test, so it is never booked."),
    'unknown_mode': _lt(
        "Pagero does not say whether it is a test. If it is a real one, take it back."
    ),
    'other_company': _lt(
        "It is addressed to %(recipient)s. If it is meant for you nevertheless, take it back."
    ),
    'not_fetched': _lt("Its file is not here. Look for it in Pagero Online."),
    'receiving_off': _lt(
        "Pagero listed it as an answer, and by its content it is another document. Receiving is not"
        " turned on, so take it back only if no other system fetches it."
    ),
}


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    remark_words = fields.Text(string="Remarks", compute='_compute_remark_words')

    @api.depends('remarks', 'set_aside_reason', 'receiver_name', 'error_parameters', 'error_text')
    @api.depends_context('lang')
    def _compute_remark_words(self):
        for document in self:
            sentences = [document._set_aside_sentence(), *document._remark_sentences()]
            sentences.append(document._trouble_sentence())
            document.remark_words = '\n'.join(filter(None, sentences)) or False

    def _remark_sentences(self):
        for remark in self.remarks or ():
            sentence = REMARKS.get(remark['code'])
            if remark['code'] == 'answer':
                yield self.env['pagero.response'].browse(remark['response']).trouble_words
            elif sentence:
                template = self.env._(sentence)
                yield template % {**remark, 'problem': self._problem_of(remark)}

    def _problem_of(self, remark):
        problem = remark.get('problem')
        return told(Sentence(**problem), self.env.lang) if problem else ''

    def _set_aside_sentence(self):
        sentence = SET_ASIDE.get(self.set_aside_reason)
        if not sentence:
            return None
        template = self.env._(sentence)
        recipient = self.receiver_name or self.receiver_identifier or self.env._("another company")
        return template % {'recipient': recipient}

    def _trouble_sentence(self):
        """Why the file isn't here yet."""
        if self.state != 'announced' or not self.error_parameters:
            return None
        reason = trouble_words(self.env, self.error_parameters, self.error_text)
        sentence = (
            self.env._("Its file could not be fetched yet: %(reason)s It will be tried again.")
            if self.next_attempt_at
            else self.env._("Its file could not be fetched: %(reason)s")
        )
        advice = advice_on(self.env, self.error_parameters)
        return ' '.join(filter(None, (sentence % {'reason': reason}, advice)))
