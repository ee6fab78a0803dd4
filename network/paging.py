"""Reading a whole list by pages while it moves.

The network lists the newest first and forgets parts as soon as they are delivered, so between two
pages items slide forwards and backwards. An item is given once, and a slide back is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import inf
from time import monotonic
from typing import TypeVar

from .payloads import Page
from .redact import get_logger


_logger = get_logger(__name__)

MAX_PAGES = 1_000
MAX_STALE_PAGES = 3  # pages in a row without anything new: the server ignores the offset

T = TypeVar('T')


@dataclass
class Stretch:
    """How much of a list is read in one go, and where to go on: the caller's to keep.

    ``offset``: where reading begins, and afterwards where the next one does: 0 after the end.
    ``is_whole``: whether this one began at the front, came to the end and could read every item.
    ``unreadable``: what the items that couldn't be read were like. ``began``: the first offset.
    """

    seconds: float = inf
    offset: int = 0
    is_whole: bool = False
    unreadable: list[str] = field(default_factory=list)
    began: int = 0

    def end(self) -> None:
        """Nothing behind this place matters to the caller: the next reading begins at the front."""
        self.offset = 0
        self.is_whole = not self.began and not self.unreadable


def iterate(fetch: Callable[[int], Page[T]], stretch: Stretch | None = None) -> Iterator[T]:
    """All items of the list behind ``fetch(offset)``, each id once.

    Collect before acting on them: acting between pages moves the list even more.
    """
    stretch = stretch or Stretch()
    seen: set[str] = set()
    stretch.began, ends_at = stretch.offset, monotonic() + stretch.seconds
    offset, stale, previous_total = stretch.offset, 0, None
    for _number in range(MAX_PAGES):
        page = fetch(offset)
        stretch.unreadable += page.unreadable
        fresh = [item for item in page.items if not (item.id in seen or seen.add(item.id))]
        yield from fresh
        stale = 0 if fresh else stale + 1
        vanished = _vanished(previous_total, page.total)
        if stale == MAX_STALE_PAGES or (_is_last(page, offset) and not vanished):
            stretch.end()
            return
        offset = max(offset - vanished, 0) if vanished else offset + page.size
        stretch.offset, previous_total = offset, page.total
        if monotonic() > ends_at:
            return
    _logger.warning("The list was left after %d pages.", MAX_PAGES)


def _vanished(previous_total, total):
    """How many items left the list since the previous page: as many slid back out of our sight."""
    if previous_total is None or total is None:
        return 0
    return max(previous_total - total, 0)


def _is_last(page, offset):
    """Is nothing behind this page? A total below what was already seen is a lie and isn't used."""
    if not page.size:
        return True
    reached = offset + page.size
    return page.total is not None and page.total == reached
