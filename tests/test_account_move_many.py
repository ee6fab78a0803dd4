from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import tagged

from ..models.document.pagero_document import FINISHED, STATES
from ..models.tools.own_context import OURS
from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestMany(PageroCommon):
    """After work on many invoices there is a receipt, and a list that says how each stands."""

    def _receipts(self, work):
        """What was sent to the user's browser while working."""
        self.env['bus.bus'].sudo().search([]).unlink()
        work()
        self.env.cr.precommit.run()
        messages = self.env['bus.bus'].sudo().search([]).mapped('message')
        return [message for message in messages if 'pagero_receipt' in message]

    def test_posting_many_gives_a_receipt_with_a_way_to_each_group(self):
        over = self._create_customer_invoices(2)
        other = self._create_customer_invoices(3, pagero_choice='no')
        self.account.catch_from = over[0].invoice_date
        [receipt] = self._receipts((over + other).action_post)

        self.assertIn("Queued for Pagero: 2.", receipt)
        self.assertIn("Not for Pagero: 3.", receipt)
        self.assertIn(str(over.ids[0]), receipt)

    def test_posting_one_gives_none(self):
        invoice = self._create_customer_invoices(1)
        self.account.catch_from = invoice.invoice_date
        self.assertFalse(self._receipts(invoice.action_post))

    def test_what_does_not_go_yet_is_a_group_of_its_own(self):
        invoices = self._create_customer_invoices(2)
        self.account.catch_from = False
        [receipt] = self._receipts(invoices.action_post)
        self.assertIn("Not sent over Pagero yet: 2.", receipt)

    def test_sending_many_groups_the_refusals_by_their_reason(self):
        invoices = self._create_customer_invoices(3, pagero_choice='no')
        invoices[:2].action_post()
        action = invoices.action_send_with_pagero()

        self.assertEqual(action['tag'], 'pagero_receipt')
        self.assertIn("Queued for Pagero: 2.", action['params']['message'])
        self.assertIn("1: only posted", action['params']['message'])
        queued, refused = action['params']['links']
        self.assertEqual(queued['action']['domain'], [('id', 'in', invoices[:2].ids)])
        self.assertEqual(refused['action']['domain'], [('id', 'in', invoices[2].ids)])

    def test_many_drafts_are_checked_in_one_list(self):
        right = self._create_customer_invoices(2)
        wrong = self._create_customer_invoices(1, pagero_buyer_reference=False)
        action = (right + wrong).action_check_for_pagero()
        checks = self.env['pagero.invoice.check'].search(action['domain'])

        self.assertEqual(len(checks), 3)
        self.assertEqual(checks.filtered(lambda each: each.verdict == 'fatal').move_id, wrong)
        bad = checks.filtered(lambda each: each.move_id == wrong)
        self.assertIn("reference", bad.sentence)
        self.assertEqual(set((right + wrong).mapped('state')), {'draft'})

    def test_nothing_to_check_says_so(self):
        entry = self.env['account.move'].create({'move_type': 'entry'})
        with self.assertRaises(UserError):
            entry.action_check_for_pagero()

    def test_lists_are_grouped_by_the_pagero_state(self):
        error, delivered = (self._create_document(state=s).move_id for s in ('error', 'delivered'))
        self._create_document(error, state='delivered', send_mode='Test')
        plain = self._create_customer_invoices(1)
        moves = self.env['account.move']
        domain = [('id', 'in', (error + delivered + plain).ids)]
        groups = moves._read_group(domain, ['pagero_state'], ['id:recordset'])

        self.assertEqual(dict(groups), {'error': error, 'delivered': delivered, False: plain})
        self.assertTrue(
            moves.fields_get(['pagero_state'], ['groupable'])['pagero_state']['groupable']
        )
        for state, found in groups:
            self.assertEqual(set(found.mapped('pagero_state')), {state})

    def _invoices_of_every_kind(self):
        """One for each state, alone, beside a test and beside what was replaced; one with none."""
        invoices = self._create_customer_invoices(1)
        for state in dict(STATES):
            for other in ({}, {'send_mode': 'Test'}, {'is_superseded': True}):
                invoice = self._create_document(state=state).move_id
                if other:
                    self._create_document(invoice, state='error', **other)
                invoices |= invoice
        return invoices

    def test_the_database_finds_the_state_that_the_invoice_shows(self):
        invoices = self._invoices_of_every_kind()
        shown = {invoice: invoice.pagero_state for invoice in invoices}
        within, moves = Domain('id', 'in', invoices.ids), self.env['account.move']

        groups = moves._read_group(within, ['pagero_state'], ['id:recordset'])
        in_order = moves.search(within, order='pagero_state')

        self.assertEqual({each: state for state, many in groups for each in many}, shown)
        states = [each.pagero_state for each in in_order]
        self.assertEqual(states, sorted(states, key=lambda state: (not state, state)))
        every = [*dict(STATES), False]
        for asked in ([], *([state] for state in every), ['error', False], every):
            found = moves.search(within & Domain('pagero_state', 'in', asked))
            left = moves.search(within & Domain('pagero_state', 'not in', asked))
            self.assertEqual(set(found), {each for each in shown if shown[each] in asked}, asked)
            self.assertEqual(left, invoices - found, asked)

    def test_no_search_by_the_state_looks_through_most_documents_for_each_invoice(self):
        """``IN`` with what is most of them, under NOT or OR, took minutes among a million."""
        every = {*dict(STATES), False}
        for asked in ([state] for state in every):
            for operator, wanted in (('in', {*asked}), ('not in', every - {*asked})):
                query = self.env['account.move']._search([('pagero_state', operator, asked)])
                is_joined = 'SELECT shown.move_id' not in query.select().code
                self.assertEqual(is_joined, bool(wanted & {*FINISHED, False}), (operator, asked))


@tagged('post_install', '-at_install')
class TestHowManyQuestions(PageroCommon):
    """More invoices cost the database no more questions than core asks anyway."""

    def _questions(self, work):
        self.env.invalidate_all()
        with self._counting_queries() as counted:
            work()
        return counted[0]

    def _extra_when_posted(self, count):
        caught = self._create_customer_invoices(count)
        left = self._create_customer_invoices(count).with_context(pagero_skip_catch=OURS)
        return self._questions(caught._post) - self._questions(left._post)

    def test_posting_asks_few_more_however_many_there_are(self):
        self._extra_when_posted(1)  # fills the caches of rights and such

        few, many = self._extra_when_posted(2), self._extra_when_posted(12)

        # What core asks of both changes by one or two; one for each invoice would be ten more.
        self.assertLessEqual(abs(many - few), 2)
        self.assertLessEqual(many, 13)

    def _questions_of_dialog(self, count):
        invoices = self._create_customer_invoices(count)
        invoices.with_context(pagero_skip_catch=OURS)._post()
        dialogs = self.env['account.move.send.batch.wizard']
        chosen = {'active_model': 'account.move', 'active_ids': invoices.ids}

        def open_dialog():
            dialog = dialogs.with_context(**chosen).create({})
            dialog.read(['summary_data', 'alerts', 'shows_pagero', 'asks_test'])
            self.assertEqual(dialog.summary_data['pagero']['count'], count)

        return self._questions(open_dialog)

    def test_the_dialog_of_many_asks_as_for_a_few(self):
        self._questions_of_dialog(1)

        self.assertEqual(self._questions_of_dialog(2), self._questions_of_dialog(7))
