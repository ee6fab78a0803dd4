"""Documents out: two workers, a person, deaths, and a Pagero that takes, loses and answers late.

One invoice (or reminder, or two answers to one document) and its transmissions. Each step of the
model is one transaction of the code, or one request that Pagero has met. Misfortunes and buttons
pressed are bounded; everything else is free, in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

from . import product
from .rules import Model, rule
from .search import Step


DOCUMENT = 'document/pagero_document.py'
VIEW = 'pagero_document_views.xml'
SETS = product.names(DOCUMENT)
GUARDS = product.guards(
    'document/pagero_document.py', 'document/standing.py', 'document/unsure.py',
    'document/buttons.py', 'document/silent.py', 'document/answering.py',
    'document/other_delivery.py', 'invoice/account_move.py',
)  # fmt: skip
ENOUGH = product.names('document/unsure.py')['LOOKUPS']
LIVE = ('processing', 'delivered')  # a copy that the customer gets, or has got
STOPPED_THERE = ('awaiting_interaction', 'error')
MOST_COPIES = 4
MOST_DOCUMENTS = 2


class Doc(NamedTuple):
    """What the model keeps of a ``pagero.document``."""

    state: str = 'queued'
    begun: bool = False  # upload_started_at
    file: int = 0  # file_id: the number of the copy at Pagero
    was_unsure: bool = False
    xml: int = 0  # the version of the invoice that is stored
    lookups: int = 0
    parts: bool = False  # part_ids
    superseded: bool = False
    duplicate: bool = False  # error_code is one of the duplicate control
    held: str = ''
    step: int = 1  # answer_step
    old: bool = False  # without a change for long
    dies: bool = False  # its build ended a worker


class Worker(NamedTuple):
    """A run of the sender, between its commits."""

    phase: str = 'idle'
    doc: int = -1
    mine: bool = False  # whether the claim is still its own
    outcome: str = ''  # of the upload
    copy: int = 0


class Copy(NamedTuple):
    """What Pagero holds of one transmission; ``refused`` by its duplicate control."""

    doc: int
    status: str
    version: int
    listed: bool = False  # Pagero's list of documents has had it since its delivery


class World(NamedTuple):
    docs: tuple[Doc, ...]
    workers: tuple[Worker, ...]
    wire: tuple[tuple[int, int], ...] = ()  # (document, version) still on its way, unobserved
    copies: tuple[Copy, ...] = ()
    poll: tuple = ()  # what the poller has read so far
    invoice: str = 'posted'
    version: int = 1
    valid: bool = True
    wanted: bool = True  # the reason to send it still stands
    connected: bool = True
    login: bool = True
    overtaken: bool = False  # an answer was delivered after a later one
    presses: int = 2
    troubles: int = 2


IDLE = Worker()
NONE = product.Records()
# What guards and views ask beside, in a model that has nothing of it.
NOT_ASKED = {
    'instead': False, 'fails_check': False, 'asks_test': False, 'cure': None, 'attempts': 0,
    'status': '', 'env': SimpleNamespace(_=lambda sentence, **_values: sentence),
}  # fmt: skip


class Outgoing(Model):
    """The invoice; its siblings say what they have otherwise."""

    name = 'documents out: invoice'
    tables = {'document': product.table(DOCUMENT)}
    safeguards = {
        'look-up': "an unsure document is never found at Pagero",
        'claim token': "a worker whose claim was given away goes on as if it were its own",
        'unsure': "an answer of 5xx counts as surely not taken",
        'commit before upload': "that the upload begins is not written down",
        'match': "any document that Pagero lists with this number is adopted",
        # Assumed of the world.
        'patience': "Pagero may list what it took after the patience is over",
        'person looks': "Send Again is pressed without a look in Pagero Online",
        'true statement': "the duplicate control was stated, and is off",
    }
    assumed = (
        "what left is taken or dropped, and what was taken is delivered or stopped, before the"
        " patience of the account is over (60 minutes, a setting)",
        "who cancels a document of which it was unsure whether it arrived, or sends it again, has"
        " looked in Pagero Online for a copy that stands still there, or was restarted there, since"
        " Pagero's lists name no references",
        "an administrator who states that the duplicate control is on is right",
    )
    document_type = 'Invoice'

    def __init__(
        self,
        *without: str,
        stated: bool = False,
        is_unsure: bool = False,
        presses: int = 2,
        troubles: int = 2,
    ):
        """``is_unsure``: begin where two misfortunes have been: the answer got lost, and the copy
        stands still at Pagero."""
        super().__init__(*without)
        self.stated = stated
        self.controls = stated and 'true statement' not in self.without
        begins = World((Doc(),), (IDLE, IDLE), presses=presses, troubles=troubles)
        lost = Doc('unsure', begun=True, was_unsure=True, xml=1)
        stands = Copy(0, 'awaiting_interaction', 1)
        self._start = begins._replace(docs=(lost,), copies=(stands,)) if is_unsure else begins

    def start(self) -> list[World]:
        return [self._start]

    # === WHAT MUST NEVER BE === #

    def wrong(self, world: World) -> Iterator[str]:
        # Of two that it processes, its duplicate control delivers one.
        live = ('delivered',) if self.controls else LIVE
        if sum(copy.status in live for copy in world.copies) > 1:
            yield 'doubled: Pagero delivers two copies'
        if world.invoice == 'by e-mail' and any(map(_is_live, world.docs)):
            yield 'doubled: by e-mail, and over Pagero as well'
        for number, doc in enumerate(world.docs):
            if doc.state == 'delivered' and not self._was_delivered(world, doc):
                yield 'untrue: delivered, and Pagero has delivered nothing of it'
            if doc.state == 'cancelled' and self._leaves_all_the_same(world, number):
                yield 'untrue: cancelled, and it leaves all the same'

    def _was_delivered(self, world: World, doc: Doc) -> bool:
        """Pagero lists its copy; what it says of it later is heard later."""
        return bool(doc.file) and world.copies[doc.file - 1].listed

    def _leaves_all_the_same(self, world: World, number: int) -> bool:
        on_wire = any(doc == number for doc, _version in world.wire)
        flies = any(each.phase in ('begun', 'flying') and each.doc == number
                    for each in world.workers)  # fmt: skip
        return (
            on_wire
            or flies
            or any(copy.doc == number and copy.status in LIVE for copy in world.copies)
        )

    def is_good(self, world: World) -> bool:
        """Delivered and known to be, or a person decided that it isn't to leave."""
        if any(doc.state == 'delivered' for doc in world.docs):
            return True
        is_over = world.invoice != 'posted' or not world.wanted
        return is_over and all(doc.state == 'cancelled' for doc in world.docs)

    # === HELPERS === #

    def _enter(self, doc: Doc, target: str, **values: object) -> Doc:
        """Through the gate, with what ``_before_move`` clears."""
        state = self.through_gate('document', doc.state, target)
        values.setdefault('held', '')
        if target not in ('unsure', *SETS['STOPPED']):
            values.setdefault('duplicate', False)
        if target == 'unsure':
            values['was_unsure'] = True
        return doc._replace(state=state, old=False, **values)

    def _moved(self, world: World, number: int, target: str, **values: object) -> World:
        return _with_doc(world, number, self._enter(world.docs[number], target, **values))

    def _record(self, world: World, number: int) -> product.Record:
        return _record(world.docs[number], self._others(world, number), self.document_type)

    def _others(self, world: World, number: int) -> tuple[Doc, ...]:
        """The siblings of a transmission, as far as guards ask for them."""
        others = (doc for place, doc in enumerate(world.docs) if place != number)
        return tuple(Doc(doc.state, superseded=doc.superseded, step=doc.step) for doc in others)

    def _live_docs(self, world: World) -> bool:
        """Whether the invoice is fixed by what the network may know."""
        return _are_live(world.docs)

    def _trouble(self, world: World) -> World | None:
        return world._replace(troubles=world.troubles - 1) if world.troubles else None

    def _working(self, world: World, *phases: str) -> Iterator[tuple[int, Worker]]:
        seen = set()
        for place, worker in enumerate(world.workers):
            if worker.phase in phases and worker not in seen:
                seen.add(worker)
                yield place, worker

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
                    yield f'claim · {number}', _with_worker(claimed, place, worker)

    def _is_its_turn(self, world: World, number: int) -> bool:
        return True

    def _is_open(self, world: World) -> bool:
        return world.connected

    @rule('document/build.py:_build', 'document/build.py:_hold_what_goes_elsewhere')
    def build(self, world: World) -> Iterator[Step]:
        for place, worker in self._working(world, 'claimed'):
            number, doc = worker.doc, world.docs[worker.doc]
            gone = _with_worker(world, place, IDLE)
            if not worker.mine:
                yield 'conflict', self._free_not_begun(gone)
            elif not self._may_leave(world, number):
                yield 'no longer wanted', self._moved(gone, number, 'cancelled')
            elif not self._is_open(world):
                yield 'hold', self._moved(gone, number, 'held', held='connection')
            elif doc.was_unsure and doc.xml:  # what was stored before leaves as it is
                yield 'built', _with_worker(world, place, worker._replace(phase='built'))
            elif not world.valid:
                yield 'invalid', self._moved(gone, number, 'invalid')
            else:
                version = doc.step if self.document_type == 'ApplicationResponse' else world.version
                stored = _with_doc(world, number, doc._replace(xml=version))
                yield 'built', _with_worker(stored, place, worker._replace(phase='built'))

    def _may_leave(self, world: World, number: int) -> bool:
        return world.wanted and world.invoice != 'draft'

    @rule('document/send.py:_queue_for_later')
    def disk_is_full(self, world: World) -> Iterator[Step]:
        """The file can't be kept: tried again later."""
        for place, worker in self._working(world, 'claimed'):
            if worker.mine and (after := self._trouble(world)):
                gone = _with_worker(after, place, IDLE)
                yield 'disk is full', self._moved(gone, worker.doc, 'queued', begun=False)

    @rule('document/claim.py:_free_claims_not_begun')
    def bug(self, world: World) -> Iterator[Step]:
        """Something unexpected before the upload; all that surely was not sent is freed."""
        for place, _worker in self._working(world, 'claimed', 'built'):
            if after := self._trouble(world):
                yield 'bug', self._free_not_begun(_with_worker(after, place, IDLE))

    def _free_not_begun(self, world: World) -> World:
        for number, doc in enumerate(world.docs):
            if doc.state == 'sending' and not doc.begun:
                world = _unclaimed(self._moved(world, number, 'queued'), number)
        return world

    @rule('document/wire.py:_write_wire')
    def note_wire(self, world: World) -> Iterator[Step]:
        """That the bytes leave is committed before they do."""
        for place, worker in self._working(world, 'built'):
            doc = world.docs[worker.doc]
            if doc.state != 'sending' or not self._is_mine(worker):
                lost = _with_worker(world, place, IDLE)
                yield 'claim lost', self._free_not_begun(lost)
                continue
            is_noted = 'commit before upload' not in self.without
            noted = _with_doc(world, worker.doc, doc._replace(begun=is_noted or doc.begun))
            yield 'note that it leaves', _with_worker(noted, place, worker._replace(phase='begun'))

    @rule('document/send.py:_give_back')
    def give_back(self, world: World) -> Iterator[Step]:
        """What was built while another batch was on the wire can't leave now.

        Building ahead itself is nothing new: one worker with two batches is like two workers.
        """
        for place, worker in self._working(world, 'built'):
            unsent = worker._replace(phase='answered', outcome='never begun')
            yield 'given back', _with_worker(world, place, unsent)

    def _is_mine(self, worker: Worker) -> bool:
        return worker.mine or 'claim token' in self.without

    @rule()
    def leave(self, world: World) -> Iterator[Step]:
        for place, worker in self._working(world, 'begun'):
            yield 'the bytes leave', _with_worker(world, place, worker._replace(phase='flying'))
            if after := self._trouble(world):
                late = worker._replace(phase='answered', outcome='never begun')
                yield 'the time of the batch is up', _with_worker(after, place, late)

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
                _with_worker(
                    taken, place, worker._replace(phase='answered', outcome='taken', copy=copy)
                ),
            )
            if after := self._trouble(taken):
                unsure = worker._replace(phase='answered', outcome='unknown')
                yield 'taken, its answer lost', _with_worker(after, place, unsure)

    @rule()
    def pagero_takes_not(self, world: World) -> Iterator[Step]:
        """No connection, 401, 429; 400; 5xx; or no answer while it may still arrive."""
        for place, worker in self._working(world, 'flying'):
            if not (after := self._trouble(world)):
                continue
            for outcome in ('not taken', 'refused', 'unknown'):
                ended = worker._replace(phase='answered', outcome=outcome)
                yield f'{outcome}, nothing arrived', _with_worker(after, place, ended)
            waiting = after._replace(wire=(*after.wire, (worker.doc, world.docs[worker.doc].xml)))
            ended = worker._replace(phase='answered', outcome='unknown')
            yield 'timed out on its way', _with_worker(waiting, place, ended)

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
                known = _with_doc(world, worker.doc, doc._replace(file=worker.copy))
                yield 'note its answer', _with_worker(known, place, noted)
            elif worker.outcome in ('not taken', 'refused'):
                known = _with_doc(world, worker.doc, doc._replace(begun=False))
                yield 'note its answer', _with_worker(known, place, noted)

    @rule('document/send.py:_enter_taken', 'document/send.py:_record_failure')
    def record(self, world: World) -> Iterator[Step]:
        for place, worker in self._working(world, 'answered', 'noted'):
            gone = _with_worker(world, place, IDLE)
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
            dead = _with_worker(after, place, IDLE)
            if worker.phase == 'flying':
                way = (worker.doc, world.docs[worker.doc].xml)
                dead = dead._replace(wire=(*dead.wire, way))
            if worker.phase == 'claimed' and worker.mine:
                doc = dead.docs[worker.doc]
                dead = _with_doc(dead, worker.doc, doc._replace(dies=True))
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
            yield 'the claim expires', _unclaimed(freed, number)

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
        counted = _with_doc(world, number, doc._replace(lookups=lookups))
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
            world = _with_doc(world, number, world.docs[number]._replace(file=copy))
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
                yield 'read the stopped parts', world._replace(poll=(_stopped(world),))
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
            world = _with_doc(world, number, doc._replace(parts=True, duplicate=is_duplicate))
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
        return self._hear_delivered(_with_doc(world, number, doc), number)

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
            world = _with_doc(world, number, doc._replace(parts=False))
        if world.copies[doc.file - 1].listed:
            world = self._hear_delivered(world, number)
        return world

    def _hear_processing(self, world: World, number: int) -> World:
        doc = world.docs[number]
        if self.can_move('document', doc.state, 'processing'):
            return self._moved(world, number, 'processing', parts=True)
        return _with_doc(world, number, doc._replace(parts=True))

    @rule()
    def time_passes(self, world: World) -> Iterator[Step]:
        for number, doc in enumerate(world.docs):
            if doc.state != 'processing' or doc.old:
                continue
            if doc.file or self._is_patience_over(world, number):
                yield 'a day passes', _with_doc(world, number, doc._replace(old=True))

    # === PAGERO === #

    @rule()
    def pagero_works(self, world: World) -> Iterator[Step]:
        for number, copy in enumerate(world.copies):
            if copy.status != 'processing' or self._comes_later(world, copy):
                continue
            if self.controls and any(each.status == 'delivered' for each in world.copies):
                yield 'Pagero: refused as a duplicate', _with_copy(world, number, 'refused')
                continue
            yield 'Pagero: delivered', self._delivered(world, number)
            if after := self._trouble(world):
                for status in STOPPED_THERE:
                    yield f'Pagero: {status}', _with_copy(after, number, status)

    def _delivered(self, world: World, number: int) -> World:
        return _with_copy(world, number, 'delivered')

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
                        yield f'Pagero Online: {name}', _with_copy(after, number, status)
            if after and copy.status == 'error':
                yield 'Pagero Online: asks', _with_copy(after, number, 'awaiting_interaction')
            if after and copy.status == 'delivered':
                yield 'Pagero: undeliverable afterwards', _with_copy(after, number, 'error')

    # === THE CUSTOMER, THE LOGIN, THE CONTENT === #

    @rule('document/pagero_document.py:_release', 'document/claim.py:_reconsider',
          'account/login.py:_release_held')  # fmt: skip
    def surroundings(self, world: World) -> Iterator[Step]:
        """What a document waits for goes away and comes back."""
        for name in ('connected', 'login', 'valid', 'wanted'):
            if getattr(world, name) and name in self._may_change() and world.troubles:
                yield f'no longer {name}', self._trouble(world)._replace(**{name: False})
            elif not getattr(world, name) and name != 'wanted':
                yield f'{name} again', self._released(world._replace(**{name: True}), name)

    def _may_change(self) -> tuple[str, ...]:
        return 'connected', 'login', 'valid'

    def _released(self, world: World, name: str) -> World:
        for number, doc in enumerate(world.docs):
            waits = {
                'connected': doc.held == 'connection',
                'login': doc.held == 'login',
                'valid': doc.state == 'invalid',
            }
            if waits[name]:
                world = self._moved(world, number, 'queued')
        return world

    # === THE PERSON === #

    def _press(self, world: World, button: str, number: int) -> World | None:
        """The world with one press less; None where the bound, and nothing else, forbids it."""
        return world._replace(presses=world.presses - 1) if world.presses else None

    def _offered(self, world: World, button: str) -> Iterator[int]:
        for number, doc in enumerate(world.docs):
            if _is_offered(button, doc, self._others(world, number), self.document_type):
                yield number

    @rule('document/buttons.py:_cancel_anywhere')
    def cancel(self, world: World) -> Iterator[Step]:
        yield from self._pressed(world, 'action_cancel', self._cancelled)

    @rule('document/buttons.py:_cancel_anywhere')
    def send_otherwise(self, world: World) -> Iterator[Step]:
        def instead(before: World, number: int) -> Iterator[World]:
            if (
                before.invoice == 'posted'
                and not self._record(before, number)._why_another_counts()
            ):
                for after in self._cancelled_first(before, number):
                    is_done = after.docs[number].state == 'cancelled'
                    yield after._replace(invoice='by e-mail') if is_done else after

        yield from self._pressed(world, 'action_send_otherwise', instead)

    @rule('document/buttons.py:_cancel_anywhere')
    def send_again(self, world: World) -> Iterator[Step]:
        def again(before: World, number: int) -> Iterator[World]:
            if self._why_not_again(before, number):
                return
            for after in self._cancelled_first(before, number):
                if after.docs[number].state not in SETS['FINISHED']:
                    yield after
                elif len(after.docs) < MOST_DOCUMENTS:
                    old = after.docs[number]._replace(superseded=True)
                    yield self._queued_anew(_with_doc(after, number, old), old.step)

        yield from self._pressed(world, 'action_send_again', again)

    def _pressed(
        self, world: World, button: str, does: Callable[[World, int], Iterator[World]]
    ) -> Iterator[Step]:
        for number in self._offered(world, button):
            before = self._press(world, button, number)
            for after in does(before or world, number):
                yield f'{button} · {number}', before and after

    def _why_not_again(self, world: World, number: int) -> bool:
        doc = world.docs[number]
        record = self._record(world, number)
        if doc.superseded or not self._may_leave(world, number):
            return True
        if doc.state not in SETS['RESENDABLE'] and not record._is_lost():
            return True
        return bool(record._why_another_counts() or record._later_answers())

    def _queued_anew(self, world: World, step: int = 1) -> World:
        return world._replace(docs=(*world.docs, Doc(step=step)), invoice='posted')

    def _cancelled_first(self, world: World, number: int) -> Iterator[World]:
        if world.docs[number].state in SETS['FINISHED']:
            yield world
        else:
            yield from self._cancelled(world, number)

    def _cancelled(self, world: World, number: int) -> Iterator[World]:
        """``_cancel_anywhere``: its guards are the code's own, asked before and after the look."""
        record = self._record(world, number)
        if not record._is_stoppable():
            return
        if record._may_be_at_pagero():
            if not record._was_looked_for() or not self._person_looked(world, number):
                return
            world = self._look_now(world, number)
            record = self._record(world, number)
            if not record._is_stoppable():
                return  # an error: what was seen is heard at the next poll
        if record.can_restart:
            there = self._acted(world, number, 'cancelled')
            if there is None:
                return
            if after := self._trouble(there):
                yield after  # cancelled at Pagero, and the server dies before it is written down
            world = there
        yield self._moved(world, number, 'cancelled')

    def _look_now(self, world: World, number: int) -> World:
        doc = world.docs[number]
        if doc.state == 'unsure' or not doc.file:
            hit = self._hit(world, number)
            return world if hit is None else self._adopted(world, number, hit)
        return self._look_at(world, number)

    def _person_looked(self, world: World, number: int) -> bool:
        """No copy is at Pagero but the one that is known; what lists show is found before."""
        is_found = not world.docs[number].file and self._hit(world, number)
        if is_found or 'person looks' in self.without:
            return True
        return not any(
            copy.doc == number and copy.status in (*STOPPED_THERE, *LIVE)
            for place, copy in enumerate(world.copies, 1)
            if place != world.docs[number].file
        )

    def _acted(self, world: World, number: int, status: str) -> World | None:
        """*Cancel* or *Restart* at Pagero; None where it refuses."""
        place = world.docs[number].file - 1
        copy = world.copies[place]
        if copy.status in (*STOPPED_THERE, 'refused'):
            return _with_copy(world, place, status)
        return world if (copy.status, status) == ('cancelled', 'cancelled') else None

    @rule('document/buttons.py:_restart')
    def restart(self, world: World) -> Iterator[Step]:
        def again(before: World, number: int) -> Iterator[World]:
            there = self._acted(before, number, 'processing')
            if there is not None:
                yield self._moved(there, number, 'processing')
                if after := self._trouble(there):
                    yield after  # the server dies before it is written down

        yield from self._pressed(world, 'action_restart', again)

    @rule('document/buttons.py:action_mark_arrived')
    def mark_arrived(self, world: World) -> Iterator[Step]:
        """What the person has seen in Pagero Online, or has mistaken for it."""

        def arrived(before: World, number: int) -> Iterator[World]:
            is_there = any(
                copy.doc == number and copy.status not in ('cancelled', 'refused')
                for copy in before.copies
            )
            said = before if is_there else self._trouble(before)
            if said:
                yield self._moved(said, number, 'processing')

        yield from self._pressed(world, 'action_mark_arrived', arrived)

    @rule('document/pagero_document.py:_release')
    def retry(self, world: World) -> Iterator[Step]:
        def again(before: World, number: int) -> Iterator[World]:
            yield self._moved(before, number, 'queued')

        yield from self._pressed(world, 'action_retry', again)

    @rule()
    def ask_now(self, world: World) -> Iterator[Step]:
        """The button asks what the scheduled actions ask as well; it takes none of the presses."""
        for number in self._offered(world, 'action_refresh'):
            after = self._look_now(world, number)
            if after != world:
                yield f'action_refresh · {number}', after

    @rule('invoice/account_move.py:button_draft', 'document/queue.py:_give_way')
    def back_to_draft(self, world: World) -> Iterator[Step]:
        """A draft again, corrected, and posted: one step each."""
        if world.invoice == 'posted' and not self._live_docs(world):
            if not world.presses:
                yield 'button_draft', None
                return
            after = world._replace(invoice='draft', presses=world.presses - 1)
            for number, doc in enumerate(world.docs):
                if doc.state in SETS['NOT_SENT']:
                    after = self._moved(after, number, 'cancelled')
            yield 'button_draft', after
        elif world.invoice == 'draft':
            posted = world._replace(invoice='posted', version=world.version + 1, valid=True)
            if len(world.docs) < MOST_DOCUMENTS:
                yield 'posted, corrected', self._queued_anew(posted)


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
        return world.wanted and not any(_is_live(doc) and doc.step > step for doc in world.docs)

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


# === PLAIN STEPS ON VALUES === #


def _is_live(doc: Doc) -> bool:
    """``_is_live_production`` and its like: what the database allows only once."""
    return doc.state != 'cancelled' and not doc.superseded


def _with_doc(world: World, number: int, doc: Doc) -> World:
    docs = list(world.docs)
    docs[number] = doc
    return world._replace(docs=tuple(docs))


def _with_worker(world: World, place: int, worker: Worker) -> World:
    """Workers are alike, so their order says nothing."""
    workers = list(world.workers)
    workers[place] = worker
    return world._replace(workers=tuple(sorted(workers)))


def _with_copy(world: World, number: int, status: str) -> World:
    copies = list(world.copies)
    is_listed = copies[number].listed or status == 'delivered'
    copies[number] = copies[number]._replace(status=status, listed=is_listed)
    return world._replace(copies=tuple(copies))


def _unclaimed(world: World, number: int) -> World:
    """A worker that held this document holds it no longer."""
    workers = tuple(
        each._replace(mine=False) if each.doc == number else each for each in world.workers
    )
    return world._replace(workers=tuple(sorted(workers)))


def _stopped(world: World) -> tuple:
    return tuple(
        (number, copy.status) for number, copy in enumerate(world.copies, 1)
        if copy.status in (*STOPPED_THERE, 'refused')
    )  # fmt: skip


@cache
def _record(doc: Doc, others: tuple[Doc, ...], document_type: str) -> product.Record:
    """A transmission as the code's own guards see it."""
    record = product.Record(
        GUARDS,
        state=doc.state,
        part_ids=['part'] if doc.parts else False,
        file_id=str(doc.file) if doc.file else False,
        send_mode='Production',
        lookups=doc.lookups,
        was_unsure=doc.was_unsure,
        is_superseded=doc.superseded,
        answer_step=doc.step,
        state_changed_at=product.LONG_AGO if doc.old else product.NOW,
        create_date=product.LONG_AGO,
        account_id=product.Record({}, unsure_minutes=1),
        **NOT_ASKED,
        document_type=document_type,
    )
    siblings = product.Records(_record(other, (), document_type) for other in others)
    of_type = {document_type: siblings}
    record.move_id = product.Record({}, pagero_document_ids=of_type.get('Invoice', NONE))
    record.answered_id = SimpleNamespace(answer_ids=of_type.get('ApplicationResponse', NONE))
    return record.compute(
        '_compute_standing', '_compute_can_restart', '_compute_can_send_again',
        '_compute_can_send_instead',
    )  # fmt: skip


@cache
def _are_live(docs: tuple[Doc, ...]) -> bool:
    records = product.Records(_record(doc, (), 'Invoice') for doc in docs)
    return bool(product.Record(GUARDS, pagero_document_ids=records)._live_pagero_documents())


@cache
def _is_offered(button: str, doc: Doc, others: tuple[Doc, ...], document_type: str) -> bool:
    return product.is_offered(VIEW, button, _record(doc, others, document_type))
