from odoo import Command
from odoo.tests import tagged

from .xml_common import TODAY, XmlCommon


@tagged('post_install', '-at_install')
class TestXmlBesideSale(XmlCommon):
    """Down payments and the invoices that deduct them, as the module sale makes them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref('sales_team.group_sale_manager')
        cls._create_accounts()

    def _order(self):
        product = self._create_product(
            name="Kitchen", lst_price=10000.0, taxes_id=self.vat_25.ids, invoice_policy='order'
        )
        order = self.env['sale.order'].create(
            {
                'name': 'S00012',
                'partner_id': self.customer.id,
                'client_order_ref': 'PO-7',
                'order_line': [Command.create({'product_id': product.id})],
            }
        )
        order.action_confirm()
        return order

    def _bill(self, order, name, **values):
        """What the dialog *Create Invoices* makes, posted with that number."""
        wizard = self.env['sale.advance.payment.inv'].with_context(
            active_model='sale.order', active_ids=order.ids
        )
        wizard.create(values).create_invoices()
        invoice = order.invoice_ids.filtered(lambda move: move.state == 'draft')
        invoice.write(
            {
                'name': name,
                'invoice_date': TODAY,
                'invoice_payment_term_id': False,
                'invoice_date_due': '2026-10-31',
                'payment_reference': '20261012',
            }
        )
        invoice.action_post()
        return invoice

    def test_a_down_payment_and_the_invoice_that_deducts_it(self):
        order = self._order()
        first = self._bill(order, 'INV/2026/00051', advance_payment_method='percentage', amount=30)
        root = self._xml(first)
        self.assertEqual(self._text(root, 'InvoiceTypeCode'), '386')
        self._assert_golden(root, 'down_payment')

        last = self._bill(order, 'INV/2026/00052', advance_payment_method='delivered')

        root = self._xml(last)
        self.assertEqual(self._text(root, 'InvoiceTypeCode'), '380')
        preceding = self._text(root, 'BillingReference/InvoiceDocumentReference/ID')
        self.assertEqual(preceding, 'INV/2026/00051')
        self.assertEqual(self._text(root, 'LegalMonetaryTotal/PayableAmount'), '8750.00')
        self._assert_golden(root, 'final_invoice')
