import base64

from odoo.tests import tagged

from ..en16931.invoice import SupportingDocument
from ..ubl.attachments import XLSX
from ..ubl.billing.writer import write
from .bill_common import BillCommon, invoice


def file(name, content, mime_code='application/pdf', **values):
    return SupportingDocument(
        reference=name,
        content=base64.b64encode(content).decode(),
        mime_code=mime_code,
        **{'filename': name, **values},
    )


PDF = file('Faktura.pdf', b'%PDF-1.7 faktura')


@tagged('post_install', '-at_install')
class TestFiles(BillCommon):
    def _files(self, move):
        domain = [('res_model', '=', 'account.move'), ('res_id', '=', move.id)]
        return self.env['ir.attachment'].search([*domain, ('res_field', '=', False)], order='id')

    def test_the_document_as_it_came(self):
        content = write(invoice())
        received = self._book(content)

        file_of_bill = self._files(received.move_id)
        self.assertEqual((file_of_bill.name, file_of_bill.raw), ('F-1.xml', content))
        self.assertNotIn('html', file_of_bill.mimetype)

    def test_all_that_is_inside(self):
        sheet = file('Rader.csv', b'Namn;Pris\nPlank;100', 'text/csv')
        move = self._book(invoice(documents=(PDF, sheet))).move_id

        self.assertEqual(self._files(move).mapped('name'), ['F-1.xml', 'Faktura.pdf', 'Rader.csv'])
        self.assertEqual(self._files(move)[1].raw, b'%PDF-1.7 faktura')

    def test_the_sender_s_pdf_is_shown_beside_the_form(self):
        move = self._book(invoice(documents=(PDF,))).move_id

        self.assertEqual(move.message_main_attachment_id.name, 'Faktura.pdf')

    def test_an_archive_in_the_clothes_of_a_pdf_is_not_shown(self):
        wolf = file('Faktura.pdf', b'PK\x03\x04 inte en PDF')
        received = self._book(invoice(documents=(wolf,)))

        self.assertEqual(self._files(received.move_id).mapped('name'), ['F-1.xml'])
        self.assertEqual(self._codes(received), ['file_kept'])
        self.assertIn('Faktura.pdf', received.bill_remark_words)
        self.assertFalse(received.move_id.message_main_attachment_id)
        self.assertIn(wolf.content.encode(), received._content())

    def test_each_bad_file_says_why(self):
        bad = (
            file('Avtal.exe', b'MZ\x90\x00', 'application/octet-stream'),
            file('Tom.pdf', b''),
            file('Sida.pdf', b'<html><script>alert(1)</script></html>'),
            file('Blad.xlsx', b'PK\x03\x04', XLSX),
            SupportingDocument(
                reference='Trasig.pdf', content='inte base64!', filename='Trasig.pdf'
            ),
        )
        received = self._book(invoice(documents=bad))

        kept = [each for each in received.bill_remarks if each['code'] == 'file_kept']
        self.assertEqual(
            {each['name'] for each in kept}, {'Avtal.exe', 'Sida.pdf', 'Blad.xlsx', 'Trasig.pdf'}
        )
        self.assertEqual(received.state, 'booked')

    def test_a_file_without_a_name_is_named_by_its_type(self):
        nameless = file('', b'%PDF-1.7', filename='')
        move = self._book(invoice(documents=(nameless,))).move_id

        self.assertTrue(self._files(move)[1].name.endswith('.pdf'))

    def test_names_lead_nowhere(self):
        wild = file('../../etc/<b>.pdf', b'%PDF-1.7')
        move = self._book(invoice(documents=(wild, wild))).move_id

        names = self._files(move).mapped('name')[1:]
        self.assertEqual(len(set(names)), 2)
        self.assertFalse(any('/' in name or '<' in name for name in names))

    def test_a_reference_without_a_file_is_no_file(self):
        reference = SupportingDocument(reference='AVTAL-1', location='https://example.com')
        received = self._book(invoice(documents=(reference,)))

        self.assertEqual(len(self._files(received.move_id)), 1)
        self.assertFalse(received.bill_remarks)
