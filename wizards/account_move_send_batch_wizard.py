from odoo import fields, models


class AccountMoveSendBatchWizard(models.TransientModel):
    _name = 'account.move.send.batch.wizard'
    _inherit = ['pagero.send.mixin', 'account.move.send.batch.wizard', 'pagero.guarded.mixin']
    _also_checked = ('move_ids',)
    _moves_field = 'move_ids'
    _methods_field = 'summary_data'

    pagero_send_mode = fields.Selection(
        help="For the invoices that are sent over Pagero. Empty: Production when the account is"
        " live, else Test."
    )

    def _sends_with_pagero(self, move):
        """Each invoice is sent by its own methods."""
        return 'pagero' in self._get_default_sending_methods(move)

    def action_send_and_print(self, force_synchronous=False, allow_fallback_pdf=False):
        """What was chosen waits with the invoices until core's scheduled action sends them."""
        self._refuse_unconfirmed_test()
        chosen = {
            'pagero_send_mode': self.pagero_send_mode,
            'pagero_test_confirmed': self.asks_test,
        }
        wizard, goes_over_pagero = self.with_context(**chosen), self.shows_pagero
        result = super(AccountMoveSendBatchWizard, wizard).action_send_and_print(
            force_synchronous, allow_fallback_pdf
        )
        if goes_over_pagero and not force_synchronous:
            for move in self.move_ids.filtered('sending_data'):
                move.sending_data = {**move.sending_data, **chosen}
        return result
