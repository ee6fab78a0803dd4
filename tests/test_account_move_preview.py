from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestAccountMovePreview(PageroCommon):
    def _preview(self, record, lang=None):
        return record.with_context(lang=lang).pagero_preview() if lang else record.pagero_preview()

    def test_a_draft_is_shown_as_its_recipient_will_read_it(self):
        invoice = self._create_customer_invoice(
            pagero_order_reference='4711',
            invoice_line_ids=[
                Command.create({'product_id': self.product_a.id, 'quantity': 2, 'price_unit': 95.0})
            ],
        )

        shown = self._preview(invoice)

        for text in ("Norrsken Kaffe AB", "Björkdals kommun", 'ANNA01', '4711', '190.00', '237.50'):
            self.assertIn(text, shown['html'])
        self.assertEqual(shown['findings'], [])
        self.assertRecordValues(
            invoice, [{'state': 'draft', 'name': False, 'pagero_document_count': 0}]
        )

    def test_the_vendor_reads_what_we_billed_ourselves(self):
        bill = self._create_bill(pagero_order_reference='P00012')

        shown = self._preview(bill)

        self.assertIn("Self-billed invoice", shown['html'])
        self.assertEqual(shown['findings'], [])
        self.env.user.group_ids += self.env.ref('pagero_connector.group_user')
        with Form(bill) as form:
            form.pagero_order_reference = 'P00013'  # the tab is there
        self.assertIn('P00013', self._preview(bill)['html'])

    def test_what_is_a_test_says_so(self):
        self.assertIn('text-bg-warning', self._preview(self._create_customer_invoice())['html'])

        self.account.sudo().is_live = True

        self.assertNotIn('text-bg-warning', self._preview(self._create_customer_invoice())['html'])
        certified = self._create_customer_invoice(pagero_send_mode='Certification')
        self.assertIn('text-bg-info', self._preview(certified)['html'])

    def test_the_findings_stand_beside_it_and_lead_to_the_field(self):
        invoice = self._create_customer_invoice(pagero_buyer_reference=False)

        shown = self._preview(invoice)

        [finding] = shown['findings']
        self.assertIn('190.00', shown['html'])
        self.assertEqual(
            (finding['model'], finding['id'], finding['target']['field'], finding['is_fatal']),
            ('account.move', invoice.id, 'pagero_buyer_reference', True),
        )

    def test_a_finding_on_a_line_leads_to_its_row_as_the_list_shows_it(self):
        line = {'product_id': self.product_a.id, 'price_unit': 10}
        lines = [
            {**line, 'tax_ids': [Command.clear()], 'sequence': 9},
            {**line, 'sequence': 2},
            {'display_type': 'line_section', 'name': "Coffee", 'sequence': 1},
            {'name': "Discount", 'pagero_allowance': 'allowance', 'price_unit': -1, 'sequence': 3},
            {'display_type': 'line_subsection', 'name': "Dark", 'sequence': 4},
        ]
        invoice = self._create_customer_invoice(invoice_line_ids=[*map(Command.create, lines)])

        found = self._preview(invoice)['findings']

        rows = {each['target']['row'] for each in found if 'line 2' in each['place']}
        self.assertEqual(rows, {'4'})
        table = invoice.action_check_for_pagero()
        check = self.env[table['res_model']].browse(table['res_id'])
        self.assertIn('data-pagero-row="4"', check.findings_table)

    def test_a_pdf_that_is_still_to_be_drawn_is_announced(self):
        invoice = self._create_customer_invoice()
        self.assertNotIn("Invoice as PDF", self._preview(invoice)['html'])

        self.customer.pagero_embed_pdf = 'yes'

        self.assertIn("Invoice as PDF", self._preview(invoice)['html'])

    def test_what_odoo_refuses_to_post_is_shown_with_the_refusal(self):
        invoice = self._create_customer_invoice(partner_id=False)
        invoice.pagero_choice = 'yes'

        shown = self._preview(invoice)

        self.assertEqual([each['rule'] for each in shown['findings']], ['ODOO'])
        self.assertTrue(shown['html'])

    def test_nothing_of_an_invoice_runs(self):
        evil = '<script>alert(1)</script><img src=x onerror=alert(2)>'
        invoice = self._create_customer_invoice(
            pagero_buyer_reference=evil, narration=evil, pagero_order_reference='"><b>'
        )
        invoice.invoice_line_ids.name = evil
        invoice.partner_id.name = evil

        html = self._preview(invoice)['html']

        for tag in ('<script', '<img', '<b>'):
            self.assertNotIn(tag, html)
        self.assertIn('&lt;script&gt;', html)

    def test_a_document_shows_what_was_sent(self):
        document = self._create_document(state='sending', send_mode='Test')
        document._build()
        self.customer.name = "Another name now"

        shown = self._preview(document)

        self.assertIn("Björkdals kommun", shown['html'])
        self.assertNotIn("Another name now", shown['html'])

    def test_a_document_that_was_never_sent_shows_the_invoice(self):
        invoice = self._create_customer_invoice(pagero_buyer_reference=False)
        document = self._create_document(invoice, state='invalid', send_mode='Test')

        shown = self._preview(document)

        self.assertIn("Björkdals kommun", shown['html'])
        self.assertTrue(shown['findings'])

    def test_bytes_that_are_no_invoice_are_no_traceback(self):
        document = self._create_document(state='delivered', send_mode='Test')
        document._store({document.id: b'<Invoice'})

        self.assertIn("well-formed", self._preview(document)['html'])

    def test_the_buttons_open_it(self):
        document = self._create_document(state='invalid', send_mode='Test')
        for record, action in (
            (document.move_id, document.move_id.action_preview_for_pagero()),
            (document, document.action_preview()),
        ):
            self.assertEqual(action['tag'], 'pagero_preview')
            self.assertEqual(action['params']['model'], record._name)
            self.assertEqual(action['context']['active_id'], record.id)

    def test_a_swedish_reader_reads_swedish(self):
        self.env['res.lang']._activate_lang('sv_SE')
        self.env.ref('base.module_pagero_connector')._update_translations(['sv_SE'])

        html = self._preview(self._create_customer_invoice(), 'sv_SE')['html']

        for text in ("Faktura", "Köparens referens", "Att betala", "Summa exkl. moms", "237,50"):
            self.assertIn(text, html)

    def test_strangers_see_nothing(self):
        invoice = self._create_customer_invoice()
        stranger = self._create_user('stranger', company=self._create_other_company())

        with self.assertRaises(AccessError):
            invoice.with_user(stranger).pagero_preview()
