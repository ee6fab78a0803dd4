from ast import literal_eval
from datetime import timedelta
from unittest.mock import patch

from lxml import etree

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.tools.own_context import OURS
from ..network import HttpTransport
from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestCatch(PageroCommon):
    """Posting queues what goes over Pagero, in the same transaction, and does nothing else."""

    def _documents(self, move):
        return move.pagero_document_ids

    def test_it_catches_customers_with_the_tag(self):
        invoice = self._create_customer_invoice(post=True)

        self.assertRecordValues(
            self._documents(invoice),
            [
                {
                    'state': 'queued',
                    'send_mode': 'Test',
                    'account_id': self.account.id,
                    'company_id': self.company.id,
                    'partner_id': self.customer.id,
                    'document_number': invoice.name,
                    'issue_date': invoice.invoice_date,
                }
            ],
        )

    def test_it_catches_customers_with_the_sending_method(self):
        customer = self._create_customer(invoice_sending_method='pagero')

        invoice = self._create_customer_invoice(partner_id=customer.id, post=True)

        self.assertEqual(invoice.pagero_state, 'queued')

    def test_it_catches_a_contact_of_such_a_company(self):
        contact = self.env['res.partner'].create({'name': "Anna", 'parent_id': self.customer.id})

        invoice = self._create_customer_invoice(partner_id=contact.id, post=True)

        self.assertEqual(self._documents(invoice).partner_id, self.customer)

    def test_it_catches_what_we_bill_ourselves_and_no_other_bill(self):
        ours = self._create_bill(pagero_order_reference='P00012')
        theirs = self._create_bill(self_billed=False, pagero_choice='yes')

        (ours + theirs).action_post()

        self.assertEqual(ours.pagero_document_ids.partner_id, self.customer)
        self.assertFalse(theirs.pagero_document_ids)
        self.assertIn("self-billed bills", theirs._why_not_with_pagero())
        self.assertFalse(theirs.send_with_pagero)
        self.assertEqual(ours._pagero_findings()[ours], [])

    def test_it_catches_what_was_chosen_by_hand(self):
        invoice = self._create_customer_invoice(partner_id=self.partner_a.id, pagero_choice='yes')

        invoice.action_post()

        self.assertEqual(invoice.pagero_state, 'queued')

    def test_it_leaves_what_was_not_chosen(self):
        by_hand = self._create_customer_invoice(pagero_choice='no', post=True)
        without_tag = self._create_customer_invoice(partner_id=self.partner_a.id, post=True)

        self.assertFalse(self._documents(by_hand + without_tag))

    def test_the_sending_method_of_another_company_does_not_count(self):
        other = self._create_other_company()
        customer = self._create_customer()
        customer.with_company(other).invoice_sending_method = 'pagero'

        invoice = self._create_customer_invoice(partner_id=customer.id, post=True)

        self.assertFalse(self._documents(invoice))

    def test_it_catches_credit_notes(self):
        invoice = self._create_customer_invoice(post=True)

        credit_note = self._reverse_invoice(invoice, post=True)

        self.assertEqual(credit_note.pagero_state, 'queued')

    def test_it_leaves_receipts_bills_and_entries(self):
        for move_type in ('out_receipt', 'in_invoice', 'in_refund', 'in_receipt'):
            today = fields.Date.today()
            move = self._create_customer_invoice(
                move_type=move_type, invoice_date=today, pagero_choice='yes', post=True
            )
            with self.subTest(move_type=move_type):
                self.assertEqual(move.state, 'posted')
                self.assertFalse(self._documents(move))

    def test_the_mode_of_the_invoice_counts_more_than_the_accounts(self):
        invoice = self._create_customer_invoice(pagero_send_mode='Certification', post=True)

        self.assertEqual(self._documents(invoice).send_mode, 'Certification')

    def test_a_live_account_sends_in_production(self):
        self.account.action_go_live()

        invoice = self._create_customer_invoice(post=True)

        self.assertEqual(self._documents(invoice).send_mode, 'Production')

    def test_every_sender_reference_is_new_and_names_the_invoice(self):
        invoices = self._create_customer_invoice() + self._create_customer_invoice()

        invoices.action_post()

        references = self._documents(invoices).mapped('sender_reference')
        self.assertEqual(len(set(references)), 2)
        for invoice in invoices:
            reference = self._documents(invoice).sender_reference
            self.assertTrue(reference.startswith(invoice.name))
            self.assertLessEqual(len(reference), 50)

    def test_the_history_says_who_posted(self):
        invoice = self._create_customer_invoice(post=True)

        event = self._documents(invoice).sudo().event_ids
        self.assertRecordValues(event, [{'code': 'queued', 'user_id': self.env.uid}])

    def test_it_wakes_the_sender_and_calls_nobody(self):
        triggers = self.env['ir.cron.trigger'].sudo()
        cron = self.env.ref('pagero_connector.ir_cron_pagero_send')
        before = triggers.search_count([('cron_id', '=', cron.id)])

        with patch.object(HttpTransport, 'send') as send:
            self._create_customer_invoice(post=True)

        send.assert_not_called()
        self.assertGreater(triggers.search_count([('cron_id', '=', cron.id)]), before)


@tagged('post_install', '-at_install')
class TestNotCaught(PageroCommon):
    def test_invoices_dated_before_the_first_day_are_left(self):
        yesterday = fields.Date.today() - timedelta(days=1)

        invoice = self._create_customer_invoice(invoice_date=yesterday, post=True)

        self.assertFalse(invoice.pagero_document_ids)
        self.assertEqual(invoice.pagero_choice, 'yes', "the filter must find it")

    def test_invoices_dated_on_the_first_day_are_caught(self):
        self.account.catch_from = fields.Date.today() - timedelta(days=1)

        invoice = self._create_customer_invoice(invoice_date=self.account.catch_from, post=True)

        self.assertEqual(invoice.pagero_state, 'queued')

    def test_the_context_of_an_import_leaves_them(self):
        invoice = self._create_customer_invoice()

        invoice.with_context(pagero_skip_catch=OURS).action_post()

        self.assertFalse(invoice.pagero_document_ids)

    def test_an_installation_leaves_them(self):
        invoice = self._create_customer_invoice()

        with patch.object(self.registry, 'ready', False):
            invoice.action_post()

        self.assertFalse(invoice.pagero_document_ids)

    def test_future_invoices_wait_for_their_day(self):
        tomorrow = fields.Date.today() + timedelta(days=1)
        invoice = self._create_customer_invoice(invoice_date=tomorrow, auto_post='at_date')

        invoice._post(soft=True)

        self.assertEqual(invoice.state, 'draft')
        self.assertFalse(invoice.pagero_document_ids)

    def test_what_is_posted_by_itself_is_caught(self):
        invoice = self._create_customer_invoice(auto_post='at_date')

        with self.enter_registry_test_mode():
            self.env.ref('account.ir_cron_auto_post_draft_entry').sudo().method_direct_trigger()

        self.assertEqual(invoice.state, 'posted')
        self.assertEqual(invoice.pagero_state, 'queued')


@tagged('post_install', '-at_install')
class TestNoAccount(PageroCommon):
    """A company that isn't connected yet posts its invoices, and none is forgotten."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.sudo().write({'active': False})

    def test_posting_works_and_queues_nothing(self):
        invoice = self._create_customer_invoice(post=True)

        self.assertEqual(invoice.state, 'posted')
        self.assertFalse(invoice.pagero_document_ids)

    def test_the_choice_is_kept(self):
        invoice = self._create_customer_invoice(post=True)

        self.customer.category_id = False

        self.assertTrue(invoice.send_with_pagero)

    def test_the_filter_finds_it(self):
        invoice = self._create_customer_invoice(post=True)
        other = self._create_customer_invoice(partner_id=self.partner_a.id, post=True)

        found = self.env['account.move'].search(self._filter_domain())

        self.assertIn(invoice, found)
        self.assertNotIn(other, found)

    def test_the_filter_finds_it_no_longer_once_queued(self):
        invoice = self._create_customer_invoice(post=True)
        self.account.sudo().write({'active': True})

        invoice.action_send_with_pagero()

        self.assertNotIn(invoice, self.env['account.move'].search(self._filter_domain()))

    def _filter_domain(self):
        """As the search view has it, so that the two can't drift apart."""
        view = self.env.ref('account.view_account_invoice_filter')
        arch = etree.fromstring(self.env['account.move'].get_view(view.id, 'search')['arch'])
        [node] = arch.xpath('//filter[@name="pagero_not_sent"]')
        return literal_eval(node.get('domain'))

    def test_an_account_that_was_never_connected_catches_nothing(self):
        self.account.sudo().write({'active': True, 'state': 'draft', 'catch_from': False})

        invoice = self._create_customer_invoice(post=True)

        self.assertFalse(invoice.pagero_document_ids)
        self.assertEqual(invoice.pagero_choice, 'yes')

    def test_a_disconnected_account_still_catches(self):
        self.account.sudo().write({'active': True, 'state': 'disconnected'})

        invoice = self._create_customer_invoice(post=True)

        self.assertEqual(invoice.pagero_state, 'queued')


@tagged('post_install', '-at_install')
class TestBlockPosting(PageroCommon):
    """Only where the company ticked it, what the network would refuse is not posted."""

    def _create_broken(self):
        # no buyer reference and no order number: PEPPOL-EN16931-R003
        return self._create_customer_invoice(pagero_buyer_reference=False)

    def test_it_is_off(self):
        invoice = self._create_broken()

        invoice.action_post()

        self.assertEqual(invoice.pagero_state, 'queued')

    def test_it_refuses_with_the_reason(self):
        self.account.block_posting = True

        with self.assertRaisesRegex(UserError, 'neither a buyer reference'):
            self._create_broken().action_post()

    def test_it_lets_good_invoices_through(self):
        self.account.block_posting = True

        invoice = self._create_customer_invoice(post=True)

        self.assertEqual(invoice.pagero_state, 'queued')

    def test_it_says_nothing_about_other_customers(self):
        self.account.block_posting = True
        invoice = self._create_broken()
        invoice.pagero_choice = 'no'

        invoice.action_post()

        self.assertEqual(invoice.state, 'posted')

    def test_nothing_is_posted_when_one_is_refused(self):
        self.account.block_posting = True
        good, broken = self._create_customer_invoice(), self._create_broken()

        with self.assertRaises(UserError), self.env.cr.savepoint():
            (good + broken).action_post()

        self.assertEqual(good.state, 'draft')
        self.assertFalse(good.pagero_document_ids)


@tagged('post_install', '-at_install')
class TestListAction(PageroCommon):
    """*Send with Pagero* for invoices that were posted before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.catch_from = fields.Date.today() + timedelta(days=30)
        cls.posted = cls._create_customer_invoice(post=True)

    def _run(self, moves):
        action = self.env.ref('pagero_connector.account_move_send_with_pagero_action')
        context = {'active_model': 'account.move', 'active_ids': moves.ids}
        return action.with_context(**context).run()

    def test_it_queues_what_was_posted(self):
        notice = self._run(self.posted)

        self.assertEqual(self.posted.pagero_state, 'queued')
        self.assertEqual(notice['params']['type'], 'success')

    def test_it_takes_other_customers_too(self):
        invoice = self._create_customer_invoice(partner_id=self.partner_a.id, post=True)

        self._run(invoice)

        self.assertEqual(invoice.pagero_state, 'queued')

    def test_it_refuses_drafts_and_bills(self):
        draft = self._create_customer_invoice()
        bill = self._create_customer_invoice(move_type='in_invoice', post=True)
        for move in (draft, bill):
            with self.subTest(move=move), self.assertRaisesRegex(UserError, "only posted"):
                self._run(move)

    def test_it_refuses_what_is_on_its_way(self):
        self._create_document(self.posted, state='processing')

        with self.assertRaisesRegex(UserError, "already"):
            self._run(self.posted)

    def test_it_sends_a_test_after_a_test(self):
        self._create_document(self.posted, state='delivered', send_mode='Test')

        self._run(self.posted)

        self.assertEqual(self.posted.pagero_state, 'queued')

    def test_a_test_that_waits_for_a_word_gets_no_second_one(self):
        waiting = {'state': 'held', 'held_reason': 'connection', 'send_mode': 'Test'}
        document = self._create_document(self.posted, **waiting)

        with self.assertRaisesRegex(UserError, "Send Test Anyway"):
            self._run(self.posted)
        self.account.action_go_live()
        self._run(self.posted)

        self.assertEqual(document.state, 'cancelled')
        self.assertEqual(self.posted.pagero_document_id.send_mode, 'Production')

    def test_it_queues_the_rest_and_says_what_it_left(self):
        draft = self._create_customer_invoice()

        notice = self._run(self.posted + draft)

        self.assertEqual(self.posted.pagero_state, 'queued')
        self.assertFalse(draft.pagero_document_ids)
        self.assertEqual(notice['params']['type'], 'warning')
        self.assertIn("only posted", notice['params']['message'])
        self.assertEqual(notice['params']['links'][1]['label'], draft.display_name)

    def test_it_refuses_a_company_that_is_not_connected(self):
        for state in ('draft', 'interest_sent'):
            self.account.sudo().write({'state': state})
            with self.subTest(state=state), self.assertRaisesRegex(UserError, "not connected"):
                self._run(self.posted)

    def test_it_refuses_a_company_without_an_account(self):
        self.account.sudo().write({'active': False})

        with self.assertRaisesRegex(UserError, "not connected"):
            self._run(self.posted)


@tagged('post_install', '-at_install')
class TestQueries(PageroCommon):
    def _queries_of_posting(self, count, **values):
        # A journal of its own: core asks more where there are earlier invoices to number after.
        journal = self.company_data['default_journal_sale'].copy()
        moves = self._create_customer_invoices(count, journal_id=journal.id, **values)
        self.env.invalidate_all()
        with self._counting_queries() as counted:
            moves.action_post()
        return counted[0], moves

    def test_catching_a_hundred_takes_eleven_queries_at_most(self):
        self._queries_of_posting(2)
        without, _moves = self._queries_of_posting(100, pagero_choice='no')

        caught, moves = self._queries_of_posting(100)

        self.assertEqual(len(moves.pagero_document_ids), 100)
        self.assertGreater(caught, without)
        self.assertLessEqual(caught - without, 11)  # one is the receipt's
