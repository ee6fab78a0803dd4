"""No payment leaves for a bill that is held, nor to an account that waits for approval."""

from odoo import api, models


UNDER_WAY = ('in_process', 'paid')
# What may send money elsewhere, or to another bill, once a payment is posted.
WATCHED = {
    'state', 'payment_type', 'partner_bank_id', 'invoice_ids', 'batch_payment_id', 'is_sent',
    'move_id',
}  # fmt: skip


class AccountPayment(models.Model):
    _inherit = 'account.payment'

    @api.model_create_multi
    def create(self, vals_list):
        payments = super().create(vals_list)
        payments.filtered(lambda each: each.state in UNDER_WAY)._refuse_held_payments()
        return payments

    def write(self, vals):
        """Money that has left is booked, whatever became of the account since."""
        begun = self.filtered(lambda each: each.state in UNDER_WAY)
        named = WATCHED & vals.keys()
        result = super().write(vals)
        if named:
            asked = self - begun if named == {'state'} else self
            asked.filtered(lambda each: each.state in UNDER_WAY)._refuse_held_payments()
        return result

    def _refuse_held_payments(self):
        for payment in self.sudo().filtered(lambda each: each.payment_type == 'outbound'):
            bank = payment.partner_bank_id
            bills = payment.invoice_ids._paid_by_us()
            bills._refuse_held_payment(bank)
            if not bills:  # but perhaps a refund
                payment.env['account.move']._refuse_doubtful_account(bank, payment.company_id)
