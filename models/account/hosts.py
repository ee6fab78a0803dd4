"""Where an account's calls may go, and what opens the way there."""

import functools

from odoo import api, models
from odoo.exceptions import ValidationError

from ...network import (
    PRODUCTION_HOSTS,
    HostNotAllowed,
    Hosts,
    HttpTransport,
    hosts_in,
    is_private,
    may_be_reached,
    origin_of,
    server_address,
)
from ..compat.parameters import parameter
from ..tools.time_limit import exchange_seconds


PRIVATE_HOSTS = 'pagero_connector.allow_private_hosts'


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    @api.constrains('environment', 'sandbox_url')
    def _check_sandbox_url(self):
        for account in self.filtered(lambda account: account.environment == 'sandbox'):
            try:
                address = server_address(account.sandbox_url or '')
            except HostNotAllowed as error:
                raise ValidationError(
                    account.env._(
                        "Give the sandbox's address with https://, or http:// on 127.0.0.1, and"
                        " nothing after the server's name but a port: no path, no question mark."
                    )
                ) from error
            account._refuse_private(origin_of(address))

    def _refuse_private(self, origin):
        """An administrator of accounts may not reach into the server's own network."""
        place = origin.partition('://')[2]
        if is_private(origin) and not may_be_reached(place, self._private_hosts()):
            raise ValidationError(
                self.env._(
                    "“%(place)s” is on this server or in its own network. If that is intended, a"
                    " system administrator adds it to the system parameter %(parameter)s (Settings"
                    " ▸ Technical ▸ System Parameters).",
                    place=place,
                    parameter=PRIVATE_HOSTS,
                )
            )

    def _private_hosts(self):
        """Servers of our own network that the system administrator allows."""
        return hosts_in(parameter(self.env, PRIVATE_HOSTS))

    def _hosts(self):
        """Where this account's calls may go; nothing else is ever sent a token."""
        self.ensure_one()
        if self.environment == 'production':
            return PRODUCTION_HOSTS
        address = server_address(self.sandbox_url or '')
        return Hosts(address, address)

    def _opener(self):
        """What opens a transport to this account's hosts; threads may call it: it holds values."""
        return functools.partial(
            HttpTransport,
            self._hosts().origins,
            timeout=exchange_seconds(),
            private_hosts=self._private_hosts(),
        )

    def _transport(self, **options):
        """The door to the network, open for this account's hosts only."""
        return self._opener()(**options)
