"""How many documents go together: what memory, time and earlier ends of workers allow."""

from odoo import models


BATCH = 64  # documents claimed, built and handed over together
# How many go together when their build was begun so often and never finished; then none.
BATCHES = (BATCH, 8, 1)
MOST_BUILDS = len(BATCHES)
MOST_BYTES = 20 * 1024 * 1024  # of attachments that are built together
MOST_PDFS = 10  # to draw takes over a second each, and a scheduled action has two minutes
MOST_LINES = 5_000  # of invoices: building and checking a thousand takes a second or more


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    def _of_bearable_size(self):
        """The first of these, and as many more as fit into memory and time together.

        Those whose build ended a worker before go in smaller batches, and among themselves.
        """
        burdens = {}
        for kind, documents in self._by_kind():
            burdens |= kind._burdens(documents)
        begun = self[:1].builds
        most = BATCHES[min(begun, len(BATCHES) - 1)]
        taken, total, pdfs, work = self.browse(), 0, 0, 0
        for document in self:
            size, draws_pdf, lines = burdens[document]
            total, pdfs, work = total + size, pdfs + draws_pdf, work + lines
            is_full = total > MOST_BYTES or pdfs > MOST_PDFS or work > MOST_LINES
            if taken and (is_full or document.builds != begun or len(taken) >= most):
                break
            taken += document
        return taken

    def _set_aside_what_ends_workers(self):
        """Built alone, and its worker ended once more: a person must look at it."""
        spent = self.filtered(lambda document: document.builds >= MOST_BUILDS)
        spent._move_to('invalid', builds=0, error_parameters={'code': 'ends_workers'})
        return spent
