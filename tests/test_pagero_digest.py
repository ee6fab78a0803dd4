from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..models.mixins.pagero_scheduled_mixin import PageroScheduledMixin
from ..wizards.health_backlog import backlog_of
from .common import PageroCommon


READER = 'base.group_user,account.group_account_readonly,pagero_connector.group_user'


@tagged('post_install', '-at_install')
class TestDigest(PageroCommon):
    """A mail a day, to those who want it: what came, what waits, what was rejected."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('sv_SE')
        cls.env.ref('base.module_pagero_connector')._update_translations(['sv_SE'])
        cls.anna = cls._create_user('anna', READER, email='anna@norrsken.example')
        cls.mails = cls.env['mail.mail'].sudo()

    def setUp(self):
        super().setUp()
        # A test may not commit.
        patcher = patch.object(PageroScheduledMixin, '_progress', lambda *_args, **_options: 60.0)
        self.startPatcher(patcher)

    def _want(self, *users):
        for user in users:
            user.with_user(user).sudo(False).pagero_digest = True
        digests = self.env['pagero.digest'].sudo().search([])
        digests.told_until = fields.Datetime.now() - timedelta(days=1)
        return digests

    def _run(self):
        before = self.mails.search([])
        self.env['pagero.digest'].sudo()._cron_digest()
        return self.mails.search([]) - before

    def _body(self, mail):
        return str(mail.body_html)

    def test_it_is_off_until_the_user_wants_it(self):
        self._create_document(state='error')
        self.assertFalse(self.anna.pagero_digest)
        self.assertFalse(self._run())

    def test_the_user_turns_it_on_and_off(self):
        anna = self.anna.with_user(self.anna).sudo(False)
        anna.pagero_digest = True
        self.assertTrue(anna.pagero_digest)
        anna.pagero_digest = False
        self.assertFalse(self.env['pagero.digest'].sudo().search([]))

    def test_nothing_to_tell_is_no_mail(self):
        self._want(self.anna)
        self._create_document(state='delivered')
        self.assertFalse(self._run())

    def test_what_came_what_waits_what_was_rejected(self):
        self._want(self.anna)
        error = self._create_document(state='error', error_code='28700', error_group='routing')
        held = self._create_document(state='held', held_reason='connection')
        rejected = self._create_document(
            state='delivered', business_status='rejected', answered_at=fields.Datetime.now()
        )
        received = self._create_received(self.account)
        [mail] = self._run()
        body = self._body(mail)

        self.assertIn('anna@norrsken.example', mail.email_to)
        for document in (error, held, rejected, received):
            self.assertIn(f'/odoo/{document._name}/{document.id}', body)
        self.assertIn("connect the customer", body)

    def test_what_was_told_is_told_once(self):
        self._want(self.anna)
        self._create_document(
            state='delivered', business_status='rejected', answered_at=fields.Datetime.now()
        )
        self.assertEqual(len(self._run()), 1)
        digest = self.env['pagero.digest'].sudo().search([])
        digest.told_until += timedelta(seconds=1)
        self.assertFalse(self._run())

    def test_it_is_in_the_readers_language(self):
        self.anna.lang = 'sv_SE'
        self._want(self.anna)
        self._create_document(state='error', error_code='28700', error_group='routing')
        body = self._body(self._run())

        self.assertIn("Kräver åtgärd", body)
        self.assertIn("koppla kunden", body)

    def test_only_what_the_user_may_read(self):
        seller = self._create_user(
            'siri', 'base.group_user,pagero_connector.group_user', email='siri@norrsken.example'
        )
        self._want(seller)
        received = self._create_received(self.account)
        error = self._create_document(state='error')
        body = self._body(self._run())

        self.assertIn(f'/odoo/pagero.document/{error.id}', body)
        self.assertNotIn(f'/odoo/pagero.received.document/{received.id}', body)

    def test_another_companys_documents_are_not_told(self):
        other = self._create_other_company()
        self._create_account(other)
        stranger = self._create_user('olle', READER, company=other, email='olle@sydsken.example')
        self._want(stranger)
        self._create_document(state='error')
        self._create_received(self.account)
        self.assertFalse(self._run())

    def test_a_failed_mail_is_a_failed_step(self):
        self.anna.email = 'no address'
        digest = self._want(self.anna)
        until = digest.told_until
        self._create_document(state='error')
        # Tests send no mail at all, else.
        with patch.object(type(self.env['ir.mail_server']), '_disable_send', lambda *_args: False):
            self._run()

        self.assertTrue(digest.has_failed)
        self.assertEqual(digest.told_until, until)
        self.assertEqual(backlog_of(self.account.sudo(), 'digest'), 1)

        self.anna.email = 'anna@norrsken.example'
        self._run()
        self.assertFalse(digest.has_failed)
        self.assertGreater(digest.told_until, until)

    def test_one_users_trouble_does_not_stop_the_others(self):
        bert = self._create_user('bert', READER, email='bert@norrsken.example')
        self.anna.email = 'no address'
        self._want(self.anna, bert)
        self._create_document(state='error')
        mails = self._run()
        self.assertIn('bert@norrsken.example', ' '.join(mails.mapped('email_to')))

    def test_text_of_others_is_escaped(self):
        self._want(self.anna)
        self._create_received(self.account, word='<img src=x onerror=alert(1)>')
        self.assertNotIn('<img', self._body(self._run()))
