import logging
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method
from odoo.tests import tagged

from ..network import GrantExpired, HttpTransport, NoConnection, OAuthClient, ServerFault, Tokens
from .common import PageroCommon


SECRETS = {
    'client_secret': 'sandbox-secret',
    'access_token': 'access-token-of-the-tests',
    'refresh_token': 'refresh-token-of-the-tests',
}
READERS = {
    'read': lambda records: records.read(),
    'read one': lambda records: records.read(['refresh_token']),
    'web_read': lambda records: records.web_read({'refresh_token': {}}),
    'search_read': lambda records: records.search_read([], ['client_secret']),
    'web_search_read': lambda records: records.web_search_read([], {'client_secret': {}}),
    'search': lambda records: records.search([('client_secret', 'like', 's')]),
    'search_count': lambda records: records.search_count([('client_secret', 'like', 's')]),
    'export_data': lambda records: records.export_data(['client_secret']),
    'formatted_read_group': lambda records: records.formatted_read_group([], ['access_token']),
    'read_group': lambda records: records._read_group([], ['access_token']),
    'name_search': lambda records: records.name_search('x'),
    'copy': lambda records: records.copy(),
    'write': lambda records: records.write({'client_secret': 'mine'}),
    'unlink': lambda records: records.unlink(),
    'attribute': lambda records: records.refresh_token,
    'onchange': lambda records: records.onchange({}, [], {'refresh_token': {}}),
}


@tagged('post_install', '-at_install')
class TestSecrets(PageroCommon):
    """Nobody reads a secret: not by any door, not even the administrator."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = {
            'internal': 'base.group_user',
            'invoicing': 'base.group_user,account.group_account_invoice',
            'pagero': 'base.group_user,pagero_connector.group_admin',
            'system': 'base.group_user,base.group_system,account.group_account_manager',
        }
        cls.people = {
            name: cls._create_user(f'{name}_person', each) for name, each in groups.items()
        }
        cls.people['administrator'] = cls.env.ref('base.user_admin')
        cls.people['administrator'].company_ids += cls.company

    def _seen_by(self, record, user):
        self.env.invalidate_all()
        return record.with_user(user).sudo(False)

    def test_no_door_is_open_to_anybody(self):
        credential = self._credential(self.account)
        for name, user in self.people.items():
            for door, read in READERS.items():
                with self.subTest(user=name, door=door), self.assertRaises(UserError):
                    read(self._seen_by(credential, user))

    def test_nobody_creates_one(self):
        for name, user in self.people.items():
            credentials = self.env['pagero.credential'].with_user(user)
            with self.subTest(user=name), self.assertRaises(AccessError):
                credentials.create({'account_id': self.account.id, 'client_secret': 'mine'})

    def test_no_method_can_be_called_from_outside(self):
        classes = type(self.env['pagero.credential']).mro()
        ours = [each for each in classes if each.__module__.endswith('.pagero_credential')]
        names = {name for each in ours for name, value in vars(each).items() if callable(value)} - {
            '__init__'
        }
        self.assertIn('_access_token', names)
        for name in names:
            with self.subTest(method=name), self.assertRaises(AccessError):
                get_public_method(self.env['pagero.credential'], name)

    def test_no_field_of_any_model_leads_to_a_secret(self):
        hidden = ('pagero.credential', 'pagero.login.attempt')
        leading = [
            str(field)
            for model in self.env.registry.values()
            for field in model._fields.values()
            if field.comodel_name in hidden
        ]
        self.assertEqual(leading, [])

    def test_nobody_is_told_that_the_fields_exist(self):
        for name, user in self.people.items():
            with self.subTest(user=name):
                described = self.env['pagero.credential'].with_user(user).fields_get()
                self.assertFalse(set(SECRETS) & set(described))

    def test_no_export_takes_them(self):
        for name in SECRETS:
            self.assertFalse(self.env['pagero.credential']._fields[name].exportable)


@tagged('post_install', '-at_install')
class TestWriteOnly(PageroCommon):
    """The account's field takes a secret and never shows one."""

    def test_the_account_shows_that_it_has_one(self):
        self.assertTrue(self.account.has_client_secret)

    def test_no_way_to_read_the_account_shows_it(self):
        account = self.account
        with self._tracking(account) as tracked:
            tracked.write({'client_secret': 'sandbox-secret', 'block_posting': True})
        self.assertTrue(account.message_ids.tracking_value_ids)
        answers = (
            account.read(),
            account.web_read({'client_secret': {}, 'has_client_secret': {}}),
            account.export_data(['client_secret', 'name']),
            account.search_read([('id', '=', account.id)]),
            account.message_ids.mapped('body'),
            account.message_ids.tracking_value_ids.read(),
        )
        for answer in answers:
            for name, secret in SECRETS.items():
                with self.subTest(secret=name):
                    self.assertNotIn(secret, str(answer))

    def test_it_is_empty_right_after_it_was_written(self):
        self.account.client_secret = 'another secret'

        self.assertFalse(self.account.client_secret)

    def test_it_is_stored(self):
        self.account.client_secret = 'another secret'

        self.assertEqual(self._credential(self.account).client_secret, 'another secret')

    def test_an_empty_one_changes_nothing(self):
        self.account.write({'client_secret': False, 'block_posting': True})

        self.assertEqual(self._credential(self.account).client_secret, 'sandbox-secret')

    def test_it_is_not_searchable(self):
        with self.assertRaises(ValueError):
            self.env['pagero.account'].search([('client_secret', '=', 'sandbox-secret')])

    def test_only_administrators_write_it(self):
        account = self.account.with_user(self._create_user('invoicing'))
        with self.assertRaises(AccessError):
            account.client_secret = 'mine'


@tagged('post_install', '-at_install')
class TestAccessToken(PageroCommon):
    def _refreshing(self, answer):
        return patch.object(OAuthClient, 'refresh', side_effect=[answer])

    def _token(self, **options):
        with self.enter_registry_test_mode():
            return self.env['pagero.credential']._access_token(self.account, **options)

    def test_a_good_token_is_used_again(self):
        with patch.object(HttpTransport, 'send') as send:
            self.assertEqual(self._token(), SECRETS['access_token'])
        send.assert_not_called()

    def test_a_token_that_ends_too_soon_is_refreshed(self):
        with self._refreshing(Tokens('new-access', 'new-refresh', 600)) as refresh:
            self.assertEqual(self._token(valid_for=7200), 'new-access')
        refresh.assert_called_once_with(SECRETS['refresh_token'])

    def test_a_refused_token_is_refreshed(self):
        with self._refreshing(Tokens('new-access', 'new-refresh', 600)):
            self.assertEqual(self._token(refused=SECRETS['access_token']), 'new-access')

    def test_a_token_that_another_process_refreshed_is_used(self):
        with patch.object(OAuthClient, 'refresh') as refresh:
            self.assertEqual(self._token(refused='an older one'), SECRETS['access_token'])
        refresh.assert_not_called()

    def test_the_new_refresh_token_is_kept(self):
        with self._refreshing(Tokens('new-access', 'new-refresh', 600)):
            self._token(valid_for=7200)

        self.assertEqual(self._credential(self.account).refresh_token, 'new-refresh')

    def test_no_token_appears_in_the_log(self):
        self._credential(self.account).token_expires_at = '2020-01-01 00:00:00'

        logging_all = self.assertLogs('odoo.addons.pagero_connector', logging.DEBUG)
        with logging_all as logs, self.enter_registry_test_mode():
            self.account._refresh_login()

        for secret in SECRETS.values():
            self.assertNotIn(secret, '\n'.join(logs.output))

    def test_without_a_login_it_says_so(self):
        self._credential(self.account).write({'refresh_token': False, 'access_token': False})

        with self.assertRaises(GrantExpired):
            self._token()

    def test_a_withdrawn_login_expires_the_account(self):
        self._credential(self.account).token_expires_at = '2020-01-01 00:00:00'

        with self._refreshing(GrantExpired("invalid_grant")), self.enter_registry_test_mode():
            self.account._refresh_login()

        self.assertEqual(self.account.state, 'expired')

    def test_a_network_that_is_down_expires_nothing(self):
        for error in (NoConnection("x"), ServerFault("x")):
            self._credential(self.account).token_expires_at = '2020-01-01 00:00:00'

            with self._refreshing(error), self.enter_registry_test_mode():
                self.account._refresh_login()

            self.assertEqual(self.account.state, 'connected')


@tagged('post_install', '-at_install')
class TestLogin(PageroCommon):
    def test_the_code_becomes_a_login(self):
        company = self.env['res.company'].create({'name': "Ny AB"})
        account = self._create_account(company, connected=False)
        attempt = {'code_verifier': 'verifier', 'redirect_uri': account.callback_url}

        tokens = Tokens('first-access', 'first-refresh', 600)
        exchanging = patch.object(OAuthClient, 'exchange', side_effect=[tokens])
        with exchanging as exchange, self.enter_registry_test_mode():
            self.env['pagero.credential']._log_in(account, 'the-code', attempt)

        exchange.assert_called_once_with('the-code', 'verifier', account.callback_url)
        self.assertTrue(account.login_expires_at)
        self.assertEqual(self._credential(account).refresh_token, 'first-refresh')
