"""The documents that came over the network for a bill or an invoice."""

from odoo import fields, models


class AccountMove(models.Model):
    _inherit = 'account.move'

    pagero_received_ids = fields.One2many(
        'pagero.received.document', 'move_id', string="Received Documents", readonly=True
    )
