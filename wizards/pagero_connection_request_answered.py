from odoo import fields, models

from ..models.tools.actions import CLOSE


class PageroConnectionRequestAnswered(models.TransientModel):
    """The user enters what the recipient answered, as Pagero Online shows it."""

    _name = 'pagero.connection.request.answered'
    _description = "Answer to a Connection Request"
    _inherit = ['pagero.record.mixin']
    _set_once = ('request_id',)

    request_id = fields.Many2one(
        'pagero.connection.request', required=True, readonly=True, ondelete='cascade'
    )
    answer = fields.Selection([('accepted', "Accepted"), ('rejected', "Rejected")], required=True)
    reason = fields.Char(required=True, string="How You Know")

    def action_confirm(self):
        request = self.request_id
        request.check_access('write')
        request.connection_id._refuse_where_network_tells()
        request._refuse_unless_open()
        request._move_to(self.answer)
        request.message_post(
            body=self.env._("Answer entered by hand: %(reason)s", reason=self.reason)
        )
        return CLOSE
