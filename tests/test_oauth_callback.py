from unittest.mock import Mock, patch

from odoo.tests import HttpCase, tagged

from ..models.account.pagero_credential import PageroCredential
from ..network import Login
from ..network.payloads import Tokens
from .common import NOBODY, PageroCommon


LOGIN = Login('http://127.0.0.1:9/authorize', 'state-of-the-tests', 'verifier-of-the-tests')
PATH = '/pagero/oauth/callback'


@tagged('post_install', '-at_install')
class TestOAuthCallback(PageroCommon, HttpCase):
    """What the browser brings back, as far as no network is needed; the rest runs over HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        admin = 'base.group_user,pagero_connector.group_admin'
        cls.admin = cls._create_user('pagero_admin', admin, password='pagero_admin')
        cls.env['pagero.login.attempt'].with_user(cls.admin)._start(cls.account, LOGIN)

    def _come_back(self, login='pagero_admin', **parameters):
        if login:
            self.authenticate(login, login)
        query = '&'.join(f'{name}={value}' for name, value in parameters.items())
        return self.url_open(f'{PATH}?{query}', allow_redirects=False)

    def _attempts(self):
        attempts = self.env['pagero.login.attempt'].sudo()
        return attempts.search_count([('account_id', '=', self.account.id)])

    def test_a_strange_state_is_refused(self):
        response = self._come_back(state='another', code='code', iss=NOBODY)

        self.assertEqual(response.status_code, 400)
        self.assertIn("press Connect", response.text)
        self.assertEqual(self._attempts(), 1)

    def test_a_cancelled_login_changes_nothing(self):
        response = self._come_back(state=LOGIN.state, error='access_denied', iss=NOBODY)

        self.assertIn("cancelled at Pagero", response.text)
        self.assertEqual(self.account.state, 'connected')
        self.assertEqual(self._attempts(), 0)

    def test_another_issuer_is_refused(self):
        response = self._come_back(state=LOGIN.state, code='code', iss='https://evil.example')

        self.assertIn("did not come from the login page", response.text)
        self.assertEqual(response.status_code, 400)

    def test_a_missing_issuer_is_refused(self):
        response = self._come_back(state=LOGIN.state, code='code')

        self.assertIn("did not come from the login page", response.text)

    def test_the_account_tells_who_logged_in_and_in_whose_language(self):
        self.env['res.lang']._activate_lang('sv_SE')
        self.env.ref('base.module_pagero_connector')._update_translations(['sv_SE'])
        self.admin.lang = 'sv_SE'
        self.env['pagero.credential']._set_client_secret(self.account, "secret")
        self.account.sudo()._enter('expired', {})
        self.env.flush_all()
        self.env.cr.precommit.run()
        client = Mock(exchange=Mock(return_value=Tokens('access', 'refresh', 600)))
        with patch.object(PageroCredential, '_oauth_client', lambda _credential: client):
            response = self._come_back(state=LOGIN.state, code='code', iss=NOBODY)

        self.assertEqual(response.status_code, 200)
        told = self.account.message_ids.sudo().filtered('tracking_value_ids')
        values = told.tracking_value_ids.mapped('new_value_char')
        self.assertIn("Ansluten till Pagero", values)
        self.assertEqual(told.author_id, self.admin.partner_id)
        self.assertEqual(self.account.write_uid, self.admin)

    def test_a_replay_is_refused(self):
        self._come_back(state=LOGIN.state, error='access_denied')

        response = self._come_back(state=LOGIN.state, code='code', iss=NOBODY)

        self.assertIn("already been used", response.text)

    def test_a_network_that_is_down_is_said(self):
        response = self._come_back(state=LOGIN.state, code='code', iss=NOBODY)

        self.assertIn("could not be reached", response.text)

    def test_the_code_stays_with_us(self):
        response = self._come_back(state='another', code='secret-code')

        self.assertEqual(response.headers['Referrer-Policy'], 'no-referrer')
        self.assertEqual(response.headers['Cache-Control'], 'no-store')
        self.assertNotIn('secret-code', response.text)

    def test_another_user_cannot_end_the_login(self):
        self._create_user('other_admin', 'base.group_user,pagero_connector.group_admin')

        response = self._come_back('other_admin', state=LOGIN.state, code='code', iss=NOBODY)

        self.assertEqual(response.status_code, 400)
        self.assertEqual(self._attempts(), 1)

    def test_somebody_who_lost_the_right_meanwhile_cannot_end_it(self):
        self.admin.group_ids -= self.env.ref('pagero_connector.group_admin')

        response = self._come_back(state=LOGIN.state, code='code', iss=NOBODY)

        self.assertEqual(response.status_code, 403)

    def test_it_needs_a_user(self):
        response = self._come_back(None, state=LOGIN.state, code='code')

        self.assertEqual(response.status_code, 303)
        self.assertIn('/web/login', response.headers['Location'])
