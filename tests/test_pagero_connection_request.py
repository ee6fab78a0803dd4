from dataclasses import replace

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..network import Company, Requirement
from .common import PageroCommon


MUST_APPROVE = Company(network_id='7100001', acceptance='must_approve', operator_name="Pagero")
REQUIREMENTS = [
    {'id': 'q1', 'question': "Your number?", 'field': 'customer_number', 'kind': 'pattern',
     'value': r'\d{4}', 'message': "Four digits, please."},
    {'id': 'q2', 'question': "Which orders?", 'field': 'order_reference', 'kind': 'range',
     'value': '1000..1999', 'message': "Our orders lie between 1000 and 1999."},
    {'id': 'q3', 'question': "Shoe size?", 'field': 'shoe_size', 'kind': 'guess', 'value': '?'},
]  # fmt: skip


class RequestCommon(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._create_user('seller', 'base.group_user,pagero_connector.group_sales')
        cls.other_seller = cls._create_user(
            'other_seller', 'base.group_user,pagero_connector.group_sales'
        )

    def _request(self, company=None, **options):
        """A pending request that the seller has sent."""
        connections = self.env['pagero.connection'].with_user(self.seller)
        connection = connections._connect(
            self.account.with_user(self.seller), self.customer, company or MUST_APPROVE, **options
        )
        return connection.request_ids

    def _hear(self, request, *news):
        """News of the network, as a scheduled action hears them."""
        request.with_user(self.env.ref('base.user_root'))._hear(*news)

    def _activities(self, record):
        return record.sudo().activity_ids


@tagged('post_install', '-at_install')
class TestRequest(RequestCommon):
    def test_connecting_who_must_approve_makes_a_request(self):
        answers = [{'id': 'q1', 'question': "Your number?", 'answer': '1234'}]

        request = self._request(message="Hej", answers=answers, numbers=['1234', '99'])

        self.assertRecordValues(
            request,
            [{'state': 'pending', 'message': "Hej", 'user_id': self.seller.id}],
        )
        self.assertRecordValues(
            request.connection_id,
            [{'state': 'requested', 'customer_number': '1234', 'salesperson_id': self.seller.id}],
        )
        self.assertEqual(request.answer_ids.mapped('answer'), ['1234'])
        self.assertFalse(self._activities(request))

    def test_connecting_twice_makes_one_request(self):
        first = self._request()

        self.assertEqual(self._request(numbers=['7']), first)
        self.assertEqual(first.connection_id.customer_number, '7')

    def test_requirements_become_rules_once(self):
        requirements = tuple(Requirement(**each) for each in REQUIREMENTS)
        company = replace(MUST_APPROVE, requirements=requirements, requirements_url='http://x')
        self._request(company).connection_id._adopt_requirements(company)

        rules = self.env['pagero.recipient.rule'].search([('partner_id', '=', self.customer.id)])
        self.assertEqual(rules.mapped('source'), ['request'] * 3)
        self.assertEqual(rules.company_id, self.company)
        by_key = {rule.field_key: rule for rule in rules}
        self.assertEqual(by_key['customer_number'].pattern, r'\d{4}')
        self.assertEqual(by_key['order_reference'].maximum_number, 1999)
        self.assertEqual(
            (by_key['other'].kind, by_key['other'].message), ('mandatory', "Shoe size?")
        )

    def test_an_acceptance_connects_and_tells_the_salesperson(self):
        request = self._request()
        waiting = self._create_document(state='held', held_reason='connection')

        self._hear(request, 'accepted', "Welcome")

        self.assertEqual((request.state, request.answer), ('accepted', "Welcome"))
        self.assertEqual(request.connection_id.state, 'connected')
        self.assertEqual(waiting.state, 'queued')
        activity = self._activities(request)
        self.assertEqual(activity.user_id, self.seller)
        self.assertIn("accepted", activity.summary)

    def test_a_rejection_tells_the_salesperson_until_it_is_sent_again(self):
        request = self._request(message="Hej")
        waiting = self._create_document(state='held', held_reason='connection')

        self._hear(request, 'rejected', "No")

        self.assertEqual(request.connection_id.state, 'rejected')
        self.assertEqual(waiting.state, 'held')
        self.assertIn("rejected", waiting.reason)
        self.assertEqual(len(self._activities(request)), 1)

        request.action_send_again()

        self.assertFalse(self._activities(request))
        again = request.connection_id.request_ids - request
        self.assertEqual((again.state, again.message), ('pending', "Hej"))
        self.assertEqual(request.connection_id.state, 'requested')
        self.assertEqual(request.state, 'rejected')

    def test_what_was_cancelled_and_then_accepted_is_shown_only(self):
        request = self._request()
        request.action_cancel()

        for _time in range(2):
            self._hear(request, 'accepted')

        self.assertEqual(request.state, 'cancelled')
        self.assertEqual(request.connection_id.state, 'cancelled')
        self.assertTrue(request.accepted_late_at)
        self.assertEqual(len(self._activities(request)), 1)
        request.action_send_again()
        self.assertFalse(self._activities(request))

    def test_nothing_else_late_is_news(self):
        request = self._request()
        self._hear(request, 'rejected')
        for late in ('pending', 'cancelled', 'rejected'):
            self._hear(request, late)

        self.assertEqual(request.state, 'rejected')
        self.assertFalse(request.accepted_late_at)

    def test_only_what_is_pending_is_cancelled(self):
        request = self._request()
        request.action_cancel()

        with self.assertRaisesRegex(UserError, "already"):
            request.action_cancel()

    def test_only_what_ended_is_sent_again(self):
        with self.assertRaisesRegex(UserError, "Only"):
            self._request().action_send_again()

    def test_a_connection_set_by_hand_settles_its_request(self):
        for state, request_state in (
            ('connected', 'accepted'),
            ('rejected', 'rejected'),
            ('none', 'cancelled'),
            ('cancelled', 'cancelled'),
        ):
            request = self._request()
            request = request.filtered('is_open')
            request.connection_id._set_by_hand(state, "Seen")
            with self.subTest(state=state):
                self.assertEqual(request.state, request_state)
                self.assertEqual(request.connection_id.state, state)
            request.connection_id._set_by_hand('none', "Again")

    def test_people_tell_the_answer_with_a_reason(self):
        request = self._request()
        action = request.action_mark_accepted()
        dialogs = self.env[action['res_model']].with_user(self.seller)
        dialog = dialogs.with_context(**action['context']).create({'reason': "Seen on Monday"})

        dialog.action_confirm()

        self.assertEqual(request.connection_id.state, 'connected')
        self.assertIn("Seen on Monday", request.message_ids[0].body)
        self.assertFalse(self._activities(request), "whoever tells it knows it")

    def test_another_person_telling_it_tells_the_salesperson(self):
        request = self._request()

        request.with_user(self.other_seller)._move_to('rejected')

        self.assertEqual(self._activities(request).user_id, self.seller)

    def test_where_the_network_tells_people_may_not(self):
        request = self._request()
        self.account.gateway = 'partner'

        for act in (
            request.action_mark_accepted,
            request.connection_id.action_set_state,
            lambda: request.connection_id._set_by_hand('connected', "So"),
        ):
            with self.assertRaisesRegex(UserError, "comes from the network"):
                act()

    def test_it_can_be_asked_by_mail(self):
        request = self._request(message="Vi levererar kaffe.")
        action = request.action_send_email()
        composers = self.env[action['res_model']].with_user(self.seller)
        composer = composers.with_context(**action['context']).create({})
        self.assertEqual(composer.partner_ids, self.customer)
        for words in ("Norrsken Kaffe AB", '5569991200', "Björkdals kommun", "levererar kaffe"):
            self.assertIn(words, str(composer.body))

        composer.action_send_mail()

        self.assertEqual(request.state, 'pending')
        self.assertTrue(request.mail_sent_at)

    def test_a_letter_that_nobody_gets_is_refused(self):
        self.customer.email = False
        request = self._request()
        action = request.action_send_email()
        composers = self.env[action['res_model']].with_user(self.seller)
        composer = composers.with_context(**action['context']).create({})
        with self.assertRaisesRegex(UserError, "no recipient with an e-mail"):
            composer.action_send_mail()

        self.assertFalse(request.mail_sent_at)

    def test_where_nobody_asks_a_request_is_sent_with_the_words_of_the_last_one(self):
        first = self._request(message="Hej")
        connection = first.connection_id
        self._hear(first, 'accepted')
        connection._learn('requested')
        self.assertTrue(connection.lacks_request)
        self.assertIn("Send Request", self._activities(connection).note)

        connection.action_send_request()

        again = connection.request_ids - first
        self.assertEqual((again.state, again.message), ('pending', "Hej"))
        self.assertFalse(connection.lacks_request)
        with self.assertRaisesRegex(UserError, "No request is missing"):
            connection.action_send_request()

    def test_where_nobody_ever_asked_the_search_leads_to_the_question(self):
        connection = self._create_connection(state='requested').with_user(self.seller)
        connection.sudo().capability_ids = [
            Command.create({'document_type': 'invoice', 'connection_type': 'direct'})
        ]

        action = connection.action_send_request()

        self.assertEqual(action['res_model'], 'pagero.network.search')

    def test_a_request_that_is_sent_again_is_one_whatever_was_chosen_at_first(self):
        request = self._request()
        connection = request.connection_id
        self._hear(request, 'rejected')
        connection.sudo().capability_ids = [
            Command.create({'document_type': 'invoice', 'connection_type': 'direct'})
        ]

        request.action_send_again()

        self.assertEqual(connection.state, 'requested')

    def test_nobody_writes_an_answer_from_outside(self):
        request = self._request()
        for values in ({'state': 'accepted'}, {'answer': "Yes"}, {'accepted_late_at': False}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                request.write(values)


@tagged('post_install', '-at_install')
class TestChase(RequestCommon):
    """The salesperson is reminded; the request's state is the recipient's alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start = fields.Datetime.now()

    def _night(self, days):
        with freeze_time(fields.Datetime.add(self.start, days=days)):
            requests = self.env['pagero.connection.request']
            requests.with_user(self.env.ref('base.user_root'))._cron_chase()

    def test_the_overdue_one_is_chased_once_and_again_later(self):
        request = self._request()
        lines = len(request.message_ids)
        for days, reminders in ((6, 0), (8, 1), (9, 1), (14, 1), (16, 2)):
            self._night(days)
            with self.subTest(days=days):
                self.assertEqual(len(request.message_ids) - lines, reminders)
                self.assertEqual(len(self._activities(request)), min(reminders, 1))
                self.assertEqual(request.state, 'pending')

        self._hear(request, 'rejected')

        self.assertEqual(len(self._activities(request)), 1, "the rejection, no reminder")

    def test_it_is_chased_whatever_else_is_planned(self):
        request = self._request()
        own = request.activity_schedule(summary="Ring", user_id=self.env.uid)

        for days in (8, 16):
            self._night(days)

        self.assertEqual(len(self._activities(request) - own), 1)

    def test_no_days_means_never(self):
        request = self._request()
        self.account.chase_after_days = 0

        self._night(100)

        self.assertFalse(request.chased_at)

    def test_old_good_news_goes_by_itself(self):
        request = self._request()
        self._hear(request, 'accepted')

        self._night(6)
        self.assertTrue(self._activities(request))
        self._night(8)

        self.assertFalse(self._activities(request))
