"""When and with which reference to pay (BT-9, BT-20, BT-83)."""

from datetime import date

from odoo import Command
from odoo.tests import tagged

from .xml_common import XmlCommon


@tagged('post_install', '-at_install')
class TestDocumentPayment(XmlCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_accounts()
        cls.instalments = cls._terms((30, 10), (70, 60))

    @classmethod
    def _terms(cls, *shares):
        lines = [
            Command.create({'value': 'percent', 'value_amount': share, 'nb_days': days})
            for share, days in shares
        ]
        return cls.env['account.payment.term'].create({'name': "Shares", 'line_ids': lines})

    def _bill(self, terms, **values):
        return self._xml(
            self._invoice(
                self._line(price=800.0),
                invoice_payment_term_id=terms.id,
                invoice_date_due=False,
                **values,
            )
        )

    # === INSTALMENTS === #

    def test_instalments_are_due_one_by_one(self):
        """Item 4: BT-9 is the next day, BT-20 has the plan; it was day 60 without a word."""
        root = self._bill(self.instalments)

        self.assertEqual(self._text(root, 'DueDate'), '2026-10-11')
        plan = self._text(root, 'PaymentTerms/Note').splitlines()[-2:]
        self.assertEqual(
            plan,
            ["300.00 SEK is due on 2026-10-11.", "700.00 SEK is due on 2026-11-30."],
        )

    def test_one_day_is_no_plan(self):
        """Two shares on one day are one, and so is the whole at once."""
        for terms in (self._terms((100, 30)), self._terms((50, 30), (50, 30))):
            root = self._bill(terms)

            self.assertEqual(self._text(root, 'DueDate'), '2026-10-31')
            self.assertNotIn("is due", self._text(root, 'PaymentTerms/Note') or '')

    def test_own_words_stand_beside_the_plan(self):
        root = self._bill(self.instalments, pagero_payment_terms="As agreed.")

        words = self._text(root, 'PaymentTerms/Note').splitlines()
        self.assertEqual((words[0], len(words)), ("As agreed.", 3))

    def test_a_credit_note_has_its_plan_too(self):
        invoice = self._invoice(self._line(price=800.0))
        refund = self._reverse_invoice(invoice, post=False, date=date(2026, 10, 1), reason="Off")
        refund.invoice_payment_term_id = self.instalments
        refund.action_post()

        root = self._xml(refund)

        self.assertIn("700.00 SEK is due on", self._text(root, 'PaymentTerms/Note'))

    # === REFERENCES === #

    def test_references_are_joined_as_banks_want_them(self):
        """Item 13: OCR numbers and creditor references (ISO 11649) in groups; words stay words."""
        cases = {
            'RF18 5390 0754 7034': 'RF18539007547034',
            'rf18 5390 0754 7034': 'rf18539007547034',
            '2026 1012': '20261012',
            'Invoice 7 of May': 'Invoice 7 of May',
            'RFQ 12': 'RFQ 12',
        }
        for typed, expected in cases.items():
            with self.subTest(typed=typed):
                root = self._xml(self._invoice(payment_reference=typed))

                found = {*self._texts(root, 'PaymentMeans/PaymentID')}
                self.assertEqual(found, {expected})
