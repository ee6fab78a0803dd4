"""Reads from a UBL document what the network needs to know about it, and no more."""

from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree import ElementTree


NAMESPACES = {
    'cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
    'cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
}
UBL = 'urn:oasis:names:specification:ubl:schema:xsd:'
SUBTYPES = {'Invoice': 'Debit', 'CreditNote': 'Credit'}
GLN = '0088'
SELF_BILLING = ':selfbilling:'


def read_facts(payload: bytes) -> dict[str, Any]:
    """Facts by name; {'unreadable': reason} where the payload is no document we know.

    'root' is the local name of the root element; 'sender' and 'receiver' have the shape of a
    party in the Document API; 'match' holds the receiver's identifiers in matching order.
    """
    if b'<!DOCTYPE' in payload:
        return {'unreadable': "A document type declaration is not allowed."}
    try:
        root = ElementTree.fromstring(payload)
    except ElementTree.ParseError as error:
        return {'unreadable': f"The XML is not well-formed: {error}."}
    name = root.tag.rpartition('}')[2]
    if root.tag not in (f'{{{UBL}{name}-2}}{name}',):
        return {'unreadable': f"The root element {name} is not a known business document."}
    if name == 'ApplicationResponse':
        return _response_facts(root)
    return _invoice_facts(root, name)


def _invoice_facts(root: ElementTree.Element, name: str) -> dict[str, Any]:
    sender = root.find('cac:AccountingSupplierParty', NAMESPACES)
    receiver = root.find('cac:AccountingCustomerParty', NAMESPACES)
    is_self_billed = SELF_BILLING in _text(root, 'cbc:CustomizationID')
    if is_self_billed:  # the buyer sends it, and the seller gets it
        sender, receiver = receiver, sender
    sender_match = _identifiers(sender)
    return {
        'root': name,
        'subtype': SUBTYPES.get(name, name),
        'number': _text(root, 'cbc:ID'),
        'type_code': _text(root, f'cbc:{name}TypeCode'),
        'is_self_billed': is_self_billed,
        'issue_date': _text(root, 'cbc:IssueDate'),
        'due_date': _text(root, 'cbc:DueDate')
        or _text(root, 'cac:PaymentMeans/cbc:PaymentDueDate'),
        'amounts': _amounts(root),
        'sender': _party(sender),
        'receiver': _party(receiver),
        'match': _identifiers(receiver),
        'sender_key': _key(sender_match),
    }


def _response_facts(root: ElementTree.Element) -> dict[str, Any]:
    response = 'cac:DocumentResponse'
    sender = root.find('cac:SenderParty', NAMESPACES)
    receiver = root.find('cac:ReceiverParty', NAMESPACES)
    return {
        'root': 'ApplicationResponse',
        'number': _text(root, 'cbc:ID'),
        'subtype': _text(root, f'{response}/cac:Response/cbc:ResponseCode'),
        'reference': _text(root, f'{response}/cac:DocumentReference/cbc:ID'),
        'issue_date': _text(root, 'cbc:IssueDate'),
        'due_date': '',
        'amounts': None,
        'sender': _party(sender),
        'receiver': _party(receiver),
        'match': _identifiers(receiver),
        'sender_key': _key(_identifiers(sender)),
    }


def _text(element: ElementTree.Element | None, path: str) -> str:
    found = element.find(path, NAMESPACES) if element is not None else None
    return (found.text or '').strip() if found is not None else ''


def _amounts(root: ElementTree.Element) -> dict[str, str]:
    currency = _text(root, 'cbc:DocumentCurrencyCode')
    totals = 'cac:LegalMonetaryTotal/cbc:'
    taxes = [
        tax
        for tax in root.findall('cac:TaxTotal/cbc:TaxAmount', NAMESPACES)
        if tax.get('currencyID') == currency
    ]
    return {
        'currency': currency,
        'netAmount': _amount(_text(root, totals + 'TaxExclusiveAmount')),
        'vatAmount': _amount(taxes[0].text if taxes else ''),
        'totalAmount': _amount(_text(root, totals + 'TaxInclusiveAmount')),
    }


def _amount(text: str | None) -> str:
    try:
        return f'{Decimal((text or "").strip() or "0"):.2f}'
    except InvalidOperation:
        return '0.00'


def _inner(party: ElementTree.Element | None) -> ElementTree.Element | None:
    """The Party element, whether it is wrapped (invoice) or not (response)."""
    if party is None:
        return None
    inner = party.find('cac:Party', NAMESPACES)
    return party if inner is None else inner


def _party(wrapper: ElementTree.Element | None) -> dict[str, Any]:
    party = _inner(wrapper)
    address = 'cac:PostalAddress/'
    return {
        'name': _text(party, 'cac:PartyLegalEntity/cbc:RegistrationName')
        or _text(party, 'cac:PartyName/cbc:Name'),
        'type': 'Business',
        'address': {
            'street': _text(party, address + 'cbc:StreetName'),
            'postCode': _text(party, address + 'cbc:PostalZone'),
            'town': _text(party, address + 'cbc:CityName'),
            'countryCode': _text(party, address + 'cac:Country/cbc:IdentificationCode'),
        },
        'ids': _typed_ids(_identifiers(wrapper)),
        'personalContact': {
            'name': _text(party, 'cac:Contact/cbc:Name'),
            'email': _text(party, 'cac:Contact/cbc:ElectronicMail'),
        },
    }


def _identifiers(wrapper: ElementTree.Element | None) -> dict[str, Any]:
    """What a party is known by: customer number, then scheme:value pairs, VAT, company number."""
    party = _inner(wrapper)
    if party is None:
        return {
            'customer_number': '',
            'endpoint': '',
            'identifications': [],
            'vat': '',
            'company': '',
        }
    return {
        'customer_number': _text(wrapper, 'cbc:SupplierAssignedAccountID'),
        'endpoint': _with_scheme(party.find('cbc:EndpointID', NAMESPACES)),
        'identifications': [
            _with_scheme(element)
            for element in party.findall('cac:PartyIdentification/cbc:ID', NAMESPACES)
        ],
        'vat': _vat(party),
        'company': _text(party, 'cac:PartyLegalEntity/cbc:CompanyID'),
    }


def _vat(party: ElementTree.Element) -> str:
    for tax in party.findall('cac:PartyTaxScheme', NAMESPACES):
        if _text(tax, 'cac:TaxScheme/cbc:ID') in ('VAT', ''):
            return _text(tax, 'cbc:CompanyID')
    return ''


def _with_scheme(element: ElementTree.Element | None) -> str:
    if element is None or not (element.text or '').strip():
        return ''
    scheme = element.get('schemeID')
    return f'{scheme}:{element.text.strip()}' if scheme else element.text.strip()


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
