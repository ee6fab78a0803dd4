"""What an answer says, and to which received document."""

from odoo import api, fields, models

from ...ubl.response.codes import ACTION_LIST
from ..texts.answering import ACTIONS, ANSWERS, REASONS
from ..tools.labels import labels_of
from .pagero_document import UNCLAIMED


UNCERTAIN = ('sending', 'unsure')


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    answered_id = fields.Many2one(
        'pagero.received.document',
        string="Answer To",
        index='btree_not_null',
        readonly=True,
        copy=False,
        ondelete='restrict',
    )
    answer_code = fields.Selection(ANSWERS, string="Our Answer", readonly=True, copy=False)
    answer_step = fields.Integer(
        readonly=True, copy=False, help="Its place among the answers to the same document."
    )
    clarifications = fields.Json(
        readonly=True,
        copy=False,
        groups='account.group_account_readonly,account.group_account_invoice',
        help="Codes of reasons and actions, each with its list and the user's words.",
    )
    clarification_words = fields.Text(
        string="Reasons",
        compute='_compute_clarification_words',
        groups='account.group_account_readonly,account.group_account_invoice',
    )
    answer_note = fields.Text(
        string="Note",
        readonly=True,
        copy=False,
        groups='account.group_account_readonly,account.group_account_invoice',
    )

    _one_live_answer = models.UniqueIndex(
        "(answered_id, answer_step) WHERE answered_id IS NOT NULL"
        " AND state != 'cancelled' AND is_superseded IS NOT TRUE",
        "This document has just been answered. Reload the page to see the answer.",
    )

    @api.depends('clarifications')
    @api.depends_context('lang')
    def _compute_clarification_words(self):
        for document in self:
            words = map(document._words_of, document.clarifications or ())
            document.clarification_words = '\n'.join(words) or False

    def _words_of(self, clarification):
        """The code's meaning, then the user's own words."""
        table = ACTIONS if clarification['list_name'] == ACTION_LIST else REASONS
        sentence = table[clarification['code']]
        meaning = self.env._(sentence)
        return ': '.join(filter(None, (meaning, clarification['words'])))

    def _answer_label(self):
        """What the answer says, in the reader's language; None of other documents."""
        return labels_of(self, 'answer_code').get(self.answer_code)

    def _is_live_answer(self):
        """What the database allows only once at each step."""
        return self.state != 'cancelled' and not self.is_superseded

    def _later_answers(self):
        """What the same received document was answered with after this, and counts."""
        return self.answered_id.answer_ids.filtered(
            lambda other: other._is_live_answer() and other.answer_step > self.answer_step
        )

    # === IN TURN === #

    def _give_way_to_newer(self):
        """Earlier answers that have not left are said no more; the network hears the newest."""
        self.filtered(lambda answer: answer.state in UNCLAIMED)._give_way()

    def _before_their_turn(self):
        """Answers whose predecessor may be on its way: it must not be overtaken."""
        answers = self.filtered('answered_id')
        before = answers and self.search(
            [('answered_id', 'in', answers.answered_id.ids), ('state', 'in', UNCERTAIN)]
        )
        return answers.filtered(
            lambda answer: any(
                each.answered_id == answer.answered_id and each.answer_step < answer.answer_step
                for each in before
            )
        )
