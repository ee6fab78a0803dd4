from odoo import fields, models

from ...ubl.objections import objection


class AccountMove(models.Model):
    """Whom the e-invoice goes to: addresses and customer number of this invoice only."""

    _inherit = 'account.move'

    pagero_keeps_number = fields.Boolean(
        string="Also on the Customer",
        store=False,
        help="The number is written on the customer's connection, too.",
    )

    partner_shipping_id = fields.Many2one(tracking=True)
    pagero_delivery_contact_id = fields.Many2one(
        related='partner_shipping_id',
        string="Delivered To",
        help="Where the goods went (BG-13), with its GLN.",
    )
    pagero_invoice_contact_id = fields.Many2one(
        related='partner_id', string="Invoice Address", help="The address of the buyer (BG-8)."
    )

    # === CUSTOMER NUMBER === #

    def _keep_customer_number(self):
        for move in self.filtered('pagero_customer_number'):
            customer = move.commercial_partner_id.with_company(move.company_id)
            # Straight to the connection: whoever may write invoices needn't keep the contacts.
            connection = customer._get_or_create_pagero_connection()
            connection.customer_number = move.pagero_customer_number

    def _is_customer_number_confirmed(self, number):
        """Pagero finds a recipient by this number first, so a mistyped one goes to another.

        Only what somebody has seen in the customer directory at Pagero is sent.
        """
        connection = self.commercial_partner_id.with_company(self.company_id).pagero_connection_id
        numbers = connection.sudo().number_ids
        return any(each.is_confirmed and each.name == number for each in numbers)

    def _pagero_customer_number(self):
        """What goes out: the invoice's own number or the customer's, once it is confirmed."""
        number = self._wanted_customer_number()
        return number if number and self._is_customer_number_confirmed(number) else ''

    def _objections_to_customer_number(self):
        number = self._wanted_customer_number()
        if number and not self._is_customer_number_confirmed(number):
            yield objection('PAGERO-CUSTOMER-NUMBER', detail=number)

    # === ADDRESSES === #

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
        return {
            'type': 'ir.actions.act_window',
            'name': titles[kind],
            'res_model': 'pagero.address.edit',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_move_id': self.id, 'default_kind': kind},
        }
