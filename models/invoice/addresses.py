from odoo import fields, models

from ..tools.actions import dialog_action


class AccountMove(models.Model):
    """The addresses of this invoice: where the goods went, and where the invoice goes."""

    _inherit = 'account.move'

    partner_shipping_id = fields.Many2one(tracking=True)
    pagero_delivery_contact_id = fields.Many2one(
        related='partner_shipping_id',
        string="Delivered To",
        help="Where the goods went (BG-13), with its GLN.",
    )
    pagero_invoice_contact_id = fields.Many2one(
        related='partner_id', string="Invoice Address", help="The address of the buyer (BG-8)."
    )

    def action_change_delivery_address(self):
        return self._open_address('delivery')

    def action_change_invoice_address(self):
        return self._open_address('invoice')

    def _open_address(self, kind):
        self.ensure_one()
        titles = {
            'delivery': self.env._("Delivery Address"),
            'invoice': self.env._("Invoice Address"),
        }
        return dialog_action('pagero.address.edit', titles[kind], move_id=self.id, kind=kind)
