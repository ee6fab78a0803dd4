"""What has to stand exactly once: rules PEPPOL-EN16931-R140 … R276 of Peppol BIS Billing 3.0.22.

Each counts the children of one name below each element at one path; a credit note and an invoice
have numbers of their own for the same demand. Most of what they find the rules of EN 16931 find as
well, so the check lets the one with the better words speak (``check.said_once``).
"""

from __future__ import annotations

from typing import NamedTuple

from ..finding import FATAL
from .document import Document, clark
from .registry import RELEASE_3_0_22, Breach, Breaches, rule


KEY = 'PEPPOL-CARDINALITY'
TEXT = "This has to stand in the document exactly once, and it is missing or there several times."
ADVICE = (
    "Fill in what is missing; if there is no field for it, report this with the invoice number."
)


class Demand(NamedTuple):
    """A child, and the numbers of its rule in a credit note and in an invoice, if it has one."""

    child: str
    credit_note: int | None
    invoice: int | None


def _party(role: str, credit_note: int, invoice: int) -> dict[str, tuple[Demand, ...]]:
    """The demands on seller or buyer, whose ten numbers follow each other."""

    def numbered(child: str, place: int) -> Demand:
        return Demand(child, credit_note + place, invoice + place)

    party = f'{role}/cac:Party'
    address, scheme = f'{party}/cac:PostalAddress', f'{party}/cac:PartyTaxScheme'
    return {
        role: (numbered('cac:Party', 0),),
        party: (
            numbered('cac:PartyLegalEntity', 1),
            numbered('cac:PostalAddress', 5),
            numbered('cbc:EndpointID', 9),
        ),
        f'{party}/cac:PartyLegalEntity': (numbered('cbc:RegistrationName', 2),),
        f'{scheme}/cac:TaxScheme': (numbered('cbc:ID', 3),),
        scheme: (numbered('cbc:CompanyID', 4),),
        f'{address}/cac:AddressLine': (numbered('cbc:Line', 6),),
        address: (numbered('cac:Country', 7),),
        f'{address}/cac:Country': (numbered('cbc:IdentificationCode', 8),),
    }


# Paths from the root; a line is cac:Line. Where the schema allows something only once, or demands
# it, a rule can't be broken by a document that comes so far.
DEMANDS: dict[str, tuple[Demand, ...]] = {
    '': (
        Demand('cac:AccountingCustomerParty', 140, 209),
        Demand('cbc:CreditNoteTypeCode', 205, None),
        Demand('cbc:InvoiceTypeCode', None, 275),
        Demand('cbc:CustomizationID', 206, 273),
        Demand('cbc:DocumentCurrencyCode', 207, 274),
        Demand('cbc:ProfileID', 208, 276),
    ),
    **_party('cac:AccountingCustomerParty', 141, 210),
    **_party('cac:AccountingSupplierParty', 151, 220),
    'cac:AdditionalDocumentReference/cac:Attachment/cac:ExternalReference': (
        Demand('cbc:URI', 161, 230),
    ),
    'cac:AllowanceCharge': (Demand('cac:TaxCategory', 162, 231),),
    'cac:AllowanceCharge/cac:TaxCategory': (
        Demand('cac:TaxScheme', 163, 232),
        Demand('cbc:ID', 165, 234),
    ),
    'cac:AllowanceCharge/cac:TaxCategory/cac:TaxScheme': (Demand('cbc:ID', 164, 233),),
    'cac:BillingReference': (Demand('cac:InvoiceDocumentReference', 166, 235),),
    'cac:Line/cac:DocumentReference': (Demand('cbc:DocumentTypeCode', 167, 240),),
    'cac:Line': (
        Demand('cac:Item', 168, None),
        Demand('cac:Price', 177, 249),
        Demand('cbc:CreditedQuantity', 178, None),
        Demand('cbc:InvoicedQuantity', None, 250),
        Demand('cbc:LineExtensionAmount', 179, 251),
    ),
    'cac:Line/cac:Item/cac:AdditionalItemProperty': (Demand('cbc:Value', 169, 241),),
    'cac:Line/cac:Item': (
        Demand('cac:ClassifiedTaxCategory', 170, 242),
        Demand('cbc:Name', 176, 248),
    ),
    'cac:Line/cac:Item/cac:ClassifiedTaxCategory': (
        Demand('cac:TaxScheme', 171, 243),
        Demand('cbc:ID', 173, 245),
    ),
    'cac:Line/cac:Item/cac:ClassifiedTaxCategory/cac:TaxScheme': (Demand('cbc:ID', 172, 244),),
    'cac:Line/cac:Item/cac:CommodityClassification': (
        Demand('cbc:ItemClassificationCode', 174, 246),
    ),
    'cac:Line/cac:Item/cac:OriginCountry': (Demand('cbc:IdentificationCode', 175, 247),),
    'cac:Delivery/cac:DeliveryLocation/cac:Address/cac:AddressLine': (
        Demand('cbc:Line', 180, 236),
    ),
    'cac:Delivery/cac:DeliveryLocation/cac:Address': (Demand('cac:Country', 181, 237),),
    'cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country': (
        Demand('cbc:IdentificationCode', 182, 238),
    ),
    'cac:Delivery/cac:DeliveryParty': (Demand('cac:PartyName', 183, 239),),
    'cac:LegalMonetaryTotal': (
        Demand('cbc:LineExtensionAmount', 184, 252),
        Demand('cbc:TaxExclusiveAmount', 185, 253),
        Demand('cbc:TaxInclusiveAmount', 186, 254),
    ),
    'cac:PayeeParty/cac:PartyLegalEntity': (Demand('cbc:CompanyID', 187, 255),),
    'cac:PayeeParty': (Demand('cac:PartyName', 188, 256),),
    'cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch': (
        Demand('cbc:ID', 189, 257),
    ),
    'cac:PaymentMeans/cac:PayeeFinancialAccount': (Demand('cbc:ID', 190, 258),),
    'cac:PaymentMeans/cac:PaymentMandate/cac:PayerFinancialAccount': (Demand('cbc:ID', 191, 259),),
    'cac:PaymentTerms': (Demand('cbc:Note', 192, 260),),
    'cac:TaxRepresentativeParty': (
        Demand('cac:PartyName', 193, 261),
        Demand('cac:PartyTaxScheme', 194, 262),
        Demand('cac:PostalAddress', 197, 265),
    ),
    'cac:TaxRepresentativeParty/cac:PartyTaxScheme/cac:TaxScheme': (Demand('cbc:ID', 195, 263),),
    'cac:TaxRepresentativeParty/cac:PartyTaxScheme': (Demand('cbc:CompanyID', 196, 264),),
    'cac:TaxRepresentativeParty/cac:PostalAddress/cac:AddressLine': (Demand('cbc:Line', 198, 266),),
    'cac:TaxRepresentativeParty/cac:PostalAddress': (Demand('cac:Country', 199, 267),),
    'cac:TaxRepresentativeParty/cac:PostalAddress/cac:Country': (
        Demand('cbc:IdentificationCode', 200, 268),
    ),
    'cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory': (
        Demand('cac:TaxScheme', 201, 269),
        Demand('cbc:ID', 203, 271),
    ),
    'cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cac:TaxScheme': (Demand('cbc:ID', 202, 270),),
    'cac:TaxTotal/cac:TaxSubtotal': (Demand('cbc:TaxableAmount', 204, 272),),
}


def _register(number: int, path: str, child: str, of_credit_notes: bool) -> None:
    line = 'cac:CreditNoteLine' if of_credit_notes else 'cac:InvoiceLine'
    path, tag = path.replace('cac:Line', line), clark(child)

    @rule(f'PEPPOL-EN16931-R{number}', FATAL, TEXT, ADVICE, key=KEY, since=RELEASE_3_0_22)
    def does_not_stand_once(document: Document) -> Breaches:
        if document.is_credit_note is not of_credit_notes:
            return
        for node in document.at(path):
            count = len([*node.iterchildren(tag)])
            if count != 1:
                yield Breach(node, str(count), child)


for _path, _demands in DEMANDS.items():
    for _child, _credit_note, _invoice in _demands:
        if _credit_note is not None:
            _register(_credit_note, _path, _child, of_credit_notes=True)
        if _invoice is not None:
            _register(_invoice, _path, _child, of_credit_notes=False)
