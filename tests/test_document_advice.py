from odoo import Command
from odoo.tests import Form, tagged

from ..models.document.advice import BY_STATE
from ..models.document.cure import ACTS, CURES, OF_ACCOUNTANTS, QUESTIONS
from ..models.document.error_codes import ASKS_THERE, BY_CODE, BY_GROUP, NO_TESTS, UNKNOWN
from ..models.document.pagero_document import NEEDS_PERSON, STATES, STOPPED
from ..models.texts.network import ADVICE, ADVICE_ON_SERVER, SENTENCES
from ..network import MEANINGS, Outcome, error_group, errors
from ..network.codes import GROUP_OF_PREFIX
from .common import PageroCommon


GROUPS = sorted(set(GROUP_OF_PREFIX.values()))
NO_TEST_WORDS = "The recipient (Kund AB) does not accept test documents."


def kinds_of(kind):
    """All errors below a class."""
    return {each for child in kind.__subclasses__() for each in ({child} | kinds_of(child))}


class AdviceCommon(PageroCommon):
    """One document that has met each error in turn, read in both languages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('sv_SE')
        cls.env.ref('base.module_pagero_connector')._update_translations(['sv_SE'])
        cls.document = cls._create_document(send_mode='Test', state='error')

    def _met(self, **values):
        """The document with these values and nothing of an earlier error."""
        clean = dict.fromkeys(
            ('error_code', 'error_group', 'error_text', 'error_parameters', 'held_reason'), False
        )
        self.document.write({'state': 'error', 'part_ids': ['part-1'], **clean, **values})
        self.document.invalidate_recordset()
        return self.document

    def _said(self, name, **values):
        """(English, Swedish) of a field."""
        document = self._met(**values)
        return tuple(document.with_context(lang=lang)[name] for lang in ('en_US', 'sv_SE'))

    def _leads(self, document):
        """What the button does, by the kind of its action."""
        action = document.action_cure()
        self.assertIsInstance(action, dict)
        if action.get('tag') == 'pagero_ask':
            self.assertEqual(action['params']['ids'], document.ids)
            self.assertTrue(callable(getattr(document, action['params']['method'])))
        elif action['type'] == 'ir.actions.act_window' and action.get('res_id'):
            self.assertTrue(self.env[action['res_model']].browse(action['res_id']).exists())
        elif action['type'] == 'ir.actions.act_url':
            self.assertTrue(action['url'])
        else:
            self.assertTrue(action['type'].startswith('ir.actions.'))
        return action


@tagged('post_install', '-at_install')
class TestEveryCode(AdviceCommon):
    """Each code has one sentence in the reader's language, and one button that leads somewhere."""

    def test_the_table_has_every_code_and_every_group(self):
        self.assertEqual(set(BY_CODE), set(MEANINGS))
        self.assertEqual(sorted(BY_GROUP), GROUPS)
        buttons = {each.cure for each in (*BY_CODE.values(), *BY_GROUP.values())}
        self.assertLessEqual(buttons, {key for key, _label in CURES})

    def test_each_code_is_told_in_both_languages(self):
        for code, advice in BY_CODE.items():
            values = {'error_code': code, 'error_group': error_group(code)}
            with self.subTest(code=code):
                english, swedish = self._said('reason', error_text="Wrong [X-1]", **values)
                self.assertEqual(english, self.env._(advice.sentence))
                self.assertNotIn(swedish, ('', False, english))
                self.assertNotIn("Wrong", f'{english} {swedish}')
                self.assertEqual(english.count('. '), 0, "one sentence")

    def test_each_group_is_told_in_both_languages(self):
        for group, advice in BY_GROUP.items():
            with self.subTest(group=group):
                english, swedish = self._said('reason', error_group=group)
                self.assertEqual(english, self.env._(advice.sentence))
                self.assertNotIn(swedish, ('', english))

    def test_what_has_no_code_is_told_in_both_languages(self):
        for state, advice, values in (
            ('error', UNKNOWN, {'error_text': "Something new"}),
            ('awaiting_interaction', ASKS_THERE, {}),
            ('error', NO_TESTS, {'error_code': '20100', 'error_text': NO_TEST_WORDS}),
        ):
            with self.subTest(advice=advice):
                english, swedish = self._said('reason', state=state, **values)
                self.assertEqual(english, self.env._(advice.sentence))
                self.assertNotIn(swedish, ('', english))

    def test_each_code_has_a_button_that_leads_somewhere_in_each_state(self):
        for code in BY_CODE:
            for state in STOPPED:
                for part_ids in (['part-1'], False):
                    document = self._met(
                        state=state,
                        part_ids=part_ids,
                        error_code=code,
                        error_group=error_group(code),
                    )
                    with self.subTest(code=code, state=state, part_ids=part_ids):
                        self.assertTrue(document.cure)
                        self._leads(document)
                        self.assertNotEqual((document.cure, part_ids), ('restart', False))

    def test_each_state_that_needs_a_person_has_a_button(self):
        for state, _label in STATES:
            document = self._met(state=state, part_ids=False)
            with self.subTest(state=state):
                if state in NEEDS_PERSON:
                    self._leads(document)
                self.assertEqual(bool(document.cure), state in NEEDS_PERSON)

    def test_each_reason_to_wait_has_a_button(self):
        for reason, _label in self.document._fields['held_reason'].selection:
            with self.subTest(reason=reason):
                document = self._met(state='held', held_reason=reason)
                self.assertTrue(document.cure)
                self._leads(document)

    def test_what_was_replaced_needs_no_button(self):
        self.assertFalse(self._met(error_code='28700', is_superseded=True).cure)

    def test_a_button_that_acts_is_for_users_who_may_post(self):
        reader = self._create_user(
            'reader', 'base.group_user,account.group_account_readonly,pagero_connector.group_user'
        )
        for code, advice in BY_CODE.items():
            if advice.cure in OF_ACCOUNTANTS:
                document = self._met(error_code=code, error_group=error_group(code))
                with self.subTest(code=code):
                    self.assertFalse(document.with_user(reader).sudo(False).cure)

    def test_a_button_that_acts_asks_first(self):
        """Only to restart does no harm."""
        self.assertEqual(set(ACTS) - set(QUESTIONS), {'restart'})

    def test_the_form_shows_the_sentence_and_hides_the_words_of_others(self):
        document = self._met(error_code='28600', error_group='routing', error_text="[28600] Foo")
        form = Form(document)

        self.assertNotIn("Foo", f'{form.reason} {form.advice}')
        self.assertEqual((form.cure, form.error_text), ('connect', "[28600] Foo"))

    def test_the_invoice_has_the_same_sentence_and_button(self):
        for code in ('28500', '14300', '29400', '20200', '26300'):
            document = self._met(error_code=code, error_group=error_group(code))
            alert = document.move_id._get_alerts()['pagero_document']
            labels = dict(CURES)
            with self.subTest(code=code):
                self.assertIn(document.reason.rstrip('.'), alert['message'])
                self.assertEqual(alert['action_text'], labels[document.cure])
                self.assertEqual(alert['action'], document._cure_link())


@tagged('post_install', '-at_install')
class TestHowItGoesOn(AdviceCommon):
    """Only what the form offers is advised."""

    def test_what_pagero_refused_at_once_cannot_be_restarted(self):
        for code in ('28500', '10600', '12300', '14900'):
            document = self._met(error_code=code, error_group=error_group(code), part_ids=False)
            with self.subTest(code=code):
                self.assertIn("Send Again", document.advice)
                self.assertNotIn("Restart", document.advice)
                self.assertNotEqual(document.cure, 'restart')

    def test_what_stands_at_pagero_can_be_restarted(self):
        for state in STOPPED:
            self.assertIn("Restart", self._met(state=state, error_code='28500').advice)

    def test_what_has_another_content_is_built_anew(self):
        self.assertIn("Send Again", self._met(error_code='18300').advice)

    def test_a_code_goes_before_its_group_and_the_group_before_the_state(self):
        code, group, unknown = (
            self._met(**values).reason
            for values in (
                {'error_code': '29100', 'error_group': 'routing'},
                {'error_code': '28999', 'error_group': 'routing'},
                {},
            )
        )
        sentences = (BY_CODE['29100'].sentence, BY_GROUP['routing'].sentence)
        self.assertEqual((code, group), tuple(self.env._(each) for each in sentences))
        self.assertEqual(unknown, self.env._(UNKNOWN.sentence))

    def test_a_request_leads_to_the_request_and_a_route_to_its_order(self):
        connection = self._create_connection(state='requested')
        request = self.env['pagero.connection.request'].sudo()
        request = request.create(
            {'connection_id': connection.id, 'account_id': self.account.id, 'state': 'pending'}
        )
        document = self._met(error_code='29100', error_group='routing')
        self.assertEqual(document.cure, 'request')
        self.assertEqual(document.action_cure()['res_id'], request.id)

        connection.write({'state': 'routing_needed'})
        document = self._met(error_code='28600', error_group='routing')
        self.assertEqual(document.cure, 'new_order')

    def test_every_error_of_the_wire_reaches_the_form_in_both_languages(self):
        kinds = sorted(kinds_of(errors.NetworkError), key=lambda kind: kind.kind)

        self.assertEqual({kind.kind for kind in kinds}, set(ADVICE))
        for kind in kinds:
            with self.subTest(kind=kind.__name__):
                self._met(state='sending', part_ids=False, attempts=0)
                error = kind("[Errno 111] Connection refused <html>")
                self.document._record_failure(Outcome(self.document.id, error=error))
                self.assertEqual(self.document.error_parameters, {'code': kind.kind})
                for lang in ('en_US', 'sv_SE'):
                    env = self.env(context={'lang': lang})
                    document = self.document.with_env(env)
                    self.assertEqual(document.reason, env._(SENTENCES[kind.kind]))
                    self.assertIn(env._(ADVICE[kind.kind]), document.advice)
                    form = Form(document)
                    self.assertEqual(form.advice, document.advice)
                    self.assertIn("Errno", form.error_text)
                if self.document.state in STOPPED:
                    self._leads(self.document)

    def test_what_this_server_causes_reaches_the_form_in_both_languages(self):
        received = self._create_received(self.account)
        met = {
            'not_stored': (self.document, 'queued', ('reason', 'advice')),
            'ends_workers': (self.document, 'invalid', ('reason', 'advice')),
            'keeping_ends_workers': (received, 'announced', ('remark_words',)),
        }
        self.assertEqual(set(met), set(ADVICE_ON_SERVER))
        for code, (record, state, names) in met.items():
            record.write({'state': state, 'error_parameters': {'code': code}})
            for lang in ('en_US', 'sv_SE'):
                env = self.env(context={'lang': lang})
                told = ' '.join(record.with_env(env)[name] for name in names)
                for words in (SENTENCES[code], ADVICE_ON_SERVER[code]):
                    with self.subTest(code=code, lang=lang, words=str(words)):
                        self.assertIn(env._(words), told)

    def test_the_state_says_what_happens_by_itself(self):
        for state in BY_STATE:
            reason = {'error_parameters': {'code': 'no_answer'}} if state == 'queued' else {}
            with self.subTest(state=state):
                self.assertIn(self.env._(BY_STATE[state]), self._met(state=state, **reason).advice)


@tagged('post_install', '-at_install')
class TestNoTests(AdviceCommon):
    """W10.4: a recipient that accepts no tests can still get the invoice."""

    def _refuse(self):
        document = self._met(state='processing', file_id='file-1', part_ids=False)
        part = self._part(document, codes=('20100',), descriptions=(NO_TEST_WORDS,))
        document._update_from_parts([part])
        return document

    def test_the_invoice_goes_in_production(self):
        self.account.sudo().is_live = True
        test = self._refuse()
        self.assertEqual(test.cure, 'production')
        self.assertEqual(test.action_cure()['params']['method'], 'action_send_in_production')

        test.action_send_in_production()

        newest = test.move_id.pagero_document_id
        self.assertEqual((newest.send_mode, newest.state), ('Production', 'queued'))
        self.assertEqual(newest.supersedes_id, test)
        self.assertFalse(test.needs_person)

    def test_before_going_live_it_leads_to_the_account(self):
        self.assertEqual(self._refuse().cure, 'account')
        with self.assertRaisesRegex(Exception, "not live"):
            self.document.action_send_in_production()

    def test_the_connection_learns_it_and_drafts_warn(self):
        connection = self._create_connection()
        self._refuse()
        self.assertEqual(connection.accepts_tests, 'no')

        draft = self._create_customer_invoice()
        self.assertIn("accepts no tests", draft._get_alerts()['pagero_no_tests']['message'])
        draft.pagero_send_mode = 'Certification'
        self.assertNotIn('pagero_no_tests', draft._get_alerts())

    def test_the_send_dialog_warns(self):
        self._create_connection(accepts_tests='no')
        invoice = self._create_customer_invoice(post=True, pagero_choice='no')
        wizard = self.env['account.move.send.wizard'].with_context(
            active_model='account.move', active_ids=invoice.ids
        )
        dialog = wizard.create({'sending_methods': ['pagero'], 'pagero_send_mode': 'Test'})
        self.assertIn('pagero_no_tests', dialog.alerts)
        dialog.pagero_send_mode = 'Certification'
        self.assertNotIn('pagero_no_tests', dialog.alerts or {})

    def test_other_stops_of_the_same_code_are_about_the_invoice(self):
        document = self._met(error_code='20100', error_group='validation', error_text="Stopp")
        self.assertEqual(document.cure, 'correct')

    def test_one_customer_teaches_nothing_of_another(self):
        other = self._create_customer(
            name="Annan AB", peppol_endpoint=False, category_id=[Command.link(self.tag.id)]
        )
        connection = self._create_connection(other)
        self._refuse()
        self.assertEqual(connection.accepts_tests, 'unknown')
