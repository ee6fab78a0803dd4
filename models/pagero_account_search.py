"""What the wizards ask an account: whose it is here, and which companies it is linked to."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    @api.model
    def _of_current_company(self):
        """The account of the current company; a sentence where there is none."""
        account = self.env.company._pagero_account()
        if not account:
            raise UserError(
                self.env._(
                    "%(company)s has no Pagero account yet. An administrator makes it in the"
                    " accounting settings.",
                    company=self.env.company.name,
                )
            )
        return account

    def _connections_with(self, companies):
        """{company: its connection over this account}, by network id, else by our customers."""
        self.ensure_one()
        partners = self.env['res.partner']._of_companies(companies)
        ids = [company.network_id for company in companies if company.network_id]
        customers = [partner.id for found in partners.values() for partner in found]
        known = Domain('network_company_id', 'in', ids) | Domain('partner_id', 'in', customers)
        connections = self.env['pagero.connection'].search(
            Domain('account_id', '=', self.id) & known
        )
        by_network_id = {each.network_company_id: each for each in connections}
        by_partner = {each.partner_id: each for each in connections}
        found = {}
        for company in companies:
            by_number = (by_partner.get(each) for each in partners.get(company, ()))
            connection = by_network_id.get(company.network_id or None)
            connection = connection or next(filter(None, by_number), None)
            if connection:
                found[company] = connection
        return found
