"""Payment reminders over Pagero: of overdue invoices that the customer got over Pagero."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.actions import notice_action
from ..tools.labels import labels_of


UNPAID = ('not_paid', 'partial')


class AccountMove(models.Model):
    _inherit = 'account.move'

    pagero_reminder_ids = fields.One2many(
        'pagero.document',
        'move_id',
        string="Payment Reminders over Pagero",
        domain=[('document_type', '=', 'PaymentReminder')],
        readonly=True,
        groups='pagero_connector.group_user',
    )
    pagero_reminder_count = fields.Integer(compute='_compute_pagero_reminder')
    pagero_can_remind = fields.Boolean(compute='_compute_pagero_reminder')

    @api.depends(
        'state',
        'payment_state',
        'invoice_date_due',
        'pagero_document_ids.state',
        'pagero_reminder_ids.state',
    )
    def _compute_pagero_reminder(self):
        for move in self:
            own = move.sudo()
            move.pagero_reminder_count = len(own.pagero_reminder_ids)
            move.pagero_can_remind = own._is_overdue() and own._is_delivered_over_pagero(
                own._pagero_account_sudo().send_mode
            )

    # === BUTTONS === #

    def action_remind_over_pagero(self):
        """Queue a reminder of each of these invoices; those that can't be reminded say why."""
        self.check_access('write')
        reasons = {move: move.sudo()._why_not_to_remind() for move in self}
        refused = {move: reason for move, reason in reasons.items() if reason}
        accepted = self.filtered(lambda move: move not in refused)
        if refused and not accepted:
            raise UserError('\n'.join(self._refusals(refused)))
        accepted._queue_reminders()
        lines = [self.env._("Payment reminders queued: %(count)s.", count=len(accepted))]
        kind = 'warning' if refused else 'success'
        return notice_action(
            '\n'.join(lines + self._refusals(refused)),
            kind,
            title=self.env._("Pagero"),
            sticky=bool(refused),
        )

    def action_open_pagero_reminders(self):
        """The one reminder, or the list of them."""
        self.ensure_one()
        return self.pagero_reminder_ids._get_records_action(name=self.env._("Payment Reminders"))

    def _remind_over_pagero(self):
        """Hook for what reminds by itself, such as Odoo's own follow-up: those that were reminded.

        What can't be reminded over Pagero is left to the caller, without an error.
        """
        accepted = self.filtered(lambda move: not move.sudo()._why_not_to_remind())
        accepted._queue_reminders()
        return accepted

    def _queue_reminders(self):
        reminders = self.env['pagero.document']._remind(self.sudo())
        for reminder in reminders:
            reminder.move_id.message_post(
                body=self.env._(
                    "Payment reminder %(number)s is sent over Pagero (%(mode)s).",
                    number=reminder.document_number,
                    mode=reminder._mode_label(),
                )
            )

    # === WHETHER === #

    def _is_overdue(self):
        """A posted invoice of which something should have been paid."""
        today = fields.Date.context_today(self)
        return (
            self.move_type == 'out_invoice'
            and self.state == 'posted'
            and self.payment_state in UNPAID
            and self.amount_residual > 0
            and bool(self.invoice_date_due)
            and self.invoice_date_due < today
        )

    def _is_delivered_over_pagero(self, send_mode):
        return any(
            document.state == 'delivered' and document.send_mode == send_mode
            for document in self.sudo().pagero_document_ids
        )

    def _why_not_to_remind(self, send_mode=None, besides=None):
        """The reason why no reminder can go now, or None; ``besides`` is one that gives way."""
        account = self._pagero_account_sudo()
        mode = send_mode or account.send_mode
        if not self._is_overdue():
            return self.env._("only posted customer invoices that are overdue can be reminded of.")
        if not account:
            return self.env._("the company is not connected to Pagero.")
        if not self._is_delivered_over_pagero(mode):
            return self.env._(
                "the customer has not got it over Pagero (%(mode)s), so a reminder would not be"
                " understood.",
                mode=labels_of(account, 'send_mode')[mode],
            )
        return self._why_not_to_remind_now(account, besides)

    def _why_not_to_remind_now(self, account, besides):
        """What may be otherwise tomorrow: no connection, or a reminder of today."""
        if not self._is_customer_connected(account):
            return self.env._("the customer is not connected.")
        others = self.sudo().pagero_reminder_ids - (besides or self.env['pagero.document'])
        today = fields.Date.context_today(self)
        if any(each._is_live_reminder() and each.issue_date >= today for each in others):
            return self.env._("a reminder was already sent today.")
        return None

    def _is_customer_connected(self, account):
        if account.is_open_directory:
            return True
        receiver = self.partner_id.pagero_receiver_id
        connections = self.env['pagero.connection']._by_partner(account, receiver)
        return any(each.state == 'connected' for each in connections.values())

    def _next_reminder_number(self):
        """The invoice's number and how often it was reminded of: INV/2026/00047-R2."""
        return f'{self.name}-R{len(self.sudo().pagero_reminder_ids) + 1}'
