"""What an invoice waits for that isn't connected, and where that is cured."""

from odoo import api, fields, models

from .connection_advice import CURES, advice_of_state, reason_of_state


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    cure = fields.Selection(CURES, compute='_compute_cure')

    @api.depends('state', 'held_reason')
    def _compute_cure(self):
        connections = self._connections_waited_for()
        for document in self:
            waits = document.held_reason == 'connection'
            document.cure = waits and _cure_of(connections.get(document))

    @api.depends('state', 'error_text', 'held_reason', 'findings')
    @api.depends_context('lang', 'uid', 'allowed_company_ids')
    def _compute_reason(self):
        """More precisely than that the customer isn't connected."""
        super()._compute_reason()
        for document, connection in self._connections_waited_for().items():
            precise = reason_of_state(self.env, _standing_of(connection))
            document.reason = precise or document.reason

    @api.depends('state', 'error_group', 'held_reason', 'part_ids')
    @api.depends_context('lang')
    def _compute_advice(self):
        super()._compute_advice()
        for document, connection in self._connections_waited_for().items():
            precise = advice_of_state(self.env, _standing_of(connection))
            document.advice = precise or document.advice

    def _connections_waited_for(self):
        """{document: connection, perhaps an empty one} of those that wait for one; few queries."""
        waited_for = {}
        waiting = self.filtered(lambda document: document.held_reason == 'connection')
        for account, documents in waiting.grouped('account_id').items():
            connections = self.env['pagero.connection'].sudo()
            known = connections._by_partner(account, documents.partner_id)
            for document in documents:
                waited_for[document] = known.get(document.partner_id.id, connections)
        return waited_for

    # === BUTTONS === #

    def action_cure(self):
        """Go where the waiting can be ended."""
        self.ensure_one()
        return self._cure_link()

    def _cure_link(self):
        """An action that only leads there: nothing is made before somebody clicks."""
        connection = self._connections_waited_for().get(self)
        if not connection or self.cure == 'connect':
            return self._connect_link()
        paper = _paper_of(connection)
        if self.cure in ('request', 'order') and paper:
            return paper._open()
        return connection._new_order_link() if self.cure == 'new_order' else connection._open()

    def _connect_link(self):
        """To the search, for those who may connect customers; others may at least look."""
        customer = self.partner_id.with_company(self.company_id)
        if self.env.user.has_group('pagero_connector.group_sales'):
            return customer._pagero_search_link()
        return customer.action_open_pagero_connection()


def _standing_of(connection):
    """Its state as ``connection_advice`` speaks of it."""
    return 'unasked' if connection.lacks_request else connection.state or 'none'


def _cure_of(connection):
    """A key of ``CURES``."""
    state = connection.state if connection else 'none'
    if state in ('none', 'not_found'):
        return 'connect'
    if _paper_of(connection):
        return 'order' if state.startswith('routing') else 'request'
    return 'new_order' if state.startswith('routing') else 'connection'


def _paper_of(connection):
    """The request or the routing order that the customer's answer is waited for with."""
    if connection.state.startswith('routing'):
        open_states = ('draft', 'awaiting_response')
        orders = connection.routing_order_ids
        return orders.filtered(lambda order: order.state in open_states)[:1]
    if connection.state in ('requested', 'rejected', 'cancelled') and not connection.lacks_request:
        return connection.request_ids.sorted('id', reverse=True)[:1]
    return None
