"""Deposits and fees: Odoo books them as taxes, EN 16931 knows lines, charges and allowances.

Siblings are the kinds of taxes (``amount_type``) times whether they raise what VAT is counted of,
on what is sold, taken back, credited, and hidden by a section.
"""

from odoo import Command
from odoo.tests import tagged

from .xml_common import XmlCommon


@tagged('post_install', '-at_install')
class TestDocumentFees(XmlCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_accounts()
        cls.deposit = cls._fixed("Pant", 2.0)
        cls.fee = cls._fixed("Recycling", 1.5, include_base_amount=True, sequence=-1)

    @classmethod
    def _fixed(cls, name, amount, **values):
        values = {'name': name, 'amount': amount, 'amount_type': 'fixed', **values}
        return cls.env['account.tax'].create(
            {'type_tax_use': 'sale', 'company_id': cls.company.id, **values}
        )

    def _charges(self, root):
        path = 'InvoiceLine/AllowanceCharge'
        names = ('ChargeIndicator', 'AllowanceChargeReasonCode', 'Amount')
        return [
            tuple(node.findtext(f'{{*}}{name}') for name in names) for node in self._all(root, path)
        ]

    def test_a_deposit_is_a_line_of_its_own(self):
        """*Pant* (item 16) ended as a programming error; it is exempt beside the VAT."""
        move = self._invoice(
            self._line("Cola", price=10.0, quantity=24, tax=self.vat_12 + self.deposit),
            self._line("Beer", price=20.0, quantity=6, tax=self.vat_25 + self.deposit),
        )

        root = self._xml(move)

        *_drinks, pant = self._all(root, 'InvoiceLine')
        self.assertEqual(self._text(pant, 'Item/Name'), "Pant")
        self.assertEqual(self._text(pant, 'InvoicedQuantity'), '30.0')
        self.assertEqual(self._text(pant, 'Price/PriceAmount'), '2.0')
        self.assertEqual(self._text(pant, 'LineExtensionAmount'), '60.00')
        self.assertEqual(self._text(pant, 'Item/ClassifiedTaxCategory/ID'), 'E')
        payable = float(self._text(root, 'LegalMonetaryTotal/PayableAmount'))
        self.assertEqual(payable, move.amount_total)

    def test_a_deposit_that_is_taken_back(self):
        both = self.vat_12 + self.deposit
        root = self._xml(
            self._invoice(
                self._line("Empties", price=0.0, quantity=-5, tax=both), self._line(price=100.0)
            )
        )

        pant = self._all(root, 'InvoiceLine')[-1]
        self.assertEqual(self._text(pant, 'InvoicedQuantity'), '-5.0')
        self.assertEqual(self._text(pant, 'LineExtensionAmount'), '-10.00')

    def test_a_fee_is_a_charge_and_of_what_is_taken_back_an_allowance(self):
        """AEO is a code of charges (UNCL7161): it was written on an allowance (item 16)."""
        both = self.vat_25 + self.fee
        root = self._xml(
            self._invoice(
                self._line("Phone", quantity=4, tax=both),
                self._line("Phone", quantity=-2, tax=both),
            )
        )

        self.assertEqual(self._charges(root), [('true', 'AEO', '6.00'), ('false', None, '3.00')])

    def test_an_allowance_has_the_fees_of_its_tax(self):
        """On a line it takes the line's taxes, and Odoo books their fees for it as well."""
        both = self.vat_25 + self.fee
        move = self._invoice(
            self._line("Phone", tax=both, sequence=1),
            self._line("Off", -10.0, pagero_allowance='allowance', pagero_on_line=True, sequence=2),
            self._line("Freight", 20.0, tax=both, pagero_allowance='charge', sequence=3),
        )

        root = self._xml(move)

        payable = float(self._text(root, 'LegalMonetaryTotal/PayableAmount'))
        self.assertEqual(payable, move.amount_total)

    def test_fees_and_deposits_are_credited(self):
        taxes = self.vat_25 + self.fee + self.deposit
        invoice = self._invoice(self._line("Phone", quantity=4, tax=taxes))

        root = self._xml(self._refund(invoice))

        self.assertEqual(
            self._texts(root, 'CreditNoteLine/LineExtensionAmount'), ['406.00', '8.00']
        )
        payable = float(self._text(root, 'LegalMonetaryTotal/PayableAmount'))
        self.assertEqual(payable, invoice.amount_total)

    def test_fees_and_deposits_of_what_a_section_hides(self):
        taxes = self.vat_25 + self.fee + self.deposit
        title = {'name': "Package", 'display_type': 'line_section', 'sequence': 0}
        root = self._xml(
            self._invoice(
                Command.create({**title, 'collapse_composition': True}),
                self._line("Phone", quantity=4, tax=taxes, sequence=1),
            )
        )

        self.assertEqual(self._texts(root, 'InvoiceLine/Item/Name'), ["Package", "Pant"])
        self.assertEqual(self._texts(root, 'InvoiceLine/LineExtensionAmount'), ['406.00', '8.00'])

    def test_a_group_of_taxes_is_its_taxes(self):
        group = self.env['account.tax'].create(
            {
                'name': "Drinks",
                'amount_type': 'group',
                'type_tax_use': 'sale',
                'children_tax_ids': [Command.set((self.vat_12 + self.deposit).ids)],
            }
        )

        root = self._xml(self._invoice(self._line("Cola", quantity=2, tax=group)))

        self.assertEqual(self._texts(root, 'InvoiceLine/LineExtensionAmount'), ['200.00', '4.00'])
        self.assertEqual(self._text(root, 'TaxTotal/TaxAmount'), '24.00')

    def test_a_tax_that_no_category_fits_is_a_finding(self):
        """Every kind of tax that core has ends as a document or as a finding in words."""
        kinds = dict(self.env['account.tax']._fields['amount_type'].selection)
        for kind in kinds:
            values = {'type_tax_use': 'sale', 'company_id': self.company.id}
            tax = self.env['account.tax'].create(
                {'name': kind, 'amount_type': kind, 'amount': 10.0, **values}
            )
            with self.subTest(kind=kind):
                taxes = tax if kind == 'percent' else self.vat_25 + tax
                move = self._invoice(self._line(tax=taxes))

                rules = [found.rule for found in move._pagero_findings()[move]]

                expected = {'PAGERO-TAX-NO-CATEGORY'} if kind == 'division' else set()
                self.assertEqual({rule for rule in rules if 'PAGERO' in rule}, expected)
