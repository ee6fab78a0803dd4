from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..network import Login
from .common import PageroCommon


LOGIN = Login('http://127.0.0.1:9/authorize', 'state-of-the-tests', 'verifier-of-the-tests')


@tagged('post_install', '-at_install')
class TestLoginAttempt(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._create_user('pagero_admin', 'base.group_user,pagero_connector.group_admin')
        cls.attempts = cls.env['pagero.login.attempt'].with_user(cls.admin)
        cls.attempts._start(cls.account, LOGIN)

    def _consume(self, state=LOGIN.state, user=None):
        with self.enter_registry_test_mode():
            return self.attempts.with_user(user or self.admin)._consume(state)

    def _stored(self):
        return self.attempts.sudo().search([('account_id', '=', self.account.id)])

    def test_it_gives_back_what_the_callback_needs(self):
        attempt = self._consume()

        self.assertEqual(attempt['code_verifier'], LOGIN.code_verifier)
        self.assertEqual(attempt['account_id'], self.account.id)
        self.assertEqual(attempt['redirect_uri'], self.account.callback_url)

    def test_it_works_once(self):
        self._consume()

        self.assertIsNone(self._consume())

    def test_it_is_bound_to_the_user_who_began(self):
        other = self._create_user('other_admin', 'base.group_user,pagero_connector.group_admin')

        self.assertIsNone(self._consume(user=other))
        self.assertTrue(self._consume(), "another user's try must not use it up")

    def test_another_state_finds_nothing(self):
        for state in ('', None, 'another', LOGIN.state.upper()):
            with self.subTest(state=state):
                self.assertIsNone(self._consume(state))

    def test_it_is_too_old_after_a_quarter_of_an_hour(self):
        late = fields.Datetime.now() + timedelta(minutes=16)

        with freeze_time(late):
            self.assertIsNone(self._consume())

        self.assertFalse(self._stored())

    def test_it_is_not_too_old_before(self):
        with freeze_time(fields.Datetime.now() + timedelta(minutes=14)):
            self.assertTrue(self._consume())

    def test_a_new_one_replaces_the_old(self):
        self.attempts._start(self.account, Login('x', 'newer-state', 'newer-verifier'))

        self.assertIsNone(self._consume())
        self.assertEqual(self._consume('newer-state')['code_verifier'], 'newer-verifier')

    def test_the_state_itself_is_not_stored(self):
        self.env.cr.execute('SELECT * FROM pagero_login_attempt')

        self.assertNotIn(LOGIN.state, str(self.env.cr.fetchall()))

    def test_nobody_reads_it(self):
        for door in (
            lambda records: records.read(['code_verifier']),
            lambda records: records.search([]),
            lambda records: records.unlink(),
        ):
            with self.assertRaises(AccessError):
                door(self._stored().with_user(self.env.ref('base.user_admin')).sudo(False))

    def test_old_ones_are_swept_away(self):
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.attempts.sudo()._gc_login_attempts()

        self.assertFalse(self._stored())

    def test_young_ones_are_kept(self):
        self.attempts.sudo()._gc_login_attempts()

        self.assertTrue(self._stored())
