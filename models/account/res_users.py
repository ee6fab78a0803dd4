from odoo import models


class ResUsers(models.Model):
    _inherit = 'res.users'

    def _may_administer_pagero(self):
        """Whether the user may set up accounts; of which companies, the record rules say."""
        return self.has_group('pagero_connector.group_admin')
