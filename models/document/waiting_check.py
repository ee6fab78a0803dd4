"""What has not left is checked as it stands now: while it waits, and after a correction."""

from odoo import api, fields, models

from ..texts.findings import first_sentence


MOST_CHECKED = 200  # in one run


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    fails_check = fields.Boolean(
        string="Fails the Check",
        readonly=True,
        copy=False,
        help="It waits, and the check has found what will stop it then.",
    )

    _fails_check_index = models.Index("(company_id) WHERE fails_check")

    @api.model
    def _check_waiting(self):
        """Once an hour, as customer, company and rules may have been corrected elsewhere."""
        unsent = [
            ('document_type', '=', 'Invoice'),
            ('state', 'in', ('invalid', 'held')),
            ('error_parameters', '=', False),  # what ends its worker would end this one too
            ('move_id.state', '=', 'posted'),
        ]
        self.search(unsent, order='checked_at nulls first, id', limit=MOST_CHECKED)._check_now()
        self._progress()

    def _check_now(self):
        """Note what is wrong today; invalid documents whose errors are gone are queued again."""
        cured = self.browse()
        invoices = self.filtered(lambda document: document.document_type == 'Invoice')
        for company, lang, documents in self._kind_of('Invoice')._by_company_and_language(invoices):
            moves = documents.move_id.with_company(company).with_context(lang=lang)
            found = moves._pagero_findings()
            for document in documents:
                if not document._note_findings(found[document.move_id]):
                    cured += document
        cured.filtered(lambda document: document.state == 'invalid')._release()

    def _release_corrected(self):
        """Their invoices were changed: they are checked again, and sent if nothing is wrong."""
        invalid = self.filtered(lambda document: document.state == 'invalid')
        if invalid:
            invalid._release()

    def _note_findings(self, findings):
        """Keep them; returns whether one of them stops the invoice."""
        fatal = any(finding.is_fatal for finding in findings)
        self.write(
            {
                'stored_findings': [finding.to_dict() for finding in findings] or False,
                'fails_check': fatal and self.state == 'held',
                'checked_at': fields.Datetime.now(),
            }
        )
        return fatal

    def _waiting_flaw(self):
        """What will stop a document that waits, in one sentence; '' where nothing will."""
        return first_sentence(self.env, self.findings) if self.fails_check else ''
