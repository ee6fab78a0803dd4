"""A received document as its sender means it: drawn from the file as it came."""

import base64

from odoo import api, fields, models

from ...ubl.preview import draw


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    preview = fields.Html(compute='_compute_preview', string="As It Came")

    @api.depends('digest')
    @api.depends_context('lang')
    def _compute_preview(self):
        """Rendered by the server, which escapes what comes from the document."""
        for document in self:
            content = document._content() if document.can_preview else b''
            document.preview = document._drawn(content) if content else False

    def _content(self):
        """The bytes as they came; none where a restored database lacks its files."""
        self.ensure_one()
        stored = self.with_context(bin_size=False).file
        return base64.b64decode(stored or b'')

    def _drawn(self, content):
        values = {
            'preview': draw(content, self.env.lang),
            'mode': self.send_mode if self.is_test else '',
            'mode_label': self.send_mode,
            'is_draft': False,
            'lacks_pdf': False,
        }
        return self.env['ir.qweb']._render('pagero_connector.invoice_preview', values)
