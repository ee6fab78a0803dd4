import re
from typing import NamedTuple

from odoo import models

from ...identification import identifiers
from ...identification.schemes import EAS_SUCCESSORS, FINNISH_OVT, GLN, SWEDISH_ORGNR
from ..compat.electronic_address import electronic_address
from ..compat.organisation_number import organisation_number


class Identifiers(NamedTuple):
    """The numbers of one partner as an invoice has them; '' or None where there is none."""

    endpoint: tuple[str, str] | None  # scheme, value: BT-34, BT-49
    orgnr: str  # Swedish, ten digits: BT-30, BT-47
    vat: str  # BT-31, BT-48
    gln: str  # BT-29, BT-46


class ResPartner(models.Model):
    """Under which numbers the network knows a partner."""

    _inherit = 'res.partner'

    def _pagero_identifiers(self):
        """The numbers of this company, cleaned; what can't be right is left for the check."""
        self.ensure_one()
        orgnr = self._pagero_orgnr()
        gln = 'global_location_number' in self._fields and self.global_location_number
        return Identifiers(
            endpoint=self._pagero_endpoint(orgnr, gln),
            orgnr=orgnr,
            vat=self._pagero_vat(),
            gln=identifiers.compact(GLN, gln) if gln else '',
        )

    def _pagero_has_vat(self):
        return bool(self.vat and self.vat != '/')

    def _pagero_is_swedish(self):
        """By address; without one by VAT number."""
        code = self.country_id.code or (self.vat or '')[:2].upper()
        return code == 'SE'

    def _pagero_vat(self):
        """The VAT number; a Swedish one as SE and twelve digits (SE-R-001, SE-R-002)."""
        if not self._pagero_has_vat():
            return ''
        if not self._pagero_is_swedish():
            return self.vat
        number = re.sub(r'\W|_', '', self.vat).upper()
        swedish = re.fullmatch('SE([0-9]{10})([0-9]{2})?|([0-9]{10})01', number)
        if not swedish:
            return number  # another country's number, or one that the check will name
        return f"SE{swedish[1] or swedish[3]}{swedish[2] or '01'}"

    def _pagero_orgnr(self):
        """The Swedish organisation number: the registry's, else the one in the VAT number."""
        if not self._pagero_is_swedish():
            return ''
        if number := organisation_number(self):
            return identifiers.compact(SWEDISH_ORGNR, number)
        vat = self._pagero_vat()
        if vat.startswith('SE') and len(vat) == 14:
            return vat[2:12]
        scheme, value = electronic_address(self)
        return value if scheme == SWEDISH_ORGNR else ''

    def _pagero_endpoint(self, orgnr, gln):
        """The electronic address, under a scheme that Peppol accepts today.

        What the user chose comes first; core still offers withdrawn schemes (9955, 0213), which
        become their successors. Without an address the organisation number stands in, then
        the GLN.
        """
        scheme, value = electronic_address(self)
        if value and identifiers.is_active_scheme(scheme):
            return scheme, identifiers.compact(scheme, value)
        if orgnr:
            return SWEDISH_ORGNR, orgnr
        if value and EAS_SUCCESSORS.get(scheme, ('',))[0] == FINNISH_OVT:
            return FINNISH_OVT, identifiers.compact(FINNISH_OVT, value)
        return (GLN, identifiers.compact(GLN, gln)) if gln else None
