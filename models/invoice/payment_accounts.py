from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AccountMove(models.Model):
    """The accounts that an e-invoice asks to be paid to.

    An empty field means the usual: the recipient bank and the company's bank accounts.
    """

    _inherit = 'account.move'

    pagero_payment_account_ids = fields.Many2many(
        'res.partner.bank',
        'account_move_pagero_payment_account_rel',
        'move_id',
        'account_id',
        string="Accounts to Pay To",
        tracking=True,
        domain="[('partner_id', '=', bank_partner_id)]",
        help="Empty: the recipient bank of the invoice, and your company's accounts that are"
        " marked “On every invoice”.",
    )

    def _pagero_payment_accounts(self):
        """The accounts that the e-invoice names, in order (BG-17)."""
        wanted = self._wanted_payment_accounts()
        return wanted._pagero_nameable() if self.is_inbound() else wanted

    def _wanted_payment_accounts(self):
        """Those that it is to name, whether they are trusted or not."""
        self.ensure_one()
        asked = self._asked_payment_accounts()
        if self.pagero_payment_account_ids or self.move_type != 'out_invoice':
            return asked
        usual = self._usual_payment_accounts()
        wanted = usual if asked in usual else asked + usual
        return wanted or self._any_payment_account()

    def _asked_payment_accounts(self):
        """Those of this invoice: its own, its recipient bank, or its payment method's.

        Core takes an untrusted recipient bank off what a scheduled action posts. The method's
        account, such as a factoring company's, must not give way to ours then.
        """
        asked = self.pagero_payment_account_ids or self.partner_bank_id
        if asked or not self.is_inbound():
            return asked
        return self._chosen_journal().bank_account_id

    def _any_payment_account(self):
        """What core takes where nothing is chosen, which it may have taken off since."""
        if self._chosen_journal():
            return self.partner_bank_id
        suiting = self.sudo().bank_partner_id.bank_ids.filtered(
            lambda account: (
                account.company_id in (self.company_id, self.env['res.company'])
                and account._pagero_suits(self.currency_id)
            )
        )
        trusted_first = suiting.sorted(lambda account: not account.allow_out_payment)
        return trusted_first[:1].sudo(self.env.su)

    def _usual_payment_accounts(self):
        """What the company, or else the one above it, puts on every invoice in this currency."""
        accounts = self.company_id.sudo()._pagero_invoice_accounts()
        suiting = accounts.filtered(lambda account: account._pagero_suits(self.currency_id))
        return suiting.sudo(self.env.su)

    @api.depends('company_id')
    def _compute_partner_bank_id(self):
        """The PDF names the first of the accounts that the e-invoice names."""
        super()._compute_partner_bank_id()
        for move in self.filtered(lambda move: move.move_type == 'out_invoice' and move.company_id):
            usual = move._usual_payment_accounts()
            usual = usual._pagero_nameable() or usual
            if usual and move.partner_bank_id not in usual and not move._chosen_journal():
                move.partner_bank_id = usual[:1]

    def _chosen_journal(self):
        """Where core takes the bank account of a payment method, as it does for factoring."""
        own, company = self.preferred_payment_method_line_id, self.bank_partner_id
        return (own or company.property_inbound_payment_method_line_id).journal_id

    @contextmanager
    def _untrusted_bank_set_aside(self):
        """Core refuses to post with such a recipient bank; our finding says so with the rest."""
        bank = self.partner_bank_id
        is_refused = self.is_inbound() and bank and not bank._pagero_nameable()
        if is_refused:
            self.sudo().partner_bank_id = False
        yield
        if is_refused:
            self.sudo().partner_bank_id = bank

    # === WHOSE ACCOUNTS === #

    @api.constrains('pagero_payment_account_ids', 'company_id', 'partner_id', 'move_type')
    def _check_pagero_payment_accounts(self):
        for move in self:
            if move._foreign_accounts(move.pagero_payment_account_ids):
                raise ValidationError(
                    move.env._(
                        "%(invoice)s may name bank accounts of %(payee)s only, since that is where"
                        " the recipient pays. Choose other accounts to pay to.",
                        invoice=move.display_name,
                        payee=move.sudo().bank_partner_id.display_name,
                    )
                )

    def _foreign_accounts(self, accounts):
        """Accounts that belong neither to our company, nor to one above it, nor to the payee."""
        payees = self.sudo().bank_partner_id
        if self.is_inbound():
            payees += self.company_id.sudo().parent_ids.partner_id
        own = payees.commercial_partner_id
        return accounts.filtered(
            lambda account: account.sudo().partner_id.commercial_partner_id not in own
        )
