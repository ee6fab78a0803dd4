"""What bulk matching asks of a gateway: a client for each thread, made of values only."""

from odoo import models
from odoo.exceptions import UserError

from ..network import DirectoryClient, HttpTransport, PartnerApi


HITS = 10  # more candidates than these help nobody


class PageroGatewayPublic(models.AbstractModel):
    _inherit = 'pagero.gateway.public'

    _match_speed = {'workers': 2, 'per_second': 2.0}  # what the public Directory allows

    def _open_source(self, account):
        """A function that opens one thread's way of asking; it touches no record."""
        url = account._directory_url()

        def open_source():
            client = DirectoryClient(HttpTransport([url]), url)
            return lambda query: client.search(query, HITS, 0)

        return open_source


class PageroGatewayPartner(models.AbstractModel):
    _inherit = 'pagero.gateway.partner'

    _match_speed = {'workers': 8, 'per_second': 40.0}

    def _open_source(self, account):
        """A function that opens one thread's way of asking; it touches no record."""
        hosts, company_id = account._hosts(), account.pagero_company_id
        if not account._is_ready():
            raise UserError(account._not_ready_sentence())
        token = self.env['pagero.credential']._access_token(account)

        def open_source():
            transport = HttpTransport([hosts.sso_url, hosts.api_url])
            api = PartnerApi(transport, hosts, token, company_id)
            return lambda query: api.search(query, HITS, 0)

        return open_source
