import re
from datetime import timedelta
from pathlib import Path

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.document.pagero_document import STATES
from ..models.office.pagero_dashboard import RESULT_OF
from .common import USER_GROUPS, PageroCommon


_MODELS = {'late_answers': 'pagero.received.document'}
# Numbers that count nothing: ids, averages, and the steps of setting up, which are shown below.
_NO_COUNTS = {'id', 'times', 'account', 'modes'}


def _results_of(month):
    """{(mode, result): number} of one bar."""
    return {
        (part['mode'], result): number
        for part in month['modes']
        for result, number in part.items()
        if result != 'mode'
    }


def _counting_parts(data, path=()):
    """(path, dict) of all that holds a number; each has to say what it counts."""
    parts = data.items() if isinstance(data, dict) else enumerate(data)
    for name, part in parts:
        if name in _NO_COUNTS:
            continue
        if isinstance(part, (dict, list)):
            yield from _counting_parts(part, (*path, name)) if name != 'domain' else ()
        elif isinstance(part, int) and not isinstance(part, bool):
            yield path or (name,), data


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

    def _create_in_each_state(self):
        """In each state: now and before, tested and sent, answered, replaced, set to be redone."""
        today = fields.Date.today()
        for state, _label in STATES:
            for values in (
                {'issue_date': today, 'business_status': 'rejected'},
                {'issue_date': today, 'send_mode': 'Test', 'error_group': 'routing'},
                {'issue_date': today, 'error_group': 'content', 'is_superseded': True},
                {'issue_date': today.replace(day=1) - timedelta(days=1)},
                {'issue_date': today, 'document_type': 'PaymentReminder', 'move_id': False},
            ):
                self._create_document(state=state, **values)
        self._create_document(state='cancelled', instead='asked')
        self._create_document(state='held', fails_check=True)

    def test_each_number_opens_what_it_counts(self):
        """Whatever counts bears the domain that its link opens, whoever looks."""
        self._create_in_each_state()
        readers = {
            'administrator': self.env.user,
            'accountant': self._create_user('accountant', USER_GROUPS),
            'salesperson': self._create_user(
                'seller', 'base.group_user,pagero_connector.group_sales'
            ),
        }
        for role, user in readers.items():
            data = self.env['pagero.dashboard'].with_user(user).load()
            for months in data['months']:
                self.assertEqual(months['count'], sum(_results_of(months).values()))
            for place, counted in _counting_parts(data):
                with self.subTest(role=role, place=place):
                    model = self.env[_MODELS.get(place[0], 'pagero.document')].with_user(user)
                    self.assertEqual(model.search_count(counted['domain']), counted['count'])

    def test_each_part_of_a_bar_is_what_it_says(self):
        self._create_in_each_state()
        month = self.env['pagero.dashboard'].load()['months'][-1]

        for (mode, result), number in _results_of(month).items():
            states = [state for state, known in RESULT_OF.items() if known == result]
            domain = [*month['domain'], ('send_mode', '=', mode), ('state', 'in', states)]
            with self.subTest(mode=mode, result=result):
                self.assertEqual(self.env['pagero.document'].search_count(domain), number)
        self.assertEqual(set(RESULT_OF), {state for state, _label in STATES})

    def test_a_word_on_the_page_means_one_thing(self):
        """The cards' words are not those of the bars, which count other states by them."""
        source = (Path(__file__).parents[1] / 'static/src/dashboard/dashboard.js').read_text()
        cards, bars = (
            set(
                re.findall(
                    r'_t\("([^"]+)"\)', re.search(f'this.{name} = {{(.*?)}};', source, re.S)[1]
                )
            )
            for name in ('labels', 'resultLabels')
        )
        self.assertFalse(cards & bars)

    def test_months_tell_mode_and_result(self):
        today = fields.Date.today()
        self._create_document(state='delivered', issue_date=today)
        self._create_document(state='error', send_mode='Test', issue_date=today)
        self._create_document(state='delivered', issue_date=fields.Date.subtract(today, years=3))

        newest = self.env['pagero.dashboard'].load()['months'][-1]

        self.assertEqual(newest['count'], 2)
        self.assertEqual(
            newest['modes'],
            [{'mode': 'Production', 'delivered': 1}, {'mode': 'Test', 'stopped': 1}],
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

    def test_errors_without_a_code_are_among_the_commonest(self):
        """Or it would say that none is open, beside the errors themselves."""
        document = self._create_document(state='error', error_group=False)

        [other] = self.env['pagero.dashboard'].load()['errors']

        self.assertEqual((other['label'], other['count']), ("Other errors", 1))
        self.assertEqual(self.env['pagero.document'].search(other['domain']), document)

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
