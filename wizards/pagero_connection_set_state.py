from odoo import fields, models

from ..models.connection.identity import CHANGED
from ..models.connection.pagero_connection import STATES
from ..models.tools.actions import CLOSE


class PageroConnectionSetState(models.TransientModel):
    """The user states how a customer is reached, as Pagero Online shows it."""

    _name = 'pagero.connection.set.state'
    _description = "Set Pagero Connection"
    _inherit = ['pagero.record.mixin']
    _set_once = ('connection_id',)

    connection_id = fields.Many2one('pagero.connection', required=True, readonly=True)
    state = fields.Selection(
        [each for each in STATES if each[0] != CHANGED], required=True, default='connected'
    )
    reason = fields.Char(
        required=True, help="For example: connected in Pagero Online, seen on 3 March."
    )

    def action_confirm(self):
        self.connection_id._set_by_hand(self.state, self.reason)
        return CLOSE
