from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    pagero_use_parent_account = fields.Boolean(
        string="Use the Parent Company's Pagero Account",
        help="This branch sends with its parent company's contract.",
    )

    def _pagero_account(self):
        """The one account that this company sends with, or an empty recordset."""
        self.ensure_one()
        company = self.sudo()
        while company.pagero_use_parent_account and company.parent_id:
            company = company.parent_id
        account = self.env['pagero.account'].sudo().search(
            [('company_id', '=', company.id)], limit=1
        )
        return account.sudo(self.env.su)
