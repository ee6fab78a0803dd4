"""Reading foreign JSON without trusting it: every reader takes anything and never fails.

>>> member({'a': {'b': 'c'}}, 'a', 'b'), member({'a': [1]}, 'a', 'b')
('c', None)
>>> word(42), word(None), word(' x '), word({'a': 1})
('42', '', 'x', '')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

from ..identification.days import day_of, is_believable


WORD_LIMIT = 255
_INSTANT = re.compile(
    r'(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s*(Z|[+-]\d\d:?\d\d)?', re.ASCII
)


def clean(text: str) -> str:
    """``text`` as PostgreSQL can store it: without NUL and lone surrogates."""
    return text.replace('\0', '').encode('utf-8', 'replace').decode()


def member(value: object, *path: str) -> object:
    """The value under nested keys, or None as soon as something isn't an object."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def word(value: object, limit: int = WORD_LIMIT) -> str:
    """A string or whole number as clean text of at most ``limit`` characters, else ''."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ''
    if isinstance(value, int) and abs(value) >= 10**limit:
        return ''
    return clean(str(value)).strip()[:limit]


def flag(value: object) -> bool:
    """True for true and 'true'."""
    return value is True or (isinstance(value, str) and value.strip().lower() == 'true')


def whole(value: object) -> int | None:
    """A whole number ≥ 0, also written as a string; else None."""
    if isinstance(value, str) and re.fullmatch(r'[0-9]{1,18}', value.strip()):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        return None
    return value


def listed(value: object) -> list:
    """A list as it is, nothing for None, anything else as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def texts(value: object, depth: int = 4) -> Iterator[str]:
    """All strings in a string, list or object, in their order."""
    if isinstance(value, str):
        if clean(value).strip():
            yield clean(value).strip()
    elif depth and isinstance(value, (list, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each, depth - 1)


def day(value: object) -> date | None:
    """'2027-01-28' (or the start of a timestamp) as a date, else None."""
    return day_of(word(value))


def instant(value: object) -> datetime | None:
    """An ISO 8601 timestamp as an aware datetime in UTC; without a zone it is taken for UTC.

    >>> instant('2025-03-20T08:28:42.74Z')
    datetime.datetime(2025, 3, 20, 8, 28, 42, 740000, tzinfo=datetime.timezone.utc)
    """
    match = _INSTANT.fullmatch(word(value))
    if not match:
        return None
    on, at, fraction, zone = match.groups()
    try:
        moment = datetime.fromisoformat(f'{on}T{at}').replace(tzinfo=timezone.utc)
        moment += timedelta(microseconds=int((fraction or '0').ljust(6, '0')[:6]))
        moment -= _offset(zone)
    except (ValueError, OverflowError):
        return None
    return moment if is_believable(moment) else None


def _offset(zone):
    if zone in (None, 'Z'):
        return timedelta()
    sign = -1 if zone[0] == '-' else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
