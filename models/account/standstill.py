"""A queue that stands, as the web sees it: where no scheduled action runs, none can tell."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..tools.cron import cron_of


SENDER = 'pagero_connector.ir_cron_pagero_send'
STANDS_AFTER = timedelta(minutes=20)  # four times the sender's interval


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    standstill = fields.Char(
        compute='_compute_standstill',
        help="Why invoices that are due do not leave, and what to do.",
    )

    @api.depends_context('lang', 'tz')
    def _compute_standstill(self):
        sentence = None
        for account in self:
            stands = account.sudo()._has_stood()
            if stands and sentence is None:
                sentence = self._why_no_sender()
            account.standstill = stands and sentence

    def _has_stood(self):
        """Whether something has been due for long that nothing holds back."""
        if self.state != 'connected' or self._is_paused() or not self._is_approved():
            return False
        due = [
            ('account_id', '=', self.id),
            ('state', '=', 'queued'),
            ('next_attempt_at', '<', fields.Datetime.now() - STANDS_AFTER),
        ]
        return bool(self.env['pagero.document'].sudo().search_count(due, limit=1))

    @api.model
    def _why_no_sender(self):
        """A sentence with what to do; '' while the sender runs: it only has much to do."""
        cron = cron_of(self.env, SENDER)
        if not cron.active:
            return self.env._(
                "Queued invoices are not sent: the scheduled action “%(action)s” is switched off."
                " An administrator must switch it on under Settings ▸ Technical ▸ Scheduled"
                " Actions.",
                action=cron.name or SENDER,
            )
        last_run = self._last_run(cron)
        if last_run and last_run > fields.Datetime.now() - STANDS_AFTER:
            return ''
        if not last_run:
            return self.env._(
                "Queued invoices are not sent: Odoo's scheduled actions do not run. An"
                " administrator must restart the Odoo server, and look whether it may run"
                " scheduled actions (max_cron_threads)."
            )
        return self.env._(
            "Queued invoices are not sent: Odoo's scheduled actions have not run since %(moment)s."
            " An administrator must restart the Odoo server.",
            moment=format_datetime(self.env, last_run),
        )

    @api.model
    def _last_run(self, cron):
        """Its latest beginning or end; one that has much to do ends late."""
        runs = self.env['ir.cron.progress'].sudo()
        latest = runs.search([('cron_id', '=', cron.id)], order='id desc', limit=1)
        return max(filter(None, (cron.lastcall, latest.create_date)), default=False)
