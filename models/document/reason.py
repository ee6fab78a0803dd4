"""Why a document waits or failed, and what to do about it."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..connection.advice import (
    ONLY_TEST_ADVICE,
    TEST_ADVICE,
    advice_of_state,
    reason_of_state,
)
from ..texts.findings import first_sentence
from ..texts.network import trouble_sentence
from ..tools.labels import labels_of
from ..tools.searching import boolean_domain
from .advice import advice_of, error_advice
from .pagero_document import SETTLED_LATER


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    reason = fields.Char(compute='_compute_reason', help="Why it waits, or what is wrong.")
    advice = fields.Char(compute='_compute_advice')
    has_error = fields.Boolean(compute='_compute_has_error', search='_search_has_error')

    @api.depends('error_text', 'error_parameters')
    def _compute_has_error(self):
        for document in self:
            document.has_error = bool(document.error_text or document.error_parameters)

    def _search_has_error(self, operator, value):
        domain = Domain('error_text', '!=', False) | Domain('error_parameters', '!=', False)
        return boolean_domain(domain, operator, value)

    @api.depends(
        *('state', 'error_text', 'error_parameters', 'error_code', 'error_group', 'held_reason'),
        *('findings', 'send_mode', 'instead'),
    )
    @api.depends_context('lang', 'uid', 'allowed_company_ids')
    def _compute_reason(self):
        """One sentence; what Pagero or a server said stands apart, in ``error_text``."""
        connections = self._connections_waited_for()
        for document in self:
            document.reason = (
                reason_of_state(self.env, document._standing(connections))
                or document._reason_of_error()
                or document._reason_of_waiting()
                or (document.state == 'invalid' and first_sentence(self.env, document.findings))
                or (document.state == 'queued' and document._reason_to_stand())
            )

    def _reason_of_error(self):
        """Of what has stopped it, else of the last attempt to send it."""
        advice = error_advice(self)
        is_reminder = advice and self.document_type == 'PaymentReminder'
        if is_reminder and self._lacks_reminders(self._own_connections()[self]):
            return self.env._(
                "The customer is connected for other documents, but not for payment reminders:"
                " add them to the connection."
            )
        if advice and not self.error_parameters:
            return self.env._(advice.sentence)
        return trouble_sentence(self.env, self.error_parameters) or self.error_text

    def _reason_of_waiting(self):
        if self.instead in SETTLED_LATER:
            return labels_of(self, 'instead')[self.instead]
        return labels_of(self, 'held_reason').get(self.held_reason)

    def _reason_to_stand(self):
        """Why something that is due has not left: the network, or this server."""
        account = self.account_id.sudo()
        return account._trouble() or account.standstill

    @api.depends(
        *('state', 'error_code', 'error_group', 'error_parameters', 'held_reason', 'part_ids'),
        *('instead', 'asks_test', 'is_superseded'),
    )
    @api.depends_context('lang')
    def _compute_advice(self):
        """What a person was asked, then the connection that is waited for, then the tables.

        None on what another one took the place of: nothing is left to do about it.
        """
        connections = self._connections_waited_for()
        for document in self:
            document.advice = not document.is_superseded and (
                document._advice_on_asking()
                or document._advice_on_test()
                or advice_of_state(self.env, document._standing(connections))
                or advice_of(document)
            )

    def _advice_on_asking(self):
        if self.instead == 'correct':
            return self.env._("Correct the invoice, and press Send Again.")
        return self.instead == 'asked' and self.env._(
            "The invoice has not left yet. Press Send by E-mail or Print Instead, or Send Again."
        )

    def _advice_on_test(self):
        advice = ONLY_TEST_ADVICE if self._is_only_test() else TEST_ADVICE
        return self.asks_test and self.env._(advice)

    def _connections_waited_for(self):
        """{document: connection} of those that wait for one; a customer may have none yet."""
        waiting = self.filtered(lambda document: document.held_reason == 'connection')
        return waiting._own_connections()

    def _standing(self, connections):
        """The standing of the connection that it waits for; None where it waits for none."""
        return _standing_of(connections[self]) if self in connections else None


def _standing_of(connection):
    """Its state as ``connection_advice`` speaks of it."""
    return 'unasked' if connection.lacks_request else connection.state or 'none'
