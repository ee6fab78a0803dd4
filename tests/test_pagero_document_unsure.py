from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.document.unsure import LOOKUPS
from .common import PageroCommon


class Pagero:
    """Answers look-ups with fixed lists, whatever was asked: a server may ignore its filters."""

    def __init__(self, documents=(), parts=()):
        self.documents = documents
        self.parts = parts
        self.asked = []

    def iter_documents(self, **filters):
        self.asked.append(filters)
        yield from self.documents

    def iter_file_parts(self, *_filters, **_options):
        yield from self.parts


class UnsureCommon(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.began = fields.Datetime.now() - timedelta(hours=2)
        cls.document = cls._create_document(state='unsure', upload_started_at=cls.began)


@tagged('post_install', '-at_install')
class TestIsThis(UnsureCommon):
    """Only an item that matches in everything, and is nobody else's, is believed to be ours."""

    def _matches(self, **differing):
        return self.document._matches(self._listed(self.document, **differing), None)

    def test_one_that_matches_in_everything_is(self):
        self.assertTrue(self._matches())
        self.assertTrue(self._matches(sender_reference=self.document.sender_reference))

    def test_every_difference_counts(self):
        for name, value in {
            'sender_reference': 'another',
            'direction': 'Received',
            'document_identifier': 'INV/2020/1',
            'issue_date': None,
            'send_mode': 'Test',
            'document_type': 'ApplicationResponse',
            'receiver_ids': (('SE:ORGNR', '5569991200'),),
            'sending_company_id': 'e7d1a5c0-0000-4000-8000-000000000000',
        }.items():
            with self.subTest(field=name):
                self.assertFalse(self._matches(**{name: value}))

    def test_an_item_that_names_no_sender_is_not(self):
        self.assertFalse(self._matches(sending_company_id=''))

    def test_a_sender_is_known_by_its_numbers_or_by_our_reference(self):
        own = self.company.company_registry
        for evidence in (
            {'sender_ids': (('SE:ORGNR', own),)},
            {'sender_reference': self.document.sender_reference},
        ):
            with self.subTest(evidence=evidence):
                self.assertTrue(self._matches(sending_company_id='', **evidence))
        strange = (('SE:ORGNR', '5590012349'),)
        self.assertFalse(self._matches(sending_company_id='', sender_ids=strange))

    def test_the_same_number_of_a_branch_on_the_same_account_makes_it_doubtful(self):
        """Nothing that the item says tells which of the two it is."""
        rival = self._create_document(
            state='unsure',
            upload_started_at=self.began,
            document_number=self.document.document_number,
        )
        self.assertFalse(self._matches())
        self.assertTrue(self._matches(sender_reference=self.document.sender_reference))

        rival.file_id = 'file-of-the-rival'
        self.assertTrue(self._matches())

    def test_what_was_never_begun_is_no_rival(self):
        self._create_document(
            state='queued', document_number=self.document.document_number, upload_started_at=False
        )
        self.assertTrue(self._matches())

    def test_our_reference_alone_does_not_make_it_ours(self):
        reference = self.document.sender_reference

        self.assertFalse(self._matches(sender_reference=reference, document_identifier='X'))

    def test_an_item_without_a_receiver_is_not(self):
        self.assertFalse(self._matches(receiver_ids=()))

    def test_the_receiver_is_known_by_any_of_its_numbers(self):
        for value in ('2120009986', '212000-9986', 'se212000998601'):
            with self.subTest(value=value):
                self.assertTrue(self._matches(receiver_ids=(('any', value),)))

    def test_an_item_that_another_document_holds_is_not(self):
        for name in ('file_id', 'network_id'):
            theirs = self._listed(self.document)
            value = theirs.file_id if name == 'file_id' else theirs.id
            other = self._create_document(state='delivered', **{name: value})
            with self.subTest(field=name):
                self.assertFalse(self.document._matches(theirs, None))
            other.write({name: False})


@tagged('post_install', '-at_install')
class TestLookUp(UnsureCommon):
    def _look_up(self, documents=(), parts=()):
        pagero = Pagero(documents, parts)
        self.document._look_up(pagero)
        return pagero

    def test_a_document_that_arrived_is_adopted(self):
        self._look_up([self._listed(self.document)])

        self.assertRecordValues(self.document, [{'state': 'delivered', 'file_id': 'file-there'}])
        self.assertIn('adopted', self._events(self.document))
        self.assertTrue(self.document.move_id.is_move_sent)

    def test_an_adopted_test_does_not_count_as_sent(self):
        self.document.send_mode = 'Test'

        self._look_up([self._listed(self.document)])

        self.assertEqual(self.document.state, 'delivered')
        self.assertFalse(self.document.move_id.is_move_sent)

    def test_a_part_with_our_reference_is_adopted(self):
        reference = self.document.sender_reference
        part = self._part(self.document, file_id='file-there', sender_reference=reference)

        self._look_up(parts=[part])

        self.assertRecordValues(self.document, [{'state': 'error', 'file_id': 'file-there'}])

    def test_a_part_without_our_reference_is_not(self):
        self._look_up(parts=[self._part(self.document, file_id='file-there')])

        self.assertEqual(self.document.state, 'unsure')

    def test_a_server_that_answers_with_everything_fools_nobody(self):
        strangers = [
            self._listed(self.document, id=f'stranger-{number}', document_identifier=f'X{number}')
            for number in range(5)
        ]

        self._look_up(strangers)

        self.assertRecordValues(self.document, [{'state': 'unsure', 'lookups': 1}])

    def test_it_asks_by_time_then_by_reference(self):
        pagero = self._look_up()

        first, second = pagero.asked
        begun = self.began.timestamp()
        self.assertLess(first['created_from'].timestamp(), begun)
        self.assertGreater(first['created_to'].timestamp(), begun)
        self.assertEqual(second['sender_reference'], self.document.sender_reference)


@tagged('post_install', '-at_install')
class TestNotFound(UnsureCommon):
    def _not_found(self, times=1):
        for _number in range(times):
            self.document._not_found()

    def _activities(self):
        return self.document.move_id.activity_ids

    def test_it_is_looked_for_again_soon(self):
        self._not_found()

        self.assertRecordValues(self.document, [{'state': 'unsure', 'lookups': 1}])
        self.assertGreater(self.document.next_attempt_at, fields.Datetime.now())
        self.assertFalse(self._activities())

    def test_after_long_enough_a_person_is_asked_once(self):
        self._not_found(LOOKUPS + 2)

        self.assertEqual(self.document.state, 'unsure')
        self.assertEqual(len(self._activities()), 1)
        self.assertIn(self.document.document_number, self._activities().note)

    def test_often_is_not_long_enough(self):
        self.document.upload_started_at = fields.Datetime.now()

        self._not_found(LOOKUPS + 2)

        self.assertFalse(self._activities())

    def test_long_is_not_often_enough(self):
        self._not_found(LOOKUPS - 1)

        self.assertFalse(self._activities())

    def test_the_time_is_a_setting(self):
        self.account.unsure_minutes = 180

        self._not_found(LOOKUPS + 1)

        self.assertFalse(self._activities())

    def test_it_is_never_sent_again_by_itself(self):
        self._not_found(LOOKUPS + 5)

        self.assertEqual(self.document.state, 'unsure')

    def test_with_duplicate_control_it_is_sent_again_with_the_same_reference(self):
        self.account.duplicate_control_stated = True
        reference = self.document.sender_reference

        self._not_found(LOOKUPS)

        self.assertRecordValues(self.document, [{'state': 'queued', 'sender_reference': reference}])

    def test_with_duplicate_control_it_is_still_looked_for_first(self):
        self.account.duplicate_control_stated = True

        self._not_found(LOOKUPS - 1)

        self.assertEqual(self.document.state, 'unsure')

    def test_the_question_ends_when_it_is_answered(self):
        self._not_found(LOOKUPS)
        self.assertTrue(self._activities())

        self.document.with_user(self.env.user).sudo(False).action_mark_arrived()

        self.assertFalse(self._activities())

    def test_an_absent_user_is_not_asked(self):
        seller = self._create_user('seller')
        self.document.move_id.invoice_user_id = seller
        seller.active = False

        self._not_found(LOOKUPS)

        self.assertTrue(self._activities())
        self.assertNotEqual(self._activities().user_id, seller)


@tagged('post_install', '-at_install')
class TestMayBeThere(UnsureCommon):
    """Once unsure, never forgotten: Pagero may hold the first copy while a second one waits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document.write({'state': 'queued', 'was_unsure': True, 'upload_started_at': False})

    def test_becoming_unsure_is_remembered(self):
        document = self._create_document(state='sending')
        document._move_to('unsure')
        document._move_to('queued')

        self.assertTrue(document.was_unsure)

    def test_the_invoice_cannot_become_a_draft(self):
        with self.assertRaisesRegex(UserError, "credit note"):
            self.document.move_id.button_draft()

    def test_its_references_cannot_change(self):
        with self.assertRaises(UserError):
            self.document.move_id.pagero_buyer_reference = 'OTHER'

    def test_it_cannot_be_deleted(self):
        with self.assertRaises(UserError):
            self.document.unlink()

    def test_the_same_bytes_are_sent_again(self):
        self.document._store({self.document.id: b'<first/>'})
        self.document.write({'state': 'sending'})

        [upload] = self.document._build()

        self.assertEqual(upload.payload, b'<first/>')
