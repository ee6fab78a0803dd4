from contextlib import contextmanager
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.invoice.fixed_terms import NEVER_SAID
from ..models.tools.own_context import OURS
from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestFixedTerms(PageroCommon):
    """What stands in a document that has left is fixed, whatever field it comes from.

    The kind: each term of the document, by each way that leads to ``write``: forms, imports, other
    addons and Odoo's own dialogs. Nothing that the document doesn't say is fixed.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_posted()
        cls.document = cls._create_document(cls.invoice, state='delivered', send_mode='Production')

    @classmethod
    def _create_posted(cls, **values):
        usual = {'pagero_order_reference': 'PO-1', 'invoice_date': fields.Date.today()}
        invoice = cls._create_customer_invoice(**{**usual, **values})
        invoice.with_context(pagero_skip_catch=OURS).action_post()
        return invoice

    def _assert_refused(self, name, write, *args):
        words = rf".* can no longer be changed: .*{name}"
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            write(*args)

    # === WHAT THE DOCUMENT SAYS === #

    def test_what_the_document_says_is_fixed(self):
        bank = self._create_bank()
        place = self._create_customer(name="Lager", street="Hamnvägen 9")
        changes = {
            'name': ("Number", 'KF/2026/00900'),
            'payment_reference': ("Payment reference", '12344'),
            'invoice_date_due': ("Due date", '2027-03-01'),
            'pagero_order_reference': ("Order number", 'PO-2'),
            'narration': ("Note", "<p>Changed</p>"),
            'partner_bank_id': ("Payment", bank.id),
            'partner_shipping_id': ("Delivery", place.id),
            'pagero_buyer_reference': ("Buyer reference", 'ZZ99'),
            'pagero_invoiced_object': ("Invoiced object", '735999'),
            'state': ("Status", 'draft'),
        }
        for field, (name, value) in changes.items():
            with self.subTest(field=field):
                self._assert_refused(name, self.invoice.write, {field: value})

    def _create_bank(self):
        return self._create_trusted_account(self.company.partner_id, 'SE4550000000058398257466')

    def test_the_customer_reference_is_fixed_where_it_is_the_order(self):
        self.invoice.ref = 'PO-8'  # the order number of the e-invoice goes before it
        other = self._create_posted(ref='PO-7', pagero_order_reference=False)
        self._create_document(other, state='delivered', send_mode='Production')

        self._assert_refused("Order number", other.write, {'ref': 'PO-8'})

    def test_its_lines_are_fixed(self):
        line = self.invoice.invoice_line_ids

        self._assert_refused("Line 1: Note", line.write, {'pagero_note': "Fragile"})
        self._assert_refused("Line 1: Description", line.write, {'name': "Other words"})
        note = {'move_id': self.invoice.id, 'display_type': 'line_note', 'name': "New"}
        self._assert_refused("Note", self.env['account.move.line'].create, note)

    def test_words_between_the_lines_are_fixed(self):
        lines = [
            Command.create({'product_id': self.product_a.id, 'price_unit': 10, 'sequence': 1}),
            Command.create({'display_type': 'line_note', 'name': "Art. 196", 'sequence': 2}),
        ]
        invoice = self._create_posted(invoice_line_ids=lines)
        self._create_document(invoice, state='delivered', send_mode='Production')
        note = invoice.invoice_line_ids.filtered(lambda line: line.display_type == 'line_note')

        unlink = note.with_context(force_delete=True).unlink
        self._assert_refused("Line 1: Note", unlink)

    def test_code_of_the_server_is_refused_as_well(self):
        self._assert_refused(
            "Order number", self.invoice.sudo().write, {'pagero_order_reference': ''}
        )

    def test_the_cure_is_a_credit_note_or_to_cancel_what_is_stopped(self):
        for state, cure in {'delivered': "credit note", 'error': "Cancel the transm"}.items():
            self.document.write({'state': state})
            refused = self.assertRaisesRegex(UserError, cure)
            with self.subTest(state=state), refused, self.env.cr.savepoint():
                self.invoice.pagero_note = "Changed"

    def test_the_refusal_names_the_number_that_was_sent(self):
        name = self.invoice.name
        with self.assertRaisesRegex(UserError, f"^{name} "), self.env.cr.savepoint():
            self.invoice.name = 'KF/2026/00900'

    # === RESEQUENCING === #

    def _resequence(self, moves, first):
        wizard = self.env['account.resequence.wizard'].with_context(
            active_model='account.move', active_ids=moves.ids
        )
        wizard.create({'first_name': first}).resequence()

    def test_resequencing_is_refused(self):
        self._assert_refused("Number", self._resequence, self.invoice, 'KF/2026/00900')

    def test_resequencing_that_keeps_its_number_is_not(self):
        other = self._create_posted()
        number = self.invoice.name

        self._resequence(self.invoice + other, number)

        self.assertEqual(self.invoice.name, number)

    # === WHAT IT DOESN'T SAY === #

    def test_a_payment_is_taken_and_taken_back(self):
        wizard = self.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=self.invoice.ids
        )
        wizard.create({'payment_date': self.invoice.invoice_date}).action_create_payments()
        self.assertIn(self.invoice.payment_state, ('paid', 'in_payment'))

        self.invoice.line_ids.remove_move_reconcile()

        self.assertEqual(self.invoice.payment_state, 'not_paid')

    def test_a_credit_note_is_made_and_reconciled(self):
        self._reverse_invoice(self.invoice, post=True)

        self.assertIn(self.invoice.payment_state, ('paid', 'reversed'))

    def test_the_rest_stays_editable(self):
        values = {
            'invoice_user_id': self.env.user.id,
            'is_move_sent': True,
            'pagero_order_reference': 'PO-1',  # as it was
            'pagero_shown_fields': 'note',
        }
        self.invoice.write(values)
        self.invoice.line_ids.write({'analytic_distribution': False})

        self.assertEqual(self.invoice.pagero_shown_fields, 'note')

    def test_nothing_is_fixed_while_it_waits(self):
        for state in ('queued', 'held', 'invalid', 'cancelled'):
            self.document.write({'state': state})
            with self.subTest(state=state):
                self.invoice.payment_reference = f'{state}-1'
                self.assertEqual(self.invoice.payment_reference, f'{state}-1')

    def test_what_changes_in_the_queue_is_what_leaves(self):
        self.document.write({'state': 'sending', 'send_mode': 'Test'})
        self.document.write({'state': 'queued'})
        self.invoice.payment_reference = '98765'

        [upload] = self.document._build()

        self.assertIn(b'98765', upload.payload)

    def test_what_left_is_kept_as_it_was(self):
        self.document.write({'state': 'queued'})
        [upload] = self.document._build()
        self.document.write({'state': 'cancelled'})

        self.invoice.payment_reference = '98765'

        self.assertEqual(self.document._stored_xml(), upload.payload)

    # === THE SHORTCUT === #

    def test_what_the_shortcut_names_is_read_by_no_mapping(self):
        builder = self.env['account.edi.xml.pagero']
        self.env.invalidate_all()
        move = self.invoice.with_context(prefetch_fields=False)

        self.assertTrue(builder._terms_of(move)[move])

        read = {*move._cache, *(name for line in move.line_ids for name in line._cache)}
        self.assertIn('payment_reference', read)
        known = self.env['account.move']._fields.keys() | self.env['account.move.line']._fields
        self.assertEqual(NEVER_SAID - known, set())
        self.assertEqual(NEVER_SAID & read, set())

    def test_marking_as_sent_draws_nothing(self):
        with self._drawing() as drawn:
            self.invoice.is_move_sent = True
            self._create_posted()
        self.assertFalse(drawn)
        with self._drawing() as drawn:
            self.invoice.invoice_user_id = False
        self.assertEqual(len(drawn), 2)

    @contextmanager
    def _drawing(self):
        """Collects the invoices that are drawn up."""
        builder, drawn = self.env.registry['account.edi.xml.pagero'], []
        usual = builder._terms_or_none

        def counted(self, move, batch):
            drawn.append(move)
            return usual(self, move, batch)

        with patch.object(builder, '_terms_or_none', counted):
            yield drawn
