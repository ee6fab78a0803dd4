"""Pagero in Odoo's settings: what administrators look for first, of the current company.

What is chosen here is kept on the Pagero account, which asks for the user's rights itself.
"""

from odoo import api, fields, models

from ..account.pagero_account import SEND_MODES, STATES


def of_account(field, name, **attributes):
    """A field of the company's account, read and written with the user's own rights."""
    related = f'pagero_account_id.{name}'
    return field(related=related, related_sudo=False, readonly=False, **attributes)


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    pagero_account_id = fields.Many2one('pagero.account', compute='_compute_pagero_account')
    pagero_account_state = fields.Selection(STATES, compute='_compute_pagero_account')
    pagero_send_mode = fields.Selection(SEND_MODES, compute='_compute_pagero_account')
    pagero_may_change = fields.Boolean(compute='_compute_pagero_account')
    pagero_is_live = fields.Boolean(compute='_compute_pagero_account')
    pagero_set_up_words = fields.Char(compute='_compute_pagero_account')
    pagero_branch_words = fields.Char(compute='_compute_pagero_account')
    pagero_has_parent = fields.Boolean(compute='_compute_pagero_has_parent')
    pagero_administrators = fields.Char(compute='_compute_pagero_administrators')
    pagero_use_parent_account = fields.Boolean(
        related='company_id.pagero_use_parent_account', related_sudo=False, readonly=False
    )

    pagero_mode_before_live = of_account(fields.Selection, 'mode_before_live')
    pagero_catch_on = of_account(fields.Selection, 'catch_on')
    pagero_catch_from = of_account(fields.Date, 'catch_from')
    pagero_block_posting = of_account(fields.Boolean, 'block_posting')
    pagero_receives = of_account(fields.Boolean, 'receives')
    pagero_receive_from = of_account(fields.Date, 'receive_from')
    pagero_makes_bills = of_account(fields.Boolean, 'makes_bills')
    pagero_alarm_after_hours = of_account(fields.Integer, 'alarm_after_hours')
    pagero_digest = fields.Boolean(
        string="Daily Pagero Mail",
        compute='_compute_pagero_digest',
        inverse='_inverse_pagero_digest',
    )

    @api.depends('company_id')
    @api.depends_context('uid', 'lang')
    def _compute_pagero_account(self):
        for settings in self:
            account = settings._pagero_account_of_company()
            settings.pagero_account_id = account
            settings.pagero_account_state = account.state or 'draft'
            settings.pagero_send_mode = account.send_mode
            settings.pagero_is_live = account.is_live
            settings.pagero_may_change = bool(account) and account.has_access('write')
            settings.pagero_set_up_words = account and account._set_up_words()
            settings.pagero_branch_words = account.branch_words

    def _pagero_account_of_company(self):
        """With the company that is being set up as the current one."""
        return self.company_id._pagero_account().with_company(self.company_id)

    @api.depends('company_id')
    def _compute_pagero_has_parent(self):
        for settings in self:
            settings.pagero_has_parent = bool(settings.company_id.sudo().parent_id)

    @api.depends('company_id')
    @api.depends_context('lang')
    def _compute_pagero_administrators(self):
        """Their names only: these are for users without rights on the account."""
        for settings in self:
            account = settings.company_id.sudo()._pagero_account()
            settings.pagero_administrators = account._administrators_in_words(
                settings.company_id.sudo()
            )

    @api.depends_context('uid')
    def _compute_pagero_digest(self):
        self.pagero_digest = self.env.user.pagero_digest

    def _inverse_pagero_digest(self):
        self.env.user.pagero_digest = self[-1:].pagero_digest

    @api.model_create_multi
    def create(self, vals_list):
        """Only what was changed is written, which Odoo sees where it knows the account."""
        companies = self.env['res.company']
        for vals in vals_list:
            if any(name.startswith('pagero_') for name in vals):
                company = companies.browse(vals.get('company_id')) or self.env.company
                vals['pagero_account_id'] = company._pagero_account().id
        return super().create(vals_list)

    # === BUTTONS === #

    def action_open_pagero_account(self):
        return self.env['pagero.account'].with_company(self.company_id)._open_settings()

    def action_connect_pagero(self):
        """To Pagero's login, or first to what it needs."""
        if not self.env.user._may_administer_pagero():
            return self.action_open_pagero_account()
        accounts = self.env['pagero.account'].with_company(self.company_id)
        return accounts._in_use().action_checklist('connect')
