from datetime import timedelta, timezone

from odoo import fields
from odoo.tests import tagged

from ..network import NoConnection, TooManyRequests
from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestOtherDatabase(PageroCommon):
    """What Pagero lists in our name, and was not sent from here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.documents = cls.env['pagero.document'].sudo()
        cls.account.action_go_live()
        cls.account.sudo().approved_at = False
        cls.document = cls._create_document(send_mode='Production')
        cls.number = cls.document.document_number
        cls.begun = cls.document.create_date.replace(tzinfo=timezone.utc)

    def _compare(self, **values):
        """Pagero lists one document with these values; whether the account may go on."""
        listed = self._listed(self.document, **{'created_at': self.begun, **values})
        self.documents._compare_with(self.account.sudo(), None, [listed])
        return self.account._is_approved()

    def _next_number(self):
        """Of the same series, and not given here."""
        figures = self.number[len(self.document.move_id.sequence_prefix) :]
        return self.number.replace(figures, str(int(figures) + 5).zfill(len(figures)))

    def test_what_was_sent_elsewhere_is_taken_over(self):
        for state in ('queued', 'held', 'invalid'):
            with self.subTest(state=state), self.env.cr.savepoint() as point:
                self.document.write({'state': state, 'recipient_identities': False})
                self.assertTrue(self._compare())
                self.assertRecordValues(
                    self.document, [{'state': 'delivered', 'file_id': 'file-there'}]
                )
                point.rollback()
                self.env.invalidate_all()

    def test_a_test_of_another_database_is_not_ours(self):
        self.document.send_mode = 'Test'
        self.assertTrue(self._compare())
        self.assertRecordValues(self.document, [{'state': 'queued', 'file_id': False}])

    def test_another_invoice_with_our_number_stops_all(self):
        for other in (
            {'receiver_ids': (('SE:ORGNR', '556677-8899'),)},
            {'issue_date': self.document.issue_date - timedelta(days=1)},
            {'created_at': self.begun - timedelta(minutes=1)},
        ):
            with self.subTest(**other), self.env.cr.savepoint() as point:
                self.assertFalse(self._compare(**other))
                self.assertEqual(self.document.held_reason, 'unapproved_database')
                self.assertIn(self.number, self.account.sent_elsewhere_words)
                point.rollback()
                self.env.invalidate_all()

    def test_an_invoice_of_our_series_that_is_not_here_stops_all(self):
        number = self._next_number()
        self.assertFalse(self._compare(document_identifier=number))
        self.assertTrue(self.account.needs_approval)
        self.assertEqual(self.document.held_reason, 'unapproved_database')
        self.assertIn(number, self.account.sent_elsewhere_words)
        [activity] = self.account.activity_ids.filtered(lambda each: 'lists' in each.note)[:1]
        self.assertIn("say which database this is", activity.note)

    def test_administrators_are_asked_whatever_else_is_planned(self):
        todo, user = 'mail.mail_activity_data_todo', self.env.user
        own = self.account.activity_schedule(todo, summary="Ring Pagero", user_id=user.id)

        self._compare(document_identifier=self._next_number())
        self._compare(document_identifier=self._next_number())

        asked = self.account.activity_ids - own
        self.assertEqual(len(asked), len(self.account._administrators()))
        self.account.action_approve_database()
        self.assertEqual(self.account.activity_ids, own)

    def test_another_companys_invoice_of_the_same_number_hides_nothing(self):
        number = self._next_number()
        other = self._create_other_company()
        invoices = self.env['account.move'].with_company(other)
        theirs = invoices.create({'move_type': 'out_invoice', 'name': number})
        self.assertEqual((theirs.company_id, theirs.name), (other, number))

        self.assertFalse(self._compare(document_identifier=number))

    def test_what_is_no_sign_of_another_database_stops_nothing(self):
        number = self._next_number()
        sent = self._create_document(state='processing', file_id='file-known')
        by_hand = self._create_customer_invoice(post=True, pagero_choice='no')
        for values in (
            {'document_identifier': number, 'send_mode': 'Test'},
            {'document_identifier': number, 'document_type': 'Order'},
            {'document_identifier': number, 'sending_company_id': 'of-another'},
            {'document_identifier': number, 'sending_company_id': ''},
            {'document_identifier': number, 'file_id': sent.file_id},
            {'document_identifier': number, 'file_id': ''},
            {'document_identifier': f'WEB{number}'},
            {'document_identifier': '10005'},
            {'document_identifier': ''},
            {'document_identifier': by_hand.name},
        ):
            with self.subTest(**values):
                self.assertTrue(self._compare(**values))
                self.assertEqual(self.document.state, 'queued')

    def test_an_answer_that_waits_bears_the_number_of_any_invoice(self):
        listed = self._listed(self.document, direction='Received')
        received = self.env['pagero.received.document'].sudo()
        received = received._create_announced(self.account, [listed])
        answer = self._create_document(
            document_type='ApplicationResponse',
            answered_id=received.id,
            document_number=self._next_number(),
            partner_id=False,
        )
        for values in ({}, {'document_type': 'ApplicationResponse'}):
            values |= {'document_identifier': answer.document_number, 'sender_reference': 'x'}
            with self.subTest(**values):
                taken = self.documents._take_over_sent(
                    self.account.sudo(), None, [self._listed(answer, **values)]
                )
                self.assertEqual((taken, answer.state), (set(), 'queued'))

    def test_a_company_that_is_not_live_may_be_a_trial_beside_another(self):
        self.account.action_back_to_test()
        self.assertTrue(self._compare(document_identifier=self._next_number()))

    def test_after_an_administrators_word_only_newer_ones_count(self):
        number = self._next_number()
        self.assertFalse(self._compare(document_identifier=number))

        self.account.action_approve_database()
        self.assertTrue(self._compare(document_identifier=number))

        later = fields.Datetime.now().replace(tzinfo=timezone.utc) + timedelta(minutes=1)
        self.assertFalse(self._compare(document_identifier=number, created_at=later))

    def test_a_copy_that_forgets_its_login_forgets_the_other_one(self):
        self.assertFalse(self._compare(document_identifier=self._next_number()))

        with self.enter_registry_test_mode():
            self.account.action_forget_credentials()

        self.assertFalse(self.account.sent_elsewhere_words)

    def test_it_is_asked_again_after_a_login_an_outage_and_a_death(self):
        account = self.account.sudo()
        claim = {'state': 'sending', 'claim_token': 'x', 'claim_expires_at': '2020-01-01'}
        self.document.write(claim)
        for happens, is_asked in (
            (lambda: account._pause(TooManyRequests("Slow down")), False),
            (lambda: account._pause(NoConnection("Nobody there")), True),
            (self.documents._free_expired, True),
            (account.action_approve_database, True),
            (lambda: account.write(account._prepare_approval()), True),
        ):
            account.compared_on = account._database_server()
            happens()
            self.assertEqual(not account.compared_on, is_asked)
