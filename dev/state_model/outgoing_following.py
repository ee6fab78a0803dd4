"""Documents out: what became of them is asked, by look-up, poll and sweep."""

from __future__ import annotations

from collections.abc import Iterator

from .outgoing_frame import OutgoingFrame
from .rules import rule
from .search import Step
from .transmissions import (
    ENOUGH,
    SETS,
    STOPPED_THERE,
    Copy,
    World,
    stopped,
    with_copy,
    with_doc,
)


class Following(OutgoingFrame):
    """Look-ups, polls and sweeps, and what goes on at Pagero meanwhile."""

    # === UNSURE === #

    @rule('document/unsure.py:_not_found', 'document/unsure.py:_adopt')
    def look_up(self, world: World) -> Iterator[Step]:
        for number, doc in enumerate(world.docs):
            if doc.state != 'unsure':
                continue
            hit = self._hit(world, number)
            if hit is not None:
                yield 'found at Pagero', self._adopted(world, number, hit)
            elif doc.lookups < ENOUGH:
                if doc.lookups < ENOUGH - 1 or self._is_patience_over(world, number):
                    yield 'not found', self._not_found(world, number)
            elif self.stated:
                yield 'not found', self._moved(world, number, 'queued')

    def _not_found(self, world: World, number: int) -> World:
        doc = world.docs[number]
        # The first look-ups differ in nothing but their count.
        lookups = ENOUGH if doc.lookups == ENOUGH - 1 else ENOUGH - 1
        counted = with_doc(world, number, doc._replace(lookups=lookups))
        is_over = lookups == ENOUGH and self.stated
        return self._moved(counted, number, 'queued') if is_over else counted

    def _is_patience_over(self, world: World, number: int) -> bool:
        if 'patience' in self.without:
            return True
        on_wire = any(doc == number for doc, _version in world.wire)
        on_the_way = any(
            each.doc == number and each.phase in ('begun', 'flying') for each in world.workers
        )
        moves = any(each.doc == number and each.status == 'processing' for each in world.copies)
        return not (on_wire or on_the_way or moves)

    def _hit(self, world: World, number: int) -> int | None:
        """The copy that is surely this one: listed documents are those that were delivered."""
        if 'look-up' in self.without:
            return None
        if 'match' in self.without:
            return 0  # another company's, of the same number
        claimed = {doc.file for each, doc in enumerate(world.docs) if each != number}
        for place, copy in enumerate(world.copies, 1):
            if copy.listed and place not in claimed and self._fits(copy, number, world):
                return place
        return None

    def _fits(self, copy: Copy, number: int, world: World) -> bool:
        """Number, date and receiver are those of the invoice, whichever its transmission."""
        return True

    def _adopted(self, world: World, number: int, copy: int) -> World:
        if world.docs[number].state == 'unsure' or self._record(world, number)._may_be_there():
            world = self._moved(world, number, 'processing', file=copy)
        else:
            world = with_doc(world, number, world.docs[number]._replace(file=copy))
        if self.can_move('document', world.docs[number].state, 'delivered'):
            world = self._hear_delivered(world, number)
        return world

    # === POLLING === #

    @rule('document/poll.py:_update_from_part', 'document/poll.py:_update_from_listed',
          'document/poll.py:_resume')  # fmt: skip
    def poll(self, world: World) -> Iterator[Step]:
        """Two lists, read one after the other; what was read is applied when both have come."""
        if len(world.poll) < 1:
            if any(doc.state in SETS['POLLED'] and doc.file for doc in world.docs):
                yield 'read the stopped parts', world._replace(poll=(stopped(world),))
        elif len(world.poll) < 2:
            delivered = tuple(
                number for number, copy in enumerate(world.copies, 1) if copy.listed
            )  # fmt: skip
            yield 'read the documents', world._replace(poll=(*world.poll, delivered))
        else:
            yield 'apply what was read', self._apply(world._replace(poll=()), *world.poll)

    def _apply(self, world: World, stopped: tuple, delivered: tuple) -> World:
        told = dict(stopped)
        for number, doc in enumerate(world.docs):
            if doc.file in told and doc.state not in SETS['CLOSED_TO_NEWS']:
                world = self._hear_part(world, number, told[doc.file])
            elif doc.state in SETS['STOPPED'] and doc.parts:
                world = self._moved(world, number, 'processing', parts=False)
        for number, doc in enumerate(world.docs):
            if doc.file in delivered and doc.state not in SETS['CLOSED_TO_NEWS']:
                world = self._hear_delivered(world, number)
        return world

    def _hear_part(self, world: World, number: int, status: str) -> World:
        """A part that is stopped; ``refused`` is an error of the duplicate control."""
        state = status if status in STOPPED_THERE else 'error'
        is_duplicate = status == 'refused'
        doc = world.docs[number]
        if doc.state == 'error' and state == 'awaiting_interaction':
            world = self._moved(world, number, 'processing')
            doc = world.docs[number]
        if doc.state == state:
            world = with_doc(world, number, doc._replace(parts=True, duplicate=is_duplicate))
        elif self.can_move('document', doc.state, state):
            world = self._moved(world, number, state, parts=True, duplicate=is_duplicate)
        doc = world.docs[number]
        if doc.state == 'error' and doc.duplicate and doc.was_unsure:
            world = self._adopt_first_copy(world, number)
        return world

    def _adopt_first_copy(self, world: World, number: int) -> World:
        hit = self._hit(world, number)
        if hit is None:
            return world
        doc = world.docs[number]._replace(parts=False, file=hit)
        return self._hear_delivered(with_doc(world, number, doc), number)

    def _hear_delivered(self, world: World, number: int) -> World:
        doc = world.docs[number]
        if doc.state == 'awaiting_interaction' or not self.can_move(
            'document', doc.state, 'delivered'
        ):
            return world
        if doc.state == 'error' and doc.parts:
            return world
        return self._moved(world, number, 'delivered')

    @rule('document/silent.py:_look_at', 'document/poll.py:_resume')
    def sweep(self, world: World) -> Iterator[Step]:
        """A silent document is asked for by its own file, or looked up where it has none."""
        for number, doc in enumerate(world.docs):
            is_asked = doc.state == 'error' and doc.file
            if doc.state == 'processing' or is_asked:
                after = self._look_at(world, number)
                if after != world:
                    yield 'asked for by its file', after

    def _look_at(self, world: World, number: int) -> World:
        """``_look_at`` of the code: parts of its file, then its document."""
        doc = world.docs[number]
        if not doc.file:
            hit = self._hit(world, number)
            return world if hit is None else self._adopted(world, number, hit)
        status = world.copies[doc.file - 1].status
        if status in (*STOPPED_THERE, 'refused'):
            return self._hear_part(world, number, status)
        if status == 'processing':
            return self._hear_processing(world, number)
        if doc.state in SETS['STOPPED']:
            world = self._moved(world, number, 'processing', parts=False)
        elif doc.state == 'processing':
            world = with_doc(world, number, doc._replace(parts=False))
        if world.copies[doc.file - 1].listed:
            world = self._hear_delivered(world, number)
        return world

    def _hear_processing(self, world: World, number: int) -> World:
        doc = world.docs[number]
        if self.can_move('document', doc.state, 'processing'):
            return self._moved(world, number, 'processing', parts=True)
        return with_doc(world, number, doc._replace(parts=True))

    @rule()
    def time_passes(self, world: World) -> Iterator[Step]:
        for number, doc in enumerate(world.docs):
            if doc.state != 'processing' or doc.old:
                continue
            if doc.file or self._is_patience_over(world, number):
                yield 'a day passes', with_doc(world, number, doc._replace(old=True))

    # === PAGERO === #

    @rule()
    def pagero_works(self, world: World) -> Iterator[Step]:
        for number, copy in enumerate(world.copies):
            if copy.status != 'processing' or self._comes_later(world, copy):
                continue
            if self.controls and any(each.status == 'delivered' for each in world.copies):
                yield 'Pagero: refused as a duplicate', with_copy(world, number, 'refused')
                continue
            yield 'Pagero: delivered', self._delivered(world, number)
            if after := self._trouble(world):
                for status in STOPPED_THERE:
                    yield f'Pagero: {status}', with_copy(after, number, status)

    def _delivered(self, world: World, number: int) -> World:
        return with_copy(world, number, 'delivered')

    def _comes_later(self, world: World, copy: Copy) -> bool:
        """Whether Pagero has another one to do first."""
        return False

    @rule()
    def pagero_online(self, world: World) -> Iterator[Step]:
        """What people do there, and what happens after a delivery."""
        for number, copy in enumerate(world.copies):
            after = self._trouble(world)
            if copy.status in STOPPED_THERE:
                for name, status in (('restarted', 'processing'), ('cancelled', 'cancelled')):
                    yield f'Pagero Online: {name}', None  # a way out that is always there
                    if after:
                        yield f'Pagero Online: {name}', with_copy(after, number, status)
            if after and copy.status == 'error':
                yield 'Pagero Online: asks', with_copy(after, number, 'awaiting_interaction')
            if after and copy.status == 'delivered':
                yield 'Pagero: undeliverable afterwards', with_copy(after, number, 'error')
