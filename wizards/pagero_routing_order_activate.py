from odoo import api, fields, models

from ..models.tools.actions import CLOSE
from ..models.tools.labels import labels_of


class PageroRoutingOrderActivate(models.TransientModel):
    """Asks whether the customer has confirmed that the route is set up."""

    _name = 'pagero.routing.order.activate'
    _description = "Activate Routing Orders"
    _inherit = ['pagero.record.mixin']
    _set_once = ('order_ids',)

    order_ids = fields.Many2many('pagero.routing.order', readonly=True)
    order_count = fields.Integer(compute='_compute_order_count')
    answer = fields.Selection(
        [('yes', "Yes, it is confirmed"), ('no', "No, not yet")],
        string="Has the customer confirmed that the route is set up?",
        required=True,
    )
    note = fields.Text(string="The Customer's Answer")

    @api.depends('order_ids')
    def _compute_order_count(self):
        for dialog in self:
            dialog.order_count = len(dialog.order_ids)

    def action_confirm(self):
        """Yes opens the route; no leaves everything as it is, with a note on the order."""
        orders = self.order_ids
        orders.check_access('write')
        if self.answer == 'yes':
            orders._activate(self._confirmation())
        else:
            for order in orders:
                order.message_post(body=self._confirmation())
        return CLOSE

    def _confirmation(self):
        """The answer in words, which stays with the order."""
        label = labels_of(self, 'answer')[self.answer]
        return ': '.join(filter(None, (label, self.note)))
