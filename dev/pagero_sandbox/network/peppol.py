"""Peppol's own words: identifiers of participants, documents and processes (public code lists)."""

from typing import NamedTuple

from .company import Company


PARTICIPANT_SCHEME = 'iso6523-actorid-upis'
DOCUMENT_SCHEME = 'busdox-docid-qns'
PROCESS_SCHEME = 'cenbii-procid-ubl'
_UBL = 'urn:oasis:names:specification:ubl:schema:xsd:'
_BILLING = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0'
_BILLING_PROCESS = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0'
_ORDERING_PROCESS = 'urn:fdc:peppol.eu:poacc:bis:ordering:3'


class DocumentType(NamedTuple):
    """A kind of document as it is registered, and the process that it belongs to."""

    id: str
    process: str


def _document_type(name: str, customization: str, process: str) -> DocumentType:
    return DocumentType(f'{_UBL}{name}-2::{name}##{customization}::2.1', process)


# Peppol knows no payment reminders.
DOCUMENT_TYPES = {
    'Invoice': _document_type('Invoice', _BILLING, _BILLING_PROCESS),
    'CreditNote': _document_type('CreditNote', _BILLING, _BILLING_PROCESS),
    'Order': _document_type('Order', 'urn:fdc:peppol.eu:poacc:trns:order:3', _ORDERING_PROCESS),
    'OrderResponse': _document_type(
        'OrderResponse', 'urn:fdc:peppol.eu:poacc:trns:order_response:3', _ORDERING_PROCESS
    ),
}


def document_types(company: Company) -> list[DocumentType]:
    """What a company is registered to receive."""
    return [kind for name, kind in DOCUMENT_TYPES.items() if company.receives(name)]


def is_registered(company: Company) -> bool:
    return company.is_on_peppol and company.is_active


def participant_value(text: str) -> str | None:
    """'0007:5599…' from 'iso6523-actorid-upis::0007:5599…'; None for what can't be one."""
    scheme, separator, value = text.partition('::')
    icd, colon, number = value.partition(':')
    if scheme != PARTICIPANT_SCHEME or not separator or not colon or not number:
        return None
    return value if icd.isdigit() and len(icd) == 4 else None
