"""The documents that came over the network for a bill or an invoice."""

from odoo import api, fields, models


class AccountMove(models.Model):
    _inherit = 'account.move'

    pagero_received_ids = fields.One2many(
        'pagero.received.document', 'move_id', string="Received Documents", readonly=True
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_returns_received(self):
        """What a deleted bill was made of is to do again."""
        self.sudo().pagero_received_ids._lose_bill()
