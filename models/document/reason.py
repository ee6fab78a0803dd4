"""Why a document waits or failed, what to do about it, and where that is done."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..connection.advice import (
    CURES,
    ONLY_TEST_ADVICE,
    TEST_ADVICE,
    advice_of_state,
    reason_of_state,
)
from ..texts.findings import first_sentence
from ..texts.network import trouble_words
from ..tools.labels import labels_of
from ..tools.searching import boolean_domain
from .advice import advice_of


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    reason = fields.Char(compute='_compute_reason', help="Why it waits, or what is wrong.")
    advice = fields.Char(compute='_compute_advice')
    cure = fields.Selection(CURES, compute='_compute_cure')
    has_error = fields.Boolean(compute='_compute_has_error', search='_search_has_error')

    @api.depends('error_text', 'error_parameters')
    def _compute_has_error(self):
        for document in self:
            document.has_error = bool(document.error_text or document.error_parameters)

    def _search_has_error(self, operator, value):
        domain = Domain('error_text', '!=', False) | Domain('error_parameters', '!=', False)
        return boolean_domain(domain, operator, value)

    @api.depends('state', 'error_text', 'error_parameters', 'held_reason', 'findings')
    @api.depends_context('lang', 'uid', 'allowed_company_ids')
    def _compute_reason(self):
        """The connection that is waited for, the network's error, why it is held, or a finding."""
        held = labels_of(self, 'held_reason')
        connections = self._connections_waited_for()
        for document in self:
            document.reason = (
                reason_of_state(self.env, document._standing(connections))
                or trouble_words(self.env, document.error_parameters, document.error_text)
                or held.get(document.held_reason)
                or (document.state == 'invalid' and first_sentence(self.env, document.findings))
                or (document.state == 'queued' and document._reason_to_stand())
            )

    def _reason_to_stand(self):
        """Why something that is due has not left: the network, or this server."""
        account = self.account_id.sudo()
        return account._trouble() or account.standstill

    @api.depends(
        *('state', 'error_code', 'error_group', 'error_parameters', 'held_reason', 'part_ids'),
        *('instead', 'asks_test'),
    )
    @api.depends_context('lang')
    def _compute_advice(self):
        """What a person was asked, then the connection that is waited for, then the tables."""
        connections = self._connections_waited_for()
        for document in self:
            document.advice = (
                document._advice_on_asking()
                or document._advice_on_test()
                or advice_of_state(self.env, document._standing(connections))
                or advice_of(document)
            )

    def _advice_on_asking(self):
        return self.instead == 'asked' and self.env._(
            "The invoice has not left yet. Press Send by E-mail or Print Instead, or Send Again."
        )

    def _advice_on_test(self):
        advice = ONLY_TEST_ADVICE if self._is_only_test() else TEST_ADVICE
        return self.asks_test and self.env._(advice)

    @api.depends('state', 'held_reason')
    def _compute_cure(self):
        connections = self._connections_waited_for()
        for document in self:
            waits = document.held_reason == 'connection'
            document.cure = waits and _cure_of(connections.get(document))

    def _connections_waited_for(self):
        """{document: connection} of those that wait for one; a customer may have none yet."""
        waited_for = {}
        waiting = self.filtered(lambda document: document.held_reason == 'connection')
        for account, documents in waiting.grouped('account_id').items():
            connections = self.env['pagero.connection'].sudo()
            known = connections._by_partner(account, documents.partner_id)
            for document in documents:
                waited_for[document] = known.get(document.partner_id.id, connections)
        return waited_for

    def _standing(self, connections):
        """The standing of the connection that it waits for; None where it waits for none."""
        return _standing_of(connections[self]) if self in connections else None

    # === BUTTONS === #

    def action_cure(self):
        """Go where the waiting can be ended."""
        self.ensure_one()
        return self._cure_link()

    def _cure_link(self):
        """An action that only leads there: nothing is made before a click."""
        connection = self._connections_waited_for().get(self)
        if not connection or self.cure == 'connect':
            return self._connect_link()
        asked = _request_or_order_of(connection)
        if self.cure in ('request', 'order') and asked:
            return asked._open()
        return connection._new_order_link() if self.cure == 'new_order' else connection._open()

    def _connect_link(self):
        """The search, for users who may connect customers; the connection for the others."""
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
    if _request_or_order_of(connection):
        return 'order' if state.startswith('routing') else 'request'
    return 'new_order' if state.startswith('routing') else 'connection'


def _request_or_order_of(connection):
    """The request or the routing order that the customer has still to answer."""
    if connection.state.startswith('routing'):
        open_states = ('draft', 'awaiting_response')
        orders = connection.routing_order_ids
        return orders.filtered(lambda order: order.state in open_states)[:1]
    if connection.state in ('requested', 'rejected', 'cancelled') and not connection.lacks_request:
        return connection.request_ids.sorted('id', reverse=True)[:1]
    return None
