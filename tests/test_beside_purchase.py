from decimal import Decimal

from odoo import Command
from odoo.tests import tagged

from ..en16931.invoice import Note, References
from .bill_common import BillCommon, invoice, line


@tagged('post_install', '-at_install')
class TestOrders(BillCommon):
    """The purchase order that a received invoice is about, and what differs from it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref('purchase.group_purchase_manager')
        cls.plank = cls._create_product(name="Plank", purchase_method='purchase')
        cls.nail = cls._create_product(name="Spik", purchase_method='purchase')
        cls.order = cls._create_order()

    @classmethod
    def _create_order(cls, name='P00007', partner=None, confirm=True, **line_values):
        rows = [
            {'product_id': cls.plank.id, 'product_qty': 10, 'price_unit': 100.0, **line_values},
            {'product_id': cls.nail.id, 'product_qty': 100, 'price_unit': 0.5},
        ]
        order = cls.env['purchase.order'].create(
            {
                'name': name,
                'partner_id': (partner or cls.vendor).id,
                'company_id': cls.company.id,
                'currency_id': cls.company.currency_id.id,
                'order_line': [Command.create(row) for row in rows],
            }
        )
        if confirm:
            order.button_confirm()
        return order

    def _invoice(self, *lines, order='P00007', **terms):
        references = References(buyer_reference='ANNA01', order=order)
        lines = lines or (line(quantity='4'), line(2, '0.5', '100', name="Spik"))
        return invoice(*lines, **{'references': references, **terms})

    def _order_lines(self, received):
        return [row.purchase_line_id for row in self._rows(received.move_id)]

    def test_by_the_number_that_the_document_states(self):
        received = self._book(self._invoice())

        self.assertEqual(self._order_lines(received), list(self.order.order_line))
        self.assertEqual(received.move_id.purchase_order_count, 1)
        self.assertEqual(self._rows(received.move_id).product_id, self.plank + self.nail)
        self.assertEqual(self.order.order_line.mapped('qty_invoiced'), [4.0, 100.0])
        self.assertEqual(received.move_id.amount_total, 562.5)
        self.assertFalse(received.bill_remarks)

    def test_by_the_vendor_s_own_number(self):
        self.order.partner_ref = 'SO-99'

        self.assertTrue(all(self._order_lines(self._book(self._invoice(order='SO-99')))))

    def test_by_a_number_in_a_note(self):
        model = self._invoice(order='', notes=(Note("Avser er beställning p00007."),))

        self.assertTrue(all(self._order_lines(self._book(model))))

    def test_a_number_within_another_is_not_it(self):
        model = self._invoice(order='', notes=(Note("Avser P000071"),))

        self.assertFalse(any(self._order_lines(self._book(model))))

    def test_lines_by_their_number_in_the_order(self):
        first = line(order_line='2', name="Något", price='0.5', quantity='100')
        received = self._book(self._invoice(first))

        self.assertEqual(self._order_lines(received), [self.order.order_line[1]])

    def test_lines_by_their_amount_where_only_one_has_it(self):
        received = self._book(self._invoice(line(name="Bräda", quantity='10')))

        self.assertEqual(self._order_lines(received), [self.order.order_line[0]])

    def test_an_order_that_is_not_there(self):
        received = self._book(self._invoice(order='P4711'))

        self.assertEqual(self._codes(received), ['order_unknown'])
        self.assertEqual(received.suggested_answer, {'code': 'UQ', 'reasons': ['REF']})

    def test_a_word_for_no_number_is_no_number(self):
        self.assertFalse(self._book(self._invoice(order='NA')).bill_remarks)

    def test_an_order_from_another_vendor(self):
        self._create_order('P00008', self.partner_a)
        received = self._book(self._invoice(order='P00008'))

        self.assertEqual(self._codes(received), ['order_of_other'])
        self.assertFalse(any(self._order_lines(received)))

    def test_an_order_that_is_not_confirmed(self):
        self._create_order('P00009', confirm=False)
        received = self._book(self._invoice(order='P00009'))

        self.assertEqual(self._codes(received), ['order_closed'])

    def test_an_order_that_was_cancelled(self):
        self.order.button_cancel()

        self.assertEqual(self._codes(self._book(self._invoice())), ['order_closed'])

    def test_more_than_was_ordered(self):
        received = self._book(self._invoice(line(quantity='11')))

        self.assertEqual(self._codes(received), ['order_quantity'])
        self.assertIn('11', received.bill_remark_words)
        self.assertEqual(received.suggested_answer['reasons'], ['QTY'])

    def test_what_is_billed_twice_exceeds_the_order(self):
        self._book(self._invoice(line(quantity='8')))
        again = self._book(self._invoice(line(quantity='8'), number='F-2'), network_id='2')

        self.assertEqual(self._codes(again), ['order_quantity'])

    def test_two_in_one_batch_exceed_it_together(self):
        received = self.received.union(
            *(
                self._receive_ours(
                    self._invoice(line(quantity='8'), number=f'F-{number}'), network_id=f'{number}'
                )
                for number in (1, 2)
            )
        )
        received._make_bills()

        self.assertEqual([self._codes(each) for each in received], [[], ['order_quantity']])

    def test_what_is_not_received_yet(self):
        self.plank.purchase_method = 'receive'
        received = self._book(self._invoice(line(quantity='4')))

        self.assertEqual(self._codes(received), ['order_not_received'])
        self.order.order_line[0].qty_received = 8
        again = self._book(self._invoice(line(quantity='4'), number='F-2'), network_id='2')
        self.assertFalse(again.bill_remarks)

    def test_another_price(self):
        received = self._book(self._invoice(line(price='101', quantity='4')))

        self.assertEqual(self._codes(received), ['order_price'])
        self.assertEqual(received.suggested_answer['reasons'], ['PRI'])

    def test_a_discount_of_the_order_is_its_price(self):
        self._create_order('P00010', discount=10)
        received = self._book(self._invoice(line(price='90', quantity='4'), order='P00010'))

        self.assertFalse(received.bill_remarks)

    def test_a_line_that_the_order_lacks(self):
        received = self._book(self._invoice(line(quantity='4'), line(2, name="Frakt", price='7')))

        self.assertEqual(self._codes(received), ['order_lacks_line'])

    def test_rows_stay_as_the_supplier_wrote_them(self):
        received = self._book(self._invoice(line(price='101', quantity='11')))

        row = self._rows(received.move_id)
        self.assertEqual((row.quantity, row.price_unit, row.name), (11.0, 101.0, "Plank"))
        self.assertEqual(row.tax_ids, self.tax_25)
        self.assertEqual(self._nets(received.move_id), [Decimal(1111)])

    def test_a_credit_note_takes_back(self):
        self._book(self._invoice(line(quantity='4')))
        refund = self._book(
            self._invoice(line(quantity='1'), is_credit_note=True, number='K-1'), network_id='k'
        )

        self.assertEqual(self.order.order_line[0].qty_invoiced, 3.0)
        self.assertFalse(refund.bill_remarks)

    def test_the_order_s_analytic_account_comes_along(self):
        plan = self.env['account.analytic.plan'].create({'name': "Projekt"})
        project = self.env['account.analytic.account'].create({'name': "Bro", 'plan_id': plan.id})
        distribution = {str(project.id): 100}
        self.order.order_line[0].analytic_distribution = distribution

        row = self._rows(self._book(self._invoice(line(quantity='4'))).move_id)
        self.assertEqual(row.analytic_distribution, distribution)
