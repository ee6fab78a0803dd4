from odoo import models


class ResCompany(models.Model):
    """The accounts that the company's customers pay to."""

    _inherit = 'res.company'

    def _pagero_invoice_accounts(self):
        """What stands on every invoice, in its order: the company's, or else its parent's."""
        self.ensure_one()
        for company in self.sudo().parent_ids[::-1]:
            accounts = company.partner_id.bank_ids.filtered('pagero_on_every_invoice')
            if accounts:
                return accounts.sudo(self.env.su)
        return self.env['res.partner.bank']

    def _untrusted_pagero_accounts(self):
        """Of what stands on every invoice: today's Odoo refuses to post invoices that name it."""
        return self._pagero_invoice_accounts()._pagero_untrusted()

    def _open_pagero_bank_accounts_from_menu(self):
        """The list for administrators; other users see which administrator to ask."""
        if not self.env.user._may_administer_pagero():
            return self.env['pagero.help']._ask_administrator()
        return self._open_pagero_bank_accounts()

    def _open_pagero_bank_accounts(self, partner=None):
        """A list of the company's own accounts, or of a parent's."""
        self.ensure_one()
        action = self.env['ir.actions.actions']._for_xml_id(
            'pagero_connector.pagero_bank_account_action'
        )
        partner = partner or self.partner_id
        return {
            **action,
            'domain': [('partner_id', '=', partner.id)],
            'context': {
                'default_partner_id': partner.id,
                'default_pagero_on_every_invoice': True,
            },
        }
