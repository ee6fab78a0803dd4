"""Seller, buyer and place of delivery (BG-4, BG-7, BG-13)."""

from dataclasses import replace

from odoo import models

from ...en16931.parties import Address, Contact, Delivery, Party, TaxRegistration
from ...en16931.values import Identifier
from ...identification.schemes import GLN
from ..compat.organisation_number import organisation_number


F_TAX = "Godkänd för F-skatt"  # SE-R-005: these words, in Swedish, whatever the reader's language
NORWEGIAN_REGISTER = 'Foretaksregisteret'  # NO-R-002
OTHER_TAX = 'TAX'
FOREIGN_VAT = 'NOT_EU_VAT'  # BR-CO-09 wants the prefix of a country before a VAT number
WITHIN_EU = 'K'  # UNCL5305: the VAT category of a sale to another EU country


class AccountEdiXmlPagero(models.AbstractModel):
    """Who they are, by which numbers they are known; ``_codes_used`` is of ``vat``."""

    _inherit = 'account.edi.xml.pagero'

    def _seller_company(self, company):
        """The company that sells: the branch itself, or the one above it that has a number.

        Decided here, since account_peppol puts the parent in its place whenever the branch has
        no address of its own on Odoo's access point. Runs as superuser: a branch's accountant
        needn't see the parent.
        """
        for candidate in company.sudo().parent_ids[::-1]:
            partner = candidate.partner_id.commercial_partner_id
            if organisation_number(partner) or partner._pagero_has_vat():
                return candidate
        return company.sudo()

    def _seller(self, source):
        """BG-4."""
        key = ('seller', source.seller.id, *self._vat_registration(source))
        party, country = source.once(key, self._party, source, source.seller)
        taxes = list(party.tax_registrations)
        if country == 'NO':
            taxes.append(TaxRegistration(NORWEGIAN_REGISTER, OTHER_TAX))
        if country == 'SE' and source.move.is_sale_document():  # nothing else there: SE-R-005
            taxes = [each for each in taxes if each.scheme == 'VAT']
            if source.seller_company.pagero_f_tax:
                taxes.append(TaxRegistration(F_TAX, OTHER_TAX))
        return replace(party, tax_registrations=tuple(taxes))

    def _buyer(self, source):
        """BG-7, with the number by which Pagero matches the recipient first."""
        key = ('buyer', source.buyer.id, *self._vat_registration(source))
        party, _country = source.once(key, self._party, source, source.buyer)
        number = source.move.is_sale_document() and source.move._pagero_customer_number()
        return replace(party, customer_number=number) if number else party

    def _vat_registration(self, source):
        """(whether VAT numbers are named at all, our number abroad or '').

        BR-O-02: what isn't subject to VAT names none.
        """
        return 'O' not in self._codes_used(source), source.foreign_vat

    def _party(self, source, partner):
        """(Party, country code): what seller and buyer have in common."""
        numbers, company = partner._pagero_identifiers(), partner._pagero_legal_unit()
        party = Party(
            endpoint=numbers.endpoint and Identifier(numbers.endpoint[1], numbers.endpoint[0]),
            identifiers=self._party_identifiers(company, numbers),
            trading_name=(partner.display_name if partner.name else company.display_name) or '',
            address=self._address(partner),
            tax_registrations=self._tax_registrations(source, company, numbers),
            name=company.name or '',
            legal_registration=numbers.legal and Identifier(numbers.legal[1], numbers.legal[0]),
            contact=Contact(partner.name or '', partner.phone or '', partner.email or ''),
        )
        return party, partner.country_id.code

    def _party_identifiers(self, company, numbers):
        """BT-29, BT-46."""
        if numbers.gln:
            return (Identifier(numbers.gln, GLN),)
        own = organisation_number(company) if company.country_code == 'BE' else company.ref
        return (Identifier(own),) if own else ()

    def _tax_registrations(self, source, company, numbers):
        """BT-31, BT-48: ours in the country of the fiscal position, where that has one."""
        is_named, foreign = self._vat_registration(source)
        number = (company == source.ours._pagero_legal_unit() and foreign) or numbers.vat
        if not number or not is_named:
            return ()
        has_prefix = number[:2].isalpha() or not company.country_id
        return (TaxRegistration(number, 'VAT' if has_prefix else FOREIGN_VAT),)

    def _address(self, partner):
        """BG-5, BG-8, BG-15."""
        return Address(
            street=partner.street or '',
            additional_street=partner.street2 or '',
            city=partner.city or '',
            post_code=partner.zip or '',
            subdivision=partner.state_id.name or '',
            country=partner.country_id.code or '',
        )

    def _delivery(self, source):
        """BG-13; self-billed goods came to us."""
        move = source.move
        ours = move.company_id.sudo().partner_id
        place = (move.partner_shipping_id or move.partner_id) if move.is_sale_document() else ours
        has_gln = 'global_location_number' in place._fields and place.global_location_number
        return Delivery(
            name=place.name or source.buyer.name or '',
            location=Identifier(place.global_location_number, GLN) if has_gln else None,
            date=self._delivery_date(source),
            address=source.once(('address', place.id), self._address, place),
        )

    def _delivery_date(self, source):
        """BT-72; a sale within the EU needs one (BR-IC-11)."""
        move = source.move
        needs_date = WITHIN_EU in self._codes_used(source)
        return move.delivery_date or (needs_date and move.invoice_date) or None
