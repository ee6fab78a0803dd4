from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..models.document import batch
from ..models.document.batch import BATCHES, MOST_BUILDS
from .test_pagero_document_send import SendCommon


class BatchCommon(SendCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_connection()

    def _claim(self):
        return self.env['pagero.document'].sudo()._claim(self.account)

    def _die(self, documents):
        """As the next run finds what a dead worker had claimed."""
        documents.claim_expires_at = '2026-01-01 00:00:00'
        self.env['pagero.document'].sudo()._free_expired_claims()


@tagged('post_install', '-at_install')
class TestWork(BatchCommon):
    def test_a_batch_is_cut_by_lines(self):
        documents = self.env['pagero.document'].union(
            *(self._create_document(send_mode='Test') for _number in range(4))
        )
        burdens = self.env['pagero.document.invoice']._burdens(documents)
        self.assertEqual({lines for _size, _draws_pdf, lines in burdens.values()}, {1})

        with patch.object(batch, 'MOST_LINES', 2):
            self.assertEqual(documents._of_bearable_size(), documents[:2])
        with patch.object(batch, 'MOST_LINES', 0):
            self.assertEqual(documents._of_bearable_size(), documents[:1], "one goes in any case")


@tagged('post_install', '-at_install')
class TestWhatEndsWorkers(BatchCommon):
    def test_after_each_death_fewer_go_together_then_one_then_it_waits(self):
        for _number in range(BATCHES[1] + 1):
            self._create_document(send_mode='Test')

        sizes = []
        for _death in range(MOST_BUILDS):
            claimed = self._claim()
            sizes.append(len(claimed))
            self._die(claimed)
        self.assertEqual(sizes, [BATCHES[1] + 1, BATCHES[1], 1])

    def test_alone_it_is_set_aside_with_what_to_do(self):
        document = self._create_document(send_mode='Test')
        for _death in range(MOST_BUILDS):
            self._die(self._claim())

        self.assertFalse(self._claim())
        self.assertEqual(document.state, 'invalid')
        self.assertIn("ended unexpectedly", document.reason)
        self.assertIn("split it", document.advice)
        self.assertNotIn("Correct it", document.advice)
        self.assertIn(document, document.search([('needs_person', '=', True)]))

        document.action_retry()
        self.assertEqual(self._claim(), document)

    def test_the_hourly_check_leaves_it_alone(self):
        """Else its worker would end as well, and the document be queued again."""
        document = self._create_document(send_mode='Test', builds=MOST_BUILDS)
        self._claim()
        self.assertEqual(document.state, 'invalid')

        self.env['pagero.document'].sudo()._check_waiting()

        self.assertEqual(document.state, 'invalid')

    def test_the_others_go_on_meanwhile(self):
        document = self._create_document(send_mode='Test', builds=MOST_BUILDS)
        healthy = self._create_document(send_mode='Test')

        self.assertEqual(self._claim(), healthy)
        self.assertEqual(document.state, 'invalid')

    def test_a_build_that_is_finished_counts_no_more(self):
        document = self._create_document(send_mode='Test', builds=2)
        self._claim()
        self.assertEqual(document.builds, 3)

        document._build()

        self.assertEqual(document.builds, 0)

    def test_a_bug_counts_like_a_death(self):
        document = self._create_document(send_mode='Test')
        for _bug in range(MOST_BUILDS):
            document.next_attempt_at = fields.Datetime.now()
            self.assertEqual(self._claim(), document)
            self.env['pagero.document'].sudo()._free_claims_not_begun(self.account)
        document.next_attempt_at = fields.Datetime.now()

        self.assertFalse(self._claim())
        self.assertEqual(document.state, 'invalid')


@tagged('post_install', '-at_install')
class TestWhatWasNoted(BatchCommon):
    """A worker died between an answer and its record."""

    def _dead(self, **values):
        document = self._create_document(state='sending', claim_token='mine', **values)
        self._die(document)
        return document

    def test_what_was_answered_is_sent(self):
        document = self._dead(upload_started_at=fields.Datetime.now(), file_id='file-1')

        self.assertEqual(document.state, 'processing')
        self.assertTrue(document.move_id.is_move_sent)
        self.assertNotIn('unsure', self._events(document))

    def test_what_never_left_is_queued(self):
        self.assertEqual(self._dead(upload_started_at=False).state, 'queued')

    def test_only_what_was_on_the_wire_is_unsure(self):
        self.assertEqual(self._dead(upload_started_at=fields.Datetime.now()).state, 'unsure')
