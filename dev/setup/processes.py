"""Child processes of a command: started in a group of their own, stopped by exactly that group."""

import atexit
import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from .cache import Missing


Found = TypeVar('Found')


def wait_until(
    predicate: Callable[[], Found], seconds: float, what: str = '', interval: float = 0.1
) -> Found:
    """The first true answer of ``predicate``; TimeoutError names ``what`` and the last answer."""
    deadline = time.monotonic() + seconds
    while not (answer := predicate()):
        if time.monotonic() > deadline:
            wish = what or getattr(predicate, '__name__', 'the condition')
            raise TimeoutError(f'{wish}: not within {seconds:g} s (last answer: {answer!r})')
        time.sleep(interval)
    return answer


def free_port() -> int:
    """A port on 127.0.0.1 that no process listens on just now."""
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]


def _end_with_parent() -> None:
    """In the child: ask Linux to end it when its parent is gone, however that came about."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def is_free(port: int) -> bool:
    """Whether no process listens on this port of 127.0.0.1."""
    with socket.socket() as probe:
        return probe.connect_ex(('127.0.0.1', port)) != 0


class Child:
    """One process with its words in a log file; it never outlives the one that started it."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        log: Path,
        variables: Mapping[str, str] | None = None,
    ):
        self.name = name
        self.command = [str(part) for part in command]
        self.log = log
        self.variables = variables
        self._process: subprocess.Popen | None = None
        self._log_start = 0
        atexit.register(self.stop)

    @property
    def pid(self) -> int | None:
        """Process id, and id of its group, while it runs."""
        return self._process.pid if self.is_running else None

    @property
    def is_running(self) -> bool:
        """Whether it was started and hasn't ended."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it; its words are appended to the log."""
        if self.is_running:
            return
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open('ab') as out:
            self._log_start = out.tell()
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=self.variables,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )

    def words(self) -> str:
        """What it wrote to its log since the last start."""
        with self.log.open('rb') as log:
            log.seek(self._log_start)
            return log.read().decode(errors='replace')

    def wait_ready(self, is_ready: Callable[[], Found], seconds: float) -> Found:
        """Wait for the first true answer; ``Missing`` with its last words when it ends before."""

        def ready_or_ended():
            if not self.is_running:
                last_words = self.words().strip()[-2000:]
                raise Missing(f'{self.name} ended at once; {self.log} says why: {last_words}')
            return is_ready()

        return wait_until(ready_or_ended, seconds, f'{self.name} is ready ({self.log})')

    def wait(self) -> int:
        """Wait until it ends by itself; its exit code."""
        return self._process.wait()

    def stop(self, seconds: float = 15) -> None:
        """Ask it to end; what is left of its group after ``seconds`` is killed."""
        if not self.is_running:
            return
        self._signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        self.kill()

    def kill(self) -> None:
        """End it and its children without a chance to tidy up (kill -9)."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, number)
