from odoo import fields, models

from ...ubl.objections import objection


class AccountMove(models.Model):
    """By which number Pagero finds the recipient: the invoice's own, else the customer's."""

    _inherit = 'account.move'

    pagero_keeps_number = fields.Boolean(
        string="Also Save on Customer",
        store=False,
        help="The number is also saved on the customer's connection.",
    )

    def _keep_customer_number(self):
        for move in self.filtered('pagero_customer_number'):
            customer = move.partner_id.with_company(move.company_id)
            # Straight to the connection: accountants may lack the right to change contacts.
            connection = customer._get_or_create_pagero_connection()
            connection.customer_number = move.pagero_customer_number

    def _is_customer_number_confirmed(self, number):
        """Pagero finds a recipient by this number first, so a mistyped one goes to another.

        Only a number that a user has seen in the customer directory at Pagero is sent.
        """
        connection = self.partner_id.with_company(self.company_id).pagero_connection_id
        numbers = connection.sudo().number_ids
        return any(each.is_confirmed and each.name == number for each in numbers)

    def _pagero_customer_number(self):
        """What goes out: the invoice's own number or the customer's, once it is confirmed."""
        number = self._wanted_customer_number()
        return number if number and self._is_customer_number_confirmed(number) else ''

    def _wanted_customer_number(self):
        self.ensure_one()
        if self.pagero_self_billed:  # there the partner is no customer
            return ''
        customer = self.partner_id.with_company(self.company_id)
        return self.pagero_customer_number or customer.pagero_customer_number

    def _objections_to_customer_number(self):
        number = self._wanted_customer_number()
        if number and not self._is_customer_number_confirmed(number):
            yield objection('PAGERO-CUSTOMER-NUMBER', detail=number)
