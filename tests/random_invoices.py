"""Invoices as people might bill them, drawn at random, and what must hold of each.

``test_random_invoices`` draws them with what core's accounting has, and
``test_beside_account_tax_python`` with taxes by formula, too.
"""

import json
import logging
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st

from odoo import Command

from ..en16931.sums import not_sums
from ..en16931.values import ZERO, from_float, rounded
from ..ubl.billing.reader import read
from ..ubl.check import check
from .xml_common import TODAY, XmlCommon


_logger = logging.getLogger(__name__)
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
TAXES = ('25', '25', 'included', 'included 12', 'group', 'exempt', *SWEDISH)
# The rest of the currencies have two decimals, like kronor; three can't be told by EN 16931.
CURRENCIES = ('SEK', 'SEK', 'SEK', 'EUR', 'JPY', 'KWD')
TOO_PRECISE = {'KWD': ['PAGERO-CURRENCY-DECIMALS']}
# Odoo rounds base and VAT to whole yen, so the two may part by more than BR-CO-17 allows.
TOO_COARSE = {'JPY': {'BR-CO-17', 'BR-S-09'}}
# What stands on a line beside its VAT; '' is nothing.
BESIDE = ('', '', '', 'fee', 'deposit')
DECIMALS = {'Product Price': 8, 'Product Unit': 6, 'Discount': 3}


@dataclass(frozen=True)
class Line:
    """One line; ``kind`` is '' or an allowance or charge, ``below`` if on the line above."""

    price: float
    quantity: float = 1.0
    discount: float = 0.0
    tax: str = '25'
    beside: str = ''
    kind: str = ''
    below: bool = False
    percent: float = 0.0


@dataclass(frozen=True)
class Invoice:
    """A whole one; ``titles`` stand above the line of that number."""

    lines: list[Line] = field(default_factory=list)
    currency: str = 'SEK'
    per_line: bool = False
    is_refund: bool = False
    rounding: str = ''
    terms: str = ''
    paid: float = 0.0
    large: float = 2.0
    large_tax: str = '25'
    titles: dict[int, str] = field(default_factory=dict)


def decimals(low, high, places):
    return st.integers(int(low * 10**places), int(high * 10**places)).map(
        lambda number: number / 10**places
    )


def lines_beside(*beside):
    """Lines as people write most of them, and lines of very many very cheap things."""
    taxes = {'tax': st.sampled_from(TAXES), 'beside': st.sampled_from(beside)}
    discount = st.one_of(st.just(0.0), decimals(0, 100, 2), decimals(0, 100, 3))
    ordinary = st.builds(
        Line,
        price=st.one_of(decimals(0, 5000, 2), decimals(0, 100, 4), decimals(0, 0.01, 8)),
        quantity=st.one_of(
            st.integers(0, 30).map(float), decimals(-5, 20, 2), decimals(0, 0.001, 6)
        ),
        discount=discount,
        **taxes,
    )
    many = st.builds(
        Line,
        price=st.one_of(decimals(0, 2, 2), decimals(0, 0.1, 8)),
        quantity=st.integers(100_000, 10_000_000).map(float),
        discount=discount,
        **taxes,
    )
    return st.one_of(ordinary, ordinary, ordinary, many, extra)


extra = st.builds(
    Line,
    price=decimals(0.01, 50, 2),
    tax=st.sampled_from(TAXES),
    kind=st.sampled_from(('allowance', 'charge')),
    below=st.booleans(),
    percent=st.one_of(st.just(0.0), decimals(0.5, 15, 2)),
    beside=st.sampled_from(('', '', 'fee')),
)
TITLES = ('', 'composition', 'prices', 'note')


def invoices_of(lines):
    return st.builds(
        Invoice,
        lines=st.lists(lines, min_size=1, max_size=40),
        currency=st.sampled_from(CURRENCIES),
        per_line=st.booleans(),
        is_refund=st.booleans(),
        rounding=st.sampled_from(('', '', 'add_invoice_line', 'biggest_tax')),
        terms=st.sampled_from(('', '', 'included', 'excluded', 'mixed', 'instalments')),
        paid=st.sampled_from((0.0, 0.0, 0.0, 0.3)),
        large=st.sampled_from((1.1, 1.5, 3.0)),
        large_tax=st.sampled_from(TAXES),
        titles=st.dictionaries(st.integers(0, 40), st.sampled_from(TITLES), max_size=3),
    )


class RandomInvoices(XmlCommon):
    lines = lines_beside(*BESIDE)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, digits in DECIMALS.items():
            cls.env['decimal.precision'].search([('name', '=', name)]).digits = digits
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
            'included 12': cls.vat_12.copy(included | {'name': "12 % incl."}),
        }
        cls.taxes['group'] = cls._tax_group(cls.vat_12)
        cls.beside = cls._beside()
        cls.roundings = {key: cls._rounding(key) for key in ('add_invoice_line', 'biggest_tax')}
        cls.terms = {key: cls._terms(key) for key in ('included', 'excluded', 'mixed')}
        cls.terms['instalments'] = cls._instalments()

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

    @classmethod
    def _tax_group(cls, vat):
        return cls.env['account.tax'].create(
            {
                'name': "Drinks",
                'amount_type': 'group',
                'type_tax_use': 'sale',
                'children_tax_ids': [Command.set(vat.ids)],
            }
        )

    @classmethod
    def _beside(cls):
        """{key: taxes that stand beside the VAT}: what VAT is counted of, and what it isn't."""
        return {
            '': cls.env['account.tax'],
            'fee': cls._fixed("Recycling", 1.5, include_base_amount=True, sequence=-1),
            'deposit': cls._fixed("Pant", 2.0),
        }

    @classmethod
    def _fixed(cls, name, amount, **values):
        values = {'name': name, 'amount': amount, 'amount_type': 'fixed', **values}
        return cls.env['account.tax'].create(
            {'type_tax_use': 'sale', 'company_id': cls.company.id, **values}
        )

    @classmethod
    def _instalments(cls):
        lines = [
            {'value': 'percent', 'value_amount': share, 'nb_days': days}
            for share, days in ((33.33, 10), (66.67, 60))
        ]
        return cls.env['account.payment.term'].create(
            {'name': "In two", 'line_ids': [Command.create(line) for line in lines]}
        )

    def _assert_all_are_right(self, *examples):
        sample, counts = [], Counter()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            # What fails is large enough to be seen; making it smaller takes minutes.
            phases=(Phase.explicit, Phase.generate),
            derandomize='RANDOM_INVOICES' not in os.environ,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(invoices_of(self.lines))
        def is_right(drawn):
            xml = self._check_in_savepoint(drawn)
            counts[drawn.currency] += 1
            if xml and len(sample) < SAMPLE:
                sample.append(xml)

        for drawn in examples:
            is_right = example(drawn)(is_right)
        is_right()
        _logger.info("Random invoices by currency: %s", dict(counts))
        self._let_other_engines_check(sample)

    def _check_in_savepoint(self, drawn):
        """The XML, if it may go. Nothing stays: the last is built as quickly as the first."""
        try:
            with self.env.cr.savepoint() as savepoint:
                move = self._bill(drawn)
                xml, errors = self.builder._export_invoices(move)[move.id]
                expected = TOO_PRECISE.get(drawn.currency, [])
                fatal = [found for found in errors if found.is_fatal]
                self.assertEqual([found.rule for found in fatal], expected, fatal)
                if xml:
                    fatal = [found for found in check(xml, on=TODAY) if found.is_fatal]
                    accepted = TOO_COARSE.get(drawn.currency, set())
                    self.assertEqual([each for each in fatal if each.rule not in accepted], [])
                    self._assert_sums(move, xml)
                savepoint.rollback()
        finally:
            self.env.invalidate_all()
        return b'' if fatal else xml

    def _bill(self, drawn):
        # Yen that are rounded on each line part from the total by more than BR-CO-17 allows.
        per_line = drawn.per_line and drawn.currency != 'JPY'
        rounding = 'round_per_line' if per_line else 'round_globally'
        self.company.tax_calculation_rounding_method = rounding
        # Odoo refuses what comes to less than nothing, so one line is larger than all others.
        gross = 1.0 + sum(abs(line.price * line.quantity) for line in drawn.lines)
        large = Line(round(drawn.large * gross, 2), tax=drawn.large_tax)
        terms = drawn.terms
        if terms == 'mixed' and drawn.currency != 'SEK':
            terms = ''  # core itself cannot balance all of these
        move = self._invoice(
            *self._commands([large, *drawn.lines], drawn.titles),
            move_type='out_refund' if drawn.is_refund else 'out_invoice',
            pagero_credited_number=drawn.is_refund and 'INV/2026/00001',
            currency_id=self.currencies[drawn.currency].id,
            invoice_cash_rounding_id=drawn.rounding and self.roundings[drawn.rounding].id,
            invoice_payment_term_id=terms and self.terms[terms].id,
            post=False,
        )
        assume(move.amount_total > 0)
        move.action_post()
        if drawn.paid and not drawn.is_refund:
            paid = move.currency_id.round(move.amount_total * drawn.paid)
            self._register_payment(move, amount=paid, payment_date=TODAY)
        return move

    def _commands(self, lines, titles):
        for number, line in enumerate(lines):
            if number in titles:
                yield self._title(number, titles[number])
            yield self._command(number, line)

    def _title(self, number, kind):
        return Command.create(
            {
                'name': f"Title {number}",
                'display_type': 'line_note' if kind == 'note' else 'line_section',
                'collapse_composition': kind == 'composition',
                'collapse_prices': kind == 'prices',
                'sequence': 100 + number,
            }
        )

    def _command(self, number, line):
        sign = -1 if line.kind == 'allowance' else 1
        values = {
            'name': f"Thing {number}",
            'price_unit': sign * line.price,
            'quantity': line.quantity,
            'discount': line.discount,
            'tax_ids': [Command.set((self.taxes[line.tax] + self.beside[line.beside]).ids)],
            'sequence': 100 + number,
            'pagero_allowance': line.kind,
            'pagero_on_line': line.below,
            'pagero_percent': line.percent,
        }
        return Command.create(values)

    def _assert_sums(self, move, xml):
        invoice = read(xml).invoice
        totals = invoice.totals
        rounding = float(totals.rounding or 0)
        self.assertEqual(not_sums(invoice), [])
        self._assert_money(totals.with_vat, move.amount_total - rounding)
        self._assert_money(totals.payable, move.amount_residual)
        self._assert_vat(move, invoice)
        self._assert_nets(move, invoice)

    def _assert_money(self, found, expected, told=None):
        self.assertEqual(rounded(found), rounded(from_float(expected)), told)

    def _assert_vat(self, move, invoice):
        """BT-117 of every rate is what was booked."""
        booked = {}
        for line in move.line_ids.filtered('tax_repartition_line_id'):
            if line.tax_line_id.amount_type == 'percent':
                rate = from_float(line.tax_line_id.amount)
                amount = move.direction_sign * line.amount_currency
                booked[rate] = booked.get(rate, 0.0) + amount
        stated = {}
        for group in invoice.vat:
            rate = group.category.rate or ZERO
            stated[rate] = stated.get(rate, ZERO) + group.amount
        for rate in booked.keys() | stated.keys():
            self._assert_money(stated.get(rate, ZERO), booked.get(rate, 0.0), rate)

    def _assert_nets(self, move, invoice):
        """BT-131 is what Odoo prints, and the fees that it prints as a tax."""
        for row in move._document_rows():
            line = invoice.lines[row.number - 1]
            fees = sum((each.signed for each in line.allowance_charges if _is_fee(each)), ZERO)
            printed = sum((row.lines + row.adjustments).mapped('price_subtotal'))
            has_fees = (row.lines + row.adjustments).tax_ids.filtered('include_base_amount')
            if not (row.section and has_fees):  # they are in its price
                self._assert_money(line.net - fees, printed, line.identifier)

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


def _is_fee(one):
    return one.reason.startswith("Recycling")


def _fatal(findings):
    """The fatal ones; what wasn't checked is a sentence, which is returned as it is."""
    if isinstance(findings, str):
        return findings
    return [found for found in findings if found['flag'] == 'fatal']
