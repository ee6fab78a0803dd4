"""Files inside the e-invoice (BG-24)."""

from odoo import models

from ...en16931.invoice import SupportingDocument
from ...ubl.attachments import unique_names
from ..compat.file_content import base64_of


class AccountEdiXmlPagero(models.AbstractModel):
    _inherit = 'account.edi.xml.pagero'

    def _documents(self, source):
        """BG-24, in the order of the invoice, the PDF last; the names are the document's own."""
        move = source.move
        files = [*move.sudo().pagero_attachment_ids.sorted(), *move._pagero_pdf()]
        names = unique_names(file.name for file in files)
        return tuple(self._document(file, name) for file, name in zip(files, names, strict=True))

    def _document(self, file, name):
        """Base64 as the field has it; the cache forgets it at once, a batch has many."""
        is_ours = file._name == 'pagero.invoice.attachment'
        content = file.with_context(bin_size=False).data if is_ours else base64_of(file)
        file.invalidate_recordset(['data' if is_ours else 'raw'])
        described = file._written_description() if is_ours else file.env._("Invoice as PDF")
        return SupportingDocument(
            reference=name,
            description=described or '',
            content=content.decode('ascii'),
            mime_code=file.mimetype or '',
            filename=name,
        )
