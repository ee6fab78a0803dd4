from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestStandstill(PageroCommon):
    """A queue that stands is seen where people are: the alarm is a scheduled action too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.long_ago = fields.Datetime.now() - timedelta(hours=2)
        cls.cron = cls.env.ref('pagero_connector.ir_cron_pagero_send').sudo()
        cls.env['ir.cron.progress'].sudo().search([]).unlink()
        cls.cron.lastcall = cls.long_ago
        cls.document = cls._create_document(next_attempt_at=cls.long_ago)

    def _standstill(self):
        self.account.invalidate_recordset(['standstill'])
        self.document.invalidate_recordset(['reason', 'advice'])
        return self.account.standstill

    def test_actions_that_do_not_run_are_told_since_when(self):
        self.assertIn("have not run since", self._standstill())
        self.assertIn("restart", self._standstill())

    def test_an_action_that_never_ran_is_told(self):
        self.cron.lastcall = False
        self.assertIn("do not run", self._standstill())

    def test_an_action_that_is_switched_off_is_told(self):
        self.cron.active = False
        self.assertIn("switched off", self._standstill())

    def test_an_action_that_only_has_much_to_do_is_no_standstill(self):
        self.env['ir.cron.progress'].sudo().create({'cron_id': self.cron.id})
        self.assertFalse(self._standstill())

    def test_what_is_not_due_or_waits_for_its_account_is_no_standstill(self):
        for values in (
            {'paused_until': fields.Datetime.now() + timedelta(minutes=5)},
            {'state': 'expired'},
            {'approved_fingerprint': 'of another database'},
        ):
            with self.subTest(values=values), self.env.cr.savepoint() as point:
                self.account.sudo().write(values)
                self.assertFalse(self._standstill())
                point.rollback()
        self.document.next_attempt_at = fields.Datetime.now()
        self.assertFalse(self._standstill())

    def test_it_is_seen_wherever_people_look(self):
        sentence = self._standstill()
        user = self._create_user('bok', 'base.group_user,account.group_account_invoice')
        move = self.document.move_id.with_user(user)
        self.assertIn(sentence.rstrip('.'), move._get_alerts()['pagero_document']['message'])
        self.assertNotIn("automatically", self.document.advice or '')

        self.assertEqual(self.env['pagero.dashboard'].load()['account']['trouble'], sentence)

        action = self.env['pagero.health'].with_company(self.company)._open()
        self.assertEqual(self.env['pagero.health'].browse(action['res_id']).standstill, sentence)

        draft = self._create_customer_invoice(post=True, pagero_choice='no')
        send = self.env['account.move.send']
        for method in ('pagero', 'manual'):
            data = {'sending_methods': {method}, 'invoice_edi_format': None}
            alert = send._get_alerts(draft, {draft: data}).get('pagero_standstill', {})
            self.assertEqual(alert.get('message'), sentence if method == 'pagero' else None)
