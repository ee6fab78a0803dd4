"""Reading a whole list by pages while it moves.

The network lists the newest first and forgets parts as soon as they are delivered, so between two
pages items slide forwards and backwards. An item is given once, and a slide back is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from .payloads import Page
from .redact import get_logger


_logger = get_logger(__name__)

MAX_PAGES = 1_000
MAX_STALE_PAGES = 3  # pages in a row without anything new: the server ignores the offset

T = TypeVar('T')


def iterate(fetch: Callable[[int], Page[T]]) -> Iterator[T]:
    """All items of the list behind ``fetch(offset)``, each id once.

    Collect before acting on them: acting between pages moves the list even more.
    """
    seen: set[str] = set()
    offset, stale, previous_total = 0, 0, None
    for _number in range(MAX_PAGES):
        page = fetch(offset)
        fresh = [item for item in page.items if not (item.id in seen or seen.add(item.id))]
        yield from fresh
        stale = 0 if fresh else stale + 1
        vanished = _vanished(previous_total, page.total)
        if stale == MAX_STALE_PAGES or (_is_last(page, offset) and not vanished):
            return
        offset = max(offset - vanished, 0) if vanished else offset + page.size
        previous_total = page.total
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
