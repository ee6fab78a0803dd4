from odoo import api, fields, models

from ..models.tools.actions import CLOSE


class PageroAccountDisconnect(models.TransientModel):
    """Asks before a login is revoked while documents are under way."""

    _name = 'pagero.account.disconnect'
    _description = "Disconnect from Pagero"
    _inherit = ['pagero.record.mixin']
    _set_once = ('account_id',)

    account_id = fields.Many2one('pagero.account', required=True, readonly=True)
    under_way = fields.Char(compute='_compute_under_way')

    @api.depends('account_id')
    @api.depends_context('lang')
    def _compute_under_way(self):
        for wizard in self:
            wizard.account_id.check_access('write')  # it counts other companies' documents, too
            count = wizard.account_id._count_under_way()
            wizard.under_way = (
                wizard.env._("1 document is still under way.")
                if count == 1
                else wizard.env._("%(count)s documents are still under way.", count=count)
            )

    def action_confirm(self):
        self.account_id.check_access('write')
        result = self.account_id._disconnect()
        return result if isinstance(result, dict) else CLOSE
