"""Hand over many prepared files at once, or collect many, over parallel connections.

Threads get everything as values: no database, no Odoo, nothing shared but a queue.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TypeVar

from .client import PageroClient
from .errors import (
    Garbled,
    NetworkError,
    NoAnswer,
    NoConnection,
    ServerFault,
    TooLarge,
    TooManyRequests,
    Unauthorized,
    UnexpectedAnswer,
)
from .payloads import SentFile
from .redact import get_logger


_logger = get_logger(__name__)

# After one of these the next upload would only meet the same: leave the rest for later.
STOPPING = (NoConnection, TooManyRequests, Unauthorized)
# Downloads that fail in a row before the others are left for later: one bad file is no outage.
MOST_IN_A_ROW = 3
TOGETHER = 0.02  # seconds in which uploads that end are written down together

T = TypeVar('T')


def stops_all(error: NetworkError | None) -> bool:
    """Whether the next upload would only meet the same: a 403 is about the account."""
    return isinstance(error, STOPPING) or (error is not None and error.status == 403)


def is_outage(error: NetworkError | None) -> bool:
    """Whether the server may be down for all, and may have taken what it was sent."""
    is_large = isinstance(error, TooLarge)
    return isinstance(error, (ServerFault, NoAnswer, Garbled)) and not is_large


@dataclass(frozen=True)
class Upload:
    """One file to hand over; ``key`` is the caller's own name for it."""

    key: int
    payload: bytes = field(repr=False)
    filename: str
    document_type: str
    send_mode: str
    sender_reference: str


@dataclass(frozen=True)
class Outcome:
    """What became of an upload: ``sent``, or ``error``, or neither when it was never begun."""

    key: int
    sent: SentFile | None = None
    error: NetworkError | None = None

    @property
    def was_begun(self) -> bool:
        return bool(self.sent or self.error)


@dataclass(frozen=True)
class Collected:
    """What came of a download: ``content``, or ``error``, or neither when it was never begun."""

    document_id: str
    content: bytes | None = field(default=None, repr=False)
    error: NetworkError | None = None


# Called with the keys of what leaves next, and with what has come since the last call.
Begin = Callable[[Sequence[int], Sequence[Outcome]], Callable[[], object] | None]


def _no_notes(_keys: Sequence[int], _outcomes: Sequence[Outcome]) -> None:
    """Nothing is written down before uploads leave."""


class _Wire:
    """What the threads of one round share: tasks on their way out, and those that have ended."""

    def __init__(self, work, deadline):
        self._work = work
        self._deadline = deadline
        self.ready = SimpleQueue()
        self.done = SimpleQueue()
        self.stop = threading.Event()

    def is_open(self):
        return not self.stop.is_set() and time.monotonic() < self._deadline

    def carry(self, client, task):
        if self._work(client, task):
            self.stop.set()

    def let_go(self, tasks: Iterable) -> None:
        for task in tasks:
            self.ready.put(task)

    def ended(self, most):
        """How many have ended since: at least one, and those that end together with it."""
        if not most:
            return 0
        self.done.get()
        count, until = 1, time.monotonic() + TOGETHER
        while count < most and (left := until - time.monotonic()) > 0:
            try:
                self.done.get(timeout=left)
            except Empty:
                break
            count += 1
        return count


class Courier:
    """Hands over and collects batches; keeps its connections open between them."""

    def __init__(self, open_client: Callable[[], PageroClient], workers: int):
        self._open_client = open_client
        self._workers = workers
        self._clients: SimpleQueue[PageroClient] = SimpleQueue()

    def hand_over(
        self, uploads: Sequence[Upload], seconds: float, begin: Begin = _no_notes
    ) -> list[Outcome]:
        """One outcome for each upload, in order; nothing new is begun after ``seconds``.

        Nor after an answer that leaves open what became of an upload: the others would only get
        the same. ``begin(keys, outcomes)`` runs in the caller's own thread before the uploads with
        these keys may leave, and is told what has come meanwhile; what it returns is called while
        they are under way.
        """
        outcomes: dict[int, Outcome] = {}
        told: set[int] = set()

        def send(client: PageroClient, upload: Upload) -> bool:
            outcome = outcomes[upload.key] = _send(client, upload)
            return stops_all(outcome.error) or is_outage(outcome.error)

        def before(wave: Sequence[Upload]) -> Callable[[], object] | None:
            came = [each for each in list(outcomes.values()) if each.key not in told]
            told.update(each.key for each in came)
            return begin([upload.key for upload in wave], came) if wave or came else None

        self._each(uploads, send, seconds, before)
        return [outcomes.get(upload.key, Outcome(upload.key)) for upload in uploads]

    def collect(
        self, document_ids: Sequence[str], seconds: float, most_bytes: int
    ) -> list[Collected]:
        """One result for each document, in order; nothing new is begun after ``seconds``.

        Nor when ``most_bytes`` have come: as many documents more as there are workers may follow.
        """
        results: dict[str, Collected] = {}
        failed_in_a_row = 0

        def download(client: PageroClient, document_id: str) -> bool:
            nonlocal failed_in_a_row
            result = results[document_id] = _download(client, document_id)
            failed_in_a_row = failed_in_a_row + 1 if is_outage(result.error) else 0
            size = sum(len(each.content or b'') for each in list(results.values()))
            is_over = isinstance(result.error, STOPPING) or size > most_bytes
            return is_over or failed_in_a_row >= MOST_IN_A_ROW

        self._each(document_ids, download, seconds)
        return [results.get(each, Collected(each)) for each in document_ids]

    def close(self) -> None:
        """Close the connections; the courier can go on, with new ones."""
        while True:
            try:
                self._clients.get_nowait().close()
            except Empty:
                return

    def _each(
        self,
        tasks: Sequence[T],
        work: Callable[[PageroClient, T], bool],
        seconds: float,
        before: Callable[[Sequence[T]], Callable[[], object] | None] | None = None,
    ) -> None:
        """``work`` for each task over several connections, until one says that it is over.

        With ``before``, no more than the connections take at once are let go after each call.
        """
        wire = _Wire(work, time.monotonic() + seconds)
        waiting, under_way = deque(tasks), 0
        workers = min(self._workers, len(tasks))
        with ThreadPoolExecutor(max(workers, 1)) as pool:
            for _worker in range(workers):
                pool.submit(self._work, wire)
            try:
                while under_way or (waiting and wire.is_open()):
                    room = workers - under_way if before else len(waiting)
                    wave = _first(waiting, room) if wire.is_open() else []
                    meanwhile = before(wave) if before else None
                    wire.let_go(wave)
                    under_way += len(wave)
                    if meanwhile:
                        meanwhile()
                    under_way -= wire.ended(under_way)
            finally:
                wire.let_go([None] * workers)

    def _work(self, wire):
        client = None
        while (task := wire.ready.get()) is not None:
            try:
                if wire.is_open():
                    client = client or self._take_client()
                    wire.carry(client, task)
            except Exception:
                _logger.exception("A connection could not be used")
                wire.stop.set()
            finally:
                wire.done.put(task)
        if client:
            self._clients.put(client)

    def _take_client(self):
        try:
            return self._clients.get_nowait()
        except Empty:
            return self._open_client()


def _first(waiting: deque[T], most: int) -> list[T]:
    return [waiting.popleft() for _number in range(min(most, len(waiting)))]


def _send(client: PageroClient, upload: Upload) -> Outcome:
    try:
        sent = client.send_file(
            upload.payload,
            upload.filename,
            upload.document_type,
            upload.send_mode,
            upload.sender_reference,
        )
    except NetworkError as error:
        return Outcome(upload.key, error=error)
    except Exception as error:
        # A bug must not look like "never begun": that one would be sent again.
        _logger.exception("Handing over %s failed unexpectedly", upload.sender_reference)
        return Outcome(upload.key, error=UnexpectedAnswer(repr(error)))
    return Outcome(upload.key, sent=sent)


def _download(client: PageroClient, document_id: str) -> Collected:
    try:
        return Collected(document_id, client.download_target(document_id))
    except NetworkError as error:
        return Collected(document_id, error=error)
    except Exception as error:
        _logger.exception("Downloading %s failed unexpectedly", document_id)
        return Collected(document_id, error=UnexpectedAnswer(repr(error)))
