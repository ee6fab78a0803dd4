"""Connections with their requests and routing orders as plain values: ours, and the network's."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

from . import product


CONNECTION = 'connection/pagero_connection.py'
REQUEST = 'connection/pagero_connection_request.py'
ORDER = 'connection/pagero_routing_order.py'
CHANGES = product.names('connection/state_changes.py')
NEWS = product.names('connection/news.py')
WAY = product.names('connection/connect.py')
LEARNT_STATES = tuple(CHANGES['LEARNT_WORDS']) if 'LEARNT_WORDS' in CHANGES else (
    'none', 'requested', 'routing_needed', 'not_found', 'inactive'
)  # fmt: skip
ENDED = ('none', 'rejected', 'cancelled')
MOST_PAPERS = 2  # requests, and orders


class Paper(NamedTuple):
    """A request or a routing order; ``there``: its number at the network, 0 where not known."""

    state: str
    there: int = 0
    late: bool = False


class Network(NamedTuple):
    """What the network holds; requests and orders by number."""

    link: str = 'none'
    requests: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()


class World(NamedTuple):
    acceptance: str
    state: str = 'none'
    known: bool = False  # network_connection_id
    questioned: bool = False
    requests: tuple[Paper, ...] = ()
    orders: tuple[Paper, ...] = ()
    network: Network = Network()
    presses: int = 4
    troubles: int = 2


def replaced(values: tuple, number: int, value: object) -> tuple:
    return (*values[:number], value, *values[number + 1 :])


def shows(view: str, button: str, world: World, gateway: str) -> bool:
    is_asked = any(paper.state == 'pending' for paper in world.requests)
    lacks = world.state == 'requested' and not is_asked
    return _form_shows(view, button, (world.state, lacks, world.questioned, gateway))


@cache
def _form_shows(view: str, button: str, stands: tuple[str, bool, bool, str]) -> bool:
    state, lacks_request, is_questioned, gateway = stands
    record = SimpleNamespace(
        id=1,
        state=state,
        lacks_request=lacks_request,
        gateway=gateway,
        is_questioned=is_questioned,
        document_count=0,
    )
    return product.is_offered(f'{view}_views.xml', button, record)


@cache
def shows_paper(view: str, button: str, paper: Paper, gateway: str) -> bool:
    record = SimpleNamespace(
        state=paper.state, is_open=paper.state == 'pending', gateway=gateway, mail_sent_at=False,
        accepted_late_at=paper.late, mail_trouble=False, connection_state='routing_needed',
    )  # fmt: skip
    return product.is_offered(f'{view}_views.xml', button, record)
