from psycopg2.errors import UniqueViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..models.connection.pagero_connection import LEARNT, STATES, TRANSITIONS
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
            with self.subTest(values=values), self.assertRaises(AccessError):
                connection.write(values)

        connection.write({'customer_number': '1001'})

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
            for target in set(TRANSITIONS) - {'changed'}:
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


@tagged('post_install', '-at_install')
class TestNumbers(PageroCommon):
    def test_the_first_number_is_the_customer_number(self):
        connection = self._create_connection(customer_number='7')
        self.assertEqual(connection.number_ids.mapped('name'), ['7'])

        connection.number_ids = [Command.create({'name': '3', 'sequence': 1})]
        self.assertEqual(connection.customer_number, '3')

        connection.customer_number = '4'
        self.assertEqual(sorted(connection.number_ids.mapped('name')), ['4', '7'])

        connection.customer_number = False
        self.assertEqual(connection.customer_number, '7', "the next one moves up")

    def test_the_partner_shows_the_first(self):
        self._create_connection(customer_number='7')

        self.customer.pagero_customer_number = '8'

        self.assertEqual(self.customer.pagero_connection_id.number_ids.name, '8')


@tagged('post_install', '-at_install')
class TestTold(PageroCommon):
    """What a Production delivery teaches is told to whoever looks after the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._create_user('seller', 'base.group_user,pagero_connector.group_sales')
        cls.connection = cls._create_connection(salesperson_id=cls.seller.id)

    def _fail(self, code, **values):
        document = self._create_document(state='processing', file_id=f'file-{code}', **values)
        document._update_from_parts([self._part(document, codes=(code,))])

    def test_each_code_moves_the_connection_and_tells_the_cure(self):
        for code, state in {
            '28400': 'not_found',
            '28500': 'not_found',
            '28600': 'routing_needed',
            '28700': 'none',
            '28800': 'inactive',
            '29100': 'requested',
            '29200': 'routing_needed',
        }.items():
            self._fail(code)
            with self.subTest(code=code):
                self.assertEqual(self.connection.state, state)
                activity = self.connection.activity_ids
                self.assertEqual(activity.user_id, self.seller)
                self.assertIn(self.customer.name, activity.summary)
            self.connection._set_by_hand('connected', "Cured")
            with self.subTest(code=code):
                self.assertFalse(self.connection.activity_ids, "settled, so closed")

    def test_an_open_directory_teaches_about_customers_without_a_connection(self):
        self.connection.unlink()
        invoice = self._create_customer_invoice(invoice_user_id=self.seller.id)

        self._fail('28700', move=invoice)

        connection = self.customer.pagero_connection_id
        self.assertEqual((connection.state, connection.salesperson_id), ('none', self.seller))
        self.assertEqual(connection.activity_ids.user_id, self.seller)
        self.assertIn("has no connection", connection.activity_ids.note)

    def test_what_moves_nothing_is_told_all_the_same(self):
        for state, code in (
            ('requested', '28700'), ('routing_needed', '28700'), ('routing_ordered', '28700'),
            ('rejected', '28600'), ('cancelled', '28600'), ('requested', '29100'),
        ):  # fmt: skip
            self.connection._set_by_hand(state, "So")
            self.connection._settle_activities()
            self._fail(code)
            with self.subTest(state=state, code=code):
                self.assertEqual(self.connection.state, state)
                self.assertEqual(self.connection.activity_ids.user_id, self.seller)

    def test_an_ordered_route_that_is_not_open_yet_is_no_news(self):
        self.connection._set_by_hand('routing_ordered', "So")

        self._fail('29200')

        self.assertEqual(self.connection.state, 'routing_ordered')
        self.assertFalse(self.connection.activity_ids)

    def test_another_reason_for_the_same_stop_teaches_too(self):
        document = self._create_document(state='processing', file_id='file')
        document._update_from_parts([self._part(document, codes=('40100',), descriptions=("A",))])
        self.assertEqual(self.connection.state, 'connected')

        document._update_from_parts([self._part(document, codes=('28800',), descriptions=("B",))])

        self.assertEqual(self.connection.state, 'inactive')

    def test_several_failures_are_told_once(self):
        self._fail('28600')
        self._fail('28600', sender_reference='another')

        self.assertEqual(len(self.connection.activity_ids), 1)

    def test_a_failure_that_moves_nothing_is_told_whatever_else_is_planned(self):
        self.connection.state = 'none'
        own = self.connection.activity_schedule(summary="Ring", user_id=self.env.uid)

        for _time in range(2):
            self.connection._learn('none')

        told = self.connection.activity_ids - own
        self.assertEqual(len(told), 1)
        self.assertIn("Connection is missing", told.summary)

    def _deliver(self, document):
        document._update_from_listed(self._listed(document))

    def test_a_delivery_teaches_as_an_error_does(self):
        for state in ('not_found', 'inactive'):
            self.connection._set_by_hand(state, "So")
            document = self._create_document(
                state='processing',
                sent_at=fields.Datetime.add(fields.Datetime.now(), seconds=1),
                recipient_identities=self.customer._pagero_identities(),
            )

            self._deliver(document)

            with self.subTest(state=state):
                self.assertEqual(self.connection.state, 'connected')

    def test_one_that_was_restarted_teaches_too(self):
        document = self._create_document(
            state='processing', file_id='file', sent_at=fields.Datetime.now(),
            recipient_identities=self.customer._pagero_identities(),
        )  # fmt: skip
        document._update_from_parts([self._part(document, codes=('28400',))])
        self.assertEqual(self.connection.state, 'not_found')
        document.part_ids = False

        self._deliver(document)

        self.assertEqual(self.connection.state, 'connected')

    def test_an_old_delivery_is_no_news(self):
        earlier = fields.Datetime.subtract(fields.Datetime.now(), days=2)
        for state, values in (
            ('not_found', {'sent_at': earlier}),
            ('not_found', {'send_mode': 'Test'}),
            ('not_found', {'recipient_identities': ['5569993404']}),
            ('routing_ordered', {}),
            ('rejected', {}),
        ):
            self.connection._set_by_hand(state, "So")
            values = {'recipient_identities': self.customer._pagero_identities(), **values}
            values.setdefault('sent_at', fields.Datetime.add(fields.Datetime.now(), seconds=1))
            self._deliver(self._create_document(state='processing', **values))
            with self.subTest(state=state, **values):
                self.assertEqual(self.connection.state, state)

    def test_tests_teach_nothing(self):
        self._fail('28600', send_mode='Test')

        self.assertEqual(self.connection.state, 'connected')
        self.assertFalse(self.connection.activity_ids)

    def test_the_activity_is_in_the_salespersons_language(self):
        self.env['res.lang']._activate_lang('sv_SE')
        self.env['ir.module.module'].search(
            [('name', '=', 'pagero_connector')]
        )._update_translations(['sv_SE'])
        self.seller.lang = 'sv_SE'

        self._fail('28600')

        self.assertIn("rutt", self.connection.activity_ids.note)

    def test_who_left_is_not_told(self):
        self.seller.active = False
        admin = self._create_user('admin2', 'base.group_user,pagero_connector.group_admin')

        self._fail('28600')

        self.assertIn(self.connection.activity_ids.user_id, self.account._administrators() | admin)


@tagged('post_install', '-at_install')
class TestWaiting(PageroCommon):
    """The reason says what is waited for, and the cure leads there."""

    def test_the_reason_follows_the_connection(self):
        connection = self._create_connection(state='none')
        document = self._create_document(state='held', held_reason='connection')
        for state, words, cure in (
            ('none', "not connected", 'connect'),
            ('not_found', "not found", 'connect'),
            ('inactive', "deactivated", 'connection'),
            ('requested', "no request is pending", 'connection'),
            ('rejected', "rejected", 'connection'),
            ('routing_needed', "route", 'new_order'),
        ):
            connection.write({'state': state})
            document.invalidate_recordset(['reason', 'advice', 'cure'])
            with self.subTest(state=state):
                self.assertIn(words, document.reason)
                self.assertTrue(document.advice)
                self.assertEqual(document.cure, cure)
                self.assertTrue(document.move_id._get_alerts()['pagero_document']['action'])

    def test_without_a_connection_one_is_to_be_made(self):
        document = self._create_document(state='held', held_reason='connection')

        self.assertEqual(document.cure, 'connect')
        self.assertIn("not connected", document.reason)

    def test_many_are_explained_in_few_queries(self):
        documents = self.env['pagero.document'].sudo()
        for number in range(12):
            partner = self._create_customer(name=f"Kund {number}", peppol_endpoint=False)
            move = self._create_customer_invoice(partner_id=partner.id)
            self._create_connection(partner, state='requested')
            documents |= self._create_document(move, state='held', held_reason='connection')
        self.env.flush_all()
        self.env.invalidate_all()
        documents.mapped('held_reason')

        with self.assertQueryCount(8):
            documents.mapped('reason')
            documents.mapped('cure')

    def test_the_open_directory_holds_nobody(self):
        document = self._create_document(state='held', held_reason='connection')
        queued = self._create_document(state='queued')

        self.account.is_open_directory = True

        self.assertEqual(document.state, 'queued')
        self.assertFalse(queued._not_yet_connected(self.account))


@tagged('post_install', '-at_install')
class TestDisconnect(PageroCommon):
    """A connection ends where the user says so, and isn't taken apart before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._create_user('seller', 'base.group_user,pagero_connector.group_sales')
        cls.connection = cls._create_connection(
            network_connection_id='71', network_company_id='7100001'
        )
        cls.line = (
            cls.env['pagero.connection.capability']
            .sudo()
            .create({'connection_id': cls.connection.id})
        )

    def _mine(self, record):
        return record.with_user(self.seller).sudo(False)

    def test_who_is_connected_is_disconnected(self):
        for state in ('connected', 'changed'):
            self.connection.sudo().write({'state': state, 'network_connection_id': False})

            notice = self._mine(self.connection).action_disconnect()

            with self.subTest(state=state):
                self.assertEqual(self.connection.state, 'none')
                self.assertIn("Pagero Online", notice['params']['message'])

    def test_who_is_not_connected_has_nothing_to_end(self):
        self.connection.sudo().state = 'requested'

        with self.assertRaisesRegex(UserError, "nothing to end"):
            self._mine(self.connection).action_disconnect()

    def test_a_live_connection_is_not_deleted(self):
        with self.assertRaisesRegex(UserError, "Press Disconnect Customer"):
            self.connection.unlink()

    def test_what_the_network_was_told_is_not_changed_here(self):
        mine, line = self._mine(self.connection), self._mine(self.line)
        attempts = (
            lambda: mine.write({'network_company_id': '1'}),
            lambda: mine.write({'capability_ids': [Command.clear()]}),
            lambda: mine.write({'capability_ids': [Command.create({})]}),
            lambda: line.write({'direction': 'send'}),
            lambda: line.browse().create({'connection_id': mine.id}),
            line.unlink,
        )
        for number, attempt in enumerate(attempts):
            with self.subTest(number=number), self.assertRaises(UserError):
                attempt()
        self.connection.network_connection_id = False
        line.direction = 'send'
        mine.network_company_id = '1'
