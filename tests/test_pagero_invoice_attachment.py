import base64
import io
import zipfile

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..models.document.batch import MOST_PDFS
from ..ubl.attachments import MEGABYTE, ODS
from .common import PageroCommon
from .xml_common import XmlCommon


OBJECT = 'AdditionalDocumentReference/Attachment/EmbeddedDocumentBinaryObject'
DESCRIPTION = 'AdditionalDocumentReference/DocumentDescription'
PDF = b'%PDF-1.7 a page'


def file(name, content=PDF, **values):
    return {'name': name, 'data': base64.b64encode(content), **values}


def bomb():
    written = io.BytesIO()
    with zipfile.ZipFile(written, 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('mimetype', ODS)
        archive.writestr('content.xml', bytes(210 * MEGABYTE))
    return written.getvalue()


@tagged('post_install', '-at_install')
class TestAttachmentsInXml(XmlCommon):
    def _attach(self, invoice, *files):
        invoice.pagero_attachment_ids = [Command.create(each) for each in files]

    def test_files_are_embedded_in_their_order_with_type_and_description(self):
        invoice = self._invoice()
        self._attach(
            invoice,
            file('Tidrapport.pdf', kind='time_report', description="Vecka 40", sequence=2),
            file('bild.PNG', b'\x89PNG\r\n\x1a\n', kind='picture', sequence=1),
            file('请求.csv', b'dag;8', kind='other', sequence=3),
        )

        root = self._xml(invoice)

        objects = self._all(root, OBJECT)
        self.assertEqual(
            [(each.get('filename'), each.get('mimeCode')) for each in objects],
            [
                ('bild.PNG', 'image/png'),
                ('Tidrapport.pdf', 'application/pdf'),
                ('请求.csv', 'text/csv'),
            ],
        )
        self.assertEqual(base64.b64decode(objects[1].text), PDF)
        self.assertEqual(self._texts(root, DESCRIPTION), ["Picture", "Time report: Vecka 40"])
        self.assertFalse(self._all(root, 'AdditionalDocumentReference/DocumentTypeCode'))

    def test_the_type_speaks_the_customers_language(self):
        self.env['res.lang']._activate_lang('sv_SE')
        self.env.ref('base.module_pagero_connector')._update_translations(['sv_SE'])
        self.customer.lang = 'sv_SE'
        invoice = self._invoice()
        self._attach(invoice, file('a.pdf', kind='time_report'))

        self.assertEqual(self._text(self._xml(invoice), DESCRIPTION), "Tidrapport")

    def test_no_name_comes_twice_in_one_document(self):
        invoice = self._invoice()
        self._attach(invoice, *(file(name) for name in ('a.pdf', 'A.pdf', 'a.pdf')))

        names = [each.get('filename') for each in self._all(self._xml(invoice), OBJECT)]

        self.assertEqual(len({name.casefold() for name in names}), 3)

    def test_a_credit_note_keeps_its_project_beside_the_files(self):
        refund = self._refund(self._invoice(pagero_project_reference='P12'))
        self._attach(refund, file('a.pdf'))

        ids = self._texts(self._xml(refund), 'AdditionalDocumentReference/ID')

        self.assertEqual(ids, ['P12', 'a.pdf'])

    def test_the_pdf_goes_along_where_the_customer_wants_it(self):
        invoice = self._invoice()
        self.env['ir.attachment'].create(
            {
                'name': 'Faktura.pdf',
                'raw': PDF,
                'mimetype': 'application/pdf',
                'res_model': invoice._name,
                'res_id': invoice.id,
                'res_field': 'invoice_pdf_report_file',
            }
        )
        self.assertFalse(self._all(self._xml(invoice), OBJECT))

        self.customer.pagero_embed_pdf = 'yes'

        [pdf] = self._all(self._xml(invoice), OBJECT)
        self.assertEqual(pdf.get('filename'), 'Faktura.pdf')
        self.assertEqual(base64.b64decode(pdf.text), PDF)


@tagged('post_install', '-at_install')
class TestPageroInvoiceAttachment(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_customer_invoice()

    def _attach(self, *files, invoice=None):
        values = [{'move_id': (invoice or self.invoice).id, **each} for each in files]
        return self.env['pagero.invoice.attachment'].create(values)

    def test_each_refusal_names_the_file_and_the_reason(self):
        refused = {
            'empty .0 bytes': file('tom.pdf', b''),
            'larger than 5 MB': file('stor.pdf', b'%PDF-' + bytes(6 * MEGABYTE)),
            'not of a type': file('film.mp4', b'....'),
            'not what its name says': file('avtal.pdf', b'MZ\x90\x00'),
            'become enormous': file('bomb.ods', bomb()),
            'is damaged': {'name': 'fel.pdf', 'data': 'å'},
        }
        for words, values in refused.items():
            with self.subTest(words), self.assertRaisesRegex(UserError, words) as caught:
                self._attach(values)
            self.assertIn(values['name'], str(caught.exception))
        self.assertFalse(self.invoice.pagero_attachment_ids)

    def test_what_is_far_too_large_is_not_even_decoded(self):
        data = base64.b64encode(bytes(50 * MEGABYTE))

        with self.assertRaisesRegex(UserError, "larger than 5 MB"):
            self._attach({'name': 'film.pdf', 'data': data})

    def test_the_limit_is_the_accounts(self):
        self.account.attachment_megabytes = 1

        with self.assertRaisesRegex(UserError, "larger than 1 MB"):
            self._attach(file('a.pdf', b'%PDF-' + bytes(2 * MEGABYTE)))

    def test_all_together_have_a_limit(self):
        large = b'%PDF-' + bytes(5 * MEGABYTE - 5)

        with self.assertRaisesRegex(UserError, "40 MB in total"):
            for number in range(9):
                self._attach(file(f'{number}.pdf', large))

    def test_the_form_says_at_once_what_it_refuses(self):
        attachment = self.env['pagero.invoice.attachment'].new(
            {'move_id': self.invoice.id, **file('film.mp4')}
        )

        answer = attachment._onchange_data()

        self.assertIn('film.mp4', answer['warning']['message'])
        self.assertFalse(attachment.data)

    def test_the_tab_of_the_invoice_takes_a_file(self):
        with Form(self.invoice) as form, form.pagero_attachment_ids.new() as line:
            line.data = base64.b64encode(PDF).decode()
            line.name = 'a.pdf'
            line.kind = 'agreement'

        self.assertRecordValues(
            self.invoice.pagero_attachment_ids,
            [{'name': 'a.pdf', 'mimetype': 'application/pdf', 'size': len(PDF)}],
        )

    def test_several_files_are_added_at_once(self):
        self._attach(file('a.pdf', sequence=7))
        action = self.invoice.action_add_pagero_files()
        wizards = self.env[action['res_model']].with_user(self._create_user('invoicer'))
        wizards = wizards.with_context(action['context'])
        owner = {'res_model': wizards._name, 'res_id': 0}
        files = wizards.env['ir.attachment'].create(
            [{'name': name, 'raw': PDF, **owner} for name in ('c.pdf', 'b.pdf')]
        )

        wizards.create({'kind': 'order', 'file_ids': [Command.set(files.ids)]}).action_confirm()

        added = self.invoice.pagero_attachment_ids.sorted()
        self.assertEqual(added.mapped('name'), ['a.pdf', 'c.pdf', 'b.pdf'])
        self.assertEqual(added[1:].mapped('kind'), ['order', 'order'])
        self.assertFalse(files.exists())

    def test_a_posted_invoice_takes_files_until_it_is_sent(self):
        document = self._create_document(self.invoice, state='invalid')
        kept, removed = self._attach(file('a.pdf'), file('b.pdf'))
        removed.unlink()
        document._move_to('queued')
        document._move_to('sending')

        self.assertIn('b.pdf', ''.join(self.invoice.message_ids.mapped('body')))
        for change in (
            lambda: self._attach(file('c.pdf')),
            lambda: kept.write({'kind': 'other'}),
            kept.unlink,
        ):
            with self.assertRaisesRegex(UserError, "can no longer be changed"):
                change()

    def test_files_go_with_their_invoice(self):
        attachment = self._attach(file('a.pdf'))
        stored = [('res_model', '=', attachment._name), ('res_id', '=', attachment.id)]
        self.assertTrue(self.env['ir.attachment'].search([*stored, ('res_field', '=', 'data')]))

        self.invoice.unlink()

        self.assertFalse(self.env['ir.attachment'].search([*stored, ('res_field', '=', 'data')]))

    def test_strangers_do_not_read_them(self):
        attachment = self._attach(file('a.pdf'))
        stranger = self._create_user('stranger', company=self._create_other_company())

        with self.assertRaises(AccessError):
            attachment.with_user(stranger).read(['data'])

    def test_a_batch_is_only_as_large_as_memory_bears(self):
        documents = self.env['pagero.document']
        for name in ('a', 'b', 'c', 'd'):
            document = self._create_document(self._create_customer_invoice(), send_mode='Test')
            for number in (1, 2):
                self._attach(
                    file(f'{name}{number}.pdf', b'%PDF-' + bytes(5 * MEGABYTE - 5)),
                    invoice=document.move_id,
                )
            documents += document

        self.assertEqual(documents._of_bearable_size(), documents[:2])
        self.assertEqual(documents[3:]._of_bearable_size(), documents[3:])

    def test_a_batch_draws_only_as_many_pdfs_as_time_bears(self):
        """Core's PDFs take over a second each, and nothing is kept of a run that is cut off."""
        invoices = self._create_customer_invoices(MOST_PDFS + 2)
        documents = self.env['pagero.document']
        for invoice in invoices:
            documents += self._create_document(invoice, send_mode='Test')

        self.assertEqual(documents._of_bearable_size(), documents)
        self.account.embed_pdf = True
        self.assertEqual(documents._of_bearable_size(), documents[:MOST_PDFS])
