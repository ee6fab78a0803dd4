from odoo import api, models


class ResPartner(models.Model):
    """The notice that a customer's invoices change their way, shown when its tags are changed."""

    _inherit = 'res.partner'

    @api.onchange('category_id')
    def _onchange_pagero_tags(self):
        """Draft invoices follow their customer's tags."""
        before = self._origin.category_id._sends_with_pagero()
        after = self.category_id._sends_with_pagero()
        if before == after or not self.env.user.has_group('pagero_connector.group_user'):
            return None
        concerns = self._pagero_concerns()
        if after:
            message = self.env._("Sent over Pagero from now on: %(concerns)s.", concerns=concerns)
        else:
            message = self.env._("No longer sent over Pagero: %(concerns)s.", concerns=concerns)
        notice = {'title': self.env._("Pagero"), 'message': message, 'type': 'notification'}
        return {'warning': notice}

    def _pagero_concerns(self):
        partner = self._origin.commercial_partner_id
        if not partner:
            return self.env._("this customer's invoices")
        return self.env['res.partner.category']._concerns([('id', '=', partner.id)])
