"""The accounts that a received document asks to be paid to, remembered by its sender."""

from odoo import api, fields, models

from ...identification.identifiers import bare_identity
from ...ubl.payees import stated_in
from .pagero_received_document import BILLS


class PageroReceivedDocument(models.Model):
    _inherit = 'pagero.received.document'

    payee_account_ids = fields.Many2many(
        'pagero.payee.account', string="Accounts to Pay To", readonly=True, copy=False
    )
    payees_read_at = fields.Datetime(readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._read_payees()
        return documents

    def write(self, vals):
        result = super().write(vals)
        if vals.get('move_id'):
            self._read_payees()
        return result

    def _read_payees(self):
        """Of those that became bills; read once, in the order in which they came."""
        unread = self.sudo().filtered(
            lambda each: each.move_id and each.kind in BILLS and not each.payees_read_at
        )
        for document in unread.sorted('id'):
            accounts = document.env['pagero.payee.account']._remember(
                document, stated_in(document._content())
            )
            document.write(
                {
                    'payee_account_ids': [fields.Command.set(accounts.ids)],
                    'payees_read_at': fields.Datetime.now(),
                }
            )
            document.move_id._pay_to_stated()

    def _payee_sender(self):
        """By what the sender is known: its electronic id, else the number of a register."""
        self.ensure_one()
        if self.sender_identifier:
            return f'{self.sender_scheme or ""}:{bare_identity(self.sender_identifier)}'
        return self.sender_company_number or self.sender_vat_number or self.sender_name or '-'

    def _came_at(self):
        """When its file came; an account that was trusted later may belong to a fraud."""
        self.ensure_one()
        return self.stored_at or self.announced_at
