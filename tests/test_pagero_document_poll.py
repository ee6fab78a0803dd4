from datetime import datetime, timedelta, timezone

from odoo import fields
from odoo.tests import tagged

from ..models.document.kind import KINDS
from ..network import Stretch
from .common import PageroCommon


class PollCommon(PageroCommon):
    """What the answers of the network mean; how they are fetched is tested over HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.documents = cls.env['pagero.document'].sudo()
        cls.document = cls._create_document(state='processing', file_id='file-1')

    def _apply_parts(self, *parts):
        self.documents._apply_stopped_parts(self.account, parts)

    def _apply_delivered(self, *listed):
        self.documents._apply_delivered(self.account, listed)


@tagged('post_install', '-at_install')
class TestParts(PollCommon):
    def test_an_error_is_taken_over_with_its_reason(self):
        part = self._part(
            self.document, descriptions=("Unknown recipient", "Ask them"), codes=('28400',)
        )

        self._apply_parts(part)

        self.assertRecordValues(
            self.document,
            [
                {
                    'state': 'error',
                    'error_text': "Unknown recipient\nAsk them",
                    'error_code': '28400',
                    'error_group': 'routing',
                    'part_ids': ['part-1'],
                }
            ],
        )

    def test_a_wait_for_a_person_is_taken_over(self):
        self._apply_parts(self._part(self.document, 'AwaitingInteraction'))

        self.assertEqual(self.document.state, 'awaiting_interaction')

    def test_an_error_without_words_shows_the_status(self):
        self._apply_parts(self._part(self.document))

        self.assertEqual(self.document.error_text, 'Error')
        self.assertFalse(self.document.error_code)

    def test_of_several_parts_the_worst_counts(self):
        parts = [
            self._part(self.document, status, id=f'part-{status}')
            for status in ('Processing', 'Error', 'AwaitingInteraction')
        ]

        self._apply_parts(*parts)

        self.assertRecordValues(self.document, [{'state': 'error', 'part_ids': ['part-Error']}])

    def test_the_same_words_again_are_no_news(self):
        for _number in range(3):
            self._apply_parts(self._part(self.document, descriptions=("Bad",)))

        self.assertEqual(self._events(self.document), ['error'])

    def test_other_words_are_news(self):
        self._apply_parts(self._part(self.document, descriptions=("Bad",), codes=('28400',)))

        self._apply_parts(
            self._part(self.document, id='part-2', descriptions=("Worse",), codes=('29100',))
        )

        self.assertRecordValues(
            self.document,
            [{'error_text': "Worse", 'error_code': '29100', 'part_ids': ['part-2']}],
        )
        self.assertEqual(self._events(self.document), ['error', 'error'])

    def test_an_unknown_word_is_kept_and_changes_nothing(self):
        for _number in range(2):
            self._apply_parts(self._part(self.document, 'Teleporting'))

        self.assertRecordValues(
            self.document, [{'state': 'processing', 'network_word': 'Teleporting'}]
        )
        self.assertEqual(self._events(self.document), ['network_word'])

    def test_an_unknown_word_beside_an_error_hides_nothing(self):
        self._apply_parts(
            self._part(self.document, 'Teleporting', id='part-2'), self._part(self.document)
        )

        self.assertEqual(self.document.state, 'error')

    def test_what_waits_no_more_goes_on(self):
        self._apply_parts(self._part(self.document, 'AwaitingInteraction'))

        self._apply_parts()

        self.assertRecordValues(self.document, [{'state': 'processing', 'part_ids': False}])

    def test_absence_is_no_delivery(self):
        self._apply_parts()

        self.assertEqual(self.document.state, 'processing')

    def test_a_restart_in_pagero_online_is_noticed(self):
        self._apply_parts(self._part(self.document))
        for status, state in (
            ('AwaitingInteraction', 'awaiting_interaction'),
            ('Error', 'error'),
            ('Processing', 'processing'),
        ):
            self._apply_parts(self._part(self.document, status))
            with self.subTest(status=status):
                self.assertEqual(self.document.state, state)

    def test_it_may_fail_after_it_was_delivered(self):
        self.document.write({'state': 'delivered'})

        self._apply_parts(self._part(self.document, descriptions=("Undeliverable",)))

        self.assertEqual(self.document.state, 'error')

    def test_late_news_revives_nothing(self):
        for state in ('cancelled', 'queued', 'sending'):
            self.document.write({'state': state})
            self._apply_parts(self._part(self.document))
            with self.subTest(state=state):
                self.assertEqual(self.document.state, state)

    def test_files_that_nobody_knows_are_ignored(self):
        self._apply_parts(self._part(self.document, file_id='stranger'))
        self._apply_parts(self._part(self.document, file_id=''))

        self.assertEqual(self.document.state, 'processing')

    def test_another_accounts_file_is_ignored(self):
        other = self._create_account(self._create_other_company(), connected=False)

        self.documents._apply_stopped_parts(other, [self._part(self.document)])

        self.assertEqual(self.document.state, 'processing')


@tagged('post_install', '-at_install')
class TestTeaching(PollCommon):
    """Errors of Production tell how a customer is really reached."""

    CODES = {
        '29100': 'requested',
        '29200': 'routing_needed',
        '28600': 'routing_needed',
        '28400': 'not_found',
        '28500': 'not_found',
        '28800': 'inactive',
    }

    def _hear(self, code):
        document = self._create_document(state='processing', file_id=f'file-{code}')
        self._apply_parts(self._part(document, descriptions=("x",), codes=(code,)))
        return document

    def test_each_routing_code_teaches_its_state(self):
        connection = self._create_connection()
        for code, state in self.CODES.items():
            connection.write({'state': 'connected'})
            self._hear(code)
            with self.subTest(code=code):
                self.assertEqual(connection.state, state)

    def test_other_codes_teach_nothing(self):
        connection = self._create_connection()

        self._hear('11200')

        self.assertEqual(connection.state, 'connected')

    def test_tests_teach_nothing(self):
        connection = self._create_connection()
        self.document.send_mode = 'Test'

        self._apply_parts(self._part(self.document, descriptions=("x",), codes=('28400',)))

        self.assertEqual(connection.state, 'connected')

    def test_only_invoices_teach(self):
        connection = self._create_connection()
        for document_type in sorted(set(KINDS) - {'Invoice'}):
            file_id = f'file-{document_type}'
            document = self._create_document(
                state='processing', file_id=file_id, document_type=document_type
            )
            self._apply_parts(self._part(document, descriptions=("x",), codes=('28400',)))
            with self.subTest(document_type=document_type):
                self.assertEqual(document.state, 'error')
                self.assertEqual(connection.state, 'connected')

    def test_a_customer_without_a_connection_is_no_trouble(self):
        self.assertEqual(self._hear('28400').state, 'error')

    def test_another_customers_connection_is_left_alone(self):
        other = self._create_connection(self._create_customer(name="Annan AB"))

        self._hear('28400')

        self.assertEqual(other.state, 'connected')


@tagged('post_install', '-at_install')
class TestDelivered(PollCommon):
    def test_a_document_at_pagero_is_a_delivery(self):
        self._apply_delivered(self._listed(self.document))

        self.assertRecordValues(
            self.document,
            [{'state': 'delivered', 'network_id': f'network-{self.document.id}'}],
        )
        self.assertTrue(self.document.delivered_at)

    def test_another_mode_is_another_document(self):
        self._apply_delivered(self._listed(self.document, send_mode='Test'))

        self.assertEqual(self.document.state, 'processing')

    def test_another_file_is_another_document(self):
        self._apply_delivered(self._listed(self.document, file_id='file-2'))

        self.assertEqual(self.document.state, 'processing')

    def test_a_server_that_names_no_mode_is_believed(self):
        self._apply_delivered(self._listed(self.document, send_mode=''))

        self.assertEqual(self.document.state, 'delivered')

    def test_an_error_that_still_stands_counts_more(self):
        self._apply_parts(self._part(self.document))

        self._apply_delivered(self._listed(self.document))

        self.assertEqual(self.document.state, 'error')

    def test_an_error_that_was_cured_at_pagero_ends_in_a_delivery(self):
        self._apply_parts(self._part(self.document))
        self._apply_parts()

        self._apply_delivered(self._listed(self.document))

        self.assertRecordValues(self.document, [{'state': 'delivered', 'error_text': False}])

    def test_a_part_that_waits_counts_more(self):
        self._apply_parts(self._part(self.document, 'AwaitingInteraction'))

        self._apply_delivered(self._listed(self.document))

        self.assertEqual(self.document.state, 'awaiting_interaction')

    def test_the_recipients_answer_is_told_once(self):
        answer = {'business_status': 'accepted', 'business_word': 'Accepted'}
        for _number in range(2):
            self._apply_delivered(self._listed(self.document, **answer))

        self.assertEqual(self.document.business_status, 'accepted')
        self.assertEqual(self._events(self.document).count('business_status'), 1)

    def test_it_is_told_once(self):
        for _number in range(2):
            self._apply_delivered(self._listed(self.document))

        self.assertEqual(self._events(self.document), ['delivered'])

    def test_a_document_of_nobody_is_ignored(self):
        self._apply_delivered(self._listed(self.document, file_id=''))

        self.assertEqual(self.document.state, 'processing')


@tagged('post_install', '-at_install')
class TestCursor(PollCommon):
    """Lists are read back to the last document that was seen, and a bit further."""

    class Client:
        def __init__(self, listed):
            self.listed = listed
            self.asked = None

        def iter_documents(self, **filters):
            self.asked = {name: filters[name] for name in filters if name != 'stretch'}
            yield from self.listed

    def _since(self, *listed):
        client = self.Client(listed)
        since = self.documents._polled_since(self.account)
        return list(self.documents._sent_since(client, since, Stretch())), client.asked

    def test_it_asks_from_the_cursor_with_an_overlap(self):
        self.account.sudo().polled_until = '2026-03-01 12:00:00'

        _found, asked = self._since()

        expected = datetime(2026, 3, 1, 11, 50, tzinfo=timezone.utc)
        self.assertEqual(asked, {'direction': 'Sent', 'created_from': expected})

    def test_the_first_time_it_asks_from_the_oldest_open_one(self):
        self.document.sent_at = '2026-03-01 12:00:00'
        self._create_document(state='processing', sent_at='2026-03-05 12:00:00')

        _found, asked = self._since()

        self.assertEqual(asked['created_from'].date().isoformat(), '2026-03-01')

    def test_a_server_that_ignores_the_filter_is_not_read_to_the_end(self):
        self.account.sudo().polled_until = '2026-03-01 12:00:00'
        moment = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
        new, old, older = (
            self._listed(self.document, id=str(days), created_at=moment - timedelta(days=days))
            for days in (0, 1, 2)
        )

        found, _asked = self._since(new, old, older)

        self.assertEqual(found, [new])

    def test_received_documents_are_left_out(self):
        found, _asked = self._since(self._listed(self.document, direction='Received'))

        self.assertEqual(found, [])


@tagged('post_install', '-at_install')
class TestSilent(PollCommon):
    def _is_silent(self, **values):
        self.document.write(values)
        return self.document in self.documents.search(self.documents._silent_domain())

    def test_silence_begins_after_two_hours(self):
        now = fields.Datetime.now()
        long_ago, just_now = now - timedelta(hours=3), now - timedelta(hours=1)
        self.assertTrue(self._is_silent(state_changed_at=long_ago, checked_at=False))
        self.assertTrue(self._is_silent(checked_at=long_ago))
        self.assertFalse(self._is_silent(checked_at=just_now))
        self.assertFalse(self._is_silent(state_changed_at=just_now, checked_at=False))

    def test_only_what_is_processed_can_be_silent(self):
        long_ago = fields.Datetime.now() - timedelta(hours=3)
        for state in ('queued', 'held', 'delivered', 'cancelled'):
            with self.subTest(state=state):
                self.assertFalse(self._is_silent(state=state, state_changed_at=long_ago))

    def test_an_error_at_pagero_is_looked_at_once_more(self):
        long_ago = fields.Datetime.now() - timedelta(hours=3)
        values = {'state': 'error', 'state_changed_at': long_ago}
        self.assertTrue(self._is_silent(file_id='file-1', **values))
        self.assertFalse(self._is_silent(file_id=False, **values))


@tagged('post_install', '-at_install')
class TestAbsence(PollCommon):
    def test_an_error_that_stands_no_more_was_restarted(self):
        self.document.write({'state': 'error', 'part_ids': ['part-1']})

        self._apply_parts()

        self.assertRecordValues(self.document, [{'state': 'processing', 'part_ids': False}])

    def test_an_upload_that_was_refused_never_stood_there(self):
        self.document.write({'state': 'error', 'file_id': False, 'part_ids': False})

        self._apply_parts()

        self.assertEqual(self.document.state, 'error')


@tagged('post_install', '-at_install')
class TestCursorAndClock(PollCommon):
    def test_it_never_runs_ahead_of_the_clock(self):
        future = datetime(2099, 1, 1, tzinfo=timezone.utc)

        self.documents._move_cursor(
            self.account.sudo(), [self._listed(self.document, created_at=future)]
        )

        self.assertLessEqual(self.account.polled_until, fields.Datetime.now())
