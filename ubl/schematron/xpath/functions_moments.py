"""Functions on dates (https://www.w3.org/TR/xpath-functions-31/#dates-times)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from .atomic import Moment, Untyped, to_date, to_date_time
from .errors import wrong_type
from .functions import function


_PARTS = re.compile(r'(-?[0-9]+)-([0-9]+)-([0-9]+)(?:T([0-9]+):([0-9]+):([0-9.]+))?')
OF_DATE = ('year', 'month', 'day')
OF_TIME = ('hours', 'minutes', 'seconds')


def _part(name: str, place: int, kind: str, cast: Callable[[Any], Moment]) -> None:
    @function(f'{name}-from-{kind}', 'atom')
    def part(value: Any) -> int | Decimal | None:
        if value is None:
            return None
        moment = cast(value) if type(value) is Untyped else value
        if not isinstance(moment, Moment) or moment.kind != kind:
            raise wrong_type(value, f'xs:{kind}')
        written = _PARTS.match(moment.written)[place]  # type: ignore[index]
        return Decimal(written) if name == 'seconds' else int(written)


for _place, _name in enumerate((*OF_DATE, *OF_TIME), 1):
    _part(_name, _place, 'dateTime', to_date_time)
    if _name in OF_DATE:
        _part(_name, _place, 'date', to_date)


def current_date(now: datetime) -> Moment:
    """Of the whole world: UTC."""
    return to_date(f'{now:%Y-%m-%d}Z')


def current_date_time(now: datetime) -> Moment:
    """Of the whole world: UTC."""
    return to_date_time(f'{now:%Y-%m-%dT%H:%M:%S}Z')
