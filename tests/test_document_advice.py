from odoo.tests import Form, tagged

from ..models.document.advice import BY_CODE, BY_GROUP, BY_STATE, BY_WHOLE_CODE, BY_WHOLE_GROUP
from ..models.texts.network import ADVICE, SENTENCES
from ..network import DUPLICATE_CODES, RESOLVABLE_CODES, ROUTING_CODES, Outcome, errors
from ..network.codes import GROUP_OF_PREFIX
from .common import PageroCommon


CODES = sorted(DUPLICATE_CODES | RESOLVABLE_CODES | ROUTING_CODES)
GROUPS = sorted(set(GROUP_OF_PREFIX.values()))


def kinds_of(kind):
    """All errors below a class."""
    return {each for child in kind.__subclasses__() for each in ({child} | kinds_of(child))}


@tagged('post_install', '-at_install')
class TestAdvice(PageroCommon):
    """Only what the form offers is advised."""

    def _advice(self, **values):
        document = self._create_document(send_mode='Test', **values)
        return document.advice

    def test_what_pagero_refused_at_once_cannot_be_restarted(self):
        for group in (False, *GROUPS):
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


@tagged('post_install', '-at_install')
class TestPreciseAdvice(PageroCommon):
    """Every code, every group and every error of the wire has advice of its own on the form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('sv_SE')
        cls.env.ref('base.module_pagero_connector')._update_translations(['sv_SE'])
        cls.document = cls._create_document(send_mode='Test', state='error')

    def _shown(self, lang, **values):
        """(reason, advice) that the form shows."""
        self.document.write({'part_ids': ['part-1'], **values})
        self.document.invalidate_recordset()
        form = Form(self.document.with_context(lang=lang))
        return form.reason, form.advice

    def test_every_code_has_advice_of_its_own_in_both_languages(self):
        self.assertEqual(sorted({*BY_CODE, *BY_WHOLE_CODE}), CODES)
        group_alone = {
            group: self._shown('en_US', error_code=False, error_group=group)[1] for group in GROUPS
        }
        for code in CODES:
            with self.subTest(code=code):
                values = {'error_code': code, 'error_group': GROUP_OF_PREFIX[code[:2]]}
                _reason, english = self._shown('en_US', **values)
                _reason, swedish = self._shown('sv_SE', **values)

                self.assertNotIn(english, group_alone.values())
                self.assertNotEqual(swedish, english)
                own = {**BY_CODE, **BY_WHOLE_CODE}[code]
                self.assertTrue(english.startswith(self.env._(own)))

    def test_every_group_has_advice_of_its_own_in_both_languages(self):
        self.assertEqual(sorted({*BY_GROUP, *BY_WHOLE_GROUP}), GROUPS)
        unknown = self._shown('en_US', error_code='99999', error_group=False)[1]
        for group in GROUPS:
            with self.subTest(group=group):
                _reason, english = self._shown('en_US', error_group=group)
                _reason, swedish = self._shown('sv_SE', error_group=group)

                self.assertNotIn(english, ('', unknown, swedish))

    def test_a_code_goes_before_its_group_and_the_group_before_the_state(self):
        code, group = '29100', 'routing'

        self.assertIn("remind", self._shown('en_US', error_code=code, error_group=group)[1])
        self.assertIn("Check the customer", self._shown('en_US', error_code='28999')[1])
        usual = BY_STATE['error']
        state = self._shown('en_US', error_code=False, error_group=False)[1]
        self.assertEqual(state, self.env._(usual))

    def test_every_error_of_the_wire_reaches_the_form_in_both_languages(self):
        kinds = sorted(kinds_of(errors.NetworkError), key=lambda kind: kind.kind)

        self.assertEqual({kind.kind for kind in kinds}, set(ADVICE))
        for kind in kinds:
            with self.subTest(kind=kind.__name__):
                self.document.write({'state': 'sending', 'part_ids': False, 'attempts': 0})
                self.document._record_failure(Outcome(self.document.id, error=kind("Broken pipe")))
                self.assertEqual(self.document.error_parameters, {'code': kind.kind})
                for lang in ('en_US', 'sv_SE'):
                    env = self.env(context={'lang': lang})
                    document = self.document.with_env(env)
                    self.assertIn(env._(SENTENCES[kind.kind]), document.reason)
                    self.assertIn(env._(ADVICE[kind.kind]), document.advice)
                    form = Form(document)
                    self.assertEqual(form.advice, document.advice)
                    self.assertTrue(form.has_error or form.state == 'queued')
