"""The words of the **assumed** network API (see ``partner_api``) become ours here, once.

Every ``parse_…`` takes any JSON value and gives its dataclass or raises Garbled. Only ids are
demanded; words that we don't know are kept as they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar

from .answers import error_code
from .company import TEXT_LIMIT, Capability, Company, ElectronicId, Requirement
from .connection import NetworkConnection, NetworkRequest, NetworkRoutingOrder
from .errors import Garbled
from .payloads import identifier
from .reading import flag, instant, listed, member, word
from .transport import Response


FIELD_OF_KIND = {
    'any': 'any',
    'name': 'name',
    'org_number': 'orgNumber',
    'vat_number': 'vatNumber',
    'gln': 'gln',
    'electronic_id': 'electronicId',
}
DOCUMENT_TYPE_OF_WORD = {
    'Invoice': 'invoice',
    'CreditNote': 'credit_note',
    'PaymentReminder': 'payment_reminder',
    'Order': 'order',
    'OrderResponse': 'order_response',
}
ACCEPTANCE_OF_WORD = {
    'Automatic': 'by_itself',
    'ByRequest': 'must_approve',
    'Routing': 'needs_routing',
}
CONNECTION_TYPE_OF_WORD = {
    'Direct': 'direct',
    'ByRequest': 'by_request',
    'ByRouting': 'by_routing',
}
CONNECTION_STATE_OF_WORD = {
    'Connected': 'connected',
    'Requested': 'requested',
    'RoutingNeeded': 'routing_needed',
    'Rejected': 'rejected',
    'Cancelled': 'cancelled',
}
REQUEST_STATE_OF_WORD = {
    'Pending': 'pending',
    'Accepted': 'accepted',
    'Rejected': 'rejected',
    'Cancelled': 'cancelled',
}
ROUTING_STATE_OF_WORD = {
    'AwaitingResponse': 'awaiting_response',
    'Active': 'active',
    'Cancelled': 'cancelled',
}
_FIELD_OF_ID_TYPE = {
    'ORGNR': 'org_number',
    'UNDEFINED_ORGNR': 'org_number',
    'VAT': 'vat_number',
    'UNDEFINED_VAT': 'vat_number',
    'GLN': 'gln',
}
_WORD_OF_DOCUMENT_TYPE = {ours: theirs for theirs, ours in DOCUMENT_TYPE_OF_WORD.items()}
_LIMIT = 200  # members of one list that are read

T = TypeVar('T')


def parse_company(payload: object) -> Company:
    address = member(payload, 'address')
    provider = member(payload, 'serviceProvider')
    requirements = member(payload, 'requirements')
    country = word(member(payload, 'countryCode')) or word(member(address, 'countryCode'))
    return Company(
        network_id=identifier(payload, 'id'),
        name=word(member(payload, 'name')),
        country_code=country.upper()[:2],
        street=word(member(address, 'street')),
        post_code=word(member(address, 'postCode')),
        town=word(member(address, 'town')),
        **_numbers(member(payload, 'ids')),
        electronic_ids=_electronic_ids(member(payload, 'electronicIds')),
        operator_id=word(member(provider, 'id')),
        operator_name=word(member(provider, 'name')),
        is_active=word(member(payload, 'status')) != 'Inactive',
        acceptance=ACCEPTANCE_OF_WORD.get(word(member(payload, 'acceptance')), 'unknown'),
        capabilities=parse_capabilities(member(payload, 'capabilities')),
        requirements=_requirements(member(requirements, 'items')),
        requirements_url=_web_address(member(requirements, 'url')),
        accepts_tests=_flag_or_none(member(payload, 'acceptsTests')),
        sources=('network',),
    )


def parse_capabilities(value: object) -> tuple[Capability, ...]:
    capabilities = (_capability(each) for each in listed(value)[:_LIMIT])
    return tuple(dict.fromkeys(each for each in capabilities if each.word))


def asked_capability(capability: Capability) -> dict[str, str]:
    """As a request for a connection names it."""
    theirs = _WORD_OF_DOCUMENT_TYPE.get(capability.document_type, capability.word)
    return {'documentType': theirs, 'direction': capability.direction.capitalize()}


def parse_connection(payload: object) -> NetworkConnection:
    state = word(member(payload, 'state'))
    numbers = (word(each) for each in listed(member(payload, 'customerNumbers'))[:_LIMIT])
    return NetworkConnection(
        id=identifier(payload, 'id'),
        recipient_id=word(member(payload, 'recipientId')),
        state=CONNECTION_STATE_OF_WORD.get(state),
        word=state,
        customer_numbers=tuple(each for each in numbers if each),
        capabilities=parse_capabilities(member(payload, 'capabilities')),
        request_id=word(member(payload, 'requestId')),
        routing_order_id=word(member(payload, 'routingOrderId')),
        modified_at=instant(member(payload, 'modifiedAt')),
    )


def existing_in(response: Response, key: str, parse_item: Callable[[object], T]) -> T | None:
    """What was there already, when that is what a 409 says and shows."""
    if response.status != 409 or error_code(response) != 'exists':
        return None
    try:
        return parse_item(member(json.loads(response.body), key))
    except (Garbled, ValueError, RecursionError):
        return None


def parse_request(payload: object) -> NetworkRequest:
    state = word(member(payload, 'state'))
    return NetworkRequest(
        id=identifier(payload, 'id'),
        connection_id=word(member(payload, 'connectionId')),
        recipient_id=word(member(payload, 'recipientId')),
        state=REQUEST_STATE_OF_WORD.get(state),
        word=state,
        direction='received' if word(member(payload, 'direction')) == 'Received' else 'sent',
        message=word(member(payload, 'message'), TEXT_LIMIT),
        answer=word(member(payload, 'answer'), TEXT_LIMIT),
        company_id=word(member(payload, 'companyId')),
        sender=_company_or_none(member(payload, 'sender')),
        created_at=instant(member(payload, 'createdAt')),
        modified_at=instant(member(payload, 'modifiedAt')),
    )


def _company_or_none(payload: object) -> Company | None:
    try:
        return parse_company(payload)
    except Garbled:
        return None


def parse_routing_order(payload: object) -> NetworkRoutingOrder:
    state = word(member(payload, 'state'))
    return NetworkRoutingOrder(
        id=identifier(payload, 'id'),
        recipient_id=word(member(payload, 'recipientId')),
        state=ROUTING_STATE_OF_WORD.get(state),
        word=state,
        created_at=instant(member(payload, 'createdAt')),
        modified_at=instant(member(payload, 'modifiedAt')),
    )


def _capability(payload: object) -> Capability:
    theirs = word(member(payload, 'documentType'))
    way = word(member(payload, 'connectionType'))
    return Capability(
        document_type=DOCUMENT_TYPE_OF_WORD.get(theirs, 'other'),
        direction='send' if word(member(payload, 'direction')) == 'Send' else 'receive',
        connection_type=CONNECTION_TYPE_OF_WORD.get(way, 'unknown'),
        word=theirs,
    )


def _numbers(value: object) -> dict[str, str]:
    """The first number of each kind."""
    numbers: dict[str, str] = {}
    for each in listed(value)[:_LIMIT]:
        name = _FIELD_OF_ID_TYPE.get(word(member(each, 'idType')))
        if name and word(member(each, 'value')):
            numbers.setdefault(name, word(member(each, 'value')))
    return numbers


def _electronic_ids(value: object) -> tuple[ElectronicId, ...]:
    parts = (word(each).partition(':') for each in listed(value)[:_LIMIT])
    return tuple((scheme, number) for scheme, _colon, number in parts if scheme and number)


def _requirements(value: object) -> tuple[Requirement, ...]:
    names = ('id', 'question', 'field', 'kind', 'value', 'message')
    rows = (
        Requirement(**{name: word(member(each, name), TEXT_LIMIT) for name in names})
        for each in listed(value)[:_LIMIT]
    )
    return tuple(row for row in rows if row.id)


def _web_address(value: object) -> str:
    """A link that people click: nothing but http and https."""
    address = word(value, TEXT_LIMIT)
    return address if address.lower().startswith(('https://', 'http://')) else ''


def _flag_or_none(value: object) -> bool | None:
    return None if value is None else flag(value)
