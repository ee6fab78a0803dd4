"""What e-invoices say about the company; an administrator of the account may fill it in."""

from odoo import api, fields, models

from ..compat.organisation_number import NUMBER
from ..tools.actions import form_action


# Our field: the company's.
COMPANY_FIELDS = {
    'company_org_number': NUMBER,
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
        string="Company's Organisation Number", compute='_compute_company', readonly=False
    )
    company_vat = fields.Char(string="VAT Number", compute='_compute_company', readonly=False)
    company_street = fields.Char(string="Street", compute='_compute_company', readonly=False)
    company_zip = fields.Char(
        string="Company's Postal Code", compute='_compute_company', readonly=False
    )
    company_city = fields.Char(string="City", compute='_compute_company', readonly=False)
    f_tax = fields.Boolean(string="Approved for F-tax", compute='_compute_company', readonly=False)
    use_parent_account = fields.Boolean(
        string="Use the Parent Company's Account",
        compute='_compute_company',
        readonly=False,
    )
    has_parent = fields.Boolean(compute='_compute_company')

    def _compute_company(self):
        for account in self:
            company = account.sudo().company_id
            account.has_parent = bool(company.parent_id)
            for name, theirs in COMPANY_FIELDS.items():
                account[name] = company[theirs]

    @api.model
    def _own_values(self, vals):
        """Without the fields that are the company's."""
        return {name: value for name, value in vals.items() if name not in COMPANY_FIELDS}

    def _write_company(self, vals):
        """Fields of the company: an administrator of the account needs no rights on companies.

        No inverse: it could not tell the fields that were written from the others.
        """
        theirs = {theirs: vals[ours] for ours, theirs in COMPANY_FIELDS.items() if ours in vals}
        if theirs:
            self.check_access('write')
            self.sudo().company_id.write(theirs)
            self.invalidate_recordset(list(COMPANY_FIELDS))

    def _open_company_details(self):
        view = 'pagero_connector.pagero_account_view_form_company'
        return form_action(self, self.env._("Company Details"), view=view, target='new')
