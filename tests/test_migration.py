"""What version 19.0.1.0.0 stored is read again as that version told it, in both languages."""

import base64
import json
from datetime import timedelta
from pathlib import Path

from odoo import fields
from odoo.modules.migration import load_script
from odoo.tests import TransactionCase, tagged
from odoo.tools import parse_version

from ..models.texts.findings import text_of
from ..models.texts.network import trouble_words
from ..ubl.finding import Finding
from ..ubl.official import reason_of
from ..ubl.words import catalogue, words
from .common import PageroCommon
from .test_pagero_received_document import ReceiveCommon
from .test_pagero_received_document import document as received_document
from .xml_common import XmlCommon


ADDON = Path(__file__).resolve().parents[1]
STORED = json.loads((ADDON / 'tests/stored/findings_19_0_1_0_0.json').read_text())
# What is worded better since, by what that version said.
REWORDED = (
    ("Set the invoice to draft", "Reset the invoice to draft"),
    ("so nobody knows whether it is kept", "so it is unknown whether it is met"),
    ("so nobody knows whether it is right", "so it is unknown whether it is right"),
    ("en moms på 0 % och momstyp", "en moms på 0 % och en momsbefrielse"),
    ("ta bort momstypen", "ta bort momsbefrielsen"),
)


def _as_worded_now(text):
    for then, now in REWORDED:
        text = text.replace(then, now)
    return text


XML = b'<Invoice>\xc3\xa5</Invoice>'


# Databases have these versions: a script that were added to one would never run there.
LANDED = {
    '19.0.1.0.1': {'post-private-hosts'},
    '19.0.1.1.0': {'post-migrate', 'pre-migrate'},
    '19.0.1.2.0': {'post-identity', 'post-rule-packs', 'post-taxes'},
    '19.0.1.3.0': {'post-answers', 'post-fingerprint', 'post-received'},
}


def _script(path):
    return load_script(str(ADDON / 'migrations' / path), f'pagero_{path}')


@tagged('post_install', '-at_install')
class TestMigration(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('sv_SE')
        cls.env.ref('base.module_pagero_connector')._update_translations(['sv_SE'])
        cls.swedish = cls.env(context={'lang': 'sv_SE'})
        cls.migration = _script('19.0.1.1.0/post-migrate.py')

    def _store(self, record, **columns):
        """As the database of the version before has it."""
        self.env.flush_all()
        for name, value in columns.items():
            self.env.cr.execute(
                f'UPDATE {record._table} SET "{name}" = %s WHERE id = %s', (value, record.id)
            )

    def _migrate(self):
        self.migration.migrate(self.env.cr, '19.0.1.0.0')
        self.env.invalidate_all()

    def test_each_sentence_becomes_its_code_and_the_rest_is_kept(self):
        documents = {
            sentence: self._create_document(send_mode='Test', state='error')
            for sentence in self.migration.SENTENCES
        }
        for sentence, document in documents.items():
            self._store(document, error_text=f'{sentence} [Errno 104] Reset.')

        self._migrate()

        for sentence, document in documents.items():
            with self.subTest(sentence=sentence):
                code = self.migration.SENTENCES[sentence]
                self.assertEqual(document.error_parameters, {'code': code})
                self.assertEqual(document.error_text, "[Errno 104] Reset.")
                swedish = document.with_env(self.swedish).reason
                self.assertTrue(swedish.endswith('.'))
                self.assertNotIn("Errno", swedish)
                self.assertNotIn(sentence, swedish)

    def test_a_sentence_alone_leaves_no_words(self):
        document = self._create_document(send_mode='Test', state='unsure')
        self._store(document, error_text="The server stopped while this was being sent.")

        self._migrate()

        self.assertFalse(document.error_text)
        self.assertTrue(document.has_error)
        self.assertEqual(document.reason, "The server stopped while this was being sent.")

    def test_what_pagero_said_is_kept_as_its_words(self):
        document = self._create_document(send_mode='Test', state='error')
        self._store(document, error_text="28500: not found")

        self._migrate()

        self.assertEqual(
            (document.error_parameters, document.error_text), (False, "28500: not found")
        )

    def test_accounts_and_match_runs_keep_what_went_wrong(self):
        run = self.env['pagero.match.run'].sudo().create({'account_id': self.account.id})
        line = (
            self.env['pagero.match.line']
            .sudo()
            .create({'run_id': run.id, 'partner_id': self.partner_a.id})
        )
        self._store(self.account, last_error="Pagero asks us to slow down. Wait.")
        self._store(run, trouble="Pagero cannot be reached. [Errno 111]")
        self._store(line, reason="A customer needs a name.")

        self._migrate()

        self.assertEqual(self.account.last_error_parameters, {'code': 'too_many_requests'})
        self.assertEqual(self.account.last_error_words, "Pagero takes no more calls right now.")
        self.assertEqual(run.trouble_words, "Pagero cannot be reached.")
        self.assertNotEqual(run.with_env(self.swedish).trouble_words, run.trouble_words)
        self.assertEqual((line.reason_parameters, line.reason), (False, "A customer needs a name."))

    def test_the_history_is_told_in_the_readers_language(self):
        document = self._create_document(send_mode='Test', state='unsure')
        document._log('unsure', reason="Pagero gave no whole answer in time. Timed out.")
        document._log('held', reason='login')
        held, unsure = document.event_ids.sorted('id', reverse=True)[:2]

        self._migrate()

        self.assertEqual(unsure.parameters['trouble'], {'code': 'no_answer'})
        self.assertEqual(unsure.parameters['reason'], "Timed out.")
        self.assertTrue(unsure.sentence.endswith("a complete answer in time."))
        self.assertEqual(unsure.said, "Timed out.")
        self.assertNotIn("complete answer", unsure.with_env(self.swedish).sentence)
        self.assertEqual(held.parameters, {'mode': 'Test', 'reason': 'login'})

    def test_findings_say_what_they_said_in_both_languages(self):
        document = self._create_document(send_mode='Test', state='invalid')
        old = [each['stored'] for each in STORED['findings']]
        self._store(document, stored_findings=json.dumps(old))

        self._migrate()

        self.assertEqual(len(document.stored_findings), len(old))
        for stored, told in zip(document.stored_findings, STORED['findings'], strict=True):
            with self.subTest(rule=stored['rule'], text=stored['text']):
                finding = Finding.from_dict(stored)
                for lang, then in (('en_US', told['english']), ('sv_SE', told['swedish'])):
                    now = [_as_worded_now(each) for each in then]
                    self.assertEqual(list(words(finding, lang)), now)
                self.assertTrue(finding.key in catalogue() or not finding.key)
                self.assertLessEqual(told['stored'].items(), stored.items())

    def test_a_second_time_changes_nothing(self):
        document = self._create_document(send_mode='Test', state='invalid')
        old = [each['stored'] for each in STORED['findings']]
        self._store(document, stored_findings=json.dumps(old), error_text="Pagero refused it. No.")
        self._migrate()
        once = (document.stored_findings, document.error_text, document.error_parameters)

        self._migrate()

        self.assertEqual(
            (document.stored_findings, document.error_text, document.error_parameters), once
        )

    def test_packs_tell_what_they_take_the_place_of(self):
        schema = (
            '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">{}</schema>'
        )
        rule = '<pattern><rule context="/*"><assert id="{}" test="true()"/></rule></pattern>'
        norm = ('BR-01', 'BR-02', 'BR-CO-10', 'BR-CO-15', 'BR-S-01')
        packs = {
            ids: self.env['pagero.rule.pack'].create(
                {
                    'name': "Rules",
                    'file': base64.b64encode(
                        schema.format(''.join(map(rule.format, ids))).encode()
                    ),
                }
            )
            for ids in (norm, ('PEPPOL-EN16931-R001',), ('OTHER-1',))
        }
        for pack in packs.values():
            self._store(pack, kind='peppol')

        _script('19.0.1.2.0/post-rule-packs.py').migrate(self.env.cr, '19.0.1.1.0')

        self.assertEqual([pack.kind for pack in packs.values()], ['cen', 'peppol', 'peppol'])

    def test_reasons_why_rules_are_not_understood_become_codes(self):
        stored = self.migration._problems(STORED['problems'])

        for (rule, reason), new in zip(STORED['problems'], stored, strict=True):
            with self.subTest(reason=reason):
                self.assertEqual(str(reason_of(*new[1:])), reason)
                self.assertEqual(new[0], rule)
                self.assertNotEqual(new[1], 'other')
        self.assertEqual(
            self.migration._problems([['A', "Odd."]]), [['A', 'other', {'error': "Odd."}, '']]
        )

    def test_dry_runs_keep_what_each_rule_says(self):
        now = {
            'SE-R-004': {'severity': 'fatal', 'count': 2, 'text': self._text('SE-R-004')},
            'XX-1': {'severity': 'warning', 'count': 1, 'text': "An invoice shall be blue."},
        }

        kept = self.migration._trial(now)

        self.assertEqual(text_of(self.env, 'SE-R-004', kept['SE-R-004']), self._text('SE-R-004'))
        self.assertNotEqual(
            text_of(self.swedish, 'SE-R-004', kept['SE-R-004']), self._text('SE-R-004')
        )
        self.assertEqual(text_of(self.swedish, 'XX-1', kept['XX-1']), "An invoice shall be blue.")
        self.assertEqual(kept['SE-R-004']['count'], 2)

    def _text(self, rule):
        return next(
            each['stored']['text'] for each in STORED['findings'] if each['stored']['rule'] == rule
        )

    def test_each_frozen_code_is_one_that_is_still_told(self):
        for code in self.migration.SENTENCES.values():
            self.assertTrue(trouble_words(self.env, {'code': code}, False))


@tagged('post_install', '-at_install')
class TestMigrationOfNames(PageroCommon):
    """The script that runs before Odoo looks at the tables."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._create_document(send_mode='Test', state='invalid')
        cls.document.sudo().write(
            {'stored_xml': base64.b64encode(XML), 'stored_findings': [{'rule': 'SE-R-004'}]}
        )
        cls.env.flush_all()
        cls.env.cr.execute('ALTER TABLE pagero_document RENAME COLUMN stored_findings TO findings')
        cls.files = cls.env['ir.attachment'].search(
            [('res_model', '=', 'pagero.document'), ('res_field', '=', 'stored_xml')]
        )
        cls._store_field('xml_file')

    @classmethod
    def _store_field(cls, name):
        cls.env.cr.execute(
            'UPDATE ir_attachment SET res_field = %s WHERE id = ANY(%s)', (name, cls.files.ids)
        )
        cls.env.invalidate_all()

    def _migrate(self):
        _script('19.0.1.1.0/pre-migrate.py').migrate(self.env.cr, '19.0.1.0.0')
        self.env.invalidate_all()

    def test_a_user_reads_what_was_found_and_sent(self):
        self.assertTrue(self.files)
        user = self._create_user('reader')

        self._migrate()

        document = self.document.with_user(user)
        self.assertEqual(document.findings, [{'rule': 'SE-R-004'}])
        self.assertEqual(base64.b64decode(document.xml_file), XML)
        self.assertEqual(document.sudo()._stored_xml(), XML)

    def test_a_second_time_changes_nothing(self):
        self._migrate()

        self._migrate()

        self.assertEqual(base64.b64decode(self.document.xml_file), XML)
        self.assertEqual(self.document.findings, [{'rule': 'SE-R-004'}])

    def test_files_of_others_are_left_alone(self):
        others = self.env['ir.attachment'].create(
            {'name': 'other', 'res_model': 'account.move', 'res_field': 'xml_file', 'raw': b'x'}
        )

        self._migrate()

        self.assertEqual(others.res_field, 'xml_file')


@tagged('post_install', '-at_install')
class TestMigrationScripts(TransactionCase):
    def test_no_script_is_of_a_later_version_than_the_addon(self):
        """Such a script would run at every update, or never."""
        module = self.env.ref('base.module_pagero_connector')
        versions = {file.parent.name for file in ADDON.glob('migrations/*/*.py')}

        self.assertTrue(versions)
        for version in versions:
            with self.subTest(version=version):
                self.assertLess(parse_version('19.0.1.0.0'), parse_version(version))
                self.assertLessEqual(
                    parse_version(version), parse_version(module.installed_version)
                )

    def test_no_script_is_added_to_a_version_that_databases_have(self):
        for version, scripts in LANDED.items():
            with self.subTest(version=version):
                found = {file.stem for file in (ADDON / 'migrations' / version).glob('*.py')}
                self.assertEqual(found, scripts)

    def test_each_script_is_tried_by_a_test(self):
        tests = ''.join(file.read_text() for file in ADDON.glob('tests/test_*.py'))

        for script in ADDON.glob('migrations/*/*.py'):
            with self.subTest(script=script.name):
                self.assertIn(f'{script.parent.name}/{script.name}', tests)


@tagged('post_install', '-at_install')
class TestMigrationOfTaxes(XmlCommon):
    def test_triangular_trade_gets_its_category_unless_a_user_chose_one(self):
        tax = self._tax('triangular_tax_0_goods')
        names = ['ubl_cii_tax_category_code', 'ubl_cii_tax_exemption_reason_code']
        tax.write(dict.fromkeys(names, False))

        _script('19.0.1.2.0/post-taxes.py').migrate(self.env.cr, '19.0.1.1.0')
        self.assertEqual([tax[name] for name in names], ['AE', 'VATEX-EU-AE'])

        tax.write({'ubl_cii_tax_category_code': 'G', 'ubl_cii_tax_exemption_reason_code': False})
        _script('19.0.1.2.0/post-taxes.py').migrate(self.env.cr, '19.0.1.1.0')
        self.assertEqual(tax.ubl_cii_tax_category_code, 'G')


@tagged('post_install', '-at_install')
class TestMigrationOfReceived(ReceiveCommon):
    def _migrate(self):
        _script('19.0.1.3.0/post-received.py').migrate(self.env.cr, '19.0.1.2.0')
        self.env.invalidate_all()

    def test_a_reminder_written_as_an_invoice_is_not_booked(self):
        listed = self._receive(network_id='reminder', document_type='PaymentReminder')
        new = listed.identity
        listed.kind = 'invoice'
        listed.identity = listed._identity_word()
        invoice = self._receive(received_document('L-2'), 'invoice')
        self.assertTrue(listed.is_bookable)

        self._migrate()

        self.assertEqual((listed.kind, listed.identity), ('payment_reminder', new))
        self.assertFalse(listed.is_bookable)
        self.assertTrue(invoice.is_bookable)

    def test_what_must_be_answered_says_so(self):
        required = b'<cbc:ProfileID>urn:peppol:bis:billing_with_response</cbc:ProfileID><cbc:ID>'
        asking = self._receive(received_document('L-1').replace(b'<cbc:ID>', required, 1), 'asking')
        other = self._receive(received_document('L-2'), 'other')
        self.assertTrue(asking.is_answer_required)
        self._store_columns(asking | other)

        self._migrate()

        self.assertEqual([asking.is_answer_required, other.is_answer_required], [True, False])

    def _store_columns(self, documents):
        self.env.flush_all()
        self.env.cr.execute(
            'UPDATE pagero_received_document SET is_answer_required = NULL WHERE id = ANY(%s)',
            (documents.ids,),
        )
        self.env.invalidate_all()


@tagged('post_install', '-at_install')
class TestMigrationOfApproval(PageroCommon):
    def test_an_approved_database_stays_approved_and_a_copy_does_not(self):
        """Version 19.0.1.2.0 counted the address at which people log in."""
        script = _script('19.0.1.3.0/post-fingerprint.py')
        now = self.account._current_fingerprint()
        for before, after in ((script._with_address(self.env), now), ('copy', 'copy')):
            self.account.sudo().approved_fingerprint = before

            script.migrate(self.env.cr, '19.0.1.2.0')

            self.assertEqual(self.account.sudo().approved_fingerprint, after)

    def test_what_is_listed_from_before_the_update_is_not_judged(self):
        script = _script('19.0.1.4.0/post-approved.py')
        account = self.account.sudo()
        said = fields.Datetime.now() - timedelta(days=1)
        for is_live, before, expected in ((True, False, 'now'), (True, said, said), (False,) * 3):
            account.write({'is_live': is_live, 'approved_at': before})
            self.env.flush_all()

            script.migrate(self.env.cr, '19.0.1.3.0')
            account.invalidate_recordset()

            if expected == 'now':
                self.assertGreater(account.approved_at, said)
            else:
                self.assertEqual(account.approved_at, expected)


@tagged('post_install', '-at_install')
class TestMigrationOfAnswered(ReceiveCommon):
    def test_an_answer_keeps_what_it_answers_and_saved_filters_go_on(self):
        script = _script('19.0.1.4.0/pre-answered.py')
        received = self._receive(received_document('L-1'))
        answer = self._create_document(document_type='ApplicationResponse', answered_id=received.id)
        saved = self.env['ir.filters'].create(
            {
                'name': "Answers",
                'model_id': 'pagero.document',
                'domain': "[('answers_id', '!=', False)]",
            }
        )
        self._rename_back()

        for _time in range(2):
            script.migrate(self.env.cr, '19.0.1.3.0')
            self.env.invalidate_all()

            self.assertEqual(answer.answered_id, received)
            self.assertEqual(saved.domain, "[('answered_id', '!=', False)]")
            field = self.env.ref('pagero_connector.field_pagero_document__answered_id')
            self.assertEqual(field.name, 'answered_id')
            self.assertIn(self._index(), self._indexes())

    def _rename_back(self):
        self.env.flush_all()
        self.env.cr.execute(
            f"""ALTER TABLE pagero_document RENAME COLUMN answered_id TO answers_id;
            ALTER INDEX {self._index()} RENAME TO pagero_document__answers_id_index;
            UPDATE ir_model_fields SET name = 'answers_id'
             WHERE model = 'pagero.document' AND name = 'answered_id';
            UPDATE ir_model_data SET name = 'field_pagero_document__answers_id'
             WHERE name = 'field_pagero_document__answered_id'"""
        )

    def _index(self):
        return 'pagero_document__answered_id_index'

    def _indexes(self):
        self.env.cr.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'pagero_document'")
        return [name for (name,) in self.env.cr.fetchall()]
