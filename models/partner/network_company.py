"""Which of our customers a company of the network is: by its numbers, never by its name."""

from odoo import api, models
from odoo.fields import Domain

from ...identification.identifiers import bare_identity
from ..compat.electronic_address import VALUE
from ..compat.organisation_number import NUMBER
from ..texts.company import hyphenated


class ResPartner(models.Model):
    _inherit = 'res.partner'

    @api.model
    def _of_companies(self, companies):
        """{company: the partners that hold one of its numbers}, in one query.

        Only whole companies: their contacts follow them.
        """
        whole = Domain('parent_id', '=', False)
        wanted = Domain.OR(self._holds_a_number_of(company) for company in companies)
        partners = self.search(whole & wanted, order='is_company DESC, id')
        numbers = {partner: set(partner._pagero_identities()) for partner in partners}
        found = {}
        for company in companies:
            wanted = _identities(company)
            holders = [partner.id for partner in partners if numbers[partner] & wanted]
            if holders:
                found[company] = self.browse(holders)
        return found

    @api.model
    def _holds_a_number_of(self, company):
        """A domain that misses none; what it finds too much is sorted out by bare numbers."""
        wanted = {
            NUMBER: [company.org_number, hyphenated(company.org_number)],
            'vat': [company.vat_number],
            'global_location_number': [company.gln],
            VALUE: [value for _scheme, value in company.electronic_ids],
        }
        found = {name: sorted({*filter(None, values)}) for name, values in wanted.items()}
        return Domain.OR(Domain(name, 'in', values) for name, values in found.items() if values)

    def _is_company_of_network(self, company):
        """Whether one of the numbers is the same on both sides."""
        return bool(_identities(company) & {*self._pagero_identities()})


def _identities(company):
    values = [company.org_number, company.vat_number, company.gln]
    values += [value for _scheme, value in company.electronic_ids]
    return {bare_identity(value) for value in values if value}
