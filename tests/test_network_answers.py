"""What the network has answered stays, whatever becomes of our own steps after it."""

from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..network import Company, Requirement
from .test_pagero_connection_request import MUST_APPROVE, RequestCommon
from .test_pagero_routing_order import ELSEWHERE, RoutingCommon
from .test_pagero_user import UserCommon


LATER = 'odoo.addons.pagero_connector.models.tools.later_steps'
BY_ITSELF = Company(network_id='7100003', acceptance='by_itself')


def failing(*_arguments, **_options):
    raise ZeroDivisionError


def requirement(kind, value, field='order_reference'):
    return {'id': 'q', 'question': "Which?", 'field': field, 'kind': kind, 'value': value}


class DownAfterOne:
    @contextmanager
    def _down_after_one(self, model, method):
        """The network takes one call, and refuses the next."""
        told = []

        def tell(records, *_arguments):
            if told:
                raise UserError("Pagero is down.")
            told.append(records)

        with patch.object(self.registry[model], method, tell), mute_logger(LATER):
            yield


@tagged('post_install', '-at_install')
class TestDemands(RequestCommon):
    """Whatever a recipient demands, it can be connected."""

    UNCLEAR = (
        ('pattern', r'^(?=\d)\d{8}$', 'order_reference'),
        ('pattern', r'\bPO\b', 'order_reference'),
        ('pattern', r'(\d)\1', 'order_reference'),
        ('pattern', '[', 'order_reference'),
        ('pattern', '(' * 400 + ')' * 400, 'order_reference'),
        ('pattern', '|'.join(['a'] * 900), 'order_reference'),
        ('pattern', '', 'order_reference'),
        ('list', ' | ', 'order_reference'),
        ('range', '1999..1000', 'order_reference'),
        ('range', '..', 'order_reference'),
        ('range', 'a..b', 'order_reference'),
        ('range', 'NaN..5', 'order_reference'),
        ('range', '1..100', 'delivery_date'),
        ('range', '2026-13-01..', 'delivery_date'),
        ('range', '2026-01-01..2026-12-31', 'quantity'),
        ('guess', '?', 'order_reference'),
    )

    def _rule(self, *demand):
        company = replace(MUST_APPROVE, requirements=(Requirement(**requirement(*demand)),))
        request = self._request(company)
        self.assertEqual((request.state, request.connection_id.state), ('pending', 'requested'))
        rule = self.env['pagero.recipient.rule'].search([('partner_id', '=', self.customer.id)])
        messages = request.connection_id.message_ids.mapped('body')
        request.connection_id.sudo().unlink()
        return rule, [body for body in messages if "Which?" in body]

    def test_what_is_unclear_is_mandatory_and_told(self):
        for demand in self.UNCLEAR:
            with self.subTest(demand=demand[1][:30]):
                rule, told = self._rule(*demand)

                self.assertEqual((rule.kind, rule.field_key), ('mandatory', demand[2]))
                self.assertEqual(len(told), 1)
                rule.unlink()

    def test_what_is_clear_is_kept_as_it_is(self):
        for demand, expected in (
            (('list', 'Lund, Syd|Malmö'), {'allowed_values': 'Lund, Syd\nMalmö'}),
            (('list', 'Lund, Malmö'), {'allowed_values': 'Lund\nMalmö'}),
            (('range', '1..'), {'minimum_number': 1, 'has_maximum_number': False}),
            (('range', '0..2,5'), {'has_minimum_number': True, 'maximum_number': 2.5}),
            (('pattern', r'^\d{8}$'), {'pattern': r'^\d{8}$'}),
        ):
            with self.subTest(demand=demand):
                rule, told = self._rule(*demand)

                self.assertRecordValues(rule, [{'kind': demand[0], **expected}])
                self.assertFalse(told)
                rule.unlink()

    def test_the_dialog_and_the_rule_understand_the_same(self):
        answers = self.env['pagero.connect.answer']
        for demand, answer, fits in (
            (('list', 'Lund, Syd|Malmö'), 'Lund, Syd', True),
            (('list', 'Lund, Syd|Malmö'), 'Lund', False),
            (('range', '1..'), '0', False),
            (('range', '1..'), '7', True),
            (('range', '1999..1000'), '5', True),
            (('pattern', '(a+)+b'), 'a' * 3000, False),
        ):
            with self.subTest(demand=demand, answer=answer[:9]):
                line = answers.new({'requirement': requirement(*demand), 'answer': answer})
                self.assertIs(line._is_acceptable(), fits)


@tagged('post_install', '-at_install')
class TestConnecting(DownAfterOne, RequestCommon):
    def _connected(self, model, method, company):
        with patch.object(self.registry[model], method, failing), mute_logger(LATER):
            connections = self.env['pagero.connection'].with_user(self.seller)
            return connections._connect(self.account.with_user(self.seller), self.customer, company)

    def _assert_told(self, record):
        self.assertTrue(
            [body for body in record.sudo().message_ids.mapped('body') if "later step" in body]
        )

    def test_rules_that_cannot_be_kept(self):
        connection = self._connected('pagero.connection', '_adopt_requirements', MUST_APPROVE)

        self.assertEqual((connection.state, connection.request_ids.state), ('requested', 'pending'))
        self._assert_told(connection)

    def test_documents_that_cannot_leave(self):
        self._create_document(state='held', held_reason='connection')

        connection = self._connected('pagero.document', '_release', BY_ITSELF)

        self.assertEqual(connection.state, 'connected')
        self._assert_told(connection)

    def test_an_order_that_cannot_be_opened(self):
        connection = self._connected('pagero.connection', '_open_order', ELSEWHERE)

        self.assertEqual(connection.state, 'routing_needed')
        self._assert_told(connection)

    def test_activities_that_cannot_be_settled(self):
        connection = self._connected('pagero.connection', '_settle_activities', BY_ITSELF)

        self.assertEqual(connection.state, 'connected')

    def test_one_request_that_cannot_be_taken_back_keeps_the_others(self):
        first = self._request()
        other = self._create_customer(name="Norrby kommun")
        connections = self.env['pagero.connection'].with_user(self.seller)
        second = connections._connect(
            self.account.with_user(self.seller), other, MUST_APPROVE
        ).request_ids
        both = first + second

        with self._down_after_one('pagero.gateway.public', '_cancel_request'):
            both.action_cancel()

        self.assertEqual(both.mapped('state'), ['cancelled', 'pending'])


@tagged('post_install', '-at_install')
class TestRouting(DownAfterOne, RoutingCommon):
    def test_an_order_that_fails_keeps_the_one_before(self):
        first = self._order()
        second = self._order(self._create_customer(name="Norrby kommun"))

        with self._down_after_one('pagero.gateway.public', '_order_route'):
            (first + second).action_skip_email()

        self.assertEqual((first + second).mapped('state'), ['awaiting_response', 'draft'])

    def test_the_connection_that_cannot_follow(self):
        order = self._order()
        with (
            patch.object(self.registry['pagero.connection'], '_move_to', failing),
            mute_logger(LATER),
        ):
            order.action_skip_email()

        self.assertEqual(order.state, 'awaiting_response')

    def test_what_cannot_move_is_refused_before_the_network_is_asked(self):
        order = self._awaiting()
        asked = []
        gateway = self.registry['pagero.gateway.public']
        with (
            patch.object(gateway, '_order_route', lambda *_arguments: asked.append(1)),
            self.assertRaises(UserError),
        ):
            order.action_skip_email()

        self.assertFalse(asked)

    def test_an_activated_route_stays_so(self):
        order = self._awaiting()
        with (
            patch.object(self.registry['pagero.connection'], '_arrive', failing),
            mute_logger(LATER),
        ):
            self._answer(order, 'yes')

        self.assertEqual(order.state, 'active')


@tagged('post_install', '-at_install')
class TestPeople(DownAfterOne, UserCommon):
    def test_a_user_who_cannot_be_told_keeps_the_one_before(self):
        both = self.anna + self._add("Bo")

        with self._down_after_one('pagero.gateway.public', '_remove_user'):
            both.action_remove()

        self.assertEqual(both.mapped('state'), ['removed', 'invited'])

    def test_the_first_one_who_cannot_be_told_is_an_ordinary_error(self):
        gateway = self.registry['pagero.gateway.public']
        with (
            patch.object(gateway, '_remove_user', failing),
            self.assertRaises(ZeroDivisionError),
        ):
            self.anna.action_remove()


@tagged('post_install', '-at_install')
class TestDocumentsAndLogin(DownAfterOne, RequestCommon):
    def test_a_document_that_cannot_be_restarted_keeps_the_one_before(self):
        both = self._create_document(state='error') + self._create_document(state='error')
        both.sudo().part_ids = ['1']

        with self._down_after_one('pagero.document', '_act_at_pagero'):
            both.action_restart()

        self.assertEqual(both.mapped('state'), ['processing', 'error'])

    def test_a_cancelled_document_stays_so_when_no_new_one_can_be_made(self):
        document = self._create_document(state='error')
        document.sudo().part_ids = ['1']
        documents = self.registry['pagero.document']
        with (
            patch.object(documents, '_act_at_pagero', lambda *_arguments: None),
            patch.object(documents, '_look_now', lambda *_arguments: None),
            patch.object(documents, '_enqueue', failing),
            mute_logger(LATER),
        ):
            document.action_send_again()

        self.assertEqual(document.state, 'cancelled')

    def test_a_login_stays_when_what_it_asked_for_cannot_be_settled(self):
        self.account.sudo()._move_to('expired')
        accounts = self.registry['pagero.account']
        with patch.object(accounts, 'activity_unlink', failing), mute_logger(LATER):
            self.account.sudo()._login_succeeded()

        self.assertEqual(self.account.state, 'connected')

    def test_a_connection_is_made_in_the_one_way(self):
        partner = self._create_customer(name="Norrby kommun")
        ways = self.registry['pagero.connection']
        found = []
        original = ways._get_or_create_locked

        def watched(connections, account, customer):
            found.append(customer)
            return original(connections, account, customer)

        with patch.object(ways, '_get_or_create_locked', watched):
            partner.pagero_customer_number = '4711'

        self.assertEqual(found, [partner])
        made = self.env['pagero.connection'].search([('partner_id', '=', partner.id)])
        self.assertEqual(made.customer_number, '4711')
