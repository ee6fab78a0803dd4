"""What is sold without VAT: category, reason and VAT numbers (BT-31, BT-48, BT-118 to BT-121)."""

from odoo.tests import tagged

from ..models.invoice.vat import reason_codes_of_vat, usual_reasons
from .xml_common import BUYER, SELLER, XmlCommon


SUBTOTAL = 'TaxTotal/TaxSubtotal/TaxCategory'
TEACHING, INSURANCE = 'VATEX-EU-132-1I', 'VATEX-EU-135-1'
FINNISH = 'FI20774740'


@tagged('post_install', '-at_install')
class TestDocumentVat(XmlCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_accounts()
        cls.nothing = cls._nothing()

    @classmethod
    def _nothing(cls, **values):
        usual = {'name': "0 %", 'type_tax_use': 'sale', 'company_id': cls.company.id}
        return cls.env['account.tax'].create({**usual, 'amount': 0.0, **values})

    def _breakdown(self, root):
        """(category, code, words) of every group."""
        names = ('ID', 'TaxExemptionReasonCode', 'TaxExemptionReason')
        return [
            tuple(category.findtext(f'{{*}}{name}') for name in names)
            for category in self._all(root, SUBTOTAL)
        ]

    def _rules(self, move):
        return [found.rule for found in move._pagero_findings()[move] if found.is_fatal]

    # === REASONS === #

    def test_a_share_takes_the_reason_of_its_lines(self):
        """Item 9: a discount in per cent lost the code; siblings are all that is a share.

        Allowances and charges, those agreed for early payment too.
        """
        teaching = {'tax': self.nothing, 'pagero_exemption_code': TEACHING}
        for kind, price in (('allowance', -10.0), ('charge', 10.0)):
            with self.subTest(kind=kind):
                share = self._line("Share", price, tax=self.nothing, pagero_allowance=kind)

                [group] = self._breakdown(self._xml(self._invoice(self._line(**teaching), share)))

                self.assertEqual(group[:2], ('E', TEACHING))
                self.assertNotIn(';', group[2])

    def test_a_reason_of_its_own_stays_with_a_share(self):
        root = self._xml(
            self._invoice(
                self._line(tax=self.nothing, pagero_exemption_code=TEACHING),
                self._line(
                    "Fee",
                    10.0,
                    tax=self.nothing,
                    pagero_allowance='charge',
                    pagero_exemption_reason="Portage",
                ),
            )
        )

        [group] = self._breakdown(root)
        self.assertIsNone(group[1])
        self.assertTrue(group[2].endswith("; Portage"), group[2])

    def test_nothing_is_made_up_for_a_tax_of_nothing(self):
        """Core's sentence named no exemption (item 9): a reason is asked for (BR-E-10)."""
        self.assertEqual(self._rules(self._invoice(self._line(tax=self.nothing))), ['BR-E-10'])

    def test_triangular_trade_is_reverse_charge(self):
        """Item 9: "0% EU G Tr" went as exempt; with each rate that l10n_se has it for."""
        for rate in (25, 12, 6, 0):
            with self.subTest(rate=rate):
                tax = self._tax(f'triangular_tax_{rate}_goods')

                [group] = self._breakdown(self._xml(self._invoice(self._line(tax=tax))))

                self.assertEqual(group[:2], ('AE', 'VATEX-EU-AE'))

    def test_all_swedish_taxes_of_sales_have_a_category(self):
        """Every tax of the chart that is on invoices to customers; a new one fails here first."""
        taxes = self.env['account.tax'].search(
            [('company_id', '=', self.company.id), ('type_tax_use', '=', 'sale')]
        )
        swedish = taxes.filtered(lambda tax: tax.get_external_id()[tax.id])

        self.assertGreater(len(swedish), 10)
        self.assertFalse(swedish.filtered(lambda tax: not tax.ubl_cii_tax_category_code))

    def test_the_usual_reasons_come_first_and_in_words(self):
        """Item 19: care, education, insurance …, then reverse charge and the like, French law last.

        Wherever a reason is chosen: on the invoice, the line, an allowance, all lines at once.
        """
        listed = reason_codes_of_vat(self.env['account.move'])

        codes = [code for code, _label in listed]
        usual = [*usual_reasons(self.env)]
        own = ['VATEX-EU-AE', 'VATEX-EU-IC', 'VATEX-EU-G', 'VATEX-EU-O']
        self.assertEqual(codes[: len(usual)], usual)
        self.assertEqual({*codes[len(usual) : len(usual) + 4]}, {*own})
        is_french = [code.startswith('VATEX-FR') for code in codes]
        self.assertEqual(is_french, sorted(is_french))
        self.assertEqual(len(codes), len({*codes}))
        offered = dict(
            self.env['account.tax']._fields['ubl_cii_tax_exemption_reason_code'].selection
        )
        self.assertEqual({*codes}, {*offered})
        self.assertTrue(all(code in label for code, label in listed))
        for model, name in (
            ('account.move', 'pagero_exemption_code'),
            ('account.move.line', 'pagero_exemption_code'),
            ('pagero.allowance.edit', 'exemption_code'),
            ('pagero.detail.add', 'exemption_code'),
        ):
            field = self.env[model]._fields[name]
            self.assertEqual(field._description_selection(self.env), listed, (model, name))

    def test_every_usual_reason_goes(self):
        """VATEX-EU-135-1 wasn't offered (item 19); the words of the Swedish law are stated."""
        for code, words in usual_reasons(self.env).items():
            with self.subTest(code=code):
                move = self._invoice(self._line(tax=self.nothing, pagero_exemption_code=code))

                self.assertEqual(self._breakdown(self._xml(move)), [('E', code, words)])
                self.assertIn("2023:200", words)

    def test_the_reason_of_a_tax_has_the_same_words(self):
        tax = self._nothing(
            name="Insurance",
            ubl_cii_tax_category_code='E',
            ubl_cii_tax_exemption_reason_code=INSURANCE,
        )

        [group] = self._breakdown(self._xml(self._invoice(self._line(tax=tax))))

        self.assertEqual(group, ('E', INSURANCE, usual_reasons(self.env)[INSURANCE]))

    def test_another_countrys_seller_has_the_words_of_the_list(self):
        """The Swedish law is no reason of a sale that another country taxes."""
        finland, tax = self._finland()
        line = self._line(tax=tax, pagero_exemption_code=TEACHING)

        root = self._xml(self._invoice(line, fiscal_position_id=finland.id))

        [group] = self._breakdown(root)
        self.assertEqual(group[:2], ('E', TEACHING))
        self.assertIn("2006/112", group[2])

    # === REGISTERED ABROAD === #

    def _finland(self):
        """(a fiscal position with our number there, a tax of nothing there)."""
        country = self.env.ref('base.fi')
        position = self.env['account.fiscal.position'].create(
            {'name': "Finland", 'country_id': country.id, 'foreign_vat': FINNISH}
        )
        group = self.env['account.tax.group'].create(
            {'name': "0 %", 'country_id': country.id, 'company_id': self.company.id}
        )
        tax = self._nothing(country_id=country.id, tax_group_id=group.id)
        return position, tax

    def _numbers(self, root, party):
        path = f'{party}/PartyTaxScheme'
        return [
            (node.findtext('{*}CompanyID'), node.findtext('{*}TaxScheme/{*}ID'))
            for node in self._all(root, path)
        ]

    def test_a_registration_abroad_is_named_and_decides(self):
        """Item 8: a sale from Finland to Sweden had the Swedish number and was exempt.

        BT-31 is the number there, the category that of the two countries; who we are stays.
        """
        finland, tax = self._finland()

        root = self._xml(self._invoice(self._line(tax=tax), fiscal_position_id=finland.id))

        self.assertIn((FINNISH, 'VAT'), self._numbers(root, SELLER))
        self.assertNotIn('SE556036079301', [each for each, _ in self._numbers(root, SELLER)])
        self.assertEqual(self._breakdown(root)[0][:2], ('K', 'VATEX-EU-IC'))
        registered = self._text(root, f'{SELLER}/PartyLegalEntity/CompanyID')
        self.assertEqual(registered, '5560360793')
        self.assertEqual(self._numbers(root, BUYER), [('SE212000998601', 'VAT')])

    def test_two_registrations_in_one_batch_are_kept_apart(self):
        finland, tax = self._finland()
        moves = self._invoice(self._line(tax=tax), fiscal_position_id=finland.id) + self._invoice()

        written = self.builder._export_invoices(moves)

        found = [FINNISH.encode() in written[move.id][0] for move in moves]
        self.assertEqual(found, [True, False])

    # === THE BUYER'S NUMBER === #

    def _danish_customer(self):
        """A customer with a GLN as its address and a CVR, but no VAT number."""
        self.customer.write(
            {'country_id': self.env.ref('base.dk').id, 'vat': False, 'company_registry': '13585628'}
        )
        self.customer.write({'peppol_eas': '0088', 'peppol_endpoint': '5790000435968'})

    def test_reverse_charge_needs_the_buyers_vat_number(self):
        """Item 7: BR-AE-03 takes any registration, tax authorities don't; abroad and at home."""
        tax = self._tax('sale_tax_services_EC')
        self.customer.vat = False
        at_home = self._invoice(self._line(tax=tax))
        self.assertEqual(self._rules(at_home), ['PAGERO-BUYER-NO-VAT'])

        self._danish_customer()
        abroad = self._invoice(self._line(tax=tax))
        [found] = [each for each in abroad._pagero_findings()[abroad] if each.is_fatal]

        self.assertEqual(found.rule, 'PAGERO-BUYER-NO-VAT')
        self.assertEqual(found.place, "Buyer: VAT number (BT-48)")
        self.assertIn("VAT number", found.advice)

    def test_a_supply_within_the_eu_needs_the_buyers_vat_number(self):
        self._danish_customer()
        move = self._invoice(self._line(tax=self._tax('sale_tax_goods_EC')))

        fatal = [found for found in move._pagero_findings()[move] if found.is_fatal]

        self.assertEqual([found.rule for found in fatal], ['BR-IC-02'])
        self.assertIn("VAT number", fatal[0].advice)

    def test_an_address_is_no_registration(self):
        """Item 7: the GLN stood as a Danish CVR (0184); BT-47 is the registration, or nothing."""
        self._danish_customer()

        root = self._xml(self._invoice())

        number = self._all(root, f'{BUYER}/PartyLegalEntity/CompanyID')[0]
        self.assertEqual((number.text, number.get('schemeID')), ('DK13585628', '0184'))
        self.assertEqual(self._text(root, f'{BUYER}/EndpointID'), '5790000435968')
