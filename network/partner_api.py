"""The network API that an agreement with Pagero would give: **assumed**, not Pagero's own.

Pagero publishes no API for search, connections, requests and routing orders. What is spoken here is
this project's invention, served by its sandbox and described in ``dev/pagero_sandbox/README.md``.
Only this file knows its paths and only ``partner_payloads`` its words, so the real one, when it
comes, replaces these two.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from .answers import ERROR_OF_STATUS, checked, confirmed, error_code, json_of
from .company import Capability, Company
from .connection import NetworkConnection, NetworkRequest, NetworkRoutingOrder
from .encoding import query_string, segment, timestamp
from .errors import (
    AlreadyConnected,
    AnswersMissing,
    Deactivated,
    NetworkError,
    Refused,
    Vanished,
    WrongState,
)
from .hosts import Hosts
from .paging import iterate
from .partner_payloads import (
    FIELD_OF_KIND,
    asked_capability,
    existing_in,
    parse_company,
    parse_connection,
    parse_request,
    parse_routing_order,
)
from .payloads import Page, parse_page
from .query import Query
from .transport import Request, Response, Transport


PAGE_SIZE = 100
MESSAGE_LIMIT = 2_000
ROOT = '/network/v1'
_KINDS: dict[int, type[NetworkError]] = ERROR_OF_STATUS | {
    404: Vanished,
    409: WrongState,
    410: Deactivated,
}

T = TypeVar('T')


class PartnerApi:
    """The assumed API as one account sees it; ``company_id`` is the account's id at Pagero.

    All methods raise NetworkError. A 401 is Unauthorized: refreshing is the caller's business.
    """

    def __init__(self, transport: Transport, hosts: Hosts, access_token: str, company_id: str):
        self._transport = transport
        self._hosts = hosts
        self._access_token = access_token
        self._company_id = company_id

    # === COMPANIES === #

    def search(self, query: Query, limit: int = 10, offset: int = 0) -> Page[Company]:
        pairs = [
            ('q', query.value),
            ('field', FIELD_OF_KIND[query.kind]),
            ('countryCode', query.country_code),
            ('limit', min(max(limit, 1), PAGE_SIZE)),
            ('offset', max(offset, 0)),
        ]
        return parse_page(self._get(f'/companies?{query_string(pairs)}'), parse_company)

    # === CONNECTIONS === #

    def connect(
        self,
        recipient_id: str,
        capabilities: Iterable[Capability] = (),
        *,
        customer_numbers: Sequence[str] = (),
        message: str = '',
        answers: Mapping[str, str] | None = None,
        client_reference: str = '',
    ) -> NetworkConnection:
        """``answers``: what a person says to each requirement, by its id.

        Raises AlreadyConnected (which holds the connection), Vanished, Deactivated, AnswersMissing.
        """
        wish = {
            'companyId': self._company_id,
            'recipientId': recipient_id,
            'capabilities': [asked_capability(each) for each in capabilities],
            'customerNumbers': list(customer_numbers),
            'message': message[:MESSAGE_LIMIT],
            'answers': [{'id': each, 'value': value} for each, value in (answers or {}).items()],
            'clientReference': client_reference,
        }
        response = self._call('POST', '/connections', wish)
        existing = existing_in(response, 'connection', parse_connection)
        if existing:
            raise AlreadyConnected(
                "The network has this connection already.", connection=existing, status=409
            )
        return parse_connection(self._value(response))

    def set_customer_numbers(self, connection_id: str, numbers: Sequence[str]) -> NetworkConnection:
        path = f'/connections/{segment(connection_id)}'
        return parse_connection(self._send('PUT', path, {'customerNumbers': list(numbers)}))

    def set_capabilities(
        self, connection_id: str, capabilities: Iterable[Capability]
    ) -> NetworkConnection:
        path = f'/connections/{segment(connection_id)}'
        wanted = [asked_capability(each) for each in capabilities]
        return parse_connection(self._send('PUT', path, {'capabilities': wanted}))

    def disconnect(self, connection_id: str) -> None:
        self._remove(f'/connections/{segment(connection_id)}')

    def iter_connections(
        self, modified_from: datetime | None = None
    ) -> Iterator[NetworkConnection]:
        return self._iterate('/connections', parse_connection, self._own(modified_from))

    # === REQUESTS === #

    def iter_requests(self, modified_from: datetime | None = None) -> Iterator[NetworkRequest]:
        """Sent ones."""
        return self._requests('sent', self._own(modified_from))

    def iter_received_requests(
        self, modified_from: datetime | None = None, *, pending_only: bool = False
    ) -> Iterator[NetworkRequest]:
        """Those of companies that want to send to us, never to another company of the user."""
        state = 'Pending' if pending_only else None
        received = self._requests('received', [('state', state), *self._own(modified_from)])
        return (each for each in received if each.company_id == self._company_id)

    def _requests(self, direction, pairs):
        """A server that ignores the filter doesn't mix in those of the other direction."""
        pairs = [('direction', direction.capitalize()), *pairs]
        requests = self._iterate('/requests', parse_request, pairs)
        return (each for each in requests if each.direction == direction)

    def accept_request(self, request_id: str) -> NetworkRequest:
        """Raises WrongState when it was answered or withdrawn already, Vanished."""
        return parse_request(self._post(f'/requests/{segment(request_id)}/accept', {}))

    def reject_request(self, request_id: str, answer: str) -> NetworkRequest:
        """``answer``: what the company that asked reads. Raises WrongState, Vanished."""
        wish = {'answer': answer[:MESSAGE_LIMIT]}
        return parse_request(self._post(f'/requests/{segment(request_id)}/reject', wish))

    def cancel_request(self, request_id: str) -> NetworkRequest:
        """Raises WrongState when it was answered already."""
        return parse_request(self._post(f'/requests/{segment(request_id)}/cancel', {}))

    # === ROUTING ORDERS === #

    def order_route(self, recipient_id: str) -> NetworkRoutingOrder:
        """A new order, or the one that waits already; raises Deactivated, WrongState, Vanished."""
        wish = {'companyId': self._company_id, 'recipientId': recipient_id}
        response = self._call('POST', '/routingOrders', wish)
        existing = existing_in(response, 'routingOrder', parse_routing_order)
        return existing or parse_routing_order(self._value(response))

    def activate_route(self, order_id: str) -> NetworkRoutingOrder:
        """Raises Deactivated, WrongState, Vanished."""
        return parse_routing_order(self._post(f'/routingOrders/{segment(order_id)}/activate', {}))

    def cancel_route(self, order_id: str) -> NetworkRoutingOrder:
        """Raises Deactivated, WrongState, Vanished."""
        return parse_routing_order(self._post(f'/routingOrders/{segment(order_id)}/cancel', {}))

    def iter_routing_orders(
        self, modified_from: datetime | None = None
    ) -> Iterator[NetworkRoutingOrder]:
        return self._iterate('/routingOrders', parse_routing_order, self._own(modified_from))

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._transport.close()

    # === REQUEST HELPERS === #

    def _own(self, modified_from=None):
        return [('companyId', self._company_id), ('modifiedFrom', timestamp(modified_from))]

    def _iterate(self, path: str, parse_item: Callable[[object], T], pairs) -> Iterator[T]:
        def fetch(offset):
            query = query_string([*pairs, ('limit', PAGE_SIZE), ('offset', offset)])
            return parse_page(self._get(f'{path}?{query}'), parse_item)

        return iterate(fetch)

    def _get(self, path):
        return self._send('GET', path)

    def _post(self, path, value):
        return self._send('POST', path, value)

    def _send(self, method, path, value=None):
        return self._value(self._call(method, path, value))

    def _remove(self, path):
        confirmed(self._checked(self._call('DELETE', path)), self._access_token)

    def _value(self, response: Response) -> object:
        return json_of(self._checked(response), self._access_token)

    def _checked(self, response):
        missing = error_code(response) == 'answers_missing'
        kinds = _KINDS | {422: AnswersMissing if missing else Refused}
        return checked(response, self._access_token, kinds=kinds)

    def _call(self, method, path, value=None):
        headers = {'Authorization': f'Bearer {self._access_token}', 'Accept': 'application/json'}
        body = b''
        if value is not None:
            headers['Content-Type'] = 'application/json'
            body = json.dumps(value).encode()
        return self._transport.send(Request(method, self._hosts.api(ROOT + path), headers, body))
