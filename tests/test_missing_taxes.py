"""Taxes that Odoo's Swedish chart lacks: added by a press, and right in books and e-invoice."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import USER_GROUPS
from .test_header_buttons import shown
from .xml_common import XmlCommon


TEACHING = 'VATEX-EU-132-1I'
TAX = 'TaxTotal/TaxSubtotal/TaxCategory'


@tagged('post_install', '-at_install')
class TestMissingTaxes(XmlCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_accounts()

    def _add(self):
        self.env['account.tax'].action_add_swedish_taxes()
        return self._tax('pagero_sale_tax_construction'), self._tax('pagero_sale_tax_exempt')

    def _fields(self, lines):
        """Of the VAT return, by the names of its tags."""
        return {tag.with_context(lang='en_US').name for tag in lines.mapped('tag_ids')}

    def test_each_has_its_field_of_the_vat_return(self):
        construction, exempt = self._add()

        for tax, field in ((construction, 'se_41'), (exempt, 'se_42')):
            for lines in (tax.invoice_repartition_line_ids, tax.refund_repartition_line_ids):
                with self.subTest(tax=tax.name):
                    self.assertEqual(self._fields(lines), {field})
                    self.assertEqual(lines.mapped('repartition_type'), ['base', 'tax'])
            self.assertEqual((tax.amount, tax.type_tax_use), (0, 'sale'))
        self.assertIn("Reverse charge", str(construction.invoice_legal_notes))

    def test_in_the_e_invoice_construction_is_reverse_charge(self):
        construction, _exempt = self._add()

        move = self._invoice(self._line("Mureriarbete", tax=construction))

        self.assertEqual([each for each in move._pagero_findings()[move] if each.is_fatal], [])
        [group] = self._all(self._xml(move), TAX)
        told = [group.findtext(f'{{*}}{name}') for name in ('ID', 'TaxExemptionReasonCode')]
        self.assertEqual(told, ['AE', 'VATEX-EU-AE'])

    def test_in_the_e_invoice_the_line_says_why_it_is_exempt(self):
        _construction, exempt = self._add()

        silent = self._invoice(self._line("Utbildning", tax=exempt))
        told = self._invoice(self._line("Utbildning", tax=exempt, pagero_exemption_code=TEACHING))

        rules = [[each.rule for each in move._pagero_findings()[move] if each.is_fatal]
                 for move in (silent, told)]  # fmt: skip
        self.assertEqual(rules, [['BR-E-10'], []])

    def test_a_second_press_adds_nothing(self):
        self._add()
        count = self.env['account.tax'].search_count([])

        action = self.env['account.tax'].action_add_swedish_taxes()

        self.assertIn("already", action['params']['message'])
        self.assertEqual(self.env['account.tax'].search_count([]), count)

    def test_what_the_company_has_made_itself_counts(self):
        construction, exempt = self._add()
        exempt.copy({'name': "Momsfritt"})
        (construction + exempt).unlink()

        made = self.env['account.tax']._add_swedish_taxes(self.company)

        self.assertEqual(made.mapped('ubl_cii_tax_category_code'), ['AE'])

    def test_rounding_to_whole_kronor_says_where_it_is_switched_on(self):
        """Under *Add Field*; without Odoo's Cash Rounding a sentence stands in its place."""
        self.env.user.group_ids += self.env.ref('account.group_account_invoice')
        self.env.user.group_ids += self.env.ref('pagero_connector.group_user')
        move = self._invoice(self._line("Kaffe"), post=False, pagero_choice='yes')
        for has_rounding in (False, True):
            self._have_cash_rounding(has_rounding)
            for asked in (False, True):
                move.pagero_shown_fields = asked and 'rounding'
                sentences = [
                    ' '.join(each.text.split())
                    for each in shown(move, "//page[@name='pagero']//div[@colspan='2']")
                ]
                field = "//page[@name='pagero']//field[@name='invoice_cash_rounding_id']"
                with self.subTest(has_rounding=has_rounding, asked=asked):
                    self.assertEqual(len(shown(move, field)), int(has_rounding and asked))
                    told = [each for each in sentences if "whole kronor" in each]
                    self.assertEqual(len(told), int(asked and not has_rounding))
                    for sentence in told:
                        self.assertIn("Odoo's Cash Rounding, which is switched off", sentence)
                        self.assertIn("Invoicing ▸ Configuration ▸ Settings", sentence)

    def _have_cash_rounding(self, has_rounding):
        group = self.env.ref('account.group_cash_rounding')
        self.env.user.group_ids -= group
        self.env.ref('base.group_user').implied_ids -= group
        if has_rounding:
            self.env.user.group_ids += group
        self.env.registry.clear_cache('groups', 'templates')
        self.env.invalidate_all()

    def test_in_swedish(self):
        self.env['res.lang']._activate_lang('sv_SE')
        addon = self.env['ir.module.module']._get('pagero_connector')
        addon._update_translations(['sv_SE'])

        construction, exempt = self._add()

        swedish = (construction + exempt).with_context(lang='sv_SE')
        self.assertEqual(swedish.mapped('name'), ["0 % omvänd byggmoms", "0 % momsfri"])
        self.assertIn("Omvänd betalningsskyldighet", str(swedish[0].invoice_legal_notes))

    def test_a_company_of_another_country_needs_none(self):
        self.company.account_fiscal_country_id = self.env.ref('base.no')

        with self.assertRaisesRegex(UserError, "Swedish VAT rules"):
            self.env['account.tax'].action_add_swedish_taxes()

    def test_only_those_who_may_add_taxes(self):
        accountant = new_test_user(self.env, 'no_manager', groups=USER_GROUPS)

        with self.assertRaises(AccessError):
            self.env['account.tax'].with_user(accountant).action_add_swedish_taxes()

    # === WHERE IT IS MISSED === #

    def _alert(self, move, user=None):
        group = 'pagero_connector.group_user'
        self.env.user.group_ids += self.env.ref(group)
        return move.with_user(user or self.env.user)._get_alerts().get('pagero_missing_tax')

    def test_an_exempt_draft_leads_to_the_press(self):
        move = self._invoice(self._line(pagero_exemption_code=TEACHING), post=False)
        self.assertIn("no tax of 0 %", self._alert(move)['message'])

        action = self._alert(move)['action']
        server = self.env['ir.actions.server'].browse(action['id'])
        server.with_context(**action['context']).run()

        self.assertTrue(self._tax('pagero_sale_tax_exempt'))
        self.assertIsNone(self._alert(move))

    def test_nothing_is_said_where_nothing_is_missed(self):
        usual = self._invoice(post=False)
        exempt = self._invoice(self._line(pagero_exemption_code=TEACHING), post=False)
        self.assertIsNone(self._alert(usual))

        self._add()

        self.assertIsNone(self._alert(exempt))

    def test_who_may_not_add_taxes_is_told_without_a_button(self):
        accountant = new_test_user(self.env, 'no_manager', groups=USER_GROUPS)
        move = self._invoice(self._line(pagero_exemption_code=TEACHING), post=False)

        self.assertNotIn('action', self._alert(move, accountant))
        manager = new_test_user(
            self.env, 'manager', name="Maja Chef", groups='account.group_account_manager'
        )
        self.assertIn(manager.name, self._alert(move, accountant)['message'])
