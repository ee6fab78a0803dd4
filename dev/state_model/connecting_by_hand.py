"""Connections where no API is: a person states what Pagero Online shows."""

from __future__ import annotations

from collections.abc import Iterator

from .connecting import Connecting
from .papers import (
    CHANGES,
    Network,
    World,
    shows,
    shows_paper,
)
from .rules import rule
from .search import Step


class ByHand(Connecting):
    """Without an API: the person states what Pagero Online shows."""

    name = 'connections by hand'
    gateway = 'public'
    safeguards = {}

    def wrong(self, world: World) -> Iterator[str]:
        if sum(paper.state == 'pending' for paper in world.requests) > 1:
            yield 'doubled: two requests are open'
        if sum(paper.state in ('draft', 'awaiting_response') for paper in world.orders) > 1:
            yield 'doubled: two routing orders are open'

    def is_good(self, world: World) -> bool:
        return world.state == 'connected'

    def _connected(self, world: World) -> Iterator[World | None]:
        if self._is_under_way(world):
            return
        link = self._made_there(world.acceptance, Network()).link
        after = self._follow(world._replace(network=Network(link)))
        yield after and after._replace(known=False, network=Network())

    def _follow(self, world: World) -> World | None:
        after = super()._follow(world)
        return after and after._replace(
            requests=tuple(paper._replace(there=0) for paper in after.requests)
        )

    def _ordered(self, world: World, number: int) -> Iterator[World]:
        after = self._move_order(world, number, 'awaiting_response')
        if after.state == 'routing_needed':
            after = self._move(after, 'routing_ordered')
        yield after

    def _shows_truly(self, world: World, target: str) -> bool:
        return True

    def _hear_requests(self, world: World) -> World:
        return world

    def _hear_connection(self, world: World) -> World:
        return world

    @rule()
    def answered(self, world: World) -> Iterator[Step]:
        """``wizards/pagero_connection_request_answered.py``."""
        for number, paper in enumerate(world.requests):
            for button, became in (
                ('action_mark_accepted', 'accepted'), ('action_mark_rejected', 'rejected'),
            ):  # fmt: skip
                is_offered = shows_paper('pagero_connection_request', button, paper, self.gateway)

                def answers(before: World, n: int = number, to: str = became) -> Iterator[World]:
                    yield self._move_request(before, n, to)

                yield from self._pressed(world, button, answers, is_offered)

    @rule('connection/state_changes.py:_set_by_hand', 'connection/pagero_routing_order.py:_close')
    def set_by_hand(self, world: World) -> Iterator[Step]:
        is_offered = shows('pagero_connection', 'action_set_state', world, self.gateway)

        def sets(before: World) -> Iterator[World]:
            for target in self.tables['connection']:
                after = self._enter(before, target)
                became = CHANGES['ORDER_STATES'].get(target)
                for number, paper in enumerate(after.orders):
                    if became and paper.state == 'awaiting_response':
                        after = self._move_order(after, number, became)
                yield after

        yield from self._pressed(world, 'action_set_state', sets, is_offered)
