"""How Peppol writes participants and document types, and what they are in our words.

>>> participant_id('0007', '2120009986')
'iso6523-actorid-upis::0007:2120009986'
>>> parse_participant_id('iso6523-actorid-upis::0007:2120009986')
('0007', '2120009986')
>>> parse_participant_id('0088:7350012345678')
('0088', '7350012345678')
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .company import Capability


PARTICIPANT_SCHEME = 'iso6523-actorid-upis'
DOCUMENT_SCHEMES = ('busdox-docid-qns', 'peppol-doctype-wildcard')
# The root element of UBL and CII documents. A self-billed invoice goes the other way, from the
# buyer, so a company that receives these doesn't thereby receive invoices.
_TYPE_OF_ROOT = {
    'Invoice': 'invoice',
    'CrossIndustryInvoice': 'invoice',
    'CreditNote': 'credit_note',
    'Reminder': 'payment_reminder',
    'Order': 'order',
    'OrderResponse': 'order_response',
    'OrderResponseSimple': 'order_response',
}
_SELF_BILLING = re.compile('self-?billing', re.IGNORECASE)


def participant_id(scheme: str, value: str) -> str:
    """With the scheme of all of Peppol's participants in front."""
    return f'{PARTICIPANT_SCHEME}::{scheme}:{value}'


def parse_participant_id(text: str) -> tuple[str, str] | None:
    """Scheme and value of a participant, with or without the general scheme in front."""
    scheme, _colon, value = text.removeprefix(f'{PARTICIPANT_SCHEME}::').partition(':')
    if re.fullmatch('[0-9]{4}', scheme, re.ASCII) and value:
        return scheme, value
    return None


def capability_of(document_type_id: str) -> Capability:
    """What a document type id means; a format that isn't billing is 'other' with its root's name.

    >>> capability_of('urn:oasis:names:specification:ubl:schema:xsd:Invoice-2::Invoice##urn:cen.eu'
    ...     ':en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0::2.1').document_type
    'invoice'
    """
    syntax, _hashes, customization = document_type_id.partition('##')
    root = syntax.rpartition('::')[2][:255]
    document_type = _TYPE_OF_ROOT.get(root, 'other')
    if _SELF_BILLING.search(customization):
        document_type, root = 'other', f'{root} (self-billing)'
    return Capability(document_type, 'receive', word=root)


def capabilities_of(document_type_ids: Iterable[str]) -> tuple[Capability, ...]:
    """Each kind of document once: a participant takes the same in many formats."""
    found = (capability_of(each) for each in document_type_ids)
    return tuple({(each.document_type, _other(each)): each for each in found}.values())


def _other(capability: Capability) -> str:
    return capability.word if capability.document_type == 'other' else ''
