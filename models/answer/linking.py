"""An answer and the invoice that it stands beside: found, chosen by a user, or taken away again."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...identification.identifiers import bare_identity
from ..inbox.pagero_received_document import BILLS, HELD, SELF_BILLED
from ..tools.actions import dialog_action


class PageroResponse(models.Model):
    _inherit = 'pagero.response'

    about_id = fields.Many2one(
        'pagero.received.document',
        string="Received Invoice",
        index='btree_not_null',
        readonly=True,
        ondelete='restrict',
        help="The supplier's own document that the supplier tells the status of.",
    )
    linked_by_id = fields.Many2one(
        'res.users', readonly=True, help="The user who chose the invoice."
    )
    can_link = fields.Boolean(compute='_compute_can_link')

    @api.depends('document_id', 'about_id', 'received_id.state')
    def _compute_can_link(self):
        for row in self:
            row.can_link = row.received_id.state == 'stored' and not row._is_linked()

    def _is_linked(self):
        return bool(self.document_id or self.about_id)

    # === BESIDE WHAT === #

    def _put_beside(self, document, trouble=None):
        """One of ours that was sent; or beside none, and why."""
        values = {'document_id': document.id, 'trouble': trouble}
        if document:
            values['move_id'] = document.move_id.id
            values['company_id'] = document.company_id.id
            values['send_mode'] = document.send_mode
        self.write(values)

    def _put_beside_received(self, about):
        """The supplier's own document; its bill may come later."""
        self.write(
            {
                'about_id': about.id,
                'move_id': about.move_id.id,
                'company_id': about.company_id.id,
                'send_mode': about.send_mode,
                'trouble': False,
            }
        )

    def _find_received(self):
        """The received document that a supplier tells the status of: one, or none."""
        uuids = [word for each in self.facts['uuids'] for word in (each, each.lower())]
        found = self._received_ones(('network_id', 'in', uuids))
        if not found and self.document_number:
            numbered = self._received_ones(('document_number', '=', self.document_number))
            found = numbered.filtered(self._is_from_sender_of)
        return found if len(found) == 1 else found.browse()

    def _received_ones(self, *domain):
        """Invoices that came over the same account, in the mode of the answer."""
        received = self.received_id
        return received.search(
            [
                ('account_id', '=', received.account_id.id),
                ('kind', 'in', (*BILLS, *SELF_BILLED)),
                ('state', 'in', HELD),
                ('send_mode', '=', received.send_mode),
                *domain,
            ]
        )

    def _is_from_sender_of(self, about):
        """By a number of the sender, never by its name; and of the day that it says, if any."""
        day = self.facts['issue_date']
        if day and about.issue_date != fields.Date.to_date(day):
            return False
        said = {bare_identity(each) for each in self.facts['sender']['numbers']}
        known = (about.sender_identifier, about.sender_company_number, about.sender_vat_number)
        return bool(said & {bare_identity(each) for each in known if each})

    def _come_to_bill(self):
        """The bill of the document that they are about was created."""
        for row in self:
            row.move_id = row.about_id.move_id
            if row.received_id.state == 'linked':
                row.received_id.move_id = row.move_id
            else:
                row.received_id._settle_as_answer()
            row.move_id._tell_answer(row)

    # === BY HAND === #

    def action_link(self):
        """Ask which invoice it is about."""
        self.ensure_one()
        self._for_accountant()._refuse_unless_linkable()
        return dialog_action(
            'pagero.response.link', self.env._("Link to an Invoice"), response_id=self.id
        )

    def action_take_away(self):
        """Undo what a user linked: the answer counts for that invoice no more."""
        self.ensure_one()
        row = self._for_accountant()
        if not row.linked_by_id:
            raise UserError(self.env._("Only an answer that was linked by hand can be taken away."))
        document, move = row.document_id, row.move_id
        row.write(
            {
                **dict.fromkeys(('document_id', 'about_id', 'move_id', 'linked_by_id'), False),
                'trouble': {'code': 'taken_away'},
            }
        )
        received = row.received_id
        if received.state == 'linked':
            received._move_to('stored', told='taken_away', by_user=True)
        received.move_id = False
        received._settle_as_answer()
        document._forget_answers()
        move.message_post(body=move._in_own_language()._("The answer was taken away again."))

    def _link_by_hand(self, move):
        """It works as if it had been found: the user knows what its numbers don't say."""
        self.ensure_one()
        move.check_access('read')
        row = self._for_accountant()
        row._refuse_unless_linkable()
        document, about = row._sent_as(move), row._received_as(move)
        if not document and not about:
            raise UserError(
                self.env._(
                    "%(invoice)s was neither sent nor received over this Pagero account in the"
                    " mode of the answer.",
                    invoice=move.display_name,
                )
            )
        if document:
            row._put_beside(document)
        else:
            row._put_beside_received(about)
        row.linked_by_id = self.env.user
        row.received_id._log('linked_by_hand', user=True)
        row.received_id._settle_as_answer()
        document._weigh_answers()
        row.move_id._tell_answer(row)

    def _sent_as(self, move):
        found = self._candidates(('move_id', '=', move.id))
        mode = self.received_id.send_mode
        return self._latest_of(found.filtered(lambda each: each.send_mode == mode or not mode))

    def _received_as(self, move):
        return self._received_ones(('move_id', '=', move.id))[:1]

    def _refuse_unless_linkable(self):
        if not self.can_link:
            raise UserError(
                self.env._("This answer stands beside an invoice already, or was set aside.")
            )

    def _for_accountant(self):
        """The answers in sudo, after the user's own rights were checked."""
        self.check_access('read')
        self.received_id._refuse_strangers_to_bills()
        return self.sudo()
