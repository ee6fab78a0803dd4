"""Sections and notes between the lines, and what was typed when crediting: nothing is lost or told.

EN 16931 has neither; siblings are all ``display_type`` of lines that have words but no price.
"""

from lxml import etree

from odoo import Command
from odoo.tests import tagged

from .xml_common import XmlCommon


ARTICLE_196 = "Omvänd skattskyldighet enligt artikel 196."


@tagged('post_install', '-at_install')
class TestDocumentSections(XmlCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_accounts()

    def _words(self, name, kind='line_section', **values):
        return Command.create({'name': name, 'display_type': kind, **values})

    def _bill(self, *commands):
        for number, command in enumerate(commands):
            command[2]['sequence'] = number
        return self._xml(self._invoice(*commands))

    # === NOTES AND TITLES === #

    def test_a_note_belongs_to_the_line_above_a_title_to_the_line_below(self):
        root = self._bill(
            self._words("Kitchen"),
            self._line("Oven"),
            self._words(ARTICLE_196, 'line_note'),
            self._words("Cold", 'line_subsection'),
            self._line("Fridge"),
        )

        first, second = self._all(root, 'InvoiceLine')
        self.assertEqual(self._text(first, 'Note'), f"Kitchen\n{ARTICLE_196}")
        self.assertEqual(self._text(second, 'Note'), "Cold")

    def test_words_above_and_below_all_lines_belong_to_the_invoice(self):
        root = self._bill(
            self._words("As agreed", 'line_note'),
            self._line(),
            self._words("Thanks"),
        )

        self.assertEqual(self._text(root, 'Note'), "As agreed\nThanks")

    def test_every_kind_of_words_is_told(self):
        """Every ``display_type`` that people can choose; another one fails here first."""
        kinds = dict(self.env['account.move.line']._fields['display_type'].selection)
        spoken = [kind for kind in kinds if kind.startswith('line_')]
        root = self._bill(self._line(), *(self._words(f"As {kind}", kind) for kind in spoken))

        told = etree.tostring(root, encoding='unicode')
        self.assertEqual([kind for kind in spoken if f"As {kind}" not in told], [])

    # === WHAT A SECTION HIDES === #

    def test_a_hidden_composition_is_one_line_without_its_parts(self):
        """Item 5: the recipient saw every hidden line and price."""
        root = self._bill(
            self._line("Seen", price=10.0),
            self._words("Package", collapse_composition=True),
            self._line("Secret one", price=111.0),
            self._words("Secret note", 'line_note'),
            self._words("Secret part", 'line_subsection'),
            self._line("Secret two", price=222.0, discount=50.0),
            self._line("Secret food", price=100.0, tax=self.vat_12),
        )

        told = etree.tostring(root, encoding='unicode')
        hidden = ("Secret", '>111.0', '>50.0<')
        self.assertEqual([word for word in hidden if word in told], [])
        self.assertEqual(self._texts(root, 'InvoiceLine/Item/Name'), ["Seen", *["Package"] * 2])
        nets = self._texts(root, 'InvoiceLine/LineExtensionAmount')
        self.assertEqual(nets, ['10.00', '222.00', '100.00'])

    def test_hidden_prices_leave_the_names(self):
        root = self._bill(
            self._words("Package", collapse_prices=True),
            self._line("Oven", price=111.0, quantity=2),
            self._line("Fridge", price=222.0),
        )

        [line] = self._all(root, 'InvoiceLine')
        self.assertEqual(self._text(line, 'Item/Description'), "2 x Oven\n1 x Fridge")
        self.assertEqual(self._text(line, 'LineExtensionAmount'), '444.00')
        self.assertEqual(self._text(line, 'Price/PriceAmount'), '444.0')
        self.assertNotIn('222.0', etree.tostring(root, encoding='unicode'))

    def test_a_section_that_hides_nothing_leaves_its_lines(self):
        root = self._bill(self._words("Kitchen"), self._line("Oven"), self._line("Fridge"))

        self.assertEqual(self._texts(root, 'InvoiceLine/Item/Name'), ["Oven", "Fridge"])

    # === CREDITING === #

    def test_the_reason_of_a_credit_note_is_told(self):
        """BT-22 (item 10); the number of what is credited stands in BG-3 already."""
        root = self._xml(self._refund(self._invoice()))

        self.assertEqual(self._text(root, 'Note'), "Wrong price")

    def test_crediting_without_a_reason_tells_none(self):
        invoice = self._invoice()
        refund = self._reverse_invoice(invoice, post=True, date=invoice.date, reason=False)

        self.assertIsNone(self._text(self._xml(refund), 'Note'))

    def test_the_reason_stands_beside_the_note(self):
        refund = self._refund(self._invoice())
        refund.pagero_note = "Call us"

        self.assertEqual(self._text(self._xml(refund), 'Note'), "Wrong price\nCall us")
