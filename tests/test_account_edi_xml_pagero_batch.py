import time
from unittest.mock import patch

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..ubl.check import check
from .xml_common import TODAY, XmlCommon


@tagged('post_install', '-at_install')
class TestAccountEdiXmlPageroBatch(XmlCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_accounts()
        customers = [cls._create_customer(name=f"Kund {number}") for number in range(3)]
        cls.invoices = cls.env['account.move'].union(
            *(
                cls._invoice(*[cls._line()] * 5, partner_id=customers[number % 3].id)
                for number in range(12)
            )
        )

    def test_one_failing_move_never_fails_the_others(self):
        bad, *good = self.invoices
        real = type(self.builder)._invoice
        for error in (UserError("Broken"), KeyError('cac:Party'), ValueError("Odd")):

            def build(builder, source, error=error):
                if source.move == bad:
                    raise error
                return real(builder, source)

            with (
                self.subTest(error=error),
                patch.object(type(self.builder), '_invoice', build),
                self.assertLogs('odoo.addons.pagero_connector', 'ERROR')
                if not isinstance(error, UserError)
                else self.assertNoLogs('odoo.addons.pagero_connector', 'ERROR'),
            ):
                built = self.builder._export_invoices(self.invoices)

            self.assertEqual(built[bad.id][0], b'')
            self.assertEqual(len(built[bad.id][1]), 1)
            self.assertTrue(all(built[move.id][0] and not built[move.id][1] for move in good))

    def test_a_batch_says_what_one_by_one_says(self):
        together = self.builder._export_invoices(self.invoices)

        for move in self.invoices:
            self.assertEqual(together[move.id], self.builder._export_invoices(move)[move.id])
            self.assertEqual((together[move.id][0], set()), self.builder._export_invoice(move))

    def test_a_warm_batch_asks_the_database_next_to_nothing(self):
        self.builder._export_invoices(self.invoices)

        with self.assertQueryCount(4):
            self.builder._export_invoices(self.invoices)

    def test_queries_dont_grow_with_the_batch(self):
        few, many = (self._cold_queries(self.invoices[:size]) for size in (2, 12))

        self.assertLessEqual(many - few, 10)

    def _cold_queries(self, moves):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.builder._export_invoices(moves)
        return self.env.cr.sql_log_count - before

    def test_a_run_remembers_nothing_for_the_next(self):
        invoice = self.invoices[0]
        self._xml(invoice)

        self.customer.name = "Nya kommunen"
        invoice.partner_id.company_registry = '202100-5489'

        root = self._xml(invoice)
        path = 'AccountingCustomerParty/Party/PartyLegalEntity/CompanyID'
        self.assertEqual(self._text(root, path), '2021005489')

    def test_the_invoice_speaks_the_customers_language_and_objections_the_users(self):
        self.env['res.lang']._activate_lang('sv_SE')
        self.customer.lang = 'sv_SE'
        none = self.env['account.tax']
        move = self._invoice(
            self._line(tax=self._tax('sale_tax_services_EC')), self._line(tax=none)
        )

        [(xml, findings)] = self.builder.with_context(lang='en_US')._export_invoices(move).values()
        _xml, sentences = self.builder.with_context(lang='en_US')._export_invoice(move)

        root = etree.fromstring(xml)
        reasons = self._texts(root, 'TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReason')
        self.assertIn("Omvänd betalningsskyldighet", reasons)
        self.assertEqual([found.rule for found in findings], ['PAGERO-LINE-NO-TAX'])
        self.assertTrue(any("The line has no tax" in each for each in sentences), sentences)

    def test_it_is_quicker_than_core(self):
        """A coarse guard; dev/bench measures it properly."""
        core = self.env['account.edi.xml.ubl_bis3']

        def build_with_core():
            for move in self.invoices:
                core._export_invoice(move)

        def build():
            self.builder._export_invoices(self.invoices)

        rounds = [(_seconds(build), _seconds(build_with_core)) for _round in range(5)]
        ours, cores = map(min, zip(*rounds, strict=True))
        self.assertLess(ours, 0.4 * cores)

    def test_the_time_grows_with_the_lines(self):
        """Ten times the lines with their allowances: quadratic work would take a hundred times."""
        pair = [self._line(), self._line(price=-1.0, pagero_allowance='allowance', name="Less")]
        few, many = (self._invoice(*pair * count, self._line()) for count in (25, 250))

        def build(move):
            return min(_seconds(lambda: self.builder._export_invoices(move)) for _round in range(3))

        best = {move: build(move) for move in (few, many)}

        self.assertLess(best[many], 25 * best[few])

    # === FORMAT === #

    def test_the_format_leads_to_the_builder(self):
        self.customer.invoice_edi_format = 'pagero_bis3'

        builder = self.customer._get_edi_builder(self.customer.invoice_edi_format)

        self.assertEqual(builder._name, 'account.edi.xml.pagero')
        self.assertTrue(self.customer.is_ubl_format)

    def test_nobody_gets_the_format_by_default(self):
        self.assertNotEqual(self.customer._get_suggested_ubl_cii_edi_format(), 'pagero_bis3')

    def test_cores_send_dialog_writes_the_file(self):
        self.customer.invoice_edi_format = 'pagero_bis3'
        invoice = self._invoice(name='INV/2026/00045')

        self.env['account.move.send']._generate_and_send_invoices(
            invoice, sending_methods=['manual']
        )

        self.assertEqual(invoice.ubl_cii_xml_id.name, 'INV_2026_00045_pagero.xml')
        self.assertEqual([f for f in check(invoice.ubl_cii_xml_id.raw, on=TODAY) if f.is_fatal], [])


def _seconds(work):
    """Of the processor, which others on the machine can't stretch."""
    start = time.process_time()
    work()
    return time.process_time() - start
