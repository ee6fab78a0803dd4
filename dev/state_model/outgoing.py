"""Documents out: two workers, a person, deaths, and a Pagero that takes, loses and answers late.

One invoice (or reminder, or two answers to one document) and its transmissions. Each step of the
model is one transaction of the code, or one request that Pagero has met. Misfortunes and buttons
pressed are bounded; everything else is free, in any order.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import product
from .outgoing_following import Following
from .outgoing_people import People
from .outgoing_sending import Sending
from .rules import rule
from .search import Step
from .transmissions import (
    LIVE,
    MOST_DOCUMENTS,
    SETS,
    Copy,
    World,
    is_live,
)


class Outgoing(People, Following, Sending):
    """The invoice; its siblings say what they have otherwise."""


class Reminder(Outgoing):
    """A payment reminder: not sent once its invoice is paid."""

    name = 'documents out: payment reminder'
    document_type = 'PaymentReminder'

    def _may_change(self) -> tuple[str, ...]:
        return 'connected', 'login', 'wanted'

    def back_to_draft(self, world: World) -> Iterator[Step]:
        """The reminder speaks of an invoice; it is none itself."""
        return iter(())

    def send_otherwise(self, world: World) -> Iterator[Step]:
        return iter(())


class Answers(Outgoing):
    """Our answers to one received document, the second of which takes back the first."""

    name = 'documents out: two answers'
    document_type = 'ApplicationResponse'

    def wrong(self, world: World) -> Iterator[str]:
        for number, doc in enumerate(world.docs):
            if doc.state == 'delivered' and not self._was_delivered(world, doc):
                yield 'untrue: delivered, and Pagero has delivered nothing of it'
            if doc.state == 'cancelled' and self._leaves_all_the_same(world, number):
                yield 'untrue: cancelled, and it leaves all the same'
        steps = [world.docs[copy.doc].step for copy in world.copies if copy.status in LIVE]
        if len(steps) != len(set(steps)):
            yield 'doubled: Pagero delivers two copies'
        if world.overtaken:
            yield 'overtaken: the supplier hears the earlier answer last'

    def _comes_later(self, world: World, copy: Copy) -> bool:
        return any(
            other.status == 'processing' and other.version < copy.version for other in world.copies
        )

    def _delivered(self, world: World, number: int) -> World:
        """Pagero Online apart, where people may do so, no earlier answer comes after a later."""
        own = world.docs[world.copies[number].doc].step
        heard = [world.docs[each.doc].step for each in world.copies if each.status == 'delivered']
        is_late = max(heard, default=0) > own
        return super()._delivered(world, number)._replace(overtaken=world.overtaken or is_late)

    def is_good(self, world: World) -> bool:
        steps = [doc.step for doc in world.docs if doc.state != 'cancelled']
        newest = max(steps, default=0)
        return not (world.wanted and steps) or any(
            doc.step == newest and doc.state == 'delivered' for doc in world.docs
        )

    def _is_its_turn(self, world: World, number: int) -> bool:
        """``_before_their_turn``: not while its predecessor may be on its way."""
        step = world.docs[number].step
        return not any(
            doc.step < step and doc.state in product.names('document/answering.py')['UNCERTAIN']
            for doc in world.docs
        )

    def _is_open(self, world: World) -> bool:
        return True

    def _may_change(self) -> tuple[str, ...]:
        return 'login', 'wanted'

    def _may_leave(self, world: World, number: int) -> bool:
        """``_may_not_leave``: set aside, or answered otherwise since."""
        step = world.docs[number].step
        return world.wanted and not any(is_live(doc) and doc.step > step for doc in world.docs)

    def _fits(self, copy: Copy, number: int, world: World) -> bool:
        """The file itself tells which answer it is."""
        return copy.version == world.docs[number].step

    @rule('document/queue.py:_give_way')
    def answer_again(self, world: World) -> Iterator[Step]:
        if len(world.docs) == MOST_DOCUMENTS or not world.wanted:
            return
        if not world.presses:
            yield 'answered otherwise', None
            return
        after = world._replace(presses=world.presses - 1)
        for number, doc in enumerate(world.docs):
            if doc.state in SETS['UNCLAIMED']:
                after = self._moved(after, number, 'cancelled')
        step = max(doc.step for doc in world.docs) + 1
        yield 'answered otherwise', self._queued_anew(after, step)

    def back_to_draft(self, world: World) -> Iterator[Step]:
        """There is none: what is answered is a received document."""
        return iter(())

    def send_otherwise(self, world: World) -> Iterator[Step]:
        return iter(())
