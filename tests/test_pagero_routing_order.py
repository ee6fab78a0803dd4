from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..network import Company
from ..network.partner_payloads import ROUTING_STATE_OF_WORD
from .common import PageroCommon
from .test_header_buttons import shown


ELSEWHERE = Company(network_id='7100002', acceptance='needs_routing', operator_name="Inexchange")
CRONS = ('send', 'poll', 'sweep', 'network', 'chase')


class RoutingCommon(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._create_user('seller', 'base.group_user,pagero_connector.group_sales')

    def _order(self, partner=None):
        """A draft order that the seller was led to."""
        connections = self.env['pagero.connection'].with_user(self.seller)
        account = self.account.with_user(self.seller)
        connection = connections._connect(account, partner or self.customer, ELSEWHERE)
        return connection.routing_order_ids.filtered(lambda order: order.state == 'draft')

    def _awaiting(self, partner=None):
        order = self._order(partner)
        order.action_skip_email()
        return order

    def _answer(self, orders, answer, note="Anna said so"):
        action = orders.action_activate()
        dialogs = self.env[action['res_model']].with_user(self.seller)
        form = Form(dialogs.with_context(**action['context']))
        form.answer = answer
        if answer == 'yes':
            form.note = note
        form.save().action_confirm()


@tagged('post_install', '-at_install')
class TestRoutingOrder(RoutingCommon):
    def test_connecting_who_sits_elsewhere_makes_a_draft(self):
        order = self._order()

        self.assertEqual((order.state, order.operator_name), ('draft', "Inexchange"))
        self.assertEqual(order.connection_id.state, 'routing_needed')
        self.assertEqual(order.connection_id.action_order_route()['res_id'], order.id)

    def test_skipping_the_email_orders_as_well(self):
        order = self._awaiting()

        self.assertEqual(order.state, 'awaiting_response')
        self.assertEqual(order.connection_id.state, 'routing_ordered')
        self.assertFalse(order.mail_sent_at)

    def test_the_email_has_both_sides_and_orders(self):
        order = self._order()
        order.connection_id.operator_name = "Inexchange"
        action = order.action_send_email()
        composers = self.env[action['res_model']].with_user(self.seller)
        composer = composers.with_context(**action['context']).create({})
        self.assertEqual(composer.partner_ids, self.customer)
        for word in ("Norrsken Kaffe AB", '5569991200', "Pagero", "Björkdals kommun",
                     '0007:2120009986', "Inexchange"):  # fmt: skip
            self.assertIn(word, str(composer.body))
        composer.body = composer.body + "<p>Edited</p>"

        composer.action_send_mail()

        self.assertEqual(order.state, 'awaiting_response')
        self.assertTrue(order.mail_sent_at)
        self.assertTrue(order.message_ids.filtered(lambda message: "Edited" in message.body))

    def test_a_letter_to_nobody_orders_nothing(self):
        order = self._order()
        action = order.action_send_email()
        composers = self.env[action['res_model']].with_user(self.seller)
        composer = composers.with_context(**action['context']).create({})
        composer.partner_ids = [Command.clear()]

        with self.assertRaisesRegex(UserError, "no recipient with an e-mail address"):
            composer.action_send_mail()

        self.assertEqual(order.state, 'draft')

    def test_the_email_speaks_the_customers_language(self):
        self.env['res.lang']._activate_lang('sv_SE')
        self.env['ir.module.module'].search(
            [('name', '=', 'pagero_connector')]
        )._update_translations(['sv_SE'])
        self.customer.lang = 'sv_SE'
        action = self._order().action_send_email()
        composers = self.env[action['res_model']].with_user(self.seller)

        composer = composers.with_context(**action['context']).create({})

        self.assertIn("Mottagare", str(composer.body))

    def test_yes_opens_the_way_and_is_kept(self):
        waiting = self._create_document(state='held', held_reason='connection')
        order = self._awaiting()
        self.assertIn("not set up yet", waiting.reason)

        self._answer(order, 'yes')

        self.assertRecordValues(
            order,
            [{'state': 'active', 'activated_by_id': self.seller.id,
              'confirmation': "Yes, it is confirmed: Anna said so"}],
        )  # fmt: skip
        self.assertTrue(order.activated_at)
        self.assertEqual(order.connection_id.state, 'connected')
        self.assertEqual(waiting.state, 'queued')

    def test_the_networks_word_is_shown_where_it_says_something_else(self):
        order = self._order()
        told = "UPDATE pagero_routing_order SET state = %s, network_word = %s WHERE id = %s"
        for word, same in ROUTING_STATE_OF_WORD.items():
            for state in ROUTING_STATE_OF_WORD.values():
                self.env.cr.execute(told, (state, word, order.id))
                order.invalidate_recordset()
                with self.subTest(state=state, word=word):
                    found = shown(order, "//field[@name='network_word']")
                    self.assertEqual(bool(found), state != same)

    def test_no_changes_nothing(self):
        order = self._awaiting()

        self._answer(order, 'no')

        self.assertEqual(order.state, 'awaiting_response')
        self.assertEqual(order.connection_id.state, 'routing_ordered')
        self.assertIn("not yet", order.message_ids[0].body)

    def test_many_are_activated_at_once(self):
        other = self._create_customer(name="Sundvik AB", peppol_endpoint='5569993404')
        orders = self._awaiting() | self._awaiting(other)

        self._answer(orders, 'yes')

        self.assertEqual(orders.mapped('state'), ['active', 'active'])
        self.assertEqual(orders.connection_id.mapped('state'), ['connected', 'connected'])

    def test_a_cancelled_one_leaves_the_need_and_a_new_one_can_be_made(self):
        waiting = self._create_document(state='held', held_reason='connection')
        order = self._awaiting()

        order.action_cancel()

        self.assertEqual(order.state, 'cancelled')
        self.assertEqual(order.connection_id.state, 'routing_needed')
        self.assertEqual((waiting.state, waiting.cure), ('held', 'new_order'))
        again = order.action_order_again()['res_id']
        self.assertEqual(self.env['pagero.routing.order'].browse(again).state, 'draft')
        self.assertNotEqual(again, order.id)
        waiting.invalidate_recordset(['cure'])
        self.assertEqual(waiting.cure, 'order')

    def test_the_list_opens_with_what_awaits_and_finds_by_name(self):
        other = self._create_customer(name="Sundvik AB", peppol_endpoint='5569993404')
        orders = self._awaiting() | self._awaiting(other)
        action = self.env.ref('pagero_connector.pagero_routing_order_action')

        self.assertIn('search_default_awaiting_response', action.context)
        awaiting = [('state', '=', 'awaiting_response')]
        found = orders.search([*awaiting, ('partner_id', 'ilike', 'sundv')])
        self.assertEqual(found, orders[1])

    def test_no_route_is_ordered_to_who_is_connected_or_gone(self):
        for state in ('connected', 'inactive'):
            order = self._order()
            order.connection_id._set_by_hand(state, "Seen")
            with self.subTest(state=state), self.assertRaisesRegex(UserError, "no route"):
                order.action_skip_email()
            order.connection_id._set_by_hand('none', "Again")

    def test_a_person_who_sets_the_connection_by_hand_ends_the_waiting(self):
        for state, order_state in (('connected', 'active'), ('routing_needed', 'cancelled')):
            order = self._awaiting()
            order.connection_id._set_by_hand(state, "Seen")
            with self.subTest(state=state):
                self.assertEqual(order.state, order_state)
            order.connection_id._set_by_hand('none', "Again")

    def test_nobody_writes_who_activated_it(self):
        order = self._awaiting()
        for values in ({'state': 'active'}, {'activated_by_id': self.seller.id}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                order.write(values)


@tagged('post_install', '-at_install')
class TestOnlyPeople(RoutingCommon):
    """No scheduled action, delivery or news ends the waiting."""

    def test_scheduled_actions_and_deliveries_change_nothing(self):
        order = self._awaiting()
        old = self._create_document(state='processing', file_id='file-1')
        old._update_from_listed(self._listed(old))

        with self.enter_registry_test_mode():
            for name in (*CRONS, *CRONS):
                self.env.ref(
                    f'pagero_connector.ir_cron_pagero_{name}'
                ).sudo().method_direct_trigger()

        self.assertEqual(old.state, 'delivered')
        self.assertEqual(order.state, 'awaiting_response')
        self.assertEqual(order.connection_id.state, 'routing_ordered')

    def test_errors_of_deliveries_do_not_end_it(self):
        order = self._awaiting()
        for code in ('28600', '29200'):
            document = self._create_document(state='processing', file_id=f'file-{code}')
            document._update_from_parts([self._part(document, codes=(code,))])
            with self.subTest(code=code):
                self.assertEqual(document.state, 'error')
                self.assertEqual(order.state, 'awaiting_response')
                self.assertEqual(order.connection_id.state, 'routing_ordered')

    def test_the_machine_itself_may_not(self):
        order = self._awaiting().with_user(self.env.ref('base.user_root')).sudo()
        for state in ('active', 'cancelled'):
            with self.subTest(state=state), self.assertRaises(UserError):
                order._move_to(state)


@tagged('post_install', '-at_install')
class TestLetters(RoutingCommon):
    """Many letters leave together, and one that has failed says so."""

    def _send(self, orders):
        action = orders.action_send_email()
        composers = self.env[action['res_model']].with_user(self.seller)
        composers.with_context(**action['context']).create({})._action_send_mail()

    def test_several_letters_are_sent_at_once(self):
        neighbour = self._create_customer(
            name="Granne AB", company_registry='556999-3404', vat=False, email='g@granne.example'
        )
        orders = self._order() + self._order(neighbour)

        self._send(orders)

        self.assertEqual(set(orders.mapped('state')), {'awaiting_response'})
        for order in orders:
            letter = order.message_ids.filtered(lambda each: each.message_type == 'comment')
            self.assertIn(order.partner_id, letter.partner_ids)
            self.assertIn(order.partner_id.name, letter.body)

    def test_nothing_selected_is_said(self):
        with self.assertRaisesRegex(UserError, "Select"):
            self.env['pagero.routing.order'].action_send_email()

    def test_a_letter_that_failed_is_told_and_sent_again(self):
        order = self._order()
        self._send(order)
        mail = (
            self.env['mail.mail']
            .sudo()
            .create(
                {
                    'model': order._name,
                    'res_id': order.id,
                    'email_to': 'faktura@bjorkdal.example',
                    'state': 'exception',
                    'failure_type': 'mail_smtp',
                }
            )
        )
        order.invalidate_recordset()
        self.assertIn('faktura@bjorkdal.example', order.mail_trouble)

        order.action_send_mail_again()

        self.assertNotEqual(mail.state, 'exception')
        self.assertFalse(order.mail_trouble)
        with self.assertRaisesRegex(UserError, "No e-mail has failed"):
            order.action_send_mail_again()

    def test_interest_whose_mail_failed_is_not_expressed(self):
        self.account.sudo().write({'state': 'interest_sent', 'interest_sent_at': '2026-01-02'})
        values = {'model': 'pagero.account', 'res_id': self.account.id, 'state': 'exception'}
        self.env['mail.mail'].create(values)

        [step] = [each for each in self.account.checklist['steps'] if each['key'] == 'interest']

        self.assertFalse(step['done'])
        self.assertIn("could not be sent", step['missing'])


@tagged('post_install', '-at_install')
class TestChase(RoutingCommon):
    """An order that the customer hasn't confirmed is followed up, as requests are."""

    def test_the_salesperson_is_reminded_once_and_again_later(self):
        order = self._awaiting()
        start = fields.Datetime.now()
        lines = len(order.message_ids)
        for days, reminders in ((6, 0), (8, 1), (9, 1), (16, 2)):
            with freeze_time(fields.Datetime.add(start, days=days)):
                requests = self.env['pagero.connection.request']
                requests.with_user(self.env.ref('base.user_root'))._cron_chase()
            with self.subTest(days=days):
                self.assertEqual(len(order.message_ids) - lines, reminders)
                self.assertEqual(len(order.activity_ids), min(reminders, 1))
                self.assertEqual(order.state, 'awaiting_response')

        self._answer(order, 'yes')

        self.assertFalse(order.activity_ids)
