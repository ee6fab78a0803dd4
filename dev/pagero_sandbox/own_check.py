"""The sandbox's own check of what it receives, away from the requests: one thread, one child."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from sqlite3 import Row
from typing import Any

from .settings import Settings
from .store import Store


PACKAGE = Path(__file__).resolve().parent
CHECK_SECONDS = 120
UNCHECKED = 'SELECT id, created_at, payload FROM files WHERE checked IS NULL ORDER BY id LIMIT 1'
FAILED = "not checked: the checking process ended"


class OwnCheck:
    """Checks every file that has no result yet; the results are in the store."""

    def __init__(self, store: Store, settings: Settings):
        self._store, self._settings = store, settings
        self._news = threading.Condition()
        self._is_waiting = False
        self._has_ended = False
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def look(self) -> None:
        """There may be something to check."""
        with self._news:
            self._is_waiting = False
            self._news.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until everything has been looked at; tell whether it came to that."""
        self.look()
        with self._news:
            return self._news.wait_for(lambda: self._is_waiting and self._next() is None, seconds)

    def close(self) -> None:
        with self._news:
            self._has_ended = True
            self._is_waiting = False
            self._news.notify_all()
        self._end_child()
        self._thread.join(timeout=5)

    def _next(self) -> Row | None:
        return self._store.row(UNCHECKED) if self._settings['checks'] != 'off' else None

    def _run(self) -> None:
        while not self._has_ended:
            row = self._next()
            if row is None:
                self._rest()
            else:
                self._record(row, self._check(row['payload'], self._settings['checks']))

    def _rest(self) -> None:
        with self._news:
            if self._has_ended:
                return
            self._is_waiting = True
            self._news.notify_all()
            # A time limit, since a file may arrive between the look and the rest.
            self._news.wait_for(lambda: not self._is_waiting, timeout=1)

    def _record(self, row: Row, result: dict[str, Any]) -> None:
        # The moment is compared, because a reset gives the same ids to other files.
        self._store.execute(
            'UPDATE files SET checked = ? WHERE id = ? AND created_at = ?',
            json.dumps(result),
            row['id'],
            row['created_at'],
        )

    def _check(self, payload: bytes, level: str) -> dict[str, Any]:
        child = self._living_child()
        watchdog = threading.Timer(CHECK_SECONDS, child.kill)
        watchdog.start()
        try:
            order = json.dumps({'size': len(payload), 'level': level}).encode()
            child.stdin.write(order + b'\n' + payload)
            child.stdin.flush()
            return json.loads(child.stdout.readline())
        except (OSError, ValueError):  # it ended: killed, crashed or never started
            self._end_child()
            return dict.fromkeys(('xsd', 'en16931', 'peppol'), FAILED)
        finally:
            watchdog.cancel()

    def _living_child(self) -> 'subprocess.Popen[bytes]':
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen(
                [sys.executable, '-m', 'pagero_sandbox.check_worker'],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | {'PYTHONPATH': str(PACKAGE.parent)},
            )
        return self._child

    def _end_child(self) -> None:
        child = self._child
        if child is not None:
            child.kill()
            child.wait()
