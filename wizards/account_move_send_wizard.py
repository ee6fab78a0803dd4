from odoo import api, fields, models

from ..models.pagero_account import SEND_MODES


class AccountMoveSendWizard(models.TransientModel):
    _inherit = 'account.move.send.wizard'

    pagero_send_mode = fields.Selection(
        SEND_MODES,
        string="Send Mode",
        compute='_compute_pagero_send_mode',
        store=True,
        readonly=False,
        help="Production: legally binding. Test: the whole way, marked as a test; some recipients"
        " take none. Certification: every step at Pagero, never forwarded.",
    )
    shows_pagero = fields.Boolean(compute='_compute_shows_pagero')

    @api.depends('move_id')
    def _compute_pagero_send_mode(self):
        for wizard in self:
            wizard.pagero_send_mode = wizard.move_id._usual_pagero_send_mode()

    @api.depends('sending_methods')
    def _compute_shows_pagero(self):
        for wizard in self:
            wizard.shows_pagero = 'pagero' in (wizard.sending_methods or [])

    @api.depends('move_id')
    def _compute_sending_method_checkboxes(self):
        """What is over Pagero already can't be ticked; the alert says where it is."""
        super()._compute_sending_method_checkboxes()
        for wizard in self:
            boxes = wizard.sending_method_checkboxes or {}
            if 'pagero' in boxes and wizard.move_id._has_production_transmission():
                closed = {**boxes['pagero'], 'checked': False, 'readonly': True}
                wizard.sending_method_checkboxes = {**boxes, 'pagero': closed}

    def _get_sending_settings(self):
        settings = super()._get_sending_settings()
        if self.shows_pagero:
            settings['pagero_send_mode'] = self.pagero_send_mode
        return settings
