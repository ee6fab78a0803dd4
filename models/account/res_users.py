from odoo import models


class ResUsers(models.Model):
    _inherit = 'res.users'

    def _may_administer_pagero(self):
        """Whether the user may set up accounts; of which companies, the record rules say."""
        return self.has_group('pagero_connector.group_admin')

    def _may_decide_for_all_companies(self):
        """Whether no company sends over Pagero that this user doesn't work for.

        A group administrator may in any case. Rule packs, and requirements without a company,
        hold for the invoices of all companies.
        """
        if self.has_group('pagero_connector.group_group_admin'):
            return True
        others = [('company_id', 'not in', self.company_ids.ids)]
        return not self.env['pagero.account'].sudo().search_count(others, limit=1)
