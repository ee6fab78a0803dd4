"""Tests to unconnected customers: confirmed in core's Send dialog, or waiting until then."""

from odoo import api, models

from ..tools.actions import server_action_link


class AccountMove(models.Model):
    _inherit = 'account.move'

    def _is_unconnected_test(self, send_mode=None):
        """Whether ``send_mode``, or the usual one, makes it a test to an unconnected customer."""
        self.ensure_one()
        return (
            (send_mode or self._usual_pagero_send_mode()) == 'Test'
            and not self._pagero_account_sudo().is_open_directory
            and self._pagero_customer().pagero_connection_state != 'connected'
        )

    def _why_no_other_test(self):
        """The reason why another test would only wait beside the one that waits, or None."""
        tests = self.sudo().pagero_document_ids.filtered('asks_test')
        if not tests or self._usual_pagero_send_mode() != 'Test':
            return None
        return self.env._(
            "a test of it waits until the customer is connected. Press Send Test Anyway on the"
            " invoice, or connect the customer."
        )

    def _is_refused_test(self, send_mode=None):
        """Whether it would be a test, to a customer who is known to accept none."""
        self.ensure_one()
        is_test = (send_mode or self._usual_pagero_send_mode()) == 'Test'
        return is_test and self._pagero_customer().pagero_connection_id.accepts_tests == 'no'

    def _pagero_no_tests_alert(self):
        """On a draft that would be sent as such a test."""
        is_asked = self.state == 'draft' and self.partner_id and self.send_with_pagero
        if not is_asked or not self._is_refused_test():
            return None
        customer = self._pagero_customer()
        return {
            'level': 'warning',
            'message': self.env._(
                "%(customer)s accepts no tests, and this invoice would be sent as one. Choose"
                " Production as its send mode, or Certification to try it without the customer.",
                customer=customer.display_name,
            ),
        }

    def _way_out_of_test(self, document):
        """The button for a test that waits, shown to users who may send."""
        if document._is_only_test():
            action = 'pagero_connector.account_move_send_with_pagero_action'
            return self.env._("Send with Pagero"), server_action_link(self, action)
        return self.env._("Send Test Anyway"), document._send_test_link()


class AccountMoveSend(models.AbstractModel):
    _inherit = 'account.move.send'

    @api.model
    def _test_alert(self, moves):
        """Before a test is queued: which customers aren't connected, and where to connect them."""
        customers = moves.commercial_partner_id
        text, action = moves[:1]._pagero_customer()._pagero_way_in()
        return {
            'pagero_test': {
                'level': 'warning',
                'message': self.env._(
                    "Not connected over Pagero yet: %(customers)s. A test may be refused. Connect"
                    " first, or tick “Send the test anyway” below.",
                    customers=', '.join(customers[:5].mapped('display_name')),
                ),
                'action_text': text,
                'action': action,
            }
        }

    @api.model
    def _refused_test_alert(self, moves):
        """Before a test is queued: which customers are known to accept none."""
        return {
            'pagero_no_tests': {
                'level': 'warning',
                'message': self.env._(
                    "Accepts no tests: %(customers)s. Choose another send mode.",
                    customers=', '.join(moves.commercial_partner_id[:5].mapped('display_name')),
                ),
            }
        }

    @api.model
    def _let_go_waiting_tests(self, invoices_data):
        """Tests that waited for this confirmation are sent. Returns their invoices."""
        confirmed = [
            invoice.id
            for invoice, data in invoices_data.items()
            if data.get('pagero_test_confirmed') and self._pagero_mode(invoice, data) == 'Test'
        ]
        moves = self.env['account.move'].sudo().browse(confirmed)
        newest = self.env['pagero.document'].sudo()
        for move in moves:
            waiting = move.pagero_document_ids.filtered('asks_test').sorted('id')
            newest |= waiting[-1:]
            waiting[:-1]._give_way()
        newest._send_test_anyway()
        return newest.move_id

    @api.model
    def _unconfirmed_test_sentence(self, moves):
        return self.env._(
            "%(customers)s: not connected over Pagero yet. Tick “Send the test anyway”, connect"
            " first, or choose another send mode.",
            customers=', '.join(moves.commercial_partner_id[:5].mapped('display_name')),
        )
