"""Reads from a UBL document what the network needs to know about it, and no more."""

from decimal import Decimal
from typing import Any

from lxml import etree

from en16931.invoice import SELF_BILLING, Invoice
from en16931.parties import Party
from en16931.values import Identifier
from ubl.billing.reader import read, read_party
from ubl.parse import NotReadable, parse
from ubl.peppol_rules.document import find, text


UBL = 'urn:oasis:names:specification:ubl:schema:xsd:'
SUBTYPES = {'Invoice': 'Debit', 'CreditNote': 'Credit'}
GLN = '0088'
RESPONSE = 'cac:DocumentResponse'


def read_facts(payload: bytes) -> dict[str, Any]:
    """Facts by name; {'unreadable': reason} where the payload is no document we know.

    'root' is the local name of the root element; 'sender' and 'receiver' have the shape of a
    party in the Document API; 'match' holds the receiver's identifiers in matching order.
    """
    try:
        root = parse(payload)
    except NotReadable as error:
        return {'unreadable': str(error)}
    name = etree.QName(root).localname
    if root.tag != f'{{{UBL}{name}-2}}{name}':
        return {'unreadable': f"The root element {name} is not a known business document."}
    if name == 'ApplicationResponse':
        return _response_facts(root)
    return _invoice_facts(read(root).invoice, name)


def _invoice_facts(invoice: Invoice, name: str) -> dict[str, Any]:
    sender, receiver = invoice.seller, invoice.buyer
    is_self_billed = invoice.process == SELF_BILLING
    if is_self_billed:  # the buyer sends it, and the seller gets it
        sender, receiver = receiver, sender
    due = [invoice.due_date, *(means.due_date for means in invoice.payment_means)]
    return {
        'root': name,
        'subtype': SUBTYPES.get(name, name),
        'number': invoice.number,
        'type_code': invoice.type_code,
        'is_self_billed': is_self_billed,
        'issue_date': str(invoice.issue_date or ''),
        'due_date': str(next(filter(None, due), '')),
        'amounts': _amounts(invoice),
        **_parties(sender, receiver),
    }


def _response_facts(root: etree._Element) -> dict[str, Any]:
    sender, receiver = (
        Party() if node is None else read_party(node)
        for node in (find(root, 'cac:SenderParty'), find(root, 'cac:ReceiverParty'))
    )
    return {
        'root': 'ApplicationResponse',
        'number': text(root, 'cbc:ID'),
        'subtype': text(root, f'{RESPONSE}/cac:Response/cbc:ResponseCode'),
        'reference': text(root, f'{RESPONSE}/cac:DocumentReference/cbc:ID'),
        'answers': _matched(root),
        'answered_on': text(root, f'{RESPONSE}/cac:DocumentReference/cbc:IssueDate'),
        'answered_type': text(root, f'{RESPONSE}/cac:DocumentReference/cbc:DocumentTypeCode'),
        'statuses': [_status(node) for node in root.iter('{*}Status')],
        'note': text(root, 'cbc:Note'),
        'issue_date': text(root, 'cbc:IssueDate'),
        'issue_time': text(root, 'cbc:IssueTime'),
        'due_date': '',
        'amounts': None,
        **_parties(sender, receiver),
    }


def _matched(root: etree._Element) -> str:
    """The id of the recipient's copy, as Pagero's extension names it."""
    return next((node.text or '' for node in root.iter('{*}receiverDocumentUUID')), '')


def _status(node: etree._Element) -> dict[str, str]:
    code = next(node.iter('{*}StatusReasonCode'), None)
    words = next(node.iter('{*}StatusReason'), None)
    return {
        'list': '' if code is None else code.get('listID', ''),
        'code': '' if code is None else code.text or '',
        'words': '' if words is None else words.text or '',
    }


def _amounts(invoice: Invoice) -> dict[str, str]:
    totals = invoice.totals
    return {
        'currency': invoice.currency,
        'netAmount': _amount(totals.without_vat),
        'vatAmount': _amount(totals.vat),
        'totalAmount': _amount(totals.with_vat),
    }


def _amount(value: Decimal | None) -> str:
    return f'{value or Decimal(0):.2f}'


def _parties(sender: Party, receiver: Party) -> dict[str, Any]:
    return {
        'sender': _party(sender),
        'receiver': _party(receiver),
        'match': _identifiers(receiver),
        'sender_key': _key(_identifiers(sender)),
    }


def _party(party: Party) -> dict[str, Any]:
    return {
        'name': party.name or party.trading_name,
        'type': 'Business',
        'address': {
            'street': party.address.street,
            'postCode': party.address.post_code,
            'town': party.address.city,
            'countryCode': party.address.country,
        },
        'ids': _typed_ids(_identifiers(party)),
        'personalContact': {'name': party.contact.name, 'email': party.contact.email},
    }


def _identifiers(party: Party) -> dict[str, Any]:
    """What a party is known by: customer number, then scheme:value pairs, VAT, company number."""
    numbers = (each for each in party.tax_registrations if each.scheme in ('VAT', ''))
    vat = next(numbers, None)
    return {
        'customer_number': party.customer_number,
        'endpoint': _with_scheme(party.endpoint),
        'identifications': [_with_scheme(each) for each in party.identifiers],
        'vat': vat.number if vat else '',
        'company': party.legal_registration.value if party.legal_registration else '',
    }


def _with_scheme(identifier: Identifier | None) -> str:
    if identifier is None:
        return ''
    return f'{identifier.scheme}:{identifier.value}' if identifier.scheme else identifier.value


def _typed_ids(identifiers: dict[str, Any]) -> list[dict[str, str]]:
    """The 'ids' of a party with the three types that are known from the recordings."""
    glns = [
        text.partition(':')[2]
        for text in [identifiers['endpoint'], *identifiers['identifications']]
        if text.startswith(GLN + ':')
    ]
    pairs = [('GLN', gln) for gln in dict.fromkeys(glns)]
    pairs += [('UNDEFINED_VAT', identifiers['vat']), ('UNDEFINED_ORGNR', identifiers['company'])]
    return [{'idType': kind, 'value': value} for kind, value in pairs if value]


def _key(identifiers: dict[str, Any]) -> str:
    """One word for the sender, for the duplicate control."""
    return identifiers['company'] or identifiers['vat'] or identifiers['endpoint']
