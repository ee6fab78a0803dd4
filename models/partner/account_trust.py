"""Trust in bank accounts (*Send Money*): what an invoice may name, and who may trust an account.

Core of March 2026 has the field and asks for it where money is sent. Since then it also refuses to
post an invoice that is to be paid to an account without it, and takes such an account off the
invoices that scheduled actions, the portal and the web shop post.
"""

from odoo import api, models


class ResPartnerBank(models.Model):
    _inherit = 'res.partner.bank'

    @api.model
    def _is_trust_demanded(self):
        """Whether this core refuses invoices that name an untrusted account."""
        return hasattr(self, '_user_can_trust')  # came with the refusal

    def _pagero_untrusted(self):
        return self.filtered(lambda account: not account.sudo().allow_out_payment)

    def _pagero_nameable(self):
        """Those that an invoice may name as accounts to pay to."""
        return self - self._pagero_untrusted() if self._is_trust_demanded() else self

    @api.model
    def _may_trust_in_words(self, company):
        """Names of people who may trust an account of the company's."""
        for group in ('account.group_validate_bank_account', 'base.group_system'):
            if users := self.env['pagero.account']._users_with(group, company):
                return ", ".join(users.mapped('name'))
        return self.env._("the administrator of your Odoo")
