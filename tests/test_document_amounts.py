"""Quantities, prices, discounts and currencies: what was typed is stated, and the sums hold."""

from lxml import etree

from odoo.tests import tagged

from ..en16931.sums import not_sums
from ..ubl.billing.reader import read
from ..ubl.check import check
from .xml_common import TODAY, XmlCommon


NOTHING_BUT_CONTROL = '\x01\x02\x1f'
PRECISE = {'Product Price': 8, 'Product Unit': 6, 'Discount': 3}


@tagged('post_install', '-at_install')
class TestDocumentAmounts(XmlCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_accounts()
        for name, digits in PRECISE.items():
            cls.env['decimal.precision'].search([('name', '=', name)]).digits = digits
        cls.included_12 = cls.vat_12.copy(
            {'name': "12 % incl.", 'price_include_override': 'tax_included'}
        )

    def _prices(self, root):
        return self._texts(root, 'InvoiceLine/Price/PriceAmount')

    def test_the_price_that_was_typed_is_the_price(self):
        """BT-146 with each way of rounding (item 12); siblings: BT-147 to BT-149, not used."""
        cases = [(563.52, 1, 12.5), (905.03, 3, 7.77), (0.00000123, 1000, 0), (99.995, 7, 33.333)]
        for method in ('round_per_line', 'round_globally'):
            with self.subTest(method=method):
                self.company.tax_calculation_rounding_method = method
                lines = [
                    self._line(price=price, quantity=quantity, discount=discount)
                    for price, quantity, discount in cases
                ]
                move = self._invoice(*lines)

                root = self._xml(move)

                expected = ['563.52', '905.03', '0.00000123', '99.995']
                self.assertEqual(self._prices(root), expected)
                nets = [
                    float(each) for each in self._texts(root, 'InvoiceLine/LineExtensionAmount')
                ]
                self.assertEqual(nets, move.invoice_line_ids.mapped('price_subtotal'))

    def test_large_quantities_at_small_prices(self):
        """PEPPOL-EN16931-R120 at prices with VAT in them and below a cent (item 17)."""
        move = self._invoice(
            self._line(price=1.99, quantity=100_000, tax=self.included_12),
            self._line(price=0.37, quantity=250_000, tax=self.included_12),
            self._line(price=0.00000123, quantity=10_000_000),
        )

        root = self._xml(move)

        self.assertEqual(self._prices(root), ['1.77678571', '0.33035714', '0.00000123'])
        self.assertEqual(not_sums(read(etree.tostring(root)).invoice), [])

    def test_a_discount_that_comes_to_nothing_is_not_stated(self):
        """Item 16; its sibling is a discount of 100 per cent, which comes to everything."""
        root = self._xml(
            self._invoice(
                self._line(price=0.01, discount=33.333),
                self._line(price=10.0, discount=100.0),
                self._line(),
            )
        )

        first, second, _third = self._all(root, 'InvoiceLine')
        self.assertEqual(self._texts(first, 'AllowanceCharge/Amount'), [])
        self.assertEqual(self._texts(second, 'AllowanceCharge/Amount'), ['10.00'])

    def test_no_number_is_written_with_an_exponent(self):
        """Quantities and percentages below 0.0001 (item 18): 9e-05 is no decimal of XML."""
        move = self._invoice(
            self._line(price=5000.0, quantity=0.00009),
            self._line(price=0.00000001, quantity=3.0),
            self._line(price=10000000.0),
            self._line("Off", price=-10.0, pagero_allowance='allowance', pagero_percent=0.0001),
        )

        root = self._xml(move)

        self.assertEqual(self._texts(root, 'InvoiceLine/InvoicedQuantity')[0], '0.00009')
        numbers = [node.text for node in root.iter() if node.get('currencyID')]
        numbers += self._texts(root, 'AllowanceCharge/MultiplierFactorNumeric')
        self.assertEqual([each for each in numbers if 'e' in each.lower()], [])

    def test_currencies_of_more_decimals_are_one_finding(self):
        """EN 16931 knows cents only (item 18): every currency that Odoo has with more of them."""
        currencies = self.env['res.currency'].with_context(active_test=False).search([])
        precise = currencies.filtered(lambda currency: currency.decimal_places > 2)
        self.assertIn('KWD', precise.mapped('name'))
        precise.active = True
        for currency in precise:
            with self.subTest(currency=currency.name):
                move = self._invoice(currency_id=currency.id)

                [found] = move._pagero_findings()[move]

                self.assertEqual(found.rule, 'PAGERO-CURRENCY-DECIMALS')
                self.assertTrue(found.advice)

    def test_what_xml_cannot_hold_never_leaves_an_empty_place(self):
        """References of control characters only gave raw words of the schema (item 18).

        Every text that people write on an invoice, its line or the customer, all at once and then
        the two that stand together in UBL.
        """
        move = self._invoice()
        every = [self._texts_of(record) for record in (move, move.invoice_line_ids, self.customer)]
        cases = [every, [{'pagero_order_reference', 'pagero_sales_order'}, set(), set()]]
        for names in cases:
            for record, fields in zip(
                (move, move.invoice_line_ids, self.customer), names, strict=True
            ):
                record.write(dict.fromkeys(fields, NOTHING_BUT_CONTROL))

            xml, _errors = self.builder._export_invoices(move)[move.id]

            raw = [found for found in check(xml, on=TODAY) if found.layer == 'xsd']
            self.assertEqual(raw, [])

    def _texts_of(self, record):
        """Names of our own fields that anybody may fill with any text."""
        own = {
            name
            for name, field in record._fields.items()
            if name.startswith('pagero_')
            and field.type in ('char', 'text')
            and field.store
            and not (field.compute or field.related or field.readonly)
        }
        own -= {'pagero_shown_fields', 'pagero_shown_details', 'pagero_gtin'}
        own -= {'pagero_classification_code', 'pagero_classification_list'}  # stand together
        return own | ({'street', 'city', 'ref'} if record == self.customer else set())
