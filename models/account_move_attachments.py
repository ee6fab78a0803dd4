import logging

from odoo import fields, models

from ..ubl.attachments import unique_names
from . import ubl_nodes as nodes


_logger = logging.getLogger(__name__)

PDF = 'application/pdf'
MOST_BYTES = 20 * 1024 * 1024  # of attachments that are built together
MOST_PDFS = 10  # to draw takes over a second each, and a scheduled action has two minutes


class AccountMove(models.Model):
    _inherit = 'account.move'

    pagero_attachment_ids = fields.One2many(
        'pagero.invoice.attachment',
        'move_id',
        string="Attachments of the E-Invoice",
        copy=False,
        groups='pagero_connector.group_user',
    )

    def unlink(self):
        """Files go with their invoice; a cascade in the database would leave them behind."""
        self.sudo().pagero_attachment_ids.unlink()
        return super().unlink()

    def action_add_pagero_files(self):
        """Many files in one go; the list on the form takes one a row."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Add Several Files"),
            'res_model': 'pagero.attachment.add',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_move_id': self.id},
        }

    def _wants_pagero_pdf(self):
        """Whether Odoo's PDF goes inside: as the customer wants it, else as the account says."""
        self.ensure_one()
        choice = self.commercial_partner_id.with_company(self.company_id).pagero_embed_pdf
        return choice == 'yes' or (not choice and self._pagero_account_sudo().embed_pdf)

    def _make_pagero_pdfs(self):
        """Draw up the PDFs that are wanted and not there yet; one that fails stops nothing."""
        for move in self.filtered(lambda move: move._lacks_pagero_pdf()):
            try:
                with self.env.cr.savepoint():
                    move._make_pagero_pdf()
            except Exception:
                _logger.warning("The PDF of %s could not be made", move, exc_info=True)

    def _lacks_pagero_pdf(self):
        """Whether Odoo's PDF is wanted inside and has still to be drawn."""
        self.ensure_one()
        is_wanted = self.state == 'posted' and self._wants_pagero_pdf()
        return is_wanted and not self.invoice_pdf_report_id

    def _make_pagero_pdf(self):
        """As core's Send dialog does it, but the invoice doesn't count as sent by it."""
        send = self.env['account.move.send']
        report = send._get_default_pdf_report_id(self)
        values = {'pdf_report': report}
        send._prepare_invoice_pdf_report({self: values})
        self.env['ir.attachment'].sudo().create(values['pdf_attachment_values'])
        self.invalidate_recordset(['invoice_pdf_report_id', 'invoice_pdf_report_file'])

    def _pagero_pdf(self):
        """The PDF to embed: an ``ir.attachment``, or none."""
        pdf = self.sudo().invoice_pdf_report_id
        return pdf if self._wants_pagero_pdf() and pdf.mimetype == PDF else pdf.browse()


class AccountEdiXmlPagero(models.AbstractModel):
    _inherit = 'account.edi.xml.pagero'

    def _get_invoice_node(self, vals):
        document = super()._get_invoice_node(vals)
        self._embed_attachments(document, vals['invoice'])
        return document

    def _embed_attachments(self, document, invoice):
        """BG-24, in the order of the invoice, the PDF last; the names are the document's own."""
        files = [*invoice.sudo().pagero_attachment_ids.sorted(), *invoice._pagero_pdf()]
        if not files:
            return
        tag = 'cac:AdditionalDocumentReference'
        names = unique_names(file.name for file in files)
        document[tag] = [
            *nodes.get_list(document, tag),
            *(self._attachment_node(file, name) for file, name in zip(files, names, strict=True)),
        ]

    def _attachment_node(self, file, name):
        """Base64 as the field has it; the cache forgets it at once, a batch has many."""
        is_ours = file._name == 'pagero.invoice.attachment'
        field = 'data' if is_ours else 'datas'
        content = file.with_context(bin_size=False)[field]
        file.invalidate_recordset([field] if is_ours else [field, 'raw'])
        described = file._written_description() if is_ours else self.env._("Invoice as PDF")
        return {
            'cbc:ID': {'_text': name},
            'cbc:DocumentDescription': {'_text': described or None},
            'cac:Attachment': {
                'cbc:EmbeddedDocumentBinaryObject': {
                    '_text': content.decode('ascii'),
                    'mimeCode': file.mimetype,
                    'filename': name,
                }
            },
        }


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    def _of_bearable_size(self):
        """As many as fit into memory and time together; always the first."""
        sizes = dict(
            self.env['pagero.invoice.attachment']._read_group(
                [('move_id', 'in', self.move_id.ids)], ['move_id'], ['size:sum']
            )
        )
        taken, total, pdfs = self.browse(), 0, 0
        for document in self:
            total += sizes.get(document.move_id, 0)
            pdfs += document.move_id._lacks_pagero_pdf()
            if taken and (total > MOST_BYTES or pdfs > MOST_PDFS):
                break
            taken += document
        return taken
