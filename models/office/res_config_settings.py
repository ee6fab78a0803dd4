from odoo import api, fields, models

from ..account.pagero_account import SEND_MODES, STATES


class ResConfigSettings(models.TransientModel):
    """Leads to the account, whose page holds all that a company chooses."""

    _inherit = 'res.config.settings'

    pagero_account_state = fields.Selection(STATES, compute='_compute_pagero_account')
    pagero_send_mode = fields.Selection(SEND_MODES, compute='_compute_pagero_account')
    pagero_use_parent_account = fields.Boolean(
        related='company_id.pagero_use_parent_account', related_sudo=False, readonly=False
    )
    pagero_has_parent = fields.Boolean(compute='_compute_pagero_account')

    @api.depends('company_id')
    def _compute_pagero_account(self):
        for settings in self:
            account = settings.company_id._pagero_account()
            settings.pagero_account_state = account.state or 'draft'
            settings.pagero_send_mode = account.send_mode
            settings.pagero_has_parent = bool(settings.company_id.parent_id)

    def action_open_pagero_account(self):
        return self.env['pagero.account'].with_company(self.company_id)._open_settings()
