from odoo import api, fields, models

from ..tools.actions import dialog_action
from .account_move_line import LINE_DETAILS


class AccountMove(models.Model):
    """The lines of an e-invoice with their details, of which only the used ones are shown."""

    _inherit = 'account.move'

    pagero_line_ids = fields.One2many(
        'account.move.line',
        'move_id',
        string="Lines in the E-Invoice",
        copy=False,
        domain=[('display_type', '=', 'product'), ('pagero_allowance', '=', False)],
    )
    pagero_shown_details = fields.Char(copy=False)
    pagero_hides_details = fields.Boolean(copy=False)
    pagero_visible_details = fields.Char(compute='_compute_pagero_visible_details')

    @api.depends('pagero_shown_details', 'pagero_hides_details', 'pagero_line_ids')
    def _compute_pagero_visible_details(self):
        for move in self:
            asked = (move.pagero_shown_details or '').split()
            shown = [key for key in LINE_DETAILS if key in asked or move._uses_detail(key)]
            move.pagero_visible_details = '' if move.pagero_hides_details else ' '.join(shown)

    def _uses_detail(self, key):
        return any(line[name] for line in self.pagero_line_ids for name in LINE_DETAILS[key])

    # === BUTTONS: only the view changes, what is hidden is sent all the same === #

    def action_expand_pagero_details(self):
        self.pagero_hides_details = False

    def action_hide_pagero_details(self):
        self.pagero_hides_details = True

    def action_add_pagero_detail(self):
        self.ensure_one()
        return dialog_action(
            'pagero.detail.add', self.env._("Add Field to All Lines"), move_id=self.id
        )
