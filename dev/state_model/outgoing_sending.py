"""Documents out: the worker that sends, each step a commit or a request, and its deaths."""

from __future__ import annotations

from collections.abc import Iterator

from .outgoing_frame import OutgoingFrame
from .rules import rule
from .search import Step
from .transmissions import (
    IDLE,
    MOST_COPIES,
    Copy,
    Worker,
    World,
    unclaimed,
    with_doc,
    with_worker,
)


class Sending(OutgoingFrame):
    """Claim, build, hand over, record; workers die and claims expire."""

    # === SENDING === #

    @rule('document/claim.py:_claim', 'document/batch.py:_set_aside_what_ends_workers',
          'account/login.py:_hold_queued')  # fmt: skip
    def claim(self, world: World) -> Iterator[Step]:
        for number, doc in enumerate(world.docs):
            if doc.state != 'queued' or not self._is_its_turn(world, number):
                continue
            if not world.login:
                yield 'hold', self._moved(world, number, 'held', held='login')
            elif not self._is_open(world):
                yield 'hold', self._moved(world, number, 'held', held='connection')
            elif doc.dies:
                yield 'set aside', self._moved(world, number, 'invalid', dies=False)
            else:
                for place, _worker in self._working(world, 'idle'):
                    claimed = self._moved(world, number, 'sending', begun=False)
                    worker = Worker('claimed', number, mine=True)
                    yield f'claim · {number}', with_worker(claimed, place, worker)

    def _is_its_turn(self, world: World, number: int) -> bool:
        return True

    def _is_open(self, world: World) -> bool:
        return world.connected

    @rule('document/build.py:_build', 'document/build.py:_hold_what_goes_elsewhere')
    def build(self, world: World) -> Iterator[Step]:
        for place, worker in self._working(world, 'claimed'):
            number, doc = worker.doc, world.docs[worker.doc]
            gone = with_worker(world, place, IDLE)
            if not worker.mine:
                yield 'conflict', self._free_not_begun(gone)
            elif not self._may_leave(world, number):
                yield 'no longer wanted', self._moved(gone, number, 'cancelled')
            elif not self._is_open(world):
                yield 'hold', self._moved(gone, number, 'held', held='connection')
            elif doc.was_unsure and doc.xml:  # what was stored before leaves as it is
                yield 'built', with_worker(world, place, worker._replace(phase='built'))
            elif not world.valid:
                yield 'invalid', self._moved(gone, number, 'invalid')
            else:
                version = doc.step if self.document_type == 'ApplicationResponse' else world.version
                stored = with_doc(world, number, doc._replace(xml=version))
                yield 'built', with_worker(stored, place, worker._replace(phase='built'))

    def _may_leave(self, world: World, number: int) -> bool:
        return world.wanted and world.invoice != 'draft'

    @rule('document/send.py:_queue_for_later')
    def disk_is_full(self, world: World) -> Iterator[Step]:
        """The file can't be kept: tried again later."""
        for place, worker in self._working(world, 'claimed'):
            if worker.mine and (after := self._trouble(world)):
                gone = with_worker(after, place, IDLE)
                yield 'disk is full', self._moved(gone, worker.doc, 'queued', begun=False)

    @rule('document/claim.py:_free_claims_not_begun')
    def bug(self, world: World) -> Iterator[Step]:
        """Something unexpected before the upload; all that surely was not sent is freed."""
        for place, _worker in self._working(world, 'claimed', 'built'):
            if after := self._trouble(world):
                yield 'bug', self._free_not_begun(with_worker(after, place, IDLE))

    def _free_not_begun(self, world: World) -> World:
        for number, doc in enumerate(world.docs):
            if doc.state == 'sending' and not doc.begun:
                world = unclaimed(self._moved(world, number, 'queued'), number)
        return world

    @rule('document/wire.py:_write_wire')
    def note_wire(self, world: World) -> Iterator[Step]:
        """That the bytes leave is committed before they do."""
        for place, worker in self._working(world, 'built'):
            doc = world.docs[worker.doc]
            if doc.state != 'sending' or not self._is_mine(worker):
                lost = with_worker(world, place, IDLE)
                yield 'claim lost', self._free_not_begun(lost)
                continue
            is_noted = 'commit before upload' not in self.without
            noted = with_doc(world, worker.doc, doc._replace(begun=is_noted or doc.begun))
            yield 'note that it leaves', with_worker(noted, place, worker._replace(phase='begun'))

    @rule('document/send.py:_give_back')
    def give_back(self, world: World) -> Iterator[Step]:
        """What was built while another batch was on the wire can't leave now.

        Building ahead itself is nothing new: one worker with two batches is like two workers.
        """
        for place, worker in self._working(world, 'built'):
            unsent = worker._replace(phase='answered', outcome='never begun')
            yield 'given back', with_worker(world, place, unsent)

    def _is_mine(self, worker: Worker) -> bool:
        return worker.mine or 'claim token' in self.without

    @rule()
    def leave(self, world: World) -> Iterator[Step]:
        for place, worker in self._working(world, 'begun'):
            yield 'the bytes leave', with_worker(world, place, worker._replace(phase='flying'))
            if after := self._trouble(world):
                late = worker._replace(phase='answered', outcome='never begun')
                yield 'the time of the batch is up', with_worker(after, place, late)

    @rule()
    def pagero_takes(self, world: World) -> Iterator[Step]:
        """It takes the file and says so, or its answer gets lost."""
        for place, worker in self._working(world, 'flying'):
            version = world.docs[worker.doc].xml
            taken = self._take(world, worker.doc, version)
            if taken is None:
                yield 'taken', None
                continue
            copy = len(taken.copies)
            yield (
                'taken',
                with_worker(
                    taken, place, worker._replace(phase='answered', outcome='taken', copy=copy)
                ),
            )
            if after := self._trouble(taken):
                unsure = worker._replace(phase='answered', outcome='unknown')
                yield 'taken, its answer lost', with_worker(after, place, unsure)

    @rule()
    def pagero_takes_not(self, world: World) -> Iterator[Step]:
        """No connection, 401, 429; 400; 5xx; or no answer while it may still arrive."""
        for place, worker in self._working(world, 'flying'):
            if not (after := self._trouble(world)):
                continue
            for outcome in ('not taken', 'refused', 'unknown'):
                ended = worker._replace(phase='answered', outcome=outcome)
                yield f'{outcome}, nothing arrived', with_worker(after, place, ended)
            waiting = after._replace(wire=(*after.wire, (worker.doc, world.docs[worker.doc].xml)))
            ended = worker._replace(phase='answered', outcome='unknown')
            yield 'timed out on its way', with_worker(waiting, place, ended)

    @rule()
    def what_is_on_its_way(self, world: World) -> Iterator[Step]:
        for each in world.wire:
            rest = tuple(other for other in world.wire if other != each)
            less = world._replace(wire=rest)
            yield 'dropped on its way', less
            yield 'taken unobserved', self._take(less, *each)

    def _take(self, world: World, number: int, version: int) -> World | None:
        if len(world.copies) == MOST_COPIES:
            return None
        return world._replace(copies=(*world.copies, Copy(number, 'processing', version)))

    @rule('document/wire.py:_note_answer')
    def note_answer(self, world: World) -> Iterator[Step]:
        """The little that is needed should the worker die before all is recorded."""
        for place, worker in self._working(world, 'answered'):
            doc = world.docs[worker.doc]
            if not (doc.state == 'sending' and self._is_mine(worker)):
                continue
            noted = worker._replace(phase='noted')
            if worker.outcome == 'taken':
                known = with_doc(world, worker.doc, doc._replace(file=worker.copy))
                yield 'note its answer', with_worker(known, place, noted)
            elif worker.outcome in ('not taken', 'refused'):
                known = with_doc(world, worker.doc, doc._replace(begun=False))
                yield 'note its answer', with_worker(known, place, noted)

    @rule('document/send.py:_enter_taken', 'document/send.py:_record_failure')
    def record(self, world: World) -> Iterator[Step]:
        for place, worker in self._working(world, 'answered', 'noted'):
            gone = with_worker(world, place, IDLE)
            doc = world.docs[worker.doc]
            if doc.state != 'sending' or not self._is_mine(worker):
                yield 'recorded by another', gone
            else:
                yield f'record · {worker.outcome}', self._recorded(gone, worker)

    def _recorded(self, world: World, worker: Worker) -> World:
        outcome = worker.outcome
        if outcome == 'unknown' and 'unsure' in self.without:
            outcome = 'not taken'
        if outcome == 'taken':
            return self._moved(world, worker.doc, 'processing', file=worker.copy)
        if outcome == 'unknown':
            return self._moved(world, worker.doc, 'unsure', lookups=0)
        if outcome == 'refused':
            return self._moved(world, worker.doc, 'error', parts=False)
        return self._moved(world, worker.doc, 'queued', begun=False)

    # === DEATHS === #

    @rule()
    def die(self, world: World) -> Iterator[Step]:
        """A worker is killed; what it had committed stays, and what had left may arrive."""
        busy = ('claimed', 'built', 'begun', 'flying', 'answered', 'noted')
        for place, worker in self._working(world, *busy):
            if not (after := self._trouble(world)):
                return
            dead = with_worker(after, place, IDLE)
            if worker.phase == 'flying':
                way = (worker.doc, world.docs[worker.doc].xml)
                dead = dead._replace(wire=(*dead.wire, way))
            if worker.phase == 'claimed' and worker.mine:
                doc = dead.docs[worker.doc]
                dead = with_doc(dead, worker.doc, doc._replace(dies=True))
            yield f'killed · {worker.phase}', dead

    @rule('document/claim.py:_free_expired')
    def expire(self, world: World) -> Iterator[Step]:
        """A claim is over: its worker has died, or is slow and meets a claim that isn't its own."""
        for number, doc in enumerate(world.docs):
            if doc.state != 'sending':
                continue
            is_served = any(each.mine and each.doc == number for each in world.workers)
            after = self._trouble(world) if is_served else world
            if not after:
                continue
            if not doc.begun:
                freed = self._moved(after, number, 'queued')
            elif doc.file:
                freed = self._moved(after, number, 'processing')
            else:
                freed = self._moved(after, number, 'unsure', lookups=0)
            yield 'the claim expires', unclaimed(freed, number)
