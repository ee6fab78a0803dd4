from lxml import etree

from odoo import SUPERUSER_ID, Command
from odoo.tests import tagged

from ..models.texts.findings import record_of, table
from .common import USER_GROUPS, PageroCommon
from .test_header_buttons import visible_boxes


NOT_TRUSTED, TO_TRUST = 'PAGERO-ACCOUNT-NOT-TRUSTED', 'PAGERO-ACCOUNT-TO-TRUST'
LEFT_OUT, NO_ACCOUNT = 'PAGERO-ACCOUNT-LEFT-OUT', 'PAGERO-NO-ACCOUNT'
HOLDER = 'PAGERO-ACCOUNT-HOLDER'


class TrustCommon(PageroCommon):
    """The company's Bankgiro is trusted, an IBAN isn't; on the core of March both are named."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.giro = cls.company.partner_id.bank_ids
        cls.untrusted = cls._create_untrusted_account('SE7280000810340009783242')
        groups = f'{USER_GROUPS},account.group_validate_bank_account'
        cls.trusting = cls._create_user('vera', groups, name="Vera Bank")
        cls.is_demanded = cls.env['res.partner.bank']._is_trust_demanded()

    @classmethod
    def _create_untrusted_account(cls, number, **values):
        values = {'acc_number': number, 'partner_id': cls.company.partner_id.id, **values}
        return cls.env['res.partner.bank'].create(values)

    def _distrust(self, accounts):
        admin = self.env.ref('base.user_admin')
        accounts.with_user(admin).sudo().allow_out_payment = False

    def _draft(self, **values):
        return self._create_customer_invoice(invoice_date='2026-10-01', **values)

    def _post_by_schedule(self, **values):
        """As a scheduled action, a subscription or the web shop posts: by the superuser."""
        invoice = self._draft(**values)
        invoice.with_user(SUPERUSER_ID).action_post()
        self.assertEqual(invoice.state, 'posted')
        return invoice

    def _rules(self, invoice):
        """{rule: whether it is fatal} of what is said about the accounts."""
        return {each.rule: each.is_fatal for each in invoice._objections_to_accounts()}


@tagged('post_install', '-at_install')
class TestTrustInInvoices(TrustCommon):
    """What an invoice names where accounts must be trusted, and what is said about the others."""

    def test_a_trusted_account_is_named_without_a_word(self):
        invoice = self._post_by_schedule()

        self.assertEqual(invoice._pagero_payment_accounts(), self.giro)
        self.assertEqual(self._rules(invoice), {})

    def test_a_scheduled_action_names_the_accounts_on_every_invoice(self):
        invoice = self._post_by_schedule(partner_bank_id=self.untrusted.id)

        if self.is_demanded:
            self.assertFalse(invoice.partner_bank_id)
            self.assertEqual(invoice._pagero_payment_accounts(), self.giro)
            self.assertEqual(self._rules(invoice), {})
        else:
            named = invoice._pagero_payment_accounts()
            self.assertEqual(named, self.untrusted + self.giro)
            self.assertEqual(self._rules(invoice), {TO_TRUST: False})
        self.assertIn('9912346', self._accounts_in_xml(invoice))

    def test_a_scheduled_action_names_a_trusted_account_where_none_is_chosen(self):
        self.giro.pagero_on_every_invoice = False
        invoice = self._post_by_schedule()
        invoice.partner_bank_id = False

        self.assertEqual(invoice._pagero_payment_accounts(), self.giro)
        self.assertEqual(self._rules(invoice), {})

    def test_where_none_is_trusted_none_is_named_and_the_finding_leads_to_it(self):
        self._distrust(self.giro)
        invoice = self._post_by_schedule()

        named = invoice._pagero_payment_accounts()
        [found] = invoice._objections_to_accounts()

        self.assertEqual(named, self.giro.browse() if self.is_demanded else self.giro)
        self.assertEqual(found.rule, NOT_TRUSTED if self.is_demanded else TO_TRUST)
        self.assertEqual(found.is_fatal, self.is_demanded)
        self.assertEqual(record_of(found, invoice), self.giro)
        self.assertIn("991-2346", found.detail)
        self.assertIn(self.trusting.name, found.advice)
        self.assertIn(
            f'/odoo/res.partner.bank/{self.giro.id}', table(self.env, [found.to_dict()], invoice)
        )

    def test_an_untrusted_account_beside_a_trusted_one_is_left_out(self):
        self.untrusted.pagero_on_every_invoice = True
        invoice = self._post_by_schedule()

        self.assertEqual(invoice.partner_bank_id, self.giro)
        both = self.giro + self.untrusted
        self.assertEqual(
            invoice._pagero_payment_accounts(), self.giro if self.is_demanded else both
        )
        self.assertEqual(self._rules(invoice), {LEFT_OUT if self.is_demanded else TO_TRUST: False})

    def test_the_recipient_bank_is_a_trusted_one_of_those_on_every_invoice(self):
        self.untrusted.write({'pagero_on_every_invoice': True, 'sequence': 0})
        self._create_untrusted_account('5050-1055', sequence=-1)

        expected = self.giro if self.is_demanded else self.untrusted
        self.assertIn(self._draft().partner_bank_id, expected + self.giro)

    def test_chosen_accounts_do_not_give_way_to_others(self):
        chosen = {'pagero_payment_account_ids': [Command.set(self.untrusted.ids)]}
        invoice = self._post_by_schedule(**chosen)

        named = invoice._pagero_payment_accounts()
        self.assertEqual(named, self.untrusted.browse() if self.is_demanded else self.untrusted)
        rule = NOT_TRUSTED if self.is_demanded else TO_TRUST
        self.assertEqual(self._rules(invoice), {rule: self.is_demanded})

    def test_a_factoring_companys_account_does_not_give_way_to_ours(self):
        journal = self.company_data['default_journal_bank']
        journal.bank_account_id = self.untrusted
        self._distrust(self.untrusted)  # core trusts a journal's account by itself
        method = journal.inbound_payment_method_line_ids[:1]
        invoice = self._post_by_schedule(preferred_payment_method_line_id=method.id)

        self.assertEqual(invoice._asked_payment_accounts(), self.untrusted)
        rule = NOT_TRUSTED if self.is_demanded else TO_TRUST
        self.assertEqual(self._rules(invoice), {rule: self.is_demanded})

    def test_refunds_and_vendors_accounts_need_no_trust(self):
        theirs = self._create_untrusted_account('5050-1055', partner_id=self.customer.id)
        for invoice in (
            self._draft(move_type='out_refund', partner_bank_id=theirs.id),
            self._create_bill(partner_bank_id=theirs.id),
        ):
            with self.subTest(move_type=invoice.move_type):
                self.assertEqual(invoice._pagero_payment_accounts(), theirs)
                self.assertEqual(self._rules(invoice), {})

    def _accounts_in_xml(self, invoice):
        xml, _findings = invoice._pagero_drawn()[invoice]
        return etree.fromstring(xml).xpath(
            '//*[local-name()="PayeeFinancialAccount"]/*[local-name()="ID"]/text()'
        )


@tagged('post_install', '-at_install')
class TestNowhereToPay(TrustCommon):
    """An invoice that names no account is stopped, unless there is nothing to pay to one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.giro + cls.untrusted).active = False

    def test_an_invoice_without_an_account_is_stopped(self):
        for invoice in (self._draft(), self._post_by_schedule()):
            with self.subTest(state=invoice.state):
                self.assertEqual(self._rules(invoice), {NO_ACCOUNT: True})
                [found] = [
                    each for each in invoice._findings_as_if_posted() if each.rule == NO_ACCOUNT
                ]
                self.assertEqual(found.field, 'pagero_payment_account_ids')

    def test_a_part_payment_leaves_the_rest_to_be_paid(self):
        invoice = self._post_by_schedule()
        self._register_payment(invoice, amount=10.0, payment_date='2026-10-01')

        self.assertEqual(self._rules(invoice), {NO_ACCOUNT: True})

    def test_what_is_paid_in_full_names_none(self):
        invoice = self._post_by_schedule()
        self._register_payment(invoice, payment_date='2026-10-01')

        self.assertEqual(self._rules(invoice), {})

    def test_what_asks_for_no_payment_names_none(self):
        free = [Command.create({'name': "Gift", 'price_unit': 0.0})]
        drafts = {
            'direct debit': self._draft(pagero_mandate_reference='M-1'),
            'nothing to pay': self._draft(invoice_line_ids=free),
            'credit note': self._draft(move_type='out_refund'),
            'self-billing': self._create_bill(),
        }
        for name, draft in drafts.items():
            with self.subTest(name):
                self.assertEqual(self._rules(draft), {})

    def test_what_is_paid_in_full_is_not_stopped_by_an_untrusted_account(self):
        self.giro.active = True
        self._distrust(self.giro)
        invoice = self._post_by_schedule()
        self._register_payment(invoice, payment_date='2026-10-01')

        self.assertFalse([rule for rule, is_fatal in self._rules(invoice).items() if is_fatal])


@tagged('post_install', '-at_install')
class TestTrustOnDrafts(TrustCommon):
    """A person sees it on the draft and in the check, beside all that is wrong otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_connection()
        cls.account.catch_from = '2026-01-01'

    def test_the_check_says_it_with_all_the_rest_and_changes_nothing(self):
        self._distrust(self.giro)
        invoice = self._draft(pagero_customer_number='1010')
        self.assertEqual(invoice.partner_bank_id, self.giro)
        accountant = self._create_user('accountant', USER_GROUPS)

        found = invoice.with_user(accountant)._findings_as_if_posted()

        rules = {each.rule for each in found}
        self.assertNotIn('ODOO', rules, found)
        self.assertLessEqual(
            {NOT_TRUSTED if self.is_demanded else TO_TRUST, 'PAGERO-CUSTOMER-NUMBER'}, rules
        )
        self.assertEqual((invoice.state, invoice.partner_bank_id), ('draft', self.giro))

    def test_an_untrusted_recipient_bank_is_found_beside_chosen_accounts(self):
        """Core looks at the recipient bank only, whatever the e-invoice names."""
        invoice = self._draft(
            partner_bank_id=self.untrusted.id,
            pagero_payment_account_ids=[Command.set(self.giro.ids)],
        )

        rule = NOT_TRUSTED if self.is_demanded else TO_TRUST
        self.assertEqual(self._rules(invoice), {rule: self.is_demanded})

    def test_the_draft_leads_to_the_untrusted_account(self):
        self.env.user.group_ids += self.env.ref('pagero_connector.group_user')
        self._distrust(self.giro)
        invoice = self._draft(pagero_buyer_reference='ANNA01')

        alert = invoice._get_alerts().get('pagero_payment_account')

        self.assertEqual(
            visible_boxes(invoice), ['pagero_payment_account'] if self.is_demanded else []
        )
        if alert:
            self.assertIn("not trusted", alert['message'])
            action = alert['action']
            self.assertEqual(
                (action['res_model'], action['res_id']), ('res.partner.bank', self.giro.id)
            )

    def test_the_draft_leads_to_the_accounts_where_none_is_named(self):
        self.env.user.group_ids += self.env.ref('pagero_connector.group_admin')
        (self.giro + self.untrusted).active = False
        invoice = self._draft(pagero_buyer_reference='ANNA01')

        self.assertEqual(visible_boxes(invoice), ['pagero_payment_account'])
        alert = invoice._get_alerts()['pagero_payment_account']
        self.assertIn("where to pay", alert['message'])
        self.assertEqual(alert['action']['res_model'], 'res.partner.bank')

    def test_a_draft_that_is_not_for_pagero_is_left_in_peace(self):
        self.env.user.group_ids += self.env.ref('pagero_connector.group_user')
        (self.giro + self.untrusted).active = False
        invoice = self._draft(partner_id=self.partner_a.id)

        self.assertEqual(visible_boxes(invoice), [])


@tagged('post_install', '-at_install')
class TestHolders(TrustCommon):
    """The rails of Bankgiro and Plusgiro compare the payee's name with the registered one."""

    def test_another_holders_name_is_a_warning(self):
        invoice = self._draft()
        for holder, rules in (
            ("NORRSKEN  KAFFE AB", {}),
            (False, {}),
            ("Norrsken", {HOLDER: False}),
        ):
            with self.subTest(holder=holder):
                self.giro.acc_holder_name = holder
                self.assertEqual(self._rules(invoice), rules)
        [found] = invoice._objections_to_accounts()
        self.assertEqual(found.detail, "Norrsken ≠ Norrsken Kaffe AB")
        self.assertEqual(record_of(found, invoice), self.giro)

    def test_other_accounts_may_have_other_names(self):
        iban = self._create_trusted_account(
            self.company.partner_id, 'SE4550000000058398257466', acc_holder_name="N. Kaffe"
        )
        invoice = self._draft(pagero_payment_account_ids=[Command.set(iban.ids)])

        self.assertEqual(self._rules(invoice), {})


@tagged('post_install', '-at_install')
class TestTrustInSettings(TrustCommon):
    """Where accounts are added they can be trusted, and the checklist names those that aren't."""

    def _bank_step(self):
        self.account.invalidate_recordset()
        return next(each for each in self.account.checklist['steps'] if each['key'] == 'bank')

    def test_the_checklist_names_what_is_not_trusted_and_leads_there(self):
        self.assertTrue(self._bank_step()['done'])
        self._distrust(self.giro)

        step = self._bank_step()

        self.assertFalse(step['done'])
        for words in ("991-2346", self.trusting.name):
            self.assertIn(words, step['missing'])
        action = self.account.action_checklist('bank')
        self.assertIn(self.giro, self.env['res.partner.bank'].search(action['domain']))

    def test_a_branch_is_led_to_its_parents_accounts(self):
        branch = self.env['res.company'].create({'name': "Filial", 'parent_id': self.company.id})
        account = self._create_account(company=branch, connected=False)
        self._distrust(self.giro)

        action = account.action_checklist('bank')

        self.assertIn(self.giro, self.env['res.partner.bank'].search(action['domain']))

    def test_adding_an_account_offers_trust_to_who_may(self):
        view = self.env.ref('pagero_connector.pagero_bank_account_view_list')
        arch = self.env['res.partner.bank'].get_view(view.id)['arch']
        [field] = etree.fromstring(arch).xpath('//field[@name="allow_out_payment"]')
        self.assertEqual(field.get('readonly'), 'not user_has_group_validate_bank_account')

        groups = 'base.group_user,account.group_account_manager,base.group_partner_manager'
        both = f'{groups},account.group_validate_bank_account'
        for login, user_groups, is_trusted in (('may', both, True), ('may_not', groups, False)):
            with self.subTest(login):
                user = self._create_user(login, user_groups)
                account = (
                    self.env['res.partner.bank']
                    .with_user(user)
                    .create(
                        {
                            'acc_number': f'8327-9,{login}',
                            'partner_id': self.company.partner_id.id,
                            'pagero_on_every_invoice': True,
                            'allow_out_payment': True,
                        }
                    )
                )
                self.assertEqual(account.allow_out_payment, is_trusted)
                self.assertEqual(account.user_has_group_validate_bank_account, is_trusted)

    def test_the_list_says_what_is_left_out(self):
        self._distrust(self.giro)
        shown = self.giro.with_company(self.company).pagero_preview

        expected = "Left out until it is trusted" if self.is_demanded else "1. Bankgiro 991-2346"
        self.assertTrue(shown.startswith(expected), shown)
