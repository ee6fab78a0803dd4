from odoo import Command
from odoo.tests import Form, tagged

from ..ubl.recipient import LINE_PATHS
from .common import PageroCommon


BUYER, ORDER = 'pagero_buyer_reference', 'pagero_order_reference'


@tagged('post_install', '-at_install')
class TestAccountMoveRequirements(PageroCommon):
    """What the form says while somebody types; the check itself has its own tests."""

    @classmethod
    def _create_rule(cls, field_key, **values):
        values = {'partner_id': cls.customer.id, 'field_key': field_key, **values}
        return cls.env['pagero.recipient.rule'].create(values)

    def _draft(self, **values):
        return self._create_customer_invoice(**{BUYER: False, **values})

    def test_a_reference_or_order_number_is_always_mandatory(self):
        invoice = self._draft()

        marks = invoice.pagero_marks
        self.assertTrue({BUYER, ORDER, 'partner_id', 'invoice_date'} <= set(marks['mandatory']))
        self.assertEqual(marks['missing'], [BUYER, ORDER])
        self.assertIn("is missing", invoice.pagero_to_do)

    def test_either_of_the_two_is_enough(self):
        for values in ({BUYER: 'ANNA01'}, {ORDER: '4711'}):
            invoice = self._draft(**values)
            self.assertEqual(invoice.pagero_marks['missing'], [])
            self.assertFalse(invoice.pagero_to_do)

    def test_the_recipients_demands_are_marked_as_well(self):
        self._create_rule('contract_reference', message="Skriv avtalsnumret.")
        self._create_rule('order_reference', kind='pattern', pattern=r'\d{8}')
        self._create_rule('quantity', kind='range', minimum_number=3)
        invoice = self._draft(**{BUYER: 'ANNA01', ORDER: '4711'})

        marks, to_do = invoice.pagero_marks, invoice.pagero_to_do

        self.assertIn('pagero_contract_reference', marks['mandatory'])
        missing = ['invoice_line_ids', 'pagero_contract_reference', ORDER]
        self.assertEqual(marks['missing'], missing)
        self.assertIn("Skriv avtalsnumret.", to_do)
        self.assertIn(r"4711 (\d{8})", to_do)
        self.assertIn("Line 1: Quantity", to_do)

    def test_lines_are_judged_by_what_the_document_says_and_numbered_as_there(self):
        self._create_rule('item_seller_id')
        line = {'product_id': self.product_a.id, 'price_unit': 10}
        lines = [
            {**line, 'sequence': 9},
            {'name': "Discount", 'pagero_allowance': 'allowance', 'price_unit': -1, 'sequence': 3},
            {**line, 'pagero_seller_item': 'OUR-1', 'sequence': 2},
        ]
        invoice = self._draft(**{BUYER: 'A'}, invoice_line_ids=[*map(Command.create, lines)])

        self.assertEqual(invoice.pagero_to_do.count('<li>'), 1)
        self.assertIn("Line 2: Product reference", invoice.pagero_to_do)
        invoice.invoice_line_ids[0].pagero_seller_item = 'OUR-2'
        self.assertFalse(invoice.pagero_to_do)

    def test_every_demand_on_a_field_is_met_by_filling_it_in(self):
        filled = {
            'despatch_advice': {'pagero_despatch_advice': 'F-1'},
            'receiving_advice': {'pagero_receiving_advice': 'M-1'},
            'invoicing_period': {'pagero_period_end': '2026-09-30'},
            'note': {'narration': "<p>Tack</p>"},
            'invoiced_object': {'pagero_invoiced_object': '735999'},
            'line_invoiced_object': {'pagero_invoiced_object': '735999'},
            'item_buyer_id': {'pagero_buyer_item': 'THEIR-1'},
            'item_gtin': {'pagero_gtin': '7300010000001'},
            'order_line': {'pagero_order_line': '30'},
            'line_accounting_cost': {'pagero_accounting_cost': 'KST 9'},
        }
        rules = [self._create_rule(key) for key in filled]
        invoice = self._draft(**{BUYER: 'A', ORDER: '4711'}, narration=False)
        self.assertEqual(invoice.pagero_to_do.count('<li>'), len(rules))

        for key, values in filled.items():
            (invoice.invoice_line_ids if key in LINE_PATHS else invoice).write(values)

        self.assertFalse(invoice.pagero_to_do)
        found = invoice._findings_as_if_posted()
        self.assertFalse([each for each in found if each.layer == 'recipient'], found)

    def test_what_we_bill_ourselves_is_ours_to_require(self):
        """The recipient's demands are a buyer's; here we are the buyer."""
        self._create_rule('contract_reference')
        bill = self._create_bill(**{BUYER: False})

        self.assertEqual(bill.pagero_marks['missing'], [BUYER, ORDER])
        self.assertIn("recipient", self._create_bill(partner_id=self._stranger().id).pagero_to_do)
        bill.invoice_origin = 'P00012'
        self.assertFalse(bill.pagero_to_do)
        self.assertEqual(bill._findings_as_if_posted(), [])

    def _stranger(self):
        return self.env['res.partner'].create({'name': "Stranger", 'category_id': self.tag.ids})

    def test_it_follows_what_is_typed(self):
        self._create_rule('order_reference')
        with Form(self._draft()) as form:
            self.assertEqual(form.pagero_marks['missing'], [BUYER, ORDER])
            form.pagero_buyer_reference = 'ANNA01'
            self.assertEqual(form.pagero_marks['missing'], [ORDER])
            form.pagero_order_reference = '1'
            self.assertFalse(form.pagero_to_do)

    def test_a_customer_without_an_address_is_named(self):
        customer = self._create_customer(
            name="Nobody",
            peppol_eas=False,
            peppol_endpoint=False,
            company_registry=False,
            vat=False,
            country_id=False,
        )
        invoice = self._draft(partner_id=customer.id, pagero_choice='yes', **{BUYER: 'A'})

        self.assertEqual(invoice.pagero_marks['missing'], ['partner_id'])
        self.assertIn("organisation number", invoice.pagero_to_do)
        self.assertIn("country", invoice.pagero_to_do)

    def test_what_the_recipient_wrote_is_only_text(self):
        self._create_rule('contract_reference', message='<img src=x onerror=alert(1)>')

        self.assertNotIn('<img', self._draft().pagero_to_do)

    def test_nothing_is_marked_where_pagero_does_not_come_in(self):
        customer = self._create_customer(category_id=[Command.clear()])

        self.assertFalse(self._draft(partner_id=customer.id).pagero_marks)

    def test_an_invalid_posted_invoice_is_marked_until_it_is_cured(self):
        document = self._create_document(self._draft(), state='invalid')

        self.assertEqual(document.move_id.pagero_marks['missing'], [BUYER, ORDER])
        document.move_id.pagero_buyer_reference = 'ANNA01'
        self.assertFalse(document.move_id.pagero_to_do)
