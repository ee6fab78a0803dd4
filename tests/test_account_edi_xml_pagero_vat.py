from odoo import Command
from odoo.tests import tagged

from ..hooks import post_init_hook
from .xml_common import XmlCommon


SUBTOTAL = 'TaxTotal/TaxSubtotal/TaxCategory'
MEDICAL, TEACHING = 'VATEX-EU-132-1C', 'VATEX-EU-132-1I'


@tagged('post_install', '-at_install')
class TestAccountEdiXmlPageroVat(XmlCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_accounts()
        cls.nothing = cls.env['account.tax'].create(
            {'name': "0 %", 'amount': 0.0, 'type_tax_use': 'sale', 'company_id': cls.company.id}
        )

    def _breakdown(self, root):
        """(category, code, words) of every group."""
        return [
            tuple(
                category.findtext(f'{{*}}{name}')
                for name in ('ID', 'TaxExemptionReasonCode', 'TaxExemptionReason')
            )
            for category in self._all(root, SUBTOTAL)
        ]

    def _findings(self, move):
        return [(found.rule, found.place) for found in move._pagero_findings()[move]]

    # === REASONS === #

    def test_a_lines_reason_makes_its_category(self):
        codes = {
            'VATEX-EU-AE': 'AE',
            'VATEX-EU-IC': 'K',
            'VATEX-EU-G': 'G',
            'VATEX-EU-O': 'O',
            MEDICAL: 'E',
        }
        for code, category in codes.items():
            with self.subTest(code=code):
                line = self._line(tax=self.nothing, pagero_exemption_code=code)

                root = self._xml(self._invoice(line))

                [found] = self._breakdown(root)
                self.assertEqual(found[:2], (category, code))
                self.assertTrue(found[2])
                item = self._text(root, 'InvoiceLine/Item/ClassifiedTaxCategory/ID')
                self.assertEqual(item, category)

    def test_the_lines_own_words_come_first(self):
        line = self._line(
            tax=self.nothing, pagero_exemption_code=TEACHING, pagero_exemption_reason="Undervisning"
        )

        root = self._xml(self._invoice(line))

        self.assertEqual(self._breakdown(root), [('E', TEACHING, "Undervisning")])

    def test_words_alone_are_enough(self):
        line = self._line(tax=self.nothing, pagero_exemption_reason="ML 10 kap. 6 §")

        root = self._xml(self._invoice(line))

        self.assertEqual(self._breakdown(root), [('E', None, "ML 10 kap. 6 §")])

    def test_the_taxs_own_words_come_before_its_codes(self):
        self.nothing.write(
            {
                'ubl_cii_tax_category_code': 'E',
                'ubl_cii_tax_exemption_reason_code': MEDICAL,
                'pagero_exemption_reason': "Sjukvård",
            }
        )

        root = self._xml(self._invoice(self._line(tax=self.nothing)))

        self.assertEqual(self._breakdown(root), [('E', MEDICAL, "Sjukvård")])

    def test_the_whole_invoice_may_be_exempt_for_one_reason(self):
        line = self._line(tax=self.nothing)

        root = self._xml(self._invoice(line, line, pagero_exemption_code=TEACHING))

        self.assertEqual(self._breakdown(root)[0][:2], ('E', TEACHING))

    def test_two_reasons_of_one_category_are_one_group(self):
        """BR-E-01 wants one group; each line says its own reason."""
        root = self._xml(
            self._invoice(
                self._line(tax=self.nothing, pagero_exemption_code=MEDICAL),
                self._line(
                    tax=self.nothing,
                    pagero_exemption_code=TEACHING,
                    pagero_exemption_reason="Teaching",
                ),
                self._line(),
            )
        )

        [exempt] = [each for each in self._breakdown(root) if each[0] == 'E']
        self.assertIsNone(exempt[1])
        self.assertIn("; Teaching", exempt[2])
        notes = self._texts(root, 'InvoiceLine/Note')
        self.assertEqual([len(notes), notes[1]], [2, "Teaching"])

    def test_what_is_not_subject_beside_other_vat(self):
        """BR-O-11: category O stands alone, so it becomes another one and keeps its words."""
        outside, export = self._tax('sale_tax_services_NEC'), self._tax('sale_tax_goods_NEC')
        for other, category in ((self.vat_25, 'E'), (export, 'G')):
            with self.subTest(category=category):
                lines = [self._line(tax=outside), self._line(tax=other)]

                breakdown = self._breakdown(self._xml(self._invoice(*lines)))

                found = {group: words for group, _code, words in breakdown}

                self.assertNotIn('O', found)
                self.assertIn("Not subject to VAT", found[category])

    # === WHAT CAN'T BE === #

    def test_an_exempt_line_with_vat_is_a_finding(self):
        move = self._invoice(self._line(), self._line(pagero_exemption_code=MEDICAL))

        self.assertEqual(
            self._findings(move), [('PAGERO-EXEMPT-WITH-VAT', "Invoice line 2: VAT (BT-151)")]
        )

    def test_an_exempt_invoice_counts_for_its_exempt_lines(self):
        lines = [self._line(), self._line(tax=self.nothing)]
        move = self._invoice(*lines, pagero_exemption_code=MEDICAL)

        root = self._xml(move)

        found = [(group, code) for group, code, _words in self._breakdown(root)]
        self.assertEqual(found, [('S', None), ('E', MEDICAL)])

    def test_an_exempt_invoice_without_an_exempt_line_is_a_warning(self):
        move = self._invoice(self._line(), self._line(), pagero_exemption_code=MEDICAL)

        self.assertEqual(
            self._findings(move), [('PAGERO-EXEMPTION-UNUSED', "VAT exemption (BT-121)")]
        )

    def test_a_line_without_any_tax_is_a_finding(self):
        none = self.env['account.tax']
        move = self._invoice(self._line(), self._line(tax=none), self._line(tax=none))

        self.assertEqual(
            self._findings(move),
            [
                ('PAGERO-LINE-NO-TAX', "Invoice line 2: VAT (BT-151)"),
                ('PAGERO-LINE-NO-TAX', "Invoice line 3: VAT (BT-151)"),
            ],
        )

    def test_a_vat_within_a_group_of_taxes_is_one(self):
        group = self.env['account.tax'].create(
            {
                'name': "25 % and nothing else",
                'amount_type': 'group',
                'type_tax_use': 'sale',
                'children_tax_ids': [Command.set(self.vat_25.ids)],
            }
        )
        move = self._invoice(self._line(tax=group, pagero_exemption_code=MEDICAL))

        self.assertIn('PAGERO-EXEMPT-WITH-VAT', dict(self._findings(move)))

    def test_two_vats_on_a_line_are_a_finding(self):
        move = self._invoice(self._line(tax=self.vat_25 + self.vat_12))

        self.assertIn('PAGERO-LINE-TWO-TAXES', dict(self._findings(move)))

    def test_core_gets_a_sentence(self):
        move = self._invoice(self._line(tax=self.env['account.tax']))

        _xml, errors = self.builder._export_invoice(move)

        self.assertTrue(any("Invoice line 1" in error for error in errors), errors)

    # === SWEDISH TAXES === #

    def _categories(self, *names):
        return [
            (tax.ubl_cii_tax_category_code, tax.ubl_cii_tax_exemption_reason_code)
            for tax in map(self._tax, names)
        ]

    def test_swedish_taxes_know_their_category(self):
        found = self._categories(
            'sale_tax_25_goods',
            'sale_tax_goods_EC',
            'sale_tax_services_EC',
            'sale_tax_goods_NEC',
            'sale_tax_services_NEC',
            'triangular_tax_0_goods',
        )

        self.assertEqual(
            found,
            [
                ('S', False),
                ('K', 'VATEX-EU-IC'),
                ('AE', 'VATEX-EU-AE'),
                ('G', 'VATEX-EU-G'),
                ('O', 'VATEX-EU-O'),
                ('AE', 'VATEX-EU-AE'),
            ],
        )

    def test_what_a_user_said_of_a_tax_stays(self):
        own, other = self._tax('sale_tax_services_NEC'), self._tax('sale_tax_goods_NEC')
        own.write({'ubl_cii_tax_category_code': 'E', 'ubl_cii_tax_exemption_reason_code': MEDICAL})
        other.write(
            {'ubl_cii_tax_category_code': False, 'ubl_cii_tax_exemption_reason_code': False}
        )

        post_init_hook(self.env(su=True))

        self.assertEqual(own.ubl_cii_tax_category_code, 'E')
        self.assertEqual(other.ubl_cii_tax_category_code, 'G')

    # === CURRENCY === #

    def _vat_amounts(self, root):
        amounts = self._all(root, 'TaxTotal/TaxAmount')
        return [(amount.get('currencyID'), amount.text) for amount in amounts]

    def test_the_vat_is_told_in_kronor_too(self):
        euro = self.setup_other_currency('EUR', rates=[('2026-01-01', 0.1)])

        root = self._xml(self._invoice(currency_id=euro.id))

        self.assertEqual(self._text(root, 'TaxCurrencyCode'), 'SEK')
        self.assertEqual(self._vat_amounts(root), [('EUR', '25.00'), ('SEK', '250.00')])

    def test_the_vat_currency_can_be_chosen(self):
        euro = self.setup_other_currency('EUR', rates=[('2026-01-01', 0.1)])
        dollar = self.setup_other_currency('USD', rates=[('2026-01-01', 0.2)])
        kronor = self.company.currency_id
        cases = {
            (kronor, euro): [('SEK', '25.00'), ('EUR', '2.50')],
            (euro, euro): [('EUR', '25.00')],
            (euro, kronor): [('EUR', '25.00'), ('SEK', '250.00')],
            (euro, dollar): [('EUR', '25.00'), ('USD', '50.00')],
        }
        for (currency, wanted), expected in cases.items():
            with self.subTest(currency=currency.name, wanted=wanted.name):
                move = self._invoice(currency_id=currency.id, pagero_tax_currency_id=wanted.id)

                root = self._xml(move)

                self.assertEqual(self._vat_amounts(root), expected)
                code = wanted.name if wanted != currency else None
                self.assertEqual(self._text(root, 'TaxCurrencyCode'), code)

    # === ORDER === #

    def test_lines_come_as_people_see_them(self):
        root = self._xml(
            self._invoice(
                self._line("Last", sequence=30),
                self._line("First", sequence=10),
                self._line("Second", sequence=20),
            )
        )

        names = self._texts(root, 'InvoiceLine/Item/Name')
        self.assertEqual(names, ["First", "Second", "Last"])
