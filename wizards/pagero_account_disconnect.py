from odoo import fields, models


class PageroAccountDisconnect(models.TransientModel):
    """Asks before a login is revoked while documents are under way."""

    _name = 'pagero.account.disconnect'
    _description = "Disconnect from Pagero"

    account_id = fields.Many2one('pagero.account', required=True, readonly=True)
    document_count = fields.Integer(readonly=True)

    def action_confirm(self):
        self.account_id.check_access('write')
        result = self.account_id._disconnect()
        return result if isinstance(result, dict) else {'type': 'ir.actions.act_window_close'}
