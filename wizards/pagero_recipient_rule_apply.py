from odoo import fields, models


class PageroRecipientRuleApply(models.TransientModel):
    """Which ready-made requirements a recipient has, asked where its number doesn't tell."""

    _name = 'pagero.recipient.rule.apply'
    _description = "Apply Ready-Made Requirements"
    _inherit = ['pagero.record.mixin']
    _set_once = ('partner_id',)

    partner_id = fields.Many2one('res.partner', required=True, readonly=True, ondelete='cascade')
    set_id = fields.Many2one(
        'pagero.recipient.rule.set',
        string="Ready-Made Requirements",
        required=True,
        ondelete='cascade',
    )
    rule_ids = fields.One2many(related='set_id.rule_ids', related_sudo=False)

    def action_apply(self):
        self.ensure_one()
        self.partner_id.check_access('read')
        return self.partner_id._requirements_applied(
            self.set_id, self.set_id._apply(self.partner_id)
        )
