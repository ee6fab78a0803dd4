"""Which actions behind the cog of an invoice or bill have a use on it."""

from odoo import api, fields, models

from .received import PEOPLE


class AccountMove(models.Model):
    _name = 'account.move'
    _inherit = ['account.move', 'pagero.cog.mixin']
    _cog = {
        'pagero_connector.account_move_save_as_template_action': 'pagero_can_be_template',
        'pagero_connector.account_move_send_with_pagero_action': 'pagero_can_send_by_hand',
        'pagero_connector.account_move_pagero_query_action': 'pagero_can_query',
    }

    pagero_can_send_by_hand = fields.Boolean(
        compute='_compute_pagero_can_send_by_hand', groups=PEOPLE
    )

    @api.depends('state', 'move_type', 'pagero_document_ids.state')
    def _compute_pagero_can_send_by_hand(self):
        """Of what is stored: a button knows nothing of what is typed in, as no company."""
        for move in self:
            stored = move._origin.sudo()
            move.pagero_can_send_by_hand = bool(stored) and not (
                stored._why_not_with_pagero() or stored._why_no_other_test()
            )
