"""A test to a customer that is not connected is sent only when a user confirms it."""

from odoo import api, fields, models

from ..tools.actions import RELOAD, server_action_link


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    is_test_confirmed = fields.Boolean(
        readonly=True,
        copy=False,
        help="A user has chosen to send this test although the customer is not connected.",
    )
    asks_test = fields.Boolean(compute='_compute_asks_test')

    @api.depends('state', 'held_reason', 'send_mode')
    def _compute_asks_test(self):
        for document in self:
            document.asks_test = (
                document.state == 'held'
                and document.held_reason == 'connection'
                and document.send_mode == 'Test'
            )

    def _is_only_test(self):
        """Whether this test waits although its invoice would be sent in Production now."""
        return self.asks_test and self.move_id.sudo()._usual_pagero_send_mode() == 'Production'

    def _waits_for_connection(self):
        """Those that wait for the connection: Production, and tests without confirmation."""
        return self.filtered(
            lambda document: (
                document._kind()._waits_for_connection
                and (
                    document.send_mode == 'Production'
                    or (document.send_mode == 'Test' and not document.is_test_confirmed)
                )
            )
        )

    def action_send_test_anyway(self):
        """Send the test now; the recipient or Pagero may refuse it."""
        documents = self._for_user()
        for document in documents:
            document._refuse_unless(
                document.asks_test,
                self.env._(
                    "Only a test that waits for the customer's connection can be sent anyway."
                ),
            )
        documents._send_test_anyway()
        return RELOAD

    def _send_test_anyway(self):
        self.is_test_confirmed = True
        self._log('test_anyway', user=True)
        self._release()

    def _send_test_link(self):
        """For places that only link: it is sent by a click."""
        return server_action_link(self, 'pagero_connector.pagero_document_send_test_action')
