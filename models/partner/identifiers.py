import re
from typing import NamedTuple

from odoo import models

from ...identification import identifiers
from ...identification.identity import Identity
from ...identification.registers import SchemedNumber, address_of, legal_number
from ...identification.schemes import EAS_SUCCESSORS, FINNISH_OVT, GLN, SWEDISH_ORGNR
from ..compat.electronic_address import SCHEME, VALUE, electronic_address
from ..compat.organisation_number import NUMBER, organisation_number


# What all of this is read from; a test finds what is missing here.
IDENTITY_FIELDS = {
    *('vat', NUMBER, SCHEME, VALUE, 'country_id', 'global_location_number'),
    'l10n_no_bronnoysund_number',
    *('parent_id', 'is_company', 'pagero_is_department'),
}


class Identifiers(NamedTuple):
    """The numbers of one partner as an invoice has them; '' or None where there is none."""

    endpoint: SchemedNumber | None  # BT-34, BT-49
    orgnr: str  # Swedish, ten digits: BT-30, BT-47
    vat: str  # BT-31, BT-48
    gln: str  # BT-29, BT-46
    legal: SchemedNumber | None  # BT-30, BT-47 in any country; never a GLN


class ResPartner(models.Model):
    """Under which numbers the network knows a partner.

    A department has the registered numbers of the company above it, and its own address and GLN.
    """

    _inherit = 'res.partner'

    def _pagero_identifiers(self):
        """The numbers of this partner, cleaned; what can't be right is left for the check."""
        self.ensure_one()
        unit = self._pagero_legal_unit()
        return Identifiers(
            endpoint=self._pagero_own_address() or unit._pagero_endpoint(),
            orgnr=unit._pagero_orgnr(),
            vat=unit._pagero_vat(),
            gln=self._pagero_gln() or unit._pagero_gln(),
            legal=unit._pagero_legal_number(),
        )

    def _pagero_identity(self):
        """The same, in the one way of writing in which identities are compared."""
        numbers = self._pagero_identifiers()
        return Identity.of(
            address=numbers.endpoint, legal=numbers.legal, vat=numbers.vat, gln=numbers.gln
        )

    # === NUMBERS OF A COMPANY === #

    def _pagero_has_vat(self):
        return bool(self.vat and self.vat != '/')

    def _pagero_country(self):
        """By address; without one by VAT number."""
        return self.country_id.code or (self.vat or '')[:2].upper()

    def _pagero_is_swedish(self):
        return self._pagero_country() == 'SE'

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

    def _pagero_legal_number(self):
        """Of the country's register; None where only other numbers are known."""
        if self._pagero_is_swedish():
            orgnr = self._pagero_orgnr()
            return (SWEDISH_ORGNR, orgnr) if orgnr else None
        return legal_number(
            self._pagero_country(),
            self._pagero_registered_words(),
            self._pagero_vat(),
            self._pagero_chosen_address(),
        )

    def _pagero_registered_words(self):
        """The organisation number as it was typed; Norway's own field comes with core's app."""
        own = 'l10n_no_bronnoysund_number' in self._fields and self.l10n_no_bronnoysund_number
        return organisation_number(self) or own or ''

    def _pagero_gln(self):
        gln = 'global_location_number' in self._fields and self.global_location_number
        return identifiers.compact(GLN, gln) if gln else ''

    # === ELECTRONIC ADDRESS === #

    def _pagero_chosen_address(self):
        """What a person or core wrote, under a scheme that Peppol accepts today, or None.

        Core still offers withdrawn schemes (9955, 0213), which become their successors.
        """
        scheme, value = electronic_address(self)
        if value and EAS_SUCCESSORS.get(scheme, ('',))[0] == FINNISH_OVT:
            scheme = FINNISH_OVT
        usable = value and identifiers.is_active_scheme(scheme)
        return (scheme, identifiers.compact(scheme, value)) if usable else None

    def _pagero_usual_address(self):
        """What a company of this country usually has, by its numbers; None where none is known."""
        country = self._pagero_country()
        return address_of(country, self._pagero_registered_words(), self._pagero_vat())

    def _pagero_endpoint(self):
        """The address that was chosen, else the organisation number, else the GLN."""
        orgnr, gln = self._pagero_orgnr(), self._pagero_gln()
        return (
            self._pagero_chosen_address()
            or ((SWEDISH_ORGNR, orgnr) if orgnr else self._pagero_usual_address())
            or ((GLN, gln) if gln else None)
        )

    def _pagero_own_address(self):
        """The address of a department alone; None where it has that of its company.

        Core writes the organisation number, which it has from the company, as address of each
        contact.
        """
        unit, chosen = self._pagero_legal_unit(), self._pagero_chosen_address()
        if self == unit or not chosen:
            return None
        company = Identity.of(
            address=unit._pagero_endpoint(),
            legal=unit._pagero_legal_number(),
            vat=unit._pagero_vat(),
        )
        return None if company.is_named_by(chosen) else chosen
