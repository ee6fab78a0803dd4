"""The tab *Pagero* of a customer: its state and company on the network, and the search for it."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...identification.recognition import BadInput, recognise
from ..compat.organisation_number import NUMBER, organisation_number
from ..connection.pagero_connection import ACCEPTANCES, TO_BE_FOUND
from ..tools.actions import list_action, server_action_link


PUBLIC_SECTOR = ('202100', '212000', '222000', '232100')  # how their organisation numbers begin
PEOPLE = 'pagero_connector.group_user'  # others may open a customer without any right on Pagero


class ResPartner(models.Model):
    _inherit = 'res.partner'

    pagero_is_public_sector = fields.Boolean(
        string="Public Sector",
        compute='_compute_pagero_is_public_sector',
        store=True,
        readonly=False,
        help="An authority, region or municipality: Swedish law requires e-invoices there, so you"
        " are warned before an invoice is sent by e-mail or on paper.",
    )
    pagero_network_company_id = fields.Char(compute='_compute_pagero_network', groups=PEOPLE)
    pagero_operator_name = fields.Char(
        string="Operator", compute='_compute_pagero_network', groups=PEOPLE
    )
    pagero_acceptance = fields.Selection(
        ACCEPTANCES, string="Acceptance", compute='_compute_pagero_network', groups=PEOPLE
    )
    pagero_number_ids = fields.Many2many(
        'pagero.connection.number', compute='_compute_pagero_network', groups=PEOPLE
    )
    pagero_capability_ids = fields.Many2many(
        'pagero.connection.capability', compute='_compute_pagero_network', groups=PEOPLE
    )
    pagero_request_ids = fields.Many2many(
        'pagero.connection.request', compute='_compute_pagero_network', groups=PEOPLE
    )
    pagero_routing_order_ids = fields.Many2many(
        'pagero.routing.order', compute='_compute_pagero_network', groups=PEOPLE
    )
    pagero_document_ids = fields.Many2many(
        'pagero.document', compute='_compute_pagero_documents', groups=PEOPLE
    )
    pagero_document_count = fields.Integer(compute='_compute_pagero_documents', groups=PEOPLE)

    # === COMPUTES === #

    @api.depends(NUMBER)
    def _compute_pagero_is_public_sector(self):
        """Suggested by the number; what a person ticked stays as long as the number does."""
        for partner in self:
            number = partner._pagero_orgnr()
            partner.pagero_is_public_sector = number.startswith(PUBLIC_SECTOR)

    @api.depends('pagero_connection_id')
    def _compute_pagero_network(self):
        """What the current company's connection says, for the customer's own tab."""
        for partner in self:
            connection = partner.pagero_connection_id
            partner.pagero_network_company_id = connection.network_company_id
            partner.pagero_operator_name = connection.operator_name
            partner.pagero_acceptance = connection.acceptance
            partner.pagero_number_ids = connection.number_ids
            partner.pagero_capability_ids = connection.capability_ids
            partner.pagero_request_ids = connection.request_ids
            partner.pagero_routing_order_ids = connection.routing_order_ids

    @api.depends_context('allowed_company_ids')
    def _compute_pagero_documents(self):
        """The newest ten, of the companies that the user works in."""
        for partner in self:
            mine = Domain('partner_id', '=', partner.pagero_receiver_id._origin.id)
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
            SQL.identifier(alias, 'pagero_receiver_id'),
        )

    # === BUTTONS === #

    def action_search_pagero_network(self):
        """Look for this customer on the network; for several, match them in the background."""
        if len(self) > 1:
            return self.env['pagero.match.run']._start_with(self)
        partner = self.pagero_receiver_id
        search = self.env['pagero.network.search'].create(
            {'partner_id': partner.id, 'query': partner._pagero_search_words()}
        )
        if search.query:
            search.action_search()
        return search._open()

    def _pagero_search_link(self):
        """An action for places that only link: it searches when it is clicked."""
        self.ensure_one()
        return server_action_link(self, 'pagero_connector.res_partner_search_network_action')

    def _pagero_way_in(self):
        """(words, action) of a link to where this customer is connected, or looked at.

        Only those who may connect customers may search for one; others see what there is.
        """
        self.ensure_one()
        may_connect = self.env.user.has_group('pagero_connector.group_sales')
        if may_connect and self.pagero_connection_state in TO_BE_FOUND:
            return self.env._("Find in Pagero Network"), self._pagero_search_link()
        if self.pagero_connection_id:
            return self.env._("Connection"), self.action_open_pagero_connection()
        return self.env._("Customer"), self._get_records_action()

    def _pagero_search_words(self):
        """The number by which the search finds this customer most reliably, else its name."""
        numbers = self._pagero_identifiers()
        address = ':'.join(numbers.endpoint or ())
        if self._pagero_own_address():
            return address
        number = self._pagero_registered_number()
        return number or address or numbers.gln or numbers.vat or self.name

    def _pagero_registered_number(self):
        """The organisation number, of any country; '' where it can't be one."""
        known = self._pagero_identifiers().orgnr
        number = organisation_number(self)
        if known or not number:
            return known
        try:
            return recognise(number, 'org_number').value
        except BadInput:
            return ''

    def action_open_pagero_documents(self):
        """All that was sent to this customer."""
        theirs = [('partner_id', 'in', self.pagero_receiver_id.ids)]
        title = self.env._("Pagero Documents")
        return list_action('pagero.document', title, theirs, modes='list,form')
