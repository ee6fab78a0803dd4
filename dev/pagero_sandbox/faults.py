"""Faults on demand: a list of orders, each for the next requests that fit it."""

import re
import threading
from dataclasses import asdict, dataclass, fields
from typing import Any

from .responses import Refusal


INSTEAD = tuple('401 410 429 500 502 503 html_502 html_200 garbage_64k timeout_before'.split())
AFTERWARDS = (
    *('timeout_after', 'cut_body', 'empty_body', 'unknown_status', 'ignore_filter', 'slow'),
    'strange_items',
)
API_PATHS = '^/(file|document)/'


@dataclass
class Fault:
    """One order.

    path: regular expression searched in the request's path; method: None for any;
    retry_after: seconds, 'date' or None; times: how often, None for always; seconds: how long a
    hang or a slow answer takes; skip: how many fitting requests go free first; taken: carry the
    request out although the answer is a fault.
    """

    fault: str
    path: str = API_PATHS
    method: str | None = None
    retry_after: int | str | None = None
    times: int | None = 1
    seconds: float | None = None
    skip: int = 0
    taken: bool = False

    def fits(self, method: str, path: str) -> bool:
        return self.method in (None, method) and re.search(self.path, path) is not None


class Faults:
    """The orders that are still open; kept in memory, a restart forgets them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: list[Fault] = []

    def order(self, wishes: list[dict[str, Any]]) -> None:
        faults = [_read(wish) for wish in wishes]
        with self._lock:
            self._open += faults

    def clear(self) -> None:
        with self._lock:
            self._open = []

    def all(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._open]

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that this request gets, used up once; None when it goes free."""
        with self._lock:
            for fault in self._open:
                if fault.fits(method, path):
                    if fault.skip > 0:
                        fault.skip -= 1
                        continue
                    self._use(fault)
                    return fault
        return None

    def _use(self, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            self._open.remove(fault)


def _read(wish: Any) -> Fault:
    known = {field.name for field in fields(Fault)}
    if not isinstance(wish, dict) or 'fault' not in wish or set(wish) - known:
        raise Refusal(400, f"A fault is an object with 'fault' and any of {sorted(known)}.")
    fault = Fault(**wish | {'fault': str(wish['fault'])})
    if fault.fault not in INSTEAD + AFTERWARDS:
        raise Refusal(400, f"Known faults: {', '.join(INSTEAD + AFTERWARDS)}.")
    try:
        re.compile(fault.path)
    except re.error:
        raise Refusal(400, "The path of the fault isn't a regular expression.") from None
    return fault
