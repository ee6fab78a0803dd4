from datetime import timedelta
from decimal import Decimal

import psycopg2
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.tools.own_context import OURS
from ..ubl.billing.reader import read
from ..ubl.received import recognise
from .common import USER_GROUPS, PageroCommon


class ReminderCommon(PageroCommon):
    """An overdue invoice that the customer got over Pagero."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.sudo().is_live = True
        cls.connection = cls._create_connection()
        cls.documents = cls.env['pagero.document']
        cls.invoice = cls._create_overdue()

    @classmethod
    def _create_overdue(cls, state='delivered', send_mode='Production', **values):
        long_ago = fields.Date.today() - timedelta(days=40)
        dates = {'invoice_date': long_ago, 'invoice_date_due': long_ago + timedelta(days=30)}
        dates |= {'pagero_choice': 'no', 'invoice_payment_term_id': False}
        invoice = cls._create_customer_invoice(**{**dates, **values})
        invoice.with_context(pagero_skip_catch=OURS).action_post()
        cls._create_document(invoice, state=state, send_mode=send_mode)
        return invoice

    def _pay(self, invoice, amount=None):
        values = {'amount': amount} if amount else {}
        register = self.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=invoice.ids
        )
        register.create(values)._create_payments()

    def _remind(self, invoice=None):
        invoice = invoice or self.invoice
        invoice.action_remind_over_pagero()
        return invoice.pagero_reminder_ids.sorted('id')[-1:]


@tagged('post_install', '-at_install')
class TestReminding(ReminderCommon):
    def test_a_test_of_the_invoice_takes_no_reminders_place(self):
        self._create_document(self.invoice, state='delivered', send_mode='Test')
        reminder = self.documents._remind(self.invoice, send_mode='Test')
        first = self.documents._enqueue(self.invoice, 'Test')

        self.documents._enqueue(self.invoice, 'Test')

        self.assertEqual((reminder.state, first.state), ('queued', 'cancelled'))

    def test_lists_are_grouped_by_the_invoice_not_by_its_reminder(self):
        self._remind()

        moves = self.env['account.move'].sudo()
        groups = moves._read_group([('id', '=', self.invoice.id)], ['pagero_state'], ['__count'])
        self.assertEqual(groups, [(self.invoice.pagero_state, 1)])
        self.assertNotEqual(self.invoice.pagero_state, 'queued')

    def test_an_overdue_invoice_gets_a_reminder_in_the_queue(self):
        reminder = self._remind()

        self.assertRecordValues(
            reminder,
            [
                {
                    'document_type': 'PaymentReminder',
                    'state': 'queued',
                    'send_mode': 'Production',
                    'document_number': f'{self.invoice.name}-R1',
                    'partner_id': self.customer.id,
                    'issue_date': fields.Date.today(),
                }
            ],
        )
        self.assertIn(reminder.document_number, self.invoice.message_ids[0].body)
        self.assertEqual(self.invoice.pagero_state, 'delivered', "the invoice's own one is shown")
        self.assertEqual(self.invoice.pagero_reminder_count, 1)

    def test_not_twice_on_one_day(self):
        self._remind()

        with self.assertRaisesRegex(UserError, "already sent today"):
            self._remind()
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.assertEqual(self._remind().document_number, f'{self.invoice.name}-R2')

    @mute_logger('odoo.sql_db')
    def test_the_database_refuses_a_second_one_too(self):
        self._remind()

        with self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
            self.documents._remind(self.invoice)
            self.env.flush_all()

    def test_one_that_was_cancelled_may_be_sent_again_today(self):
        self._remind().action_cancel()

        self.assertEqual(self._remind().state, 'queued')

    def test_only_what_is_overdue_unpaid_and_delivered(self):
        future = self._create_overdue(invoice_date_due=fields.Date.today())
        paid = self._create_overdue()
        self._pay(paid)
        undelivered = self._create_overdue(state='processing')
        other_mode = self._create_overdue(send_mode='Test')
        refund = self.invoice._reverse_moves()
        for invoice, why in (
            (future, "overdue"),
            (paid, "overdue"),
            (refund, "overdue"),
            (undelivered, "not got it"),
            (other_mode, "not got it"),
        ):
            with self.subTest(why=why):
                self.assertFalse(invoice.pagero_can_remind)
                with self.assertRaisesRegex(UserError, why):
                    invoice.action_remind_over_pagero()
        self.assertTrue(self.invoice.pagero_can_remind)

    def test_only_customers_that_are_connected(self):
        self.connection.sudo()._set_by_hand('none', "Gone")

        with self.assertRaisesRegex(UserError, "not connected"):
            self._remind()

    def test_in_the_mode_of_the_account(self):
        self.account.sudo().is_live = False
        invoice = self._create_overdue(send_mode='Test')

        self.assertEqual(self._remind(invoice).send_mode, 'Test')

    def test_of_many_those_that_can_be_and_the_others_say_why(self):
        other = self._create_overdue(state='processing')

        notice = (self.invoice | other).action_remind_over_pagero()

        self.assertTrue(self.invoice.pagero_reminder_ids)
        self.assertFalse(other.pagero_reminder_ids)
        self.assertIn(other.name, notice['params']['message'])

    def test_a_follow_up_reminds_of_what_can_be_and_raises_nothing(self):
        other = self._create_overdue(state='processing')

        self.assertEqual((self.invoice | other)._remind_over_pagero(), self.invoice)
        self.assertFalse((self.invoice | other)._remind_over_pagero())

    def test_a_reader_reminds_nobody(self):
        reader = self._create_user('reader', 'base.group_user,account.group_account_readonly')

        with self.assertRaises(AccessError):
            self.invoice.with_user(reader).action_remind_over_pagero()

    def test_a_bookkeeper_does(self):
        bookkeeper = self._create_user('bookkeeper', USER_GROUPS)

        self.invoice.with_user(bookkeeper).action_remind_over_pagero()

        self.assertEqual(self.invoice.pagero_reminder_ids.create_uid, bookkeeper)


@tagged('post_install', '-at_install')
class TestBuilt(ReminderCommon):
    """As it leaves: Peppol BIS 3, which Pagero takes, and we ourselves know as a reminder."""

    def _built(self, reminder):
        [upload] = self._claimed(reminder)._build()
        return upload

    def _claimed(self, reminder):
        reminder.sudo()._move_to('sending', claim_token='t')
        return reminder.sudo()

    def test_it_says_what_is_unpaid_and_passes_all_rules(self):
        self._pay(self.invoice, amount=100.0)
        reminder = self._remind()

        upload = self._built(reminder)

        self.assertEqual(reminder.state, 'sending', reminder.sudo().findings)
        self.assertEqual(upload.document_type, 'PaymentReminder')
        told, facts = read(upload.payload).invoice, recognise(upload.payload)
        self.assertEqual(facts.kind, 'payment_reminder')
        self.assertEqual(facts.references, (self.invoice.name,))
        self.assertEqual(facts.payable, Decimal(f'{self.invoice.amount_residual:.2f}'))
        self.assertEqual(told.totals.vat, Decimal('0.00'))
        self.assertEqual(told.due_date, self.invoice.invoice_date_due)
        self.assertIn(self.invoice.name, told.notes[0].text)
        self.assertEqual(
            [each.account.number for each in told.payment_means if each.account], ['9912346']
        )

    def test_one_that_is_paid_before_it_leaves_stays_here(self):
        reminder = self._remind()
        self._pay(self.invoice)

        self.assertFalse(self._claimed(reminder)._build())

        self.assertEqual(reminder.state, 'cancelled')
        self.assertIn('paid_meanwhile', self._events(reminder))

    def test_what_is_wrong_stops_it_like_an_invoice(self):
        reminder = self._remind(self._create_overdue(pagero_buyer_reference=False))

        self._claimed(reminder)._build()

        self.assertEqual(reminder.state, 'invalid')

    def test_sent_again_it_takes_the_place_of_the_first(self):
        reminder = self._remind()
        reminder.action_cancel()

        reminder.action_send_again()

        again = self.invoice.pagero_reminder_ids - reminder
        self.assertEqual(again.supersedes_id, reminder)
        self.assertEqual(again.document_type, 'PaymentReminder')

    def test_the_invoice_in_draft_again_takes_the_reminder_back(self):
        reminder = self._remind()
        self.invoice.pagero_document_ids.sudo().write({'state': 'cancelled'})
        self.invoice.button_draft()

        self._claimed(reminder)._build()

        self.assertEqual(reminder.state, 'cancelled')


@tagged('post_install', '-at_install')
class TestNotConnectedForReminders(ReminderCommon):
    """The customer takes invoices over the connection, and no reminders yet."""

    def _stopped(self, **values):
        reminder = self._remind()
        reminder.sudo().write(
            {
                'state': 'awaiting_interaction',
                'error_code': '28700',
                'error_group': 'routing',
                'part_ids': ['part-1'],
            }
        )
        self.connection.sudo().write({'network_connection_id': '4711', **values})
        self._connect_for('invoice')
        return reminder

    def _connect_for(self, *types):
        self.connection.sudo().capability_ids = [
            Command.clear(),
            *(Command.create({'document_type': each}) for each in types),
        ]

    def test_one_button_adds_them_to_the_connection(self):
        reminder = self._stopped()
        self.assertEqual(reminder.cure, 'reminders')
        self.assertIn("not for payment reminders", reminder.reason)
        self.assertEqual(reminder._cure_link()['params']['method'], 'action_connect_for_reminders')

        self._connect_for('invoice', 'payment_reminder')
        reminder.invalidate_recordset()

        self.assertEqual(reminder.cure, 'connection')
        with self.assertRaisesRegex(UserError, "already"):
            reminder.action_connect_for_reminders()

    def test_without_the_network_s_api_it_is_done_in_pagero_online(self):
        reminder = self._stopped(network_connection_id=False)

        self.assertEqual(reminder.cure, 'online')
        self.assertIn("not for payment reminders", reminder.reason)

    def test_an_invoice_is_connected_as_ever(self):
        self._stopped()
        invoice = self._create_document(state='awaiting_interaction', error_code='28700')

        self.assertEqual(invoice.cure, 'connection')

    def test_those_who_may_not_post_get_no_button(self):
        reminder = self._stopped()
        seller = self._create_user('seller', 'pagero_connector.group_sales')

        self.assertFalse(reminder.with_user(seller).cure)
        with self.assertRaises(AccessError):
            reminder.with_user(seller).action_connect_for_reminders()

    def test_who_reminds_connects_new_customers_for_reminders_too(self):
        self.assertFalse(self.account._sends_reminders())

        self._remind()

        self.assertTrue(self.account._sends_reminders())
