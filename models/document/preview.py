"""A transmission as its recipient reads it."""

from odoo import models

from ...ubl.finding import Finding
from ..tools.actions import preview_action


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    def _check_content(self):
        """Readers of the invoice, and only they, may read what was made of it."""
        self.check_access('read')
        self.move_id.check_access('read')

    def action_preview(self):
        """What was, or will be, sent."""
        self.ensure_one()
        self._check_content()
        return preview_action(self, 'document')

    def pagero_preview(self):
        """The stored bytes, or where there are none yet, the invoice as it stands."""
        self.ensure_one()
        self._check_content()
        self._refuse_unless(
            self.document_type == 'Invoice',
            self.env._("Only invoices have a preview. Download the XML instead."),
        )
        move, stored = self.move_id, self._stored_xml()
        if stored:
            xml, findings = stored, [Finding.from_dict(values) for values in self.findings or []]
        else:
            xml, findings = move._pagero_drawn_as_if_posted()
        return move._pagero_preview_values(xml, findings, self.send_mode, is_final=bool(stored))
