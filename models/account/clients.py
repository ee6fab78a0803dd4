"""How an account learns of the network: from public sources and people, or from an API."""

from datetime import timedelta

from odoo import fields, models

from ...network import DIRECTORY_URL, DirectoryClient, PartnerApi, SmpClient


GATEWAYS = [
    ('public', "Public sources (Peppol Directory) and Pagero Online by hand"),
    ('partner', "Network API (by agreement, assumed)"),
]


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    gateway = fields.Selection(
        GATEWAYS,
        string="Network",
        default='public',
        required=True,
        tracking=True,
        help="Public sources: customers are found in the Peppol Directory, and users enter how"
        " connections stand in Pagero Online. Network API: where your agreement with Pagero"
        " includes one. Pagero publishes none, so this one is assumed, and meant for the sandbox.",
    )
    is_open_directory = fields.Boolean(
        string="Open Directory",
        tracking=True,
        help="Also send invoices to customers who aren't connected (tests to them are sent without"
        " asking first); Pagero then finds out how they are reached.",
    )
    chase_after_days = fields.Integer(
        string="Remind of Requests (days)",
        default=7,
        required=True,
        help="The salesperson is reminded of a connection request that has not been answered for"
        " so long, and again after as many days. 0: never.",
    )
    network_polled_until = fields.Datetime(readonly=True, copy=False)

    _chase_after_days_positive = models.Constraint(
        'CHECK(chase_after_days >= 0)', "The days before a reminder cannot be negative."
    )

    def _chase_limit(self):
        """Requests that were sent before have waited too long."""
        return fields.Datetime.now() - timedelta(days=self.chase_after_days)

    def _gateway(self):
        """The model that speaks to the network for this account."""
        self.ensure_one()
        return self.env[f'pagero.gateway.{self.gateway}']

    # === CLIENTS === #

    def _partner_api(self):
        """The assumed network API with a fresh token; raises ``NetworkError``.

        A copy of the database, or an account without a login, never gets one.
        """
        self.ensure_one()
        if not self._is_ready():
            raise self._not_ready_refusal()
        token = self.env['pagero.credential']._access_token(self)
        return PartnerApi(self._transport(), self._hosts(), token, self.pagero_company_id)

    def _directory(self):
        """The Peppol Directory: public, so no login is used."""
        self.ensure_one()
        return DirectoryClient.at(self._directory_url(), self._private_hosts())

    def _directory_url(self):
        if self.environment == 'production':
            return DIRECTORY_URL
        return self._hosts().api('/directory')

    def _smp(self):
        """What Peppol's metadata says of a participant: public as well."""
        self.ensure_one()
        if self.environment == 'production':
            return SmpClient.public()
        return SmpClient.at(self._hosts().api('/smp'), self._private_hosts())
