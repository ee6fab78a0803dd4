"""The electronic address of partners and companies: BT-34 and BT-49 with their schemes."""

from odoo import api, models

from ...identification.schemes import GLN
from .release import renamed


SCHEME = renamed('res.partner', 'peppol_eas', 'routing_scheme')
VALUE = renamed('res.partner', 'peppol_endpoint', 'routing_endpoint')


def electronic_address(record):
    """``(scheme, value)`` of a partner or company, '' where it has none."""
    return record[SCHEME] or '', record[VALUE] or ''


def electronic_address_values(scheme, value):
    """The address as values of a partner."""
    return {SCHEME: scheme, VALUE: value}


class PageroElectronicAddressMixin(models.AbstractModel):
    """What core checks and proposes, followed by ours.

    A partner has ``_electronic_address_flaw`` and ``_pagero_usual_address``. Odoo 20 proposes
    addresses by itself, and never calls the methods that propose here.
    """

    _name = 'pagero.electronic.address.mixin'
    _description = "Check of Electronic Addresses"

    @api.model
    def _build_error_peppol_endpoint(self, eas, endpoint):
        """Odoo 20 checks addresses by itself, in ``_clean_routing_endpoint``."""
        error = super()._build_error_peppol_endpoint(eas, endpoint)
        return error or self._electronic_address_flaw(eas, endpoint)

    def _compute_peppol_eas(self):
        """A GLN stays: core makes the address anew whenever another number is written."""
        chosen = self.filtered(lambda each: each.peppol_eas == GLN and each.peppol_endpoint)
        for partner in chosen:
            partner.peppol_eas = partner.peppol_eas
        super(PageroElectronicAddressMixin, self - chosen)._compute_peppol_eas()

    def _compute_peppol_endpoint(self):
        """Core knows the address of few countries; where it finds none, ours is proposed."""
        super()._compute_peppol_endpoint()
        for partner in self.filtered(lambda each: each.peppol_eas and not each.peppol_endpoint):
            scheme, value = partner._pagero_usual_address() or ('', '')
            if scheme == partner.peppol_eas:
                partner.peppol_endpoint = value
