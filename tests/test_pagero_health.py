import base64
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.account.sending import PageroAccount
from ..models.mixins.pagero_scheduled_mixin import PageroScheduledMixin
from ..network import GrantExpired
from .common import PageroCommon
from .test_pagero_rule_pack import LENIENT


ADMIN = 'base.group_user,pagero_connector.group_admin'
COUNTED = {'send', 'poll', 'sweep', 'chase', 'match', 'rule_pack_test', 'rule_pack_expiry'}
SCHEDULED = {*COUNTED, 'network', 'refresh', 'watch'}


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

    def test_the_actions_are_named_in_the_readers_language(self):
        self.env['res.lang']._activate_lang('sv_SE')
        self.env.ref('base.module_pagero_connector')._update_translations(['sv_SE'])
        health = self._health().with_context(lang='sv_SE')
        lines = (
            self.env['pagero.health']
            .with_context(lang='sv_SE')
            ._prepare_line_values(health.account_id)
        )

        self.assertIn("Pagero: skicka dokument i kö", [line['name'] for line in lines])

    def test_it_counts_what_is_still_to_do(self):
        self._create_document()
        self._create_document(state='processing')

        self.assertEqual(self._backlogs()['send'], 1)
        self.assertEqual(self._backlogs()['poll'], 1)
        self.assertTrue(self._health().oldest_queued_at)

    def _backlogs(self):
        """{end of the action's name: what it still has to do} of those that say so."""
        self.env.flush_all()
        lines = {line.name: line for line in self._health().line_ids}
        named = {key: lines[self._cron(key).cron_name] for key in SCHEDULED}
        return {key: line.backlog for key, line in named.items() if line.has_backlog}

    def test_each_action_counts_what_it_looks_for_itself(self):
        long_ago = fields.Datetime.subtract(fields.Datetime.now(), days=8)
        before = self._backlogs()
        self.assertEqual(set(before), COUNTED)
        self._create_document(state='unsure')
        self._create_document(state='error')
        self._create_document(state='processing', state_changed_at=long_ago)
        self._ask(sent_at=long_ago)
        self._start_matching()
        self._try_a_rule_pack()

        after = self._backlogs()

        grown = {key: number - before[key] for key, number in after.items()}
        self.assertEqual(
            grown,
            {
                'send': 0,
                'poll': 2,  # what is in error waits for a person
                'sweep': 1,
                'chase': 1,
                'match': 1,
                'rule_pack_test': 1,
                'rule_pack_expiry': 0,
            },
        )

    def test_where_there_is_an_api_open_requests_and_orders_are_asked_for(self):
        self._ask()
        self.account.gateway = 'partner'

        self.assertEqual(self._backlogs()['network'], 1)

    def _ask(self, **values):
        connection = self._create_connection(state='requested')
        standard = {'connection_id': connection.id, 'sent_at': fields.Datetime.now()}
        return self.env['pagero.connection.request'].sudo().create({**standard, **values})

    def _start_matching(self):
        stranger = self._create_customer(
            name="Okänd AB", company_registry='559001-2349', vat=False, peppol_endpoint=False
        )
        self.env['pagero.match.run'].with_company(self.company)._start_with(stranger)

    def _create_pack(self, **values):
        content = base64.b64encode(LENIENT.encode())
        standard = {'name': "Rules", 'file': content, 'valid_from': '2020-01-01'}
        return self.env['pagero.rule.pack'].create({**standard, **values})

    def _try_a_rule_pack(self):
        pack = self._create_pack()
        pack._move_to('testing')
        invoice = self._create_customer_invoice()
        self.env['pagero.rule.pack.trial'].sudo().create(
            {'pack_id': pack.id, 'move_id': invoice.id}
        )

    def test_nobody_is_reminded_where_that_is_switched_off(self):
        self.account.chase_after_days = 0

        self.assertNotIn('chase', self._backlogs())

    def test_a_pack_that_expires_is_counted(self):
        pack = self._create_pack(valid_to=fields.Date.add(fields.Date.today(), days=3))
        for state in ('testing', 'tested', 'active'):
            pack._move_to(state)

        self.assertEqual(self._backlogs()['rule_pack_expiry'], 1)

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

        health = self._health()
        self.assertEqual(health.document_ids, document)
        self.assertFalse(health.other_errors)

    def test_errors_of_companies_that_were_not_chosen_are_counted(self):
        branch = self.env['res.company'].create(
            {'name': "Norrsken Kiruna", 'parent_id': self.company.id}
        )
        here = self._create_document(state='error', error_text="28500: not found")
        there = self._create_document(state='error', error_text="28500: not found")
        there.company_id = branch
        leader = self._create_user(
            'health_leader', f'{ADMIN},account.group_account_invoice', company=self.company
        )

        mine = self.env['pagero.health'].with_user(leader).with_company(self.company)
        health = mine.browse(mine._open()['res_id'])

        self.assertEqual(health.document_ids.ids, here.ids)
        self.assertIn(": 1.", health.other_errors)

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

        self.env['pagero.account'].sudo()._cron_watch()
        self.env['pagero.account'].sudo()._cron_watch()
        self.assertEqual(len(self._mails()), 1)
        self.assertIn("queued for more than 4 h: 1.", self._mails().body_html)

        document._move_to('cancelled')
        self.env['pagero.account'].sudo()._cron_watch()
        self.assertFalse(self.account.queue_alarm_at)
        self._overdue()
        self.env['pagero.account'].sudo()._cron_watch()
        self.assertEqual(len(self._mails()), 2)

    def test_a_short_wait_is_no_halt(self):
        self._overdue(hours=3)
        self._create_document(state='held', queued_at=fields.Datetime.to_datetime('2026-01-01'))

        self.env['pagero.account'].sudo()._cron_watch()

        self.assertFalse(self._mails())

    def test_the_hours_can_be_chosen_and_switched_off(self):
        self._overdue(hours=3)
        self.account.alarm_after_hours = 0
        self.env['pagero.account'].sudo()._cron_watch()
        self.assertFalse(self._mails())

        self.account.alarm_after_hours = 2
        self.env['pagero.account'].sudo()._cron_watch()
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
            self.env['pagero.account'].sudo()._cron_watch()

        self.assertFalse(self._mails())

    def test_an_expired_login_is_mailed_once(self):
        self.account._login_failed(GrantExpired("invalid_grant"))
        self.account._login_failed(GrantExpired("invalid_grant"))

        self.assertEqual(len(self._mails()), 1)
        self.assertIn("log in again", self._mails().subject)
