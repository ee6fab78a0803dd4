"""What the wizards ask an account: whose it is here, and which companies it is linked to."""

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import escape_psql

from ...identification.identifiers import bare_identity
from ...identification.recognition import BadInput, recognise
from ...network import Company, NetworkError, Query, merged, search_all
from ..compat.organisation_number import organisation_number
from ..texts.search import refusal_of, silence_of


SECONDS = 6  # a user waits in front of the screen


def _differ(partner, company):
    """Whether both have an organisation number, and not the same one."""
    numbers = {bare_identity(organisation_number(partner)), bare_identity(company.org_number)}
    return len(numbers - {''}) == 2


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

    # === SEARCH === #

    @api.model
    def _recognise(self, text, field):
        """What was typed into the one box; a sentence when it can't be looked for."""
        try:
            return recognise(text or '', field)
        except BadInput as error:
            raise UserError(refusal_of(self.env, error)) from error

    def _ask_sources(self, found, limit, offset, known=()):
        """The companies that all sources find beyond the ``known`` ones, and how each source did.

        ``found`` is what was recognised. No source is waited for longer than a person likes to.
        """
        self.ensure_one()
        query = Query(found.kind, found.value, found.country_code)
        sources, silent = self.sudo()._sources_for(query, limit, offset)
        result = search_all(sources, SECONDS)
        outcomes = silent | {
            name: {'total': outcome.total or outcome.count, 'error': silence_of(outcome.error)}
            for name, outcome in result.by_source.items()
        }
        return merged(known, result.companies)[len(known) :], outcomes

    def _sources_for(self, query, limit, offset):
        """What can be asked now, and outcomes for what can't: a copy never uses its login."""
        try:
            return self._gateway()._sources(self, query, limit, offset), {}
        except UserError:
            error = 'not_ready'
        except NetworkError as failure:
            error = silence_of(failure)
        public = self.env['pagero.gateway.public']._sources(self, query, limit, offset)
        return public, {'network': {'total': 0, 'error': error}}

    def _with_documents(self, company):
        """The company with the documents that Peppol's SMP lists for it, if it answers in time."""
        query = Query('electronic_id', ':'.join(company.electronic_ids[0]))
        smp = self.sudo()._smp()
        result = search_all({'smp': lambda: smp.search(query)}, SECONDS)
        return merged([company], result.companies)[0]

    def _customer_with(self, found):
        """Our customer with the number that was looked for; an empty recordset for a name."""
        partners = self.env['res.partner']
        if found.kind in ('name', 'any'):
            return partners
        scheme, _colon, value = found.value.rpartition(':')
        if found.kind == 'electronic_id':
            company = Company(electronic_ids=((scheme, value),))
        else:
            company = Company(country_code=found.country_code, **{found.kind: value})
        found = partners._of_companies([company]).get(company, partners)
        return found.filtered(self._serves)[:1]

    def _serves(self, partner):
        """Whether a customer is every company's, or that of one that sends with this account."""
        return not partner.company_id or partner.company_id._pagero_account() == self

    def _check_serves(self, partner):
        if not self._serves(partner):
            raise ValidationError(
                self.env._(
                    "%(customer)s belongs to another company. Change to that company first.",
                    customer=partner.display_name,
                )
            )

    # === CONNECTIONS === #

    def _connected_namesake(self, company):
        """Our connected customer of the same name and country; an empty recordset if none is.

        One with another organisation number is another company for sure.
        """
        if not company.name:
            return self.env['res.partner']
        alike = [
            ('account_id', '=', self.id),
            ('state', '=', 'connected'),
            ('partner_id.name', '=ilike', escape_psql(company.name)),
            ('partner_id.country_id.code', 'in', [company.country_code, False]),
        ]
        namesakes = self.env['pagero.connection'].search(alike).partner_id
        return namesakes.filtered(lambda partner: not _differ(partner, company))[:1]

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
