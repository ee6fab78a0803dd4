"""OpenPeppol's examples that Odoo carries for its own tests: there with every Odoo."""

from datetime import date
from pathlib import Path

from lxml import etree

from odoo.tests import BaseCase, tagged
from odoo.tools.misc import file_path

from ..ubl.check import check
from ..ubl.official import cen_pack
from ..ubl.preview import draw


FOLDER = 'l10n_account_edi_ubl_cii_tests/tests/test_files/from_peppol-bis-invoice-3_doc'
# Later Odoos keep an invoice of their own beside them, which is wrong on purpose.
OFFICIAL = (
    'bis3_allowance.xml',
    'bis3_credit_note.xml',
    'bis3_invoice_negative_amounts.xml',
    'bis3_tax_exempt_gbp.xml',
)
# Odoo's copy of this one is older than the rule.
OUTDATED = {'bis3_allowance.xml': {'UBL-SR-43'}}


@tagged('post_install', '-at_install')
class TestOfficialExamples(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files = [Path(file_path(FOLDER)) / name for name in OFFICIAL]

    def test_nothing_fatal_is_found_in_an_official_example(self):
        for file in self.files:
            with self.subTest(file=file.name):
                findings = check(file.read_bytes(), on=date(2026, 11, 1))
                fatal = {finding.rule for finding in findings if finding.is_fatal}
                self.assertEqual(fatal, OUTDATED.get(file.name, set()))

    def test_the_european_rules_find_the_same(self):
        for file in self.files:
            with self.subTest(file=file.name):
                failures = cen_pack().failures(etree.parse(file).getroot())
                fatal = {each.assertion.id for each in failures if each.assertion.flag == 'fatal'}
                self.assertEqual(fatal, OUTDATED.get(file.name, set()))

    def test_an_official_example_is_drawn_whole(self):
        for file in self.files:
            with self.subTest(file=file.name):
                root = etree.parse(file).getroot()
                lines = [*root.iterfind('{*}InvoiceLine'), *root.iterfind('{*}CreditNoteLine')]
                drawn = draw(file.read_bytes())
                self.assertEqual(drawn.number, root.findtext('{*}ID'))
                self.assertEqual(len(drawn.lines), len(lines))
