"""Ask several sources at once; one that is slow or fails doesn't hide what the others found."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread

from .company import Company, merged
from .errors import NetworkError, NoAnswer, UnexpectedAnswer
from .payloads import Page
from .redact import get_logger


_logger = get_logger(__name__)

Source = Callable[[], Page[Company]]


@dataclass(frozen=True)
class SourceOutcome:
    """What became of one source: ``error`` is None when it answered in time."""

    total: int | None = None
    count: int = 0
    error: NetworkError | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class SearchResult:
    """``companies``: each once; ``by_source`` has an outcome for every source that was asked."""

    companies: tuple[Company, ...] = ()
    by_source: Mapping[str, SourceOutcome] = field(default_factory=dict)


def search_all(sources: Mapping[str, Source], seconds: float = 20.0) -> SearchResult:
    """The hits of all sources, each company once; no source is waited for beyond ``seconds``.

    A source holds values only, nothing of a database. One that is too slow goes on in its thread
    until its own time limit, and what it finds then is dropped. The order of ``sources`` says who
    speaks first about a company that several know.
    """
    answers: SimpleQueue[tuple[str, Page[Company] | None, SourceOutcome]] = SimpleQueue()
    for name, source in sources.items():
        Thread(target=_ask, args=(name, source, answers), name=name, daemon=True).start()
    deadline = time.monotonic() + seconds
    pages: dict[str, Page[Company]] = {}
    outcomes: dict[str, SourceOutcome] = {}
    while len(outcomes) < len(sources):
        try:
            left = max(deadline - time.monotonic(), 0)
            name, page, outcome = answers.get(timeout=left)
        except Empty:
            break
        outcomes[name] = outcome
        if page:
            pages[name] = page
    hits = [pages[name].items for name in sources if name in pages]
    late = SourceOutcome(error=NoAnswer(f"No answer in {seconds:g} seconds."), seconds=seconds)
    return SearchResult(merged(*hits), {name: outcomes.get(name, late) for name in sources})


def _ask(name, source, answers):
    started_at = time.monotonic()
    page, error = None, None
    try:
        page = source()
    except NetworkError as each:
        error = each
    except Exception as each:
        # A bug in one source must not hide what the others found.
        _logger.exception("Searching %s failed unexpectedly", name)
        error = UnexpectedAnswer(repr(each))
    took = time.monotonic() - started_at
    count = len(page.items) if page else 0
    answers.put((name, page, SourceOutcome(page and page.total, count, error, took)))
