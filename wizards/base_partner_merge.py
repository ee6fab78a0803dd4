"""Merging customers must not lose how they are reached: core deletes what would exist twice."""

from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = 'base.partner.merge.automatic.wizard'

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Connections and documents first, by rules of ours; core then moves the rest."""
        self.env['pagero.connection'].sudo()._merge_partners(src_partners, dst_partner)
        super()._update_foreign_keys(src_partners, dst_partner)

    @api.model
    def _update_values(self, src_partners, dst_partner):
        """The connection that was kept may have been made for other numbers than stay."""
        super()._update_values(src_partners, dst_partner)
        dst_partner._question_pagero_identity()
