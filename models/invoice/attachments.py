import logging

from odoo import fields, models

from ...ubl.attachments import clean_name
from ..compat.file_content import base64_of
from ..tools.actions import dialog_action


_logger = logging.getLogger(__name__)

PDF = 'application/pdf'


class AccountMove(models.Model):
    _inherit = 'account.move'

    pagero_attachment_ids = fields.One2many(
        'pagero.invoice.attachment',
        'move_id',
        string="Attachments of the E-Invoice",
        copy=False,
        groups='pagero_connector.group_user',
    )

    def action_add_pagero_files(self):
        """Many files in one go; the list on the form takes one a row."""
        self.ensure_one()
        return dialog_action(
            'pagero.attachment.add', self.env._("Add Several Files"), move_id=self.id
        )

    def _take_files_along(self, files):
        """Behind the others, once each; ``files`` are attachments that the user may read."""
        self.ensure_one()
        self.check_access('write')
        # The right to send invoices is enough: not all who have it may read what is inside.
        inside = self.sudo().pagero_attachment_ids.with_context(bin_size=False)
        known = {(each.name, each.data) for each in inside}
        last = max(inside.mapped('sequence'), default=0)
        inside.create(
            [
                {
                    'move_id': self.id,
                    'name': file.name,
                    'data': base64_of(file),
                    'kind': 'other',
                    'sequence': last + place,
                }
                for place, file in enumerate(files, 1)
                if (clean_name(file.name), base64_of(file)) not in known
            ]
        )

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
