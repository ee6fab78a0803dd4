from odoo import models
from odoo.exceptions import UserError

from ...network import NetworkConnection
from .ways_to_connect import way_of


class PageroGatewayPublic(models.AbstractModel):
    """No API: people do it in Pagero Online, and tell here how it stands."""

    _name = 'pagero.gateway.public'
    _inherit = 'pagero.gateway'
    _description = "Pagero Gateway without an API"

    def _connect(self, connection, message, answers):
        state = self._chosen_state(connection)
        if not state:
            raise UserError(
                self.env._(
                    "Public sources can't tell how %(partner)s is connected. Choose a connection"
                    " type: direct, by request or by routing.",
                    partner=connection.partner_id.display_name,
                )
            )
        return self._as_told(connection, state)

    def _as_told(self, connection, state):
        recipient_id = connection.network_company_id or ''
        return NetworkConnection(id='', recipient_id=recipient_id, state=state)

    def _request_again(self, connection, message, answers):
        """A request, whatever was chosen at first: a person or a delivery has learnt better."""
        return self._as_told(connection, 'requested')

    def _chosen_state(self, connection):
        """By the way to the invoices, where that was chosen, else by what the recipient accepts."""
        lines = connection.capability_ids
        lines = lines.filtered(lambda line: line.document_type == 'invoice') or lines
        chosen = lines.mapped('connection_type')
        way = way_of(connection_types=chosen, acceptance=connection.acceptance)
        return way and way.state

    def _disconnect(self, connection):
        """The person ends it in Pagero Online."""

    def _cancel_request(self, request):
        """The person takes it back in Pagero Online."""

    def _order_route(self, order):
        """The letter is the order."""
        return False

    def _activate_route(self, order):
        """The person activates it in Pagero Online."""

    def _cancel_route(self, order):
        """The person cancels it in Pagero Online."""

    def _set_numbers(self, connection):
        """The person writes them into the customer directory in Pagero Online."""

    def _set_capabilities(self, connection):
        """The person chooses them in Pagero Online."""

    def _refresh(self, account):
        """Public sources have no news: users and deliveries tell how connections stand."""
