from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..models.pagero_connection import LEARNT, STATES, TRANSITIONS
from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestConnection(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection = cls._create_connection(state='none')
        cls.contact = cls.env['res.partner'].create(
            {'name': "Anna", 'parent_id': cls.customer.id, 'type': 'invoice'}
        )

    @mute_logger('odoo.sql_db')
    def test_a_customer_has_one_over_an_account(self):
        for partner in (self.customer, self.contact):
            refused = self.assertRaises(UniqueViolation)
            with self.subTest(partner=partner.name), refused, self.env.cr.savepoint():
                self._create_connection(partner)

    def test_it_belongs_to_the_whole_company(self):
        self.connection.sudo().unlink()

        self.assertEqual(self._create_connection(self.contact).partner_id, self.customer)

    def test_another_account_has_its_own(self):
        other = self._create_account(self._create_other_company())

        connection = self._create_connection(account_id=other.id)

        self.assertEqual(connection.company_id, other.company_id)

    def test_it_keeps_its_customer_and_its_account(self):
        other = self._create_customer(name="Annan AB", peppol_endpoint='5590012349')
        account = self._create_account(self._create_other_company())
        user = self._create_user('invoicing')
        connection = self.connection.with_user(user).sudo(False)
        for values in ({'partner_id': other.id}, {'account_id': account.id}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "keeps"):
                connection.write(values)

        connection.write({'partner_id': self.customer.id, 'customer_number': '1001'})

        self.assertEqual(connection.customer_number, '1001')

    def test_its_name_is_the_customers(self):
        self.assertEqual(self.connection.display_name, self.customer.display_name)

    def test_what_invoices_wait_for_is_not_deleted(self):
        self._create_document(state='held', held_reason='connection')

        with self.assertRaisesRegex(UserError, "wait"):
            self.connection.unlink()

    def test_what_nobody_waits_for_is_deleted(self):
        self._create_document(state='held', held_reason='login')

        self.connection.unlink()

        self.assertFalse(self.connection.exists())


@tagged('post_install', '-at_install')
class TestLearn(PageroCommon):
    def test_it_is_learnt_from_any_state(self):
        connection = self._create_connection()
        for state, _label in STATES:
            for learnt in LEARNT - {state}:
                connection.write({'state': state})
                connection._learn(learnt)
                with self.subTest(state=state, learnt=learnt):
                    self.assertEqual(connection.state, learnt)

    def test_what_does_not_fit_is_no_error(self):
        connection = self._create_connection()
        for source, targets in TRANSITIONS.items():
            for target in set(TRANSITIONS) - targets:
                connection.write({'state': source})
                connection._learn(target)
                with self.subTest(source=source, target=target):
                    self.assertEqual(connection.state, source)


@tagged('post_install', '-at_install')
class TestRelease(PageroCommon):
    """When the way is open, what waited for it leaves by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection = cls._create_connection(state='none')
        cls.waiting = cls._create_document(state='held', held_reason='connection')

    def test_what_waited_goes(self):
        self.connection._move_to('connected')

        self.assertRecordValues(self.waiting, [{'state': 'queued', 'held_reason': False}])

    def test_other_states_open_nothing(self):
        for state in ('requested', 'routing_needed', 'not_found', 'inactive'):
            self.connection.write({'state': 'none'})
            self.connection._move_to(state)
            with self.subTest(state=state):
                self.assertEqual(self.waiting.state, 'held')

    def test_what_waits_for_something_else_stays(self):
        other = self._create_document(state='held', held_reason='login')

        self.connection._move_to('connected')

        self.assertEqual(other.state, 'held')

    def test_other_customers_stay(self):
        partner = self._create_customer(name="Annan AB", peppol_endpoint='5590012349')
        move = self._create_customer_invoice(partner_id=partner.id)
        other = self._create_document(move, state='held', held_reason='connection')

        self.connection._move_to('connected')

        self.assertEqual(other.state, 'held')

    def test_several_go_at_once(self):
        more = self._create_document(state='held', held_reason='connection')

        self.connection._move_to('connected')

        self.assertEqual((self.waiting + more).mapped('state'), ['queued', 'queued'])

    def test_what_waits_for_no_reason_goes_with_the_sweep(self):
        self.connection.write({'state': 'connected'})

        self._sweep()

        self.assertEqual(self.waiting.state, 'queued')

    def _sweep(self):
        with self.enter_registry_test_mode():
            self.env.ref('pagero_connector.ir_cron_pagero_sweep').sudo().method_direct_trigger()

    def test_what_waits_for_good_reason_stays_in_the_sweep(self):
        self._sweep()

        self.assertEqual(self.waiting.state, 'held')


@tagged('post_install', '-at_install')
class TestByHand(PageroCommon):
    """The network has no public word on connections: people state them, and say why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection = cls._create_connection(state='cancelled')
        cls.user = cls._create_user('invoicing')

    def _set(self, state, reason="Seen in Pagero Online", user=None):
        dialogs = self.env['pagero.connection.set.state'].with_user(user or self.user)
        dialog = dialogs.create(
            {'connection_id': self.connection.id, 'state': state, 'reason': reason}
        )
        return dialog.action_confirm()

    def test_any_state_may_be_set(self):
        for source in TRANSITIONS:
            for target in TRANSITIONS:
                self.connection.write({'state': source})
                self._set(target)
                with self.subTest(source=source, target=target):
                    self.assertEqual(self.connection.state, target)

    def test_the_reason_is_told_with_its_author(self):
        self._set('connected', "Agreed by phone")

        message = self.connection.message_ids[0]
        self.assertIn("Agreed by phone", message.body)
        self.assertEqual(message.author_id, self.user.partner_id)

    def test_the_change_is_told(self):
        with self._tracking(self.connection) as connection:
            connection._set_by_hand('connected', "Agreed by phone")

        tracked = self.connection.message_ids.tracking_value_ids
        self.assertEqual(tracked.mapped('field_id.name'), ['state'])

    def test_it_lets_go_what_waited(self):
        waiting = self._create_document(state='held', held_reason='connection')

        self._set('connected')

        self.assertEqual(waiting.state, 'queued')

    def test_the_form_demands_a_reason(self):
        action = self.connection.action_set_state()
        dialogs = self.env[action['res_model']].with_context(**action['context'])
        form = Form(dialogs)
        self.assertEqual(form.connection_id, self.connection)

        with self.assertRaisesRegex(AssertionError, "reason is a required field"):
            form.save()

    def test_people_who_only_read_invoices_may_read_only(self):
        for name, group in {
            'stranger': 'base.group_user',
            'auditor': 'account.group_account_readonly',
            'pagero_user': 'pagero_connector.group_user',
        }.items():
            reader = self._create_user(name, f'base.group_user,{group}')
            with self.subTest(user=name), self.assertRaises(AccessError):
                self._set('connected', user=reader)
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.connection.with_user(reader).sudo(False)._set_by_hand('connected', "So")
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.connection.with_user(reader).sudo(False).action_set_state()

    def test_administrators_of_pagero_may_set_it(self):
        admin = self._create_user('pagero_admin', 'base.group_user,pagero_connector.group_admin')

        self._set('connected', user=admin)

        self.assertEqual(self.connection.state, 'connected')

    def test_people_of_another_company_may_not(self):
        stranger = self._create_user('stranger', company=self._create_other_company())
        with self.assertRaises(AccessError):
            self._set('connected', user=stranger)
        self.assertEqual(self.connection.state, 'cancelled')
