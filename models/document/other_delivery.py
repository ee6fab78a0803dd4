"""An invoice that Pagero cannot deliver leaves by e-mail or on paper, and that is recorded."""

from odoo import fields, models

from ..account.pagero_account import SEND_MODES
from ..tools.labels import labels_of
from .pagero_document import SETTLED_LATER, UNDELIVERED


MODES = [mode for mode, _label in SEND_MODES]


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    instead = fields.Selection(
        [
            ('asked', "To be sent another way"),
            ('correct', "To be corrected and sent again"),
            ('email', "Sent by e-mail instead"),
            ('print', "Printed instead"),
        ],
        readonly=True,
        copy=False,
        help="How the invoice was sent after this transmission was cancelled.",
    )

    _asked_index = models.Index("(company_id) WHERE instead IN ('asked', 'correct')")

    def _instead_label(self):
        """How the invoice was sent, where this transmission was cancelled for it."""
        words = labels_of(self, 'instead')
        return words[self.instead] if self.state == 'cancelled' and self.instead else None

    def action_send_otherwise(self):
        """Cancel the transmission, and open the dialog that mails or prints the invoice.

        It is cancelled before the invoice leaves, so that it never arrives twice; until it has
        left, the document needs attention.
        """
        self.ensure_one()
        document = self._for_user()
        document._refuse_unless(
            document.state in UNDELIVERED,
            self.env._(
                "This document is “%(state)s”: wait until Pagero has answered, so that the customer"
                " doesn't get the invoice twice.",
                state=document.status,
            ),
        )
        document._refuse_unless(
            document.move_id.state == 'posted', self.env._("Post the invoice first.")
        )
        another = document._why_another_counts()
        document._refuse_unless(not another, another)
        if document.state != 'cancelled':
            document._cancel_anywhere()
        document.instead = 'asked'
        document.move_id.pagero_choice = 'no'
        document._log('otherwise', user=True)
        return self.move_id.action_send_and_print()

    def _why_another_counts(self):
        """A sentence where another transmission brings the invoice to its customer, or None."""
        others = (self.move_id.sudo().pagero_document_ids - self).filtered(
            lambda other: other._is_live_production()
        )
        return others and self.env._(
            "This invoice has already been sent over Pagero with another document"
            " (%(state)s): use that.",
            state=others[0].status,
        )

    def _record_instead(self, methods):
        """Record the way by which the dialog has sent the invoice."""
        way = 'email' if 'email' in methods else 'print'
        asked = self.filtered(lambda document: document.instead in SETTLED_LATER)
        asked.instead = way
        asked._log(f'instead_{way}', user=True)

    def _forget_asked(self):
        """These need not be sent another way any more."""
        self.filtered(lambda document: document.instead in SETTLED_LATER).instead = False

    def _settle_asked(self):
        """Sending over Pagero again settles the open question."""
        # What asks the question sets the choice: without one there is no question to settle.
        for document in self.sudo().filtered('move_id.pagero_choice'):
            modes = {document.send_mode} if document.send_mode != 'Production' else set(MODES)
            others = document.move_id.pagero_document_ids - document
            others.filtered(lambda other, modes=modes: other.send_mode in modes)._forget_asked()
