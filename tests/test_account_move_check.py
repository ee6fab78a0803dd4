from lxml import html

from odoo import Command
from odoo.tests import tagged

from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestAccountMoveCheck(PageroCommon):
    def _check(self, invoice):
        action = invoice.action_check_for_pagero()
        return self.env[action['res_model']].browse(action['res_id'])

    def test_a_right_draft_can_be_sent(self):
        invoice = self._create_customer_invoice()

        check = self._check(invoice)

        self.assertEqual(check.verdict, 'right')
        self.assertFalse(check.findings_table)

    def test_it_neither_posts_nor_sends_nor_uses_up_a_number(self):
        invoice = self._create_customer_invoice()

        self._check(invoice)

        self.assertRecordValues(
            invoice, [{'state': 'draft', 'name': False, 'pagero_document_count': 0}]
        )
        other = self._create_customer_invoice(post=True)
        self.assertTrue(other.name.endswith('00001'), other.name)

    def test_a_missing_reference_is_named_with_its_place_and_rule(self):
        invoice = self._create_customer_invoice(pagero_buyer_reference=False)

        check = self._check(invoice)

        self.assertEqual(check.verdict, 'fatal')
        self.assertIn('pagero_buyer_reference', [each['field'] for each in check.findings])
        shown = html.fromstring(check.findings_table)
        self.assertEqual(shown.xpath('//span/@title'), ['PEPPOL-EN16931-R003'])
        self.assertNotIn('R003', shown.text_content())

    def test_what_stands_on_the_customer_leads_to_the_customer(self):
        self.customer.write({'peppol_eas': False, 'peppol_endpoint': False})
        self.customer.write({'company_registry': False, 'vat': False})
        invoice = self._create_customer_invoice()

        check = self._check(invoice)

        self.assertIn(f'/odoo/res.partner/{self.customer.id}', check.findings_table)

    def test_a_refusal_of_odoo_itself_is_a_finding(self):
        invoice = self._create_customer_invoice(invoice_line_ids=[Command.clear()])

        check = self._check(invoice)

        self.assertEqual(check.verdict, 'fatal')
        self.assertEqual([each['rule'] for each in check.findings], ['ODOO'])
        self.assertEqual(invoice.state, 'draft')

    def test_a_posted_invoice_is_checked_as_it_stands(self):
        self.account.catch_from = '2099-01-01'
        invoice = self._create_customer_invoice(post=True)

        check = self._check(invoice)

        self.assertEqual(check.verdict, 'right')
        self.assertEqual(invoice.state, 'posted')
