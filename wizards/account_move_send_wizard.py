from odoo import api, models


class AccountMoveSendWizard(models.TransientModel):
    _name = 'account.move.send.wizard'
    _inherit = ['pagero.send.mixin', 'account.move.send.wizard', 'pagero.guarded.mixin']
    _also_checked = ('move_id',)
    _moves_field = 'move_id'
    _methods_field = 'sending_methods'

    def _sends_with_pagero(self, _move):
        """The methods are chosen in the dialog."""
        return self.shows_pagero

    @api.depends('move_id')
    def _compute_sending_method_checkboxes(self):
        """What was already sent over Pagero can't be ticked; the alert says where it is."""
        super()._compute_sending_method_checkboxes()
        for wizard in self:
            boxes = wizard.sending_method_checkboxes or {}
            if 'pagero' in boxes and wizard.move_id._has_production_transmission():
                closed = {**boxes['pagero'], 'checked': False, 'readonly': True}
                wizard.sending_method_checkboxes = {**boxes, 'pagero': closed}

    def action_send_and_print(self, allow_fallback_pdf=False):
        self._refuse_unconfirmed_test()
        return super().action_send_and_print(allow_fallback_pdf)

    def _get_sending_settings(self):
        settings = super()._get_sending_settings()
        if self.shows_pagero:
            settings['pagero_send_mode'] = self.pagero_send_mode
            settings['pagero_test_confirmed'] = self.asks_test
        return settings
