"""A day as files and answers write it: many systems have their first or last day for none."""

from __future__ import annotations

import re
from datetime import date


_YEARS = range(1900, 3000)  # .NET has 0001-01-01 and 9999-12-31 for an empty date
_DAY = re.compile(r'\d{4}-\d\d-\d\d', re.ASCII)


def is_believable(day: date) -> bool:
    """Whether people can have meant it, so that calendars and time zones can take it.

    >>> is_believable(date(2026, 10, 1)), is_believable(date(1, 1, 1)), is_believable(date.max)
    (True, False, False)
    """
    return day.year in _YEARS


def day_of(text: str) -> date | None:
    """The day at the beginning of a text, else None.

    >>> day_of('2026-10-01Z'), day_of('2026-02-30'), day_of('soon'), day_of('0001-01-01')
    (datetime.date(2026, 10, 1), None, None, None)
    """
    if not _DAY.match(text):
        return None
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day if is_believable(day) else None
