"""What the recipient answered, on the invoice: badge, reason, and what is done about it.

A question is replied to. What was delivered is never changed: it is credited, and where something
was wrong, a new invoice with a new number takes its place and names the one that it replaces.
"""

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_datetime
from odoo.tools.translate import LazyTranslate

from ..document.answer import NEED_PERSON
from ..texts.network import BUSINESS_STATUSES
from ..tools.actions import dialog_action
from ..tools.language import in_language_of
from ..tools.searching import boolean_domain
from .received import READERS


_lt = LazyTranslate(__name__)

CREDITED = _lt("Settled: the invoice was credited.")
REPLIED = _lt("Settled: the recipient got a reply.")
BY_HAND = _lt("Settled by hand.")
INVOICES = {'out_invoice', 'in_invoice'}


class AccountMove(models.Model):
    _inherit = 'account.move'

    pagero_answer_status = fields.Selection(
        BUSINESS_STATUSES,
        string="Recipient's Answer",
        compute='_compute_pagero_answer',
        search='_search_pagero_answer_status',
    )
    pagero_answer = fields.Char(string="Answer", compute='_compute_pagero_answer')
    pagero_answer_level = fields.Char(
        string="Colour of the Answer", compute='_compute_pagero_answer'
    )
    pagero_answer_text = fields.Text(
        string="What the Recipient Says", compute='_compute_pagero_answer'
    )
    pagero_answer_needs_person = fields.Boolean(
        string="Answer Needs Attention",
        compute='_compute_pagero_answer',
        search='_search_pagero_answer_needs_person',
    )
    pagero_response_ids = fields.One2many(
        'pagero.response', 'move_id', string="Answers", readonly=True, groups=READERS
    )
    pagero_supplier_status = fields.Char(
        string="Status from the Supplier", compute='_compute_pagero_supplier_status', groups=READERS
    )
    pagero_replaces_id = fields.Many2one(
        'account.move',
        string="Replaces",
        readonly=True,
        copy=False,
        index='btree_not_null',
        help="The invoice that the recipient rejected, and that this one replaces (BT-25).",
    )

    # === COMPUTES === #

    @api.depends(
        *('pagero_document_ids.business_status', 'pagero_document_ids.answer_settled_at'),
        *('pagero_document_ids.state', 'pagero_document_ids.answer_id'),
    )
    @api.depends_context('lang')
    def _compute_pagero_answer(self):
        """Of the transmission that counts."""
        for move in self:
            document = move.pagero_document_id.sudo()
            move.pagero_answer_status = document.business_status
            move.pagero_answer = document.answer_label
            move.pagero_answer_level = document.answer_level
            move.pagero_answer_needs_person = document.answer_needs_person
            lines = document.business_status and document._answer_lines()
            move.pagero_answer_text = '\n'.join(lines or ()) or False

    @api.depends('pagero_response_ids.about_id')
    @api.depends_context('lang')
    def _compute_pagero_supplier_status(self):
        """The newest that the supplier has told of the bill."""
        for move in self:
            told = move.sudo().pagero_response_ids.filtered('about_id')
            move.pagero_supplier_status = told.sorted('given_at')[-1:].label

    def _search_pagero_answer_status(self, operator, value):
        """By the newest transmission that counts; ``False`` finds those without an answer."""
        if operator != 'in':
            return NotImplemented
        counted = [('send_mode', '=', 'Production'), ('is_superseded', '=', False)]
        answered = ('business_status', 'in', [each for each in value if each])
        found = Domain('pagero_document_ids', 'any', [*counted, answered])
        if False in value:
            return found | Domain(
                'pagero_document_ids', 'not any', [*counted, ('business_status', '!=', False)]
            )
        return found

    def _search_pagero_answer_needs_person(self, operator, value):
        waits = Domain('pagero_document_ids', 'any', [('answer_needs_person', '=', True)])
        return boolean_domain(waits, operator, value)

    # === CHATTER === #

    def _tell_answer(self, response):
        """One line of the chatter, in the language and the time of the one who is responsible."""
        self.ensure_one()
        document, about = response.document_id, response.about_id
        user = about._user_to_remind(self) if about else document._user_to_ask()
        zone = user.tz or self.company_id.partner_id.tz
        told = response.with_context(lang=user.lang or self._in_own_language().lang)
        title = told.env._(
            "%(kind)s, %(sender)s, %(when)s: %(answer)s",
            kind=told._message_label(),
            sender=response.sender_name or 'Pagero',
            when=format_datetime(told.env, response.given_at, tz=zone),
            answer=told.label,
        )
        if response.send_mode != 'Production':
            title = f'{title} ({told._mode_label()})'
        lines = [Markup('<b>%s</b>') % title, *map(escape, told._said())]
        if response.attachment_ids:
            names = ', '.join(response.attachment_ids.mapped('name'))
            lines.append(escape(told.env._("Files: %(names)s", names=names)))
        self.message_post(body=Markup('<br/>').join(lines))

    def _in_own_language(self):
        """The environment with the language of the company, for what a scheduled action writes."""
        return in_language_of(self.company_id, self).env

    # === A REPLY === #

    def action_reply_to_recipient(self):
        """Odoo's own dialog of a message to the customer, with what was asked; it settles that."""
        self._refuse_unless_open()
        theirs = self._in_language_of_customer()
        asked = Markup('<br/>').join(map(escape, (theirs.pagero_answer_text or '').splitlines()))
        action = dialog_action(
            'mail.compose.message',
            self.env._("Reply to %(customer)s", customer=self.partner_id.display_name),
            model=self._name,
            res_ids=self.ids,
            composition_mode='comment',
            partner_ids=self.partner_id.ids,
            subject=theirs.env._("Re: %(invoice)s", invoice=self.name),
            body=asked and Markup('<p><br/></p><blockquote>%s</blockquote>') % asked,
        )
        return {**action, 'context': {**action['context'], 'pagero_replies': True}}

    def _message_post_after_hook(self, new_message, message_values):
        """A message from the dialog above was sent: the question has its reply."""
        done = super()._message_post_after_hook(new_message, message_values)
        is_reply = self.env.context.get('pagero_replies') and new_message.partner_ids
        if is_reply and self._may_settle_answer():
            self.sudo().pagero_document_id._settle_answers(REPLIED)
        return done

    def action_settle_answer(self):
        """Nothing is left to do: it was cleared up on the telephone, say."""
        self._refuse_unless_open()
        self.sudo().pagero_document_id._settle_answers(BY_HAND)

    def _may_settle_answer(self):
        may = self.env.user.has_group('account.group_account_invoice') and self.has_access('write')
        return may and self.pagero_answer_needs_person

    def _refuse_unless_open(self, types=None):
        """``types`` of invoices for which it can be done."""
        self.ensure_one()
        if not self.env.user.has_group('account.group_account_invoice'):
            raise AccessError(
                self.env._(
                    "Only people who may post invoices may reply to, credit or correct them."
                )
            )
        self.check_access('write')
        if (types and self.move_type not in types) or not self.pagero_answer_needs_person:
            raise UserError(
                self.env._("%(invoice)s has no open answer of its recipient.", invoice=self.name)
            )

    # === THE TWO WAYS OUT === #

    def action_credit_rejected(self):
        """Odoo's own dialog of a credit note, with the reason filled in."""
        self._refuse_unless_open(INVOICES)
        action = self.action_reverse()
        context = {
            'active_model': self._name,
            'active_id': self.id,
            'active_ids': self.ids,
            'default_reason': self._reason_for_credit(),
        }
        return {**action, 'context': context}

    def action_correct_rejected(self):
        """Credit what was delivered, and open a draft with the same lines and a new number."""
        self._refuse_unless_open(INVOICES)
        reversal = (
            self.env['account.move.reversal']
            .with_context(active_model=self._name, active_ids=self.ids)
            .create({'journal_id': self.journal_id.id, 'reason': self._reason_for_credit()})
        )
        action = reversal.modify_moves()
        new = reversal.new_move_ids
        new.sudo().pagero_replaces_id = self
        new.message_post(
            body=Markup('%s %s')
            % (new.env._("Replaces the rejected invoice"), self._get_html_link())
        )
        return action

    def _reason_for_credit(self):
        """In the customer's language: the customer reads it on the credit note."""
        document = self._in_language_of_customer().pagero_document_id.sudo()
        first = document._answer_lines()[:1]
        return ': '.join(filter(None, (document.answer_label, *first)))

    def _in_language_of_customer(self):
        return self.with_context(lang=self.partner_id.lang or self.env.lang)

    def _settle_answers_of_credited(self):
        """What these posted credit notes credit has nothing left to be done about its answer."""
        credited = self.filtered(lambda move: 'refund' in move.move_type).reversed_entry_id
        documents = credited.sudo().pagero_document_ids
        answered = documents.filtered(lambda each: each.business_status in NEED_PERSON)
        answered._settle_answers(CREDITED)
