from odoo import api, models


class ResPartner(models.Model):
    """What a tag means for a customer is said when it is given."""

    _inherit = 'res.partner'

    @api.onchange('category_id')
    def _onchange_pagero_tags(self):
        """A notice, no question: draft invoices follow their customer's tags."""
        before = self._origin.category_id._sends_with_pagero()
        after = self.category_id._sends_with_pagero()
        if before == after or not self.env.user.has_group('pagero_connector.group_user'):
            return None
        concerns = self._pagero_concerns()
        if after:
            message = self.env._("%(concerns)s go over Pagero from now on.", concerns=concerns)
        else:
            message = self.env._("%(concerns)s no longer go over Pagero.", concerns=concerns)
        notice = {'title': self.env._("Pagero"), 'message': message, 'type': 'notification'}
        return {'warning': notice}

    def _pagero_concerns(self):
        partner = self._origin.commercial_partner_id
        if not partner:
            return self.env._("This customer's invoices")
        return self.env['res.partner.category']._concerns([('id', '=', partner.id)])
