from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.pagero_account_sending import PageroAccount
from ..models.scheduled_mixin import PageroScheduledMixin
from ..network import GrantExpired
from .common import PageroCommon


ADMIN = 'base.group_user,pagero_connector.group_admin'


@tagged('post_install', '-at_install')
class TestHealth(PageroCommon):
    """A10: what an administrator sees of the machinery."""

    def _health(self):
        action = self.env['pagero.health'].with_company(self.company)._open()
        return self.env['pagero.health'].browse(action['res_id'])

    def _cron(self, name):
        return self.env.ref(f'pagero_connector.ir_cron_pagero_{name}')

    def _line(self, name):
        return self._health().line_ids.filtered(
            lambda line: line.name == self._cron(name).cron_name
        )

    def test_every_scheduled_action_has_a_line(self):
        ours = self.env['ir.model.data'].search(
            [('module', '=', 'pagero_connector'), ('model', '=', 'ir.cron')]
        )

        self.assertGreaterEqual(len(ours), 5)
        self.assertEqual(len(self._health().line_ids), len(ours))

    def test_it_counts_what_is_still_to_do(self):
        self._create_document()
        self._create_document(state='processing')

        self.assertEqual(self._line('send').backlog, 1)
        self.assertEqual(self._line('poll').backlog, 1)
        self.assertTrue(self._health().oldest_queued_at)

    def test_it_tells_late_failing_and_switched_off(self):
        cron = self._cron('send')
        now = fields.Datetime.now()
        for values, state in (
            ({'nextcall': now}, 'right'),
            ({'nextcall': fields.Datetime.subtract(now, hours=2)}, 'late'),
            ({'failure_count': 2}, 'failing'),
            ({'active': False}, 'off'),
        ):
            cron.write(values)
            with self.subTest(state=state):
                self.assertEqual(self._line('send').state, state)

    def test_it_shows_the_last_errors(self):
        document = self._create_document(state='error', error_text="28500: not found")

        self.assertEqual(self._health().document_ids, document)

    def test_the_connection_test_says_what_is_wrong(self):
        # Nobody listens at the address of these tests.
        answer = self.account.action_test_connection()

        self.assertEqual(answer['params']['type'], 'danger')
        self.account.sudo().state = 'expired'
        self.assertEqual(self.account.action_test_connection()['params']['type'], 'warning')

    def test_the_connection_test_says_that_it_works(self):
        with patch.object(PageroAccount, '_client') as client:
            client.return_value.iter_documents.return_value = iter(())
            answer = self.account.action_test_connection()

        self.assertEqual(answer['params']['type'], 'success')

    def test_only_administrators(self):
        user = self._create_user('invoicing')

        with self.assertRaises(AccessError):
            self.account.with_user(user).action_test_connection()
        with self.assertRaises(AccessError):
            self.env['pagero.health'].with_user(user)._open()
        action = self.env.ref('pagero_connector.pagero_health_open_action').with_user(user).run()
        self.assertEqual(action['res_model'], 'pagero.help')

    def test_help_names_administrators_and_pagero(self):
        admin = self._create_user('boss', ADMIN, name="Bo Boss", email='bo@norrsken.example')
        self.account.support_contact = "Anna, 0920-12 34 56"
        page = self.env['pagero.help'].with_user(self._create_user('invoicing')).create({})

        self.assertIn(admin.name, page.administrators)
        self.assertEqual(page.own_support, "Anna, 0920-12 34 56")
        self.assertEqual(page.pagero_phone, '+46 31 730 88 00')
        self.assertEqual(page.pagero_support, 'https://support.pagero.com')


@tagged('post_install', '-at_install')
class TestWatch(PageroCommon):
    """D6: somebody hears of a queue that stands, once."""

    def setUp(self):
        super().setUp()
        self.startPatcher(
            patch.object(PageroScheduledMixin, '_progress', lambda *_args, **_options: 60.0)
        )
        self.admin = self._create_user('boss', ADMIN, email='bo@norrsken.example', lang='en_US')

    def _mails(self):
        mails = self.env['mail.mail'].search([('model', '=', 'pagero.account')])
        return mails.filtered(lambda mail: 'bo@norrsken.example' in (mail.email_to or ''))

    def _overdue(self, hours=5):
        at = fields.Datetime.subtract(fields.Datetime.now(), hours=hours)
        return self._create_document(queued_at=at)

    def test_it_tells_once_and_again_after_the_queue_has_moved(self):
        document = self._overdue()

        self.env['pagero.account']._cron_watch()
        self.env['pagero.account']._cron_watch()
        self.assertEqual(len(self._mails()), 1)
        self.assertIn("1 invoices", self._mails().body_html)

        document._move_to('cancelled')
        self.env['pagero.account']._cron_watch()
        self.assertFalse(self.account.queue_alarm_at)
        self._overdue()
        self.env['pagero.account']._cron_watch()
        self.assertEqual(len(self._mails()), 2)

    def test_a_short_wait_is_no_halt(self):
        self._overdue(hours=3)
        self._create_document(state='held', queued_at=fields.Datetime.to_datetime('2026-01-01'))

        self.env['pagero.account']._cron_watch()

        self.assertFalse(self._mails())

    def test_the_hours_can_be_chosen_and_switched_off(self):
        self._overdue(hours=3)
        self.account.alarm_after_hours = 0
        self.env['pagero.account']._cron_watch()
        self.assertFalse(self._mails())

        self.account.alarm_after_hours = 2
        self.env['pagero.account']._cron_watch()
        self.assertEqual(len(self._mails()), 1)

    def test_what_waited_for_a_person_begins_anew(self):
        document = self._create_document(
            state='held', queued_at=fields.Datetime.to_datetime('2026-01-01')
        )

        document._release()

        self.assertFalse(self.account._count_overdue())

    def test_a_copy_tells_nobody(self):
        self._overdue()
        with patch.object(type(self.account), '_is_approved', lambda account: False):
            self.env['pagero.account']._cron_watch()

        self.assertFalse(self._mails())

    def test_an_expired_login_is_mailed_once(self):
        self.account._login_failed(GrantExpired("invalid_grant"))
        self.account._login_failed(GrantExpired("invalid_grant"))

        self.assertEqual(len(self._mails()), 1)
        self.assertIn("log in again", self._mails().subject)
