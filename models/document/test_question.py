"""A test to a customer that isn't connected goes only when a person says so."""

from odoo import api, fields, models

from ..tools.actions import server_action_link


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    is_test_confirmed = fields.Boolean(
        readonly=True,
        copy=False,
        help="A person sends this test, although the customer is not connected.",
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
        """Whether this waits from the days of testing, and its invoice would be sent for real."""
        return self.asks_test and self.move_id.sudo()._usual_pagero_send_mode() == 'Production'

    def _waits_for_connection(self):
        """Those that leave only to connected customers: Production, and tests nobody confirmed."""
        return self.filtered(
            lambda document: (
                document.send_mode == 'Production'
                or (document.send_mode == 'Test' and not document.is_test_confirmed)
            )
        )

    def action_send_test_anyway(self):
        """The test goes now; the recipient or Pagero may refuse it."""
        documents = self._for_user()
        for document in documents:
            document._refuse_unless(
                document.asks_test,
                self.env._("Only a test that waits for the customer's connection can be sent so."),
            )
        documents._send_test_anyway()
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}

    def _send_test_anyway(self):
        self.is_test_confirmed = True
        self._log('test_anyway', user=True)
        self._release()

    def _send_test_link(self):
        """For places that only link: it is sent when somebody clicks."""
        return server_action_link(self, 'pagero_connector.pagero_document_send_test_action')
