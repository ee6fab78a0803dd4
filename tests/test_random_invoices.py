"""Random invoices: whatever people bill, the XML passes and its sums are Odoo's, to the cent."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from odoo import Command
from odoo.tests import tagged

from ..ubl.check import check
from .xml_common import TODAY, XmlCommon


DEV = Path(__file__).resolve().parents[1] / 'dev'
# Odoo limits the memory of its process and so of its children; Saxon reserves more than that.
WORKER = """
import resource, runpy
hard = resource.getrlimit(resource.RLIMIT_AS)[1]
resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
runpy.run_module('pagero_sandbox.check_worker', run_name='__main__')
"""
EXAMPLES = int(os.environ.get('RANDOM_INVOICES', '30'))  # more of them, when core has changed
SAMPLE = 6  # so many are given to the sandbox's engines, which take their time
SWEDISH = {
    '12': 'sale_tax_12_goods',
    '6': 'sale_tax_6_goods',
    'within EU': 'sale_tax_goods_EC',
    'reverse': 'sale_tax_services_EC',
    'export': 'sale_tax_goods_NEC',
    'outside': 'sale_tax_services_NEC',
}
TAXES = ('25', '25', 'included', 'exempt', *SWEDISH)
# The rest of the currencies have two decimals, like kronor; three can't be told by EN 16931.
CURRENCIES = ('SEK', 'SEK', 'EUR', 'JPY', 'KWD')
TOO_PRECISE = 'PAGERO-CURRENCY-DECIMALS'


@dataclass(frozen=True)
class Line:
    """One line; ``kind`` is '' or an allowance or charge, ``below`` if on the line above."""

    price: float
    quantity: float = 1.0
    discount: float = 0.0
    tax: str = '25'
    kind: str = ''
    below: bool = False
    percent: float = 0.0


@dataclass(frozen=True)
class Invoice:
    """What somebody might bill."""

    lines: list[Line] = field(default_factory=list)
    currency: str = 'SEK'
    per_line: bool = False
    is_refund: bool = False
    rounding: str = ''
    early: str = ''
    paid: float = 0.0
    large: float = 2.0
    large_tax: str = '25'


def decimals(low, high, places):
    return st.integers(int(low * 10**places), int(high * 10**places)).map(
        lambda number: number / 10**places
    )


ordinary = st.builds(
    Line,
    price=st.one_of(decimals(0, 5000, 2), decimals(0, 100, 4)),
    quantity=st.one_of(st.integers(0, 30).map(float), decimals(-5, 20, 2)),
    discount=st.one_of(st.just(0.0), decimals(0, 100, 2)),
    tax=st.sampled_from(TAXES),
)
extra = st.builds(
    Line,
    price=decimals(0.01, 50, 2),
    tax=st.sampled_from(TAXES),
    kind=st.sampled_from(('allowance', 'charge')),
    below=st.booleans(),
    percent=st.one_of(st.just(0.0), decimals(0.5, 15, 2)),
)
invoices = st.builds(
    Invoice,
    lines=st.lists(st.one_of(ordinary, ordinary, ordinary, extra), min_size=1, max_size=59),
    currency=st.sampled_from(CURRENCIES),
    per_line=st.booleans(),
    is_refund=st.booleans(),
    rounding=st.sampled_from(('', '', 'add_invoice_line', 'biggest_tax')),
    early=st.sampled_from(('', '', 'included', 'excluded', 'mixed')),
    paid=st.sampled_from((0.0, 0.0, 0.0, 0.3)),
    large=st.sampled_from((1.1, 1.5, 3.0)),
    large_tax=st.sampled_from(TAXES),
)


@tagged('post_install', '-at_install')
class TestRandomInvoices(XmlCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['decimal.precision'].search([('name', '=', 'Product Price')]).digits = 4
        cls._create_accounts()
        cls.currencies = {'SEK': cls.company.currency_id, **cls._currencies()}
        exempt = {
            'name': "0 %",
            'amount': 0.0,
            'ubl_cii_tax_category_code': 'E',
            'ubl_cii_tax_exemption_reason_code': 'VATEX-EU-132-1I',
        }
        included = {'name': "25 % incl.", 'price_include_override': 'tax_included'}
        cls.taxes = {
            '25': cls.vat_25,
            **{key: cls._tax(name) for key, name in SWEDISH.items()},
            'exempt': cls.vat_25.copy(exempt),
            'included': cls.vat_25.copy(included),
        }
        cls.roundings = {key: cls._rounding(key) for key in ('add_invoice_line', 'biggest_tax')}
        cls.terms = {key: cls._terms(key) for key in ('included', 'excluded', 'mixed')}

    @classmethod
    def _currencies(cls):
        rates = {'EUR': 0.0937, 'JPY': 14.1, 'KWD': 0.031}
        return {
            code: cls.setup_other_currency(code, rates=[('2026-01-01', rate)])
            for code, rate in rates.items()
        }

    @classmethod
    def _rounding(cls, strategy):
        revenue = cls.company_data['default_account_revenue'].id
        return cls.env['account.cash.rounding'].create(
            {
                'name': "Whole kronor",
                'rounding': 1.0,
                'strategy': strategy,
                'rounding_method': 'HALF-UP',
                'profit_account_id': revenue,
                'loss_account_id': revenue,
            }
        )

    @classmethod
    def _terms(cls, computation):
        """Two per cent less within ten days."""
        return cls.env['account.payment.term'].create(
            {
                'name': "2/10",
                'early_discount': True,
                'discount_percentage': 2.0,
                'discount_days': 10,
                'early_pay_discount_computation': computation,
                'line_ids': [Command.create({'value': 'percent', 'value_amount': 100.0})],
            }
        )

    def test_any_invoice_is_right(self):
        sample = []

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize='RANDOM_INVOICES' not in os.environ,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @example(Invoice([Line(0.0001, 3.0), Line(99.995, 7.0, 33.33, 'included')]))
        @example(Invoice([Line(100.0), Line(50.0, kind='charge', tax='exempt', percent=7.77)]))
        @example(  # where global rounding of the group parts from its rounded lines
            Invoice(
                [
                    Line(8.16, tax='within EU', kind='charge'),
                    Line(0.4072, -5.0, 0.72, 'within EU'),
                    Line(0.1933, -4.99, tax='export'),
                ],
                currency='EUR',
            )
        )
        @given(invoices)
        def is_right(drawn):
            xml, is_valid = self._check_in_savepoint(drawn)
            if is_valid and len(sample) < SAMPLE:
                sample.append(xml)

        is_right()
        self._let_other_engines_check(sample)

    def _check_in_savepoint(self, drawn):
        """(xml, whether it may go). Nothing stays: the last is built as quickly as the first."""
        try:
            with self.env.cr.savepoint() as savepoint:
                move = self._bill(drawn)
                xml, errors = self.builder._export_invoices(move)[move.id]
                refused = [found.rule for found in errors]
                too_precise = drawn.currency == 'KWD'
                self.assertEqual(refused, [TOO_PRECISE] if too_precise else [])
                is_valid = bool(xml) and self._is_valid(xml)
                if is_valid:
                    self._assert_sums(move, xml)
                savepoint.rollback()
        finally:
            self.env.invalidate_all()
        return xml, is_valid

    def _is_valid(self, xml):
        fatal = [found for found in check(xml, on=TODAY) if found.is_fatal]
        self.assertEqual(fatal, [])
        return True

    def _bill(self, drawn):
        # Yen that are rounded on each line part from the total by more than BR-CO-17 allows.
        per_line = drawn.per_line and drawn.currency != 'JPY'
        rounding = 'round_per_line' if per_line else 'round_globally'
        self.company.tax_calculation_rounding_method = rounding
        # Odoo refuses what comes to less than nothing, so one line is larger than all others.
        gross = 1.0 + sum(abs(line.price * line.quantity) for line in drawn.lines)
        large = Line(round(drawn.large * gross, 2), tax=drawn.large_tax)
        early = drawn.early
        if early == 'mixed' and drawn.currency != 'SEK':
            early = ''  # core itself cannot balance all of these
        move = self._invoice(
            *(self._command(number, line) for number, line in enumerate([large, *drawn.lines])),
            move_type='out_refund' if drawn.is_refund else 'out_invoice',
            pagero_credited_number=drawn.is_refund and 'INV/2026/00001',
            currency_id=self.currencies[drawn.currency].id,
            invoice_cash_rounding_id=drawn.rounding and self.roundings[drawn.rounding].id,
            invoice_payment_term_id=early and self.terms[early].id,
            post=False,
        )
        assume(move.amount_total > 0)
        move.action_post()
        if drawn.paid and not drawn.is_refund:
            paid = move.currency_id.round(move.amount_total * drawn.paid)
            self._register_payment(move, amount=paid, payment_date=TODAY)
        return move

    def _command(self, number, line):
        sign = -1 if line.kind == 'allowance' else 1
        values = {
            'name': f"Thing {number}",
            'price_unit': sign * line.price,
            'quantity': line.quantity,
            'discount': line.discount,
            'tax_ids': [Command.set(self.taxes[line.tax].ids)],
            'pagero_allowance': line.kind,
            'pagero_on_line': line.below,
            'pagero_percent': line.percent,
        }
        return Command.create(values)

    def _assert_sums(self, move, xml):
        totals = {
            node.tag.rpartition('}')[2]: float(node.text)
            for node in etree.fromstring(xml).find('{*}LegalMonetaryTotal')
        }
        rounding = totals.get('PayableRoundingAmount', 0.0)
        found = (
            totals['TaxExclusiveAmount'],
            totals['TaxInclusiveAmount'] + rounding,
            totals['PayableAmount'],
        )
        expected = (move.amount_untaxed - rounding, move.amount_total, move.amount_residual)
        for mine, odoos in zip(found, expected, strict=True):
            self.assertAlmostEqual(mine, odoos, places=6)

    def _let_other_engines_check(self, sample):
        """xmlschema and Saxon, in a process of their own: inside Odoo's they would end it."""
        if not DEV.exists():
            self.skipTest("The sandbox is not here.")
        orders = [
            json.dumps({'size': len(xml), 'level': 'all'}).encode() + b'\n' + xml for xml in sample
        ]
        answers = subprocess.run(
            [sys.executable, '-c', WORKER],
            input=b''.join(orders),
            stdout=subprocess.PIPE,
            env=os.environ | {'PYTHONPATH': str(DEV)},
            check=True,
            timeout=120,
        ).stdout.splitlines()
        self.assertEqual(len(answers), len(sample))
        for layers in map(json.loads, answers):
            self.assertEqual((layers['xsd'], _fatal(layers['en16931'])), ([], []))
            # Peppol's own rules are checked where somebody has put them.
            self.assertIn(_fatal(layers['peppol']), ([], layers['peppol']))


def _fatal(findings):
    """The fatal ones; what wasn't checked is a sentence, which is returned as it is."""
    if isinstance(findings, str):
        return findings
    return [found for found in findings if found['flag'] == 'fatal']
