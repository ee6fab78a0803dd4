"""Invoices and credit notes: built by Odoo's exporter, checked by the rules in force."""

from odoo import api, fields, models

from ...ubl.check import check
from ...ubl.objections import objection
from ...ubl.recipient import layers_for
from ..tools.quiet_lock import lock_quietly
from .pagero_document import STOPPED, TAKEN


class PageroDocumentInvoice(models.AbstractModel):
    _name = 'pagero.document.invoice'
    _description = "Pagero Document: Invoice"
    _inherit = ['pagero.document.kind']

    # === CONTENT === #

    def _export(self, documents):
        """Each company builds with its own settings.

        What Odoo refuses comes in the language of the user who posted the invoices.
        """
        exported = {}
        for company, lang, theirs in self._by_company_and_language(documents):
            moves = theirs.with_company(company).move_id
            moves._make_pagero_pdfs()
            builder = self.env['account.edi.xml.pagero'].with_company(company)
            built = builder.with_context(lang=lang)._export_invoices(moves)
            rules = self.env['pagero.recipient.rule'].with_context(lang=lang)._by_move(moves)
            for document in theirs:
                xml, objections = built[document.move_id.id]
                day = document.issue_date or fields.Date.context_today(document)
                demands = rules[document.move_id]._demands()
                findings = self._findings_of(xml, objections, day, demands)
                exported[document] = (xml, findings + self._objections_to_pdf(document))
        return exported

    def _by_company_and_language(self, documents):
        for company, theirs in documents.grouped('company_id').items():
            for lang, those in theirs.grouped(lambda each: each.create_uid.lang).items():
                yield company, lang or self.env.lang, those

    def _objections_to_pdf(self, document):
        """A missing PDF does not stop the invoice; it is noted on the document."""
        if not document.move_id._lacks_pagero_pdf():
            return []
        document._log('pdf_not_drawn')
        return [objection('PAGERO-PDF-NOT-DRAWN')]

    @api.model
    def _findings_of(self, xml, objections, day, demands=()):
        """What Odoo knows, what the rules in force on that day say, and the recipient's demands."""
        # They come without an order; they are read line by line.
        found = sorted(objections, key=_by_line)
        layers = layers_for(demands, self.env['pagero.rule.pack']._layers(day))
        found += check(xml, on=day, layers=layers) if xml else []
        return sorted(found, key=lambda finding: not finding.is_fatal)

    def _burdens(self, documents):
        moves = documents.move_id
        sizes = self._of_each(moves, 'pagero.invoice.attachment', 'size:sum')
        lines = self._of_each(
            moves, 'account.move.line', '__count', ('display_type', '=', 'product')
        )
        return {
            document: (
                sizes.get(document.move_id, 0),
                document.move_id._lacks_pagero_pdf(),
                lines.get(document.move_id, 0),
            )
            for document in documents
        }

    def _of_each(self, moves, model, aggregate, *which):
        """{invoice: how much it has of something}"""
        domain = [('move_id', 'in', moves.ids), *which]
        return dict(self.env[model]._read_group(domain, ['move_id'], [aggregate]))

    def _may_not_leave(self, documents):
        """Drafts, and bills whose journal is no longer for self-billing."""
        drafts = documents.filtered(lambda document: document.move_id.state != 'posted')
        drafts._log('not_posted')
        bills = (documents - drafts).filtered(lambda each: not each.move_id._can_go_over_pagero())
        bills._log('not_self_billed')
        return drafts + bills

    def _prepare_built_values(self, document):
        partner = document.move_id.partner_id
        return {
            'built_for': partner._pagero_identity().to_dict(),
            'document_number': document.move_id.name,
            'issue_date': document.move_id.invoice_date,
            'recipient_identities': partner._pagero_identities(),
        }

    # === AFTER PAGERO HAS TAKEN IT === #

    def _taken(self, documents):
        """Invoices of Production are marked as sent, and no longer where Pagero has stopped one.

        What was marked by others, as when it went out by e-mail too, stays.
        """
        production = documents.filtered(lambda document: document.send_mode == 'Production')
        taken = production.filtered(lambda document: document.state in TAKEN)
        self._mark_sent(taken.filtered(lambda document: not document.move_id.is_move_sent), True)
        stopped = production.filtered(lambda document: document.state in STOPPED)
        self._mark_sent(stopped.filtered('has_marked_invoice'), False)

    def _mark_sent(self, documents, is_sent):
        locked = lock_quietly(documents.move_id)
        # Nothing that the lines depend on changes: core needn't compute them all again.
        locked.with_context(skip_invoice_sync=True).is_move_sent = is_sent
        mine = documents.filtered(lambda document: document.move_id in locked)
        mine.has_marked_invoice = is_sent

    # === ONCE MORE === #

    def _queue_again(self, document):
        return document._enqueue(document.move_id, document.send_mode, supersedes=document)

    def _why_not_again(self, document):
        if document.move_id.state != 'posted':
            return self.env._("The invoice is not posted. Post it first; that also sends it.")
        if not document.move_id._can_go_over_pagero():
            return self.env._("Its journal is not for self-billing, so the vendor sends the bill.")
        return document._why_another_counts() if document.send_mode == 'Production' else None

    def _too_late_sentence(self, document):
        return self.env._(
            "This document is “%(state)s” and can no longer be stopped. If the invoice is wrong,"
            " make a credit note.",
            state=document.status,
        )


def _by_line(finding):
    return int(finding.line or 0), finding.text
