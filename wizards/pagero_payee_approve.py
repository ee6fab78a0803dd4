from odoo import fields, models

from ..models.tools.actions import CLOSE


class PageroPayeeApprove(models.TransientModel):
    """A second person says that the account of a bill is right, and how that was checked."""

    _name = 'pagero.payee.approve'
    _description = "Approve the Account of a Bill"
    _inherit = ['pagero.record.mixin']
    _set_once = ('move_id', 'seen')

    move_id = fields.Many2one('account.move', required=True, readonly=True, ondelete='cascade')
    seen = fields.Char(required=True, readonly=True)
    words = fields.Text(related='move_id.pagero_hold_words', related_sudo=False)
    checked = fields.Char(
        string="How Was It Checked?",
        required=True,
        help="It stands in the history of the bill and of the vendor.",
    )

    def action_confirm(self):
        self.ensure_one()
        self.move_id._approve_held_accounts(self.seen, self.checked)
        return CLOSE
