from odoo import api, fields, models

from ...network import Company
from ..connection.pagero_connection import ACCEPTANCES
from ..texts.company import (
    address_words,
    document_words,
    electronic_id_words,
    number_words,
    source_words,
)


class PageroCompanyMixin(models.AbstractModel):
    """A record that holds a company of the network as it was found, and says it in words."""

    _name = 'pagero.company.mixin'
    _description = "Company on the Pagero Network, in words"
    _rec_name = 'name'

    company = fields.Json(string="Company in the Network", required=True, readonly=True)
    name = fields.Char(compute='_compute_words')
    numbers = fields.Char(string="Identifiers", compute='_compute_words')
    electronic_ids = fields.Char(string="Electronic IDs", compute='_compute_words')
    vat_number = fields.Char(string="VAT Number", compute='_compute_words')
    address = fields.Char(compute='_compute_words')
    operator_name = fields.Char(string="Operator", compute='_compute_words')
    documents = fields.Char(string="Receives", compute='_compute_words')
    documents_sent = fields.Char(string="Sends", compute='_compute_words')
    acceptance = fields.Selection(ACCEPTANCES, compute='_compute_words')
    found_in = fields.Char(compute='_compute_words')
    is_active = fields.Boolean(compute='_compute_words')
    takes_tests = fields.Selection(
        [('yes', "Yes"), ('no', "No"), ('unknown', "Unknown")],
        string="Accepts Tests",
        compute='_compute_words',
    )
    requirements_url = fields.Char(string="Requirements Page", compute='_compute_words')
    requirements = fields.Text(string="Requirements on Invoices", compute='_compute_words')

    def _company(self):
        self.ensure_one()
        return self._parsed(self.company)

    @api.model
    def _parsed(self, values):
        """A company from the dictionary that records and actions hand around."""
        return Company.from_dict(values)

    @api.depends('company')
    @api.depends_context('lang')
    def _compute_words(self):
        for record in self:
            record.update(record._prepare_words(record._company()))

    def _prepare_words(self, company):
        return {
            'name': company.name or electronic_id_words(company),  # Peppol's SMP gives no name
            'numbers': number_words(company),
            'electronic_ids': electronic_id_words(company),
            'vat_number': company.vat_number,
            'address': address_words(company),
            'operator_name': company.operator_name,
            'documents': document_words(self.env, company),
            'documents_sent': document_words(self.env, company, 'send'),
            'acceptance': company.acceptance,
            'found_in': ', '.join(source_words(self.env, name) for name in company.sources),
            'is_active': company.is_active,
            'takes_tests': {True: 'yes', False: 'no', None: 'unknown'}[company.accepts_tests],
            'requirements_url': company.requirements_url,
            'requirements': '\n'.join(each.question for each in company.requirements),
        }
