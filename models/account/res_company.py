from odoo import fields, models


class ResCompany(models.Model):
    _name = 'res.company'
    _inherit = ['res.company', 'pagero.guarded.mixin']

    pagero_use_parent_account = fields.Boolean(
        string="Use the Parent Company's Pagero Account",
        help="This branch sends with its parent company's contract.",
    )

    pagero_account_ids = fields.One2many(
        'pagero.account', 'company_id', readonly=True, groups='pagero_connector.group_user'
    )

    def _pagero_account(self):
        """The one account that this company sends with, or an empty recordset."""
        self.ensure_one()
        company = self.sudo()
        while company.pagero_use_parent_account and company.parent_id:
            company = company.parent_id
        return company.pagero_account_ids[:1].sudo(self.env.su)
