from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.account.pagero_account import SEND_MODES


class AccountMoveSendWizard(models.TransientModel):
    _name = 'account.move.send.wizard'
    _inherit = ['account.move.send.wizard', 'pagero.guarded.mixin']
    _also_checked = ('move_id',)

    pagero_send_mode = fields.Selection(
        SEND_MODES,
        string="Send Mode",
        compute='_compute_pagero_send_mode',
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Production: legally binding. Test: delivered to the recipient, marked as a test; some"
        " recipients accept none. Certification: every step at Pagero, never forwarded.",
    )
    shows_pagero = fields.Boolean(compute='_compute_shows_pagero')
    asks_test = fields.Boolean(compute='_compute_asks_test')
    pagero_test_confirmed = fields.Boolean(string="Send the test anyway")

    @api.depends('move_id')
    def _compute_pagero_send_mode(self):
        for wizard in self:
            wizard.pagero_send_mode = wizard.move_id._usual_pagero_send_mode()

    @api.depends('sending_methods')
    def _compute_shows_pagero(self):
        for wizard in self:
            wizard.shows_pagero = 'pagero' in (wizard.sending_methods or [])

    @api.depends('move_id', 'shows_pagero', 'pagero_send_mode')
    def _compute_asks_test(self):
        for wizard in self:
            mode = wizard.pagero_send_mode
            is_test = wizard.shows_pagero and wizard.move_id._tests_somebody_unconnected(mode)
            wizard.asks_test = is_test

    @api.depends('asks_test')
    def _compute_alerts(self):
        super()._compute_alerts()
        for wizard in self.filtered('asks_test'):
            wizard.alerts = {**(wizard.alerts or {}), **self._test_alert(wizard.move_id)}

    @api.depends('move_id')
    def _compute_sending_method_checkboxes(self):
        """An invoice that was sent over Pagero can't be ticked; the alert says where it is."""
        super()._compute_sending_method_checkboxes()
        for wizard in self:
            boxes = wizard.sending_method_checkboxes or {}
            if 'pagero' in boxes and wizard.move_id._has_production_transmission():
                closed = {**boxes['pagero'], 'checked': False, 'readonly': True}
                wizard.sending_method_checkboxes = {**boxes, 'pagero': closed}

    def action_send_and_print(self, allow_fallback_pdf=False):
        """A test to a customer that isn't connected leaves only when that was ticked."""
        if self.asks_test and not self.pagero_test_confirmed:
            raise UserError(self._unconfirmed_test_sentence(self.move_id))
        return super().action_send_and_print(allow_fallback_pdf)

    def _get_sending_settings(self):
        settings = super()._get_sending_settings()
        if self.shows_pagero:
            settings['pagero_send_mode'] = self.pagero_send_mode
            settings['pagero_test_confirmed'] = self.asks_test
        return settings
