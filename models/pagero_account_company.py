"""What e-invoices say of the company, to be filled in by whoever may change the account."""

from odoo import fields, models


# Our field: the company's.
COMPANY_FIELDS = {
    'company_org_number': 'company_registry',
    'company_vat': 'vat',
    'company_street': 'street',
    'company_zip': 'zip',
    'company_city': 'city',
    'f_tax': 'pagero_f_tax',
    'use_parent_account': 'pagero_use_parent_account',
}


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    company_org_number = fields.Char(
        string="Organisation Number", compute='_compute_company', inverse='_inverse_company'
    )
    company_vat = fields.Char(
        string="VAT Number", compute='_compute_company', inverse='_inverse_company'
    )
    company_street = fields.Char(
        string="Street", compute='_compute_company', inverse='_inverse_company'
    )
    company_zip = fields.Char(
        string="Postal Code", compute='_compute_company', inverse='_inverse_company'
    )
    company_city = fields.Char(
        string="City", compute='_compute_company', inverse='_inverse_company'
    )
    f_tax = fields.Boolean(
        string="Approved for F-tax", compute='_compute_company', inverse='_inverse_company'
    )
    use_parent_account = fields.Boolean(
        string="Use the Parent Company's Account",
        compute='_compute_company',
        inverse='_inverse_company',
    )
    has_parent = fields.Boolean(compute='_compute_company')

    def _compute_company(self):
        for account in self:
            company = account.sudo().company_id
            account.has_parent = bool(company.parent_id)
            for name, theirs in COMPANY_FIELDS.items():
                account[name] = company[theirs]

    def _inverse_company(self):
        """Whoever may change the account need not have rights on companies."""
        self.check_access('write')
        for account in self:
            company = account.sudo().company_id
            said = {theirs: account[name] for name, theirs in COMPANY_FIELDS.items()}
            company.write({name: value for name, value in said.items() if company[name] != value})

    def _open_company_details(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Company Details"),
            'res_model': 'pagero.account',
            'res_id': self.id,
            'views': [
                (self.env.ref('pagero_connector.pagero_account_view_form_company').id, 'form')
            ],
            'target': 'new',
        }
