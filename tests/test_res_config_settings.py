"""Odoo's settings: the current company's Pagero account, for those who may change it."""

import re

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common import PageroCommon


SYSTEM = 'base.group_user,base.group_system,account.group_account_manager'
PAGERO = 'pagero_connector.group_admin'
ADMIN = f'{SYSTEM},{PAGERO}'
# Another value than the account has, for each setting that is kept there.
OTHER_VALUES = {
    'mode_before_live': 'Certification',
    'catch_on': 'print_send',
    'catch_from': '2026-01-31',
    'block_posting': True,
    'receives': True,
    'receive_from': '2026-02-28',
    'makes_bills': False,
    'alarm_after_hours': 9,
}


class SettingsCommon(PageroCommon):
    """An administrator of Odoo who also administers Pagero, and one who doesn't."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Installing gives Pagero to Odoo's administrators, who may take it from each other.
        cls.env.ref('base.group_system').implied_ids -= cls.env.ref(PAGERO)
        cls.env.user.group_ids += cls.env.ref(PAGERO)
        cls.administrator = cls._create_user('settings_admin', ADMIN)
        cls.stranger = cls._create_user('settings_system', SYSTEM)

    def _settings(self, user, company=None):
        company = company or self.company
        settings = self.env['res.config.settings'].with_user(user)
        return settings.with_context(allowed_company_ids=company.ids)

    def _kept_on_account(self):
        """{setting: field of the account}."""
        fields = self.env['res.config.settings']._fields.values()
        paths = {field.name: (field.related or '').split('.') for field in fields}
        return {name: path[1] for name, path in paths.items() if path[0] == 'pagero_account_id'}

    def _arch(self, user, lang=None):
        """What the browser gets of our block."""
        view = self.env.ref('account.res_config_settings_view_form')
        settings = self._settings(user).with_context(lang=lang)
        arch = settings.get_view(view.id, 'form')['arch']
        return etree.fromstring(arch).find('.//block[@id="pagero"]')


@tagged('post_install', '-at_install')
class TestSettings(SettingsCommon):
    def test_they_show_the_accounts_state(self):
        settings = Form(self._settings(self.administrator))

        self.assertEqual(settings.pagero_account_state, 'connected')
        self.assertEqual(settings.pagero_send_mode, 'Test')
        self.assertIn(' of ', settings.pagero_set_up_words)

    def test_all_that_is_kept_on_the_account_is_written_there(self):
        kept = self._kept_on_account()
        self.assertEqual(set(kept.values()), set(OTHER_VALUES))
        for name, theirs in kept.items():
            with self.subTest(setting=name):
                values = {name: OTHER_VALUES[theirs]}
                self._settings(self.administrator).create(values).execute()
                self.account.invalidate_recordset()

                now = self.account._fields[theirs].convert_to_write(
                    self.account[theirs], self.account
                )
                self.assertEqual(str(now), str(OTHER_VALUES[theirs]))

    def test_all_of_them_are_shown(self):
        shown = {field.get('name') for field in self._arch(self.administrator).iter('field')}

        self.assertLess(set(self._kept_on_account()), shown)

    def test_what_was_not_changed_is_not_written(self):
        """A live account keeps its mode; to write the same once more would be refused."""
        self.account.sudo().is_live = True
        written = self.account.write_date
        values = {name: self.account[theirs] for name, theirs in self._kept_on_account().items()}

        self._settings(self.administrator).create(values).execute()

        self.assertEqual(self.account.write_date, written)

    def test_a_form_is_saved_with_one_change(self):
        self.account.sudo().is_live = True
        settings = Form(self._settings(self.administrator))
        settings.pagero_block_posting = True

        settings.save().execute()

        self.assertTrue(self.account.block_posting)

    def test_the_daily_mail_is_ones_own(self):
        settings = Form(self._settings(self.administrator))
        settings.pagero_digest = True
        settings.save().execute()

        self.assertTrue(self.administrator.pagero_digest)
        self.assertFalse(self.stranger.pagero_digest)

    def test_they_lead_to_the_account(self):
        settings = self._settings(self.administrator).create({})

        self.assertEqual(settings.action_open_pagero_account()['res_id'], self.account.id)

    def test_connecting_begins_with_what_is_missing(self):
        company = self._create_other_company()
        self.administrator.company_ids += company
        settings = self._settings(self.administrator, company).create({})
        self.assertFalse(settings.pagero_account_id)
        self.assertEqual(settings.pagero_account_state, 'draft')

        action = settings.action_connect_pagero()

        self.assertEqual(action['res_model'], 'pagero.account')
        self.assertEqual(self.env[action['res_model']].browse(action['res_id']).company_id, company)

    def test_they_are_found_by_the_words_that_people_type(self):
        """Odoo's search looks into the titles of blocks, and into labels and helps of settings."""
        self.env['res.lang']._activate_lang('sv_SE')
        self.env.ref('base.module_pagero_connector')._update_translations(['sv_SE'])
        for lang in ('en_US', 'sv_SE'):
            block = self._arch(self.administrator, lang)
            settings = block.findall('.//setting')
            said = ' '.join(
                [block.get('title'), *(each.get('help') or '' for each in settings)]
            ).lower()
            for word in ('peppol', 'pagero', 'e-faktura' if lang == 'sv_SE' else 'e-invoice'):
                with self.subTest(lang=lang, word=word):
                    self.assertTrue(re.search(rf'\b{word}\b', said), said)

    def test_a_live_account_is_not_asked_for_the_mode_before(self):
        """A grey “Test” beside “Production” would be read as the mode."""
        hidden = self._arch(self.administrator).find('.//setting[@id="pagero_mode"]')
        for is_live in (False, True):
            facts = {'pagero_account_id': self.account.id, 'pagero_is_live': is_live}
            with self.subTest(is_live=is_live):
                self.assertEqual(bool(safe_eval(hidden.get('invisible'), facts)), is_live)

    def test_every_setting_says_what_it_is_for(self):
        for setting in self._arch(self.administrator).iter('setting'):
            with self.subTest(setting=setting.get('id')):
                self.assertTrue(setting.get('help'))

    def test_they_lead_to_every_place_of_an_administrator(self):
        block = self._arch(self.administrator)
        names = {button.get('name') for button in block.iter('button')}
        for action in (
            'pagero_dashboard_action',
            'pagero_bank_account_open_action',
            'pagero_user_open_action',
            'pagero_licence_open_action',
            'pagero_rule_pack_action',
            'pagero_health_open_action',
        ):
            with self.subTest(action=action):
                self.assertIn(str(self.env.ref(f'pagero_connector.{action}').id), names)


@tagged('post_install', '-at_install')
class TestSettingsOfOthers(SettingsCommon):
    """Who may not change the account, and whose account it is."""

    def test_others_see_the_names_of_those_to_ask_and_nothing_else(self):
        fields = {field.get('name') for field in self._arch(self.stranger).iter('field')}
        self.assertEqual(fields, {'pagero_administrators'})

        settings = Form(self._settings(self.stranger))

        self.assertIn(self.administrator.name, settings.pagero_administrators)

    def test_others_change_nothing(self):
        for name, theirs in self._kept_on_account().items():
            with self.subTest(setting=name), self.assertRaises(AccessError):
                self._settings(self.stranger).create({name: OTHER_VALUES[theirs]})

    def test_others_are_told_whom_to_ask(self):
        settings = self._settings(self.stranger).create({})
        for button in ('action_connect_pagero', 'action_open_pagero_account'):
            with self.subTest(button=button):
                self.assertEqual(getattr(settings, button)()['res_model'], 'pagero.help')

    def test_each_company_has_its_own(self):
        company = self._create_other_company()
        theirs = self._create_account(company, connected=False)
        self.administrator.company_ids += company

        self._settings(self.administrator, company).create({'pagero_block_posting': True}).execute()

        self.assertTrue(theirs.block_posting)
        self.assertFalse(self.account.block_posting)

    def test_another_companys_account_is_not_named(self):
        company = self._create_other_company()
        theirs = self._create_account(company, connected=False)

        values = {'pagero_account_id': theirs.id, 'pagero_block_posting': True}
        self._settings(self.administrator).create(values).execute()
        self.assertFalse(theirs.block_posting)
        with self.assertRaises(AccessError):
            self._settings(self.administrator).create(
                {'company_id': company.id, 'pagero_block_posting': True}
            )
        self.assertFalse(theirs.block_posting)

    def test_a_branch_reads_its_parents_account_and_changes_nothing(self):
        branch = self.env['res.company'].create({'name': "Kiruna", 'parent_id': self.company.id})
        self.cr.precommit.run()
        branch.pagero_use_parent_account = True
        user = self._create_user('settings_branch', ADMIN, company=branch)

        settings = Form(self._settings(user, branch))

        self.assertEqual(settings.pagero_account_state, 'connected')
        self.assertFalse(settings.pagero_may_change)
        self.assertIn("Kiruna", settings.pagero_branch_words)
        self.assertTrue(settings.pagero_has_parent)
        with self.assertRaises(AccessError):
            self._settings(user, branch).create({'pagero_block_posting': True})
