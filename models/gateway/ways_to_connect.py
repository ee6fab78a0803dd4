"""The ways to connect a customer, each known by three words. A plain helper, no model.

============= =============== ============== =====================================================
acceptance    connection type state          how
============= =============== ============== =====================================================
by_itself     direct          connected      the recipient takes invoices from every sender
must_approve  by_request      requested      the recipient answers a connection request
needs_routing by_routing      routing_needed another operator opens a route by a routing order
============= =============== ============== =====================================================

The *acceptance* is what the network says of a company; the *connection type* what is chosen for one
kind of document, or in the connect dialog; the *state* is where the connection then stands. The
lines are in the order of strictness: of several ways the last one counts.
"""

from typing import NamedTuple


class WayToConnect(NamedTuple):
    """One line of the table."""

    acceptance: str
    connection_type: str
    state: str


WAYS_TO_CONNECT = (
    WayToConnect('by_itself', 'direct', 'connected'),
    WayToConnect('must_approve', 'by_request', 'requested'),
    WayToConnect('needs_routing', 'by_routing', 'routing_needed'),
)


def way_of(*, acceptance=None, connection_types=()):
    """The strictest way of ``connection_types``, else that of ``acceptance``; None if unknown."""
    chosen = [way for way in WAYS_TO_CONNECT if way.connection_type in connection_types]
    accepted = [way for way in WAYS_TO_CONNECT if way.acceptance == acceptance]
    return (chosen or accepted or [None])[-1]
