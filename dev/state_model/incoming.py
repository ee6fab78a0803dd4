"""Documents in: two runs of fetching, a run that makes bills, a person, and deaths.

What Pagero lists is written down, fetched, kept, marked as fetched, booked and answered. Each step
is one transaction, or one request that Pagero has met. A second item is the first one sent anew, or
listed late, so that the list's cursor has passed it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from . import product
from .rules import Model, rule
from .search import Step


RECEIVED = 'inbox/pagero_received_document.py'
VIEW = 'pagero_received_document_views.xml'
HELD = product.names(RECEIVED)['HELD']
GUARDS = product.guards('inbox/standing.py', 'inbox/answering.py')
# What one item is; each is a world of its own to begin with.
KINDS = {
    'invoice': ('invoice', 'Production'),
    'test': ('invoice', 'Test'),
    'reminder': ('payment_reminder', 'Production'),
    'answer': ('application_response', 'Production'),
    'unknown mode': ('invoice', False),
    'other company': ('invoice', 'Production'),
}


class Item(NamedTuple):
    """What Pagero holds for us."""

    kind: str = 'invoice'
    listed: bool = True
    marked: bool = False
    is_copy: bool = False  # the same document, sent once more


class Kept(NamedTuple):
    """What the model keeps of a ``pagero.received.document``."""

    state: str = 'announced'
    has_file: bool = False
    reason: str = ''  # set_aside_reason
    mark_due: bool = False
    bill_due: bool = False
    bills: int = 0
    decided: bool = False
    dies: bool = False


class Fetcher(NamedTuple):
    """A run of fetching, between its commits."""

    phase: str = 'idle'
    seen: tuple[int, ...] = ()  # numbers of items that it listed, or whose files it has


class World(NamedTuple):
    items: tuple[Item, ...]
    kept: tuple[Kept | None, ...]
    fetchers: tuple[Fetcher, ...] = (Fetcher(), Fetcher())
    cursor: int = 0  # items before it are older than the newest that was listed
    booking: tuple[int, ...] = ()  # documents that runs or people make a bill of just now
    presses: int = 1
    troubles: int = 1


class Incoming(Model):
    """Received documents of each kind."""

    name = 'documents in'
    tables = {'received': product.table(RECEIVED)}
    safeguards = {
        'store before mark': "Pagero is told before the file is stored",
        'lock': "two make the bill of one document at the same time",
        'overlap': "the list is read from its newest entry on, without an overlap",
        'identity': "the same document is taken once more",
    }

    def __init__(self, *without: str, presses: int = 1, troubles: int = 1):
        super().__init__(*without)
        self._bounds = {'presses': presses, 'troubles': troubles}

    def start(self) -> list[World]:
        alone = [World((Item(kind),), (None,), **self._bounds) for kind in KINDS]
        twice = (Item(), Item(is_copy=True))
        late = (Item(listed=False), Item('reminder'))
        pairs = [World(items, (None, None), **self._bounds) for items in (twice, late)]
        return [*alone, *pairs]

    # === WHAT MUST NEVER BE === #

    def wrong(self, world: World) -> Iterator[str]:
        for item, kept in zip(world.items, world.kept, strict=True):
            if item.marked and not (kept and kept.has_file):
                yield 'lost: Pagero was told that it is here, and it is not'
            if kept and kept.state == 'booked' and not kept.bills:
                yield 'untrue: booked, and there is no bill'
        if sum(kept.bills for kept in world.kept if kept) > len(
            {item.kind for item in world.items}
        ):
            yield 'doubled: two bills of one document'

    def is_good(self, world: World) -> bool:
        """All are known, and each is where nothing more has to be done with it."""
        return all(kept and self._is_settled(kept, item)
                   for item, kept in zip(world.items, world.kept, strict=True))  # fmt: skip

    def _is_settled(self, kept: Kept, item: Item) -> bool:
        is_told = item.marked or not kept.mark_due
        return is_told and kept.state in ('booked', 'answered', 'linked', 'set_aside')

    # === HELPERS === #

    def _moved(self, world: World, number: int, target: str, **values: object) -> World:
        kept = world.kept[number]
        self.through_gate('received', kept.state, target)
        if target != 'set_aside':
            values.setdefault('reason', '')
        return _with_kept(world, number, kept._replace(state=target, **values))

    def _trouble(self, world: World) -> World | None:
        return world._replace(troubles=world.troubles - 1) if world.troubles else None

    def _at(self, world: World, phase: str) -> Iterator[tuple[int, Fetcher]]:
        seen = set()
        for place, each in enumerate(world.fetchers):
            if each.phase == phase and each not in seen:
                seen.add(each)
                yield place, each

    # === FETCHING === #

    @rule()
    def appears(self, world: World) -> Iterator[Step]:
        for number, item in enumerate(world.items):
            if not item.listed:
                yield 'listed late', _with_item(world, number, item._replace(listed=True))

    @rule()
    def read_list(self, world: World) -> Iterator[Step]:
        since = world.cursor if 'overlap' in self.without else 0
        for place, _idle in self._at(world, 'idle'):
            seen = tuple(
                number for number, item in enumerate(world.items)
                if item.listed and not item.marked and number >= since
            )  # fmt: skip
            if any(world.kept[number] is None for number in seen):
                yield 'the list is read', _with_fetcher(world, place, Fetcher('listed', seen))

    @rule('inbox/pull.py:_create_announced')
    def announce(self, world: World) -> Iterator[Step]:
        for place, fetcher in self._at(world, 'listed'):
            after = _with_fetcher(world, place, Fetcher())
            for number in fetcher.seen:
                if after.kept[number] is None:  # the network id is unique
                    after = _with_kept(after, number, Kept())
            newest = max(fetcher.seen, default=-1) + 1
            yield 'announced', after._replace(cursor=max(after.cursor, newest))

    @rule()
    def fetch(self, world: World) -> Iterator[Step]:
        due = tuple(
            number for number, kept in enumerate(world.kept)
            if kept and kept.state == 'announced' and not kept.dies
        )  # fmt: skip
        for place, _idle in self._at(world, 'idle'):
            if due:
                yield 'the files come', _with_fetcher(world, place, Fetcher('fetched', due))
                if 'store before mark' in self.without:
                    told = world
                    for number in due:
                        told = _with_item(told, number, told.items[number]._replace(marked=True))
                    yield 'marked too early', told

    @rule('inbox/judge.py:_judge')
    def keep(self, world: World) -> Iterator[Step]:
        """Files of documents that are still announced; others took care of the rest."""
        for place, fetcher in self._at(world, 'fetched'):
            after = _with_fetcher(world, place, Fetcher())
            for number in fetcher.seen:
                if after.kept[number].state == 'announced':
                    after = self._judged(after, number)
            yield 'kept', after

    def _judged(self, world: World, number: int) -> World:
        item = world.items[number]
        reason = self._reason(world, number)
        is_told = reason != 'other_company'
        makes_bill = not reason and item.kind == 'invoice'
        values = {'has_file': True, 'mark_due': is_told, 'bill_due': makes_bill}
        if reason:
            return self._moved(world, number, 'set_aside', reason=reason, **values)
        return self._moved(world, number, 'stored', **values)

    def _reason(self, world: World, number: int) -> str:
        item = world.items[number]
        others = (kept for place, kept in enumerate(world.kept) if place != number and kept)
        is_here = item.is_copy or any(each.is_copy for each in world.items)
        if is_here and any(kept.state in HELD for kept in others):
            return '' if 'identity' in self.without else 'duplicate'
        return {'other company': 'other_company', 'unknown mode': 'unknown_mode',
                'test': 'test'}.get(item.kind, '')  # fmt: skip

    @rule()
    def mark(self, world: World) -> Iterator[Step]:
        """Pagero is told; where we die before it is written down, it is told again."""
        for number, kept in enumerate(world.kept):
            if kept and kept.mark_due:
                told = _with_item(world, number, world.items[number]._replace(marked=True))
                yield 'marked as fetched', _with_kept(told, number, kept._replace(mark_due=False))
                if after := self._trouble(told):
                    yield 'marked as fetched, and killed', after

    @rule('inbox/pull.py:_leave_place')
    def account_moves(self, world: World) -> Iterator[Step]:
        """The account goes to another environment: what was only announced is unknown there."""
        announced = [n for n, kept in enumerate(world.kept) if kept and kept.state == 'announced']
        if announced and (after := self._trouble(world)):
            for number in announced:
                after = self._moved(after, number, 'set_aside', reason='not_fetched')
            yield 'another environment', after

    # === DEATHS === #

    @rule()
    def die(self, world: World) -> Iterator[Step]:
        for phase in ('listed', 'fetched'):
            for place, fetcher in self._at(world, phase):
                if after := self._trouble(world):
                    dead = _with_fetcher(after, place, Fetcher())
                    yield f'killed · {phase}', dead
                    if phase == 'fetched':
                        yield 'killed · keeping', _spent(dead, fetcher.seen)
        for number in world.booking:
            if after := self._trouble(world):
                rest = tuple(each for each in world.booking if each != number)
                yield 'killed · booking', after._replace(booking=rest)

    # === BILLS, ANSWERS, REMINDERS === #

    @rule()
    def begin_bill(self, world: World) -> Iterator[Step]:
        for number, kept in enumerate(world.kept):
            if kept and kept.bill_due and self._is_bookable(world, number):
                yield from self._begun(world, number)

    def _begun(self, world: World, number: int) -> Iterator[Step]:
        is_locked = number in world.booking
        if (not is_locked or 'lock' in self.without) and len(world.booking) < 2:
            yield 'a bill is begun', world._replace(booking=(*world.booking, number))

    @rule('inbox/bill.py:_create_bills')
    def book(self, world: World) -> Iterator[Step]:
        for number in sorted(set(world.booking)):
            booking = list(world.booking)
            booking.remove(number)
            after = world._replace(booking=tuple(booking))
            kept = after.kept[number]
            if not self._is_bookable(after, number) and 'lock' not in self.without:
                yield 'booked by another', after
                continue
            billed = _with_kept(after, number, kept._replace(bills=kept.bills + 1, bill_due=False))
            if kept.state == 'stored':
                billed = self._moved(billed, number, 'booked')
            yield 'booked', self._settled(billed, number)

    def _is_bookable(self, world: World, number: int) -> bool:
        kept = world.kept[number]
        return kept.state == 'stored' and world.items[number].kind in ('invoice', 'unknown mode')

    @rule('inbox/reminders.py:_link_to', 'inbox/answer.py:_settle_as_answer')
    def link(self, world: World) -> Iterator[Step]:
        for number, kept in enumerate(world.kept):
            kind = world.items[number].kind
            if kept and kept.state == 'stored' and kind in ('reminder', 'answer'):
                yield 'linked', self._moved(world, number, 'linked')
                if kind == 'answer' and (after := self._trouble(world)):
                    yield (
                        'of another company',
                        self._moved(
                            after, number, 'set_aside', reason='other_company', mark_due=False
                        ),
                    )

    @rule('inbox/answering.py:_settle_answer')
    def decide(self, world: World) -> Iterator[Step]:
        """Accepted or rejected by the person; taken back where the transmission is cancelled."""
        for number, kept in enumerate(world.kept):
            if not kept or world.items[number].kind != 'invoice':
                continue
            if kept.state in HELD and not kept.decided and world.presses:
                decided = _with_kept(world, number, kept._replace(decided=True))
                after = decided._replace(presses=world.presses - 1)
                yield 'accepted', self._settled(after, number)
                if kept.state == 'stored':
                    yield 'rejected', self._moved(after, number, 'answered', bill_due=False)
            elif kept.decided and (after := self._trouble(world)):
                yield 'the answer is cancelled', self._undecided(after, number)

    def _settled(self, world: World, number: int) -> World:
        kept = world.kept[number]
        if kept.decided and kept.state == 'booked':
            return self._moved(world, number, 'answered')
        return world

    def _undecided(self, world: World, number: int) -> World:
        kept = world.kept[number]._replace(decided=False)
        world = _with_kept(world, number, kept)
        if kept.state != 'answered':
            return world
        return self._moved(world, number, 'booked' if kept.bills else 'stored')

    # === THE PERSON === #

    def _pressed(
        self, world: World, button: str, does: Callable[[World, int], World | None]
    ) -> Iterator[Step]:
        for number, kept in enumerate(world.kept):
            if kept and _is_offered(button, kept, world.items[number].kind):
                if not world.presses:
                    yield button, None
                elif after := does(world._replace(presses=world.presses - 1), number):
                    yield button, after

    @rule('inbox/buttons.py:action_set_aside')
    def set_aside(self, world: World) -> Iterator[Step]:
        def does(before: World, number: int) -> World:
            return self._moved(before, number, 'set_aside', reason='by_hand', bill_due=False)

        yield from self._pressed(world, 'action_set_aside', does)

    @rule('inbox/buttons.py:action_take_back')
    def take_back(self, world: World) -> Iterator[Step]:
        def does(before: World, number: int) -> World | None:
            kept = before.kept[number]
            if not kept.has_file or self._clashes(before, number):
                return None
            is_told = before.items[number].marked
            is_bill = before.items[number].kind in ('invoice', 'unknown mode')
            return self._moved(before, number, 'stored', mark_due=not is_told, bill_due=is_bill)

        yield from self._pressed(world, 'action_take_back', does)

    def _clashes(self, world: World, number: int) -> bool:
        """The database allows one that counts of each identity."""
        is_same = world.items[number].is_copy or any(item.is_copy for item in world.items)
        others = (kept for place, kept in enumerate(world.kept) if place != number and kept)
        return is_same and any(kept.state in HELD for kept in others)

    @rule()
    def try_again(self, world: World) -> Iterator[Step]:
        def does(before: World, number: int) -> World:
            return _with_kept(before, number, before.kept[number]._replace(dies=False))

        yield from self._pressed(world, 'action_try_again', does)

    @rule()
    def create_bill(self, world: World) -> Iterator[Step]:
        def does(before: World, number: int) -> World | None:
            return next((after for _step, after in self._begun(before, number)), None)

        yield from self._pressed(world, 'action_create_bill', does)

    @rule('inbox/bill.py:_lose_bill')
    def delete_bill(self, world: World) -> Iterator[Step]:
        """Of a reminder or an answer it is the bill that it stands beside."""
        for number, kept in enumerate(world.kept):
            if kept and kept.state in ('booked', 'answered', 'linked') and world.presses:
                if kept.state != 'linked' and not kept.bills:
                    continue
                after = world._replace(presses=world.presses - 1)
                yield 'the bill is deleted', self._moved(after, number, 'stored', bills=0)


# === PLAIN STEPS ON VALUES === #


def _with_kept(world: World, number: int, kept: Kept) -> World:
    rows = list(world.kept)
    rows[number] = kept
    return world._replace(kept=tuple(rows))


def _with_item(world: World, number: int, item: Item) -> World:
    items = list(world.items)
    items[number] = item
    return world._replace(items=tuple(items))


def _with_fetcher(world: World, place: int, fetcher: Fetcher) -> World:
    """Runs are alike, so their order says nothing."""
    fetchers = list(world.fetchers)
    fetchers[place] = fetcher
    return world._replace(fetchers=tuple(sorted(fetchers)))


def _spent(world: World, numbers: tuple[int, ...]) -> World:
    """Keeping these ended their worker as often as is tried."""
    for number in numbers:
        if world.kept[number].state == 'announced':
            world = _with_kept(world, number, world.kept[number]._replace(dies=True))
    return world


@cache
def _is_offered(button: str, kept: Kept, kind: str) -> bool:
    document_kind, mode = KINDS[kind]
    record = product.Record(
        GUARDS,
        state=kept.state,
        kind=document_kind,
        send_mode=mode if kept.reason != '' or mode else 'Production',
        set_aside_reason=kept.reason,
        digest='digest' if kept.has_file else False,
        attempts=0,
        move_id=kept.bills,
        needs_vendor=False,
    )
    record.compute('_compute_is_bookable', '_compute_can')
    return product.is_offered(VIEW, button, record)
