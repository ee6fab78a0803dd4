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
        self.ensure_one()
        if self.pagero_payment_account_ids or self.move_type != 'out_invoice':
            return self.pagero_payment_account_ids or self.partner_bank_id
        usual = self._usual_payment_accounts()
        return usual if self.partner_bank_id in usual else self.partner_bank_id + usual

    def _usual_payment_accounts(self):
        """What the company, or else the one above it, puts on every invoice in this currency."""
        accounts = self.company_id.sudo()._pagero_invoice_accounts()
        suiting = accounts.filtered(lambda account: account._pagero_suits(self.currency_id))
        return suiting.sudo(self.env.su)

    @api.depends('company_id')
    def _compute_partner_bank_id(self):
        """The PDF names the first of the accounts that the e-invoice names."""
        super()._compute_partner_bank_id()
        for move in self.filtered(lambda move: move.move_type == 'out_invoice'):
            usual = move._usual_payment_accounts()
            if usual and move.partner_bank_id not in usual and not move._is_bank_chosen():
                move.partner_bank_id = usual[:1]

    def _is_bank_chosen(self):
        """Whether core takes the bank account of a payment method, as it does for factoring."""
        company = self.bank_partner_id
        return bool(
            self.preferred_payment_method_line_id.journal_id
            or company.property_inbound_payment_method_line_id.journal_id
        )

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
