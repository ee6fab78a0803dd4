"""What rules from outside may cost: time, and things held in memory.

Nothing stops a Python thread from outside, so the code of such rules counts for itself: every
sequence that is joined or walked through, every call of a function and every text is paid for
when it is made, and with each payment the clock is looked at. Regular expressions run in C, where
nothing can be counted; they are given what is left of the time.

Time is the thread's own, so that a busy machine makes no rule suspicious.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf
from time import monotonic, thread_time
from typing import Any, Literal

from .errors import XPathError


LARGEST_INTEGER = 1 << 4096
LARGEST_EXPONENT = 4000
CHARACTERS_OF_AN_ITEM = 8
MOST_FAILURES = 30_000
# Items that an evaluation may make for each element of the document.
ITEMS_PER_ELEMENT = 10


class TooExpensive(Exception):
    """A rule takes too long or too much memory. No XPathError: no expression may catch it."""

    def __init__(self, lack: Literal['time', 'memory']) -> None:
        super().__init__(LACKS[lack])
        self.lack = lack


LACKS = {'time': "it takes too long", 'memory': "it needs too much memory"}


@dataclass(frozen=True)
class Limits:
    """Seconds for a document and for one evaluation of a rule, in which so many items may be made.

    Both grow with the document, by ``seconds_per_element``. The official rules need less than a
    tenth of it for a whole document.
    """

    seconds: float = 2.0
    rule_seconds: float = 0.5
    seconds_per_element: float = 0.0002
    items: int = 2_000_000


class Budget:
    """What is left, for one run over one document."""

    def __init__(self, limits: Limits, elements: int = 0, characters: int = 0) -> None:
        extra = elements * limits.seconds_per_element
        self._end = thread_time() + limits.seconds + extra
        self._end_of_overtime = self._end + limits.seconds + extra
        self._overtime_look = monotonic() + 2 * (limits.seconds + extra)
        self._end_look = monotonic() + limits.seconds + extra
        self._rule_seconds = limits.rule_seconds + extra
        self._items = limits.items + elements * ITEMS_PER_ELEMENT + characters
        self._to_keep = self._items
        self._failures = MOST_FAILURES
        self.given_up: set[Any] = set()
        self.begin()

    def begin(self) -> None:
        """Another evaluation. Raises TooExpensive if the time of the whole run is up."""
        self._left = self._items
        self._rule_end = inf
        now = monotonic()
        self._next_look = now + self._rule_seconds
        if now > self._end_look:
            self._end_look = now + _left_until(self._end)

    def refuse_overtime(self) -> None:
        """Raises TooExpensive when even to pass over what isn't asked any more takes too long."""
        if monotonic() > self._overtime_look:
            self._overtime_look = monotonic() + _left_until(self._end_of_overtime)

    def spend(self, items: int = 1) -> None:
        """Pay for items that were made or are looked at. Raises TooExpensive."""
        self._left -= items
        if self._left < 0:
            raise TooExpensive('memory')
        if monotonic() > self._next_look:
            self._next_look = monotonic() + self.seconds_left()

    def seconds_left(self) -> float:
        """Of this evaluation. Raises TooExpensive if there are none.

        The thread's own clock is slow to read, so it is first looked at when the wall's clock says
        that time is up: an evaluation may take its time twice.
        """
        if self._rule_end == inf:
            self._rule_end = min(thread_time() + self._rule_seconds, self._end)
        return _left_until(self._rule_end)

    def keep(self, weight: int) -> None:
        """Pay for what stays in memory until the end of the run. Raises TooExpensive."""
        if weight > self._to_keep:
            raise TooExpensive('memory')
        self._to_keep -= weight

    def pay_for_failure(self) -> None:
        """One more of those that are found. Raises TooExpensive."""
        self._failures -= 1
        if self._failures < 0:
            raise TooExpensive('memory')

    def spend_text(self, length: int) -> None:
        """Pay for a text before it is made."""
        self.spend(1 + length // CHARACTERS_OF_AN_ITEM)

    def watched(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items, with a look at the clock before each."""
        for item in items:
            self.spend(0)
            yield item


def _left_until(end: float) -> float:
    left = end - thread_time()
    if left <= 0:
        raise TooExpensive('time')
    return left


class Patience:
    """Halves the time of a pack whose runs end for lack of it, until one ends well.

    Without this a slow pack would take its full time for every document of a batch.
    """

    MOST = 5

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._lock = threading.Lock()
        self._disappointments = 0

    def budget(self, elements: int, characters: int) -> Budget:
        """For the next run."""
        part = 2 ** min(self._disappointments, self.MOST)
        limits = Limits(
            self.limits.seconds / part,
            self.limits.rule_seconds / part,
            self.limits.seconds_per_element,
            self.limits.items,
        )
        return Budget(limits, elements, characters)

    def learn(self, was_too_expensive: bool) -> None:
        """How a run ended."""
        with self._lock:
            self._disappointments = self._disappointments + 1 if was_too_expensive else 0


def weight_of(value: Any) -> int:
    """What a value that is kept weighs, in items."""
    if isinstance(value, str):
        return 1 + len(value) // CHARACTERS_OF_AN_ITEM
    if not isinstance(value, (list, tuple)):
        return 1
    return (
        1
        + len(value)
        + sum(len(item) // CHARACTERS_OF_AN_ITEM for item in value if isinstance(item, str))
    )


def bounded(value: Any) -> Any:
    """A number, if it isn't too long to calculate with. Raises XPathError (FOAR0002)."""
    if isinstance(value, int):
        is_bounded = -LARGEST_INTEGER < value < LARGEST_INTEGER
    elif value is None or isinstance(value, float) or not value:
        is_bounded = True
    else:
        is_bounded = abs(value.adjusted()) <= LARGEST_EXPONENT
    if not is_bounded:
        raise XPathError('FOAR0002', "the number is too long")
    return value
