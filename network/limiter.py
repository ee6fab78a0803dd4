"""Not more calls per second than a server takes, for all threads of this process together."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

from .errors import TooManyRequests


class Limiter:
    """Gives out evenly spaced turns; ``hold_off`` when the server itself asks for a pause."""

    def __init__(self, per_second: float):
        self._interval = 1 / per_second
        self._next_at = 0.0
        self._lock = threading.Lock()

    def wait(self, at_most: float | None = None) -> None:
        """Return when the turn has come; TooManyRequests when it is over ``at_most`` s away."""
        with self._lock:
            now = time.monotonic()
            turn = max(self._next_at, now)
            if at_most is not None and turn - now > at_most:
                raise TooManyRequests(
                    "Too many questions are waiting for this server.",
                    retry_after=timedelta(seconds=turn - now),
                )
            self._next_at = turn + self._interval
        time.sleep(turn - now)

    def hold_off(self, pause: timedelta) -> None:
        """No turn comes before ``pause`` is over."""
        with self._lock:
            self._next_at = max(self._next_at, time.monotonic() + pause.total_seconds())
