from psycopg2.errors import ForeignKeyViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.document.pagero_document import GONE
from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestPageroDocument(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._create_document()

    def test_its_name_is_the_number_of_the_invoice(self):
        self.assertEqual(self.document.display_name, self.document.move_id.name)

    def test_its_file_name_holds_no_slash(self):
        self.document.document_number = 'INV/2026/00001'

        self.assertEqual(self.document.xml_filename, 'INV-2026-00001.xml')

    @mute_logger('odoo.sql_db')
    def test_a_sender_reference_is_used_once(self):
        other = self._create_document()

        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            other.sender_reference = self.document.sender_reference
            self.env.flush_all()

    @mute_logger('odoo.sql_db')
    def test_a_document_of_the_network_is_stored_once(self):
        self.document.network_id = 'network-1'
        other = self._create_document()

        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            other.network_id = 'network-1'
            self.env.flush_all()

    def test_sent_and_received_copies_have_ids_of_their_own(self):
        self.document.network_id = 'network-1'
        received = self._create_document(direction='in', send_mode='Test')

        received.network_id = 'network-1'
        self.env.flush_all()

        self.assertEqual(received.network_id, self.document.network_id)

    @mute_logger('odoo.sql_db')
    def test_the_database_keeps_its_invoice(self):
        self.env.flush_all()
        with self.assertRaises(ForeignKeyViolation), self.env.cr.savepoint():
            self.env.cr.execute(
                'DELETE FROM account_move WHERE id = %s', [self.document.move_id.id]
            )

    def test_what_never_left_may_be_deleted(self):
        for state in ('queued', 'held', 'invalid', 'cancelled'):
            document = self._create_document(state=state)
            with self.subTest(state=state):
                document.unlink()
                self.assertFalse(document.exists())

    def test_what_left_is_kept(self):
        for state in GONE:
            document = self._create_document(state=state)
            with self.subTest(state=state), self.assertRaisesRegex(UserError, "is kept"):
                document.unlink()

    def test_what_was_received_is_kept(self):
        self.document.direction = 'in'

        with self.assertRaisesRegex(UserError, "is kept"):
            self.document.unlink()


@tagged('post_install', '-at_install')
class TestMoves(PageroCommon):
    """What a move does beside the state."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._create_document()

    def test_every_move_is_told_in_the_history(self):
        for target in ('sending', 'processing', 'awaiting_interaction', 'error', 'delivered'):
            self.document._move_to(target)

        self.assertEqual(
            self._events(self.document),
            ['sending', 'processing', 'awaiting_interaction', 'error', 'delivered'],
        )

    def test_the_history_says_why(self):
        self.document._move_to('held', held_reason='connection')
        self.document._move_to('queued')
        self.document._move_to('sending')
        self.document._move_to('error', error_text="Number used already")

        reasons = [event.parameters.get('reason') for event in self.document.event_ids.sorted('id')]
        self.assertEqual(reasons, ['connection', None, None, "Number used already"])

    def test_the_reason_to_wait_ends_with_the_waiting(self):
        self.document._move_to('held', held_reason='login')

        self.document._move_to('queued')

        self.assertFalse(self.document.held_reason)

    def test_the_claim_ends_with_the_sending(self):
        self.document._move_to('sending', claim_token='mine', claim_expires_at='2026-01-01')
        self.assertEqual(self.document.claim_token, 'mine')

        self.document._move_to('processing')

        self.assertFalse(self.document.claim_token or self.document.claim_expires_at)

    def test_an_error_ends_when_it_goes_on(self):
        for target in ('processing', 'delivered', 'cancelled'):
            document = self._create_document(
                state='error', error_text="Bad", error_code='29100', error_group='routing'
            )
            document._move_to(target)
            with self.subTest(target=target):
                self.assertFalse(document.error_text or document.error_code or document.error_group)

    def test_a_delivery_notes_its_time(self):
        self.document._move_to('sending')
        self.document._move_to('processing')
        self.assertFalse(self.document.delivered_at)

        self.document._move_to('delivered')

        self.assertTrue(self.document.delivered_at)

    def test_what_is_released_is_due_at_once(self):
        self.document._move_to('held', held_reason='connection', next_attempt_at='2100-01-01')

        self.document._release()

        due = self.env['pagero.document'].sudo().search(self.document._due_domain())
        self.assertIn(self.document, due)


@tagged('post_install', '-at_install')
class TestWords(PageroCommon):
    """What a person reads: why, and what to do."""

    def test_a_vat_number_is_told_as_the_organisation_number_that_it_is_kept_as(self):
        document = self._create_document(
            built_for={
                'address': '0007:2120009986',
                'legal': 'SE:2120009986',
                'vat': 'SE:2120009986',
            }
        )

        lines = ["Electronic ID: 0007:2120009986", "Organisation number: 2120009986"]
        self.assertEqual(document.sent_numbers.split('\n'), lines)
        document.write({'built_for': {'vat': 'vat:U12345678'}})
        self.assertEqual(document.sent_numbers, "VAT number: U12345678")

    def test_every_state_that_needs_somebody_has_advice(self):
        for state in ('invalid', 'unsure', 'awaiting_interaction', 'error'):
            with self.subTest(state=state):
                self.assertTrue(self._create_document(state=state).advice)

    def test_every_reason_to_wait_has_advice_and_words(self):
        reasons = dict(self.env['pagero.document']._fields['held_reason'].selection)
        self.assertTrue(reasons)
        for reason, words in reasons.items():
            document = self._create_document(state='held', held_reason=reason)
            with self.subTest(reason=reason):
                self.assertTrue(document.advice)
                self.assertEqual(document.reason.rstrip('.'), words)

    def test_nothing_to_do_has_no_advice(self):
        for state in ('queued', 'sending', 'processing', 'delivered', 'cancelled'):
            with self.subTest(state=state):
                self.assertFalse(self._create_document(state=state).advice)

    def test_each_group_of_errors_has_advice_of_its_own(self):
        groups = ('routing', 'system', 'content', 'format', 'validation', 'delivery')
        reasons = {
            self._create_document(state='error', error_group=group).reason for group in groups
        }
        self.assertEqual(len(reasons), len(groups))

    def test_another_group_of_errors_has_advice_too(self):
        self.assertTrue(self._create_document(state='error', error_group='manual').advice)

    def test_an_invalid_one_shows_the_worst_finding(self):
        warning = _finding('W-1', 'warning', "Unusual")
        fatal = _finding('F-1', 'fatal', "Seller is missing")
        document = self._create_document(state='invalid', stored_findings=[warning, fatal])

        self.assertIn("Seller is missing", document.reason)
        self.assertNotIn('F-1', document.reason)

    def test_findings_are_a_table_that_is_safe_to_show(self):
        finding = _finding('F-1', 'fatal', "<script>alert(1)</script>")
        table = str(
            self._create_document(state='invalid', stored_findings=[finding]).findings_table
        )

        self.assertIn('<table', table)
        self.assertIn('F-1', table)
        self.assertNotIn('<script>', table)

    def test_without_findings_there_is_no_table(self):
        self.assertFalse(self._create_document().findings_table)


def _finding(rule, severity, text):
    values = {'location': '/Invoice', 'place': "Seller", 'advice': "Correct it.", 'layer': 'rules'}
    return {'rule': rule, 'severity': severity, 'text': text, **values}


@tagged('post_install', '-at_install')
class TestEnqueue(PageroCommon):
    def test_the_mode_is_the_callers_then_the_invoices_then_the_accounts(self):
        invoice = self._create_customer_invoice()
        documents = self.env['pagero.document']
        self.assertEqual(documents._enqueue(invoice).send_mode, 'Test')

        invoice.pagero_send_mode = 'Certification'
        self.assertEqual(documents._enqueue(invoice).send_mode, 'Certification')
        self.assertEqual(documents._enqueue(invoice, 'Production').send_mode, 'Production')

    def test_it_queues_for_people_who_may_not_create_documents(self):
        user = self._create_user('invoicing')
        invoice = self._create_customer_invoice()

        document = self.env['pagero.document'].with_user(user)._enqueue(invoice.with_user(user))

        self.assertEqual(document.state, 'queued')
        self.assertFalse(document.env.su)

    def test_people_may_not_create_documents_themselves(self):
        user = self._create_user('invoicing')
        with self.assertRaises(AccessError):
            self.env['pagero.document'].with_user(user).create(
                {'move_id': self._create_customer_invoice().id, 'send_mode': 'Test'}
            )
