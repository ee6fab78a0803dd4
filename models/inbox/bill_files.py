"""The files of a bill: the document as it came, and each that its sender put inside (BG-24).

What is inside is judged by its content. A file that isn't what it says it is stays where it came,
inside the document, so that no click opens it; people are told of it.
"""

import base64
import binascii
from mimetypes import guess_extension
from pathlib import PurePath

from odoo import models

from ...ubl.attachments import EMPTY, PDF, Refused, clean_name, mimetype_of, unique_names


MEGABYTE = 1024 * 1024
LARGEST_FILE = 50 * MEGABYTE


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    def _attach_files(self, drafts, moves):
        """The files of all bills of a batch; the sender's first PDF is shown beside the form."""
        values = []
        for draft, move in zip(drafts, moves, strict=True):
            files = draft.document._files_of(draft)
            values += [{**each, 'res_model': move._name, 'res_id': move.id} for each in files]
        context = {'attachments_mime_plainxml': True}  # what a document says is never run
        attachments = self.env['ir.attachment'].with_context(**context).create(values)
        for move, files in attachments.grouped(lambda each: each.res_id).items():
            shown = files.filtered(lambda each: each.mimetype == PDF)[:1]
            if shown:
                moves.browse(move).message_main_attachment_id = shown

    def _files_of(self, draft):
        """As values of attachments: the XML, then what was inside."""
        inside = [
            file
            for number, each in enumerate(draft.invoice.documents, 1)
            if each.content and (file := self._file_of(draft, each, number))
        ]
        names = unique_names([self.file_name, *(name for name, _raw, _type in inside)])
        files = [(self._content(), 'application/xml'), *(each[1:] for each in inside)]
        return [
            {'name': name, 'raw': raw, 'mimetype': mimetype}
            for name, (raw, mimetype) in zip(names, files, strict=True)
        ]

    def _file_of(self, draft, document, number):
        """(name, content, type) of a file that may be shown; None of another, with a remark."""
        name = _name_of(document, number)
        try:
            content = base64.b64decode(''.join(document.content.split()), validate=True)
            return name, content, mimetype_of(name, content, LARGEST_FILE)
        except binascii.Error:
            draft.remark('file_kept', name=name, reason=EMPTY)
        except Refused as refused:
            draft.remark('file_kept', name=name, reason=refused.code)
        return None


def _name_of(document, number):
    """Its own name, with the ending of its type where it has none."""
    name = clean_name(document.filename or document.reference or f'{number}')
    if not PurePath(name).suffix:
        name += guess_extension(document.mime_code) or ''
    return name
