"""The buttons of received documents: each asks the state, and says why when it does not fit."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

from ..tools.actions import form_action, list_action, notice_action
from ..tools.cron import wake_cron
from .pagero_received_document import HELD
from .standing import CAN_BE_TAKEN_BACK


# More are made in the background.
BILLS_AT_ONCE = 20
BYTES_AT_ONCE = 20 * 1024 * 1024


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    def action_fetch_now(self):
        """Ask Pagero at once, whatever is selected; the list fills in the background."""
        self._refuse_strangers_to_bills()
        accounts = self.env.companies.mapped(lambda company: company._pagero_account())
        if not any(account.sudo().receives for account in accounts):
            return notice_action(
                self.env._(
                    "Receiving is not turned on. An administrator turns it on at the Pagero"
                    " account, under Options."
                ),
                'warning',
            )
        wake_cron(self.env, 'pagero_connector.ir_cron_pagero_receive')
        return notice_action(self.env._("Pagero is asked. What is new appears here soon."))

    def action_try_again(self):
        """Fetch the files that could not be fetched, now."""
        documents = self._for_accountant()
        documents._refuse_unless_in('announced')
        documents.write({'next_attempt_at': fields.Datetime.now(), 'attempts': 0})
        documents._log('try_again', user=True)
        wake_cron(self.env, 'pagero_connector.ir_cron_pagero_receive')

    def action_create_bill(self):
        """Make the bills of these documents now, or in the background where they are many."""
        documents = self._for_accountant()
        documents._refuse_unless_bookable()
        if len(documents) > BILLS_AT_ONCE or sum(documents.mapped('file_size')) > BYTES_AT_ONCE:
            documents._ask_for_bills()
            return notice_action(self.env._("The bills are created. They appear here soon."))
        moves = documents._make_bills().with_env(self.env)
        if len(self) == 1:
            return form_action(moves) if moves else self._notice_no_bill()
        return self._bills_receipt(moves)

    def _bills_receipt(self, moves):
        """The list of the bills; where some were not created, how many, and why."""
        title = self.env._("Bills")
        bills = list_action('account.move', title, [('id', 'in', moves.ids)], modes='list,form')
        stayed = self.filtered(lambda document: not document.move_id)
        if not stayed:
            return bills
        reasons = dict.fromkeys(each.bill_remark_words for each in stayed)
        counted = self.env._(
            "Bills created: %(made)s. Not created: %(stayed)s.",
            made=len(moves),
            stayed=len(stayed),
        )
        receipt = {
            'message': ' '.join([counted, *filter(None, reasons)]),
            'type': 'warning',
            'links': [
                {
                    'label': self.env._("Documents without a Bill"),
                    'action': list_action(
                        self._name, title, [('id', 'in', stayed.ids)], modes='list,form'
                    ),
                }
            ],
        }
        if moves:
            receipt['next'] = bills
        return {'type': 'ir.actions.client', 'tag': 'pagero_receipt', 'params': receipt}

    def _refuse_unless_bookable(self):
        """Tests, duplicates and what is no invoice never become bills, by button or by RPC."""
        for document in self:
            if not document.is_bookable:
                raise UserError(
                    self.env._(
                        "No bill can be created of %(document)s: %(reason)s",
                        document=document.display_name,
                        reason=document.remark_words or document._state_label(document.state),
                    )
                )

    def _notice_no_bill(self):
        words = self.bill_remark_words or self.env._("Another user is just creating the bill.")
        return notice_action(words, 'warning', sticky=True)

    def action_open_bill(self):
        """The bill or invoice that it became, or stands beside."""
        self.ensure_one()
        return form_action(self.move_id)

    def action_set_aside(self):
        """A person says that nothing more is to be done with it."""
        documents = self._for_accountant()
        documents._move_to('set_aside', by_user=True, set_aside_reason='by_hand')

    def action_take_back(self):
        """It counts after all; one of unknown mode is then a real one, says the person."""
        for document in self._for_accountant():
            document._refuse_unless_returnable()
            if not document.send_mode:
                document.send_mode = 'Production'
                document.identity = document._identity_word()
            document._refuse_beside_the_same()
            is_told = document.marked_at or document.was_fetched
            document._move_to('stored', told='taken_back', by_user=True, is_mark_due=not is_told)
            document._wake_readers()

    def _refuse_unless_returnable(self):
        if self.set_aside_reason not in CAN_BE_TAKEN_BACK or not self.digest:
            raise UserError(
                self.env._(
                    "%(document)s cannot be taken back: %(reason)s",
                    document=self.display_name,
                    reason=self.remark_words or self._state_label(self.state),
                )
            )

    def _refuse_beside_the_same(self):
        """The same document may have come again since this one was set aside."""
        held = [('account_id', '=', self.account_id.id), ('state', 'in', HELD)]
        same = [('identity', '=', self.identity), ('id', '!=', self.id)]
        if other := self.search([*held, *same], limit=1):
            raise UserError(
                self.env._(
                    "%(document)s came once more (%(day)s), and counts there. Set that one aside"
                    " first if you want this one instead.",
                    document=self.display_name,
                    day=format_datetime(self.env, other.announced_at),
                )
            )

    # === HELPERS === #

    def _for_accountant(self):
        """The documents in sudo, after the user's own rights were checked."""
        self.check_access('read')
        self._refuse_strangers_to_bills()
        return self.sudo()

    @api.model
    def _refuse_strangers_to_bills(self):
        if not self.env.user.has_group('account.group_account_invoice'):
            raise AccessError(
                self.env._("Only people who may post bills may decide on received documents.")
            )

    def _refuse_unless_in(self, state):
        for document in self:
            if document.state != state:
                raise UserError(
                    document.env._(
                        "%(document)s is “%(state)s”, so this is not possible.",
                        document=document.display_name,
                        state=document._state_label(document.state),
                    )
                )
