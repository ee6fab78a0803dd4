from odoo import api, fields, models

from ..models.tools.actions import dialog_action


PAGERO_SUPPORT = 'https://support.pagero.com'
PAGERO_PHONE = '+46 31 730 88 00'


class PageroHelp(models.TransientModel):
    """The contacts for each kind of question; also shown where only administrators may go."""

    _name = 'pagero.help'
    _description = "Help with Pagero"
    _inherit = ['pagero.record.mixin']
    _set_once = ('asked_for_more',)

    asked_for_more = fields.Boolean(readonly=True)
    administrators = fields.Char(compute='_compute_contacts')
    own_support = fields.Text(compute='_compute_contacts')
    pagero_support = fields.Char(compute='_compute_contacts')
    pagero_phone = fields.Char(compute='_compute_contacts')
    salesperson = fields.Char(compute='_compute_contacts')

    @api.depends_context('uid', 'company')
    def _compute_contacts(self):
        # Users without rights on the account still need these names; nothing else of it is shown.
        account = self.env.company.sudo()._pagero_account()
        names = account._administrators_of(account.company_id or self.env.company)
        for page in self:
            page.administrators = ", ".join(names.mapped('name'))
            page.own_support = account.support_contact
            page.pagero_support = PAGERO_SUPPORT
            page.pagero_phone = PAGERO_PHONE
            person = (account.salesperson_name, account.salesperson_email)
            page.salesperson = ", ".join(filter(None, person))

    @api.model
    def _ask_administrator(self):
        """What users see instead of a place that only administrators may use."""
        title = self.env._("Ask Your Administrator")
        return dialog_action(self._name, title, asked_for_more=True)

    def action_open_support(self):
        return {'type': 'ir.actions.act_url', 'url': PAGERO_SUPPORT, 'target': 'new'}
