"""Documents out: what surrounds them, and the person with the buttons of the form."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .outgoing_frame import OutgoingFrame
from .rules import rule
from .search import Step
from .transmissions import (
    LIVE,
    MOST_DOCUMENTS,
    SETS,
    STOPPED_THERE,
    Doc,
    World,
    is_offered,
    with_copy,
    with_doc,
)


class People(OutgoingFrame):
    """The customer, the login, the content, and a person with the buttons that are offered."""

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
            if is_offered(button, doc, self._others(world, number), self.document_type):
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
                    yield self._queued_anew(with_doc(after, number, old), old.step)

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
            return with_copy(world, place, status)
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
