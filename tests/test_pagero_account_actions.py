from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..models.account.login import PageroAccount
from ..models.document.pagero_document import NEEDS_ACCOUNT
from ..network import GrantExpired, IssuerMismatch, LoginRefused, NoConnection
from .common import NOBODY, PageroCommon


ADMIN = 'base.group_user,pagero_connector.group_admin'


@tagged('post_install', '-at_install')
class TestConnect(PageroCommon):
    def test_the_browser_goes_to_the_login_page_of_the_account(self):
        action = self.account.action_connect()

        self.assertEqual(action['type'], 'ir.actions.act_url')
        self.assertTrue(action['url'].startswith(f'{NOBODY}/oauth/v2/oauth-authorize?'))

    def test_the_login_is_protected_by_pkce_and_state(self):
        query = parse_qs(urlsplit(self.account.action_connect()['url']).query)

        self.assertEqual(query['code_challenge_method'], ['S256'])
        self.assertGreaterEqual(len(query['state'][0]), 32)
        self.assertEqual(query['redirect_uri'], [self.account.callback_url])

    def test_no_secret_is_in_the_address(self):
        self.assertNotIn('sandbox-secret', self.account.action_connect()['url'])

    def test_it_names_what_is_missing(self):
        company = self.env['res.company'].create({'name': "Ny AB"})
        account = self.env['pagero.account'].create({'company_id': company.id, 'client_id': 'x'})

        with self.assertRaisesRegex(UserError, "Secret.*Pagero Company ID") as caught:
            account.action_connect()

        self.assertNotIn('Client ID', str(caught.exception))

    def test_a_neutralized_database_does_not_connect(self):
        self.env['ir.config_parameter'].set_param('database.is_neutralized', 'True')

        with self.assertRaisesRegex(UserError, "neutralized"):
            self.account.action_connect()

    def test_a_first_login_catches_from_today_on(self):
        company = self.env['res.company'].create({'name': "Ny AB"})
        account = self._create_account(company, connected=False)

        with freeze_time('2026-03-05'):
            account._login_succeeded()

        self.assertEqual(account.catch_from, fields.Date.to_date('2026-03-05'))

    def test_a_later_login_catches_from_the_same_day(self):
        self.account.catch_from = '2026-01-01'

        self.account._login_succeeded()

        self.assertEqual(self.account.catch_from, fields.Date.to_date('2026-01-01'))

    def test_an_administrator_of_pagero_needs_no_other_rights(self):
        admin = self._create_user('pagero_admin', ADMIN)
        account = self.account.with_user(admin)

        account.action_connect()
        account._login_succeeded()

        self.assertTrue(account._is_ready())

    def test_a_login_lets_go_what_only_waited_for_it(self):
        reasons = ('login', 'disconnected', 'unapproved_database', 'connection')
        documents = [self._create_document(state='held', held_reason=each) for each in reasons]

        self.account._login_succeeded()

        states = [document.state for document in documents]
        self.assertEqual(states, ['queued', 'queued', 'queued', 'held'])

    def test_every_way_to_fail_has_a_sentence(self):
        sentences = {
            self.account._login_refusal(error('x'))
            for error in (LoginRefused, IssuerMismatch, GrantExpired, NoConnection)
        }
        self.assertEqual(len(sentences), 4)
        self.assertTrue(all(sentence.endswith('.') for sentence in sentences))


@tagged('post_install', '-at_install')
class TestExpired(PageroCommon):
    def test_a_refused_login_expires(self):
        self.account._login_failed(GrantExpired('x'))

        self.assertEqual(self.account.state, 'expired')
        self.assertIn("Connect", self.account.last_error_words)

    def test_the_administrators_of_the_company_are_asked_once(self):
        admin = self._create_user('pagero_admin', ADMIN)
        stranger = self._create_user(
            'stranger', ADMIN, self.env['res.company'].create({'name': "Annan AB"})
        )

        self.account._login_failed(GrantExpired('x'))
        self.account._login_failed(GrantExpired('x'))

        asked = self.account.activity_ids.user_id
        self.assertIn(admin, asked)
        self.assertNotIn(stranger, asked)
        self.assertEqual(len(self.account.activity_ids), len(asked))

    def test_a_new_login_ends_it(self):
        self.account._login_failed(GrantExpired('x'))

        self.account._login_succeeded()

        self.assertEqual(self.account.state, 'connected')
        self.assertFalse(self.account.last_error)


@tagged('post_install', '-at_install')
class TestLive(PageroCommon):
    def test_only_a_connected_account_goes_live(self):
        for state in ('draft', 'interest_sent', 'expired', 'disconnected'):
            with self.subTest(state=state):
                self.account.sudo().write({'state': state})
                with self.assertRaisesRegex(UserError, "Connect"):
                    self.account.action_go_live()
                self.assertFalse(self.account.is_live)

    def test_it_goes_back_to_tests(self):
        self.account.action_go_live()

        self.account.action_back_to_test()

        self.assertEqual(self.account.send_mode, 'Test')


@tagged('post_install', '-at_install')
class TestDisconnect(PageroCommon):
    def test_it_asks_first_when_documents_are_under_way(self):
        for state in NEEDS_ACCOUNT:
            document = self._create_document(state=state)

            action = self.account.action_disconnect()

            with self.subTest(state=state):
                self.assertEqual(action['res_model'], 'pagero.account.disconnect')
                dialog = self.env[action['res_model']].with_context(**action['context']).create({})
                self.assertIn("1 document", dialog.under_way)
                self.assertEqual(self.account.state, 'connected')
            document.write({'state': 'cancelled'})

    def test_it_asks_nothing_when_nothing_is_under_way(self):
        self._create_document(state='delivered')

        with self.enter_registry_test_mode():
            self.account.action_disconnect()

        self.assertEqual(self.account.state, 'disconnected')

    def test_what_is_queued_waits(self):
        queued, sent = self._create_document(), self._create_document(state='processing')

        with self.enter_registry_test_mode():
            self._confirm()

        self.assertRecordValues(queued, [{'state': 'held', 'held_reason': 'disconnected'}])
        self.assertEqual(sent.state, 'processing')

    def test_the_login_is_forgotten(self):
        with self.enter_registry_test_mode():
            self._confirm()

        credential = self._credential(self.account)
        self.assertFalse(credential.access_token or credential.refresh_token)
        self.assertTrue(credential.client_secret)

    def test_it_says_when_the_login_could_not_be_revoked(self):
        with self.enter_registry_test_mode():
            notice = self.account._disconnect()

        self.assertIn("Pagero Online", self.account.last_error_words)
        self.assertEqual(notice['params']['message'], self.account.last_error_words)

    def test_it_says_nothing_when_all_went_well(self):
        with self.enter_registry_test_mode(), self._revoking(True):
            self.account._disconnect()

        self.assertFalse(self.account.last_error)

    def test_a_copy_does_not_revoke_the_login_of_the_original(self):
        self.env['ir.config_parameter'].set_param('database.uuid', 'of-another-database')

        with patch.object(type(self.env['pagero.credential']), '_revoke') as revoke:
            self.assertFalse(self.account._revoke_login())

        revoke.assert_not_called()

    def test_the_dialog_shows_how_many_are_under_way(self):
        self._create_document()
        context = self.account.action_disconnect()['context']

        form = Form(self.env['pagero.account.disconnect'].with_context(**context))

        self.assertIn("1 document", form.under_way)

    def _confirm(self):
        dialog = self.env['pagero.account.disconnect'].create({'account_id': self.account.id})
        return dialog.action_confirm()

    def _revoking(self, answer):
        return patch.object(PageroAccount, '_revoke_login', lambda account: answer)


@tagged('post_install', '-at_install')
class TestOnlyAdministrators(PageroCommon):
    BUTTONS = (
        'action_connect',
        'action_go_live',
        'action_back_to_test',
        'action_disconnect',
        'action_approve_database',
        'action_forget_credentials',
        'action_express_interest',
        'action_checklist',
        'action_test_connection',
        'action_use_own_account',
        'action_send_mail_again',
    )
    ARGUMENTS = {'action_checklist': ('live',)}

    def test_people_who_post_invoices_may_not_press_the_buttons(self):
        account = self.account.with_user(self._create_user('invoicing'))
        for button in self.BUTTONS:
            with self.subTest(button=button), self.assertRaises(AccessError):
                getattr(account, button)(*self.ARGUMENTS.get(button, ()))

    def test_every_button_is_among_them(self):
        classes = type(self.account).mro()
        ours = [each for each in classes if 'pagero_connector' in each.__module__]
        buttons = {name for each in ours for name in vars(each) if name.startswith('action_')}
        self.assertEqual(buttons, set(self.BUTTONS))

    def test_administrators_may(self):
        account = self.account.with_user(self._create_user('pagero_admin', ADMIN))

        with self.enter_registry_test_mode():
            for button in self.BUTTONS:
                with self.subTest(button=button):
                    self._fail_mail()
                    getattr(account, button)(*self.ARGUMENTS.get(button, ()))
                    self._log_in(self.account)

    def _fail_mail(self):
        mails = self.env['mail.mail'].sudo()
        values = {'model': 'pagero.account', 'res_id': self.account.id, 'state': 'exception'}
        return mails.create({**values, 'email_to': 'anna@norrsken.example'})

    def test_the_dialog_is_for_administrators(self):
        user = self._create_user('invoicing')
        with self.assertRaises(AccessError):
            self.env['pagero.account.disconnect'].with_user(user).create(
                {'account_id': self.account.id}
            )


@tagged('post_install', '-at_install')
class TestSettings(PageroCommon):
    def test_it_is_made_on_first_use(self):
        company = self.env['res.company'].create({'name': "Ny AB"})
        self.env.user.company_ids += company

        action = self.env['pagero.account'].with_company(company)._open_settings()

        account = self.env['pagero.account'].browse(action['res_id'])
        self.assertEqual(account.company_id, company)

    def test_what_waits_is_counted_for_companies_that_were_not_chosen(self):
        other = self._create_other_company()
        theirs = self._create_account(company=other)
        self._create_document(state='held').write({'company_id': other.id, 'account_id': theirs.id})
        leader = self._create_user(
            'leader',
            'base.group_user,pagero_connector.group_group_admin',
            company_ids=[(6, 0, (self.company + other).ids)],
        )
        self.env.flush_all()

        seen = theirs.with_user(leader).with_context(allowed_company_ids=self.company.ids)

        self.assertEqual(seen.sudo(False).waiting_count, 1)

    def test_it_is_found_again(self):
        accounts = self.env['pagero.account'].with_company(self.company)

        self.assertEqual(accounts._open_settings()['res_id'], self.account.id)

    def test_an_archived_one_that_is_connected_works_again(self):
        self.account._move_to('disconnected')
        self.account.action_archive()

        self._log_in(self.account)

        self.assertTrue(self.account.active)
        self.assertEqual(self.company._pagero_account(), self.account)

    def test_an_archived_one_is_found_again(self):
        self.account.sudo().active = False
        accounts = self.env['pagero.account'].with_company(self.company)

        self.assertEqual(accounts._open_settings()['res_id'], self.account.id)


@tagged('post_install', '-at_install')
class TestBackToTest(PageroCommon):
    def setUp(self):
        super().setUp()
        self.account.action_go_live()
        self.production = self._create_document(state='queued')
        self.test = self._create_document(state='queued', send_mode='Test')

    def test_what_waits_for_production_is_held(self):
        self.account.action_back_to_test()

        held = {'state': 'held', 'held_reason': 'back_to_test'}
        self.assertRecordValues(self.production, [held])
        self.assertEqual(self.test.state, 'queued')

    def test_it_goes_when_the_account_is_live_again(self):
        self.account.action_back_to_test()
        self.account.action_go_live()

        self.assertEqual(self.production.state, 'queued')


@tagged('post_install', '-at_install')
class TestMovingAway(PageroCommon):
    """Another host or company is another place: nothing may be sent to, or looked for, there."""

    def setUp(self):
        super().setUp()
        self.account.action_go_live()
        self.document = self._create_document(state='held', held_reason='disconnected')
        self.account.sudo().write({'state': 'disconnected'})

    def test_documents_that_wait_keep_the_account_where_it_is(self):
        for values in (
            {'sandbox_url': 'http://127.0.0.1:10'},
            {'environment': 'production'},
            {'pagero_company_id': '22222222-2222-4222-8222-222222222222'},
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "under way"):
                self.account.write(values)

    def test_a_new_place_is_not_live(self):
        self.document._move_to('cancelled')

        self.account.write({'sandbox_url': 'http://127.0.0.1:10'})

        self.assertFalse(self.account.is_live)


@tagged('post_install', '-at_install')
class TestArchiving(PageroCommon):
    def test_a_connected_account_cannot_be_archived(self):
        with self.assertRaisesRegex(UserError, "Disconnect before"):
            self.account.action_archive()

    def test_a_disconnected_one_can(self):
        self.account.sudo().write({'state': 'disconnected'})

        self.account.action_archive()

        self.assertFalse(self.account.active)
