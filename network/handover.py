"""Hand over many prepared files at once, or collect many, over parallel connections.

Threads get everything as values: no database, no Odoo, nothing shared but a queue.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TypeVar

from .client import PageroClient
from .errors import NetworkError, NoConnection, TooManyRequests, Unauthorized, UnexpectedAnswer
from .payloads import SentFile
from .redact import get_logger


_logger = get_logger(__name__)

# After one of these the next upload would only meet the same: leave the rest for later.
STOPPING = (NoConnection, TooManyRequests, Unauthorized)

T = TypeVar('T')


def stops_all(error: NetworkError | None) -> bool:
    """Whether the next upload would only meet the same: a 403 is about the account."""
    return isinstance(error, STOPPING) or (error is not None and error.status == 403)


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


class Courier:
    """Hands over and collects batches; keeps its connections open between them."""

    def __init__(self, open_client: Callable[[], PageroClient], workers: int):
        self._open_client = open_client
        self._workers = workers
        self._clients: SimpleQueue[PageroClient] = SimpleQueue()

    def hand_over(self, uploads: Sequence[Upload], seconds: float) -> list[Outcome]:
        """One outcome for each upload, in order; nothing new is begun after ``seconds``."""
        outcomes: dict[int, Outcome] = {}

        def send(client: PageroClient, upload: Upload) -> bool:
            outcome = outcomes[upload.key] = _send(client, upload)
            return stops_all(outcome.error)

        self._each(uploads, send, seconds)
        return [outcomes.get(upload.key, Outcome(upload.key)) for upload in uploads]

    def collect(
        self, document_ids: Sequence[str], seconds: float, most_bytes: int
    ) -> list[Collected]:
        """One result for each document, in order; nothing new is begun after ``seconds``.

        Nor when ``most_bytes`` have come: as many documents more as there are workers may follow.
        """
        results: dict[str, Collected] = {}

        def download(client: PageroClient, document_id: str) -> bool:
            result = results[document_id] = _download(client, document_id)
            size = sum(len(each.content or b'') for each in list(results.values()))
            return isinstance(result.error, STOPPING) or size > most_bytes

        self._each(document_ids, download, seconds)
        return [results.get(each, Collected(each)) for each in document_ids]

    def close(self) -> None:
        """Close the connections; the courier can go on, with new ones."""
        while True:
            try:
                self._clients.get_nowait().close()
            except Empty:
                return

    def _each(self, tasks: Sequence[T], work: Callable[[PageroClient, T], bool], seconds: float):
        """``work`` for each task over several connections, until one says that it is over."""
        waiting: SimpleQueue[T] = SimpleQueue()
        for task in tasks:
            waiting.put(task)
        stop = threading.Event()
        deadline = time.monotonic() + seconds
        workers = min(self._workers, len(tasks))
        with ThreadPoolExecutor(max(workers, 1)) as pool:
            for _worker in range(workers):
                pool.submit(self._work, waiting, work, stop, deadline)

    def _work(self, waiting, work, stop, deadline):
        client = self._take_client()
        while not stop.is_set() and time.monotonic() < deadline:
            try:
                task = waiting.get_nowait()
            except Empty:
                break
            if work(client, task):
                stop.set()
        self._clients.put(client)

    def _take_client(self):
        try:
            return self._clients.get_nowait()
        except Empty:
            return self._open_client()


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
