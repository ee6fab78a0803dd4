from odoo.tests import tagged

from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestRequest(PageroCommon):
    def test_smoke(self):
        company = {'network_id': '71', 'acceptance': 'must_approve'}
        connection = self.env['pagero.connection']._connect(self.account, self.customer, company, message="Hej")
        self.assertEqual(connection.state, 'requested')
        connection.request_ids.action_cancel()
        self.assertEqual(connection.state, 'cancelled')
        connection.request_ids.action_send_again()
        self.assertEqual(connection.state, 'requested')
        connection.request_ids.filtered('is_open')._move_to('accepted')
        self.assertEqual(connection.state, 'connected')
        other = self._create_customer(name="Sundvik AB", peppol_endpoint='5569993404')
        connection = self.env['pagero.connection']._connect(self.account, other, {'network_id': '72', 'acceptance': 'needs_routing'})
        self.assertEqual(connection.state, 'routing_needed')
        order = connection.routing_order_ids
        order.action_skip_email()
        self.assertEqual(connection.state, 'routing_ordered')
        order._activate("ja")
        self.assertEqual(connection.state, 'connected')
