"""An invoice that can't be delivered leaves by e-mail or on paper instead, and that is recorded."""

from odoo import fields, models

from ..account.pagero_account import SEND_MODES


# What a person has to do about documents, and what their list, card and filter show.
NEEDS_PERSON = ('invalid', 'error', 'unsure', 'awaiting_interaction')
NEEDS_PERSON_DOMAIN = [
    ('is_superseded', '=', False),
    '|',
    ('state', 'in', NEEDS_PERSON),
    ('instead', '=', 'asked'),
]
MODES = [mode for mode, _label in SEND_MODES]
UNDELIVERED = ('held', 'invalid', 'unsure', 'awaiting_interaction', 'error', 'cancelled')


class PageroDocument(models.Model):
    _inherit = 'pagero.document'

    instead = fields.Selection(
        [
            ('asked', "To be sent another way"),
            ('email', "Sent by e-mail instead"),
            ('print', "Printed instead"),
        ],
        readonly=True,
        copy=False,
        help="How the invoice left after this transmission was given up.",
    )

    _asked_index = models.Index("(company_id) WHERE instead = 'asked'")

    def _instead_label(self):
        """How the invoice left after all, of a transmission that was given up."""
        words = dict(self._fields['instead']._description_selection(self.env))
        return words[self.instead] if self.state == 'cancelled' and self.instead else None

    def action_send_otherwise(self):
        """Give the transmission up, and open the dialog that mails or prints the invoice.

        It is given up before the invoice leaves, so that it never arrives twice; until it has
        left, it needs somebody.
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
        if document.state != 'cancelled':
            document._cancel_anywhere()
        document.instead = 'asked'
        document.move_id.pagero_choice = 'no'
        document._log('otherwise', user=True)
        return self.move_id.action_send_and_print()

    def _record_instead(self, methods):
        """What the dialog really did, once it is done."""
        way = 'email' if 'email' in methods else 'print'
        asked = self.filtered(lambda document: document.instead == 'asked')
        asked.instead = way
        asked._log(f'instead_{way}', user=True)

    def _forget_asked(self):
        """Nobody has to send these another way any more."""
        self.filtered(lambda document: document.instead == 'asked').instead = False

    def _settle_asked(self):
        """Sending over Pagero again settles the open question."""
        # Giving up has made a choice of its invoice: all others are spared the query.
        for document in self.sudo().filtered('move_id.pagero_choice'):
            modes = {document.send_mode} if document.send_mode != 'Production' else set(MODES)
            others = document.move_id.pagero_document_ids - document
            others.filtered(lambda other, modes=modes: other.send_mode in modes)._forget_asked()
