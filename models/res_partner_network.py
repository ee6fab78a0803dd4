"""Customers on the network: by state, on one tab, and where to look for them."""

from odoo import api, fields, models
from odoo.tools import SQL


PUBLIC_SECTOR = ('202100', '212000', '222000', '232100')  # how their organisation numbers begin


class ResPartner(models.Model):
    _inherit = 'res.partner'

    pagero_is_public_sector = fields.Boolean(
        string="Public Sector",
        compute='_compute_pagero_is_public_sector',
        store=True,
        readonly=False,
        help="An authority, region or municipality: Swedish law wants e-invoices there, so you are"
        " warned before an invoice leaves by mail or on paper.",
    )
    pagero_network_company_id = fields.Char(related='pagero_connection_id.network_company_id')
    pagero_operator_name = fields.Char(related='pagero_connection_id.operator_name')
    pagero_acceptance = fields.Selection(related='pagero_connection_id.acceptance')
    pagero_number_ids = fields.One2many(related='pagero_connection_id.number_ids')
    pagero_capability_ids = fields.One2many(related='pagero_connection_id.capability_ids')
    pagero_request_ids = fields.One2many(related='pagero_connection_id.request_ids')
    pagero_routing_order_ids = fields.One2many(related='pagero_connection_id.routing_order_ids')
    pagero_document_ids = fields.Many2many('pagero.document', compute='_compute_pagero_documents')
    pagero_document_count = fields.Integer(compute='_compute_pagero_documents')

    # === COMPUTES === #

    @api.depends('company_registry')
    def _compute_pagero_is_public_sector(self):
        """Suggested by the number; what a person ticked stays as long as the number does."""
        for partner in self:
            number = partner._pagero_orgnr()
            partner.pagero_is_public_sector = number.startswith(PUBLIC_SECTOR)

    @api.depends_context('allowed_company_ids')
    def _compute_pagero_documents(self):
        """The newest ten, of the companies that the user works in."""
        for partner in self:
            mine = [('partner_id', '=', partner.commercial_partner_id._origin.id)]
            documents = self.env['pagero.document']
            partner.pagero_document_ids = documents.search(mine, limit=10)
            partner.pagero_document_count = documents.search_count(mine)

    def _field_to_sql(self, alias, field_expr, query=None):
        """The state by which lists are grouped and sorted: that of the current company."""
        if field_expr != 'pagero_connection_state':
            return super()._field_to_sql(alias, field_expr, query)
        account = self.env.company._pagero_account()
        return SQL(
            "COALESCE((SELECT state FROM pagero_connection"
            " WHERE account_id = %s AND partner_id = %s), 'none')",
            account.id or 0,
            SQL.identifier(alias, 'commercial_partner_id'),
        )

    # === BUTTONS === #

    def action_search_pagero_network(self):
        """Look for this customer on the network; for several, match them in the background."""
        if len(self) > 1:
            return self.env['pagero.match.run']._start_with(self)
        partner = self.commercial_partner_id
        search = self.env['pagero.network.search'].create(
            {'partner_id': partner.id, 'query': partner._pagero_search_words()}
        )
        if search.query:
            search.action_search()
        return search._open()

    def _pagero_search_link(self):
        """An action for places that only link: it searches when it is clicked."""
        self.ensure_one()
        action = self.env.ref('pagero_connector.res_partner_search_network_action').sudo()
        context = {'active_model': self._name, 'active_id': self.id, 'active_ids': self.ids}
        return {'type': 'ir.actions.server', 'id': action.id, 'context': context}

    def _pagero_search_words(self):
        """What finds this customer most surely."""
        numbers = self._pagero_identifiers()
        address = ':'.join(numbers.endpoint or ())
        return numbers.orgnr or address or numbers.gln or numbers.vat or self.name

    def action_open_pagero_documents(self):
        """All that was sent to this customer."""
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Pagero Documents"),
            'res_model': 'pagero.document',
            'view_mode': 'list,form',
            'domain': [('partner_id', '=', self.commercial_partner_id.id)],
        }

    def _is_company_of_network(self, company):
        """Whether one of the numbers is the same on both sides."""
        return self in self._of_companies([company]).get(company, self.browse())
