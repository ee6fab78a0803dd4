from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .. import network
from ..models.document.batch import BATCH
from ..models.mixins.pagero_scheduled_mixin import PageroScheduledMixin
from ..network import (
    Garbled,
    HostNotAllowed,
    NoAnswer,
    NoConnection,
    Outcome,
    PrivateHost,
    Refused,
    SentFile,
    ServerFault,
    TooLarge,
    TooManyRequests,
    Unauthorized,
    UnexpectedAnswer,
)
from .common import PageroCommon


# What only search, connections and Peppol's servers answer.
NEVER_OF_UPLOADS = {
    network.AlreadyConnected,
    network.AnswersMissing,
    network.Deactivated,
    network.NotRegistered,
    network.Vanished,
    network.WrongState,
}
WHAT_BECOMES = {
    NoConnection: 'queued',
    Unauthorized: 'queued',
    TooManyRequests: 'queued',
    HostNotAllowed: 'error',
    PrivateHost: 'error',
    Refused: 'error',
    NoAnswer: 'unsure',
    Garbled: 'unsure',
    TooLarge: 'unsure',
    ServerFault: 'unsure',
    UnexpectedAnswer: 'unsure',
}


class SendCommon(PageroCommon):
    """Decisions only: what crosses the network or commits is tested against real processes."""

    def setUp(self):
        super().setUp()
        patcher = patch.object(PageroScheduledMixin, '_progress', lambda *_args, **_options: 60.0)
        self.startPatcher(patcher)

    def _claimed(self, **values):
        return self._create_document(
            state='sending', claim_token='mine', upload_started_at=fields.Datetime.now(), **values
        )

    def _record(self, document, error=None, token='mine'):
        sent = None if error else SentFile('file-1', document.sender_reference, 'Test', None)
        outcome = Outcome(document.id, sent=sent, error=error)
        document._record_once({document.id: token}, [outcome])


@tagged('post_install', '-at_install')
class TestRecord(SendCommon):
    def test_what_was_taken_is_sent(self):
        document = self._claimed(attempts=3)

        self._record(document)

        self.assertRecordValues(
            document, [{'state': 'processing', 'file_id': 'file-1', 'attempts': 0}]
        )
        self.assertTrue(document.sent_at)

    def test_each_failure_has_its_state(self):
        for error, state in WHAT_BECOMES.items():
            document = self._claimed()
            self._record(document, error("x", text="Because."))
            with self.subTest(error=error.__name__):
                self.assertEqual(document.state, state)
                self.assertTrue(document.error_text)

    def test_every_error_of_an_upload_is_in_the_table(self):
        every = [each for each in vars(network).values() if isinstance(each, type)]
        errors = {
            each
            for each in every
            if issubclass(each, network.NetworkError) and not issubclass(each, network.OAuthError)
        }
        self.assertEqual(errors - {network.NetworkError} - NEVER_OF_UPLOADS, set(WHAT_BECOMES))

    def test_what_surely_was_not_taken_goes_later(self):
        document = self._claimed()

        self._record(document, NoConnection("x"))

        self.assertGreater(document.next_attempt_at, fields.Datetime.now())
        self.assertFalse(document.upload_started_at)
        self.assertEqual(document.attempts, 1)

    def test_each_try_waits_longer(self):
        waits = []
        for attempts in (0, 1, 2):
            document = self._claimed(attempts=attempts)
            self._record(document, NoConnection("x"))
            waits.append(document.next_attempt_at - fields.Datetime.now())
        self.assertEqual(waits, sorted(waits))
        self.assertGreater(waits[2] - waits[0], timedelta(minutes=5))

    def test_it_waits_as_long_as_pagero_asks(self):
        document = self._claimed()

        self._record(document, TooManyRequests("x", retry_after=timedelta(hours=2)))

        self.assertGreater(document.next_attempt_at, fields.Datetime.now() + timedelta(minutes=119))

    def test_what_was_never_begun_is_due_at_once(self):
        document = self._claimed()

        document._record_once({document.id: 'mine'}, [Outcome(document.id)])

        self.assertEqual(document.state, 'queued')
        self.assertLessEqual(document.next_attempt_at, fields.Datetime.now())
        self.assertFalse(document.upload_started_at)

    def test_what_may_have_been_taken_keeps_its_moment(self):
        document = self._claimed()

        self._record(document, NoAnswer("x"))

        self.assertTrue(document.upload_started_at, "the search at Pagero needs it")

    def test_a_refusal_has_nothing_to_restart(self):
        document = self._claimed()

        self._record(document, Refused("x", text="Bad file"))

        self.assertFalse(document.part_ids)
        self.assertIn("Bad file", document.error_text)

    def test_a_claim_of_somebody_else_is_left_alone(self):
        document = self._claimed()

        self._record(document, token='another')

        self.assertRecordValues(document, [{'state': 'sending', 'file_id': False}])

    def test_what_moved_on_meanwhile_is_left_alone(self):
        document = self._claimed()
        document.write({'state': 'unsure'})

        self._record(document)

        self.assertEqual(document.state, 'unsure')

    def test_production_counts_as_sent_and_tests_do_not(self):
        for mode, counts in (('Production', True), ('Test', False), ('Certification', False)):
            document = self._claimed(send_mode=mode)
            self._record(document)
            document._draw_conclusions()
            with self.subTest(mode=mode):
                self.assertEqual(document.move_id.is_move_sent, counts)

    def test_what_stands_at_pagero_no_longer_counts_as_sent(self):
        for is_mailed in (False, True):
            document = self._claimed()
            document.move_id.is_move_sent = is_mailed  # by e-mail, beside Pagero
            self._record(document)
            document._draw_conclusions()
            self.assertTrue(document.move_id.is_move_sent)

            document._update_from_parts([self._part(document, 'Error')])

            with self.subTest(is_mailed=is_mailed):
                self.assertEqual(document.move_id.is_move_sent, is_mailed)

    def test_a_cured_one_counts_as_sent_again(self):
        document = self._claimed()
        self._record(document)
        document._draw_conclusions()
        document._update_from_parts([self._part(document, 'Error')])

        document._update_from_parts([self._part(document, 'Processing')])

        self.assertTrue(document.move_id.is_move_sent)

    def test_what_was_not_taken_does_not_count_as_sent(self):
        for error in (NoAnswer("x"), Refused("x"), NoConnection("x")):
            document = self._claimed()
            self._record(document, error)
            document._draw_conclusions()
            with self.subTest(error=error):
                self.assertFalse(document.move_id.is_move_sent)

    def test_more_outcomes_cost_no_more_questions(self):
        """What came together is written down together, also in the chatter and for browsers."""
        self._count_the_record(1)  # fills the caches of rights and such

        with freeze_time('2026-11-16 12:00'):  # all of a second are written down together
            few, many = self._count_the_record(2), self._count_the_record(8)

        self.assertEqual(many, few)

    def _count_the_record(self, count):
        documents = self.env['pagero.document'].union(
            *(self._claimed(send_mode='Test') for _number in range(count))
        )
        sent = [
            Outcome(each.id, sent=SentFile(f'file-{each.id}', each.sender_reference, 'Test', None))
            for each in documents
        ]
        self.env.invalidate_all()
        with self._counting_queries() as counted:
            documents.sudo()._record_once(dict.fromkeys(documents.ids, 'mine'), sent)
        self.assertEqual(set(documents.mapped('state')), {'processing'})
        return counted[0]


@tagged('post_install', '-at_install')
class TestClaim(SendCommon):
    def _claim(self):
        return self.env['pagero.document'].sudo()._claim(self.account)

    def test_it_takes_what_is_due(self):
        self._create_connection()
        document = self._create_document(send_mode='Test')

        self.assertEqual(self._claim(), document)
        self.assertEqual(document.state, 'sending')
        self.assertTrue(document.claim_token)
        self.assertGreater(document.claim_expires_at, fields.Datetime.now())

    def test_it_leaves_what_is_not_due_yet(self):
        self._create_document(send_mode='Test', next_attempt_at='2100-01-01 00:00:00')

        self.assertFalse(self._claim())

    def test_it_leaves_other_states_and_other_accounts(self):
        for state in ('held', 'invalid', 'unsure', 'processing', 'cancelled'):
            self._create_document(state=state, send_mode='Test')
        other = self._create_account(self._create_other_company(), connected=False)
        self._create_document(send_mode='Test', account_id=other.id)

        self.assertFalse(self._claim())

    def test_more_customers_cost_no_more_questions(self):
        """The connections of a batch are looked up at once, each in another state or none."""
        states = ('connected', 'requested', 'routing_ordered', None)
        counted = []
        for number in range(12):
            partner = self._create_customer(name=f"Kund {number}", peppol_endpoint=False)
            if state := states[number % len(states)]:
                self._create_connection(partner, state)
            self._create_document(self._create_customer_invoice(partner_id=partner.id))
            if number % 4 == 3:
                counted.append(self._count_the_look_up())

        # The first one also fills the caches of rights and such.
        self.assertEqual(counted[1], counted[2])

    def test_an_index_alone_answers_what_is_due(self):
        """However many documents are finished: the claim looks at none of them."""
        documents = self.env['pagero.document'].sudo()
        self.env.flush_all()
        self.assertFalse(documents._lock_candidates(documents._due_domain(self.account), BATCH))
        asked = self.env.cr._obj.query.decode()

        plan = self._plan_of(asked)

        self.assertIn('Index Only Scan using pagero_document_due_index', plan)
        self.assertNotIn('Sort', plan)

    def _plan_of(self, statement):
        """Among a few rows the database would read them all."""
        for way in ('seqscan', 'bitmapscan', 'indexscan', 'sort'):
            self.env.cr.execute(f'SET LOCAL enable_{way} = off')
        self.env.cr.execute(f'EXPLAIN {statement}')
        return '\n'.join(line for [line] in self.env.cr.fetchall())

    def _count_the_look_up(self):
        due = self.env['pagero.document'].sudo().search([('state', '=', 'queued')])
        self.env.invalidate_all()
        due.mapped('send_mode')
        with self._counting_queries() as queries:
            waiting = due._not_yet_connected(self.account)
        self.assertEqual(len(waiting), len(due) * 3 // 4)
        return queries[0]

    def test_modes_are_kept_apart(self):
        self._create_connection()
        for mode in ('Test', 'Production', 'Test', 'Certification'):
            self._create_document(send_mode=mode)

        batches = [set(self._claim().mapped('send_mode')) for _number in range(3)]

        self.assertEqual(sorted(map(len, batches)), [1, 1, 1])
        self.assertFalse(self._claim())

    def test_the_oldest_go_first(self):
        self._create_connection()
        younger = self._create_document(send_mode='Test', next_attempt_at='2026-01-02 00:00:00')
        older = self._create_document(send_mode='Test', next_attempt_at='2026-01-01 00:00:00')

        self.assertEqual(self._claim().ids, [older.id, younger.id])

    def test_a_batch_has_a_limit(self):
        self._create_connection()
        move = self._create_document(send_mode='Test').move_id
        for _number in range(BATCH):
            self._create_document(move, send_mode='Test')

        self.assertEqual(len(self._claim()), BATCH)

    def test_production_waits_for_the_connection(self):
        for state in (None, 'none', 'requested', 'routing_needed', 'not_found', 'inactive'):
            self.env['pagero.connection'].sudo().search([]).unlink()
            if state:
                self._create_connection(state=state)
            document = self._create_document()
            with self.subTest(connection=state):
                self.assertFalse(self._claim())
                self.assertRecordValues(document, [{'state': 'held', 'held_reason': 'connection'}])
            document._move_to('cancelled')

    def test_production_goes_to_connected_customers(self):
        self._create_connection()
        document = self._create_document()

        self.assertEqual(self._claim(), document)

    def test_a_certification_goes_nowhere_so_it_goes_at_once(self):
        document = self._create_document(send_mode='Certification')

        self.assertEqual(self._claim(), document)

    def test_a_test_asks_before_it_goes_to_somebody_unconnected(self):
        document = self._create_document(send_mode='Test')
        self.assertFalse(self._claim())
        self.assertRecordValues(document, [{'state': 'held', 'held_reason': 'connection'}])
        self.assertIn("Send Test Anyway", document.advice)
        alert = document.move_id._get_alerts()['pagero_document']
        self.assertEqual(alert['action_text'], "Send Test Anyway")

        document.action_send_test_anyway()

        self.assertEqual(self._claim(), document)
        self.assertIn('test_anyway', self._events(document))

    def test_a_test_on_a_live_account_is_not_the_invoice(self):
        document = self._create_document(send_mode='Test')
        self._claim()
        self.account.action_go_live()
        document.invalidate_recordset()
        alert = document.move_id._get_alerts()['pagero_document']

        self.assertIn("has not been sent", document.advice)
        self.assertEqual(alert['level'], 'warning')
        self.assertEqual(alert['action_text'], "Send with Pagero")
        self.assertEqual(self.account.only_test_count, 1)
        self.assertEqual(self._only_tests(), document.move_id)
        action = self.env['ir.actions.server'].browse(alert['action']['id'])
        action.with_context(**alert['action']['context']).run()

        self.assertEqual(document.move_id.pagero_document_id.send_mode, 'Production')
        self.assertFalse(self._only_tests())

    def test_a_test_that_was_chosen_for_its_invoice_is_enough(self):
        document = self._create_document(send_mode='Test')
        document.move_id.pagero_send_mode = 'Test'
        self._claim()
        self.account.action_go_live()

        self.assertIn("Send Test Anyway", document.advice)
        self.assertEqual(self.account.only_test_count, 0)
        self.assertFalse(self._only_tests())

    def _only_tests(self):
        """Where the alert on the account leads."""
        action = self.env.ref('pagero_connector.account_move_only_test_action')
        return self.env['account.move'].search(
            safe_eval(action.domain, {'active_id': self.account.id})
        )

    def test_a_test_that_waits_goes_when_the_customer_is_connected(self):
        document = self._create_document(send_mode='Test')
        self._claim()

        self._create_connection(state='none')._move_to('connected')

        self.assertEqual(self._claim(), document)

    def test_only_a_test_is_sent_anyway(self):
        document = self._create_document()
        self._claim()

        with self.assertRaisesRegex(UserError, "Only a test"):
            document.action_send_test_anyway()

    def test_an_open_directory_asks_about_no_test(self):
        self.account.is_open_directory = True
        document = self._create_document(send_mode='Test')

        self.assertEqual(self._claim(), document)

    def test_one_without_a_connection_holds_up_nobody(self):
        self._create_connection()
        stranger = self._create_customer(name="Okänd AB", peppol_endpoint='5590012349')
        waiting = self._create_document(self._create_customer_invoice(partner_id=stranger.id))
        going = self._create_document()

        self.assertEqual(self._claim(), going)
        self.assertEqual(waiting.state, 'held')


@tagged('post_install', '-at_install')
class TestDeadClaims(SendCommon):
    def _free(self):
        self.env['pagero.document'].sudo()._free_expired_claims()

    def _claimed_until(self, until, begun):
        return self._create_document(
            state='sending', claim_expires_at=until, upload_started_at=begun
        )

    def test_without_an_upload_it_is_queued_again(self):
        document = self._claimed_until('2026-01-01 00:00:00', False)

        self._free()

        self.assertRecordValues(document, [{'state': 'queued', 'claim_token': False}])

    def test_with_an_upload_nobody_knows(self):
        document = self._claimed_until('2026-01-01 00:00:00', '2026-01-01 00:00:00')

        self._free()

        self.assertEqual(document.state, 'unsure')
        self.assertEqual(document.error_parameters, {'code': 'server_stopped'})

    def test_a_claim_that_lives_is_left_alone(self):
        document = self._claimed_until('2100-01-01 00:00:00', '2026-01-01 00:00:00')

        self._free()

        self.assertEqual(document.state, 'sending')

    def test_after_a_bug_what_was_not_begun_goes_later(self):
        begun = self._claimed_until('2100-01-01 00:00:00', '2026-01-01 00:00:00')
        not_begun = self._claimed_until('2100-01-01 00:00:00', False)

        self.env['pagero.document'].sudo()._free_claims_not_begun(self.account)

        self.assertEqual((begun + not_begun).mapped('state'), ['sending', 'queued'])
        self.assertGreater(not_begun.next_attempt_at, fields.Datetime.now())
