"""Documents out: two people who press at the same time, neither of whom sees the other.

The server reads a document, and writes what the button does of it later. In between the other
person's button, or a worker, may change it: then the database refuses to write over what was not
read, and Odoo presses anew on what is there now. What is only added, as a second transmission is,
an index of the database refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar, NamedTuple

from .outgoing import Outgoing
from .search import Step
from .transmissions import Doc, World, is_live


class Press(NamedTuple):
    """A button of one document, with what the server has read for it."""

    button: str
    number: int
    docs: tuple[Doc, ...]
    invoice: str
    version: int


class TwoPeople(Outgoing):
    """One press lasts, while the other person, workers and Pagero go on."""

    name = 'documents out: invoice, two people'
    safeguards: ClassVar[dict[str, str]] = {
        'row conflict': "what another has written since is written over",
        'one live transmission': "the database lets in a second live transmission",
    }

    def _pressed(
        self, world: World, button: str, does: Callable[[World, int], Iterator[World]]
    ) -> Iterator[Step]:
        yield from super()._pressed(world, button, does)
        if world.slow is None:
            for number in self._offered(world, button):
                press = Press(button, number, world.docs, world.invoice, world.version)
                before = self._press(world, button, number)
                yield f'{button} · {number} is read', before and before._replace(slow=press)
        elif world.slow.button == button:
            for after in self._written(world._replace(slow=None), world.slow, does):
                yield f'{button} · {world.slow.number} is written', after

    def _written(
        self, world: World, press: Press, does: Callable[[World, int], Iterator[World]]
    ) -> Iterator[World]:
        """What the press does of what it has read; refused, it does it of what is there now."""
        read = world._replace(docs=press.docs, invoice=press.invoice)
        afters = list(does(read, press.number)) or [read]
        for after in afters:
            if self._is_refused(world, press, after):
                yield from self._anew(world, press, does)
            else:
                yield _merged(world, press, after)

    def _anew(
        self, world: World, press: Press, does: Callable[[World, int], Iterator[World]]
    ) -> Iterator[World]:
        is_offered = press.number in self._offered(world, press.button)
        yield from (is_offered and list(does(world, press.number))) or [world]

    def _is_refused(self, world: World, press: Press, after: World) -> bool:
        """By the database: a row that it writes is another by now, or its index forbids a new one.

        Every button writes its own document: how it left instead is noted there as well, and on
        the invoice.
        """
        written = {press.number, *_changes(press.docs, after.docs)}
        is_met = any(world.docs[number] != press.docs[number] for number in written)
        is_met |= world.invoice == 'by e-mail' != press.invoice
        if after.invoice != press.invoice:
            is_met |= (world.invoice, world.version) != (press.invoice, press.version)
        if is_met and 'row conflict' not in self.without:
            return True
        live = sum(map(is_live, _merged(world, press, after).docs))
        return live > 1 and 'one live transmission' not in self.without


def _changes(before: tuple[Doc, ...], after: tuple[Doc, ...]) -> dict[int, Doc]:
    pairs = enumerate(zip(before, after, strict=False))
    return {number: new for number, (old, new) in pairs if new != old}


def _merged(world: World, press: Press, after: World) -> World:
    """What was written of what the press had read, in the world as it is now."""
    changes = _changes(press.docs, after.docs)
    docs = [changes.get(number, doc) for number, doc in enumerate(world.docs)]
    docs += after.docs[len(press.docs) :]
    invoice = world.invoice if after.invoice == press.invoice else after.invoice
    return after._replace(docs=tuple(docs), invoice=invoice)
