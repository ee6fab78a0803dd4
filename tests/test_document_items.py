"""What a line is about: name, words and standard number (BT-153, BT-154, BT-157)."""

from odoo.tests import tagged

from .xml_common import XmlCommon


GTIN = '07310070765413'


@tagged('post_install', '-at_install')
class TestDocumentItems(XmlCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_accounts()
        cls.product = cls._create_product(
            name="Pen", default_code='P-1', lst_price=10.0, taxes_id=cls.vat_25.ids
        )

    def _item(self, name=None, **values):
        line = self._line(product_id=self.product.id, **values)
        if name is None:
            del line[2]['name']
        else:
            line[2]['name'] = name
        [item] = self._all(self._xml(self._invoice(line)), 'InvoiceLine/Item')
        return item

    def _number(self, item):
        return self._text(item, 'StandardItemIdentification/ID')

    def test_only_a_gtin_is_a_gtin(self):
        """Item 13: any barcode was one; siblings are the lengths and a wrong check digit."""
        cases = {
            'ABC-123': None,
            '7310070765418': None,
            GTIN: GTIN,
            '96385074': '96385074',
            '036000291452': '036000291452',
            '2012345678901': None,
        }
        for barcode, expected in cases.items():
            with self.subTest(barcode=barcode):
                self.product.barcode = barcode

                self.assertEqual(self._number(self._item()), expected)

    def test_a_wrong_gtin_of_the_line_is_a_finding(self):
        """It was entered for this invoice, so it isn't left out in silence."""
        move = self._invoice(self._line(pagero_gtin='7310070765418'))

        [found] = move._pagero_findings()[move]

        self.assertEqual((found.rule, found.is_fatal), ('PAGERO-GTIN', False))

    def test_nothing_is_said_twice(self):
        """Item 13: name and description had the same text; each way in which Odoo writes it."""
        cases = {
            None: None,
            "Pen": None,
            "[P-1] Pen": None,
            "[P-1] Pen\nBlue": "Blue",
            "Pen\nBlue\nThin": "Blue\nThin",
            "Blue": "Blue",
        }
        for typed, expected in cases.items():
            with self.subTest(typed=typed):
                item = self._item(typed)

                self.assertEqual(self._text(item, 'Name'), "Pen")
                self.assertEqual(self._text(item, 'Description'), expected)
