from odoo import api, fields, models

from .pagero_account import STATES


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    pagero_account_state = fields.Selection(STATES, compute='_compute_pagero_account')
    pagero_account_is_live = fields.Boolean(compute='_compute_pagero_account')
    pagero_use_parent_account = fields.Boolean(
        related='company_id.pagero_use_parent_account', readonly=False
    )
    pagero_account_id = fields.Many2one('pagero.account', compute='_compute_pagero_account')
    pagero_is_open_directory = fields.Boolean(
        related='pagero_account_id.is_open_directory', readonly=False
    )
    pagero_chase_after_days = fields.Integer(
        related='pagero_account_id.chase_after_days', readonly=False
    )
    pagero_f_tax = fields.Boolean(related='company_id.pagero_f_tax', readonly=False)
    pagero_interest_email = fields.Char(
        string="Interest Goes To",
        config_parameter='pagero_connector.interest_email',
        help="Where “Express interest” is mailed. Empty: info@pagero.com.",
    )
    pagero_has_parent = fields.Boolean(compute='_compute_pagero_account')

    @api.depends('company_id')
    def _compute_pagero_account(self):
        for settings in self:
            account = settings.company_id._pagero_account()
            # A branch doesn't change its parent's account.
            own = account.sudo().company_id == settings.company_id
            settings.pagero_account_id = account if own else False
            settings.pagero_account_state = account.state or 'draft'
            settings.pagero_account_is_live = account.is_live
            settings.pagero_has_parent = bool(settings.company_id.parent_id)

    def action_open_pagero_account(self):
        return self.env['pagero.account'].with_company(self.company_id)._open_settings()
