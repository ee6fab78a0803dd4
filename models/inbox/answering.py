"""Our answers to what suppliers send: which may be given now, and into the queue with them."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...en16931.parties import Contact
from ...ubl.response.answer import lacks
from ...ubl.response.codes import (
    ACCEPTED,
    CODES,
    DECIDED,
    RECEIVED,
    REJECTED,
    UNDER_QUERY,
    may_follow,
)
from ...ubl.response.parties import own_and_supplier
from ..texts.answering import ANSWERS, LACKS
from ..tools.labels import labels_of
from ..tools.searching import boolean_domain
from .pagero_received_document import BILLS, HELD, SELF_BILLED


ANSWERABLE = (*BILLS, *SELF_BILLED)
# What a type code says where the file has none.
USUAL_TYPES = {
    'invoice': '380',
    'credit_note': '381',
    'self_billed_invoice': '389',
    'self_billed_credit_note': '261',
}
COLOURS = {'AB': 'info', 'IP': 'info', 'UQ': 'warning', 'RE': 'danger'}
# What the history tells of an answer's way, by the state of its transmission.
TOLD = {'delivered': 'answer_delivered', 'error': 'answer_failed', 'cancelled': 'answer_withdrawn'}


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    answer_ids = fields.One2many(
        'pagero.document', 'answered_id', string="Our Answers", readonly=True
    )
    answer = fields.Selection(
        ANSWERS,
        string="Our Answer",
        compute='_compute_answer',
        store=True,
        help="The latest one that was not withdrawn.",
    )
    answer_level = fields.Char(string="Colour of the Answer", compute='_compute_answer_level')
    answered_at = fields.Datetime(readonly=True, copy=False, help="When we answered last.")
    is_answer_required = fields.Boolean(
        string="Answer Required",
        readonly=True,
        copy=False,
        help="Its business process obliges the recipient to answer.",
    )
    is_answer_late = fields.Boolean(
        string="Answer Overdue", compute='_compute_is_answer_late', search='_search_is_answer_late'
    )
    can_answer = fields.Boolean(compute='_compute_can_answer')
    can_accept = fields.Boolean(compute='_compute_can_answer')
    can_query = fields.Boolean(compute='_compute_can_answer')
    can_reject = fields.Boolean(compute='_compute_can_answer')

    _answer_index = models.Index("(company_id, announced_at) WHERE is_answer_required")

    # === COMPUTES === #

    @api.depends('answer_ids.state', 'answer_ids.is_superseded')
    def _compute_answer(self):
        for document in self:
            document.answer = document._latest_answer().answer_code

    def _latest_answer(self):
        """The answer that counts; several transmissions of one answer are one step."""
        live = self.sudo().answer_ids.filtered(lambda answer: answer._is_live_answer())
        return live.sorted('answer_step')[-1:]

    @api.depends('answer', 'answer_ids.needs_person')
    def _compute_answer_level(self):
        """Red where it was not delivered, whatever it says."""
        for document in self:
            usual = COLOURS.get(document.answer, 'success') if document.answer else False
            document.answer_level = 'danger' if document._latest_answer().needs_person else usual

    @api.depends('state', 'kind', 'send_mode', 'answer')
    def _compute_can_answer(self):
        for document in self:
            may = document._is_answerable()
            latest = document.answer or ''
            document.can_answer = may and any(may_follow(latest, code) for code in CODES)
            document.can_accept = may and may_follow(latest, ACCEPTED)
            document.can_query = may and may_follow(latest, UNDER_QUERY)
            document.can_reject = may and may_follow(latest, REJECTED)

    def _is_answerable(self):
        return self.kind in ANSWERABLE and self._counts() and self.send_mode == 'Production'

    def _counts(self):
        """Whether its file is here and it was not set aside."""
        return self.state in HELD

    @api.depends('is_answer_required', 'answer', 'state', 'announced_at')
    def _compute_is_answer_late(self):
        late = self._filtered_late()
        for document in self:
            document.is_answer_late = document in late

    def _filtered_late(self):
        return self.filtered_domain(self._late_domain(self.account_id))

    def _search_is_answer_late(self, operator, value):
        of_companies = [('company_id', 'parent_of', self.env.companies.ids)]
        accounts = self.env['pagero.account'].sudo().search(of_companies)
        return boolean_domain(self._late_domain(accounts), operator, value)

    @api.model
    def _late_domain(self, accounts):
        """Required, not answered, and received longer ago than the company allows itself."""
        now = fields.Datetime.now()
        of_accounts = Domain.OR(
            Domain('account_id', '=', account.id)
            & Domain('announced_at', '<', now - timedelta(days=account.answer_days))
            for account in accounts.sudo()
        )
        open_ones = Domain(
            [
                ('is_answer_required', '=', True),
                ('answer', '=', False),
                ('state', 'in', HELD),
                ('send_mode', '=', 'Production'),
            ]
        )
        return open_ones & of_accounts

    # === WHAT MAY BE ANSWERED === #

    def _why_not_answer(self, code):
        """A sentence that says why this answer can't be given now, or None."""
        if not self._is_answerable():
            return self.env._(
                "%(document)s cannot be answered: only real invoices and credit notes that were"
                " not set aside are.",
                document=self.display_name,
            )
        if not may_follow(self.answer or '', code):
            words = labels_of(self, 'answer')
            return self.env._(
                "%(document)s was answered with “%(latest)s”, and “%(answer)s” cannot follow that.",
                document=self.display_name,
                latest=words[self.answer],
                answer=words[code],
            )
        if not self.account_id.sudo().is_live:
            return self.env._(
                "The Pagero account is not live yet, so nothing real is sent. An administrator"
                " presses Go Live on it."
            )
        return None

    def _refuse_lacking(self, code, clarifications):
        """What the standard wants of the answer, in words."""
        for document in self:
            missing = next(lacks(code, document.document_number, clarifications), None)
            if missing:
                raise UserError(self.env._(LACKS[missing]))

    # === INTO THE QUEUE === #

    def _answer(self, code, clarifications=(), note='', *, by_user=True):
        """Queue the same answer to each of these, or to none; the network is asked later.

        The document is written to, so that of two who answer at once the second begins anew, and
        then sees what the first has said.
        """
        for document in self:
            reason = document._why_not_answer(code)
            if reason:
                raise UserError(reason)
        self._refuse_lacking(code, clarifications)
        self.answered_at = fields.Datetime.now()
        said = [each.to_dict() for each in clarifications]
        values_list = [document._prepare_answer_values(code, said, note) for document in self]
        self.answer_ids._give_way_to_newer()
        answers = self.env['pagero.document']._queue(values_list)
        self._log('answer', user=by_user, answer=code)
        self._settle_answer()
        if code == REJECTED:
            self.move_id._pagero_was_rejected()
        return answers

    def _answer_by_itself(self, code, clarifications=()):
        """Where the company chose so: what may be answered now is, the rest is left alone."""
        able = self.filtered(lambda document: not document._why_not_answer(code))
        able = able.filtered(
            lambda document: not any(lacks(code, document.document_number, clarifications))
        )
        return able and able._answer(code, clarifications, by_user=False)

    def _prepare_answer_values(self, code, clarifications, note):
        steps = self.answer_ids.mapped('answer_step')
        return {
            'document_type': 'ApplicationResponse',
            'account_id': self.account_id.id,
            'company_id': self.company_id.id,
            'partner_id': self.partner_id.id,
            'document_number': self.document_number,
            'recipient_identities': False,
            'send_mode': self.send_mode,
            'answered_id': self.id,
            'answer_code': code,
            'answer_step': max(steps, default=0) + 1,
            'clarifications': clarifications or False,
            'answer_note': note or False,
        }

    def _acknowledge(self):
        """Those of companies that tell their suppliers by themselves that a document is here.

        What was fetched before, by another system or before a backup was restored, was told then.
        """
        unseen = self.filtered(lambda document: not document.was_fetched)
        wanted = unseen.filtered(lambda document: document.account_id.sudo().acknowledges)
        wanted._answer_by_itself(RECEIVED)

    # === WHAT FOLLOWS === #

    def _settle_answer(self):
        """Booked and decided: answered. A rejected one that has no bill needs no bill any more."""
        for document in self:
            is_decided = document.answer in DECIDED
            if is_decided and (document.state == 'booked' or document._is_refused()):
                document._move_to('answered')
            elif document.state == 'answered' and not is_decided:
                document._move_to('booked' if document.move_id else 'stored', told='answer_open')

    def _is_refused(self):
        return self.answer == REJECTED and self.state == 'stored'

    def _follow_answers(self, answers, target):
        """The transmission of an answer has moved on."""
        if target in TOLD:
            for answer in answers:
                answer.answered_id._log(TOLD[target], answer=answer.answer_code)
        if target == 'cancelled':
            self._settle_answer()

    # === WHAT THE FILE OF AN ANSWER NEEDS === #

    def _answering_parties(self, user):
        """(we, the supplier) as the document itself names them; ``user`` is who may be asked."""
        is_self_billed = self.kind in SELF_BILLED
        person = user.sudo().partner_id if user.active and not user.share else None
        contact = person and Contact(person.name or '', person.phone or '', person.email or '')
        return own_and_supplier(self._content(), is_self_billed=is_self_billed, contact=contact)

    def _answered_type_code(self):
        return self.type_code or USUAL_TYPES.get(self.kind, '380')
