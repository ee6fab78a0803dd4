"""Connections, their requests and routing orders: people, the recipient, news, and deaths between.

What the network was told and has answered can't be undone; a death between its answer and our
commit leaves the network ahead of us. The network is that of the (assumed) network API, which has
one connection for two companies; a second model has no API, and people state everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from . import product
from .papers import (
    CHANGES,
    CONNECTION,
    ENDED,
    LEARNT_STATES,
    MOST_PAPERS,
    NEWS,
    ORDER,
    REQUEST,
    WAY,
    Network,
    Paper,
    World,
    replaced,
    shows,
    shows_paper,
)
from .rules import Model, rule
from .search import Step


class Connecting(Model):
    """Over the network API."""

    name = 'connections, requests, routing orders'
    tables = {
        'connection': product.table(CONNECTION),
        'request': product.table(REQUEST),
        'order': product.table(ORDER),
    }
    safeguards = {
        'adopt': "what the network has already is an error, and is not taken over",
        'news': "nothing is heard of requests and connections",
    }
    assumed = ("the network API, which is assumed itself, has one connection for two companies",)
    acceptances = ('by itself', 'must approve', 'needs routing')
    gateway = 'partner'

    def __init__(self, *without: str, presses: int = 4, troubles: int = 2):
        super().__init__(*without)
        self._bounds = {'presses': presses, 'troubles': troubles}

    def start(self) -> list[World]:
        return [World(each, **self._bounds) for each in self.acceptances]

    # === WHAT MUST NEVER BE === #

    def wrong(self, world: World) -> Iterator[str]:
        if sum(paper.state == 'pending' for paper in world.requests) > 1:
            yield 'doubled: two requests are open'
        if sum(paper.state in ('draft', 'awaiting_response') for paper in world.orders) > 1:
            yield 'doubled: two routing orders are open'
        heard = self._heard(world)
        if heard.state == 'connected' and heard.known and world.network.link != 'connected':
            yield 'untrue: connected, and the network has no connection'
        if world.network.link == 'connected' and heard.known and heard.state == 'requested':
            yield 'untrue: asked for, and the network is connected since'

    def is_good(self, world: World) -> bool:
        return (world.state, world.network.link) == ('connected', 'connected')

    def _heard(self, world: World) -> World:
        """After all news."""
        for _round in range(3):
            world = self._hear_connection(self._hear_requests(world))
        return world

    # === THE GATES === #

    def _trouble(self, world: World) -> World | None:
        return world._replace(troubles=world.troubles - 1) if world.troubles else None

    def _can(self, world: World, target: str) -> bool:
        return self.can_move('connection', world.state, target)

    def _move(self, world: World, target: str, **values: object) -> World:
        self.through_gate('connection', world.state, target)
        return self._enter(world, target, **values)

    def _enter(self, world: World, target: str, **values: object) -> World:
        """``_after_move`` of the connection."""
        is_made = target in CHANGES['MADE_STATES']
        values.setdefault('questioned', world.questioned and is_made)
        world = world._replace(state=target, **values)
        if target in CHANGES['REQUEST_STATES']:
            for number, paper in enumerate(world.requests):
                if paper.state == 'pending':
                    became = CHANGES['REQUEST_STATES'][target]
                    world = self._move_request(world, number, became)
        return world

    def _move_request(self, world: World, number: int, target: str) -> World:
        """``_after_move`` of the request: the connection goes the same way."""
        paper = world.requests[number]
        self.through_gate('request', paper.state, target)
        papers = replaced(world.requests, number, paper._replace(state=target))
        world = world._replace(requests=papers)
        follows = product.names(REQUEST)['CONNECTION_STATES'][target]
        if world.state != follows and self._can(world, follows):
            world = self._move(world, follows)
        return world

    def _move_order(self, world: World, number: int, target: str, **values: object) -> World:
        paper = world.orders[number]
        self.through_gate('order', paper.state, target)
        paper = paper._replace(state=target, **values)
        return world._replace(orders=replaced(world.orders, number, paper))

    def _arrive(self, world: World, target: str) -> World:
        if world.state == target:
            return world
        if not self._can(world, target):
            world = self._move(world, 'requested')
        return self._move(world, target)

    # === CONNECT === #

    def _pressed(
        self,
        world: World,
        name: str,
        does: Callable[[World], Iterator[World | None]],
        is_offered: bool,
    ) -> Iterator[Step]:
        """Steps of a button; ``does`` yields None where only a bound of the model stops it."""
        if not is_offered:
            return
        before = world._replace(presses=world.presses - 1) if world.presses else None
        for after in does(before or world):
            yield name, before and after

    def _is_under_way(self, world: World) -> bool:
        is_asked = any(paper.state == 'pending' for paper in world.requests)
        return world.state in WAY['SETTLED'] or is_asked

    @rule('connection/state_changes.py:_arrive', 'connection/state_changes.py:_after_move')
    def connect(self, world: World) -> Iterator[Step]:
        """By the search, which is offered where nothing is under way."""
        is_offered = shows('pagero_connection', 'action_search_network', world, self.gateway)
        is_new = world.state == 'none' and not world.requests
        yield from self._pressed(world, 'connect', self._connected, is_offered or is_new)

    @rule('connection/state_changes.py:_arrive')
    def send_request(self, world: World) -> Iterator[Step]:
        is_offered = shows('pagero_connection', 'action_send_request', world, self.gateway)
        yield from self._pressed(world, 'action_send_request', self._connected, is_offered)

    @rule('connection/state_changes.py:_arrive')
    def send_again(self, world: World) -> Iterator[Step]:
        is_offered = any(
            shows_paper('pagero_connection_request', 'action_send_again', paper, self.gateway)
            for paper in world.requests[-1:]
        )
        yield from self._pressed(world, 'action_send_again', self._connected, is_offered)

    def _connected(self, world: World) -> Iterator[World | None]:
        """The network is asked; where it has the connection already, that is taken over."""
        if self._is_under_way(world):
            return
        network = world.network
        if network.link in ENDED:
            network = self._made_there(world.acceptance, network)
        elif 'adopt' in self.without:
            return
        told = world._replace(network=network)
        yield self._follow(told)
        if died := self._trouble(told):
            yield died  # the server dies before the answer is written down

    def _made_there(self, acceptance: str, network: Network) -> Network:
        link = {'by itself': 'connected', 'must approve': 'requested'}.get(
            acceptance, 'routing_needed'
        )
        requests = network.requests + (('pending',) if link == 'requested' else ())
        return network._replace(link=link, requests=requests)

    def _follow(self, world: World) -> World | None:
        """``_follow``: what the network said, with the request or order that belongs to it."""
        link, world = world.network.link, world._replace(known=True, questioned=False)
        if link == 'requested':
            if len(world.requests) == MOST_PAPERS:
                return None
            asked = Paper('pending', len(world.network.requests))
            world = world._replace(requests=(*world.requests, asked))
        world = self._arrive(world, link)
        return self._opened(world) if link == 'routing_needed' else world

    def _opened(self, world: World) -> World | None:
        """``_open_order``: the one under way, or a new draft."""
        if any(paper.state in ('draft', 'awaiting_response') for paper in world.orders):
            return world
        if len(world.orders) == MOST_PAPERS:
            return None
        return world._replace(orders=(*world.orders, Paper('draft')))

    # === THE NETWORK AND ITS NEWS === #

    @rule()
    def recipient_answers(self, world: World) -> Iterator[Step]:
        network = world.network
        for number, state in enumerate(network.requests):
            if state != 'pending' or network.link != 'requested':
                continue
            for became, link in (('accepted', 'connected'), ('rejected', 'rejected')):
                after = world if became == 'accepted' else self._trouble(world)
                if after:
                    there = network._replace(
                        requests=replaced(network.requests, number, became), link=link
                    )
                    yield f'the recipient: {became}', after._replace(network=there)

    @rule()
    def recipient_moves(self, world: World) -> Iterator[Step]:
        """To an operator that needs a route, or away from it."""
        if not (after := self._trouble(world)):
            return
        network = world.network
        if world.acceptance != 'needs routing' and network.link not in ENDED:
            moved = network._replace(link='routing_needed')
            yield (
                'the recipient changes its operator',
                after._replace(network=moved, acceptance='needs routing'),
            )
        if network.link == 'routing_needed':
            moved = network._replace(link='none')
            yield (
                'the recipient wants to be asked',
                after._replace(network=moved, acceptance='must approve'),
            )

    @rule('connection/pagero_connection_request.py:_hear',
          'connection/state_changes.py:_follow_request')  # fmt: skip
    def hear_requests(self, world: World) -> Iterator[Step]:
        after = self._hear_requests(world)
        if after != world:
            yield 'news of requests', after

    def _hear_requests(self, world: World) -> World:
        if 'news' in self.without:
            return world
        for number, paper in enumerate(world.requests):
            theirs = world.network.requests[paper.there - 1] if paper.there else 'pending'
            if paper.state == 'pending' and theirs != 'pending':
                world = self._move_request(world, number, theirs)
            elif theirs == 'accepted' and paper.state in ('cancelled', 'rejected'):
                late = world.requests[number]._replace(late=True)
                world = world._replace(requests=replaced(world.requests, number, late))
        return world

    @rule('connection/news.py:_hear_connection_news')
    def hear_connection(self, world: World) -> Iterator[Step]:
        after = self._hear_connection(world)
        if after != world:
            yield 'news of the connection', after

    def _hear_connection(self, world: World) -> World:
        link = world.network.link
        is_led = world.known and world.state in NEWS['LED_FROM'] and link != world.state
        if not is_led or 'news' in self.without or (world.state, link) == ('changed', 'connected'):
            return world
        return self._move(world, link) if self._can(world, link) else world

    # === REQUESTS === #

    @rule('connection/pagero_connection_request.py:_cancel')
    def cancel_request(self, world: World) -> Iterator[Step]:
        for number, paper in enumerate(world.requests):
            is_offered = shows_paper(
                'pagero_connection_request', 'action_cancel', paper, self.gateway
            )
            yield from self._pressed(
                world, 'action_cancel · request', lambda w, n=number: self._taken_back(w, n),
                is_offered,
            )  # fmt: skip

    def _taken_back(self, world: World, number: int) -> Iterator[World]:
        there = world.requests[number].there
        network = world.network
        if there and network.requests[there - 1] != 'pending':
            yield self._hear_requests(world)  # it was answered: that is heard
            return
        if there:
            network = network._replace(
                requests=replaced(network.requests, there - 1, 'cancelled'), link='cancelled'
            )
        told = world._replace(network=network)
        yield self._move_request(told, number, 'cancelled')
        if died := self._trouble(told):
            yield died

    # === ROUTING === #

    @rule()
    def open_order(self, world: World) -> Iterator[Step]:
        is_offered = shows('pagero_connection', 'action_order_route', world, self.gateway)

        def opens(before: World) -> Iterator[World | None]:
            after = self._opened(before)
            if after != before:
                yield after

        yield from self._pressed(world, 'action_order_route', opens, is_offered)

    @rule('connection/pagero_routing_order.py:_order_and_await')
    def order_route(self, world: World) -> Iterator[Step]:
        for number, paper in enumerate(world.orders):
            is_offered = shows_paper(
                'pagero_routing_order', 'action_skip_email', paper, self.gateway
            )
            is_offered &= world.state in ('routing_needed', 'routing_ordered')
            yield from self._pressed(
                world, 'action_skip_email', lambda w, n=number: self._ordered(w, n), is_offered
            )

    def _ordered(self, world: World, number: int) -> Iterator[World]:
        network = world.network
        if 'awaiting' not in network.orders:
            if network.link in ENDED and world.acceptance == 'needs routing':
                network = network._replace(link='routing_needed')
            if network.link != 'routing_needed':
                return  # the network refuses; news tell where the connection stands
            network = network._replace(orders=(*network.orders, 'awaiting'))
        elif 'adopt' in self.without:
            return
        told = world._replace(network=network)
        there = network.orders.index('awaiting') + 1
        after = self._move_order(told, number, 'awaiting_response', there=there)
        if after.state == 'routing_needed':
            after = self._move(after, 'routing_ordered')
        yield after
        if died := self._trouble(told):
            yield died

    @rule('connection/pagero_routing_order.py:_activate_there',
          'connection/pagero_routing_order.py:_close')  # fmt: skip
    def activate(self, world: World) -> Iterator[Step]:
        for number, paper in enumerate(world.orders):
            is_offered = shows_paper('pagero_routing_order', 'action_activate', paper, self.gateway)
            yield from self._pressed(
                world, 'action_activate', lambda w, n=number: self._activated(w, n), is_offered
            )

    def _activated(self, world: World, number: int) -> Iterator[World]:
        there, network = world.orders[number].there, world.network
        if there and network.orders[there - 1] == 'awaiting':
            orders = replaced(network.orders, there - 1, 'active')
            network = network._replace(orders=orders, link='connected')
        told = world._replace(network=network)
        yield self._arrive(self._move_order(told, number, 'active'), 'connected')
        if died := self._trouble(told):
            yield died

    @rule('connection/pagero_routing_order.py:_cancel')
    def cancel_order(self, world: World) -> Iterator[Step]:
        for number, paper in enumerate(world.orders):
            is_offered = shows_paper('pagero_routing_order', 'action_cancel', paper, self.gateway)
            yield from self._pressed(
                world, 'action_cancel · order', lambda w, n=number: self._given_up(w, n),
                is_offered,
            )  # fmt: skip

    def _given_up(self, world: World, number: int) -> Iterator[World]:
        there, network = world.orders[number].there, world.network
        if there and network.orders[there - 1] == 'awaiting':
            network = network._replace(orders=replaced(network.orders, there - 1, 'cancelled'))
        told = world._replace(network=network)
        after = self._move_order(told, number, 'cancelled')
        is_awaited = any(paper.state == 'awaiting_response' for paper in after.orders)
        if after.state == 'routing_ordered' and not is_awaited:
            after = self._move(after, 'routing_needed')
        yield after
        if died := self._trouble(told):
            yield died

    # === ENDS, DELIVERIES, NUMBERS === #

    @rule('connection/state_changes.py:action_disconnect')
    def disconnect(self, world: World) -> Iterator[Step]:
        def ends(before: World) -> Iterator[World]:
            network = before.network._replace(link='none') if before.known else before.network
            told = before._replace(network=network)
            yield self._move(told, 'none', known=False)
            if died := self._trouble(told):
                yield died

        is_offered = shows('pagero_connection', 'action_disconnect', world, self.gateway)
        yield from self._pressed(world, 'action_disconnect', ends, is_offered)

    @rule('connection/state_changes.py:_learn', 'connection/state_changes.py:_learn_delivery')
    def deliveries_teach(self, world: World) -> Iterator[Step]:
        if not (after := self._trouble(world)):
            return
        for target in LEARNT_STATES:
            is_awaited = (world.state, target) == ('routing_ordered', 'routing_needed')
            may_be = self._can(world, target) and self._shows_truly(world, target)
            if world.state != target and may_be and not is_awaited:
                yield f'a delivery shows: {target}', self._move(after, target)
        can_arrive = world.network.link == 'connected' or self.gateway == 'public'
        if can_arrive and world.state in product.names(CONNECTION)['LEARNT']:
            yield 'a delivery arrives', self._move(after, 'connected', questioned=False)

    def _shows_truly(self, world: World, target: str) -> bool:
        """Whether Pagero would stop a document for this reason."""
        link, acceptance = world.network.link, world.acceptance
        return {
            'none': link in ENDED,
            'requested': link == 'requested' or (link in ENDED and acceptance == 'must approve'),
            'routing_needed': link == 'routing_needed'
            or (link in ENDED and acceptance == 'needs routing'),
        }.get(target, True)

    @rule('connection/identity.py:_question')
    def other_numbers(self, world: World) -> Iterator[Step]:
        is_asked = world.state in CHANGES['MADE_STATES'] and not world.questioned
        if is_asked and (after := self._trouble(world)):
            if world.state == 'connected':
                after = self._move(after, 'changed')
            yield 'the customer has other numbers', after._replace(questioned=True)

    @rule('connection/identity.py:_go_on')
    def confirm_identity(self, world: World) -> Iterator[Step]:
        def confirms(before: World) -> Iterator[World]:
            after = before._replace(questioned=False)
            yield self._move(after, 'connected') if after.state == 'changed' else after

        is_offered = shows('pagero_connection', 'action_confirm_identity', world, self.gateway)
        yield from self._pressed(world, 'action_confirm_identity', confirms, is_offered)
