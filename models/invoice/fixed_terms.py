"""What a document says that has left stays as it is on its invoice.

No list of fields decides: the terms are drawn up before a change and after it.
"""

from contextlib import contextmanager

from odoo import models
from odoo.exceptions import UserError

from ...en16931.compare import differences
from ...ubl.term_names import names_of


# A shortcut for what booking, paying and sending write all the time. Whatever stands here is read
# by no mapping; a field that is missing here costs time, nothing else.
NEVER_SAID = frozenset(
    (
        *('is_move_sent', 'sending_data', 'message_main_attachment_id', 'access_token', 'checked'),
        *('made_sequence_gap', 'is_manually_modified', 'inalterable_hash', 'posted_before'),
        *('payment_state', 'pagero_choice', 'pagero_send_mode', 'pagero_shown_fields'),
        *('pagero_shown_details', 'pagero_hides_details', 'matching_number', 'reconciled'),
        *('full_reconcile_id', 'analytic_distribution', 'analytic_line_ids', 'next_payment_date'),
    )
)
HELD = 'pagero_transmitted'  # in the cursor's cache: {id of a move that is being compared}
MOST_NAMES = 6


class AccountMove(models.Model):
    _inherit = 'account.move'

    @contextmanager
    def _as_transmitted(self, names=None):
        """Refuse a change of what the network has; ``names`` are the fields written, if known.

        The outermost block compares, so that what is changed and put back inside is no change.
        """
        held = self.env.cr.cache.setdefault(HELD, set())
        moves = self._transmitted(names).filtered(lambda move: move.id not in held)
        if not moves:
            yield
            return
        before = moves._fixed_terms()
        held.update(moves.ids)
        try:
            yield
        finally:
            held.difference_update(moves.ids)
        after = moves._fixed_terms()
        for move in moves:
            move._refuse_other_terms(before[move], after[move])

    def _transmitted(self, names):
        """Those with a document that the network may know; none where nothing can change."""
        if names is not None and not self._may_be_said(names):
            return self.browse()
        invoices = self.filtered(lambda move: move.state != 'draft' and move.is_invoice())
        return invoices._origin.filtered(lambda move: move._live_pagero_documents())

    def _may_be_said(self, names):
        """Of an invoice or its lines; what isn't stored changes nothing by being written."""
        models_of_names = (self, self.env['account.move.line'])
        fields = (
            model._fields[name]
            for model in models_of_names
            for name in names
            if name not in NEVER_SAID and name in model._fields
        )
        return any(field.store or field.inverse for field in fields)

    def _fixed_terms(self):
        """{move: (its terms, its state, its name)}; a draft could be changed at will."""
        terms = self.env['account.edi.xml.pagero'].sudo()._terms_of(self.sudo())
        return {move: (terms[move], move.state, move.display_name) for move in self}

    def _refuse_other_terms(self, before, after):
        (terms, state, name), (other_terms, other_state, _name) = before, after
        if state != other_state:
            self._refuse_change(self.env._("Status"), name)
        if terms is not None and terms != other_terms:
            paths = [] if other_terms is None else differences(terms, other_terms)
            words = ', '.join(names_of(paths, self.env.lang)[:MOST_NAMES])
            self._refuse_change(words or self.env._("the whole invoice"), name)

    def _check_references_editable(self, names):
        """Before anything is prepared that couldn't be kept."""
        for move in self:
            if move._live_pagero_documents():
                field = self._fields[names[0]]._description_string(self.env)
                move._refuse_change(field, move.display_name)

    def _refuse_change(self, what, name):
        """``name`` is what the invoice was called when it was sent."""
        document = self._live_pagero_documents()[:1]
        cure = self.env._("Make a credit note and a new invoice instead.")
        if document.can_cancel:
            cure = self.env._(
                "Cancel the transmission first, then change the invoice and send it again."
            )
        raise UserError(
            self.env._(
                "%(invoice)s was sent over Pagero (%(status)s), and what its recipient reads can no"
                " longer be changed: %(what)s. %(cure)s",
                invoice=name,
                status=document.status,
                what=what,
                cure=cure,
            )
        )
