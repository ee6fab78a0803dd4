"""When to try again: pure arithmetic, no sleeping, no clock of its own.

>>> next_delay(1, None), next_delay(3, None)
(datetime.timedelta(seconds=60), datetime.timedelta(seconds=900))
>>> next_delay(4, timedelta(seconds=20))
datetime.timedelta(seconds=20)
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime


DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
LONGEST_DELAY = DELAYS[-1]
SHORTEST = timedelta(seconds=5)  # a server that says "after 0 seconds" must not cause a hot loop
JITTER = 0.1  # at most a tenth on top, so that many documents don't come back at once


def next_delay(
    attempts: int, retry_after: timedelta | None = None, jitter: float = 0.0
) -> timedelta:
    """How long to wait after ``attempts`` failures; what the server asks for comes first.

    ``jitter`` in 0…1 is the caller's dice (for example from the record's id): it only prolongs.
    """
    if retry_after is None:
        delay = DELAYS[min(max(attempts, 1), len(DELAYS)) - 1]
    else:
        delay = min(max(retry_after, SHORTEST), LONGEST_DELAY)
    return min(delay * (1 + JITTER * min(max(jitter, 0.0), 1.0)), LONGEST_DELAY)


def parse_retry_after(value: str | None, now: datetime) -> timedelta | None:
    """The header ``Retry-After``: seconds or an HTTP date; None for nonsense.

    >>> parse_retry_after('120', datetime(2025, 1, 1, tzinfo=timezone.utc))
    datetime.timedelta(seconds=120)
    """
    value = (value or '').strip()
    if re.fullmatch('[0-9]{1,9}', value):
        return timedelta(seconds=int(value))
    moment = parse_http_date(value)
    return max(moment - now, timedelta()) if moment else None


def parse_http_date(value: str | None) -> datetime | None:
    """An HTTP date (RFC 9110 §5.6.7) as an aware datetime; None for nonsense."""
    try:
        moment = parsedate_to_datetime(value or '')
        return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
