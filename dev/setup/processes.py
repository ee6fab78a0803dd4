"""Child processes of a command: started in a group of their own, stopped by exactly that group."""

import atexit
import contextlib
import ctypes
import math
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import requests

from .cache import Missing
from .listeners import can_tell, listeners, who


Found = TypeVar('Found')
DIES_WITHIN = 60  # seconds, with much memory on a busy machine


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


def holder(port: int) -> str:
    """Words for the process that listens on a port."""
    return who(next(iter(listeners(port)), None))


class Child:
    """One process with its words in a log file; it never outlives the one that started it.

    ``ports`` are those of 127.0.0.1 that are to be its own: where another process answers there,
    it isn't ready, whatever the answer.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        log: Path,
        variables: Mapping[str, str] | None = None,
        ports: Sequence[int] = (),
    ):
        self.name = name
        self.command = [str(part) for part in command]
        self.log = log
        self.variables = variables
        self.ports = ports
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
        """Wait for the first true answer; ``Missing`` when it can't come from this process."""

        def ready_or_hopeless():
            self.expect_running()
            self._expect_own_ports()
            return is_ready()

        return wait_until(ready_or_hopeless, seconds, f'{self.name} is ready ({self.log})')

    def listens(self, port: int) -> bool:
        """Whether it answers on this port, or one of the processes that it has started."""
        return not can_tell() or any(map(self._is_of_group, listeners(port)))

    def expect_running(self) -> None:
        """``Missing`` with its last words when it has ended by itself."""
        if not self.is_running:
            code = self._process.returncode if self._process else None
            last_words = self.words().strip()[-2000:]
            raise Missing(
                f'{self.name} has ended (exit code {code}); {self.log} says why: {last_words}'
            )

    def _expect_own_ports(self) -> None:
        for port in self.ports:
            found = listeners(port)
            if found and not any(map(self._is_of_group, found)):
                raise Missing(
                    f'Port {port}, which {self.name} was to have, is taken by '
                    f'{who(next(iter(found)))}. Stop that one, or start again later.'
                )

    def _has_left_its_ports(self) -> bool:
        return not any(map(self.listens, self.ports))

    def _is_of_group(self, process: int | None) -> bool:
        with contextlib.suppress(ProcessLookupError):
            return process is not None and os.getpgid(process) == self._process.pid
        return False

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
        """End it and its children without a chance to tidy up (kill -9).

        A child that dies holds its port for a moment longer, and the next start would meet it.
        """
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if can_tell():
            wait_until(self._has_left_its_ports, DIES_WITHIN, f'{self.name} has left its ports')

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, number)


class Runs(Protocol):
    """What can be waited for: a ``Child``, or a server of the machine."""

    @property
    def is_running(self) -> bool: ...

    def expect_running(self) -> None: ...


def wait_for_an_end(*servers: Runs) -> None:
    """Wait as long as all of them run; ``Missing`` says which has ended, and its last words."""
    wait_until(lambda: not all(each.is_running for each in servers), math.inf, interval=0.3)
    for server in servers:
        server.expect_running()


@contextlib.contextmanager
def blaming(*children: Child) -> Iterator[None]:
    """Where one of them has ended, that is what went wrong, and not the call that met it."""
    try:
        yield
    except (requests.ConnectionError, Missing):
        for child in children:
            child.expect_running()
        raise
