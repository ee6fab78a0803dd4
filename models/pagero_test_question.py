"""A test to a customer that isn't connected goes only when a person says so."""

from odoo import api, fields, models

from .connection_advice import TEST_ADVICE


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

    @api.depends('asks_test')
    def _compute_advice(self):
        super()._compute_advice()
        for document in self.filtered('asks_test'):
            document.advice = self.env._(TEST_ADVICE)

    def _waits_for_connection(self):
        """Those that leave only to connected customers: Production, and tests nobody confirmed."""
        return self.filtered(
            lambda document: document.send_mode == 'Production'
            or (document.send_mode == 'Test' and not document.is_test_confirmed)
        )

    def action_send_test_anyway(self):
        """The test goes now; the recipient or Pagero may refuse it."""
        documents = self._for_user()
        for document in documents:
            document._refuse_unless(
                document.asks_test,
                self.env._("Only a test that waits for the customer's connection can be sent so."),
            )
        documents.is_test_confirmed = True
        documents._log('test_anyway', user=True)
        documents._release()
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}

    def _send_test_link(self):
        """For places that only link: it is sent when somebody clicks."""
        action = self.env.ref('pagero_connector.pagero_document_send_test_action').sudo()
        context = {'active_model': self._name, 'active_id': self.id, 'active_ids': self.ids}
        return {'type': 'ir.actions.server', 'id': action.id, 'context': context}


class AccountMove(models.Model):
    _inherit = 'account.move'

    def _tests_somebody_unconnected(self, send_mode=None):
        """Whether sending this in ``send_mode``, or in its usual one, wants to be asked first."""
        self.ensure_one()
        return (
            (send_mode or self._usual_pagero_send_mode()) == 'Test'
            and not self._pagero_account_sudo().is_open_directory
            and self._pagero_customer().pagero_connection_state != 'connected'
        )

    def _pagero_document_way_out(self, document):
        """A test that waits asks right here, those who may answer."""
        is_asked = document.asks_test and self.env.user.has_group('account.group_account_invoice')
        if not is_asked:
            return super()._pagero_document_way_out(document)
        return self.env._("Send Test Anyway"), document._send_test_link()


class AccountMoveSend(models.AbstractModel):
    _inherit = 'account.move.send'

    @api.model
    def _test_alert(self, moves):
        """Before a test is queued: to whom it would go, and where they are connected."""
        customers = moves.commercial_partner_id
        text, action = moves[:1]._pagero_customer()._pagero_way_in()
        return {
            'pagero_test': {
                'level': 'warning',
                'message': self.env._(
                    "Not connected over Pagero yet: %(customers)s. A test may be refused. Connect"
                    " first, or tick below that it is sent anyway.",
                    customers=', '.join(customers[:5].mapped('display_name')),
                ),
                'action_text': text,
                'action': action,
            }
        }

    @api.model
    def _unconfirmed_test_sentence(self, moves):
        return self.env._(
            "%(customers)s: not connected over Pagero yet. Tick “Send the test anyway”, connect"
            " first, or choose another send mode.",
            customers=', '.join(moves.commercial_partner_id[:5].mapped('display_name')),
        )
