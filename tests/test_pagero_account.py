import re
from pathlib import Path
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.modules.module import load_script
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from ..models.account.hosts import PRIVATE_HOSTS as PARAMETER
from ..models.account.sending import AccountCourier
from ..models.texts.network import trouble_of, trouble_words
from ..network import (
    PRODUCTION_HOSTS,
    HostNotAllowed,
    NoConnection,
    PrivateHost,
    Query,
    Request,
    origin_of,
)
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
        self._allow('127.0.0.1, [::1]:80')
        for address in ('https://sandbox.example/', 'http://127.0.0.1:8099', 'http://[::1]:80'):
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
            'https://sandbox.example/path',
            'https://sandbox.example/?next=',
            'https://sandbox.example#part',
            'http://127.0.0.1:8069/web/database/drop?x=',
            'https://127.1',
        ):
            with self.subTest(address=address), self.assertRaisesRegex(ValidationError, "https://"):
                self.draft.sandbox_url = address

    def test_our_own_network_is_left_alone(self):
        """An administrator of Pagero isn't the one who runs the server."""
        self._allow('')
        for address in (
            'http://127.0.0.1:8069',
            'https://127.0.0.1',
            'https://[::1]',
            'https://10.0.0.1:8443',
            'https://169.254.169.254',
            'https://[::ffff:192.168.0.1]',
            'https://[64:ff9b::a00:1]',
            'https://localhost:8069',
            'https://intranet',
        ):
            place = origin_of(address).partition('://')[2]
            refused = self.assertRaisesRegex(ValidationError, f'{re.escape(place)}.*{PARAMETER}')
            with self.subTest(address=address), refused:
                self.draft.sandbox_url = address

    def test_whoever_runs_the_server_allows_a_host(self):
        self._allow('http://10.0.0.1:8443/')

        self.draft.sandbox_url = 'https://10.0.0.1:8443'

        with self.assertRaises(ValidationError):
            self.draft.sandbox_url = 'https://10.0.0.1:8444'

    def test_an_administrator_of_pagero_allows_none(self):
        groups = 'base.group_user,pagero_connector.group_group_admin'
        administrator = new_test_user(self.env, 'pagero only', groups)

        with self.assertRaises(AccessError):
            self.env['ir.config_parameter'].with_user(administrator).set_param(PARAMETER, 'x')

    def test_a_host_that_is_allowed_no_more_is_called_no_more(self):
        """Every way that an account has to the network asks anew, in words for people."""
        self._allow('')
        self.account.gateway = 'partner'
        calls = {
            'account': lambda: self.account._transport().send(Request('GET', f'{NOBODY}/file')),
            'courier': lambda: (
                AccountCourier(self.account, 'token')._open_client().get_document('1')
            ),
            'directory': lambda: self.account._directory().search(Query('name', 'Björk')),
            'smp': lambda: self.account._smp().document_types('0007', '2120009986'),
            'matching': lambda: self._open_source('public')()(Query('name', 'Björk')),
            'network': lambda: self._open_source('partner')()(Query('name', 'Björk')),
        }
        for name, call in calls.items():
            with self.subTest(way=name):
                with self.assertRaises(PrivateHost) as caught:
                    call()
                told = trouble_words(self.env, *trouble_of(caught.exception))
                self.assertIn(PARAMETER, told)

    def _open_source(self, gateway):
        credentials = self.registry['pagero.credential']
        with patch.object(credentials, '_access_token', lambda *_args: 'token'):
            return self.env[f'pagero.gateway.{gateway}']._open_source(self.account)

    def test_sandboxes_in_use_stay_in_use(self):
        """The update allows what accounts call already, and cuts addresses down to their server."""
        self._allow('')
        for address in (f'{NOBODY}/old?x=', NOBODY):
            self.env.cr.execute(SQL('UPDATE pagero_account SET sandbox_url = %s', address))
            self.env.invalidate_all()

            self._migrate()

            allowed = self.env['ir.config_parameter'].get_param(PARAMETER)
            self.assertEqual(allowed, NOBODY.removeprefix('http://'))
            self.assertEqual(self.account.sandbox_url, NOBODY)
            self.assertEqual(self.account.state, 'connected')
            self.account.sandbox_url = NOBODY  # may be saved again
            self._allow('')

    def test_an_update_allows_nothing_new_where_something_is_allowed(self):
        self._allow('10.0.0.1')

        self._migrate()

        self.assertEqual(self.env['ir.config_parameter'].get_param(PARAMETER), '10.0.0.1')

    def _migrate(self):
        path = Path(__file__).parents[1] / 'migrations/19.0.1.0.1/post-private-hosts.py'
        load_script(str(path), 'private_hosts').migrate(self.env.cr, '19.0.1.0.0')

    def _allow(self, hosts):
        self.env['ir.config_parameter'].set_param(PARAMETER, hosts)

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
