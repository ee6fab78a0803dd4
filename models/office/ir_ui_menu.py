"""Pagero is a menu of Accounting, and an app of its own for users without Accounting.

Administrators of Pagero have both: the app is where they look after they have installed it.
"""

from odoo import models


class IrUiMenu(models.Model):
    _inherit = 'ir.ui.menu'

    def _load_menus_blacklist(self):
        """Hide the own app from other users who have the menu in Accounting."""
        blacklist = super()._load_menus_blacklist()
        if self.env.user._may_administer_pagero():
            return blacklist
        own_app = self.env.ref('pagero_connector.menu_pagero_app', raise_if_not_found=False)
        accounting = self.env.ref('account.menu_finance', raise_if_not_found=False)
        if own_app and accounting and accounting._filter_visible_menus():
            blacklist.append(own_app.id)
        return blacklist
