"""A bill isn't paid to a new or changed account before a second person has approved it."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..inbox.pagero_received_document import BILLS
from .received import PEOPLE, READERS


PAID = ('paid', 'reversed')
PAID_BY_US = ('in_invoice', 'in_receipt')
CHANGES = {'partner_id', 'partner_bank_id'}  # of a bill: where its payment goes


class AccountMove(models.Model):
    _inherit = 'account.move'

    pagero_watched_ids = fields.Many2many(
        'pagero.received.document',
        'account_move_pagero_watched_rel',
        'move_id',
        'document_id',
        string="Documents of the Original",
        readonly=True,
        copy=False,  # but ``copy_data`` gives it
        groups=READERS,
        help="Of a copy: the documents whose accounts are watched for the original.",
    )
    pagero_handler_ids = fields.Many2many(
        'res.users',
        'account_move_pagero_handler_rel',
        'move_id',
        'user_id',
        string="Handled By",
        readonly=True,
        copy=False,
        groups=PEOPLE,
        help="Those who made or posted the bill, or changed its vendor or account. Another person"
        " approves the account.",
    )
    pagero_hold = fields.Selection(
        [('held', "Payment Held"), ('declined', "Fraud Suspected")],
        string="Hold",
        compute='_compute_pagero_hold',
        groups=PEOPLE,
    )

    @api.depends(
        'move_type', 'state', 'payment_state', 'partner_id', 'partner_bank_id',
        'pagero_watched_ids.payee_account_ids.state', 'partner_bank_id.allow_out_payment',
        'pagero_received_ids.payee_account_ids.state', 'partner_id.bank_ids.allow_out_payment',
    )  # fmt: skip
    def _compute_pagero_hold(self):
        for move in self:
            is_over = move.state == 'cancel' or move.payment_state in PAID
            move.pagero_hold = False if is_over else move._hold_now()

    def _hold_now(self):
        accounts, banks = self._held_accounts()
        if 'declined' in accounts.mapped('state'):
            return 'declined'
        return 'held' if accounts or banks else False

    # === WHAT IS HELD === #

    def _paid_by_us(self):
        """Bills, whose payment leaves the company."""
        return self.filtered(lambda move: move.move_type in PAID_BY_US)

    def _watched_documents(self):
        """The documents that the bill was made from, or its original."""
        move = self.sudo()
        documents = move.pagero_received_ids | move.pagero_watched_ids
        return documents.filtered(lambda each: each.kind in BILLS)

    def _vendor_accounts(self):
        """Bank accounts of the vendor that this company may pay to."""
        vendors = self.sudo().partner_id | self.sudo().commercial_partner_id
        companies = self.sudo().company_id.parent_ids
        return vendors.bank_ids.filtered(
            lambda bank: not bank.company_id or bank.company_id in companies
        )

    def _held_accounts(self):
        """(accounts that its documents state, bank accounts chosen by hand) that aren't cleared."""
        self.ensure_one()
        move = self.sudo()
        accounts, banks = move.env['pagero.payee.account'], move.env['res.partner.bank']
        if move.move_type not in PAID_BY_US:
            return accounts, banks
        stated = move._watched_documents().payee_account_ids
        accounts = stated.filtered(lambda each: not each._is_cleared_for(move))
        bank = move.partner_bank_id._origin
        if bank and not move._is_cleared_bank(bank) and bank not in accounts.bank_account_id:
            banks = bank
        return accounts, banks

    def _is_cleared_bank(self, bank):
        """Whether the bill may be paid to this bank account, which a person may have chosen."""
        move, known = self.sudo(), self.env['pagero.payee.account'].sudo()
        documents = move._watched_documents()
        if not documents:
            return not known._doubts(bank, move.company_id)
        if bank._was_trusted_before(min(each._came_at() for each in documents)):
            return True
        senders = {each._payee_sender() for each in documents}
        domain = [('company_id', '=', move.company_id.id), ('sender', 'in', list(senders))]
        return bank in known.search(domain)._approved_bank()

    # === GATES === #

    def _refuse_held_payment(self, bank=None):
        """Refuse to pay these bills while one is held; ``bank`` is where the payment goes."""
        bills = self.sudo()._paid_by_us()
        bills._watched_documents()._read_payees()
        for bill in bills.with_env(self.env):
            accounts, banks = bill._held_accounts()
            if bank and not accounts and not bill._is_cleared_bank(bank):
                banks |= bank
            if accounts or banks:
                raise UserError(bill._held_sentence(accounts, banks))

    @api.model
    def _refuse_doubtful_account(self, bank, company):
        """Of a payment that names no bill."""
        doubts = self.env['pagero.payee.account'].sudo()._doubts(bank.sudo(), company)
        if doubts:
            raise UserError(
                self.env._(
                    "%(account)s waits for approval: %(sender)s states it, and it is new or has"
                    " changed. Approve it on that supplier's bill (%(document)s) before you pay"
                    " to it.",
                    account=doubts[0].display_name,
                    sender=doubts[0].document_id.sender_name or doubts[0].sender,
                    document=doubts[0].document_id.document_number or '',
                )
            )

    # === WHO HAS HANDLED IT === #

    def _note_payment_change(self, vals):
        """After a write: who chose the vendor or the account, and payments that were linked."""
        if CHANGES & vals.keys():
            self._paid_by_us()._add_handler()
        if 'matched_payment_ids' in vals:
            self.sudo().matched_payment_ids._refuse_held_payments()

    def _note_handler(self):
        """Who posted bills that came over Pagero."""
        bills = self._paid_by_us()
        bills.filtered(lambda move: move._watched_documents())._add_handler()

    def _add_handler(self):
        missing = self.sudo().filtered(lambda move: self.env.user not in move.pagero_handler_ids)
        missing.write({'pagero_handler_ids': [Command.link(self.env.uid)]})


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    def action_register_payment(self, ctx=None):
        """Also of the journal items, and of many bills at once."""
        self.move_id._refuse_held_payment()
        return super().action_register_payment(ctx)


class AccountPartialReconcile(models.Model):
    _inherit = 'account.partial.reconcile'

    def _refuse_held_payments(self):
        """A payment isn't put beside a bill that is held, by whichever way.

        Bank statements and journal entries are: the money has left, and the books say so.
        """
        for partial in self.sudo():
            moves = partial.debit_move_id.move_id | partial.credit_move_id.move_id
            if payment := moves.origin_payment_id:
                (moves - payment.move_id)._refuse_held_payment(payment.partner_bank_id)
