"""From a claimed batch to bytes that may leave: XML, check, store."""

import base64

from odoo import models

from ...identification.identity import Identity
from ...network import Upload
from ..mixins.evidence_file import keep_files, keeping_evidence, not_stored_values


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

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
        for document, (xml, findings) in (self - gone - same)._exported().items():
            fatal = any(finding.is_fatal for finding in findings)
            document.stored_findings = [finding.to_dict() for finding in findings] or False
            document.write(document._kind()._prepare_built_values(document))
            if fatal:
                document._move_to('invalid')
            else:
                uploads.append(document._upload(xml))
        kept = self._store({upload.key: upload.payload for upload in uploads})
        # What was stored before leaves as it is.
        stored = [document._upload(document._stored_xml()) for document in same]
        self.builds = 0
        return stored + [upload for upload in uploads if upload.key in kept]

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
        """Keep the bytes as attachments of the documents: their rights are the documents'.

        Returns the ids of those that could be kept; the others are tried again later.
        """
        documents = self.browse(payloads)
        old = keeping_evidence(self.env['ir.attachment'].sudo()).search(
            [
                ('res_model', '=', self._name),
                ('res_field', '=', 'stored_xml'),
                ('res_id', 'in', documents.ids),
            ]
        )
        failed = keep_files(
            self.env,
            {each.id: each._prepare_xml_file(payloads[each.id]) for each in documents},
        )
        old.filtered(lambda file: file.res_id not in failed).unlink()
        documents.invalidate_recordset(['stored_xml', 'xml_file'])
        for document in documents.filtered(lambda each: each.id in failed):
            document._queue_for_later(not_stored_values(failed[document.id]))
        return set(payloads) - set(failed)

    def _prepare_xml_file(self, xml):
        return {
            'name': self.xml_filename,
            'raw': xml,
            'mimetype': 'application/xml',
            'res_model': self._name,
            'res_field': 'stored_xml',
            'res_id': self.id,
            'company_id': self.company_id.id,
        }

    def _stored_xml(self):
        """The bytes that were handed over."""
        self.ensure_one()
        return base64.b64decode(self.sudo().with_context(bin_size=False).stored_xml or b'')
