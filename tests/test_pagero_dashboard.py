from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestDashboard(PageroCommon):
    """C18: what the first page says, and to whom."""

    def _cards(self, **context):
        data = self.env['pagero.dashboard'].with_context(**context).load()
        return {card['key']: card['count'] for card in data['cards']}

    def test_it_counts_by_what_has_to_be_done(self):
        for state in ('invalid', 'error', 'held', 'queued', 'processing', 'cancelled'):
            self._create_document(state=state)
        self._create_document(state='error', is_superseded=True)
        self._create_document(state='delivered', issue_date=fields.Date.today())
        self._create_document(state='delivered', send_mode='Test', issue_date=fields.Date.today())
        self._create_document(state='delivered', business_status='rejected')
        self._create_document(state='delivered', send_mode='Test', business_status='rejected')
        settled = self._create_document(state='delivered', business_status='rejected')
        settled.answer_settled_at = fields.Datetime.now()

        self.assertEqual(
            self._cards(),
            {'person': 2, 'held': 1, 'queued': 1, 'processing': 1, 'delivered': 3, 'rejected': 1},
        )

    def test_each_card_opens_what_it_counts(self):
        for state in ('invalid', 'held', 'queued', 'processing', 'delivered'):
            self._create_document(state=state, business_status='rejected')

        for card in self.env['pagero.dashboard'].load()['cards']:
            with self.subTest(card=card['key']):
                found = self.env['pagero.document'].search_count(card['domain'])
                self.assertEqual(found, card['count'])

    def test_months_tell_mode_and_result(self):
        today = fields.Date.today()
        self._create_document(state='delivered', issue_date=today)
        self._create_document(state='error', send_mode='Test', issue_date=today)
        self._create_document(state='delivered', issue_date=fields.Date.subtract(today, years=3))

        newest = self.env['pagero.dashboard'].load()['months'][-1]

        self.assertEqual(newest['total'], 2)
        self.assertEqual(
            newest['modes'],
            [{'mode': 'Production', 'delivered': 1}, {'mode': 'Test', 'trouble': 1}],
        )

    def test_times_are_averages_of_production(self):
        sent = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        for minutes in (10, 30):
            self._create_document(
                state='delivered',
                sent_at=sent,
                delivered_at=fields.Datetime.add(sent, minutes=minutes),
                answered_at=fields.Datetime.add(sent, minutes=minutes, hours=2),
            )

        times = self.env['pagero.dashboard'].load()['times']

        self.assertEqual(times, {'delivery': 1200.0, 'answer': 7200.0})

    def test_the_commonest_errors_come_first(self):
        for group in ('routing', 'content', 'routing'):
            self._create_document(state='error', error_group=group)

        errors = self.env['pagero.dashboard'].load()['errors']

        self.assertEqual(
            [(each['group'], each['count']) for each in errors], [('routing', 2), ('content', 1)]
        )

    def test_another_companys_documents_are_not_counted(self):
        other = self._create_other_company()
        self.env.user.company_ids += other
        self._create_document(state='error')

        self.assertEqual(self._cards(allowed_company_ids=other.ids)['person'], 0)
        self.assertEqual(self._cards(allowed_company_ids=(self.company + other).ids)['person'], 1)

    def test_an_administrator_finds_a_new_account_and_the_others_whom_to_ask(self):
        other = self._create_other_company()
        user = self._create_user('invoicing', company=other)
        dashboard = self.env['pagero.dashboard'].with_company(other)

        self.assertFalse(dashboard.with_user(user).load()['account']['id'])
        admin = self._create_user('boss', 'base.group_user,pagero_connector.group_admin', other)
        account = dashboard.with_user(admin).load()['account']
        self.assertEqual(account['checklist']['steps'][0]['key'], 'interest')

    def test_it_is_for_pagero_users_only(self):
        stranger = self._create_user('internal', 'base.group_user')

        with self.assertRaises(AccessError):
            self.env['pagero.dashboard'].with_user(stranger).load()

    def test_it_asks_a_bounded_number_of_queries(self):
        for _number in range(5):
            self._create_document(state='error')
        self.env['pagero.dashboard'].load()

        with self._counting_queries() as counted:
            self.env['pagero.dashboard'].load()

        self.assertLessEqual(counted[0], 30)

    def test_salespeople_see_what_their_customers_need(self):
        groups = 'base.group_user,pagero_connector.group_sales'
        seller = self._create_user('seller', groups)
        connection = self._create_connection(state='requested', salesperson_id=seller.id)
        connection._tell_salesperson(connection, "Not approved yet", "Ask again.")
        neighbour = self._create_customer(name="Granne AB", company_registry='556999-3404')
        routed = self._create_connection(neighbour, state='routing_needed')
        routed.with_user(seller).sudo()._open_order()

        enquiries = self.env['pagero.dashboard'].with_user(seller).load()['enquiries']

        self.assertEqual(
            [each['model'] for each in enquiries], ['pagero.connection', 'pagero.routing.order']
        )
        self.assertIn("Not approved yet", enquiries[0]['words'])
        reader = self._create_user('reader', 'base.group_user,pagero_connector.group_user')
        self.assertEqual(self.env['pagero.dashboard'].with_user(reader).load()['enquiries'], [])

    def test_a_reason_is_not_the_state_once_more_and_points_nowhere(self):
        self._create_document(state='invalid')
        self._create_document(state='cancelled', instead='asked')

        people = self.env['pagero.dashboard'].load()['people']

        self.assertEqual(len(people), 2)
        for told in people:
            with self.subTest(status=told['status']):
                self.assertNotEqual(told['reason'], told['status'])
                self.assertNotIn("below", told['reason'])

    def test_setting_up_is_for_administrators(self):
        reader = self._create_user('reader', 'base.group_user,pagero_connector.group_user')

        account = self.env['pagero.dashboard'].with_user(reader).load()['account']

        self.assertFalse(account['checklist'])
        self.assertTrue(self.env['pagero.dashboard'].load()['account']['checklist'])
