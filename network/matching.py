"""Find many companies at once: in parallel, no faster than the source allows.

Threads get everything as values: no database, no Odoo. A run that was stopped or killed goes on
when the caller hands over what is still open.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from ..identification.schemes import country_of
from .company import Company
from .errors import NetworkError, UnexpectedAnswer
from .handover import stops_all
from .limiter import Limiter
from .payloads import Page
from .query import Query
from .redact import get_logger


_logger = get_logger(__name__)

REVIEWED = 10  # doubtful hits that a person looks through

Source = Callable[[Query], Page[Company]]


@dataclass(frozen=True)
class Subject:
    """The company to look for; ``key`` is the caller's own name for it."""

    key: int
    name: str = ''
    org_number: str = ''
    vat_number: str = ''
    gln: str = ''
    electronic_id: str = ''
    country_code: str = ''


@dataclass(frozen=True)
class Match:
    """``verdict``: sure, doubtful, none, failed, or '' when it was never begun."""

    key: int
    verdict: str = ''
    companies: tuple[Company, ...] = ()
    error: NetworkError | None = None

    @property
    def was_begun(self) -> bool:
        return bool(self.verdict)


def match_all(
    subjects: Sequence[Subject],
    open_source: Callable[[], Source],
    workers: int = 8,
    per_second: float = 50.0,
    seconds: float = 60.0,
) -> list[Match]:
    """One match for each subject, in order; nothing new is begun after ``seconds``.

    ``open_source`` is called once per thread. An answer that the next subject would meet as well
    (401, 403, 429, no connection) ends the run; its subject has failed, the rest was never begun.
    """
    waiting: SimpleQueue[Subject] = SimpleQueue()
    for subject in subjects:
        waiting.put(subject)
    run = _Run(waiting, Limiter(per_second), time.monotonic() + seconds)
    workers = min(workers, len(subjects))
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        futures = [pool.submit(run.work, open_source) for _worker in range(workers)]
    for future in futures:
        future.result()
    return [run.matches.get(subject.key, Match(subject.key)) for subject in subjects]


def match_one(subject: Subject, source: Source) -> Match:
    """By numbers first: sure is exactly one active company that holds one of them.

    A name alone is never sure: many companies have the same.
    """
    by_number = match_by_number(subject, source)
    if by_number.companies or not subject.name.strip():
        return by_number
    hits = source(Query('name', subject.name, subject.country_code)).items
    return Match(subject.key, 'doubtful', hits[:REVIEWED]) if hits else by_number


def match_by_number(subject: Subject, source: Source) -> Match:
    """The same without a look at the name."""
    for query in _exact_queries(subject):
        holders = [each for each in source(query).items if query.is_held_by(each)]
        active = [each for each in holders if each.is_active]
        if len(active) == 1:
            return Match(subject.key, 'sure', tuple(active))
        if holders:
            return Match(subject.key, 'doubtful', tuple(holders[:REVIEWED]))
    return Match(subject.key, 'none')


class _Run:
    """What the threads of one run share."""

    def __init__(self, waiting: SimpleQueue[Subject], limiter: Limiter, deadline: float):
        self.matches: dict[int, Match] = {}
        self._waiting = waiting
        self._limiter = limiter
        self._deadline = deadline
        self._stop = threading.Event()

    def work(self, open_source: Callable[[], Source]) -> None:
        source = open_source()

        def paced(query):
            self._limiter.wait()
            return source(query)

        while not self._stop.is_set() and time.monotonic() < self._deadline:
            try:
                subject = self._waiting.get_nowait()
            except Empty:
                return
            match = _safely(subject, paced)
            self.matches[subject.key] = match
            if stops_all(match.error):
                self._stop.set()


def _safely(subject: Subject, source: Source) -> Match:
    try:
        return match_one(subject, source)
    except NetworkError as error:
        return Match(subject.key, 'failed', error=error)
    except Exception as error:
        # A bug must not look like "never begun": that one would be tried for ever.
        _logger.exception("Matching %s failed unexpectedly", subject.key)
        return Match(subject.key, 'failed', error=UnexpectedAnswer(repr(error)))


def _exact_queries(subject: Subject) -> Iterator[Query]:
    """The most particular number first; what repeats the org number isn't asked once more."""
    country = subject.country_code
    scheme, _colon, value = subject.electronic_id.partition(':')
    if value and not (country_of(scheme) and value == subject.org_number):
        yield Query('electronic_id', subject.electronic_id)
    if subject.gln:
        yield Query('gln', subject.gln)
    by_org_number = Query('org_number', subject.org_number, country)
    if subject.org_number:
        yield by_org_number
    by_vat_number = Query('vat_number', subject.vat_number, country)
    if subject.vat_number and by_vat_number.core != by_org_number.core:
        yield by_vat_number
