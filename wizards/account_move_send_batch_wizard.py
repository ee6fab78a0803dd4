from odoo import api, fields, models

from ..models.pagero_account import SEND_MODES


class AccountMoveSendBatchWizard(models.TransientModel):
    _inherit = 'account.move.send.batch.wizard'

    pagero_send_mode = fields.Selection(
        SEND_MODES,
        string="Send Mode",
        compute='_compute_pagero_send_mode',
        store=True,
        readonly=False,
        help="For the invoices that go over Pagero. Empty: Production when the account is live,"
        " else Test.",
    )
    shows_pagero = fields.Boolean(compute='_compute_shows_pagero')

    @api.depends('move_ids')
    def _compute_pagero_send_mode(self):
        for wizard in self:
            modes = {move._usual_pagero_send_mode() for move in wizard.move_ids}
            wizard.pagero_send_mode = modes.pop() if len(modes) == 1 else False

    @api.depends('summary_data')
    def _compute_shows_pagero(self):
        for wizard in self:
            wizard.shows_pagero = 'pagero' in (wizard.summary_data or {})

    def action_send_and_print(self, force_synchronous=False, allow_fallback_pdf=False):
        """The chosen mode waits with the invoices until core's scheduled action sends them."""
        wizard = self.with_context(pagero_send_mode=self.pagero_send_mode)
        result = super(AccountMoveSendBatchWizard, wizard).action_send_and_print(
            force_synchronous, allow_fallback_pdf
        )
        if self.pagero_send_mode and not force_synchronous:
            for move in self.move_ids.filtered('sending_data'):
                move.sending_data = {**move.sending_data, 'pagero_send_mode': self.pagero_send_mode}
        return result
