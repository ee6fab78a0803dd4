from odoo import Command, fields, models

from ..models.compat.file_content import base64_of
from ..models.invoice.pagero_invoice_attachment import KINDS
from ..models.tools.actions import CLOSE


class PageroAttachmentAdd(models.TransientModel):
    """Several files at once for one invoice, all of the same type."""

    _name = 'pagero.attachment.add'
    _description = "Add Files to an E-Invoice"
    _inherit = ['pagero.record.mixin']
    _set_once = ('move_id',)

    move_id = fields.Many2one('account.move', required=True, readonly=True, ondelete='cascade')
    kind = fields.Selection(
        KINDS, string="Type of Attachment", required=True, default='specification'
    )
    description = fields.Char(help="Shown to the recipient beside each of the files.")
    file_ids = fields.Many2many('ir.attachment', string="Files")

    def action_confirm(self):
        """Behind those that are there, in the order of the dialog; one refusal stops them all."""
        self.ensure_one()
        self.move_id.check_access('write')
        last = max(self.move_id.pagero_attachment_ids.mapped('sequence'), default=0)
        self.env['pagero.invoice.attachment'].create(
            [self._values(file, last + place) for place, file in enumerate(self.file_ids, 1)]
        )
        uploaded = self.file_ids.filtered(lambda file: file.res_model == self._name)
        self.file_ids = [Command.clear()]
        uploaded.unlink()
        return CLOSE

    def _values(self, file, sequence):
        return {
            'move_id': self.move_id.id,
            'name': file.name,
            'data': base64_of(file),
            'kind': self.kind,
            'description': self.description,
            'sequence': sequence,
        }
