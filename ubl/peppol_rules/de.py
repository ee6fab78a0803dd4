"""Rules between German companies: the document and its parties; `de_payment` has the rest.

Source: rules DE-R-001 … DE-R-022, DE-R-026 … DE-R-028 and DE-R-T02 of Peppol BIS Billing 3.0.21.
"""

from __future__ import annotations

import re
from functools import partial

from ..finding import FATAL, WARNING
from .common import REPORT
from .countries import are_german
from .document import Document, Element, find, find_all, raw, text
from .registry import Breach, Breaches, rule


SELLER = 'cac:AccountingSupplierParty'
CONTACT_ADVICE = "Complete the contact person of your company: name, telephone and e-mail."
ADDRESS_ADVICE = "Complete the address of the contact: city and post code."
ATTACHMENT = 'cac:Attachment/cbc:EmbeddedDocumentBinaryObject'
TAXED = frozenset({'S', 'Z', 'E', 'AE', 'K', 'G', 'L', 'M'})
TYPES = frozenset({'326', '380', '384', '389', '381', '875', '876', '877'})
EMAIL = re.compile(r'[^@ \t\r\n]+@(?:[^@. \t\r\n]{1,255}\.)+[^@. \t\r\n]+')
URL = re.compile('[a-zA-Z][a-zA-Z0-9+.-]+:')

german_rule = partial(rule, where=are_german)


@german_rule(
    'DE-R-002', FATAL, "A German invoice needs a contact person of the seller.", CONTACT_ADVICE
)
def contact_is_missing(document: Document) -> Breaches:
    """BG-6."""
    for seller in find_all(document.root, SELLER):
        if find(seller, 'cac:Party/cac:Contact') is None:
            yield Breach(seller, missing='cac:Contact')


def _register_addresses(
    city: str,
    post_code: str,
    owner: str,
    path: str,
) -> None:
    """The two rules on the addresses at a path."""
    for number, name, words in ((city, 'CityName', "city"), (post_code, 'PostalZone', "post code")):
        _register_part(
            number,
            path,
            f'cbc:{name}',
            f"A German invoice needs the {words} of {owner}.",
            ADDRESS_ADVICE,
        )


def _register_part(number: str, path: str, name: str, words: str, advice: str) -> None:
    @german_rule(f'DE-R-{number}', FATAL, words, advice)
    def part_is_missing(document: Document) -> Breaches:
        for group in find_all(document.root, path):
            if not any(text(node) for node in find_all(group, name)):
                yield Breach(group, missing=name)


_register_addresses('003', '004', "the seller", f'{SELLER}/cac:Party/cac:PostalAddress')
for _number, _name, _words in (
    ('005', 'Name', "name"),
    ('006', 'Telephone', "telephone number"),
    ('007', 'ElectronicMail', "e-mail address"),
):
    _register_part(
        _number,
        f'{SELLER}/cac:Party/cac:Contact',
        f'cbc:{_name}',
        f"A German invoice needs the {_words} of the seller's contact person.",
        CONTACT_ADVICE,
    )
_register_addresses(
    '008', '009', "the buyer", 'cac:AccountingCustomerParty/cac:Party/cac:PostalAddress'
)
_register_addresses(
    '010', '011', "the delivery place", 'cac:Delivery/cac:DeliveryLocation/cac:Address'
)


@german_rule(
    'DE-R-014',
    FATAL,
    "A German invoice needs the rate of each group of the VAT breakdown.",
    "Open the tax that is used and enter its percentage; 0 is one too.",
)
def rate_is_missing(document: Document) -> Breaches:
    """BT-119."""
    for subtotal in document.subtotals:
        if not text(subtotal, 'cac:TaxCategory/cbc:Percent'):
            yield Breach(subtotal, missing='cac:TaxCategory/cbc:Percent')


@german_rule(
    'DE-R-015',
    FATAL,
    "A German invoice needs a buyer reference.",
    "Fill in the buyer reference on the invoice, for authorities the Leitweg-ID.",
)
def buyer_reference_is_missing(document: Document) -> Breaches:
    """BT-10."""
    if not text(document.root, 'cbc:BuyerReference'):
        yield Breach(document.root, missing='cbc:BuyerReference')


@german_rule(
    'DE-R-016',
    FATAL,
    "A German seller has to state a VAT number or tax number.",
    "Enter the VAT number on your company.",
)
def tax_number_is_missing(document: Document) -> Breaches:
    """BT-31, BT-32 or BG-11."""
    numbers = find_all(document.root, f'{SELLER}/cac:Party/cac:PartyTaxScheme/cbc:CompanyID')
    stated = document.tax_representative is not None or any(text(node) for node in numbers)
    if not stated and not TAXED.isdisjoint(_categories(document)):
        yield Breach(document.root, missing=f'{SELLER}/cac:PartyTaxScheme')


@german_rule('DE-R-017', WARNING, "The invoice type isn't one of those that Germany uses.", REPORT)
def type_is_another(document: Document) -> Breaches:
    """BT-3."""
    if TYPES.isdisjoint(_types(document)):
        yield Breach(document.root, missing='cbc:InvoiceTypeCode')


@german_rule(
    'DE-R-022', FATAL, "Two attachments have the same file name.", "Rename one of the files."
)
def file_name_is_repeated(document: Document) -> Breaches:
    """BT-125-2."""
    references = find_all(document.root, 'cac:AdditionalDocumentReference')
    names = [
        node.get('filename')
        for each in references
        for node in find_all(each, ATTACHMENT)
        if node.get('filename') is not None
    ]
    repeated = {name for name in names if names.count(name) > 1}
    if repeated:
        yield Breach(document.root, ' / '.join(sorted(repeated)), 'cac:AdditionalDocumentReference')


@german_rule(
    'DE-R-026',
    WARNING,
    "A corrected invoice should name the invoice that it corrects.",
    "Make the correction from the invoice, or name the invoice in it.",
)
def corrected_invoice_is_missing(document: Document) -> Breaches:
    """BG-3 with the type 384."""
    if (
        '384' in _types(document)
        and find(document.root, 'cac:BillingReference/cac:InvoiceDocumentReference') is None
    ):
        yield Breach(document.root, missing='cac:BillingReference')


@german_rule(
    'DE-R-027',
    WARNING,
    "The telephone number of the seller's contact person has no 3 digits.",
    CONTACT_ADVICE,
)
def telephone_is_malformed(document: Document) -> Breaches:
    """BT-42."""
    for contact in _contacts(document):
        telephone = text(contact, 'cbc:Telephone')
        if len(re.findall('[0-9]', telephone)) < 3:
            yield Breach(contact, telephone, 'cbc:Telephone')


@german_rule(
    'DE-R-028',
    WARNING,
    "The e-mail address of the seller's contact person is malformed.",
    CONTACT_ADVICE,
)
def email_is_malformed(document: Document) -> Breaches:
    """BT-43."""
    for contact in _contacts(document):
        email = text(contact, 'cbc:ElectronicMail')
        if not EMAIL.fullmatch(email):
            yield Breach(contact, email, 'cbc:ElectronicMail')


@german_rule(
    'DE-R-T02',
    WARNING,
    "The link to a document isn't a complete address.",
    "Correct the link: it begins with https:// or the like.",
)
def link_is_malformed(document: Document) -> Breaches:
    """BT-124."""
    path = 'cac:AdditionalDocumentReference/cac:Attachment/cac:ExternalReference'
    for node in find_all(document.root, path):
        if not URL.match(raw(node, 'cbc:URI')):
            yield Breach(node, raw(node, 'cbc:URI'), 'cbc:URI')


def _contacts(document: Document) -> list[Element]:
    return find_all(document.root, f'{SELLER}/cac:Party/cac:Contact')


def _types(document: Document) -> set[str]:
    return {
        text(document.root, 'cbc:InvoiceTypeCode'),
        text(document.root, 'cbc:CreditNoteTypeCode'),
    }


def _categories(document: Document) -> set[str]:
    """The VAT categories of lines, discounts and charges (BT-151, BT-95, BT-102)."""
    changes = [
        node
        for node in find_all(document.root, 'cac:AllowanceCharge')
        if raw(node, 'cbc:ChargeIndicator') in {'true', 'false'}
    ]
    found = [node for change in changes for node in find_all(change, 'cac:TaxCategory/cbc:ID')]
    for name in ('cac:InvoiceLine', 'cac:CreditNoteLine'):
        found += find_all(document.root, f'{name}/cac:Item/cac:ClassifiedTaxCategory/cbc:ID')
    return {raw(node) for node in found}
