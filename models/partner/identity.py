from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.searching import boolean_domain
from .network_tab import PEOPLE


class ResPartner(models.Model):
    """Other numbers on a connected customer: its connection was made for those that it had.

    Whatever writes them comes by here: forms, imports, merges, completions, other apps. Who gets
    past is met by the sender, which compares once more before an invoice leaves.
    """

    _inherit = 'res.partner'

    pagero_is_questioned = fields.Boolean(
        string="Other Numbers than Connected",
        compute='_compute_pagero_is_questioned',
        search='_search_pagero_is_questioned',
        groups=PEOPLE,
    )
    pagero_made_for = fields.Char(
        string="Connected As", compute='_compute_pagero_is_questioned', groups=PEOPLE
    )

    @api.depends(
        'pagero_receiver_id.pagero_connection_ids.is_questioned',
        'pagero_receiver_id.pagero_connection_ids.made_for',
    )
    @api.depends_context('company')
    def _compute_pagero_is_questioned(self):
        for partner in self:
            connection = partner.pagero_connection_id.sudo()
            partner.pagero_is_questioned = connection.is_questioned
            partner.pagero_made_for = connection.made_for_words

    def _search_pagero_is_questioned(self, operator, value):
        mine = Domain('account_id', '=', self.env.company._pagero_account().id)
        found = self._linked_by(mine & Domain('is_questioned', '=', True))
        return boolean_domain(found, operator, value)

    def _question_pagero_identity(self):
        """Ask of all connections of these partners and their departments, in every company."""
        if not self.ids:
            return
        family = Domain('partner_id', 'child_of', self.ids)
        self.env['pagero.connection'].sudo().search(family)._question_identity()
        self.env['pagero.document'].sudo()._reconsider(self)

    def _update_address(self, vals):
        """Core writes the country of contacts past ``write``."""
        super()._update_address(vals)
        if 'country_id' in vals:
            self._question_pagero_identity()

    def action_confirm_pagero_identity(self):
        """It is the same company: its connection counts for the numbers that it has now."""
        self.ensure_one()
        return self.pagero_connection_id.action_confirm_identity()
