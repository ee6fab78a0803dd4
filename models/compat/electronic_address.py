"""The electronic address of partners and companies: BT-34 and BT-49 with their schemes."""

from odoo import api, models

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
    """Core's check of an address, followed by ours: a partner has ``_electronic_address_flaw``."""

    _name = 'pagero.electronic.address.mixin'
    _description = "Check of Electronic Addresses"

    @api.model
    def _build_error_peppol_endpoint(self, eas, endpoint):
        """Odoo 20 checks addresses by itself, in ``_clean_routing_endpoint``."""
        error = super()._build_error_peppol_endpoint(eas, endpoint)
        return error or self._electronic_address_flaw(eas, endpoint)
