from lxml import etree

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ..models.invoice.account_move_line import LINE_DETAILS
from ..models.invoice.header_details import ON_DEMAND
from ..models.invoice.invoiced_object import OBJECT_SCHEMES
from .xml_common import XmlCommon


HEADER = {
    'pagero_order_reference': 'PO-1',
    'pagero_sales_order': 'S00012',
    'pagero_tender_reference': 'ANB-7',
    'pagero_despatch_advice': 'F-100',
    'pagero_receiving_advice': 'M-200',
    'pagero_invoiced_object': '735999111122223333',
    'pagero_invoiced_object_scheme': 'AVE',
    'pagero_note': "Call Anna\nbefore delivery",
    'pagero_period_start': '2026-09-01',
    'pagero_period_end': '2026-09-30',
    'pagero_payment_terms': "30 days net",
}
DETAILS = {
    'pagero_note': "Left at the gate",
    'pagero_order_line': '30',
    'pagero_invoiced_object': '0701234567',
    'pagero_invoiced_object_scheme': 'AWV',
    'pagero_accounting_cost': 'KST 9',
    'pagero_period_start': '2026-09-01',
    'pagero_period_end': '2026-09-30',
    'pagero_seller_item': 'OUR-1',
    'pagero_buyer_item': 'THEIR-1',
    'pagero_gtin': '7300010000001',
    'pagero_classification_list': 'STI',
    'pagero_classification_code': '03113200',
}


@tagged('post_install', '-at_install')
class TestAccountEdiXmlPageroDetails(XmlCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_accounts()

    # === HEADER === #

    def _assert_header(self, root, **others):
        expected = {
            'OrderReference/ID': 'PO-1',
            'OrderReference/SalesOrderID': 'S00012',
            'OriginatorDocumentReference/ID': 'ANB-7',
            'DespatchDocumentReference/ID': 'F-100',
            'ReceiptDocumentReference/ID': 'M-200',
            'AdditionalDocumentReference/ID': '735999111122223333',
            'AdditionalDocumentReference/DocumentTypeCode': '130',
            'Note': "Call Anna\nbefore delivery",
            'InvoicePeriod/StartDate': '2026-09-01',
            'InvoicePeriod/EndDate': '2026-09-30',
            'PaymentTerms/Note': "30 days net",
            **others,
        }
        self.assertEqual({path: self._text(root, path) for path in expected}, expected)
        [number] = self._all(root, 'AdditionalDocumentReference/ID')
        self.assertEqual(number.get('schemeID'), 'AVE')

    def test_everything_on_demand_is_sent(self):
        self._assert_header(self._xml(self._invoice(**HEADER)))

    def test_a_credit_note_can_say_it_too(self):
        refund = self._refund(self._invoice())
        refund.write(HEADER)

        self._assert_header(self._xml(refund), Note="Wrong price\nCall Anna\nbefore delivery")

    def test_a_sales_order_needs_the_buyers_order(self):
        root = self._xml(self._invoice(pagero_sales_order='S00012'))

        self.assertFalse(self._all(root, 'OrderReference'))

    def test_one_end_of_a_period_is_enough(self):
        root = self._xml(self._invoice(pagero_period_start='2026-09-01'))

        self.assertFalse(self._all(root, 'InvoicePeriod/EndDate'))

    def test_a_period_has_an_end_after_its_beginning(self):
        with self.assertRaises(ValidationError):
            self._invoice(pagero_period_start='2026-09-02', pagero_period_end='2026-09-01')

    def test_a_kind_of_object_needs_its_number(self):
        with self.assertRaises(ValidationError):
            self._invoice(pagero_invoiced_object_scheme='AVE')
        with self.assertRaises(ValidationError):
            self._invoice(self._line(pagero_invoiced_object_scheme='AVE'))

    def test_every_kind_of_object_is_in_the_code_list(self):
        for code, _name in OBJECT_SCHEMES:
            values = {'pagero_invoiced_object': '1', 'pagero_invoiced_object_scheme': code}
            with self.subTest(code=code):
                self._xml(self._invoice(self._line(**values), **values))

    def test_a_field_is_added_on_demand(self):
        move = self._invoice(post=False)
        fields = self.env['account.move'].fields_get(['pagero_add_field'])
        self.assertEqual(set(dict(fields['pagero_add_field']['selection'])), set(ON_DEMAND))

        self.env.user.group_ids += self.env.ref('pagero_connector.group_user')

        move.send_with_pagero = True
        with Form(move) as form:
            for key in ('tender', 'note', 'tender'):
                form.pagero_add_field = key
                self.assertFalse(form.pagero_add_field)
            form.pagero_tender_reference = 'ANB-1'

        self.assertEqual(move.pagero_shown_fields, 'tender note')
        self.assertEqual(move.pagero_tender_reference, 'ANB-1')

    # === LINES === #

    def _assert_details(self, root, tag):
        expected = {
            'Note': "Left at the gate",
            'AccountingCost': 'KST 9',
            'InvoicePeriod/StartDate': '2026-09-01',
            'OrderLineReference/LineID': '30',
            'DocumentReference/ID': '0701234567',
            'DocumentReference/DocumentTypeCode': '130',
            'Item/SellersItemIdentification/ID': 'OUR-1',
            'Item/BuyersItemIdentification/ID': 'THEIR-1',
            'Item/StandardItemIdentification/ID': '7300010000001',
            'Item/OriginCountry/IdentificationCode': 'NO',
            'Item/CommodityClassification/ItemClassificationCode': '03113200',
        }
        found = {path: self._text(root, f'{tag}/{path}') for path in expected}
        self.assertEqual(found, expected)
        [number] = self._all(root, f'{tag}/DocumentReference/ID')
        self.assertEqual(number.get('schemeID'), 'AWV')

    def test_every_detail_of_a_line_is_sent(self):
        details = {**DETAILS, 'pagero_origin_country_id': self.env.ref('base.no').id}
        invoice = self._invoice(self._line(**details), pagero_order_reference='PO-1')

        self._assert_details(self._xml(invoice), 'InvoiceLine')
        self._assert_details(self._xml(self._refund(invoice)), 'CreditNoteLine')

    def test_a_field_is_added_to_all_lines(self):
        move = self._invoice(self._line(), self._line(), post=False)
        adding = self.env['pagero.detail.add'].with_context(default_move_id=move.id)

        with Form(adding) as form:
            form.detail = 'cost'
            form.text = 'KST 1'
        form.record.action_confirm()

        self.assertEqual(move.pagero_line_ids.mapped('pagero_accounting_cost'), ['KST 1'] * 2)
        self.assertEqual(move.pagero_visible_details, 'cost')

    def test_every_detail_can_be_added_to_all_lines(self):
        move = self._invoice(self._line(), post=False)
        values = {
            'period': {'period_start': '2026-09-01', 'period_end': '2026-09-30'},
            'origin': {'origin_country_id': self.env.ref('base.no').id},
            'class': {'classification_list': 'TST', 'classification_code': '43'},
            'exemption': {'exemption_code': 'VATEX-EU-132'},
            'object': {'invoiced_object': '735999', 'invoiced_object_scheme': 'AVE'},
        }
        for key, names in LINE_DETAILS.items():
            with self.subTest(key=key):
                own = values.get(key, {'text': 'X'})
                adding = self.env['pagero.detail.add'].create(
                    {'move_id': move.id, 'detail': key, **own}
                )

                adding.action_confirm()

                self.assertTrue(move.pagero_line_ids[names[0]])

    def test_what_is_hidden_is_sent(self):
        move = self._invoice(self._line(pagero_note="Fragile"))
        self.assertEqual(move.pagero_visible_details, 'note')

        move.action_hide_pagero_details()

        self.assertFalse(move.pagero_visible_details)
        self.assertEqual(self._text(self._xml(move), 'InvoiceLine/Note'), "Fragile")
        move.action_expand_pagero_details()
        self.assertEqual(move.pagero_visible_details, 'note')

    def test_an_own_period_and_classification_are_whole(self):
        for values in (
            {'pagero_period_start': '2026-09-02', 'pagero_period_end': '2026-09-01'},
            {'pagero_classification_list': 'STI'},
            {'pagero_classification_code': '1'},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._invoice(self._line(**values))

    # === UNITS === #

    def test_every_unit_of_odoo_has_a_code(self):
        domain = [('model', '=', 'uom.uom'), ('module', '=', 'uom')]
        known = self.env['ir.model.data'].search(domain)

        for unit in self.env['uom.uom'].browse(known.mapped('res_id')):
            with self.subTest(unit=unit.name):
                self.assertTrue(unit._pagero_unit_code())
                unit.pagero_unit_code = unit._pagero_unit_code()

    def test_a_unit_of_ones_own_is_refused_until_it_has_a_code(self):
        box = self.env['uom.uom'].create({'name': "Låda"})
        move = self._invoice(self._line(), self._line(product_uom_id=box.id))

        [found] = move._pagero_findings()[move]

        self.assertEqual(found.rule, 'PAGERO-UNIT-NO-CODE')
        self.assertEqual((found.place, found.detail), ("Invoice line 2: Quantity (BT-129)", "Låda"))
        box.pagero_unit_code = 'XBX'
        root = self._xml(move)
        codes = [node.get('unitCode') for node in self._all(root, 'InvoiceLine/InvoicedQuantity')]
        self.assertEqual(codes, ['C62', 'XBX'])

    def test_a_unit_code_is_one_of_the_list(self):
        with self.assertRaisesRegex(ValidationError, "HUR"):
            self.env['uom.uom'].create({'name': "Låda", 'pagero_unit_code': 'BOX'})

    # === WHAT PEOPLE TYPE === #

    def test_nothing_is_lost_of_odd_input(self):
        long = "N" * 300
        root = self._xml(
            self._invoice(
                self._line("AB\x0bC <&> ☃ 𝄞", 10.0),
                self._line(long, 10.0),
                self._line("None today", 10.0, 0),
                self._line("Dear", 0.0),
            )
        )

        self.assertEqual(
            self._texts(root, 'InvoiceLine/Item/Name'), ["ABC <&> ☃ 𝄞", long, "None today", "Dear"]
        )
        nets = self._texts(root, 'InvoiceLine/LineExtensionAmount')
        self.assertEqual(nets, ['10.00', '10.00', '0.00', '0.00'])

    # === KINDS AND PAYMENT === #

    def _totals(self, root):
        names = ('PrepaidAmount', 'PayableAmount')
        return tuple(self._text(root, f'LegalMonetaryTotal/{name}') for name in names)

    def test_only_what_was_paid_before_is_prepaid(self):
        days = {
            '2026-09-30': ('50.00', '75.00'),
            '2026-10-01': ('50.00', '75.00'),
            '2026-10-02': ('0.00', '125.00'),
        }
        for day, expected in days.items():
            with self.subTest(day=day):
                invoice = self._invoice()
                self._register_payment(invoice, amount=50.0, payment_date=day)

                self.assertEqual(self._totals(self._xml(invoice)), expected)

    def test_a_credit_note_is_no_payment(self):
        invoice = self._invoice()
        refund = self._refund(invoice)
        self.assertFalse(invoice.amount_residual)

        self.assertEqual(self._totals(self._xml(invoice)), ('0.00', '125.00'))
        self.assertEqual(self._totals(self._xml(refund)), ('0.00', '125.00'))

    def test_an_account_has_the_name_of_its_holder(self):
        root = self._xml(self._invoice())

        names = self._texts(root, 'PaymentMeans/PayeeFinancialAccount/Name')
        self.assertEqual(names, ["Granbergs Bygg AB"] * 3)

    def test_an_ocr_number_with_a_wrong_check_digit_is_a_warning(self):
        self.company_data['default_journal_sale'].invoice_reference_model = 'se_ocr2'
        for reference, rules in (('20261013', ['PAGERO-OCR']), ('20261012', []), ('Order 13', [])):
            with self.subTest(reference=reference):
                invoice = self._invoice(payment_reference=reference)

                found = invoice._pagero_findings()[invoice]

                self.assertEqual([each.rule for each in found], rules)

    def test_a_direct_debit_names_its_mandate(self):
        euro = self.setup_other_currency('EUR', rates=[('2026-01-01', 0.1)])
        for currency, code in ((self.company.currency_id, '49'), (euro, '59')):
            with self.subTest(code=code):
                invoice = self._invoice(pagero_mandate_reference='M-1', currency_id=currency.id)

                root = self._xml(invoice)

                self.assertEqual(self._texts(root, 'PaymentMeans/PaymentMeansCode'), [code])
                mandate = self._text(root, 'PaymentMeans/PaymentMandate/ID')
                self.assertEqual(mandate, 'M-1')

    def test_a_credit_note_within_the_eu_says_where_to(self):
        denmark = self.env.ref('base.dk').id
        customer = self._create_customer(
            name="Jysk Handel A/S", country_id=denmark, vat='DK13585628', company_registry=False
        )
        invoice = self._invoice(
            self._line(tax=self._tax('sale_tax_goods_EC')), partner_id=customer.id
        )

        root = self._xml(self._refund(invoice))

        path = 'Delivery/DeliveryLocation/Address/Country/IdentificationCode'
        self.assertEqual(self._text(root, path), 'DK')

    # === SELF-BILLING === #

    def _bill(self, *lines, **values):
        """A bill that we write in the name of a vendor, with the number of its series."""
        journal = self.company_data['default_journal_purchase']
        journal.is_self_billing = True
        taxes = self._tax('purchase_tax_25_goods')
        return self._invoice(
            *(lines or [self._line("Oats", 120.0, 3, tax=taxes)]),
            **{
                'move_type': 'in_invoice',
                'journal_id': journal.id,
                'partner_id': self.vendor.id,
                'partner_bank_id': self.vendor.bank_ids.id,
                'invoice_origin': 'P00012',
                'pagero_project_reference': 'PRJ-1',
                **values,
            },
        )

    @property
    def vendor(self):
        return self.env['res.partner'].search([('name', '=', "Hagby Gård AB")]) or (
            self._create_customer(
                name="Hagby Gård AB",
                vat='SE556888771401',
                company_registry='556888-7714',
                pagero_buyer_reference='SALES',
                bank_ids=[Command.create({'acc_number': '5050-1055'})],
            )
        )

    def test_what_we_bill_ourselves_goes_to_the_vendor(self):
        self.company.partner_id.pagero_buyer_reference = 'BUYER-7'
        bill = self._bill(name='BILL00007/2026/10/0001')
        refund = self._refund(bill)
        refund.name = 'RBILL00007/2026/10/0001'

        self._assert_golden(self._xml(bill), 'self_billed_invoice')
        self._assert_golden(self._xml(refund), 'self_billed_credit_note')

    def test_a_vendor_whose_vat_we_owe(self):
        """The reverse charge of a purchase is 25 % in our books, and 0 % in the vendor's."""
        tax = self._tax('purchase_construction_services_tax_25_EC')
        bill = self._bill(self._line("Bricklaying", 1000.0, tax=tax), name='BILL00007/2026/10/0002')

        self._assert_golden(self._xml(bill), 'self_billed_reverse_charge')

    def test_our_own_words_stand_for_a_missing_purchase_order(self):
        root = self._xml(self._bill(invoice_origin=False, ref='OUR-1'))

        self.assertEqual(self._text(root, 'OrderReference/ID'), 'OUR-1')
        self.assertFalse(self._all(root, 'BuyerReference'))

    def test_what_has_been_paid_is_prepaid_on_a_bill_too(self):
        bill = self._bill()
        self._register_payment(bill, amount=50.0, payment_date='2026-09-30')

        self.assertEqual(self._totals(self._xml(bill)), ('50.00', '400.00'))

    def test_a_customer_number_is_not_the_vendors(self):
        self.customer = self.vendor
        self._confirm_customer_number('4711')
        bill = self._bill(pagero_customer_number='4711')

        self.assertNotIn('4711', etree.tostring(self._xml(bill), encoding='unicode'))

    def test_an_allowance_on_a_bill_has_purchase_taxes(self):
        self.company.account_discount_income_allocation_id = self.company_data[
            'default_account_revenue'
        ]
        bill = self._bill(post=False)
        adding = self.env['pagero.allowance.edit'].with_context(
            default_move_id=bill.id, default_kind='allowance'
        )
        with Form(adding) as form:
            form.amount = 60.0
        form.record.action_confirm()
        bill.action_post()

        root = self._xml(bill)

        self.assertEqual(self._text(root, 'LegalMonetaryTotal/AllowanceTotalAmount'), '60.00')
        self.assertEqual(bill.amount_total, 375.0)
        account = bill.invoice_line_ids.filtered('pagero_allowance').account_id
        self.assertEqual(account, self.company_data['default_account_revenue'])
