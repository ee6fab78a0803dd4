from odoo import models

from ...ubl.preview import draw
from ...ubl.words import words
from ..texts.findings import line_places, record_of, target
from ..tools.actions import preview_action
from ..tools.labels import labels_of


class AccountMove(models.Model):
    """The invoice as its recipient reads it, drawn from the XML, with the findings beside it."""

    _inherit = 'account.move'

    def action_preview_for_pagero(self):
        """Nothing is changed, sent or numbered by it."""
        self.ensure_one()
        self.check_access('read')
        return preview_action(self, 'invoice')

    def pagero_preview(self):
        """What the preview page shows; called by it."""
        self.ensure_one()
        self.check_access('read')
        xml, findings = self._pagero_drawn_as_if_posted()
        if not xml and self.state == 'draft':  # Odoo itself refuses it: show it as it stands
            xml, _findings = self._pagero_drawn()[self]
        mode = self.sudo().pagero_document_mode or self._usual_pagero_send_mode()
        return self._pagero_preview_values(xml, findings, mode)

    def _pagero_preview_values(self, xml, findings, mode, is_final=False):
        """``is_final``: these bytes were sent, or will be, as they are."""
        preview = draw(xml, self.env.lang)
        modes = labels_of(self, 'pagero_send_mode')
        values = {
            'preview': preview,
            'mode': mode if mode in ('Test', 'Certification') else '',
            'mode_label': modes.get(mode, ''),
            'is_draft': self.state == 'draft',
            'lacks_pdf': not is_final and self._wants_pagero_pdf() and not self._pagero_pdf(),
        }
        return {
            'html': self.env['ir.qweb']._render('pagero_connector.invoice_preview', values),
            'findings': self._pagero_preview_findings(findings),
        }

    def _pagero_preview_findings(self, findings):
        places = line_places(self) if findings else {}
        return [self._pagero_preview_finding(finding, places) for finding in findings]

    def _pagero_preview_finding(self, finding, places):
        """A finding in the reader's words, and where it is cured."""
        place, text, advice = words(finding, self.env.lang)
        record = record_of(finding, self)
        is_here = finding.field and record == self
        is_page = finding.url.startswith(('https://', 'http://'))
        return {
            'rule': finding.rule,
            'is_fatal': finding.is_fatal,
            'place': place,
            'text': text,
            'detail': finding.detail,
            'advice': advice,
            'url': finding.url if is_page else '',
            'location': finding.location,
            'model': record._name,
            'id': record.id,
            'target': is_here and target(finding, self, places),
        }
