from odoo import api, fields, models

from ..compat.electronic_address import SCHEME, VALUE
from ..compat.organisation_number import NUMBER, organisation_number


class ResPartner(models.Model):
    """Departments: a municipality has many, each with a GLN or an electronic address of its own.

    A contact always has its company's registered numbers. A department that is kept as a company
    has them as well, and is told from a subsidiary by ``pagero_is_department``.
    """

    _inherit = 'res.partner'

    pagero_is_department = fields.Boolean(
        string="Department",
        compute='_compute_pagero_is_department',
        store=True,
        readonly=False,
        recursive=True,
        help="Its invoices bear the organisation number and the VAT number of the company above it,"
        " and its own GLN and electronic ID. A subsidiary has numbers of its own: leave it empty"
        " there.",
    )
    pagero_receiver_id = fields.Many2one(
        'res.partner',
        string="Receives E-Invoices As",
        compute='_compute_pagero_receiver_id',
        store=True,
        index=True,
        recursive=True,
        help="Whose connection carries the e-invoices: the company's, or that of a department with"
        " an electronic ID of its own.",
    )

    @api.depends(
        *('is_company', 'vat', 'global_location_number', NUMBER, VALUE),
        *('parent_id.pagero_is_public_sector', 'parent_id.pagero_is_department'),
    )
    def _compute_pagero_is_department(self):
        """Suggested in the public sector only: elsewhere it may be a subsidiary with much to type.

        What a person ticked stays as long as it can be one.
        """
        for partner in self:
            has_numbers = organisation_number(partner) or partner._pagero_has_vat()
            can_be = partner.is_company and partner.parent_id and not has_numbers
            partner.pagero_is_department = can_be and (
                partner.pagero_is_department or partner._is_public_department()
            )

    def _is_public_department(self):
        has_own = self._pagero_gln() or self._pagero_chosen_address()
        return bool(has_own) and self.parent_id._pagero_legal_unit().pagero_is_public_sector

    def _pagero_legal_unit(self):
        """The company whose registered numbers the invoices of this partner bear."""
        unit = self.commercial_partner_id or self
        while unit.pagero_is_department and unit.parent_id:
            unit = unit.parent_id.commercial_partner_id
        return unit

    def _pagero_line_of_companies(self):
        """The partner, its company and the companies above it, up to the legal unit."""
        line = self | self.commercial_partner_id
        while line[-1:].pagero_is_department and line[-1:].parent_id:
            line |= line[-1:].parent_id.commercial_partner_id
        return line

    @api.depends(
        *('commercial_partner_id', 'pagero_is_department', 'parent_id.pagero_receiver_id'),
        *('country_id', 'vat', NUMBER, SCHEME, VALUE, 'commercial_partner_id.vat'),
        *(f'commercial_partner_id.{name}' for name in (NUMBER, SCHEME, VALUE)),
    )
    def _compute_pagero_receiver_id(self):
        for partner in self:
            is_alone = partner._pagero_own_address()
            partner.pagero_receiver_id = partner if is_alone else partner._pagero_legal_unit()
