"""Whose account a company uses: its own, or that of a company above it."""

from odoo import api, fields, models


class PageroAccount(models.Model):
    _inherit = 'pagero.account'

    branch_words = fields.Char(compute='_compute_branch_words')

    @api.depends('company_id.pagero_use_parent_account')
    @api.depends_context('uid', 'company', 'lang')
    def _compute_branch_words(self):
        """Said of an account that isn't the current company's own, or that it doesn't use."""
        company = self.env.company
        used = company._pagero_account()
        for account in self:
            is_own = account.sudo().company_id == company
            if account == used and not is_own:
                account.branch_words = account._words_of_anothers(company)
            elif is_own and account.use_parent_account and account.has_parent:
                account.branch_words = account.env._(
                    "%(branch)s sends with the account of the company above it; this one is not"
                    " used.",
                    branch=company.name,
                )
            else:
                account.branch_words = False

    def _words_of_anothers(self, branch):
        owner = self.sudo().company_id.name
        if self.has_access('write'):
            return self.env._(
                "%(branch)s sends with this account of %(owner)s.", branch=branch.name, owner=owner
            )
        return self.env._(
            "%(branch)s sends with this account of %(owner)s. To change it, ask: %(names)s.",
            branch=branch.name,
            owner=owner,
            names=self._administrators_in_words(),
        )

    # === THE CURRENT COMPANY'S === #

    @api.model
    def _own_account(self):
        """The account of the current company, made on first use; an archived one comes back."""
        accounts = self.with_context(active_test=False)
        account = accounts.search([('company_id', '=', self.env.company.id)], limit=1)
        return account or self.create({'company_id': self.env.company.id})

    @api.model
    def _in_use(self):
        """The account that the current company sends with; its own where there is none."""
        return self.env.company._pagero_account() or self._own_account()

    @api.model
    def _may_change_contract(self):
        """Users and licences belong to the contract; a branch changes none of its parent's."""
        return self.env.user._may_administer_pagero() and self._in_use().has_access('write')

    @api.model
    def _open_settings(self):
        """The account in use; users who may change none see which administrator to ask."""
        if not self.env.user._may_administer_pagero():
            return self.env['pagero.help']._ask_administrator()
        return self._in_use()._open_account()

    def _open_account(self):
        """Its form; another company's account is only looked at."""
        action = self._get_records_action(name=self.env._("Pagero Account"))
        if not self.has_access('write'):
            form = self.env.ref('pagero_connector.pagero_account_view_form_anothers')
            action['views'] = [(form.id, 'form')]
        return action

    # === BUTTONS === #

    def action_use_own_account(self):
        """From now on the current company sends with an account of its own."""
        own = self._own_account()
        own.use_parent_account = False
        return own._open_account()
