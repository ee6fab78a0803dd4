from odoo import fields, models
from odoo.exceptions import UserError


class PageroResponseLink(models.TransientModel):
    """Which invoice an answer is about, said by a user where its numbers do not tell."""

    _name = 'pagero.response.link'
    _description = "Link an Answer to an Invoice"
    _inherit = ['pagero.record.mixin']
    _set_once = ('response_id',)

    response_id = fields.Many2one(
        'pagero.response', string="Answer", required=True, readonly=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='response_id.company_id', related_sudo=False)
    message = fields.Selection(related='response_id.message', related_sudo=False)
    trouble_words = fields.Char(related='response_id.trouble_words', related_sudo=False)
    move_id = fields.Many2one('account.move', string="Invoice")

    def action_confirm(self):
        """The answer counts for this invoice from now on."""
        self.ensure_one()
        if not self.move_id:
            raise UserError(self.env._("Choose the invoice that the answer is about."))
        self.response_id._link_by_hand(self.move_id)
        return self.response_id._get_records_action()
