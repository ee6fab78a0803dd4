"""Documents out: what must never be of them, and what their steps share."""

from __future__ import annotations

from collections.abc import Iterator

from . import product
from .rules import Model
from .transmissions import (
    DOCUMENT,
    IDLE,
    LIVE,
    SETS,
    Copy,
    Doc,
    Worker,
    World,
    are_live,
    is_live,
    record_of,
    with_doc,
)


class OutgoingFrame(Model):
    """What is never to be, what is assumed, and how a document moves."""

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
        if world.invoice == 'by e-mail' and any(map(is_live, world.docs)):
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
        return with_doc(world, number, self._enter(world.docs[number], target, **values))

    def _record(self, world: World, number: int) -> product.Record:
        return record_of(world.docs[number], self._others(world, number), self.document_type)

    def _others(self, world: World, number: int) -> tuple[Doc, ...]:
        """The siblings of a transmission, as far as guards ask for them."""
        others = (doc for place, doc in enumerate(world.docs) if place != number)
        return tuple(Doc(doc.state, superseded=doc.superseded, step=doc.step) for doc in others)

    def _live_docs(self, world: World) -> bool:
        """Whether the invoice is fixed by what the network may know."""
        return are_live(world.docs)

    def _trouble(self, world: World) -> World | None:
        return world._replace(troubles=world.troubles - 1) if world.troubles else None

    def _working(self, world: World, *phases: str) -> Iterator[tuple[int, Worker]]:
        seen = set()
        for place, worker in enumerate(world.workers):
            if worker.phase in phases and worker not in seen:
                seen.add(worker)
                yield place, worker
