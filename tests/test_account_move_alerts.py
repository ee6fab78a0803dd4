from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import format_date

from ..models.document.pagero_document import ALERT_LEVELS, STATES
from ..models.tools.own_context import OURS
from ..ubl.finding import FATAL, Finding
from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestAlerts(PageroCommon):
    """What is wrong on the way is said on the invoice, with what to do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_customer_invoice()
        cls.document = cls._create_document(cls.invoice)

    def _alert(self, key='pagero_document'):
        return self.invoice._get_alerts().get(key)

    def test_states_without_trouble_say_nothing(self):
        for state in {state for state, _label in STATES} - set(ALERT_LEVELS) | {'queued'}:
            self.document.write({'state': state})
            with self.subTest(state=state):
                self.assertFalse(self._alert())

    def test_trouble_is_said_with_its_level(self):
        for state, level in ALERT_LEVELS.items():
            if state == 'queued':
                continue
            self.document.write({'state': state})
            with self.subTest(state=state):
                self.assertEqual(self._alert()['level'], level)
                self.assertIn(self.document.status, self._alert()['message'])

    def test_it_says_in_plain_words_what_stopped_it(self):
        self.document._move_to('sending')
        self.document._move_to('error', error_text="[Errno 111] X.", error_code='28500')

        self.assertNotIn("Errno", self._alert()['message'])
        self.assertIn(self.document.reason.rstrip('.'), self._alert()['message'])
        self.assertIn(self.document.advice, self._alert()['message'])

    def _findings(self, *fields_of_invoice):
        of_all = {'rule': 'R', 'severity': FATAL, 'location': '/', 'place': '', 'advice': ''}
        return [
            Finding(**of_all, layer='rules', text=f"Wrong {name}.", field=name).to_dict()
            for name in fields_of_invoice
        ]

    def test_it_says_how_many_faults_there_are_and_leads_to_all_of_them(self):
        self._become_accountant()
        names = ('ref', 'invoice_date', 'pagero_buyer_reference', 'pagero_order_reference')
        self.document.write({'state': 'invalid', 'stored_findings': self._findings(*names)})

        alert = self._alert()

        self.assertIn("Wrong ref.", alert['message'])
        self.assertIn("And 3 more.", alert['message'])
        self.assertEqual(alert['action_text'], "Show All")
        action = self.env['ir.actions.server'].browse(alert['action']['id'])
        shown = action.with_context(**alert['action']['context']).run()
        self.assertEqual((shown['res_model'], shown['target']), ('pagero.invoice.check', 'new'))

    def test_of_one_fault_it_leads_to_the_field(self):
        self._become_accountant()
        self.document.write({'state': 'invalid', 'stored_findings': self._findings('ref')})

        self.assertNotIn("And ", self._alert()['message'])
        self.assertEqual(self._alert()['action']['tag'], 'pagero_go_to_field')

    def test_what_waits_says_as_well_how_much_is_wrong(self):
        self._become_accountant()
        self.document._move_to('held', held_reason='connection')
        found = self._findings('ref', 'invoice_date')
        self.document.write({'fails_check': True, 'stored_findings': found})

        self.assertIn("And 1 more.", self._alert('pagero_waiting_flaw')['message'])

    def _become_accountant(self):
        self.env.user.group_ids += self.env.ref('account.group_account_invoice')

    def test_it_says_why_it_waits(self):
        self.document._move_to('held', held_reason='connection')

        self.assertIn("not connected", self._alert()['message'])

    def test_a_draft_without_a_customer_can_be_opened(self):
        draft = self._create_customer_invoice(partner_id=False, pagero_choice='yes')

        self.assertTrue(draft.send_with_pagero)
        self.assertNotIn('pagero_unconnected', draft._get_alerts())

    def test_it_leads_to_what_can_cure_it(self):
        self.document._move_to('held', held_reason='connection')
        search = self.env.ref('pagero_connector.res_partner_search_network_action')
        self.assertEqual(self._alert()['action']['id'], search.id)

        self._create_connection(state='inactive')
        self.env.invalidate_all()
        self.assertEqual(self._alert()['action']['res_model'], 'pagero.connection')

        self.document._move_to('queued')
        self.document._move_to('held', held_reason='login')
        self.assertEqual(self._alert()['action']['res_model'], 'pagero.account')

    def test_a_form_that_is_opened_changes_nothing(self):
        self.document._move_to('held', held_reason='connection')
        before = self.env['pagero.connection'].search_count([])

        self._alert()

        self.assertEqual(self.env['pagero.connection'].search_count([]), before)

    def test_every_level_is_one_of_cores(self):
        self.assertLessEqual(set(ALERT_LEVELS.values()), {'info', 'warning', 'danger'})


@tagged('post_install', '-at_install')
class TestNoAccountAlert(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.sudo().write({'active': False})

    def _alert(self, invoice):
        return invoice._get_alerts().get('pagero_account')

    def test_it_says_that_the_company_is_not_connected(self):
        for post in (False, True):
            with self.subTest(post=post):
                alert = self._alert(self._create_customer_invoice(post=post))
                self.assertIn(self.company.name, alert['message'])

    def test_other_customers_hear_nothing(self):
        self.assertFalse(self._alert(self._create_customer_invoice(partner_id=self.partner_a.id)))

    def test_what_was_sent_otherwise_needs_no_alert(self):
        invoice = self._create_customer_invoice(post=True)
        invoice.is_move_sent = True

        self.assertFalse(self._alert(invoice))

    def test_a_connected_company_hears_nothing(self):
        self.account.sudo().write({'active': True})

        self.assertFalse(self._alert(self._create_customer_invoice()))

    def test_older_invoices_hear_nothing(self):
        invoice = self._create_customer_invoice()

        invoice.with_context(pagero_skip_catch=OURS).action_post()

        self.assertFalse(self._alert(invoice))


@tagged('post_install', '-at_install')
class TestNotByItself(PageroCommon):
    """An invoice that posting does not send says why, and what to do."""

    def _message(self, invoice):
        alert = invoice._get_alerts().get('pagero_account')
        if alert:
            self.assertIn("Send with Pagero", alert['message'])
        return (alert or {}).get('message', '')

    def _create_yesterdays(self, **values):
        yesterday = fields.Date.today() - timedelta(days=1)
        return self._create_customer_invoice(invoice_date=yesterday, **values)

    def test_dated_before_the_first_day(self):
        day = format_date(self.env, self.account.catch_from)
        for post in (False, True):
            with self.subTest(post=post):
                message = self._message(self._create_yesterdays(post=post))
                self.assertIn(f"dated before {day}", message)

    def test_no_first_day(self):
        self.account.catch_from = False
        for state in ('connected', 'expired', 'disconnected'):
            self.account.sudo().write({'state': state})
            with self.subTest(state=state):
                message = self._message(self._create_customer_invoice(post=True))
                self.assertIn("no date", message)
                self.assertNotIn("not connected", message)

    def test_not_connected(self):
        self.account.sudo().write({'state': 'draft', 'catch_from': False})

        message = self._message(self._create_customer_invoice(post=True))

        self.assertIn("is not connected", message)

    def test_posted_on_the_day_before_the_account_was_connected(self):
        self.account.sudo().write({'state': 'draft', 'catch_from': False})
        invoice = self._create_customer_invoice(post=True)

        self._log_in(self.account)

        self.assertIn("has not been sent", self._message(invoice))

    def test_what_will_be_sent_by_itself_hears_nothing(self):
        self.assertFalse(self._message(self._create_customer_invoice()))

    def test_what_is_sent_by_the_action_hears_nothing_more(self):
        invoice = self._create_yesterdays(post=True)

        invoice.action_send_with_pagero()

        self.assertFalse(self._message(invoice))


@tagged('post_install', '-at_install')
class TestUnmarked(PageroCommon):
    """A connected customer whose invoices go nowhere by themselves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.category_id = False
        cls._create_connection()

    def _alert(self, **values):
        return (
            self._create_customer_invoice(post=True, **values)._get_alerts().get('pagero_unmarked')
        )

    def test_a_posted_invoice_says_so_and_sends_on_a_click(self):
        alert = self._alert()

        self.assertIn("is not marked", alert['message'])
        action = self.env['ir.actions.server'].browse(alert['action']['id'])
        action.with_context(**alert['action']['context']).run()
        invoice = self.env['account.move'].browse(alert['action']['context']['active_id'])
        self.assertEqual(invoice.pagero_document_count, 1)
        self.assertFalse(invoice._get_alerts().get('pagero_unmarked'))

    def test_who_chose_another_way_hears_nothing(self):
        self.assertFalse(self._alert(pagero_choice='no'))

    def test_who_is_marked_hears_nothing(self):
        self.customer.invoice_sending_method = 'pagero'

        self.assertFalse(self._alert())

    def test_who_is_not_connected_hears_nothing(self):
        self.customer.pagero_connection_id.sudo().state = 'requested'
        self.env.invalidate_all()

        self.assertFalse(self._alert())


@tagged('post_install', '-at_install')
class TestStrangers(PageroCommon):
    """Salespeople and others open invoices without any right on Pagero."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls._create_user('stranger', 'base.group_user')
        rights = {'name': "Sees invoices", 'group_id': cls.env.ref('base.group_user').id}
        cls.env['ir.model.access'].create(
            [
                {**rights, 'model_id': cls.env['ir.model']._get_id(name), 'perm_read': True}
                for name in ('account.move', 'account.move.line', 'account.journal')
            ]
        )

    def _names(self):
        """What was added here and may be read by everybody."""
        moves = self.env['account.move'].with_user(self.stranger)
        names = [name for name in moves.fields_get() if 'pagero' in name]
        self.assertIn('send_with_pagero', names)
        return ['alerts', *names]

    def _read(self, invoice):
        self.env.flush_all()
        self.env.invalidate_all()
        [values] = invoice.with_user(self.stranger).read(self._names())
        return {**values, 'alerts': values['alerts'] or {}}

    def test_each_list_that_they_may_open_is_of_records_that_they_may_read(self):
        """Odoo searches for the records of a list with the reader's rights."""
        lists = [
            field
            for name, model in self.env.items()
            if not model._abstract and not name.startswith('pagero.')
            for field in model.with_user(self.stranger)._fields.values()
            if field.type in ('one2many', 'many2many') and 'pagero' in field.name
            if model.with_user(self.stranger)._has_field_access(field, 'read')
        ]
        self.assertTrue(lists)
        for field in lists:
            with self.subTest(field=str(field)):
                named = self.env[field.comodel_name].with_user(self.stranger)
                self.assertTrue(named.has_access('read'))

    def test_they_open_an_invoice_in_any_state(self):
        document = self._create_document()
        for state, _label in STATES:
            document.write({'state': state})
            with self.subTest(state=state):
                values = self._read(document.move_id)
                self.assertEqual(values['pagero_state'], state)
                self.assertNotIn('pagero_document', values['alerts'])

    def test_they_open_an_invoice_that_is_not_sent(self):
        invoice = self._create_customer_invoice()
        self.assertTrue(self._read(invoice)['send_with_pagero'])

        self.account.sudo().write({'catch_from': False})

        self.assertNotIn('pagero_account', self._read(invoice)['alerts'])

    def test_they_find_invoices_by_state(self):
        document = self._create_document(state='error')
        other = self._create_customer_invoice()
        moves = self.env['account.move'].with_user(self.stranger)

        self.assertIn(document.move_id, moves.search([('pagero_state', '=', 'error')]))
        self.assertIn(other, moves.search([('pagero_state', '=', False)]))

    def test_they_open_a_customer(self):
        self._create_connection(customer_number='1001')
        self.env.invalidate_all()
        customer = self.customer.with_user(self.stranger).with_company(self.company)
        names = [name for name in customer.fields_get() if 'pagero' in name]

        [values] = customer.read(names)

        self.assertEqual(values['pagero_connection_state'], 'connected')
        self.assertEqual(values['pagero_customer_number'], '1001')
