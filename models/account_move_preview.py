from odoo import models

from ..ubl.finding import Finding
from ..ubl.preview import draw
from ..ubl.words import words
from .finding_words import record_of


ACTION = 'pagero_connector.pagero_{}_preview_action'


class AccountMove(models.Model):
    """The invoice as its recipient reads it, drawn from the XML, with the findings beside it."""

    _inherit = 'account.move'

    def action_preview_for_pagero(self):
        """Nothing is changed, sent or numbered by it."""
        self.ensure_one()
        self.check_access('read')
        return _preview_action(self, 'invoice')

    def pagero_preview(self):
        """What the preview page shows; called by it."""
        self.ensure_one()
        self.check_access('read')
        xml, findings = self._pagero_drawn_as_if_posted()
        if not xml and self.state == 'draft':  # Odoo itself refuses it: show it as it stands
            xml, _findings = self._pagero_drawn()[self]
        mode = self.sudo().pagero_document_mode or self._usual_pagero_send_mode()
        return self._pagero_preview_values(xml, findings, mode)

    def _pagero_preview_values(self, xml, findings, mode):
        preview = draw(xml, self.env.lang)
        modes = dict(self._fields['pagero_send_mode']._description_selection(self.env))
        values = {
            'preview': preview,
            'mode': mode if mode in ('Test', 'Certification') else '',
            'mode_label': modes.get(mode, ''),
            'is_draft': self.state == 'draft',
        }
        return {
            'html': self.env['ir.qweb']._render('pagero_connector.invoice_preview', values),
            'findings': [self._pagero_preview_finding(finding) for finding in findings],
        }

    def _pagero_preview_finding(self, finding):
        """A finding in the reader's words, and where it is cured."""
        place, text, advice = words(finding, self.env.lang)
        record = record_of(finding, self)
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
            'field': finding.field if record == self else '',
            'line': finding.line,
        }


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    def action_preview(self):
        """What was, or will be, sent."""
        self.ensure_one()
        self.check_access('read')
        return _preview_action(self, 'document')

    def pagero_preview(self):
        """The stored bytes, or where there are none yet, the invoice as it stands."""
        self.ensure_one()
        self.check_access('read')
        move, xml = self.move_id, self._stored_xml()
        if not xml:
            xml, findings = move._pagero_drawn_as_if_posted()
        else:
            findings = [Finding.from_dict(values) for values in self.findings or []]
        return move._pagero_preview_values(xml, findings, self.send_mode)


def _preview_action(record, kind):
    action = record.env['ir.actions.actions']._for_xml_id(ACTION.format(kind))
    return {
        **action,
        'display_name': record.env._("Preview of %(invoice)s", invoice=record.display_name),
        'context': {'active_model': record._name, 'active_id': record.id},
    }
