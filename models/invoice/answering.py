"""Answers from the bill: its buttons, and what posting and payment tell the supplier."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from ...ubl.response.answer import Clarification
from ...ubl.response.codes import ACCEPTED, CONDITIONALLY_ACCEPTED, PAID, PARTLY_PAID
from ..texts.answering import ANSWERS
from .received import PEOPLE


ACCEPTING = (CONDITIONALLY_ACCEPTED, ACCEPTED, PARTLY_PAID, PAID)
PAID_STATES = ('paid', 'in_payment')


class AccountMove(models.Model):
    _inherit = 'account.move'

    pagero_our_answer = fields.Selection(
        ANSWERS,
        string="Our Answer",
        compute='_compute_pagero_our_answer',
        groups=PEOPLE,
        help="To the supplier.",
    )
    pagero_our_answer_level = fields.Char(
        string="Colour of Our Answer", compute='_compute_pagero_our_answer', groups=PEOPLE
    )
    pagero_can_answer = fields.Boolean(compute='_compute_pagero_our_answer', groups=PEOPLE)
    pagero_can_accept = fields.Boolean(compute='_compute_pagero_our_answer', groups=PEOPLE)
    pagero_can_query = fields.Boolean(compute='_compute_pagero_our_answer', groups=PEOPLE)
    pagero_can_reject = fields.Boolean(compute='_compute_pagero_our_answer', groups=PEOPLE)

    @api.depends('pagero_received_ids.answer', 'pagero_received_ids.state')
    def _compute_pagero_our_answer(self):
        for move in self:
            received = move._pagero_answerable()[:1]
            move.pagero_our_answer = received.answer
            move.pagero_our_answer_level = received.answer_level
            move.pagero_can_answer = received.can_answer
            move.pagero_can_accept = received.can_accept
            move.pagero_can_query = received.can_query
            move.pagero_can_reject = received.can_reject

    def _pagero_answerable(self):
        """The invoices of suppliers that these bills were made of; no answers or reminders."""
        return self.sudo().pagero_received_ids.filtered(lambda received: received._is_answerable())

    # === BUTTONS === #

    def action_pagero_accept(self):
        return self._pagero_to_answer().action_accept()

    def action_pagero_reject(self):
        return self._pagero_to_answer().action_reject()

    def action_pagero_query(self):
        return self._pagero_to_answer().action_query()

    def action_pagero_answer(self):
        return self._pagero_to_answer().action_answer()

    def _pagero_to_answer(self):
        """With the user's own rights: the document's buttons ask for them, too."""
        self.check_access('read')
        self.env['pagero.received.document']._refuse_strangers_to_bills()
        received = self._pagero_answerable()
        if not received:
            raise UserError(
                self.env._(
                    "These bills did not come over Pagero, so they cannot be answered there."
                )
            )
        return received.sudo(False)

    # === POSTING === #

    def _pagero_bills(self):
        """Posting our own invoices asks nothing more of the database."""
        return self.filtered(lambda move: move.is_purchase_document())._pagero_answerable()

    def _refuse_unanswered(self):
        """For companies that answer first, and don't accept by posting."""
        for received in self._pagero_bills():
            account = received.account_id
            is_strict = account.needs_answer and not account.accepts_at_posting
            if is_strict and received.answer not in ACCEPTING:
                raise UserError(
                    self.env._(
                        "%(bill)s has to be accepted before it is posted: your company answers"
                        " suppliers first. Press Accept, or Answer for another answer.",
                        bill=received.display_name,
                    )
                )

    def _accept_by_posting(self):
        """A bill whose account waits for a second person is accepted once it is approved."""
        posted = self.filtered(lambda move: move.state == 'posted')
        wanted = posted._pagero_bills().filtered('account_id.accepts_at_posting')
        wanted = wanted.filtered(lambda each: each.answer not in ACCEPTING)
        wanted.filtered(lambda each: not each.move_id._hold_now())._answer_by_itself(ACCEPTED)

    # === REJECTION === #

    def _pagero_was_rejected(self):
        """A draft of a rejected invoice is cancelled where the company chose so."""
        for move in self.filtered(lambda move: move.state == 'draft'):
            if move._pagero_account_sudo().on_reject == 'cancel':
                move.button_cancel()

    # === PAYMENT === #

    def _tell_payment(self):
        """The supplier hears of payments once they are reconciled; credit notes are none."""
        for move in self:
            received = move._pagero_answerable().filtered('account_id.answers_paid')
            if received and move.payment_state in PAID_STATES:
                received._answer_by_itself(PAID)
            elif received and move.payment_state == 'partial':
                received._answer_by_itself(PARTLY_PAID, [move._part_payment()])

    def _part_payment(self):
        paid = self.amount_total - self.amount_residual
        amounts = {
            'paid': formatLang(self.env, paid, currency_obj=self.currency_id),
            'total': formatLang(self.env, self.amount_total, currency_obj=self.currency_id),
        }
        return Clarification(PARTLY_PAID, self.env._("%(paid)s of %(total)s is paid", **amounts))


class AccountPartialReconcile(models.Model):
    _inherit = 'account.partial.reconcile'

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._refuse_held_payments()
        partials._bills_paid()._tell_payment()
        return partials

    def _bills_paid(self):
        """Bills that came over Pagero, where the other side is money and not another document."""
        bills = self.env['account.move']
        for partial in self:
            debit, credit = partial.debit_move_id.move_id, partial.credit_move_id.move_id
            for bill, other in ((debit, credit), (credit, debit)):
                if bill.is_purchase_document() and not other.is_invoice():
                    bills |= bill
        return bills.filtered(lambda bill: bill.sudo().pagero_received_ids)
