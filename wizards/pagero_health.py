from datetime import timedelta

from odoo import Command, api, fields, models

from ..models.document.pagero_document import FINISHED
from ..models.tools.actions import form_action
from .health_backlog import backlog_of


SHOWN_ERRORS = 10
LATE = timedelta(minutes=30)
CRON_STATES = [('right', "Runs"), ('late', "Late"), ('failing', "Failing"), ('off', "Switched off")]


class PageroHealth(models.TransientModel):
    """How the account and its scheduled actions are doing, at one glance."""

    _name = 'pagero.health'
    _description = "Health of the Pagero Connection"
    _inherit = ['pagero.record.mixin']

    account_id = fields.Many2one('pagero.account', required=True, readonly=True)
    company_id = fields.Many2one(related='account_id.company_id', related_sudo=False)
    state = fields.Selection(related='account_id.state', related_sudo=False)
    is_live = fields.Boolean(related='account_id.is_live', related_sudo=False)
    needs_approval = fields.Boolean(related='account_id.needs_approval', related_sudo=False)
    sent_elsewhere_words = fields.Char(
        related='account_id.sent_elsewhere_words', related_sudo=False
    )
    token_expires_at = fields.Datetime(related='account_id.token_expires_at', related_sudo=False)
    login_expires_at = fields.Datetime(related='account_id.login_expires_at', related_sudo=False)
    paused_until = fields.Datetime(related='account_id.paused_until', related_sudo=False)
    is_paused = fields.Boolean(related='account_id.is_paused', related_sudo=False)
    last_error_words = fields.Char(related='account_id.last_error_words', related_sudo=False)
    standstill = fields.Char(related='account_id.standstill', related_sudo=False)
    unreadable_words = fields.Char(compute='_compute_unreadable_words')
    alarm_after_hours = fields.Integer(related='account_id.alarm_after_hours', related_sudo=False)
    queue_alarm_at = fields.Datetime(
        related='account_id.queue_alarm_at', related_sudo=False, string="Alarm Since"
    )
    oldest_queued_at = fields.Datetime(string="Oldest in the Queue", readonly=True)
    line_ids = fields.One2many('pagero.health.line', 'health_id', readonly=True)
    document_ids = fields.Many2many(
        'pagero.document', string="Last Errors", compute='_compute_document_ids'
    )
    other_errors = fields.Char(compute='_compute_document_ids')
    branch_words = fields.Char(compute='_compute_may_change')
    may_change = fields.Boolean(compute='_compute_may_change')
    rule_pack_words = fields.Char(compute='_compute_rule_pack_words')

    @api.depends('account_id')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for health in self:
            health.account_id.check_access('read')
            # The company above a branch may be one that its users don't see.
            company = health.account_id.sudo().company_id.name
            health.display_name = health.env._("Health: %(company)s", company=company)

    @api.depends('account_id')
    @api.depends_context('uid', 'company', 'lang')
    def _compute_document_ids(self):
        """Those of the companies that the user has chosen; of the others only how many."""
        for health in self:
            domain = [
                ('account_id', '=', health.account_id.id),
                ('state', 'not in', FINISHED),
                ('has_error', '=', True),
            ]
            documents = self.env['pagero.document']
            health.document_ids = documents.search(domain, limit=SHOWN_ERRORS)
            health.account_id.check_access('read')
            others = [*domain, ('company_id', 'not in', self.env.companies.ids)]
            count = documents.sudo().search_count(others)
            words = health.env._(
                "Errors in companies that you have not chosen: %(count)s.", count=count
            )
            health.other_errors = words if count else False

    @api.depends('account_id')
    @api.depends_context('uid', 'company', 'lang')
    def _compute_may_change(self):
        for health in self:
            health.branch_words = health.account_id.branch_words
            health.may_change = health.account_id.has_access('write')

    @api.depends_context('lang')
    def _compute_rule_pack_words(self):
        """A pack in use whose file was exchanged or lost: the same for all companies."""
        packs = self.env['pagero.rule.pack'].sudo().search([('state', '=', 'active')])
        damaged = packs.filtered('is_damaged')[:1]
        words = f'{damaged.display_name}: {damaged.message}'
        self.rule_pack_words = bool(damaged) and words

    @api.depends('account_id')
    @api.depends_context('lang')
    def _compute_unreadable_words(self):
        """Entries of Pagero's lists that were passed by."""
        for health in self:
            health.account_id.check_access('read')
            entries = self.env['pagero.account.turn']._unreadable_of(health.account_id)
            health.unreadable_words = bool(entries) and health.env._(
                "Pagero lists entries that this version cannot read; all others are followed up. If"
                " something seems to be missing, look in Pagero Online. The first one: %(entry)s",
                entry=entries[0],
            )

    @api.model
    def _open_from_menu(self):
        """Health for administrators; other users see which administrator to ask."""
        if not self.env.user._may_administer_pagero():
            return self.env['pagero.help']._ask_administrator()
        return self._open()

    @api.model
    def _open(self):
        """As it is now; closing the page forgets it."""
        self.check_access('read')
        account = self.env['pagero.account']._in_use()
        account.check_access('read')
        # How much there is to do counts the documents of all companies that use the account.
        queued = [('account_id', '=', account.id), ('state', '=', 'queued')]
        oldest = self.env['pagero.document'].sudo().search(queued, order='queued_at', limit=1)
        health = self._create_kept(
            {
                'account_id': account.id,
                'oldest_queued_at': oldest.queued_at,
                'line_ids': [
                    Command.create(values) for values in self._prepare_line_values(account)
                ],
            }
        )
        return form_action(health, self.env._("Health"))

    @api.model
    def _prepare_line_values(self, account):
        """One line a scheduled action of ours."""
        names = (
            self.env['ir.model.data']
            .sudo()
            .search([('module', '=', 'pagero_connector'), ('model', '=', 'ir.cron')])
        )
        crons = self.env['ir.cron'].sudo().with_context(active_test=False)
        for name in names.sorted('id'):
            cron = crons.browse(name.res_id).exists()
            if cron:
                yield self._prepare_line(account, name.name.removeprefix('ir_cron_pagero_'), cron)

    @api.model
    def _prepare_line(self, account, key, cron):
        backlog = backlog_of(account.sudo(), key)
        return {
            'name': cron.name,
            'state': self._cron_state(cron),
            'last_run_at': cron.lastcall,
            'next_run_at': cron.nextcall if cron.active else False,
            'failures': cron.failure_count,
            'backlog': backlog or 0,
            'has_backlog': backlog is not None,
        }

    @api.model
    def _cron_state(self, cron):
        if not cron.active:
            return 'off'
        if cron.failure_count:
            return 'failing'
        return 'late' if cron.nextcall < fields.Datetime.now() - LATE else 'right'

    # === BUTTONS === #

    def action_test_connection(self):
        self.check_access('read')
        return self.account_id.action_test_connection()

    def action_open_account(self):
        self.check_access('read')
        return self.account_id._open_account()

    def action_look_again(self):
        return self._open()


class PageroHealthLine(models.TransientModel):
    """How one scheduled action is doing."""

    _name = 'pagero.health.line'
    _description = "Scheduled Action of Pagero"
    _inherit = ['pagero.record.mixin']

    health_id = fields.Many2one('pagero.health', required=True, readonly=True, ondelete='cascade')
    name = fields.Char(string="Scheduled Action", readonly=True)
    state = fields.Selection(CRON_STATES, readonly=True)
    last_run_at = fields.Datetime(string="Last Run", readonly=True)
    next_run_at = fields.Datetime(string="Next Run", readonly=True)
    failures = fields.Integer(string="Failures in a Row", readonly=True)
    backlog = fields.Integer(string="Still to Do", readonly=True)
    has_backlog = fields.Boolean(readonly=True)
