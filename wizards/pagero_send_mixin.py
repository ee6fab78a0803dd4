from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.account.pagero_account import SEND_MODES


class PageroSendMixin(models.AbstractModel):
    """What Pagero adds to core's Send dialogs, that of one invoice and that of many.

    Stands before core's dialog among its parents, so that its alerts come on top of core's.
    """

    _name = 'pagero.send.mixin'
    _description = "Send over Pagero, in the Send dialogs"

    _moves_field = ''  # the field of core's dialog that names its invoices
    _methods_field = ''  # the one that holds the chosen sending methods

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

    @api.depends(lambda self: (self._moves_field,))
    def _compute_pagero_send_mode(self):
        """The mode that all invoices have in common."""
        for wizard in self:
            moves = wizard[self._moves_field]
            modes = {move._next_pagero_send_mode() for move in moves}
            wizard.pagero_send_mode = modes.pop() if len(modes) == 1 else False

    @api.depends(lambda self: (self._methods_field,))
    def _compute_shows_pagero(self):
        for wizard in self:
            wizard.shows_pagero = 'pagero' in (wizard[self._methods_field] or ())

    @api.depends(
        lambda self: (self._moves_field, self._methods_field, 'shows_pagero', 'pagero_send_mode')
    )
    def _compute_asks_test(self):
        for wizard in self:
            wizard.asks_test = bool(wizard._unconnected_tests())

    @api.depends('asks_test', 'pagero_send_mode')
    def _compute_alerts(self):
        for wizard in self:
            super(PageroSendMixin, wizard._as_chosen())._compute_alerts()
        for wizard in self.filtered('shows_pagero'):
            alerts = {}
            if unconnected := wizard._unconnected_tests():
                alerts |= self._test_alert(unconnected)
            if refused := wizard._over_pagero('_is_refused_test'):
                alerts |= self._refused_test_alert(refused)
            if alerts:
                wizard.alerts = {**(wizard.alerts or {}), **alerts}

    def _unconnected_tests(self):
        """The invoices that would be sent over Pagero as tests to unconnected customers."""
        return self._over_pagero('_is_unconnected_test')

    def _over_pagero(self, question):
        """The invoices that leave over Pagero, of which ``question`` is true in this send mode."""
        if not self.shows_pagero:
            return self.env['account.move']
        mode, chosen = self.pagero_send_mode, self._as_chosen()
        return self[self._moves_field]._origin.filtered(
            lambda move: getattr(move, question)(mode) and chosen._sends_with_pagero(move)
        )

    def _refuse_unconfirmed_test(self):
        """A test to an unconnected customer is sent only when the user has confirmed it."""
        if self.asks_test and not self.pagero_test_confirmed:
            raise UserError(self._unconfirmed_test_sentence(self._unconnected_tests()))
