import base64
import hashlib
from datetime import date, timedelta
from pathlib import Path
from unittest import skipUnless
from unittest.mock import patch

from freezegun import freeze_time
from lxml import etree

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..models.rules import use
from ..models.rules.use import OFFICIAL
from ..ubl.official import cen_pack
from .common import PageroCommon


DATA = Path(__file__).resolve().parents[2] / 'shared' / 'data' / 'rules' / 'peppol-3.0.21'
OFFICIAL_FILE = DATA / 'PEPPOL-EN16931-UBL.sch'
SELF_BILLING_FILE = DATA / 'PEPPOL-EN16931-UBL-SB.sch'
SCHEMA = '''<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
<!-- release 3.0.21 --><title>Rules of a test</title>
<ns prefix="cbc" uri="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"/>
{}</schema>'''
RULE = '''<pattern><rule context="/*"><assert id="{}" flag="{}" test="{}">{}</assert></rule>
</pattern>'''
LENIENT = SCHEMA.format(RULE.format('TEST-1', 'warning', 'true()', 'Never said.'))
STRICT = SCHEMA.format(RULE.format('TEST-2', 'fatal', 'cbc:Never', 'It lacks what nobody has.'))
NORM = SCHEMA.format(
    ''.join(
        RULE.format(id, 'fatal', 'false()' if id == 'BR-02' else 'true()', 'Of the norm.')
        for id in ('BR-01', 'BR-02', 'BR-03', 'BR-CO-10', 'BR-CO-15', 'BR-S-01')
    )
)
REFUSED = {
    'no XML': (b'no rules', "well-formed"),
    'an invoice': (b'<Invoice/>', "neither"),
    'entities': (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type definition"),
    'an include': (SCHEMA.format('<include href="x"/>').encode(), "another file"),
    'fifty megabytes': (b'<a>' + b' ' * (50 << 20) + b'</a>', "5 MiB"),
    'nothing': (b'', "empty"),
    'a web page': (b'<!doctype html><html></html>', "web page"),
}  # fmt: skip


class RulePackCommon(PageroCommon):
    @classmethod
    def _create_pack(cls, content=LENIENT, state=None, **values):
        content = content.encode() if isinstance(content, str) else content
        pack = cls.env['pagero.rule.pack'].create(
            {
                'name': "Rules",
                'file': base64.b64encode(content),
                'valid_from': '2020-01-01',
                **values,
            }
        )
        if state:
            for step in ('testing', 'tested', 'active', 'retired'):
                pack._move_to(step)
                if step == state:
                    break
        return pack

    def _rules_found(self, invoice):
        return {finding.rule for finding in invoice._pagero_findings()[invoice]}

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref('pagero_connector.ir_cron_pagero_rule_pack_test').method_direct_trigger()


@tagged('post_install', '-at_install')
class TestUpload(RulePackCommon):
    def test_the_file_is_read_and_its_checksum_shown(self):
        pack = self._create_pack()

        self.assertEqual(pack.sha256, hashlib.sha256(LENIENT.encode()).hexdigest())
        self.assertRecordValues(pack, [{'rule_count': 1, 'problem_count': 0, 'state': 'draft'}])

    @freeze_time('2026-11-25')
    def test_the_form_suggests_what_the_file_says_of_itself(self):
        with Form(self.env['pagero.rule.pack']) as form:
            form.file = base64.b64encode(LENIENT.encode()).decode()

        self.assertEqual(form.record.name, "Rules of a test")
        self.assertRecordValues(form.record, [{'version': '3.0.21', 'valid_to': date(2027, 2, 23)}])

    @freeze_time('2026-11-25')
    def test_a_release_is_suggested_from_its_first_day_also_when_the_file_is_replaced(self):
        present, coming = LENIENT, LENIENT.replace('3.0.21', '3.0.22')
        today, first = date(2026, 11, 25), date(2027, 2, 24)
        last = first - timedelta(days=1)
        form = Form(self.env['pagero.rule.pack'])

        for content, version, valid_from, valid_to in [
            (coming, '3.0.22', first, False),
            (present, '3.0.21', today, last),
            (coming, '3.0.22', first, False),
        ]:
            form.file = base64.b64encode(content.encode()).decode()
            suggested = (form.version, form.valid_from, form.valid_to)
            self.assertEqual(suggested, (version, valid_from, valid_to))

    @freeze_time('2027-06-01')
    def test_a_release_that_is_mandatory_already_is_good_from_today_on(self):
        form = Form(self.env['pagero.rule.pack'])
        form.file = base64.b64encode(LENIENT.replace('3.0.21', '3.0.23').encode()).decode()

        self.assertEqual(form.valid_from, date(2027, 6, 1))

    @freeze_time('2027-06-01')
    def test_a_release_that_is_no_longer_mandatory_can_be_kept_for_old_invoices(self):
        last = date(2027, 2, 23)
        with Form(self.env['pagero.rule.pack']) as form:
            form.file = base64.b64encode(LENIENT.encode()).decode()

        self.assertRecordValues(form.record, [{'valid_from': last, 'valid_to': last}])

    def test_what_is_no_rule_file_is_refused_with_a_sentence(self):
        for name, (content, words) in REFUSED.items():
            with self.subTest(file=name), self.assertRaisesRegex(UserError, words):
                self._create_pack(content)

    def test_another_checksum_than_expected_is_refused(self):
        right = hashlib.sha256(LENIENT.encode()).hexdigest()

        self._create_pack(expected_sha256=f' {right.upper()} ')
        with self.assertRaisesRegex(ValidationError, "not the expected file"):
            self._create_pack(expected_sha256='0' * 64)

    def test_a_rule_that_is_not_understood_is_told_loudly_and_the_rest_is_used(self):
        self.account.catch_from = '2099-01-01'
        invoice = self._create_customer_invoice(post=True)
        rules = (('TEST-3', "doc('/etc/passwd')"), ('TEST-2', 'cbc:Never'))
        pack = self._create_pack(
            SCHEMA.format(''.join(RULE.format(id, 'fatal', test, 'No.') for id, test in rules)),
        )

        self.assertEqual((pack.problem_count, pack.rule_count), (1, 2))
        self.assertIn('TEST-3', pack.problems_table)
        self.assertIn("not understood: 1 of 2", pack.problems_message)

        pack.action_test()
        self._run()
        self.assertEqual(pack.state, 'tested')
        self.assertIn("could not be read", pack.differences_table)

        pack.action_activate()
        found = {each.rule: each for each in invoice._pagero_findings()[invoice]}
        self.assertEqual(set(found), {'TEST-2', 'TEST-3'})
        self.assertTrue(found['TEST-2'].is_fatal)
        self.assertFalse(found['TEST-3'].is_fatal)

    def test_a_file_of_which_nothing_is_understood_cannot_be_used(self):
        pack = self._create_pack(
            SCHEMA.format(RULE.format('TEST-3', 'fatal', "doc('/etc/passwd')", '')), 'tested'
        )

        self.assertIn("cannot be used", pack.problems_message)
        with self.assertRaisesRegex(UserError, "None of the rules"):
            pack.action_activate()

    def test_a_file_that_was_tried_stays(self):
        pack = self._create_pack(state='tested')

        with self.assertRaisesRegex(UserError, "new rule pack"):
            pack.file = base64.b64encode(STRICT.encode())

    def test_the_checksum_cannot_be_written(self):
        admin = self._create_user('pack_admin', 'base.group_user,pagero_connector.group_admin')
        pack = self._create_pack()

        with self.assertRaises(AccessError):
            pack.with_user(admin).write({'sha256': '0' * 64})

    def test_only_administrators_see_and_change_packs(self):
        pack = self._create_pack(state='active')
        accountant = self._create_user('pack_user')

        with self.assertRaises(AccessError):
            pack.with_user(accountant).read(['name'])
        with self.assertRaises(AccessError):
            pack.with_user(accountant).action_roll_back()
        self.assertTrue(self.env['pagero.rule.pack'].with_user(accountant)._layers(date.today()))

    def test_who_administers_one_company_does_not_decide_for_the_others(self):
        groups = 'base.group_user,pagero_connector.group_admin'
        admin = self._create_user('pack_admin', groups)
        used, tried = self._create_pack(state='active'), self._create_pack(state='tested')
        used.with_user(admin).valid_to = '2099-01-01'  # there is no other company yet
        self._create_account(self._create_other_company())

        for decide in (
            tried.with_user(admin).action_activate,
            used.with_user(admin).action_roll_back,
            lambda: used.with_user(admin).write({'valid_to': False}),
        ):
            with self.assertRaisesRegex(UserError, "group administrator"):
                decide()
        tried.with_user(admin).valid_to = '2099-01-01'

        groups += ',pagero_connector.group_group_admin'
        tried.with_user(self._create_user('pack_group_admin', groups)).action_activate()
        self.assertEqual((used | tried).mapped('state'), ['retired', 'active'])

    def test_rules_that_stop_invoices_are_never_used_without_a_question(self):
        arch = self.env['pagero.rule.pack'].get_view(view_type='form')['arch']
        buttons = etree.fromstring(arch).findall(".//button[@name='action_activate']")

        self.assertEqual(len(buttons), 4)
        for button in buttons:
            hidden_if = 'not newly_stopped' if button.get('confirm') else 'or newly_stopped'
            self.assertIn(hidden_if, button.get('invisible'))


@tagged('post_install', '-at_install')
class TestUse(RulePackCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.catch_from = '2099-01-01'
        cls.invoice = cls._create_customer_invoice(post=True, pagero_buyer_reference=False)

    def test_without_a_pack_the_own_rules_apply(self):
        self.assertEqual(self._rules_found(self.invoice), {'PEPPOL-EN16931-R003'})

    def test_a_pack_in_use_replaces_the_own_rules_and_can_be_rolled_back(self):
        pack = self._create_pack(STRICT, 'tested')

        pack.action_activate()
        self.assertTrue(pack.is_in_force)
        self.assertEqual(self._rules_found(self.invoice), {'TEST-2'})

        pack.action_roll_back()
        self.assertEqual(self._rules_found(self.invoice), {'PEPPOL-EN16931-R003'})

    def test_the_pack_of_the_invoice_date_is_used(self):
        today = self.invoice.invoice_date
        self._create_pack(LENIENT, 'active', valid_from='2020-01-01')
        self._create_pack(STRICT, 'active', valid_from=today + timedelta(days=1))

        self.assertEqual(self._rules_found(self.invoice), set())
        layers = self.env['pagero.rule.pack']._layers(today + timedelta(days=1))
        self.assertEqual([pack.name for pack in layers[1].packs], ['cen-en16931', OFFICIAL])
        before = self.env['pagero.rule.pack']._layers(date(2019, 12, 31))
        self.assertNotIn(OFFICIAL, [pack.name for pack in before[1].packs])

    def test_the_file_of_cores_send_dialog_is_checked_by_the_pack_in_force(self):
        self._create_pack(STRICT, 'active', valid_from='2020-01-01')

        _xml, refused = self.env['account.edi.xml.pagero']._export_invoice(self.invoice)

        [sentence] = refused  # that of the pack alone: the addon's own rules are replaced
        self.assertIn("It lacks what nobody has.", sentence)

    def test_rules_of_en_16931_take_the_place_of_the_older_ones_by_date(self):
        """A later release of CEN than the one that comes with the addon."""
        day = self.invoice.invoice_date
        pack = self._create_pack(NORM, 'tested', valid_from=day, version='1.3.17')
        peppol = self._create_pack(LENIENT, 'active', valid_from=day)
        self.assertEqual(pack.kind, 'cen')

        pack.action_activate()

        self.assertRecordValues(
            pack | peppol,
            [{'state': 'active', 'is_in_force': True}, {'state': 'active', 'is_in_force': True}],
        )
        self.assertEqual(self._rules_found(self.invoice), {'BR-02'})
        packs = self.env['pagero.rule.pack']
        for on, version in ((day, '1.3.17'), (day - timedelta(days=1), cen_pack().version)):
            [norm, *_others] = packs._layers(on)[1].packs
            self.assertEqual((norm.name, norm.version), ('cen-en16931', version))
            [norm, *_others] = packs._layers(on)[1].for_self_billed
            self.assertEqual(norm.version, version)

        pack.action_roll_back()
        self.assertEqual(self._rules_found(self.invoice), set())

    def test_what_we_accept_of_the_norm_is_accepted_of_an_uploaded_one_too(self):
        content = NORM.replace('BR-02', 'UBL-CR-202').replace('BR-03', 'BR-02')
        self._create_pack(content, 'active', version='1.3.17')

        self.assertNotIn('UBL-CR-202', self._rules_found(self.invoice))

    def test_after_the_last_day_the_own_rules_apply_again(self):
        yesterday = self.invoice.invoice_date - timedelta(days=1)
        self._create_pack(STRICT, 'active', valid_to=yesterday)

        self.assertEqual(self._rules_found(self.invoice), {'PEPPOL-EN16931-R003'})

    def test_rolling_back_returns_to_the_pack_before(self):
        first = self._create_pack(LENIENT, 'active')
        second = self._create_pack(STRICT, 'tested')
        second.action_activate()
        self.assertRecordValues(first | second, [{'state': 'retired'}, {'state': 'active'}])

        second.action_roll_back()

        self.assertRecordValues(first | second, [{'state': 'active'}, {'state': 'retired'}])
        self.assertEqual(self._rules_found(self.invoice), set())

    def test_a_pack_that_is_over_is_not_used(self):
        pack = self._create_pack(state='tested', valid_to='2020-02-01')

        with self.assertRaisesRegex(UserError, "is over"):
            pack.action_activate()

    def test_a_pack_in_use_cannot_be_deleted(self):
        with self.assertRaisesRegex(UserError, "Roll it back"):
            self._create_pack(state='active').unlink()

    def test_choosing_the_rules_costs_no_query_and_compiles_once(self):
        pack = self._create_pack(STRICT, 'active')
        self._rules_found(self.invoice)
        packs = self.env['pagero.rule.pack']

        with self.assertQueryCount(0):
            first = packs._layers(date(2026, 11, 1))
            second = packs._layers(date(2026, 11, 2))

        self.assertIs(first[1].packs[1].engine, second[1].packs[1].engine)
        self.assertEqual(first[1].packs[1].sha256, pack.sha256)

    def test_a_file_that_could_not_be_read_is_read_again(self):
        self._create_pack(STRICT, 'active')

        with (
            patch.object(type(self.env['ir.attachment']), '_full_path', lambda *_: '/nowhere'),
            self.assertLogs('odoo.addons', 'WARNING'),
        ):
            self.env.invalidate_all()
            self.assertNotIn('TEST-2', self._rules_found(self.invoice))
        self.env.invalidate_all()

        self.assertEqual(self._rules_found(self.invoice), {'TEST-2'})

    def _exchange_file(self, pack, content):
        """As somebody does who gets at the database, or at the folder of its files."""
        file = [('res_model', '=', pack._name), ('res_field', '=', 'file')]
        attachments = self.env['ir.attachment'].with_user(SUPERUSER_ID)
        attachments.search([*file, ('res_id', '=', pack.id)]).raw = content
        self.env.invalidate_all()

    def test_an_exchanged_file_stops_no_invoice(self):
        own = self._rules_found(self.invoice)
        pack = self._create_pack(STRICT, 'active')
        for content in (STRICT.replace('TEST-2', 'EVIL').encode(), b'no rules at all', b''):
            with self.subTest(content=content[:20]):
                use._compiled_packs._told.clear()
                self._exchange_file(pack, content)

                with self.assertLogs('odoo.addons', 'WARNING') as logged:
                    found = [self._rules_found(self.invoice) for _twice in range(2)]

                self.assertEqual(found, [own, own])
                self.assertEqual(len([line for line in logged.output if pack.sha256 in line]), 1)

    def test_administrators_are_told_of_an_exchanged_file(self):
        pack = self._create_pack(STRICT, 'active')
        self.assertFalse(pack.is_damaged)
        health = self.env['pagero.health'].sudo().create({'account_id': self.account.id})
        self.assertFalse(health.rule_pack_words)

        self._exchange_file(pack, LENIENT.encode())

        self.assertTrue(pack.is_damaged)
        self.assertIn("not the one that was tried", pack.message)
        health.invalidate_recordset()
        self.assertIn("not the one that was tried", health.rule_pack_words)

    def test_a_process_keeps_few_packs(self):
        for number in range(use.MOST_COMPILED + 3):
            pack = self._create_pack(version=str(number))
            pack._compiled(pack._as_in_use())

        kept = use._compiled_packs._packs
        self.assertLessEqual(len(kept), use.MOST_COMPILED)


@tagged('post_install', '-at_install')
class TestDryRun(RulePackCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.catch_from = '2099-01-01'
        cls.right = cls._create_customer_invoice(post=True)
        cls.wrong = cls._create_customer_invoice(post=True, pagero_buyer_reference=False)

    def test_without_invoices_there_is_nothing_to_try(self):
        other = self._create_other_company()
        pack = self._create_pack().with_context(allowed_company_ids=other.ids)

        with self.assertRaisesRegex(UserError, "no posted invoice"):
            pack.with_company(other).action_test()

    def test_it_says_what_would_change_with_links(self):
        pack = self._create_pack(STRICT)

        pack.action_test()
        self.assertEqual(pack.state, 'testing')
        self._run()

        self.assertEqual(pack.state, 'tested')
        verdicts = {trial.move_id: trial.verdict for trial in pack.trial_ids}
        self.assertEqual((verdicts[self.right], verdicts[self.wrong]), ('stops', 'differs'))
        self.assertEqual(pack.progress, 100)
        self.assertIn(f'/odoo/account.move/{self.right.id}', pack.differences_table)
        for word in ('TEST-2', 'It lacks what nobody has', 'PEPPOL-EN16931-R003'):
            self.assertIn(word, pack.differences_table)

    def test_an_administrator_without_accounting_tries_it_too(self):
        admin = self._create_user('rules', 'base.group_user,pagero_connector.group_admin')
        pack = self._create_pack(STRICT).with_user(admin)

        pack.action_test()
        self._run()

        self.env.invalidate_all()
        self.assertIn(self.right.name, pack.differences_table)
        shown = pack.trial_ids.web_read({'move_id': {'fields': {'display_name': {}}}})
        self.assertIn(self.right.id, [line['move_id']['id'] for line in shown])

    def test_what_would_no_longer_stop_is_said_too(self):
        pack = self._create_pack(LENIENT)

        pack.action_test()
        self._run()

        self.assertRecordValues(
            pack, [{'newly_stopped': 0, 'no_longer_stopped': 1, 'otherwise_different': 0}]
        )
        [trial] = pack.trial_ids.filtered(lambda trial: trial.move_id == self.wrong)
        self.assertRecordValues(
            trial, [{'verdict': 'passes', 'gone_rules': 'PEPPOL-EN16931-R003', 'new_rules': ''}]
        )

    def test_what_was_sent_is_tried_as_it_was_sent(self):
        document = self._create_document(self.right, state='delivered')
        document._store({document.id: b'<Invoice/>'})
        pack = self._create_pack(STRICT)

        pack.action_test()
        self._run()

        [trial] = pack.trial_ids.filtered(lambda trial: trial.move_id == self.right)
        self.assertEqual((trial.document_id, list(trial.then)), (document, ['XSD']))

    def test_one_invoice_that_fails_does_not_end_it(self):
        pack = self._create_pack(STRICT)
        pack.action_test()
        broken = pack.trial_ids[0]

        def build(trial):
            return b'<a/>' if trial.id != broken.id else 1 / 0

        with (
            patch.object(type(broken), '_xml', build),
            self.assertLogs('odoo.addons.pagero_connector', 'ERROR'),
        ):
            self._run()

        self.assertRecordValues(pack, [{'state': 'tested', 'not_checked': 1}])

    def test_strangers_see_nothing_of_my_invoices(self):
        pack = self._create_pack(STRICT)
        pack.action_test()
        self._run()
        groups = 'base.group_user,account.group_account_invoice,pagero_connector.group_admin'
        stranger = self._create_user('pack_stranger', groups, self._create_other_company())
        self.env.invalidate_all()

        seen = pack.with_user(stranger).with_company(stranger.company_id)

        self.assertEqual((seen.trial_count, seen.differences_table), (0, False))

    def test_it_can_be_stopped(self):
        pack = self._create_pack(STRICT)
        pack.action_test()

        pack.action_stop_test()
        self._run()

        self.assertEqual(pack.state, 'draft')
        self.assertFalse(any(pack.trial_ids.mapped('verdict')))

    def _run_while(self, press):
        """The dry run, during whose first invoice somebody presses a button."""
        trial, pressed = type(self.env['pagero.rule.pack.trial']), []
        proper = trial._try

        def meanwhile(tried):
            if not pressed:
                pressed.append(tried.id)
                press(tried.pack_id)
            proper(tried)

        with patch.object(trial, '_try', meanwhile):
            self._run()

    def test_it_can_be_stopped_when_it_has_begun(self):
        pack = self._create_pack(STRICT)
        pack.action_test()

        self._run_while(lambda pack: pack.action_stop_test())

        self.assertEqual(pack.state, 'draft')
        self.assertEqual(pack.trial_ids.mapped('verdict').count(False), len(pack.trial_ids) - 1)

    def test_it_can_begin_anew_when_it_has_begun(self):
        pack = self._create_pack(STRICT)
        pack.action_test()

        def begin_anew(pack):
            pack.action_stop_test()
            pack.action_test()

        with self.assertLogs('odoo.addons.pagero_connector', 'ERROR'):  # that one is gone
            self._run_while(begin_anew)

        self.assertEqual(pack.state, 'tested')
        self.assertTrue(all(pack.trial_ids.mapped('verdict')))


@tagged('post_install', '-at_install')
class TestExpiry(RulePackCommon):
    def _warned(self, pack):
        self.env['pagero.rule.pack'].sudo()._cron_warn()
        return len(pack.activity_ids)

    @freeze_time('2027-01-20')
    def test_it_warns_a_month_before_and_once(self):
        pack = self._create_pack(state='active', valid_to='2027-02-23')
        self.assertFalse(self._warned(pack))

        with freeze_time('2027-01-24'):
            warned = self._warned(pack)
            self.assertTrue(warned)
            self.assertEqual(self._warned(pack), warned)
        self.assertIn('2027', pack.activity_ids[0].note)

    @freeze_time('2027-01-20')
    def test_a_pack_that_another_one_follows_says_nothing(self):
        pack = self._create_pack(state='active', valid_to='2027-02-01')
        self._create_pack(state='active', valid_from='2027-02-02')

        self.assertFalse(self._warned(pack))

    @freeze_time('2027-01-20')
    def test_another_last_day_is_warned_of_again(self):
        pack = self._create_pack(state='active', valid_to='2027-02-01')
        first = self._warned(pack)

        pack.valid_to = '2027-02-05'

        self.assertEqual(self._warned(pack), 2 * first)


@tagged('post_install', '-at_install')
@skipUnless(
    OFFICIAL_FILE.is_file(),
    "../shared/data isn't beside this clone: the publishers' rules and tests",
)
class TestOfficialFile(RulePackCommon):
    def test_the_official_rules_are_uploaded_tried_and_used(self):
        self.account.catch_from = '2099-01-01'
        right = self._create_customer_invoice(post=True)
        wrong = self._create_customer_invoice(post=True, pagero_buyer_reference=False)
        pack = self._create_pack(OFFICIAL_FILE.read_bytes(), version='3.0.21')
        self.assertRecordValues(pack, [{'rule_count': 165, 'problem_count': 0}])

        pack.action_test()
        self._run()
        self.assertRecordValues(pack, [{'state': 'tested', 'newly_stopped': 0}])
        self.assertEqual(set(pack.trial_ids.mapped('verdict')), {'same'})

        pack.action_activate()
        [finding] = wrong._pagero_findings()[wrong]
        self.assertEqual(finding.rule, 'PEPPOL-EN16931-R003')
        self.assertEqual(finding.field, 'pagero_buyer_reference')
        self.assertFalse(right._pagero_findings()[right])

    def test_the_rules_of_self_billing_are_not_asked_about_ordinary_invoices(self):
        self.account.catch_from = '2099-01-01'
        self._create_customer_invoice(post=True)
        pack = self._create_pack(SELF_BILLING_FILE.read_bytes())

        pack.action_test()
        self._run()

        self.assertRecordValues(
            pack, [{'kind': 'peppol-self-billing', 'problem_count': 0, 'newly_stopped': 0}]
        )
        pack.action_activate()
        layers = self.env['pagero.rule.pack']._layers(pack.valid_from)
        self.assertEqual(
            [each.name for each in layers[1].for_self_billed],
            ['cen-en16931', 'peppol-self-billing-official'],
        )
        self.assertNotIn('peppol-self-billing-official', [each.name for each in layers[1].packs])
