from odoo import api, fields, models


class PageroOnlineMixin(models.AbstractModel):
    """What people also find in Pagero Online: the way there, in its new and its old web."""

    _name = 'pagero.online.mixin'
    _description = "Also in Pagero Online"

    menu_path_new = fields.Char(string="In Pagero Online", compute='_compute_menu_paths')
    menu_path_old = fields.Char(string="In the Old Web Interface", compute='_compute_menu_paths')

    @api.depends_context('lang')
    def _compute_menu_paths(self):
        for record in self:
            link = record._deep_link()
            record.menu_path_new = link['menu_path_new']
            record.menu_path_old = link['menu_path_old']

    def action_open_in_pagero_online(self):
        """Pagero Online has no API for this, so the user's browser opens it."""
        self.ensure_one()
        self.check_access('read')
        return {'type': 'ir.actions.act_url', 'url': self._deep_link()['url'], 'target': 'new'}

    def _deep_link(self):
        """The caller's language decides the words, the account where it leads."""
        gateways = self.env['pagero.gateway']
        return gateways._deep_link(self.sudo())
