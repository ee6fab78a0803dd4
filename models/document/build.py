"""From a claimed batch to bytes that may leave: XML, check, store."""

import base64

from odoo import models

from ...identification.identity import Identity
from ...network import Upload
from ..mixins.evidence_file import keeping_evidence


MOST_BYTES = 20 * 1024 * 1024  # of attachments that are built together
MOST_PDFS = 10  # to draw takes over a second each, and a scheduled action has two minutes


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    def _of_bearable_size(self):
        """The first of these, and as many more as fit into memory and time together."""
        burdens = {}
        for kind, documents in self._by_kind():
            burdens |= kind._burdens(documents)
        taken, total, pdfs = self.browse(), 0, 0
        for document in self:
            size, draws_pdf = burdens[document]
            total += size
            pdfs += draws_pdf
            if taken and (total > MOST_BYTES or pdfs > MOST_PDFS):
                break
            taken += document
        return taken

    def _build(self):
        """Make and check the XML of claimed documents; the invalid ones leave here.

        Returns the uploads of the others. One broken invoice never stops the rest.
        """
        gone = self._of_kinds('_may_not_leave')
        gone._move_to('cancelled')
        same = (self - gone).filtered(lambda each: each.was_unsure and each.stored_xml)
        gone += (self - gone)._hold_what_goes_elsewhere(same)
        same -= gone
        uploads = []
        uploads += [document._upload(document._stored_xml()) for document in same]
        for document, (xml, findings) in (self - gone - same)._exported().items():
            fatal = any(finding.is_fatal for finding in findings)
            document.stored_findings = [finding.to_dict() for finding in findings] or False
            document.write(document._kind()._prepare_built_values(document))
            if fatal:
                document._move_to('invalid')
            else:
                uploads.append(document._upload(xml))
        self._store({upload.key: upload.payload for upload in uploads})
        return uploads

    def _hold_what_goes_elsewhere(self, same):
        """The last gate: numbers may have changed since the claim, and since the XML was built.

        What is read here is what the XML is made of: both see one state of the database.
        """
        held = self.browse()
        for account, documents in self.grouped('account_id').items():
            held |= documents._gone_elsewhere(account)
        held._move_to('held', held_reason='connection')
        others = (same - held).filtered(lambda each: each._was_built_for_others())
        others._move_to('held', held_reason='receiver')
        return held + others

    def _was_built_for_others(self):
        """Whether the stored XML, which may be sent once more, names another receiver."""
        if not self._kind()._follows_customer:
            return False
        built_for = Identity.from_dict(self.built_for or {})
        return not built_for.leads_to(self.move_id.partner_id._pagero_identity())

    def _exported(self):
        """{document: (xml, findings)}, each as its kind builds and checks it."""
        exported = {}
        for kind, documents in self._by_kind():
            exported |= kind._export(documents)
        return exported

    def _upload(self, xml):
        return Upload(
            key=self.id,
            payload=xml,
            filename=self.xml_filename,
            document_type=self.document_type,
            send_mode=self.send_mode,
            sender_reference=self.sender_reference,
        )

    def _store(self, payloads):
        """Keep the bytes as attachments of the documents: their rights are the documents'."""
        attachments = keeping_evidence(self.env['ir.attachment'].sudo())
        attachments.search(
            [
                ('res_model', '=', self._name),
                ('res_field', '=', 'stored_xml'),
                ('res_id', 'in', list(payloads)),
            ]
        ).unlink()
        attachments.create(
            [
                {
                    'name': document.xml_filename,
                    'raw': payloads[document.id],
                    'mimetype': 'application/xml',
                    'res_model': self._name,
                    'res_field': 'stored_xml',
                    'res_id': document.id,
                    'company_id': document.company_id.id,
                }
                for document in self.browse(payloads)
            ]
        )
        self.browse(payloads).invalidate_recordset(['stored_xml', 'xml_file'])

    def _stored_xml(self):
        """The bytes that were handed over."""
        self.ensure_one()
        return base64.b64decode(self.sudo().with_context(bin_size=False).stored_xml or b'')
