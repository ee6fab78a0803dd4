"""What a received document became in the books: a bill of ours, or the invoice it speaks of."""

from odoo import fields, models


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    move_id = fields.Many2one(
        'account.move',
        string="Bill",
        index='btree_not_null',
        readonly=True,
        copy=False,
        help="The bill made from it, or the bill or invoice that it speaks of.",
    )
    partner_id = fields.Many2one(
        'res.partner', string="Vendor", index='btree_not_null', readonly=True, copy=False
    )
