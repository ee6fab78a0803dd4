"""Administrators get a mail when no invoices leave: a deactivated scheduled action is silent."""

from datetime import timedelta

from odoo import api, fields, models

from ...network import NetworkError
from ..tools.actions import notice_action


class PageroAccount(models.Model):
    _name = 'pagero.account'
    _inherit = ['pagero.account', 'pagero.scheduled.mixin']

    queue_alarm_at = fields.Datetime(
        readonly=True, copy=False, help="When the administrators were told that the queue is stuck."
    )

    @api.model
    def _cron_watch(self):
        """One mail for each halt: the next one comes only after the queue has moved again."""
        self._distrust_far_moments()
        accounts = self.search([('alarm_after_hours', '>', 0)])
        self._progress(remaining=len(accounts))
        self._each(accounts, lambda account: account.with_company(account.company_id)._watch())

    def _watch(self):
        if not self._is_approved():
            return  # a copy's queue is the original's business
        stands = bool(self._count_overdue())
        if stands and not self.queue_alarm_at:
            self.queue_alarm_at = fields.Datetime.now()
            self._mail_administrators('mail_template_queue_stands')
        elif not stands and self.queue_alarm_at:
            self.queue_alarm_at = False

    def _count_overdue(self):
        """Documents that should have left long ago."""
        limit = fields.Datetime.now() - timedelta(hours=self.alarm_after_hours)
        return (
            self.env['pagero.document']
            .sudo()
            .search_count(
                [
                    ('account_id', '=', self.id),
                    ('state', 'in', ('queued', 'sending')),
                    ('queued_at', '<', limit),
                ]
            )
        )

    def _mail_administrators(self, template):
        """One mail each, in their own language."""
        template = self.env.ref(f'pagero_connector.{template}').sudo()
        for user in self.sudo()._administrators().filtered('email'):
            template.with_context(reader_lang=user.lang).send_mail(
                self.id, email_values={'email_to': user.email_formatted}
            )

    # === BY HAND === #

    def action_test_connection(self):
        """One small question to Pagero with the stored login."""
        self.ensure_one()
        self.check_access('write')
        if not self._is_ready():
            return notice_action(str(self._not_ready_refusal()), 'warning')
        try:
            next(self._client().iter_documents(page_size=1), None)
        except NetworkError as error:
            self._distrust_token(error)
            return notice_action(self._network_sentence(error), 'danger')
        return notice_action(self.env._("Pagero answers, and the login works."))
