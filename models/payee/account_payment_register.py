from odoo import api, models


class AccountPaymentRegister(models.TransientModel):
    """*Register Payment*, of one bill or of many."""

    _inherit = 'account.payment.register'

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        wizards.line_ids.move_id._refuse_held_payment()
        return wizards

    def _create_payments(self):
        self.line_ids.move_id._refuse_held_payment()
        payments = super()._create_payments()
        payments._refuse_held_payments()
        return payments
