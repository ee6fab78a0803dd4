from odoo.tests import tagged

from ..models.document_advice import BY_GROUP
from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestAdvice(PageroCommon):
    """Only what the form offers is advised."""

    def _advice(self, **values):
        document = self._create_document(send_mode='Test', **values)
        return document.advice

    def test_what_pagero_refused_at_once_cannot_be_restarted(self):
        for group in (False, *BY_GROUP):
            with self.subTest(group=group):
                advice = self._advice(state='error', error_group=group, part_ids=False)
                self.assertNotIn("estart", advice)
                self.assertTrue(advice)

    def test_it_says_to_send_it_again_instead(self):
        self.assertIn("send it again", self._advice(state='error', part_ids=False))

    def test_what_stands_at_pagero_can_be_restarted(self):
        self.assertIn("Restart", self._advice(state='error', part_ids=['part-1']))
        self.assertIn(
            "Restart", self._advice(state='error', part_ids=['part-1'], error_group='routing')
        )

    def test_what_waits_for_a_person_there_can_be_restarted(self):
        self.assertIn("Restart", self._advice(state='awaiting_interaction', part_ids=['part-1']))
