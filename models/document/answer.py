"""What the recipient answered: the one gate to the business status of a sent document.

Two tell it: the answers that came as documents, and the word that Pagero's list has. What stands
is worked out anew from all of them, so that it doesn't matter which came first.
"""

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...network import Heard, standing
from ..texts.network import BUSINESS_STATUSES
from ..tools.labels import labels_of
from ..tools.searching import boolean_domain


_lt = LazyTranslate(__name__)

SENT_ANEW = _lt("Settled: the invoice was sent again.")
TAKEN_AWAY = _lt("Settled: the answer was taken away from the invoice.")
# A person has to do something before the invoice is paid.
NEED_PERSON = ('under_query', 'rejected', 'not_valid', 'payment_rejected')
LEVELS = {
    **dict.fromkeys(('accepted', 'paid'), 'success'),
    **dict.fromkeys(('rejected', 'not_valid', 'payment_rejected'), 'danger'),
    **dict.fromkeys(
        ('under_query', 'on_hold', 'conditionally_accepted', 'partially_accepted', 'unknown'),
        'warning',
    ),
}


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    business_status = fields.Selection(
        BUSINESS_STATUSES, string="Recipient's Answer", readonly=True, copy=False
    )
    business_word = fields.Char(
        readonly=True, copy=False, help="The answer as Pagero or the recipient writes it."
    )
    answered_at = fields.Datetime(
        readonly=True, copy=False, help="When the recipient's latest answer was received."
    )
    answer_id = fields.Many2one(
        'pagero.response', string="Answer That Counts", readonly=True, copy=False
    )
    response_ids = fields.One2many(
        'pagero.response', 'document_id', string="Answers", readonly=True
    )
    listed_status = fields.Selection(
        BUSINESS_STATUSES,
        readonly=True,
        copy=False,
        help="The answer that Pagero's list has beside the document.",
    )
    listed_word = fields.Char(readonly=True, copy=False)
    listed_text = fields.Char(readonly=True, copy=False)
    listed_at = fields.Datetime(readonly=True, copy=False)
    answer_settled_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="Since when nothing is left to do about the answer: the invoice was credited, say.",
    )
    answer_activity_id = fields.Many2one(
        'mail.activity',
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='set null',
        help="Asks a person to see to the answer.",
    )
    answer_label = fields.Char(string="Answer", compute='_compute_answer_label')
    answer_level = fields.Char(string="Colour of the Answer", compute='_compute_answer_label')
    answer_needs_person = fields.Boolean(
        string="Answer Needs Attention",
        compute='_compute_answer_needs_person',
        search='_search_answer_needs_person',
    )

    _answer_index = models.Index(
        f"(company_id) WHERE business_status IN {NEED_PERSON} AND answer_settled_at IS NULL"
    )

    # === COMPUTES === #

    @api.depends('business_status', 'business_word', 'answer_id')
    @api.depends_context('lang')
    def _compute_answer_label(self):
        """A code that isn't known is shown as it came."""
        labels = labels_of(self, 'business_status')
        for document in self:
            document.answer_label = (
                document.business_word
                if document.business_status == 'unknown'
                else labels.get(document.business_status)
            )
            document.answer_level = document.business_status and LEVELS.get(
                document.business_status, 'info'
            )

    @api.depends('business_status', 'send_mode', 'is_superseded', 'answer_settled_at')
    def _compute_answer_needs_person(self):
        for document in self:
            document.answer_needs_person = (
                document.business_status in NEED_PERSON
                and document.send_mode == 'Production'
                and not document.is_superseded
                and not document.answer_settled_at
            )

    def _search_answer_needs_person(self, operator, value):
        waits = Domain(
            [
                ('business_status', 'in', NEED_PERSON),
                ('send_mode', '=', 'Production'),
                ('is_superseded', '=', False),
                ('answer_settled_at', '=', False),
            ]
        )
        return boolean_domain(waits, operator, value)

    # === THE GATE === #

    def _hear_listed(self, theirs):
        """The word that Pagero's list has beside the document."""
        if theirs.business_word and theirs.business_word != self.listed_word:
            self.write(
                {
                    'listed_status': theirs.business_status,
                    'listed_word': theirs.business_word,
                    'listed_text': theirs.business_text,
                    'listed_at': fields.Datetime.now(),
                }
            )
            self._weigh_answers()

    def _weigh_answers(self):
        """Let the answer that stands count, and people know of it."""
        for document in self:
            stands = standing(document._heard())
            if stands:
                document._take_over(stands)

    def _forget_answers(self):
        """An answer was taken away from here: what the others say counts, or nothing."""
        for document in self:
            if standing(document._heard()):
                document._weigh_answers()
                continue
            told = ('business_status', 'business_word', 'answer_id')
            when = ('answered_at', 'answer_settled_at')
            document.write(dict.fromkeys((*told, *when), False))
            document._close_answer_activity(TAKEN_AWAY)

    def _heard(self):
        """What Pagero's list has counts until the answer itself has come."""
        rows = self.response_ids.filtered('business_status')
        heard = [Heard(row.given_at, row.id, row.business_status, row.code or '') for row in rows]
        known = {*rows.mapped('business_status'), *rows.mapped('code')}
        if self.listed_status and not known & {self.listed_status, self.listed_word}:
            heard.append(Heard(self.listed_at, 0, self.listed_status, self.listed_word))
        return heard

    def _take_over(self, stands):
        """Only a change is written and told."""
        is_news = stands.status != self.business_status or self._is_asked_anew(stands)
        values = {
            'business_status': stands.status,
            'business_word': stands.word,
            'answer_id': stands.number or False,
        }
        if is_news:
            values.update(answered_at=fields.Datetime.now(), answer_settled_at=False)
        if any(
            self._fields[name].convert_to_write(self[name], self) != value
            for name, value in values.items()
        ):
            self.write(values)
            self._follow_answer()
        if is_news:
            known = stands.status != 'unknown' and stands.status
            self._log('business_status', word=known or stands.word)

    def _is_asked_anew(self, stands):
        """Whether it is another question than the one that was replied to."""
        is_another = stands.number and stands.number != self.answer_id.id
        return stands.status == 'under_query' and bool(self.answer_settled_at and is_another)

    # === PEOPLE === #

    def _follow_answer(self):
        """A question to the one who is responsible, for as long as there is something to do."""
        if self.answer_needs_person:
            self._ask_about_answer()
        else:
            self._close_answer_activity()

    def _ask_about_answer(self):
        """One activity for each document; what is said later is put into it."""
        user = self._user_to_ask()
        if not user or not self.move_id:
            return
        told = self.with_context(lang=user.lang)
        values = {
            'summary': told.env._("%(answer)s by the recipient", answer=told.answer_label),
            'note': told._answer_as_html(),
        }
        if self.answer_activity_id.active:
            self.answer_activity_id.write(values)
        else:
            self.answer_activity_id = self.move_id.activity_schedule(
                'mail.mail_activity_data_todo', user_id=user.id, **values
            )

    def _answer_lines(self):
        """What was said beside the code, in the language of the environment."""
        if self.answer_id:
            return self.answer_id._said()
        return [self.listed_text] if self.listed_text else []

    def _answer_as_html(self):
        lines = self._answer_lines()
        return Markup('<br/>').join(map(escape, lines)) if lines else ''

    def _settle_answers(self, reason):
        """Nothing is left to do about the answers; ``reason`` is a sentence that is still English.

        The feedback is in the language of the one who was asked.
        """
        waiting = self.filtered('answer_needs_person')
        waiting.write({'answer_settled_at': fields.Datetime.now()})
        for document in waiting:
            document._close_answer_activity(reason)

    def _close_answer_activity(self, reason=None):
        activity = self.answer_activity_id
        if not activity.active:
            return
        told = self.with_context(lang=activity.user_id.lang)
        feedback = (
            told.env._(reason)
            if reason
            else told.env._(
                "Settled: the recipient has answered again (%(answer)s).", answer=told.answer_label
            )
        )
        activity.action_feedback(feedback=feedback)
