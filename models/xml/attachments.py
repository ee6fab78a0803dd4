"""Files inside the e-invoice (BG-24)."""

from odoo import models

from ...ubl.attachments import unique_names
from . import nodes


class AccountEdiXmlPagero(models.AbstractModel):
    _inherit = 'account.edi.xml.pagero'

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
