from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.account.checklist_steps import IN_COPIES, KEYS
from .common import USER_GROUPS, PageroCommon
from .test_pagero_account_copy_guard import CopyGuardCommon, neutralize


@tagged('post_install', '-at_install')
class TestChecklist(PageroCommon):
    """A9: Odoo finds out whether a step is done, or it is ticked by hand."""

    def _fresh(self):
        """An account of a company that has nothing yet."""
        company = self.env['res.company'].create(
            {'name': "Ny AB", 'country_id': self.env.ref('base.se').id}
        )
        self.env.user.company_ids += company
        self.tag.is_pagero = False
        return self.env['pagero.account'].with_company(company)._own_account()

    def _done(self, account):
        account.invalidate_recordset()
        return {step['key'] for step in account.checklist['steps'] if step['done']}

    def _current(self, account):
        account.invalidate_recordset()
        return next(step['key'] for step in account.checklist['steps'] if step['current'])

    def test_an_empty_company_begins_with_interest(self):
        account = self._fresh()

        self.assertEqual(self._done(account), set())
        self.assertEqual(self._current(account), 'interest')
        self.assertFalse(account.is_set_up)

    def test_what_happens_outside_is_ticked_and_dated(self):
        account = self._fresh()
        account.action_checklist('interest', tick=True)
        for key, name in (
            ('quote', 'quote_received_on'),
            ('agreement', 'agreement_signed_on'),
            ('login', 'login_received_on'),
        ):
            self.assertEqual(self._current(account), key)
            account.action_checklist(key, tick=True)
            self.assertEqual(account[name], fields.Date.context_today(account))

        self.assertEqual(self._current(account), 'connect')
        account.action_checklist('login', tick=True)
        self.assertFalse(account.login_received_on)

    def test_what_odoo_knows_cannot_be_ticked(self):
        for key in ('connect', 'bank', 'tag', 'customer', 'live', 'nonsense'):
            with self.subTest(key=key), self.assertRaises(UserError):
                self.account.action_checklist(key, tick=True)

    def test_who_is_connected_has_a_contract(self):
        self.assertTrue(
            {'interest', 'quote', 'agreement', 'login', 'connect'} <= self._done(self.account)
        )

    def test_company_details_name_what_is_missing(self):
        self.company.write({'pagero_f_tax': False, 'vat': False, 'company_registry': '556999-1201'})
        [step] = [each for each in self.account.checklist['steps'] if each['key'] == 'company']

        for words in ("F-tax", "check digit"):
            self.assertIn(words, step['missing'])
        self.company.write(
            {'pagero_f_tax': True, 'vat': 'SE556999120001', 'company_registry': '5569991200'}
        )
        self.assertIn('company', self._done(self.account))

    def test_the_whole_way_ends_with_going_live(self):
        self.company.pagero_f_tax = True
        self.assertEqual(self._current(self.account), 'customer')
        self._create_connection()
        self.assertEqual(self._current(self.account), 'test')
        self._create_document(state='delivered', send_mode='Certification')
        self.assertEqual(self._current(self.account), 'live')

        self.account.action_checklist('live')

        self.assertTrue(self.account.is_live)
        self.assertEqual(self._done(self.account), set(KEYS))
        self.assertTrue(self.account.is_set_up)

    def test_the_test_may_be_skipped(self):
        self.account.action_checklist('test', tick=True)

        self.assertIn('test', self._done(self.account))

    def test_one_click_makes_the_tag(self):
        account = self._fresh()

        action = account.action_checklist('tag')

        tag = self.env['res.partner.category'].browse(action['res_id'])
        self.assertTrue(tag.pagero_recognised)
        self.assertEqual(account.action_checklist('tag')['res_id'], tag.id)

    def test_every_step_leads_to_its_place(self):
        models = {
            'interest': 'pagero.interest',
            'company': 'pagero.account',
            'bank': 'res.partner.bank',
            'tag': 'res.partner.category',
            'test': 'account.move',
        }
        for key, model in models.items():
            with self.subTest(key=key):
                self.assertEqual(self.account.action_checklist(key)['res_model'], model)

    def test_the_contract_is_opened_at_the_date_of_the_step(self):
        action = self.account.action_checklist('agreement')

        params = {'model': 'pagero.account', 'record_id': self.account.id}
        self.assertEqual(action['tag'], 'pagero_go_to_field')
        self.assertEqual(action['params'], {**params, 'field': 'agreement_signed_on'})

    def test_an_expired_login_does_not_begin_anew(self):
        self.company.pagero_f_tax = True
        self._create_connection()
        self.account.action_checklist('test', tick=True)
        self.account.action_checklist('live')
        self.account._move_to('expired')

        self.account.invalidate_recordset()

        self.assertTrue(self.account.is_set_up)

    def test_a_live_account_without_a_login_is_still_live(self):
        self.account.sudo().write({'is_live': True, 'state': 'disconnected'})

        self.assertIn('live', self._done(self.account))
        self.assertNotIn('connect', self._done(self.account))

    def test_a_test_that_was_never_sent_is_skipped_and_not_done(self):
        def skipped():
            self.account.invalidate_recordset()
            steps = self.account.checklist['steps']
            return next(step['skipped'] for step in steps if step['key'] == 'test')

        self.assertFalse(skipped())
        self.account.sudo().is_live = True
        self.assertTrue(skipped())
        self._create_document(state='delivered', send_mode='Test')
        self.assertFalse(skipped())

    def test_daily_work_is_done_by_those_whose_work_it_is(self):
        groups = 'base.group_user,pagero_connector.group_sales'
        seller = self.account.with_user(self._create_user('seller', groups))
        clerk = self.account.with_user(self._create_user('clerk'))
        for account, mine in ((seller, {'customer'}), (clerk, {'customer', 'test'})):
            with self.subTest(user=account.env.user.login):
                steps = account.checklist['steps']
                self.assertEqual({step['key'] for step in steps if step['may']}, mine)
                self.assertTrue(account.action_checklist('customer'))
                shown = account._checklist_for_me()['steps']
                self.assertEqual({step['key'] for step in shown}, mine)
                with self.assertRaises(AccessError):
                    account.action_checklist('test', tick=True)
        self.assertEqual(len(self.account._checklist_for_me()['steps']), len(KEYS))

    def test_connecting_needs_its_data_first(self):
        account = self._fresh()

        self.assertEqual(account.action_checklist('connect')['res_model'], 'pagero.account')

    def test_the_others_see_whom_to_ask(self):
        admin = self._create_user(
            'boss', 'base.group_user,pagero_connector.group_admin', name="Bo Boss"
        )
        mine = self.account.with_user(self._create_user('invoicing', USER_GROUPS))

        self.assertIn(admin.name, mine.checklist['ask'])
        self.assertFalse(self.account.with_user(admin).checklist['ask'])
        with self.assertRaises(AccessError):
            mine.action_checklist('live')

    def test_the_settings_tell_the_others_whom_to_ask(self):
        user = self._create_user('invoicing', USER_GROUPS)
        accounts = self.env['pagero.account'].with_user(user)

        self.assertEqual(accounts._open_settings()['res_model'], 'pagero.help')
        for xml_id in ('pagero_account_open_action', 'pagero_bank_account_open_action'):
            action = self.env.ref(f'pagero_connector.{xml_id}').with_user(user).run()
            self.assertTrue(action['context']['default_asked_for_more'])


@tagged('post_install', '-at_install')
class TestCopies(CopyGuardCommon):
    """A database that is not the one that was connected says so, and what to do."""

    def _step(self, key='connect'):
        self.env.invalidate_all()
        [step] = [each for each in self.account.checklist['steps'] if each['key'] == key]
        return step

    def _assert_says(self, kind):
        step, told = self._step(), IN_COPIES[kind, 'connect']
        button = told.get('button', "Connect")
        self.assertFalse(step['done'])
        self.assertEqual(step['words'], str(told['words']))
        self.assertEqual(step['button'], button and str(button))

    def test_a_neutralized_one(self):
        neutralize(self.env)
        self._neutralize()

        self._assert_says('neutralized')

    def test_a_moved_one(self):
        self._move_database()

        self._assert_says('unapproved')

    def test_one_whose_login_was_forgotten(self):
        with self.enter_registry_test_mode():
            self.account.action_forget_credentials()

        self._assert_says('forgotten')

    def test_a_neutralized_one_has_nothing_to_press(self):
        neutralize(self.env)
        self._neutralize()

        for key in ('connect', 'live'):
            step = self._step(key)
            self.assertFalse(step['done'] or step['button'] or step['missing'])

    def test_a_moved_one_leads_to_the_question(self):
        self._move_database()

        self.assertFalse(self._step()['missing'])
        action = self.account.action_checklist('connect')
        self.assertEqual(
            (action['res_model'], action['res_id']), ('pagero.account', self.account.id)
        )

    def test_an_account_that_was_disconnected_is_no_copy(self):
        self.account._move_to('disconnected')

        self.assertFalse(self._step()['done'])
        self.assertEqual(self.account._kind_of_copy(), '')
