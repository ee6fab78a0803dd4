from odoo import api, fields, models

from ..ubl import payment_accounts


class ResPartnerBank(models.Model):
    """How an account will stand on an invoice."""

    _inherit = 'res.partner.bank'

    pagero_preview = fields.Char(
        string="On the Invoice",
        compute='_compute_pagero_preview',
        help="Where and how the account stands on an e-invoice in Swedish kronor.",
    )

    @api.depends(
        'acc_number', 'acc_type', 'sequence', 'currency_id', 'pagero_on_every_invoice', 'bank_bic'
    )
    @api.depends_context('company', 'lang')
    def _compute_pagero_preview(self):
        own = self.env.company._pagero_invoice_accounts()
        shown = own.sorted(lambda account: (account.sequence, account.id)).ids
        for account in self:
            account.pagero_preview = account._pagero_line(shown)

    def _pagero_line(self, shown):
        """“1. Bankgiro 5050-1055”, or why it isn't there."""
        if doubt := self._pagero_doubt():
            return doubt
        number = self._origin.id
        if not self.pagero_on_every_invoice or number not in shown:
            return self.env._("Only where an invoice names it")
        words = f'{shown.index(number) + 1}. {self._pagero_written()}'
        if not self.currency_id and self.acc_type in ('bankgiro', 'plusgiro'):
            return self.env._("%(account)s (invoices in SEK)", account=words)
        if self.currency_id:
            currency = self.currency_id.name
            return self.env._(
                "%(account)s (invoices in %(currency)s)", account=words, currency=currency
            )
        return words

    def _pagero_written(self):
        kind = self.acc_type
        label = dict(self._get_supported_account_types()).get(kind, '')
        if kind not in ('bankgiro', 'plusgiro', 'iban'):
            return f'{label} {self.acc_number}'
        number = payment_accounts.format(kind, self.acc_number)
        bic = kind == 'iban' and self.bank_bic
        return f'{label} {number} (BIC {bic})' if bic else f'{label} {number}'
