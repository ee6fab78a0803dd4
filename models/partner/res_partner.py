from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...identification import identifiers
from ...identification.schemes import GLN, SWEDISH_ORGNR
from ..compat.electronic_address import SCHEME, VALUE, electronic_address
from ..compat.organisation_number import organisation_number
from ..connection.pagero_connection import STATES as CONNECTION_STATES
from ..tools.actions import form_action
from .identifiers import IDENTITY_FIELDS


class ResPartner(models.Model):
    _name = 'res.partner'
    _inherit = ['pagero.electronic.address.mixin', 'res.partner', 'pagero.guarded.mixin']

    invoice_sending_method = fields.Selection(selection_add=[('pagero', "by Pagero")])
    pagero_connection_ids = fields.One2many(
        'pagero.connection',
        'partner_id',
        string="Pagero Connections",
        readonly=True,
        groups='pagero_connector.group_user',
    )
    pagero_connection_id = fields.Many2one(
        'pagero.connection', compute='_compute_pagero_connection'
    )
    pagero_connection_state = fields.Selection(
        CONNECTION_STATES,
        compute='_compute_pagero_connection',
        search='_search_pagero_connection_state',
        string="Pagero Status",
    )
    pagero_customer_number = fields.Char(
        compute='_compute_pagero_connection',
        inverse='_inverse_pagero_customer_number',
        string="Customer Number at Pagero",
    )
    has_pagero_account = fields.Boolean(compute='_compute_has_pagero_account')

    @api.depends(
        'pagero_receiver_id.pagero_connection_ids.state',
        'pagero_receiver_id.pagero_connection_ids.customer_number',
    )
    @api.depends_context('company')
    def _compute_pagero_connection(self):
        account = self.env.company._pagero_account()
        connections = self.env['pagero.connection']._by_partner(account, self.pagero_receiver_id)
        for partner in self:
            connection = connections.get(partner.pagero_receiver_id.id)
            partner.pagero_connection_id = connection
            partner.pagero_connection_state = connection.state if connection else 'none'
            partner.pagero_customer_number = connection and connection.customer_number

    @api.model_create_multi
    def create(self, vals_list):
        """Numbers come as on paper: by import and over the API as on the form."""
        written = [_as_in_network(vals, vals.get(SCHEME, SWEDISH_ORGNR)) for vals in vals_list]
        return super().create(written)

    def write(self, vals):
        """Templates follow their recipient; other numbers are asked about.

        Core takes some keys out of ``vals``.
        """
        named = set(vals)
        schemes = {vals[SCHEME]} if SCHEME in vals else set(self.mapped(SCHEME))
        if VALUE in named and len(schemes) == 1:
            vals = _as_in_network(vals, schemes.pop())
        result = super().write(vals)
        if 'active' in named:
            self._archive_pagero_templates(not vals['active'])
        if named & IDENTITY_FIELDS:
            self._question_pagero_identity()
        return result

    @api.depends_context('company')
    def _compute_has_pagero_account(self):
        self.has_pagero_account = bool(self.env.company._pagero_account())

    def _inverse_pagero_customer_number(self):
        """With the user's own rights on connections: users who edit contacts may lack them."""
        for partner in self:
            number = partner.pagero_customer_number
            if number or partner.pagero_connection_id:
                partner._get_or_create_pagero_connection().customer_number = number

    def _search_pagero_connection_state(self, operator, value):
        if operator != 'in':
            return NotImplemented
        mine = Domain('account_id', '=', self.env.company._pagero_account().id)
        asked = [state for state, _label in CONNECTION_STATES if state in value]
        found = self._linked_by(mine & Domain('state', 'in', asked))
        return found | ~self._linked_by(mine) if 'none' in value else found

    def _linked_by(self, connections):
        """A domain: partners whose receiver, for contacts their company, has such a connection."""
        linked = Domain('pagero_connection_ids', 'any', connections)
        return Domain('pagero_receiver_id', 'any', linked)

    def _get_or_create_pagero_connection(self):
        """The connection of the current company with this customer."""
        self.ensure_one()
        account = self.env.company._pagero_account()
        if not account:
            raise UserError(
                self.env._(
                    "%(company)s has no Pagero account yet. An administrator can create one in"
                    " the accounting settings.",
                    company=self.env.company.name,
                )
            )
        connections = self.env['pagero.connection']
        return connections._get_or_create_locked(account, self.pagero_receiver_id)

    def action_open_pagero_connection(self):
        """Open the customer's connection, or a new one to fill in."""
        self.ensure_one()
        account = self.env.company._pagero_account()
        return form_action(
            self.pagero_connection_id,
            self.env._("Pagero Connection"),
            partner_id=self.pagero_receiver_id.id,
            account_id=account.id,
        )

    def _sends_with_pagero(self):
        """Whether this customer's invoices go over Pagero: by sending method or by a tag.

        A department does as the company above it, unless it has a sending method of its own.
        """
        self.ensure_one()
        line = self._pagero_line_of_companies()
        companies = line & (line.commercial_partner_id)
        method = next(filter(None, companies.mapped('invoice_sending_method')), None)
        return method == 'pagero' or line.category_id._sends_with_pagero()

    @api.model
    def _electronic_address_flaw(self, scheme, value):
        """Core checks the form of an address only; add the check digits that Sweden uses."""
        if scheme not in (SWEDISH_ORGNR, GLN) or not value:
            return None
        return None if identifiers.is_valid(scheme, value) else self._number_sentence(scheme, value)

    @api.onchange(SCHEME, VALUE)
    def _onchange_electronic_address_as_typed(self):
        """Numbers are typed as on paper, 212000-9101; the network writes them without hyphens."""
        scheme, value = electronic_address(self)
        if value and scheme in (SWEDISH_ORGNR, GLN):
            self[VALUE] = identifiers.compact(scheme, value)

    @api.onchange('global_location_number')
    def _onchange_global_location_number(self):
        """Warn only: core takes any text here, and the check before sending stops a wrong one."""
        number = self.global_location_number
        if number and not identifiers.is_valid(GLN, number):
            message = self._number_sentence(GLN, number)
            return {'warning': {'title': self.env._("Check the GLN"), 'message': message}}
        return None

    def _number_sentence(self, scheme, value):
        if scheme == GLN:
            return self.env._(
                "“%(value)s” is not a GLN: a GLN has 13 digits, and the last one is a check digit."
                " Check it for typing errors.",
                value=value,
            )
        return self.env._(
            "“%(value)s” is not a Swedish organisation number: it has 10 digits, and the last one"
            " is a check digit. Check it for typing errors.",
            value=value,
        )

    def _pagero_identities(self):
        """All numbers of this recipient, as bare letters and digits."""
        self.ensure_one()
        numbers = self._pagero_identifiers()
        values = (
            electronic_address(self)[1],
            self.vat,
            organisation_number(self),
            self.global_location_number,
            # As the invoice has them: the organisation number may come from the VAT number.
            (numbers.endpoint or ('', ''))[1],
            numbers.orgnr,
            numbers.vat,
            numbers.gln,
        )
        return sorted({identifiers.bare_identity(value) for value in values if value})


def _as_in_network(vals, scheme):
    """The values with the electronic address as the network writes it, 2120009101."""
    if scheme not in (SWEDISH_ORGNR, GLN) or not vals.get(VALUE):
        return vals
    number = identifiers.compact(scheme, vals[VALUE])
    return {**vals, VALUE: number} if identifiers.is_valid(scheme, number) else vals
