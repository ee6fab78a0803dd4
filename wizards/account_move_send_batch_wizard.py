from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.account.pagero_account import SEND_MODES


class AccountMoveSendBatchWizard(models.TransientModel):
    _name = 'account.move.send.batch.wizard'
    _inherit = ['account.move.send.batch.wizard', 'pagero.guarded.mixin']
    _also_checked = ('move_ids',)

    pagero_send_mode = fields.Selection(
        SEND_MODES,
        string="Send Mode",
        compute='_compute_pagero_send_mode',
        compute_sudo=False,
        store=True,
        readonly=False,
        help="For the invoices that are sent over Pagero. Leave empty for Production when the"
        " account is live, otherwise Test.",
    )
    shows_pagero = fields.Boolean(compute='_compute_shows_pagero')
    asks_test = fields.Boolean(compute='_compute_asks_test')
    pagero_test_confirmed = fields.Boolean(string="Send the test anyway")

    @api.depends('move_ids')
    def _compute_pagero_send_mode(self):
        for wizard in self:
            modes = {move._usual_pagero_send_mode() for move in wizard.move_ids}
            wizard.pagero_send_mode = modes.pop() if len(modes) == 1 else False

    @api.depends('summary_data')
    def _compute_shows_pagero(self):
        for wizard in self:
            wizard.shows_pagero = 'pagero' in (wizard.summary_data or {})

    @api.depends('summary_data', 'pagero_send_mode')
    def _compute_asks_test(self):
        for wizard in self:
            wizard.asks_test = bool(wizard._unconnected_tests())

    @api.depends('asks_test')
    def _compute_alerts(self):
        super()._compute_alerts()
        for wizard in self.filtered('asks_test'):
            alert = self._test_alert(wizard._unconnected_tests())
            wizard.alerts = {**(wizard.alerts or {}), **alert}

    def _unconnected_tests(self):
        """The invoices that would go over Pagero as tests to customers that aren't connected."""
        return self.move_ids._origin.filtered(
            lambda move: (
                move._tests_somebody_unconnected(self.pagero_send_mode)
                and 'pagero' in self._get_default_sending_methods(move)
            )
        )

    def action_send_and_print(self, force_synchronous=False, allow_fallback_pdf=False):
        """What was chosen waits with the invoices until core's scheduled action sends them."""
        if self.asks_test and not self.pagero_test_confirmed:
            raise UserError(self._unconfirmed_test_sentence(self._unconnected_tests()))
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
