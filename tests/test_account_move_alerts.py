from odoo.tests import tagged

from ..models.account_move_alerts import LEVELS
from ..models.pagero_document import STATES
from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestAlerts(PageroCommon):
    """What is wrong on the way is said on the invoice, with what to do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_customer_invoice()
        cls.document = cls._create_document(cls.invoice)

    def _alert(self, key='pagero_document'):
        return self.invoice._get_alerts().get(key)

    def test_states_without_trouble_say_nothing(self):
        for state in {state for state, _label in STATES} - set(LEVELS) | {'queued'}:
            self.document.write({'state': state})
            with self.subTest(state=state):
                self.assertFalse(self._alert())

    def test_trouble_is_said_with_its_level(self):
        for state, level in LEVELS.items():
            if state == 'queued':
                continue
            self.document.write({'state': state})
            with self.subTest(state=state):
                self.assertEqual(self._alert()['level'], level)
                self.assertIn(self.document.status, self._alert()['message'])

    def test_it_says_what_pagero_said(self):
        self.document._move_to('sending')
        self.document._move_to('error', error_text="The recipient is unknown.")

        self.assertIn("The recipient is unknown.", self._alert()['message'])
        self.assertIn(self.document.advice, self._alert()['message'])

    def test_it_says_why_it_waits(self):
        self.document._move_to('held', held_reason='connection')

        self.assertIn("not connected", self._alert()['message'])

    def test_it_leads_to_what_can_cure_it(self):
        self.document._move_to('held', held_reason='connection')
        self.assertEqual(self._alert()['action']['res_model'], 'pagero.connection')

        self.document._move_to('queued')
        self.document._move_to('held', held_reason='login')
        self.assertEqual(self._alert()['action']['res_model'], 'pagero.document')

    def test_a_form_that_is_opened_changes_nothing(self):
        self.document._move_to('held', held_reason='connection')
        before = self.env['pagero.connection'].search_count([])

        self._alert()

        self.assertEqual(self.env['pagero.connection'].search_count([]), before)

    def test_every_level_is_one_of_cores(self):
        self.assertLessEqual(set(LEVELS.values()), {'info', 'warning', 'danger'})


@tagged('post_install', '-at_install')
class TestNoAccountAlert(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.sudo().write({'active': False})

    def _alert(self, invoice):
        return invoice._get_alerts().get('pagero_account')

    def test_it_says_that_the_company_is_not_connected(self):
        for post in (False, True):
            with self.subTest(post=post):
                alert = self._alert(self._create_customer_invoice(post=post))
                self.assertIn(self.company.name, alert['message'])

    def test_other_customers_hear_nothing(self):
        self.assertFalse(self._alert(self._create_customer_invoice(partner_id=self.partner_a.id)))

    def test_what_was_sent_otherwise_needs_no_alert(self):
        invoice = self._create_customer_invoice(post=True)
        invoice.is_move_sent = True

        self.assertFalse(self._alert(invoice))

    def test_a_connected_company_hears_nothing(self):
        self.account.sudo().write({'active': True})

        self.assertFalse(self._alert(self._create_customer_invoice()))

    def test_people_without_rights_on_pagero_hear_it_too(self):
        reader = self._create_user('reader', 'base.group_user')
        invoice = self._create_customer_invoice(post=True)
        self.env.invalidate_all()

        with_their_eyes = invoice.with_user(reader).sudo()

        self.assertTrue(self._alert(with_their_eyes))
