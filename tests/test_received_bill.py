from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo.tests import tagged

from ..en16931.amounts import AllowanceCharge, VatCategory
from ..en16931.booking import booked_total, is_contrary
from ..en16931.invoice import Note, PrecedingInvoice, References
from ..en16931.line import Price
from ..en16931.sums import Vat
from ..en16931.values import Identifier
from ..models.inbox.bill import MOST_ALIKE
from ..ubl.billing.reader import read
from .bill_common import GOLDEN, LOWER, STANDARD, BillCommon, invoice, line


@tagged('post_install', '-at_install')
class TestRoundTrip(BillCommon):
    """What we send, received by another company: amounts are equal to the cent."""

    def _assert_equal_amounts(self, content, received):
        model, move = read(content).invoice, received.move_id
        sign = -1 if is_contrary(model) else 1
        self.assertEqual(Decimal(f'{move.amount_total:.2f}'), sign * booked_total(model))
        stated = [sign * each.net for each in model.lines]
        stated += [sign * each.signed for each in model.allowance_charges]
        stated += [sign * model.totals.rounding] if model.totals.rounding else []
        if 'unknown_tax' in self._codes(received):  # that of another country
            stated += [sign * group.amount for group in model.vat]
        else:
            vat = {float(group.category.rate or 0): group.amount for group in model.vat}
            booked = self._vat(move)
            self.assertEqual(
                {rate: amount for rate, amount in booked.items() if amount},
                {rate: amount for rate, amount in vat.items() if amount},
            )
        self.assertEqual(self._nets(move), stated)

    def test_each_golden_file(self):
        self.env['res.currency'].with_context(active_test=False).search([]).active = True
        for number, path in enumerate(sorted(GOLDEN.glob('*.xml'))):
            with self.subTest(path.stem):
                content = path.read_bytes()
                self._create_vendor_of(content)
                received = self._book(content, network_id=f'golden-{number}')
                self.assertEqual(received.state, 'booked', received.bill_remark_words)
                self._assert_equal_amounts(content, received)
                self.assertFalse(
                    {'line_differs', 'vat_differs', 'total_differs'} & {*self._codes(received)}
                )


@tagged('post_install', '-at_install')
class TestBill(BillCommon):
    def test_what_stands_at_its_top(self):
        received = self._book(
            invoice(
                references=References(buyer_reference='ANNA01', order='PO-1'),
                notes=(Note("Tack <b>så</b> mycket"),),
            )
        )

        self.assertRecordValues(
            received.move_id,
            [
                {
                    'move_type': 'in_invoice',
                    'state': 'draft',
                    'partner_id': self.vendor.id,
                    'company_id': self.company.id,
                    'ref': 'F-1',
                    'invoice_date': date(2026, 10, 1),
                    'invoice_date_due': date(2026, 10, 31),
                    'payment_reference': '20261012',
                    'invoice_origin': 'PO-1',
                    'amount_total': 125.0,
                }
            ],
        )
        self.assertEqual(received.move_id.journal_id.type, 'purchase')
        self.assertIn("Tack &lt;b&gt;", received.move_id.narration)
        self.assertEqual(received.state, 'booked')
        self.assertFalse(received.bill_remarks)

    def test_in_the_journal_that_the_company_chose(self):
        journal = self.company_data['default_journal_purchase'].copy({'code': 'PAG'})
        self.account.bill_journal_id = journal

        received = self._book()

        self.assertEqual(received.move_id.journal_id, journal, received.remark_words)

    def test_not_in_a_chosen_journal_that_no_longer_takes_bills(self):
        usual = self.company_data['default_journal_purchase']
        for number, change in enumerate(({'active': False}, {'is_self_billing': True})):
            journal = usual.copy({'code': f'PAG{number}'})
            self.account.bill_journal_id = journal
            journal.write(change)
            with self.subTest(**change):
                received = self._book(invoice(number=f'F-{number}'), network_id=f'f-{number}')
                self.assertEqual(received.move_id.journal_id, usual)

    def test_a_journal_without_an_account_is_told(self):
        journal = self.company_data['default_journal_purchase'].copy({'code': 'PAG'})
        self.company.expense_account_id = False
        self.account.bill_journal_id = journal
        journal.default_account_id = False

        received = self._book()

        self.assertEqual((received.state, self._codes(received)), ('stored', ['no_account']))

    def test_a_credit_note_is_a_refund(self):
        move = self._book(invoice(is_credit_note=True)).move_id

        self.assertRecordValues(move, [{'move_type': 'in_refund', 'amount_total': 125.0}])

    def test_a_credit_note_is_set_off_against_the_bill_that_it_names(self):
        bill = self._book(invoice(number='F-9')).move_id
        bill.action_post()
        preceding = References(buyer_reference='A', preceding=(PrecedingInvoice('F-9'),))
        refund = self._book(
            invoice(is_credit_note=True, number='K-1', references=preceding), network_id='k'
        ).move_id

        self.assertEqual(refund.reversed_entry_id, bill)
        refund.action_post()
        self.assertIn(bill.payment_state, ('paid', 'reversed'))

    def test_an_invoice_below_zero_is_a_refund(self):
        move = self._book(invoice(line(quantity='-2'))).move_id

        self.assertRecordValues(move, [{'move_type': 'in_refund', 'amount_total': 250.0}])

    def test_a_self_billed_one_is_an_invoice_of_ours_that_is_not_sent(self):
        move = self._book((GOLDEN / 'self_billed_invoice.xml').read_bytes()).move_id

        self.assertRecordValues(
            move, [{'move_type': 'out_invoice', 'state': 'draft', 'send_with_pagero': False}]
        )
        move.action_post()
        self.assertFalse(move.sudo().pagero_document_ids)


@tagged('post_install', '-at_install')
class TestAmounts(BillCommon):
    def test_allowances_and_charges_of_the_document(self):
        adjustments = (
            AllowanceCharge(False, Decimal('10.00'), reason="Rabatt", vat=STANDARD),
            AllowanceCharge(True, Decimal('4.50'), reason="Frakt", vat=LOWER),
        )
        received = self._book(invoice(allowance_charges=adjustments))

        rows = self._rows(received.move_id)
        self.assertEqual(rows.mapped('name'), ["Plank", "Rabatt", "Frakt"])
        self.assertEqual(self._nets(received.move_id), [100, -10, Decimal('4.50')])
        self.assertEqual(
            self._vat(received.move_id), {25.0: Decimal('22.50'), 12.0: Decimal('0.54')}
        )
        self.assertFalse(received.bill_remarks)

    def test_an_allowance_on_a_line_is_its_discount(self):
        allowance = AllowanceCharge(False, Decimal('10.00'), percentage=Decimal(10))
        move = self._book(invoice(line(allowance_charges=(allowance,)))).move_id

        row = self._rows(move)
        self.assertEqual((row.price_unit, row.discount, row.price_subtotal), (100.0, 10.0, 90.0))

    def test_what_no_percentage_makes_is_in_the_price(self):
        allowance = AllowanceCharge(False, Decimal('0.01'))
        move = self._book(
            invoice(line(price='33333.33', quantity='7', allowance_charges=(allowance,)))
        ).move_id

        row = self._rows(move)
        self.assertEqual((row.discount, row.price_subtotal), (0.0, 233333.30))

    def test_a_price_for_more_than_one(self):
        base = replace(line(quantity='250'), price=Price(Decimal('12'), base_quantity=Decimal(100)))
        move = self._book(invoice(replace(base, net=Decimal('30.00')))).move_id

        row = self._rows(move)
        self.assertEqual((row.quantity, row.price_unit), (250.0, 0.12))

    def test_a_line_of_no_quantity_keeps_its_amount(self):
        move = self._book(invoice(line(quantity='0', net=Decimal('42.00')))).move_id

        self.assertEqual(self._nets(move), [Decimal('42.00')])

    def test_the_rounding_is_a_line_without_vat(self):
        received = self._book(invoice(line(price='100.30'), rounding=Decimal('-0.38')))

        self.assertEqual(received.move_id.amount_total, 125.0)
        self.assertFalse(received.bill_remarks)

    def test_what_is_paid_already_is_told(self):
        received = self._book(invoice(prepaid=Decimal('25.00')))

        self.assertEqual(received.move_id.amount_total, 125.0)
        self.assertEqual(self._codes(received), ['prepaid'])
        self.assertIn('100.00', received.bill_remark_words.replace('\xa0', ' '))

    def test_cents_of_the_supplier_s_vat_are_taken_over(self):
        rows = [line(number, price='0.33') for number in range(1, 6)]  # 0.08 each, 0.41 in all
        received = self._book(invoice(*rows, vat=[Vat(STANDARD, Decimal('0.40'))]))

        self.assertEqual(self._vat(received.move_id), {25.0: Decimal('0.40')})
        self.assertEqual(received.move_id.amount_total, 2.05)
        self.assertFalse(received.bill_remarks)

    def test_vat_that_is_wrong_is_told_and_not_taken_over(self):
        received = self._book(invoice(vat=[Vat(STANDARD, Decimal('20.00'))]))

        self.assertEqual(self._vat(received.move_id), {25.0: Decimal('25.00')})
        self.assertEqual(self._codes(received), ['vat_differs', 'total_differs'])

    def test_broken_totals_are_told(self):
        model = invoice()
        totals = replace(model.totals, with_vat=Decimal('135.00'), payable=Decimal('145.00'))
        received = self._book(replace(model, totals=totals))

        self.assertEqual(self._codes(received), ['total_differs', 'payable_differs'])
        self.assertEqual(received.suggested_answer, {'code': 'RE', 'reasons': ['FIN']})
        self.assertIn('BR-CO-15', received.suggested_answer_words)
        self.assertEqual(received.state, 'booked')

    def test_of_many_lines_the_first_are_told(self):
        lines = [line(number, unit=f'X{number}') for number in range(MOST_ALIKE + 5)]
        received = self._book(invoice(*lines))

        self.assertEqual(self._codes(received), [*['unknown_unit'] * MOST_ALIKE, 'more'])
        self.assertIn("more of the same kind", received.bill_remark_words)

    def test_lines_keep_the_order_of_the_file(self):
        rows = [line(number, name=f"Rad {number}") for number in range(1, 13)]

        move = self._book(invoice(*rows)).move_id

        self.assertEqual(self._rows(move).mapped('name'), [f"Rad {each}" for each in range(1, 13)])


@tagged('post_install', '-at_install')
class TestCurrency(BillCommon):
    def setUp(self):
        super().setUp()
        self.euro = self.env.ref('base.EUR')
        self.euro.active = True
        self.env['res.currency.rate'].search([('currency_id', '=', self.euro.id)]).unlink()

    def test_another_currency(self):
        self.env['res.currency.rate'].create(
            {'currency_id': self.euro.id, 'name': '2026-09-01', 'rate': 0.1}
        )
        received = self._book(invoice(currency='EUR'))

        self.assertRecordValues(
            received.move_id,
            [{'currency_id': self.euro.id, 'amount_total': 125.0, 'amount_total_signed': -1250.0}],
        )
        self.assertFalse(received.bill_remarks)

    def test_a_currency_without_a_rate_is_told(self):
        self.assertEqual(self._codes(self._book(invoice(currency='EUR'))), ['no_rate'])

    def test_a_currency_that_is_not_active_is_told(self):
        self.euro.active = False

        self.assertEqual(self._codes(self._book(invoice(currency='EUR'))), ['inactive_currency'])

    def test_an_unknown_currency_is_kept_to_do(self):
        received = self._book(invoice(currency='XQQ'))

        self.assertEqual((received.state, received.move_id.ids), ('stored', []))
        self.assertIn('XQQ', received.remark_words)


@tagged('post_install', '-at_install')
class TestTaxes(BillCommon):
    def test_each_rate_has_its_tax(self):
        received = self._book(invoice(line(1), line(2, vat=LOWER)))

        rows = self._rows(received.move_id)
        self.assertEqual([row.tax_ids.amount for row in rows], [25.0, 12.0])
        self.assertEqual(rows[:1].tax_ids, self.tax_25)

    def test_vat_that_we_have_no_tax_for_stands_apart(self):
        odd = VatCategory('S', Decimal('17.5'))
        received = self._book(invoice(line(vat=odd)))

        self.assertEqual(self._nets(received.move_id), [100, Decimal('17.50')])
        self.assertEqual(received.move_id.amount_total, 117.5)
        self.assertEqual(self._codes(received), ['unknown_tax'])

    def test_vat_of_another_country_is_not_ours_to_deduct(self):
        content = (GOLDEN / 'domestic_dk.xml').read_bytes()
        self._create_vendor_of(content)
        self.env.ref('base.DKK').active = True
        received = self._book(content)

        self.assertIn('unknown_tax', self._codes(received))
        self.assertFalse(received.move_id.line_ids.tax_line_id)

    def test_exempt_lines_have_no_tax(self):
        received = self._book(invoice(line(vat=VatCategory('E', Decimal(0)))))

        self.assertEqual(received.move_id.amount_total, 100.0)
        self.assertFalse(received.bill_remarks)

    def test_reverse_charge_within_the_union_by_the_fiscal_position(self):
        self.vendor.write({'country_id': self.env.ref('base.de').id, 'vat': 'DE123456788'})
        self.vendor.write({'peppol_eas': '0007', 'peppol_endpoint': '5560360793'})
        received = self._book(invoice(line(vat=VatCategory('K', Decimal(0)))))

        tax = self._rows(received.move_id).tax_ids
        self.assertTrue(tax.has_negative_factor)
        self.assertEqual(received.move_id.amount_total, 100.0)
        self.assertFalse(received.bill_remarks)

    def test_reverse_charge_that_is_not_known_is_told(self):
        received = self._book(invoice(line(vat=VatCategory('AE', Decimal(0)))))

        self.assertEqual(self._codes(received), ['reverse_charge'])

    def test_the_vendor_s_last_tax_comes_first(self):
        services = self.env['account.chart.template'].ref('purchase_tax_25_services')
        self._post_earlier_bill(tax_ids=[(6, 0, services.ids)])

        self.assertEqual(self._rows(self._book().move_id).tax_ids, services)


@tagged('post_install', '-at_install')
class TestPeriods(BillCommon):
    def test_a_locked_period_moves_the_accounting_date(self):
        self.company.purchase_lock_date = '2026-10-31'
        received = self._book()

        self.assertEqual(received.move_id.invoice_date, date(2026, 10, 1))
        self.assertGreater(received.move_id.date, date(2026, 10, 31))
        self.assertEqual(self._codes(received), ['locked'])

    def test_one_without_a_date_is_told(self):
        received = self._book(invoice(issue_date=None))

        self.assertEqual(received.state, 'booked')
        self.assertEqual(self._codes(received), ['no_date'])

    def test_a_day_that_a_system_writes_for_none_is_none(self):
        """The browser can't show it, nor can people find the bill by it."""
        for number, day in enumerate((date.min, date.max, date(1899, 12, 31))):
            with self.subTest(day=day):
                dated = invoice(number=f'F-{number}', issue_date=day, due_date=day)
                received = self._book(dated, network_id=f'f-{number}', issue_date=day)
                self.assertEqual(self._codes(received), ['no_date'])
                self.assertFalse(received.due_date or received.move_id.invoice_date)
                self.assertLess(received.move_id.invoice_date_due.year, 3000)


@tagged('post_install', '-at_install')
class TestHints(BillCommon):
    """Accounts, products and units that the file, or the past, tells."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        accounts = cls.env['account.account'].with_company(cls.company)
        cls.expenses = accounts.search(
            [('account_type', '=', 'expense'), ('company_ids', '=', cls.company.id)], limit=3
        )

    def test_the_account_of_the_vendor_s_line_of_the_same_name(self):
        self._post_earlier_bill(name="Spik", account_id=self.expenses[1].id)
        self._post_earlier_bill(name="Plank", account_id=self.expenses[2].id)

        rows = self._rows(self._book(invoice(line(name="SPIK"), line(2, name="Färg"))).move_id)

        self.assertEqual(rows[0].account_id, self.expenses[1])
        self.assertEqual(rows[1].account_id, self.expenses[2])  # the vendor's last

    def test_an_account_code_that_the_file_states(self):
        self._post_earlier_bill(account_id=self.expenses[1].id)
        code = self.expenses[2].code

        move = self._book(invoice(line(accounting_cost=code), line(2))).move_id

        self.assertEqual(self._rows(move)[0].account_id, self.expenses[2])
        self.assertEqual(self._rows(move)[1].account_id, self.expenses[1])

    def test_a_receivable_account_is_never_taken(self):
        debts = self.company_data['default_account_payable']

        move = self._book(invoice(line(accounting_cost=debts.code))).move_id

        self.assertNotEqual(self._rows(move).account_id, debts)

    def test_an_analytic_account_that_the_file_states(self):
        plan = self.env['account.analytic.plan'].create({'name': "Projekt"})
        project = self.env['account.analytic.account'].create(
            {'name': "Bro", 'code': 'KST 210', 'plan_id': plan.id}
        )
        references = References(buyer_reference='A', accounting_cost='KST 210')

        move = self._book(invoice(references=references)).move_id

        self.assertEqual(self._rows(move).analytic_distribution, {str(project.id): 100})

    def test_a_product_by_the_vendor_s_number(self):
        self.env['product.supplierinfo'].create(
            {
                'partner_id': self.vendor.id,
                'product_tmpl_id': self.product_a.product_tmpl_id.id,
                'product_code': 'V-17',
            }
        )
        move = self._book(invoice(line(sellers_identifier='V-17'))).move_id

        self.assertEqual(self._rows(move).product_id, self.product_a)
        self.assertEqual(self._rows(move).name, "Plank")
        self.assertEqual(move.amount_total, 125.0)

    def test_a_product_by_its_gtin_but_not_by_its_name(self):
        self.product_a.barcode = '7310865004703'
        gtin = Identifier('7310865004703', '0160')

        move = self._book(
            invoice(line(standard_identifier=gtin), line(2, name=self.product_b.name))
        ).move_id

        self.assertEqual(self._rows(move)[0].product_id, self.product_a)
        self.assertFalse(self._rows(move)[1].product_id)

    def test_units_by_their_code(self):
        received = self._book(invoice(line(unit='HUR'), line(2, unit='XYZ')))

        hours = self.env.ref('uom.product_uom_hour')
        self.assertEqual(self._rows(received.move_id)[0].product_uom_id, hours)
        self.assertEqual(self._codes(received), ['unknown_unit'])

    def test_nothing_is_slow_in_a_batch(self):
        """Queries grow with the documents, not with documents times lines."""
        documents = [
            self._receive_ours(
                invoice(*(line(each) for each in range(1, 21)), number=f'F-{number}'),
                network_id=f'many-{number}',
            )
            for number in range(6)
        ]
        documents[0]._make_bills()
        with self._counting_queries() as one:
            documents[1]._make_bills()
        with self._counting_queries() as four:
            self.received.union(*documents[2:])._make_bills()

        self.assertLess(four[0], 3 * one[0])
