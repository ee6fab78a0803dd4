"""Sellers and buyers in the XML: who they are and under which numbers the network knows them."""

from odoo import models

from ...identification.schemes import GLN, NORWEGIAN_ORGNR, SWEDISH_ORGNR
from . import nodes


F_TAX = "Godkänd för F-skatt"  # SE-R-005: these words, in Swedish, whatever the reader's language


class AccountEdiXmlPagero(models.AbstractModel):
    """``_once`` is of ``memory``."""

    _inherit = 'account.edi.xml.pagero'

    def _pagero_seller(self, company):
        """The company that sells: the branch itself, or the one above it that has a number.

        Decided here, since account_peppol puts the parent in its place whenever the branch has
        no address of its own on Odoo's access point. Runs as superuser: a branch's accountant
        needn't see the parent.
        """
        for candidate in company.sudo().parent_ids[::-1]:
            partner = candidate.partner_id.commercial_partner_id
            if partner.company_registry or partner._pagero_has_vat():
                return candidate
        return company.sudo()

    def _correct_parties(self, document, vals):
        """BG-4 and BG-7, and the customer number by which Pagero matches the recipient first."""
        supplier = vals['supplier'].commercial_partner_id
        customer = vals['customer'].commercial_partner_id
        self._correct_party(nodes.party(document, 'supplier'), supplier)
        self._correct_party(nodes.party(document, 'customer'), customer)
        if vals['invoice'].is_sale_document():
            seller = self._pagero_seller(vals['invoice'].company_id)
            self._add_f_tax(nodes.party(document, 'supplier'), seller)
            # UBL-CR-202 warns of this element; without a number it isn't written.
            nodes.put_at(
                document,
                ('cac:AccountingCustomerParty', 'cbc:SupplierAssignedAccountID'),
                vals['invoice']._pagero_customer_number(),
            )

    def _correct_party(self, party, partner):
        ids = self._once(('party', partner.id), partner._pagero_identifiers)
        if ids.endpoint:
            scheme, value = ids.endpoint
            nodes.put(party, 'cbc:EndpointID', value, schemeID=scheme)
        else:
            nodes.put(party, 'cbc:EndpointID', None)
        if ids.gln:
            party['cac:PartyIdentification'] = [{'cbc:ID': {'_text': ids.gln, 'schemeID': GLN}}]
        legal = ('cac:PartyLegalEntity', 'cbc:CompanyID')
        if ids.orgnr:
            nodes.put_at(party, legal, ids.orgnr, schemeID=SWEDISH_ORGNR)
        elif norwegian := _norwegian_number(partner):
            nodes.put_at(party, legal, norwegian, schemeID=NORWEGIAN_ORGNR)
        self._correct_vat_number(party, ids)

    def _correct_vat_number(self, party, ids):
        """BT-31, BT-48; core writes the electronic address where there is no VAT number."""
        if not ids.vat:
            nodes.drop_vat_number(party)
        elif ids.orgnr:
            party['cac:PartyTaxScheme'] = [_tax_scheme(ids.vat, 'VAT')]

    def _add_f_tax(self, party, company):
        """BT-32; only a Swedish seller says it, and nothing else there (SE-R-005)."""
        if nodes.text(party, 'cac:PostalAddress', 'cac:Country', 'cbc:IdentificationCode') != 'SE':
            return
        tag = 'cac:PartyTaxScheme'
        schemes = [
            scheme
            for scheme in nodes.get_list(party, tag)
            if nodes.text(scheme, 'cac:TaxScheme', 'cbc:ID') == 'VAT'
        ]
        if company.pagero_f_tax:
            schemes.append(_tax_scheme(F_TAX, 'TAX'))
        party[tag] = schemes


def _tax_scheme(number, scheme):
    return {
        'cbc:CompanyID': {'_text': number},
        'cac:TaxScheme': {'cbc:ID': {'_text': scheme}},
    }


def _norwegian_number(partner):
    """The nine digits of the register in Brønnøysund; core writes the VAT number instead."""
    if partner.country_code != 'NO':
        return ''
    for written in (partner.company_registry, partner.vat):
        digits = ''.join(filter(str.isdigit, written or ''))
        if len(digits) == 9:
            return digits
    return ''
