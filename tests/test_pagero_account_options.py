from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestOptions(PageroCommon):
    """A7, A8: what a company chooses once, and what that means."""

    def test_before_go_live_invoices_go_as_the_company_chose(self):
        before = self._create_customer_invoice(post=True)
        self.account.mode_before_live = 'Certification'
        chosen = self._create_customer_invoice(post=True)
        self.account.action_go_live()
        live = self._create_customer_invoice(post=True)
        self.account.action_back_to_test()

        modes = [invoice.pagero_document_ids.send_mode for invoice in (before, chosen, live)]
        self.assertEqual(modes, ['Test', 'Certification', 'Production'])
        self.assertEqual(self.account.send_mode, 'Certification')

    def test_printing_sends_where_the_company_chose_so(self):
        self.account.catch_on = 'print_send'
        invoice = self._create_customer_invoice(post=True)
        self.assertFalse(invoice.pagero_document_ids)
        [alert] = [each for key, each in invoice._get_alerts().items() if key == 'pagero_account']
        self.assertEqual(alert['level'], 'info')

        invoice.action_print_pdf()
        invoice.action_print_pdf()

        self.assertEqual(invoice.pagero_document_ids.mapped('state'), ['queued'])

    def test_printing_alone_sends_nothing_else(self):
        caught = self._create_customer_invoice(post=True)
        self.account.catch_on = 'print_send'
        draft = self._create_customer_invoice()
        other = self._create_customer_invoice(partner_id=self.partner_a.id, post=True)

        caught.action_print_pdf()
        draft.action_print_pdf()
        other.action_print_pdf()

        self.assertEqual(len(caught.pagero_document_ids), 1)
        self.assertFalse((draft + other).pagero_document_ids)

    def test_the_send_dialog_still_begins_with_pagero(self):
        self.account.catch_on = 'print_send'
        invoice = self._create_customer_invoice(post=True)

        self.assertEqual(
            self.env['account.move.send']._get_default_sending_methods(invoice), {'pagero'}
        )

    def test_a_pagero_administrator_states_f_tax_without_rights_on_companies(self):
        admin = self._create_user('boss', 'base.group_user,pagero_connector.group_admin')

        street = self.company.street
        self.account.with_user(admin).write({'f_tax': True, 'company_city': "Piteå"})

        self.assertTrue(self.company.pagero_f_tax)
        self.assertEqual((self.company.street, self.company.city), (street, "Piteå"))
        self.assertEqual(self.account.company_city, "Piteå")
        with self.assertRaises(AccessError):
            self.account.with_user(self._create_user('invoicing')).f_tax = False

    def test_a_branch_chooses_its_parents_account(self):
        branch = self.env['res.company'].create({'name': "Filial", 'parent_id': self.company.id})
        own = self._create_account(company=branch, connected=False)
        self.assertEqual(branch._pagero_account(), own)

        own.use_parent_account = True

        self.assertEqual(branch._pagero_account(), self.account)

    def test_a_tag_says_whom_it_concerns(self):
        self._create_customer_invoice()
        self._create_customer(name="Andra", category_id=[(4, self.tag.id)])
        self.tag.invalidate_recordset()

        self.assertEqual(self.tag.pagero_concerns, "2 customers, 1 draft invoice")

    def test_changing_a_tag_says_what_changes(self):
        edited = self.env['res.partner.category'].new(origin=self.tag)
        self.assertIsNone(edited._onchange_pagero_mark())

        edited.is_pagero = False

        message = edited._onchange_pagero_mark()['warning']['message']
        self.assertEqual(message, "No longer sent over Pagero: 1 customer, 0 draft invoices.")

    def test_only_the_whole_word_is_recognised(self):
        for note, recognised in (
            ("kund via Pagero", True),
            ('pageroxyz', False),
            ('PAGERO!', True),
        ):
            with Form(self.tag) as form:
                form.pagero_note = note
                self.assertEqual(form.pagero_recognised, recognised)

    def test_giving_the_tag_says_whose_invoices_go_another_way(self):
        plain = self._create_customer(name="Utan tagg AB")
        self._create_customer_invoice(partner_id=plain.id)
        edited = self.env['res.partner'].new(origin=plain)
        edited.category_id = self.tag

        notice = edited._onchange_pagero_tags()['warning']

        self.assertIn("1 customer, 1 draft invoice", notice['message'])
        self.assertEqual(notice['type'], 'notification')


@tagged('post_install', '-at_install')
class TestBankAccounts(PageroCommon):
    """A6: in which order accounts stand on an invoice, and how."""

    def _add(self, number, **values):
        return self._create_trusted_account(self.company.partner_id, number, **values)

    def test_the_list_tells_place_kind_and_number(self):
        giro = self.company.partner_id.bank_ids
        giro.sequence = 2
        iban = self._add('SE4550000000058398257466', sequence=1, pagero_on_every_invoice=True)
        spare = self._add('28 65 43-4', sequence=3)
        accounts = (giro + iban + spare).with_company(self.company)

        self.assertEqual(
            accounts.mapped('pagero_preview'),
            [
                "2. Bankgiro 991-2346 (invoices in SEK)",
                "1. IBAN SE45 5000 0000 0583 9825 7466",
                "Only if chosen on the invoice",
            ],
        )

    def test_of_two_of_one_kind_the_first_is_the_default(self):
        giro = self.company.partner_id.bank_ids
        giro.sequence = 1
        second = self._add('5050-1055', sequence=2, pagero_on_every_invoice=True)
        iban = self._add('SE4550000000058398257466', sequence=3, pagero_on_every_invoice=True)
        accounts = (giro + second + iban).with_company(self.company)

        self.assertEqual(
            accounts.mapped('pagero_preview'),
            [
                "1. Bankgiro 991-2346 (invoices in SEK)",
                "2. Bankgiro 5050-1055 (invoices in SEK). The default is Bankgiro 991-2346",
                "3. IBAN SE45 5000 0000 0583 9825 7466",
            ],
        )
        warning = accounts[1]._onchange_pagero_twins()['warning']
        self.assertIn("Bankgiro 991-2346 is already on every invoice", warning['message'])
        self.assertFalse(accounts[2]._onchange_pagero_twins())
        second.currency_id = self.env.ref('base.EUR')
        self.assertFalse(accounts[1]._onchange_pagero_twins())

    def test_the_menu_opens_the_companys_own(self):
        action = self.company._open_pagero_bank_accounts()

        found = self.env['res.partner.bank'].search(action['domain'])
        self.assertEqual(found.partner_id, self.company.partner_id)
        self.assertTrue(action['context']['default_pagero_on_every_invoice'])
