from lxml import etree

from odoo.tests import tagged

from .xml_common import TODAY, XmlCommon


@tagged('post_install', '-at_install')
class TestXmlBesideDebitNote(XmlCommon):
    """Peppol has no document for a debit note, only a type of invoice."""

    def test_a_debit_note_is_an_invoice_of_another_type(self):
        self._create_accounts()
        invoice = self._invoice(name='INV/2026/00042')

        debit = self._create_debit_note(invoice, post=True, date=TODAY)
        debit.write({'name': 'INV/2026/00043', 'payment_reference': '20261012'})

        root = self._xml(debit)
        self.assertEqual(etree.QName(root).localname, 'Invoice')
        self.assertEqual(self._text(root, 'InvoiceTypeCode'), '383')
        preceding = self._text(root, 'BillingReference/InvoiceDocumentReference/ID')
        self.assertEqual(preceding, 'INV/2026/00042')
        self._assert_golden(root, 'debit_note')

    def test_the_reason_of_a_debit_note_is_told(self):
        """As that of a credit note: BT-22 has what was typed, BG-3 the number."""
        self._create_accounts()
        debit = self._create_debit_note(
            self._invoice(), post=True, date=TODAY, reason="Hours forgotten"
        )

        self.assertEqual(self._text(self._xml(debit), 'Note'), "Hours forgotten")

    def test_a_debit_note_that_we_write_ourselves_has_a_type_of_its_own(self):
        journal = self.company_data['default_journal_purchase']
        journal.is_self_billing = True
        tax = self._tax('purchase_tax_25_goods')
        bill = self._invoice(
            self._line(tax=tax), move_type='in_invoice', journal_id=journal.id, ref='OUR-1'
        )

        debit = self._create_debit_note(bill, post=True, date=TODAY)
        debit.pagero_order_reference = 'P00012'

        self.assertEqual(self._text(self._xml(debit), 'InvoiceTypeCode'), '527')
