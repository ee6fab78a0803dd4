import re

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.document.pagero_document import STATES
from ..models.document.pagero_document_event import SENTENCES
from .common import USER_GROUPS, PageroCommon


@tagged('post_install', '-at_install')
class TestEvent(PageroCommon):
    """The history keeps codes and parameters; readers get sentences in their language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._create_document()

    def _sentence(self, code, **parameters):
        self.document._log(code, **parameters)
        return self.document.event_ids.sorted('id')[-1].sentence

    def test_every_state_has_a_sentence(self):
        for state, _label in STATES:
            with self.subTest(state=state):
                self.assertIn(state, SENTENCES)

    def test_every_code_that_is_logged_has_a_sentence(self):
        for code in SENTENCES:
            sentence = self._sentence(code)
            with self.subTest(code=code):
                self.assertNotEqual(sentence, code)
                self.assertNotRegex(sentence, re.escape('%('))

    def test_a_code_of_a_newer_version_is_shown_as_it_is(self):
        self.assertEqual(self._sentence('something_new'), 'something_new')

    def test_it_names_the_mode(self):
        self.document.send_mode = 'Certification'

        self.assertIn("Certification", self._sentence('queued'))

    def test_a_reason_to_wait_is_in_words(self):
        sentence = self._sentence('held', reason='connection')

        self.assertIn("The customer is not connected", sentence)

    def test_the_words_of_pagero_stand_apart(self):
        sentence = self._sentence('error', reason="100 % wrong: %(file_id)s")

        self.assertNotIn("wrong", sentence)
        self.assertEqual(self.document.event_ids[:1].said, "100 % wrong: %(file_id)s")

    def test_the_reader_chooses_the_language(self):
        self.env['res.lang']._activate_lang('sv_SE')
        self.document._log('held', reason='connection')
        event = self.document.event_ids.sorted('id')[-1]
        reason = self.env['ir.model.fields.selection'].search(
            [
                ('field_id.model', '=', 'pagero.document'),
                ('field_id.name', '=', 'held_reason'),
                ('value', '=', 'connection'),
            ]
        )
        reason.with_context(lang='sv_SE').name = "Kunden är inte ansluten"

        self.assertIn("Kunden är inte ansluten", event.with_context(lang='sv_SE').sentence)
        self.assertIn("The customer is not connected", event.with_context(lang='en_US').sentence)

    def test_nobody_rewrites_history(self):
        self.document._log('queued')
        groups = f'{USER_GROUPS},pagero_connector.group_admin'
        user = self._create_user('pagero_admin', groups)
        event = self.document.event_ids[:1].with_user(user).sudo(False)
        self.assertTrue(event.sentence)
        for name, change in {
            'write': lambda: event.write({'code': 'delivered'}),
            'create': lambda: event.create({'document_id': self.document.id, 'code': 'x'}),
            'unlink': lambda: event.unlink(),
        }.items():
            with self.subTest(change=name), self.assertRaises(AccessError):
                change()
