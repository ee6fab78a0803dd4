from odoo import Command
from odoo.tests import tagged

from .xml_common import XmlCommon


@tagged('post_install', '-at_install')
class TestXmlBesidePointOfSale(XmlCommon):
    """The till's own numbers aren't the buyer's order.

    The kind: each app that writes its name for something into *Customer Reference* or *Source*.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_accounts()
        cls.env.user.group_ids += cls.env.ref('point_of_sale.group_pos_manager')
        cls.till = cls.env['pos.config'].create({'name': "Kassa, Luleå"})
        cls.till.open_ui()

    def _order(self, **values):
        line = {
            'product_id': self.product_a.id,
            'full_product_name': "Bänk",
            'price_unit': 100.0,
            'qty': 1,
            'tax_ids': [Command.set(self.vat_25.ids)],
            'price_subtotal': 100.0,
            'price_subtotal_incl': 125.0,
        }
        amounts = {'amount_tax': 25.0, 'amount_total': 125.0, 'amount_paid': 125.0}
        return self.env['pos.order'].create(
            {
                'session_id': self.till.current_session_id.id,
                'partner_id': self.customer.id,
                'pos_reference': '00001-001-0001',
                'lines': [Command.create(line)],
                'amount_return': 0.0,
                **amounts,
                **values,
            }
        )

    def _bill(self, orders):
        """The invoice with the values that Point of Sale gives it."""
        invoice = self.env['account.move'].create(orders._prepare_invoice_vals())
        invoice.action_post()
        return invoice

    def test_the_name_of_an_order_is_not_the_buyers(self):
        order = self._order()
        invoice = self._bill(order)
        self.assertEqual(invoice.ref, order.name)

        root = self._xml(invoice)

        self.assertFalse(self._all(root, 'OrderReference'))
        self.assertFalse(invoice.pagero_order_reference_placeholder)

    def test_without_another_reference_that_is_said(self):
        self.customer.pagero_buyer_reference = False

        self._xml(self._bill(self._order()), fatal=['PEPPOL-EN16931-R003'])

    def test_what_the_cashier_writes_is(self):
        invoice = self._bill(self._order())

        invoice.ref = f'{invoice.ref}, PO 7'

        self.assertEqual(self._text(self._xml(invoice), 'OrderReference/ID'), 'PO 7')

    def test_its_refund_has_what_the_invoice_was_cured_with(self):
        self.customer.pagero_buyer_reference = False
        order = self._order()
        invoice = self._bill(order)
        invoice.pagero_buyer_reference = 'ANNA01'
        order.account_move = invoice

        refund = self._bill(order._refund())

        root = self._xml(refund)
        self.assertEqual(self._text(root, 'BuyerReference'), 'ANNA01')
        number = self._text(root, 'BillingReference/InvoiceDocumentReference/ID')
        self.assertEqual(number, invoice.name)
