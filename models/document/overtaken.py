"""A test that failed matters no more once its invoice, or a later test of it, was delivered."""

from odoo import models

from .pagero_document import NEEDS_PERSON


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    def _overtake_tests(self):
        """Close the failed tests of the invoices that were delivered."""
        invoices = self.filtered(lambda document: document.document_type == 'Invoice')
        arrived = invoices.filtered(lambda document: document.state == 'delivered')
        if not arrived:
            return
        arrivals = arrived.grouped('move_id')
        failed = self.search(
            [
                ('document_type', '=', 'Invoice'),
                ('move_id', 'in', arrived.move_id.ids),
                ('send_mode', '!=', 'Production'),
                ('state', 'in', NEEDS_PERSON),
                ('is_superseded', '=', False),
            ]
        )
        over = failed.filtered(lambda test: test._is_overtaken_by(arrivals[test.move_id]))
        over.is_superseded = True
        over._log('replaced')
        over.question_id.unlink()

    def _is_overtaken_by(self, documents):
        return any(
            each.send_mode == 'Production'
            or (each.send_mode == self.send_mode and each.id > self.id)
            for each in documents
        )
