"""Sandboxes that were in use before private addresses had to be allowed go on working."""

import logging

from odoo import SUPERUSER_ID, api

from odoo.addons.pagero_connector.models.account.hosts import PRIVATE_HOSTS
from odoo.addons.pagero_connector.network import HostNotAllowed, is_private, origin_of


_logger = logging.getLogger(__name__)


def migrate(cr, version):
    """Allow the very hosts and ports that accounts call today; an address ends with its host."""
    env = api.Environment(cr, SUPERUSER_ID, {'active_test': False})
    parameters = env['ir.config_parameter']
    accounts = env['pagero.account'].search([('environment', '=', 'sandbox')])
    origins = {account: _origin(account.sandbox_url) for account in accounts}
    private = {each.partition('://')[2] for each in origins.values() if each and is_private(each)}
    if private and not parameters.get_param(PRIVATE_HOSTS):
        parameters.set_param(PRIVATE_HOSTS, ' '.join(sorted(private)))
    for account, origin in origins.items():
        if origin and account.sandbox_url.rstrip('/').count('/') > 2:
            _logger.info("The sandbox address of account %s is now %s", account.id, origin)
            # Past the model, which refuses to move a login: the place stays the same.
            query = "UPDATE pagero_account SET sandbox_url = %s WHERE id = %s"
            cr.execute(query, [origin, account.id])
            account.invalidate_recordset()


def _origin(address):
    try:
        return origin_of(address or '')
    except HostNotAllowed:
        return None
