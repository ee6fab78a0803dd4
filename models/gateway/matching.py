"""What bulk matching asks of a gateway: a client for each thread, made of values only."""

from odoo import models

from ...network import DirectoryClient, PartnerApi


HITS = 10  # more candidates than these are of no help
AT_EASE = {'workers': 8, 'per_second': 40.0}


class PageroGatewayPublic(models.AbstractModel):
    _inherit = 'pagero.gateway.public'

    def _match_speed(self, account):
        """The public Directory allows two questions a second; a sandbox's has no limit."""
        is_public = account.environment == 'production'
        return {'workers': 2, 'per_second': 2.0} if is_public else AT_EASE

    def _open_source(self, account):
        """A function that opens one thread's way of asking; it touches no record."""
        url, private_hosts = account._directory_url(), account._private_hosts()

        def open_source():
            client = DirectoryClient.at(url, private_hosts)
            return lambda query: client.search(query, HITS, 0)

        return open_source


class PageroGatewayPartner(models.AbstractModel):
    _inherit = 'pagero.gateway.partner'

    def _match_speed(self, account):
        return AT_EASE

    def _open_source(self, account):
        """A function that opens one thread's way of asking; it touches no record."""
        hosts, company_id = account._hosts(), account.pagero_company_id
        open_transport = account._opener()
        self._refuse_unless_ready(account)
        token = self.env['pagero.credential']._access_token(account)

        def open_source():
            api = PartnerApi(open_transport(), hosts, token, company_id)
            return lambda query: api.search(query, HITS, 0)

        return open_source
