"""What the network keeps between two companies: connections, requests, routing orders.

States are our words, None for one that we don't know; ``word`` keeps the network's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .company import Capability, Company


@dataclass(frozen=True)
class NetworkConnection:
    """``state``: connected, requested, routing_needed, rejected, cancelled or None."""

    id: str
    recipient_id: str
    state: str | None
    word: str = ''
    customer_numbers: tuple[str, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    request_id: str = ''
    routing_order_id: str = ''
    modified_at: datetime | None = None


@dataclass(frozen=True)
class NetworkRequest:
    """``state``: pending, accepted, rejected, cancelled or None. ``direction``: sent, received.

    ``recipient_id`` is the other company, whichever asks; of one that asks us, ``sender`` is known.
    ``company_id`` is ours.
    """

    id: str
    connection_id: str
    recipient_id: str
    state: str | None
    word: str = ''
    direction: str = 'sent'
    message: str = ''
    answer: str = ''
    company_id: str = ''
    sender: Company | None = None
    created_at: datetime | None = None
    modified_at: datetime | None = None


@dataclass(frozen=True)
class NetworkRoutingOrder:
    """``state``: awaiting_response, active, cancelled or None."""

    id: str
    recipient_id: str
    state: str | None
    word: str = ''
    created_at: datetime | None = None
    modified_at: datetime | None = None
