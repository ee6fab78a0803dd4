"""The record of every request, without secrets."""

import re
import threading
from collections import deque
from typing import Any


MAX_CALLS = 200_000
SECRET_IN_QUERY = re.compile(
    r'((?:^|[&?])(?:code|token|access_token|refresh_token|client_secret|code_verifier|password|'
    r'state)=)[^&]*'
)


class Calls:
    """Kept in memory; the oldest fall out first, a restart forgets them all."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: deque[dict[str, Any]] = deque(maxlen=MAX_CALLS)

    def note(self, **call: Any) -> None:
        call['query'] = SECRET_IN_QUERY.sub(r'\1***', call['query'])
        with self._lock:
            self._calls.append(call)

    def all(self) -> list[dict[str, Any]]:
        with self._lock:
            return list(self._calls)

    def clear(self) -> None:
        with self._lock:
            self._calls.clear()
