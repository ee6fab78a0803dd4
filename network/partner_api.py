"""The network API that an agreement with Pagero would give: **assumed**, not Pagero's own.

Pagero publishes no API for search, connections, requests and routing orders. What is spoken here is
this project's invention, served by its sandbox and described in ``dev/pagero_sandbox/README.md``.
No other file knows its paths or its words, so the real one, when it comes, replaces this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from .company import Capability, Company
from .connection import NetworkConnection, NetworkRequest, NetworkRoutingOrder
from .hosts import Hosts
from .payloads import Page
from .query import Query
from .transport import Transport


class PartnerApi:
    """The assumed API as one account sees it; ``company_id`` is the account's id at Pagero.

    All methods raise NetworkError. A 401 is Unauthorized: refreshing is the caller's business.
    """

    def __init__(self, transport: Transport, hosts: Hosts, access_token: str, company_id: str):
        self._transport = transport
        self._hosts = hosts
        self._access_token = access_token
        self._company_id = company_id

    def search(self, query: Query, limit: int = 10, offset: int = 0) -> Page[Company]:
        raise NotImplementedError

    def get_company(self, network_id: str) -> Company:
        """Raises Vanished."""
        raise NotImplementedError

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
        """Raises AlreadyConnected (with the connection), Vanished, AnswersMissing."""
        raise NotImplementedError

    def get_connection(self, recipient_id: str) -> NetworkConnection | None:
        raise NotImplementedError

    def set_customer_numbers(self, connection_id: str, numbers: Sequence[str]) -> NetworkConnection:
        raise NotImplementedError

    def disconnect(self, connection_id: str) -> None:
        raise NotImplementedError

    def iter_connections(
        self, modified_from: datetime | None = None
    ) -> Iterator[NetworkConnection]:
        raise NotImplementedError

    def iter_requests(self, modified_from: datetime | None = None) -> Iterator[NetworkRequest]:
        raise NotImplementedError

    def cancel_request(self, request_id: str) -> NetworkRequest:
        """Raises WrongState when it was answered already."""
        raise NotImplementedError

    def order_route(self, recipient_id: str) -> NetworkRoutingOrder:
        """Raises Deactivated, WrongState."""
        raise NotImplementedError

    def activate_route(self, order_id: str) -> NetworkRoutingOrder:
        raise NotImplementedError

    def cancel_route(self, order_id: str) -> NetworkRoutingOrder:
        raise NotImplementedError

    def iter_routing_orders(
        self, modified_from: datetime | None = None
    ) -> Iterator[NetworkRoutingOrder]:
        raise NotImplementedError
