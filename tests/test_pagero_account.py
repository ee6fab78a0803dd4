from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..network import PRODUCTION_HOSTS, HostNotAllowed, NoConnection
from ..network.transport import Request
from .common import NOBODY, PageroCommon


@tagged('post_install', '-at_install')
class TestPageroAccount(PageroCommon):
    def test_a_new_account_sends_tests(self):
        self.assertFalse(self.account.is_live)
        self.assertEqual(self.account.send_mode, 'Test')

    def test_a_live_account_sends_in_production(self):
        self.account.action_go_live()

        self.assertEqual(self.account.send_mode, 'Production')

    def test_a_new_account_is_for_the_real_pagero(self):
        company = self.env['res.company'].create({'name': "Ny AB"})

        account = self.env['pagero.account'].create({'company_id': company.id})

        self.assertEqual(account._hosts(), PRODUCTION_HOSTS)

    @mute_logger('odoo.sql_db')
    def test_a_company_has_one_account(self):
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self._create_account(connected=False)

    def test_its_name_says_whose_it_is(self):
        self.assertIn(self.company.name, self.account.name)

    def test_the_company_id_is_a_uuid(self):
        self.account.sudo().write({'state': 'disconnected'})
        for value in ('12345', 'Norrsken Kaffe AB', '11111111-1111-4111-8111-11111111111'):
            with self.subTest(value=value), self.assertRaisesRegex(ValidationError, value):
                self.account.pagero_company_id = value

    def test_it_waits_for_what_is_queued(self):
        self._create_document()
        self._create_document(state='delivered')

        self.account.invalidate_recordset(['waiting_count'])

        self.assertEqual(self.account.waiting_count, 1)

    def test_an_account_with_a_login_is_not_deleted(self):
        with self.assertRaisesRegex(UserError, "Disconnect"):
            self.account.unlink()

    def test_an_account_with_documents_is_not_deleted(self):
        self._create_document(state='cancelled')
        self.account.sudo().write({'state': 'disconnected'})

        with self.assertRaisesRegex(UserError, "documents"):
            self.account.unlink()

    def test_an_unused_account_is_deleted(self):
        self.account.sudo().write({'state': 'disconnected'})

        self.account.unlink()

        self.assertFalse(self.account.exists())
        self.assertFalse(self._credential(self.account))


@tagged('post_install', '-at_install')
class TestHosts(PageroCommon):
    """Tokens and the client secret only ever go where an administrator pinned them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls._create_account(cls.env['res.company'].create({'name': "Ny AB"}), False)

    def test_a_sandbox_is_encrypted_or_on_this_machine(self):
        for address in ('https://sandbox.example', 'http://127.0.0.1:8099', 'http://[::1]:80/x/'):
            with self.subTest(address=address):
                self.draft.sandbox_url = address
                self.assertEqual(self.draft._hosts().api_url, address.rstrip('/'))

    def test_other_sandbox_addresses_are_refused(self):
        for address in (
            False,
            '',
            'sandbox.example',
            'http://sandbox.example',
            'http://localhost:8099',
            'http://127.0.0.1@sandbox.example',
            'http://127.0.0.1.sandbox.example',
            'https://somebody:password@sandbox.example',
            'https://sandbox.example:port',
            'ftp://sandbox.example',
            'https://',
            'javascript:alert(1)',
        ):
            with self.subTest(address=address), self.assertRaisesRegex(ValidationError, "https://"):
                self.draft.sandbox_url = address

    def test_the_real_pagero_needs_no_address(self):
        self.draft.write({'environment': 'production', 'sandbox_url': False})

        self.assertEqual(self.draft._hosts(), PRODUCTION_HOSTS)

    def test_a_sandbox_address_is_ignored_in_production(self):
        self.draft.environment = 'production'

        self.assertEqual(self.draft._hosts(), PRODUCTION_HOSTS)

    def test_no_other_host_is_called(self):
        for address in ('http://127.0.0.1:10/', 'https://127.0.0.1:9/', 'https://evil.example/'):
            with self.subTest(address=address), self.assertRaises(HostNotAllowed):
                self.account._transport().send(Request('GET', address))

    def test_its_own_host_is_called(self):
        with self.assertRaises(NoConnection):
            self.account._transport(timeout=5).send(Request('GET', f'{NOBODY}/file'))

    def test_a_login_stays_with_what_it_was_made_for(self):
        changes = {
            'environment': 'production',
            'sandbox_url': 'https://other.example',
            'client_id': 'other',
            'pagero_company_id': '22222222-2222-4222-8222-222222222222',
        }
        for state in ('connected', 'expired'):
            self.account.sudo().write({'state': state})
            for name, value in changes.items():
                refused = self.assertRaisesRegex(UserError, "Disconnect")
                with self.subTest(state=state, field=name), refused:
                    self.account.write({name: value})

    def test_saving_the_same_again_is_no_change(self):
        self.account.write({'sandbox_url': NOBODY, 'client_id': 'sandbox-client'})

        self.assertTrue(self.account.has_client_secret)

    def test_no_context_from_outside_moves_a_login(self):
        account = self.account.with_context(pagero_keep_login=True)

        with self.assertRaisesRegex(UserError, "Disconnect"):
            account.sandbox_url = 'https://evil.example'

    def test_another_host_is_not_told_the_secret(self):
        for change in ({'sandbox_url': 'https://evil.example'}, {'environment': 'production'}):
            with self.subTest(change=change):
                self.draft.write({'client_secret': 'for this host only', 'environment': 'sandbox'})

                self.draft.write(change)

                self.assertFalse(self._credential(self.draft).client_secret)
                self.assertFalse(self.draft.has_client_secret)

    def test_a_secret_given_with_the_address_is_kept(self):
        self.draft.write({'sandbox_url': 'https://other.example', 'client_secret': 'for the other'})

        self.assertEqual(self._credential(self.draft).client_secret, 'for the other')
