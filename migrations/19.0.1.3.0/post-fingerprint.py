"""Approved databases stay approved: the address is no part of the fingerprint any more."""

import hashlib

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Only where the old fingerprint, with the address, was that of this database."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    accounts = env['pagero.account'].with_context(active_test=False)
    before, now = _with_address(env), accounts._current_fingerprint()
    approved = accounts.search([('approved_fingerprint', '=', before)])
    approved.write({'approved_fingerprint': now})


def _with_address(env):
    parameters = env['ir.config_parameter'].sudo()
    parts = (
        parameters.get_param('database.uuid'),
        env.cr.dbname,
        parameters.get_param('web.base.url'),
        env['pagero.account']._cluster_identifier(),
    )
    return hashlib.sha256('\0'.join(str(part) for part in parts).encode()).hexdigest()
