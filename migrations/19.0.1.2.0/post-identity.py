"""Connections that were made before are made for the numbers that their customers have now."""

from odoo import SUPERUSER_ID, api

from odoo.addons.pagero_connector.models.connection.state_changes import MADE_STATES


def migrate(cr, version):
    """Nothing was kept of the numbers at that time."""
    connections = api.Environment(cr, SUPERUSER_ID, {})['pagero.connection']
    made = [('state', 'in', MADE_STATES), ('made_for', '=', False)]
    connections.search(made)._bind()
