"""Ask several sources at once; one that is slow or fails doesn't hide what the others found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .company import Company
from .errors import NetworkError
from .payloads import Page


@dataclass(frozen=True)
class SourceOutcome:
    """What became of one source: ``error`` is None when it answered in time."""

    total: int | None = None
    count: int = 0
    error: NetworkError | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class SearchResult:
    companies: tuple[Company, ...] = ()
    by_source: Mapping[str, SourceOutcome] = field(default_factory=dict)


def search_all(
    sources: Mapping[str, Callable[[], Page[Company]]], seconds: float = 20.0
) -> SearchResult:
    """The hits of all sources, each company once; no source is waited for beyond ``seconds``."""
    raise NotImplementedError
