from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import PageroCommon


ADMIN = 'base.group_user,pagero_connector.group_admin'


class UserCommon(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.licence = cls.env['pagero.licence'].create(
            {'account_id': cls.account.id, 'quantity': 2}
        )
        cls.anna = cls._add("Anna")

    @classmethod
    def _add(cls, name, **values):
        email = f'{name.lower()}@norrsken.example'
        return cls.env['pagero.user'].create(
            {
                'name': name,
                'email': email,
                'account_id': cls.account.id,
                'licence_id': cls.licence.id,
                **values,
            }
        )


@tagged('post_install', '-at_install')
class TestLicences(UserCommon):
    """A5: holders never outnumber licences."""

    def test_a_new_user_takes_a_licence(self):
        self.assertEqual((self.licence.holder_count, self.licence.free_count), (1, 1))
        self.assertIn("1 of 2", self.licence.display_name)

    def test_one_more_than_the_contract_holds_is_refused_with_a_way_out(self):
        self._add("Bo")

        with self.assertRaises(RedirectWarning) as refusal:
            self._add("Cia")

        sentence, action, button = refusal.exception.args[:3]
        self.assertIn("are in use: 2.", sentence)
        self.assertEqual(action['res_model'], 'pagero.licence.quote')
        self.assertEqual(button, "Request a Quote")

    @mute_logger('odoo.sql_db')
    def test_the_database_itself_refuses_one_more(self):
        self._add("Bo")

        with (
            patch.object(type(self.anna), '_refuse_without_licence', lambda users: None),
            self.assertRaises(CheckViolation),
            self.cr.savepoint(),
        ):
            self._add("Cia")

    def test_fewer_than_the_holders_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "in use: 1"):
            self.licence.quantity = 0

    def test_a_held_licence_is_kept(self):
        with self.assertRaises(ValidationError):
            self.licence.unlink()

    def test_another_accounts_licence_is_refused(self):
        other = self._create_account(company=self._create_other_company())
        foreign = self.env['pagero.licence'].create({'account_id': other.id})

        with self.assertRaisesRegex(ValidationError, "another Pagero account"):
            self._add("Bo", licence_id=foreign.id)

    def _ask(self, **values):
        action = self.licence.action_request_quote()
        wizard = self.env['pagero.licence.quote'].with_context(**action['context'])
        return wizard.create({'salesperson_email': 'sara@pagero.example', **values})

    def test_a_quote_is_mailed_to_the_salesperson(self):
        self._ask(quantity=3).action_send()

        mail = self.env['mail.mail'].search([('model', '=', 'pagero.licence')], limit=1)
        self.assertEqual(mail.email_to, 'sara@pagero.example')
        self.assertIn("Additional Pagero Network User", mail.body_html)
        self.assertIn("Additional Pagero Network User", mail.subject)
        self.assertIn(">3<", mail.body_html)
        self.assertEqual(self.licence.quote_state, 'open')
        self.assertEqual(self.account.salesperson_email, 'sara@pagero.example')

    def test_pressing_again_shows_that_it_is_open(self):
        self._ask(quantity=3).action_send()

        again = self._ask()

        self.assertTrue(again.is_open)
        self.assertEqual(again.quote_quantity, 3)
        with self.assertRaisesRegex(UserError, "already"):
            again.action_send()
        again.action_answered()
        self.assertFalse(self._ask().is_open)

    def test_a_quote_needs_a_number_and_an_address(self):
        for values in ({'quantity': 0}, {'salesperson_email': 'sara'}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._ask(**values).action_send()
        self.assertEqual(self.licence.quote_state, 'none')


@tagged('post_install', '-at_install')
class TestUsers(UserCommon):
    """A4 without an API: Odoo keeps the list, a person does it in Pagero Online."""

    def test_it_says_what_to_do_in_pagero_online(self):
        self.assertEqual(self.anna.to_do, 'add')
        self.assertTrue(self.anna.menu_path_new)
        self.assertIn('pageroonline', self._real()._deep_link()['url'])

        self.anna.action_done_by_hand()
        self.assertFalse(self.anna.to_do)

    def _real(self):
        self.account.sudo().write({'state': 'disconnected'})
        self.account.environment = 'production'
        return self.anna

    def test_the_e_mail_is_the_user_name_unless_another_is_given(self):
        self.assertEqual(self.anna.user_name, 'anna@norrsken.example')
        with Form(self.env['pagero.user'].with_company(self.company)) as form:
            form.name = "Bo"
            form.email = 'bo@norrsken.example'
            form.user_name = 'bo'
            self.assertEqual(form.licence_id, self.licence)
        self.assertEqual(form.record.user_name, 'bo')

    def test_a_wrong_address_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "activation link"):
            self._add("Bo", email='bo')

    def test_a_change_is_to_be_done_there_as_well(self):
        self.anna.action_done_by_hand()

        self.anna.role = 'administrator'
        self.assertEqual(self.anna.to_do, 'change')
        self.anna.action_done_by_hand()
        self.anna.write({'role': 'administrator', 'user_id': self.env.uid})
        self.assertFalse(self.anna.to_do)

    def test_deleting_frees_the_licence_and_keeps_the_person_on_record(self):
        self.anna.action_done_by_hand()

        self.anna.action_remove()

        self.assertEqual((self.anna.state, self.anna.to_do), ('removed', 'remove'))
        self.assertEqual(self.licence.free_count, 2)

    def test_who_was_never_added_there_need_not_be_removed(self):
        self.anna.action_remove()

        self.assertFalse(self.anna.to_do)

    def test_a_login_that_was_used_is_to_be_removed_whatever_was_ticked(self):
        self.anna.action_mark_active()
        self.assertFalse(self.anna.to_do)

        self.anna.action_remove()

        self.assertEqual(self.anna.to_do, 'remove')

    def test_a_login_that_was_not_removed_yet_is_not_forgotten(self):
        self.anna.action_done_by_hand()
        self.anna.action_remove()

        self.anna.action_invite_again()
        self.assertEqual(self.anna.to_do, 'change')
        self.anna.action_remove()

        self.assertEqual(self.anna.to_do, 'remove')

    def test_inviting_again_takes_a_licence(self):
        self.anna.action_remove()
        self._add("Bo")
        self._add("Cia")

        with self.assertRaises(RedirectWarning):
            self.anna.action_invite_again()

    def test_who_can_log_in_is_not_forgotten(self):
        with self.assertRaisesRegex(UserError, "Press Delete"):
            self.anna.unlink()

    def test_nobody_but_administrators(self):
        user = self._create_user('invoicing')
        for record in (self.anna, self.licence):
            with self.assertRaises(AccessError):
                record.with_user(user).read(['name'])
        for button in (
            'action_remove',
            'action_mark_active',
            'action_done_by_hand',
            'action_refresh',
        ):
            with self.subTest(button=button), self.assertRaises(AccessError):
                getattr(self.anna.with_user(user), button)()
        for button in ('action_request_quote', 'action_quote_answered', 'action_open_store'):
            with self.subTest(button=button), self.assertRaises(AccessError):
                getattr(self.licence.with_user(user), button)()
        action = self.env.ref('pagero_connector.pagero_user_open_action').with_user(user).run()
        self.assertEqual(action['res_model'], 'pagero.help')

    def test_a_group_administrator_sees_all_companies_in_one_list(self):
        other = self._create_other_company()
        theirs = self._create_account(company=other)
        both = {'company_ids': [(6, 0, (self.company + other).ids)]}
        admin = self._create_user('one', ADMIN, **both)
        leader = self._create_user(
            'all', 'base.group_user,pagero_connector.group_group_admin', **both
        )
        accounts = self.env['pagero.account'].with_context(allowed_company_ids=self.company.ids)

        self.assertEqual(accounts.with_user(admin).search([]), self.account)
        self.assertEqual(accounts.with_user(leader).search([]), self.account + theirs)
        theirs.with_user(leader).with_context(
            allowed_company_ids=self.company.ids
        ).block_posting = True
        with self.assertRaises(AccessError):
            theirs.with_user(admin).with_context(
                allowed_company_ids=self.company.ids
            ).block_posting = False


@tagged('post_install', '-at_install')
class TestAdd(UserCommon):
    """A person is invited by a button that says so."""

    def _dialog(self):
        action = self.env['pagero.user'].action_add()
        values = {'name': "Cia", 'email': 'cia@norrsken.example'}
        dialogs = self.env[action['res_model']].with_context(action['context'])
        return dialogs.create(values)

    def test_only_the_button_invites(self):
        dialog = self._dialog()
        self.assertEqual(self.licence.holder_count, 1)
        self.assertEqual(dialog.user_name, 'cia@norrsken.example')

        user = self.env['pagero.user'].browse(dialog.action_invite()['res_id'])

        self.assertEqual((user.name, user.state, user.to_do), ("Cia", 'invited', 'add'))
        self.assertEqual(self.licence.holder_count, 2)

    def test_without_any_licence_those_come_first(self):
        self.anna.action_remove()
        self.env['pagero.user'].search([]).sudo().unlink()
        self.licence.unlink()

        with self.assertRaisesRegex(RedirectWarning, "how many licences"):
            self.env['pagero.user'].action_add()

    def test_the_form_of_users_makes_none(self):
        arch = self.env['pagero.user'].get_view(view_type='form')['arch']

        self.assertIn('create="0"', arch)
