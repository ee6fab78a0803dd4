from odoo import api, fields, models

from ..models.tools.actions import form_action
from ..models.users.pagero_user import ROLES


class PageroUserAdd(models.TransientModel):
    """A person to invite: only the button takes a licence and has the link mailed."""

    _name = 'pagero.user.add'
    _description = "Add a Pagero User"
    _inherit = ['pagero.record.mixin']
    _set_once = ('account_id',)

    account_id = fields.Many2one('pagero.account', required=True, readonly=True)
    gateway = fields.Selection(related='account_id.gateway', related_sudo=False)
    name = fields.Char(required=True)
    email = fields.Char(string="E-mail", required=True, help="The activation link is mailed there.")
    user_name = fields.Char(
        compute='_compute_user_name',
        compute_sudo=False,
        store=True,
        readonly=False,
        help="What the person logs in with; usually the e-mail address.",
    )
    role = fields.Selection(ROLES, string="User Role", default='normal', required=True)
    licence_id = fields.Many2one(
        'pagero.licence', required=True, domain="[('account_id', '=', account_id)]"
    )
    user_id = fields.Many2one('res.users', string="Odoo User", domain=[('share', '=', False)])

    @api.depends('email')
    def _compute_user_name(self):
        for dialog in self:
            dialog.user_name = dialog.user_name or dialog.email

    def action_invite(self):
        """The licence is taken, and Pagero told, or the user what to do there."""
        self.ensure_one()
        self.check_access('write')
        names = ('name', 'email', 'user_name', 'role')
        linked = ('account_id', 'licence_id', 'user_id')
        values = {name: self[name] for name in names} | {name: self[name].id for name in linked}
        return form_action(self.env['pagero.user'].create(values))
