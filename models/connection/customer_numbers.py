"""Customer numbers that are changed here are told to the network as well."""

from odoo import models


class PageroConnection(models.Model):
    _inherit = 'pagero.connection'

    def write(self, vals):
        """A number added later counts as much as one given when the customer was connected."""
        changes_numbers = vals.keys() & {'customer_number', 'number_ids'}
        told = self.filtered('network_connection_id') if changes_numbers else self.browse()
        before = {connection: connection.number_ids.mapped('name') for connection in told}
        result = super().write(vals)
        for connection, numbers in before.items():
            if connection.number_ids.mapped('name') != numbers:
                connection._tell_numbers()
        return result

    def _tell_numbers(self):
        """Where no login may be used, the next connection tells them."""
        account = self.account_id.sudo()
        if account._is_ready():
            account._gateway()._set_numbers(self.sudo())
