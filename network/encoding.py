"""Values as the network's addresses write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone
from urllib.parse import quote, urlencode

from .errors import Garbled


def segment(identifier: str) -> str:
    """An id as one segment of a path; an id of dots would climb to another endpoint.

    >>> segment('a/b ?')
    'a%2Fb%20%3F'
    """
    if not identifier.strip('.'):
        raise Garbled(f"'{identifier}' can't be an id.")
    return quote(identifier, safe='')


def boolean(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()


def timestamp(moment: datetime | None) -> str | None:
    """UTC with milliseconds and 'Z', as in the network's own answers."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone can't be compared with the network's.")
    text = moment.astimezone(timezone.utc).isoformat(timespec='milliseconds')
    return text.replace('+00:00', 'Z')


def query_string(pairs: Iterable[tuple[str, object]]) -> str:
    """The pairs that have a value.

    >>> query_string([('q', 'Åsa & co'), ('limit', 10), ('offset', 0), ('field', None)])
    'q=%C3%85sa+%26+co&limit=10&offset=0'
    """
    return urlencode([(name, value) for name, value in pairs if value not in (None, '')])
