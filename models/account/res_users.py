from odoo import fields, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    pagero_digest = fields.Boolean(
        string="Daily Pagero Mail",
        compute='_compute_pagero_digest',
        inverse='_inverse_pagero_digest',
        help="A mail each morning about what came, what waits and what was rejected. Where there is"
        " nothing to tell, none is sent.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, 'pagero_digest']

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, 'pagero_digest']

    def _compute_pagero_digest(self):
        wanted = self._pagero_digests().user_id
        for user in self:
            user.pagero_digest = user._origin in wanted

    def _inverse_pagero_digest(self):
        digests, wanting = self._pagero_digests(), self.filtered('pagero_digest')
        new = wanting - digests.user_id
        digests.filtered(lambda digest: digest.user_id not in wanting).unlink()
        digests.create([{'user_id': user.id} for user in new])

    def _pagero_digests(self):
        return self.env['pagero.digest'].sudo().search([('user_id', 'in', self.ids)])

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
