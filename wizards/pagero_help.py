from odoo import api, fields, models

from ..models.tools.actions import dialog_action


PAGERO_SUPPORT = 'https://support.pagero.com'
PAGERO_PHONE = '+46 31 730 88 00'


class PageroHelp(models.TransientModel):
    """Whom to ask for what; also what people see who ask for more than they may do."""

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
        # Whoever lacks a right must learn whom to ask; nothing else is told of the account.
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
    def _open(self, asked_for_more=False):
        name = self.env._("Ask Your Administrator") if asked_for_more else self.env._("Help")
        return dialog_action(self.env, self._name, name, asked_for_more=asked_for_more)

    @api.model
    def _only_for_administrators(self, action):
        """The action for those who may take it; the others learn whom to ask."""
        if self.env.user.has_group('pagero_connector.group_admin'):
            return action()
        return self._open(asked_for_more=True)

    @api.model
    def _only_for_owners(self, action):
        """Users and licences belong to the contract: the parent's are no branch's business."""
        return self._only_for_administrators(
            lambda: (
                action()
                if self.env['pagero.account']._in_use().has_access('write')
                else self._open(asked_for_more=True)
            )
        )

    def action_open_support(self):
        return {'type': 'ir.actions.act_url', 'url': PAGERO_SUPPORT, 'target': 'new'}
