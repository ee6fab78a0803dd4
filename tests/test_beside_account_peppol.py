from odoo.tests import tagged

from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestBesidePeppol(PageroCommon):
    """What core's access point has received or sent never leaves a second time over Pagero."""

    def test_what_came_over_peppol_is_not_sent_back(self):
        if 'peppol_move_state' not in self.env['account.move']._fields:
            self.skipTest("account_peppol is not installed.")
        self.account.catch_from = '2026-01-01'
        received = self._create_bill(pagero_order_reference='P00012')
        billed_for_us = self._create_customer_invoice()
        ordinary = self._create_customer_invoice()
        (received + billed_for_us).peppol_move_state = 'done'

        (received + billed_for_us + ordinary).action_post()

        self.assertTrue(ordinary.pagero_document_ids)
        self.assertFalse((received + billed_for_us).pagero_document_ids)
