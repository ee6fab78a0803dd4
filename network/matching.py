"""Find many companies at once: in parallel, no faster than the sources allow.

Threads get everything as values: no database, no Odoo.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .company import Company
from .errors import NetworkError
from .payloads import Page
from .query import Query


@dataclass(frozen=True)
class Subject:
    """Whom to look for; ``key`` is the caller's own name for it."""

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
    open_source: Callable[[], Callable[[Query], Page[Company]]],
    workers: int = 8,
    per_second: float = 20.0,
    seconds: float = 60.0,
) -> list[Match]:
    """One match for each subject, in order; nothing new is begun after ``seconds``."""
    raise NotImplementedError
