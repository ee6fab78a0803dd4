from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..models.document.pagero_document import GONE, STATES
from ..models.invoice.references import PAGERO_REFERENCE_FIELDS
from .common import PageroCommon


WAITING = ('queued', 'held', 'invalid')


@tagged('post_install', '-at_install')
class TestChoice(PageroCommon):
    """Whether an invoice goes over Pagero: its own choice first, then the customer's."""

    def test_it_follows_the_tag(self):
        self.assertTrue(self._create_customer_invoice().send_with_pagero)

    def test_it_follows_the_sending_method(self):
        customer = self._create_customer(invoice_sending_method='pagero')

        self.assertTrue(self._create_customer_invoice(partner_id=customer.id).send_with_pagero)

    def test_other_customers_go_other_ways(self):
        customer = self._create_customer(invoice_sending_method='email')

        self.assertFalse(self._create_customer_invoice(partner_id=customer.id).send_with_pagero)

    def test_the_form_shows_the_customer_at_once(self):
        with Form(self.env['account.move'].with_context(default_move_type='out_invoice')) as form:
            self.assertFalse(form.send_with_pagero)
            form.partner_id = self.customer
            self.assertTrue(form.send_with_pagero)

    def test_its_own_choice_counts_more(self):
        invoice = self._create_customer_invoice()
        with Form(invoice) as form:
            form.send_with_pagero = False
        self.assertFalse(invoice.send_with_pagero)

        other = self._create_customer_invoice(partner_id=self.partner_a.id)
        other.send_with_pagero = True
        self.assertTrue(other.send_with_pagero)

    def test_only_invoices_and_credit_notes_to_customers_go(self):
        goes = {
            move_type: self.env['account.move']
            .new({'move_type': move_type, 'partner_id': self.customer.id})
            .send_with_pagero
            for move_type in self.env['account.move']._fields['move_type'].get_values(self.env)
        }
        self.assertEqual(
            {move_type for move_type, value in goes.items() if value},
            {'out_invoice', 'out_refund'},
        )

    def test_a_receipt_does_not_go_even_when_chosen(self):
        receipt = self._create_customer_invoice(move_type='out_receipt', pagero_choice='yes')

        self.assertFalse(receipt.send_with_pagero)


@tagged('post_install', '-at_install')
class TestState(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_customer_invoice()

    def test_without_a_document_there_is_no_state(self):
        self.assertFalse(self.invoice.pagero_state)
        self.assertFalse(self.invoice.pagero_status)
        self.assertEqual(self.invoice.pagero_document_count, 0)

    def test_it_is_the_state_of_the_document(self):
        document = self._create_document(self.invoice)
        for state, label in STATES:
            document.write({'state': state})
            with self.subTest(state=state):
                self.assertEqual(self.invoice.pagero_state, state)
                self.assertEqual(self.invoice.pagero_status, label)

    def test_a_delivered_test_says_that_it_was_one(self):
        self._create_document(self.invoice, state='delivered', send_mode='Test')

        self.assertEqual(self.invoice.pagero_status, "Test delivered")

    def test_a_delivered_certification_says_that_it_was_one(self):
        self._create_document(self.invoice, state='delivered', send_mode='Certification')

        self.assertEqual(self.invoice.pagero_status, "Certified")

    def test_production_counts_before_tests(self):
        live = self._create_document(self.invoice, state='processing')
        self._create_document(self.invoice, state='delivered', send_mode='Test')

        self.assertEqual(self.invoice.pagero_document_id, live)
        self.assertEqual(self.invoice.pagero_document_count, 2)

    def test_of_two_tests_the_newer_counts(self):
        self._create_document(self.invoice, state='delivered', send_mode='Test')
        newer = self._create_document(self.invoice, send_mode='Test')

        self.assertEqual(self.invoice.pagero_document_id, newer)

    def test_what_was_replaced_does_not_count(self):
        self._create_document(self.invoice, state='error', is_superseded=True)
        newer = self._create_document(self.invoice, send_mode='Test')

        self.assertEqual(self.invoice.pagero_document_id, newer)

    def test_it_is_found_by_state(self):
        self._create_document(self.invoice, state='error')
        other = self._create_customer_invoice()
        both = self.invoice + other
        for domain, expected in (
            ([('pagero_state', '=', 'error')], self.invoice),
            ([('pagero_state', 'in', ('error', 'invalid'))], self.invoice),
            ([('pagero_state', '=', 'delivered')], self.env['account.move']),
            ([('pagero_state', '=', False)], other),
            ([('pagero_state', '!=', False)], self.invoice),
            ([('pagero_state', '!=', 'error')], other),
            ([('pagero_state', 'in', ('error', False))], both),
            ([('pagero_state', 'not in', ('error', False))], self.env['account.move']),
        ):
            with self.subTest(domain=domain):
                found = self.env['account.move'].search([*domain, ('id', 'in', both.ids)])
                self.assertEqual(found, found & expected | expected)

    def test_it_is_found_as_it_is_shown(self):
        self._create_document(self.invoice, state='error', send_mode='Test')
        self._create_document(self.invoice, state='delivered')
        self._create_document(self.invoice, state='processing', send_mode='Certification')
        self._create_document(self.invoice, state='cancelled')
        moves = self.env['account.move']

        found = [
            state
            for state, _label in STATES
            if self.invoice in moves.search([('pagero_state', '=', state)])
        ]

        self.assertEqual(found, ['delivered'])
        self.assertEqual(self.invoice.pagero_state, 'delivered')

    def test_an_old_test_is_not_found_behind_a_newer_one(self):
        self._create_document(self.invoice, state='error', send_mode='Test')
        self._create_document(self.invoice, state='delivered', send_mode='Test')
        moves = self.env['account.move']

        self.assertNotIn(self.invoice, moves.search([('pagero_state', '=', 'error')]))
        self.assertIn(self.invoice, moves.search([('pagero_state', '!=', 'error')]))

    def test_what_was_replaced_is_not_found(self):
        self._create_document(self.invoice, state='error', is_superseded=True)
        self._create_document(self.invoice)

        found = self.env['account.move'].search([('pagero_state', '=', 'error')])

        self.assertNotIn(self.invoice, found)


@tagged('post_install', '-at_install')
class TestDraftAgain(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_customer_invoice()

    def test_what_waits_is_cancelled_with_it(self):
        for state in WAITING:
            document = self._create_document(self.invoice, state=state)

            self.invoice.button_draft()

            with self.subTest(state=state):
                self.assertEqual(self.invoice.state, 'draft')
                self.assertEqual(document.state, 'cancelled')
                self.assertEqual(self._events(document)[-2:], ['back_to_draft', 'cancelled'])

    def test_the_history_says_who_did_it(self):
        document = self._create_document(self.invoice)

        self.invoice.button_draft()

        self.assertEqual(document.event_ids.user_id, self.env.user)

    def test_what_pagero_has_is_refused(self):
        document = self._create_document(self.invoice)
        for state in GONE:
            document.write({'state': state})
            with self.subTest(state=state):
                with self.assertRaisesRegex(UserError, "credit note"):
                    self.invoice.button_draft()
                self.assertEqual(self.invoice.state, 'posted')
                self.assertFalse(self.invoice.show_reset_to_draft_button)

    def test_what_was_cancelled_does_not_hinder(self):
        self._create_document(self.invoice, state='cancelled')
        self.assertTrue(self.invoice.show_reset_to_draft_button)

        self.invoice.button_draft()

        self.assertEqual(self.invoice.state, 'draft')

    def test_a_test_does_not_hinder_once_it_has_left(self):
        for state in ('processing', 'delivered', 'error'):
            self._create_document(self.invoice, state=state, send_mode='Test')

        self.invoice.button_draft()

        self.assertEqual(self.invoice.state, 'draft')

    def test_a_test_hinders_while_it_leaves(self):
        self._create_document(self.invoice, state='sending', send_mode='Test')

        with self.assertRaises(UserError):
            self.invoice.button_draft()

    def test_no_other_way_leads_round_it(self):
        self._create_document(self.invoice, state='delivered')
        for name, way in {
            'cancel': lambda: self.invoice.button_cancel(),
            'request': lambda: self.invoice.button_request_cancel(),
            'delete': lambda: self.invoice.with_context(force_delete=True).unlink(),
        }.items():
            with self.subTest(way=name), self.assertRaises(UserError), self.env.cr.savepoint():
                way()
        self.assertEqual(self.invoice.state, 'posted')

    def test_the_list_action_is_refused_for_all(self):
        other = self._create_customer_invoice()
        queued = self._create_document(other)
        self._create_document(self.invoice, state='processing')

        with self.assertRaises(UserError), self.env.cr.savepoint():
            (other + self.invoice).button_draft()

        self.assertEqual(other.state, 'posted')
        self.assertEqual(queued.state, 'queued')

    def test_cancelling_cancels_what_waits(self):
        document = self._create_document(self.invoice)

        self.invoice.button_cancel()

        self.assertEqual(self.invoice.state, 'cancel')
        self.assertEqual(document.state, 'cancelled')

    def test_posting_again_queues_a_new_document(self):
        old = self._create_document(self.invoice)
        self.invoice.button_draft()

        self.invoice.action_post()

        self.assertEqual(old.state, 'cancelled')
        self.assertEqual(self.invoice.pagero_state, 'queued')
        self.assertEqual(self.invoice.pagero_document_count, 2)


@tagged('post_install', '-at_install')
class TestDelete(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_customer_invoice()
        cls.document = cls._create_document(cls.invoice)
        cls.invoice.button_draft()

    def test_what_never_left_goes_with_its_invoice(self):
        self.invoice.with_context(force_delete=True).unlink()

        self.assertFalse(self.document.exists())

    def test_what_left_keeps_its_invoice(self):
        self.document.upload_started_at = '2026-01-01 00:00:00'

        with self.assertRaisesRegex(UserError, "is kept"):
            self.invoice.with_context(force_delete=True).unlink()

    def test_what_left_is_kept_itself(self):
        self.document.upload_started_at = '2026-01-01 00:00:00'

        with self.assertRaisesRegex(UserError, "is kept"):
            self.document.unlink()

    def test_invoices_without_documents_are_deleted_as_ever(self):
        other = self._create_customer_invoice()

        other.unlink()

        self.assertFalse(other.exists())


@tagged('post_install', '-at_install')
class TestReferences(PageroCommon):
    VALUES = {
        'pagero_buyer_reference': 'ZZ1234',
        'pagero_order_reference': 'PO-7',
        'pagero_contract_reference': 'C-1',
        'pagero_project_reference': 'P-1',
        'pagero_accounting_cost': '4711',
        'pagero_customer_number': '1001',
        'pagero_tender_reference': 'T-1',
        'pagero_despatch_advice': 'D-1',
        'pagero_receiving_advice': 'R-1',
        'pagero_invoiced_object': '735999111122223333',
        'pagero_invoiced_object_scheme': 'AVE',
        'pagero_sales_order': 'S-1',
        'pagero_note': "Thank you",
        'pagero_period_start': '2026-09-01',
        'pagero_period_end': '2026-09-30',
        'pagero_payment_terms': "30 days",
        'pagero_mandate_reference': 'M-1',
        'pagero_exemption_code': 'VATEX-EU-132',
        'pagero_exemption_reason': "Health care",
        'pagero_credited_number': 'INV/2025/00001',
        'pagero_credited_date': '2025-12-31',
        'delivery_date': '2026-09-15',
    }

    # What this invoice doesn't say, whatever stands there.
    UNSAID = (
        *('pagero_customer_number', 'pagero_sales_order', 'pagero_exemption_code'),
        *('pagero_exemption_reason', 'pagero_credited_number', 'pagero_credited_date'),
        *('pagero_tax_currency_id', 'pagero_payment_account_ids'),
        'pagero_invoiced_object_scheme',
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_customer_invoice()
        cls.bank = cls.company.partner_id.bank_ids[:1]
        payment = {
            'pagero_payment_account_ids': [Command.set(cls.bank.ids)],
            'pagero_tax_currency_id': cls.company.currency_id.id,
            'partner_shipping_id': cls._create_customer(name="Lager").id,
        }
        cls.values = {**cls.VALUES, **payment}

    def test_the_list_is_whole(self):
        self.assertEqual(set(self.values), set(PAGERO_REFERENCE_FIELDS))

    def test_they_are_editable_while_the_invoice_waits(self):
        document = self._create_document(self.invoice)
        for state in (*WAITING, 'cancelled'):
            document.write({'state': state})
            with self.subTest(state=state):
                self.invoice.write(dict(self.values))
                self.assertEqual(self.invoice.pagero_order_reference, 'PO-7')
                self.invoice.write(dict.fromkeys(self.VALUES, False))

    def test_they_are_fixed_once_it_is_being_sent(self):
        document = self._create_document(self.invoice)
        for state in GONE:
            document.write({'state': state})
            refused = self.assertRaisesRegex(UserError, "can no longer be changed")
            with self.subTest(state=state), refused, self.env.cr.savepoint():
                self.invoice.pagero_note = "Thank you"
        said = {name: value for name, value in self.values.items() if name not in self.UNSAID}
        for name, value in said.items():
            refused = self.assertRaisesRegex(UserError, "can no longer be changed")
            with self.subTest(field=name), refused, self.env.cr.savepoint():
                self.invoice.write({name: value})

    def test_what_the_recipient_demands_is_shown_and_cured_after_posting(self):
        self.env['pagero.recipient.rule'].create(
            {'partner_id': self.customer.id, 'field_key': 'delivery_date'}
        )
        self.env.user.group_ids += self.env.ref('pagero_connector.group_user')
        self._create_document(self.invoice, state='invalid')
        self.assertEqual(self.invoice.pagero_visible_fields, 'delivery')

        with Form(self.invoice) as form:
            form.delivery_date = '2026-09-15'

        self.assertFalse(self.invoice.pagero_to_do)

    def test_the_refusal_names_the_field(self):
        self._create_document(self.invoice, state='processing')

        with self.assertRaisesRegex(UserError, "Contract"):
            self.invoice.pagero_contract_reference = 'C-2'

    def test_other_fields_stay_editable(self):
        self._create_document(self.invoice, state='delivered')

        self.invoice.invoice_user_id = self.env.user

        self.assertEqual(self.invoice.invoice_user_id, self.env.user)

    def test_changes_are_told_in_the_chatter(self):
        self._create_document(self.invoice, state='invalid')

        with self._tracking(self.invoice) as invoice:
            invoice.write(dict(self.values))

        tracked = self.invoice.message_ids.sudo().tracking_value_ids.field_id.mapped('name')
        self.assertLessEqual(set(PAGERO_REFERENCE_FIELDS), set(tracked))

    def test_they_are_outside_the_hash(self):
        self.assertFalse(set(PAGERO_REFERENCE_FIELDS) & self._hashed_fields())

    def _hashed_fields(self):
        moves = self.env['account.move']
        versions = range(1, 5)
        fields = {
            name
            for version in versions
            for name in moves.with_context(hash_version=version)._get_integrity_hash_fields()
        }
        self.assertIn('name', fields)
        return fields

    def test_a_locked_invoice_can_be_cured(self):
        self._create_document(self.invoice, state='invalid')
        self.invoice.button_hash()
        digest = self.invoice.inalterable_hash

        self.invoice.write(dict(self.values))

        self.assertTrue(digest)
        self.assertEqual(self.invoice.inalterable_hash, digest)


@tagged('post_install', '-at_install')
class TestCopy(PageroCommon):
    def test_a_copy_has_not_been_sent(self):
        invoice = self._create_customer_invoice(pagero_send_mode='Certification')
        self._create_document(invoice, state='delivered')

        copy = invoice.copy()

        self.assertFalse(copy.pagero_document_ids)
        self.assertFalse(copy.pagero_state)
        self.assertFalse(copy.pagero_send_mode)

    def test_a_copy_keeps_who_is_concerned(self):
        invoice = self._create_customer_invoice(
            pagero_contract_reference='C-1', pagero_order_reference='PO-7'
        )

        copy = invoice.copy()

        self.assertEqual(copy.pagero_buyer_reference, 'ANNA01')
        self.assertEqual(copy.pagero_contract_reference, 'C-1')
        self.assertFalse(copy.pagero_order_reference, "another order, another number")

    def test_a_copy_keeps_the_choice(self):
        invoice = self._create_customer_invoice(pagero_choice='no')

        self.assertFalse(invoice.copy().send_with_pagero)


@tagged('post_install', '-at_install')
class TestOthersRights(PageroCommon):
    """Apps write, post and delete invoices for people who know nothing of Pagero."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = cls.env['res.groups'].create({'name': "Somebody with invoices"})
        names = ('move', 'move.line', 'journal', 'analytic.line', 'partial.reconcile')
        names = [f'account.{name}' for name in names]
        models = cls.env['ir.model'].search([('model', 'in', names)])
        cls.env['ir.model.access'].create(
            [
                {
                    'name': model.model,
                    'model_id': model.id,
                    'group_id': group.id,
                    'perm_read': True,
                    'perm_write': True,
                    'perm_create': True,
                    'perm_unlink': True,
                }
                for model in models
            ]
        )
        cls.user = cls._create_user('somebody', 'base.group_user')
        cls.user.group_ids += group

    def _theirs(self, move):
        self.env.invalidate_all()
        return move.with_user(self.user)

    def test_they_know_nothing_of_pagero(self):
        self.assertFalse(self.user.has_group('pagero_connector.group_user'))
        with self.assertRaises(AccessError):
            self._create_document().with_user(self.user).sudo(False).read(['state'])

    def test_they_read_the_state(self):
        invoice = self._create_document().move_id

        self.assertEqual(self._theirs(invoice).pagero_status, "Queued")

    def test_they_delete_a_draft(self):
        draft = self._create_customer_invoice()

        self._theirs(draft).unlink()

        self.assertFalse(draft.exists())

    def test_they_write_references(self):
        draft = self._create_customer_invoice()

        self._theirs(draft).pagero_buyer_reference = 'NEW'

        self.assertEqual(draft.pagero_buyer_reference, 'NEW')

    def test_they_go_back_to_draft(self):
        document = self._create_document()

        self._theirs(document.move_id).button_draft()

        self.assertEqual(document.state, 'cancelled')
