from lxml import etree

from odoo.tests import tagged

from .xml_common import TODAY, XmlCommon


@tagged('post_install', '-at_install')
class TestXmlBesideDebitNote(XmlCommon):
    """Peppol has no document for a debit note, only a type of invoice."""

    def test_a_debit_note_is_an_invoice_of_another_type(self):
        invoice = self._invoice(name='INV/2026/00042')

        debit = self._create_debit_note(invoice, post=True, date=TODAY)

        root = self._xml(debit)
        self.assertEqual(etree.QName(root).localname, 'Invoice')
        self.assertEqual(self._text(root, 'InvoiceTypeCode'), '383')
        preceding = self._text(root, 'BillingReference/InvoiceDocumentReference/ID')
        self.assertEqual(preceding, 'INV/2026/00042')
