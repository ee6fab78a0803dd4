import re

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..models.account.pagero_interest_mixin import NAMES
from .common import PageroCommon


ADDRESS = 'nya.kunder@pagero.example'
SAID = {
    'interest_company_name': "Norrsken Kaffe AB",
    'interest_address': "Hamngatan 4, Luleå",
    'interest_org_number': '556999-1200',
    'interest_zip': '972 31',
    'interest_invoices_per_year': 1200,
    'interest_contact_name': "Anna Admin",
    'interest_email': 'anna@norrsken.example',
    'interest_phone': '+46 920 12 34 56',
}


@tagged('post_install', '-at_install')
class TestPageroInterest(PageroCommon):
    """A1: eight fields, all checked, mailed and kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('sv_SE')
        addon = cls.env.ref('base.module_pagero_connector')
        addon._update_translations(['sv_SE'])
        cls.newcomer = cls._create_other_company()
        cls.fresh = cls._create_account(company=cls.newcomer, connected=False)
        parameters = cls.env['ir.config_parameter'].sudo()
        parameters.set_param('pagero_connector.interest_email', ADDRESS)

    def _wizard(self, **values):
        return self.env['pagero.interest'].create({'account_id': self.fresh.id, **SAID, **values})

    def _mails(self):
        domain = [('model', '=', 'pagero.account'), ('res_id', '=', self.fresh.id)]
        return self.env['mail.mail'].search(domain)

    def test_it_begins_with_what_the_company_says(self):
        action = self.fresh.action_express_interest()

        form = Form(self.env['pagero.interest'].with_context(**action['context']))

        self.assertEqual(form.interest_company_name, self.newcomer.name)
        # Later Odoos write it without its hyphen, as they take it from the VAT number.
        self.assertEqual(form.interest_org_number, self.newcomer.company_registry)
        self.assertEqual(form.interest_org_number.replace('-', ''), '5568887714')
        self.assertEqual(form.interest_zip, '972 31')
        self.assertEqual(form.email_to, ADDRESS)
        self.fresh.interest_email_to = 'norden@pagero.example'
        form = Form(self.env['pagero.interest'].with_context(**action['context']))
        self.assertEqual(form.email_to, 'norden@pagero.example')

    def test_the_mail_holds_all_that_was_said_in_the_companys_language(self):
        self.newcomer.partner_id.lang = 'sv_SE'

        self._wizard().action_send()

        mail = self._mails()
        self.assertEqual(mail.email_to, ADDRESS)
        self.assertEqual(mail.reply_to, SAID['interest_email'])
        self.assertIn("Intresse", mail.subject)
        for value in SAID.values():
            self.assertIn(str(value), mail.body_html)

    def test_it_is_kept_on_the_account(self):
        self._wizard().action_send()

        self.assertEqual(self.fresh.state, 'interest_sent')
        self.assertTrue(self.fresh.interest_sent_at)
        self.assertEqual(self.fresh._interest_values(), SAID)

    def test_everything_that_is_wrong_is_said_at_once(self):
        wizard = self._wizard(
            interest_email='anna',
            interest_org_number='abc',
            interest_invoices_per_year=-1,
            interest_zip=' ',
            interest_phone='ring mig',
            email_to='',
        )

        with self.assertRaises(UserError) as refusal:
            wizard.action_send()

        for words in (
            "Postal Code",
            "“anna”",
            "'abc'",
            "above 0",
            "ring mig",
            "Enter the e-mail address",
        ):
            self.assertIn(words, str(refusal.exception))
        self.assertEqual(self.fresh.state, 'draft')
        self.assertFalse(self._mails())

    def test_what_can_only_be_a_slip_is_refused(self):
        slips = {
            'interest_zip': ('abc', '1234', '97 231 0'),
            'interest_company_name': ('-', '5'),
            'interest_address': ('12', '..'),
            'interest_contact_name': ('x', '070'),
        }
        for name, values in slips.items():
            for value in values:
                with (
                    self.subTest(name=name, value=value),
                    self.assertRaisesRegex(UserError, f'“{re.escape(value)}”'),
                ):
                    self._wizard(**{name: value}).action_send()

    def test_postal_codes_are_taken_as_people_write_them(self):
        for value in ('97231', '972 31', 'SE-972 31', ' 972 31 '):
            with self.subTest(value=value):
                self.assertFalse(self._wizard(interest_zip=value)._interest_flaws('SE'))
        self.assertFalse(self._wizard(interest_zip='SW1A 1AA')._interest_flaws('GB'))

    def test_each_field_is_asked_for(self):
        for name in NAMES:
            empty = 0 if name == 'interest_invoices_per_year' else ''
            with self.subTest(name=name), self.assertRaises(UserError):
                self._wizard(**{name: empty}).action_send()

    def test_the_second_time_it_says_when_the_first_was(self):
        self._wizard().action_send()

        again = self._wizard(interest_invoices_per_year=900)

        self.assertTrue(again.sent_before)
        again.action_send()
        self.assertEqual(len(self._mails()), 2)
        self.assertEqual(self.fresh.interest_invoices_per_year, 900)

    def test_a_connected_account_stays_connected(self):
        wizard = self._wizard(account_id=self.account.id)

        wizard.action_send()

        self.assertEqual(self.account.state, 'connected')
        self.assertTrue(self.account.interest_sent_at)

    def test_only_administrators_send_it(self):
        user = self._create_user('invoicing', company=self.newcomer)

        with self.assertRaises(AccessError):
            self.fresh.with_user(user).action_express_interest()

    def test_a_date_ahead_is_refused(self):
        with Form(self.fresh) as form:
            form.quote_received_on = fields.Date.today()

        with self.assertRaisesRegex(ValidationError, "Quote Received is in the future"):
            self.fresh.quote_received_on = fields.Date.add(fields.Date.today(), days=2)
