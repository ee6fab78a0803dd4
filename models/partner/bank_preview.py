from odoo import api, fields, models

from ...identification import payment_accounts
from ..compat.bank_account import KIND, NUMBER, kind_of, number_of


class ResPartnerBank(models.Model):
    """How an account will appear on an invoice."""

    _inherit = 'res.partner.bank'

    pagero_preview = fields.Char(
        string="On the Invoice",
        compute='_compute_pagero_preview',
        help="Where and how the account appears on an e-invoice in Swedish kronor. The first one is"
        " the default.",
    )

    @api.depends(
        *(NUMBER, KIND, 'sequence', 'currency_id', 'pagero_on_every_invoice', 'bank_bic'),
        'allow_out_payment',
    )
    @api.depends_context('company', 'lang')
    def _compute_pagero_preview(self):
        own = self.env.company._pagero_invoice_accounts()._pagero_nameable()
        shown = own.sorted(lambda account: (account.sequence, account.id))
        for account in self:
            # A row that is being added has no number yet, and no fault.
            account.pagero_preview = number_of(account) and account._pagero_line(shown)

    def _pagero_line(self, shown):
        """“1. Bankgiro 5050-1055”, or why it isn't there."""
        if doubt := self._pagero_doubt():
            return doubt
        if self.pagero_on_every_invoice and not self._pagero_nameable():
            return self.env._("Left out until it is trusted")
        if not self.pagero_on_every_invoice or self._origin not in shown:
            return self.env._("Only if chosen on the invoice")
        place = shown.ids.index(self._origin.id)
        words = self._pagero_words(f'{place + 1}. {self._pagero_written()}')
        if first := shown[:place].filtered(self._pagero_is_twin)[:1]:
            return self.env._(
                "%(account)s. The default is %(first)s",
                account=words,
                first=first._pagero_written(),
            )
        return words

    def _pagero_is_twin(self, other):
        """Whether both would stand on the same invoice, as the same kind of account."""
        return (kind_of(self), self.currency_id) == (kind_of(other), other.currency_id)

    @api.onchange('pagero_on_every_invoice', NUMBER, 'pagero_account_kind', 'currency_id')
    def _onchange_pagero_twins(self):
        """Two defaults of one kind are mostly a slip, such as an old account that was kept."""
        shown = self.env.company._pagero_invoice_accounts() - self._origin
        twin = shown.filtered(self._pagero_is_twin)[:1]
        is_own = self.partner_id._origin == self.env.company.partner_id
        if not (self.pagero_on_every_invoice and number_of(self) and twin and is_own):
            return None
        message = self.env._(
            "%(account)s is already on every invoice. Customers see both, and the first one in the"
            " list is the default. Untick one of them unless you want both.",
            account=twin._pagero_written(),
        )
        title = self.env._("Two Accounts of the Same Kind")
        return {'warning': {'title': title, 'message': message, 'type': 'notification'}}

    def _pagero_words(self, words):
        """With the invoices on which it stands, where that aren't all."""
        if not self.currency_id and kind_of(self) in ('bankgiro', 'plusgiro'):
            return self.env._("%(account)s (invoices in SEK)", account=words)
        if self.currency_id:
            currency = self.currency_id.name
            return self.env._(
                "%(account)s (invoices in %(currency)s)", account=words, currency=currency
            )
        return words

    def _pagero_written(self):
        kind = kind_of(self)
        label = dict(self._get_supported_account_types()).get(kind, '')
        if kind not in ('bankgiro', 'plusgiro', 'iban'):
            return f'{label} {number_of(self)}'
        number = payment_accounts.format(kind, number_of(self))
        bic = kind == 'iban' and self.bank_bic
        return f'{label} {number} (BIC {bic})' if bic else f'{label} {number}'
