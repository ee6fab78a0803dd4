"""The cases that core tries its own BIS 3 builder with, for a Swedish company and three customers.

Amounts to pay and VAT for each rate are core's where core makes a document, and Odoo's books' in
any case; the document passes every rule.
"""

from collections import defaultdict

from lxml import etree

from odoo import Command
from odoo.tests import tagged

from .xml_common import BANKGIRO, XmlCommon


DISCOUNTED = (
    *((20, 180.75, 41), (480, 25.8, 41), (3, 532.5, 39), (3, 74.25, 39), (3, 369, 39)),
    *((5, 79.5, 39), (5, 107.5, 39), (5, 160, 39), (5, 276.75, 39), (60, 8.32, 39)),
    *((12, 37.65, 39), (12, 89.4, 39), (12, 149.4, 39), (6, 124.8, 39), (1, 253.2, 39)),
    *((12, 48.3, 39), (20, 34.8, 39), (10, 72, 39), (4, 50.75, 39), (30, 21.37, 39)),
    (-1, 1337.83, 0),
)


@tagged('post_install', '-at_install')
class TestDocumentBesideCore(XmlCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['decimal.precision'].search([('name', '=', 'Product Price')]).digits = 4
        cls._create_account(BANKGIRO, pagero_on_every_invoice=True, allow_out_payment=True)
        cls.core = cls.env['account.edi.xml.ubl_bis3']
        cls.included_25 = cls._created_tax(
            "25 % incl.", amount=25.0, price_include_override='tax_included'
        )
        cls.included_6 = cls._created_tax(
            "6 % incl.", amount=6.0, price_include_override='tax_included'
        )
        cls.fee = cls._fixed("Elkretsen", 1.254, include_base_amount=True)
        cls.battery = cls._fixed("Bebat", 3.0, include_base_amount=True)
        cls.deposit = cls._fixed("Pant", 1.0)
        cls.large_deposit = cls._fixed("Pant stor", 2.0)

    @classmethod
    def _created_tax(cls, name, **values):
        kind = {'type_tax_use': 'sale', 'company_id': cls.company.id, 'amount_type': 'percent'}
        return cls.env['account.tax'].create({'name': name, **kind, **values})

    @classmethod
    def _fixed(cls, name, amount, **values):
        values = {'amount_type': 'fixed', 'amount': amount, 'sequence': 0, **values}
        return cls._created_tax(name, **values)

    def _cases(self):
        """{name: ([(quantity, price, discount, taxes)], values of the invoice)}"""
        vat, low = self.vat_25, self.vat_12
        early = {'invoice_payment_term_id': self._early_terms().id}
        zero = self._created_tax(
            "Exempt", amount=0.0, ubl_cii_tax_exemption_reason_code='VATEX-EU-132-1I'
        )
        reverse = self._created_tax("Reverse", amount=0.0, ubl_cii_tax_category_code='AE')
        euro = self.setup_other_currency('EUR', rates=[('2026-01-01', 0.09)])
        return {
            'negative price': ([(1, 100, 0, vat), (1, -10, 0, vat)], {}),
            'price below a cent': ([(10000, 0.4567, 0, vat)], {}),
            'sum of rounded lines': ([*[(1, 0.4567, 0, vat)] * 6, (1, 1000.45, 0, vat)], {}),
            'price with VAT': ([(1, 1039.99, 0, self.included_25)], {}),
            'free product': ([(20, 0, 0, self.included_6), (50, 1.45, 0, self.included_25)], {}),
            'exempt': ([(1, 100, 0, zero)], {}),
            'reverse charge': ([(1, 100, 0, reverse)], {}),
            'two fees': ([(1, 100, 0, self.fee + vat), (1, 100, 0, self.battery + vat)], {}),
            'fee and discount': ([(4, 98, 25, self.fee + vat), (1, 97, 0, self.fee + vat)], {}),
            'deposit': ([(4, 100, 0, self.deposit + vat), (1, 100, 0, self.deposit + vat)], {}),
            'deposits given back': (
                [
                    (2, 20, 0, self.deposit + vat),
                    (-1, 0, 0, self.deposit + vat),
                    (2, 40, 0, self.large_deposit + vat),
                ],
                {},
            ),
            'early payment': ([(1, 200, 0, low), (1, 2400, 0, vat)], early),
            'early payment and fee': ([(1, 99, 0, self.fee + vat)], early),
            'early payment and discounts': ([(*line, vat) for line in DISCOUNTED], early),
            'rounded to kronor': ([(1, 1039.99, 0, vat)], self._rounding('add_invoice_line')),
            'VAT rounded': ([(1, 1039.99, 0, vat)], self._rounding('biggest_tax')),
            'another currency': ([(1, 99.99, 0, vat), (3, 9.99, 0, low)], {'currency_id': euro.id}),
            'a discount below zero': ([(10, 5.76, -1.09, vat)], {}),
        }

    def _rounding(self, strategy):
        account = self.company_data['default_account_revenue'].id
        rounding = self.env['account.cash.rounding'].create(
            {
                'name': strategy,
                'rounding': 1.0,
                'strategy': strategy,
                'rounding_method': 'HALF-UP',
                'profit_account_id': account,
                'loss_account_id': account,
            }
        )
        return {'invoice_cash_rounding_id': rounding.id}

    def _early_terms(self):
        return self.env['account.payment.term'].create(
            {
                'name': "2/10",
                'early_discount': True,
                'discount_percentage': 2.0,
                'discount_days': 10,
                'early_pay_discount_computation': 'mixed',
                'line_ids': [Command.create({'value': 'percent', 'value_amount': 100.0})],
            }
        )

    def _billed(self, lines, values):
        commands = [
            self._line(f"Thing {number}", price, quantity, taxes, discount=discount)
            for number, (quantity, price, discount, taxes) in enumerate(lines)
        ]
        return self._invoice(*commands, **values)

    # === COMPARISON === #

    def test_core_and_books_say_the_same(self):
        for name, (lines, values) in self._cases().items():
            for method in ('round_globally', 'round_per_line'):
                with self.subTest(case=name, rounding=method):
                    self.company.tax_calculation_rounding_method = method
                    move = self._billed(lines, values)

                    found = self._amounts(self._xml(move))

                    self.assertEqual(found, self._booked(move))
                    self.assertEqual(found, self._amounts_of_core(move))

    def test_a_corrected_vat_is_the_one_that_was_booked(self):
        move = self._invoice(self._line(price=200.0), self._line(tax=self.vat_12), post=False)
        taxes = move.line_ids.filtered('tax_line_id')
        change = {taxes[0]: 0.01, taxes[1]: -0.01}
        move.line_ids = [
            Command.update(line.id, {'amount_currency': line.amount_currency + cents})
            for line, cents in change.items()
        ]
        move.action_post()

        self.assertEqual(self._amounts(self._xml(move)), self._booked(move))

    def _amounts(self, root):
        """(amount due, {rate: VAT})"""
        vat = {}
        for group in self._all(root, 'TaxTotal/TaxSubtotal'):
            amount = float(self._text(group, 'TaxAmount'))
            if amount:
                vat[float(self._text(group, 'TaxCategory/Percent'))] = amount
        return float(self._text(root, 'LegalMonetaryTotal/PayableAmount')), vat

    def _booked(self, move):
        vat = defaultdict(float)
        for line in move.line_ids.filtered(lambda each: each.tax_line_id.amount_type == 'percent'):
            vat[line.tax_line_id.amount] -= line.amount_currency
        rounded = {rate: round(amount, 2) for rate, amount in vat.items() if round(amount, 2)}
        return move.amount_residual, rounded

    def _amounts_of_core(self, move):
        xml, _errors = self.core._export_invoice(move)
        return self._amounts(etree.fromstring(xml))
