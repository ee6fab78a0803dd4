"""Files that prove what was sent, or decide what may be sent: only their own model changes them.

Odoo keeps the files of binary fields as attachments, and a user who may write a record may write
its attachments, past all that the record's model checks. Core deletes and copies attachments with
``sudo`` for people who may only read them, so that superuser rights alone say nothing.
"""

import os

from odoo import api, fields, models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError

from ..tools.own_context import OURS


KEY = 'pagero_keeps_evidence'


def keeping_evidence(records):
    """The records in a context in which files of evidence may be written."""
    return records.with_context(**{KEY: OURS})


def keep_files(env, prepared):
    """Create attachments, ``{key: values}``; returns {key: error} of those that can't be kept.

    A full disk, or a file that a full disk left cut, must not keep the others back.
    """
    attachments = keeping_evidence(env['ir.attachment'].sudo())
    if not _failure_of(attachments, list(prepared.values())):
        return {}
    failed = {}
    for key, values in prepared.items():
        attachments._remove_cut_file(values['raw'])
        if error := _failure_of(attachments, [values]):
            attachments._remove_cut_file(values['raw'])
            failed[key] = error
    return failed


def _failure_of(attachments, values_list):
    try:
        with attachments.env.cr.savepoint():
            attachments.create(values_list)
    except (OSError, UserError) as error:
        return error
    return None


def not_stored_values(error):
    """What a document keeps of it: the system's reason, without the place on its disk."""
    said = error.strerror if isinstance(error, OSError) else str(error)
    return {'error_parameters': {'code': 'not_stored'}, 'error_text': said}


class EvidenceFile(fields.Binary):
    """A binary field whose attachments change with it only."""

    def create(self, record_values):
        super().create([(keeping_evidence(record), value) for record, value in record_values])

    def write(self, records, value):
        super().write(keeping_evidence(records), value)


class IrAttachment(models.Model):
    _inherit = 'ir.attachment'

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._refuse_evidence()
        return attachments

    def write(self, vals):
        self._refuse_evidence()
        result = super().write(vals)
        self._refuse_evidence()  # it may have been hung onto a record of ours
        return result

    def unlink(self):
        self._refuse_evidence(of_removed=False)
        return super().unlink()

    def _refuse_evidence(self, of_removed=True):
        """Scheduled actions, upgrades and the uninstallation are the superuser himself."""
        if self.env.uid == SUPERUSER_ID or self.env.context.get(KEY) is OURS:
            return
        evidence = self.sudo().filtered(lambda attachment: attachment._is_evidence())
        if evidence and not of_removed:
            evidence = evidence._of_records_that_are_there()
        if evidence:
            raise AccessError(
                self.env._(
                    "This file belongs to a record of Pagero (%(model)s), and is changed there"
                    " only.",
                    model=self.env['ir.model']._get(evidence[0].res_model).name,
                )
            )

    @api.model
    def _remove_cut_file(self, raw):
        """Core writes no file whose name, the hash of its content, is taken, even by a stump."""
        if self._storage() != 'file':
            return
        checksum = self._compute_checksum(raw)
        path = self._full_path(f'{checksum[:2]}/{checksum}')
        if not os.path.isfile(path):
            return
        with open(path, 'rb') as file:
            is_whole = self._compute_checksum(file.read()) == checksum
        if not is_whole:
            os.remove(path)

    def _is_evidence(self):
        """Whether it holds the value of such a field."""
        if not (self.res_field and self.res_id and self.res_model in self.env):
            return False
        field = self.env[self.res_model]._fields.get(self.res_field)
        return isinstance(field, EvidenceFile)

    def _of_records_that_are_there(self):
        """Files go with their record: Odoo removes them after it."""
        there = {
            model: set(self.env[model].browse(files.mapped('res_id')).exists().ids)
            for model, files in self.grouped('res_model').items()
        }
        return self.filtered(lambda file: file.res_id in there[file.res_model])
