"""Atomic values and casts between them (https://www.w3.org/TR/xpath-functions/#casting).

| XPath                     | Python    |
|---------------------------|-----------|
| xs:string, xs:anyURI      | str       |
| xs:untypedAtomic          | Untyped   |
| xs:boolean                | bool      |
| xs:integer                | int       |
| xs:decimal                | Decimal   |
| xs:double, xs:float       | float     |
| xs:date, xs:dateTime      | Moment    |

A node's value is untyped: it turns into what it is compared or calculated with.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from .errors import wrong_type, wrong_value


class Untyped(str):
    """The text of a node; its type is not stated."""

    __slots__ = ()


class Moment(NamedTuple):
    """A date, or date and time: days and seconds since the year 1, time zone taken off."""

    day: int
    second: Decimal
    kind: str
    written: str


SPACE = ' \t\n\r'
YEARS_OF_ERA, DAYS_OF_ERA = 400, 146_097
LONGEST_YEAR = 12
NUMBERS = (int, Decimal, float)
_SPACES = re.compile('[ \t\n\r]+')
_SPACE_EACH = re.compile('[\t\n\r]')
# Python needs seconds for whole numbers of a million digits, and refuses to read them.
_DECIMAL = re.compile(r'[+-]?(?:[0-9]{1,4000}(?:\.[0-9]{0,4000})?|\.[0-9]{1,4000})')
_INTEGER = re.compile(r'[+-]?[0-9]{1,4000}')
_DOUBLE = re.compile(r'[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?')
_ZONE = r'(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?'
_DATE = re.compile(r'(-?[0-9]{4,})-([0-9]{2})-([0-9]{2})' + _ZONE)
_DATE_TIME = re.compile(
    r'(-?[0-9]{4,})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]+)?)' + _ZONE
)
_BOOLEANS = {'true': True, '1': True, 'false': False, '0': False}
_SPECIAL = {'INF': math.inf, '+INF': math.inf, '-INF': -math.inf, 'NaN': math.nan}


def normalized(text: str) -> str:
    """Blanks trimmed and runs of them made one; only XML's blanks count, not U+00A0."""
    if text.isascii():
        return ' '.join(text.split())
    return _SPACES.sub(' ', text).strip(' ')


def to_boolean(value: Any) -> bool:
    """``xs:boolean(value)``."""
    if isinstance(value, str):
        written = value.strip(SPACE)
        if written not in _BOOLEANS:
            raise wrong_value(value, 'xs:boolean')
        return _BOOLEANS[written]
    if isinstance(value, Moment):
        raise wrong_type(value, 'xs:boolean')
    return bool(value) and value == value


def to_decimal(value: Any) -> Decimal:
    """``xs:decimal(value)``."""
    if isinstance(value, str):
        written = value.strip(SPACE)
        if not _DECIMAL.fullmatch(written):
            raise wrong_value(value, 'xs:decimal')
        return Decimal(written)
    if isinstance(value, Moment) or (isinstance(value, float) and not math.isfinite(value)):
        raise wrong_value(value, 'xs:decimal')
    return value if isinstance(value, Decimal) else Decimal(value)


def to_integer(value: Any) -> int:
    """``xs:integer(value)``; numbers are cut towards zero, texts must be whole."""
    if isinstance(value, str):
        written = value.strip(SPACE)
        if not _INTEGER.fullmatch(written):
            raise wrong_value(value, 'xs:integer')
        return int(written)
    return int(to_decimal(value))


def _at_least(value: Any, least: int, name: str) -> int:
    number = to_integer(value)
    if number < least:
        raise wrong_value(value, name)
    return number


def to_double(value: Any) -> float:
    """``xs:double(value)``."""
    if isinstance(value, str):
        written = value.strip(SPACE)
        if written in _SPECIAL:
            return _SPECIAL[written]
        if not _DOUBLE.fullmatch(written):
            raise wrong_value(value, 'xs:double')
        return float(written)
    if isinstance(value, Moment):
        raise wrong_type(value, 'xs:double')
    return float(value)


def to_string(value: Any) -> str:
    """``xs:string(value)``."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return 'true' if value else 'false'
    if isinstance(value, Moment):
        return value.written
    return _float_text(value) if isinstance(value, float) else _decimal_text(value)


def to_untyped(value: Any) -> Untyped:
    """``xs:untypedAtomic(value)``."""
    return Untyped(to_string(value))


def to_date(value: Any) -> Moment:
    """``xs:date(value)``."""
    if isinstance(value, Moment) and value.kind == 'date':
        return value
    match = _DATE.fullmatch(value.strip(SPACE)) if isinstance(value, str) else None
    if match is None:
        raise wrong_value(value, 'xs:date')
    return _moment(value, 'date', match.groups()[:3], ('0', '0', '0'), match[4])


def to_date_time(value: Any) -> Moment:
    """``xs:dateTime(value)``."""
    if isinstance(value, Moment) and value.kind == 'dateTime':
        return value
    match = _DATE_TIME.fullmatch(value.strip(SPACE)) if isinstance(value, str) else None
    if match is None:
        raise wrong_value(value, 'xs:dateTime')
    return _moment(value, 'dateTime', match.groups()[:3], match.groups()[3:6], match[7])


def _moment(
    value: str,
    kind: str,
    day: tuple[str, ...],
    time: tuple[str, ...],
    zone: str | None,
) -> Moment:
    hour, minute, second = int(time[0]), int(time[1]), Decimal(time[2])
    ordinal = _ordinal(*day)
    if ordinal is None:
        raise wrong_value(value, f'xs:{kind}')
    if hour > 23 or minute > 59 or second >= 60:
        raise wrong_value(value, f'xs:{kind}')
    seconds = hour * 3600 + minute * 60 + second - _zone_seconds(zone)
    days, seconds = divmod(seconds, 86400)
    if seconds < 0:
        days, seconds = days - 1, seconds + 86400
    return Moment(ordinal + int(days), seconds, kind, value.strip(SPACE))


def _ordinal(year: str, month: str, day: str) -> int | None:
    """The number of a day, in the years before and after those that Python knows, too."""
    if len(year) > LONGEST_YEAR or (len(year.lstrip('-')) > 4 and year.lstrip('-')[0] == '0'):
        return None
    # The calendar begins anew every 400 years.
    eras, of_era = divmod(int(year), YEARS_OF_ERA)
    try:
        known = date(of_era + YEARS_OF_ERA, int(month), int(day))
    except ValueError:
        return None
    return known.toordinal() + (eras - 1) * DAYS_OF_ERA


def _zone_seconds(zone: str | None) -> int:
    if not zone or zone == 'Z':
        return 0
    seconds = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
    return -seconds if zone[0] == '-' else seconds


def _decimal_text(value: int | Decimal) -> str:
    text = format(value, 'f')
    if '.' in text:
        text = text.rstrip('0').rstrip('.')
    return '0' if text in ('-0', '') else text


def _float_text(value: float) -> str:
    if value != value:
        return 'NaN'
    if math.isinf(value):
        return 'INF' if value > 0 else '-INF'
    if value == 0:
        return '-0' if math.copysign(1, value) < 0 else '0'
    if 1e-6 <= abs(value) < 1e6:
        return _decimal_text(Decimal(repr(value)))
    mantissa, _e, exponent = f'{Decimal(repr(value)):E}'.partition('E')
    mantissa = mantissa.rstrip('0').rstrip('.') if '.' in mantissa else mantissa
    return f'{mantissa if "." in mantissa else mantissa + ".0"}E{int(exponent)}'


CASTS: dict[str, Callable[[Any], Any]] = {
    'xs:string': to_string,
    'xs:anyURI': to_string,
    'xs:untypedAtomic': to_untyped,
    'xs:boolean': to_boolean,
    'xs:decimal': to_decimal,
    'xs:integer': to_integer,
    'xs:int': to_integer,
    'xs:long': to_integer,
    'xs:short': to_integer,
    'xs:nonNegativeInteger': lambda value: _at_least(value, 0, 'xs:nonNegativeInteger'),
    'xs:positiveInteger': lambda value: _at_least(value, 1, 'xs:positiveInteger'),
    'xs:normalizedString': lambda value: _SPACE_EACH.sub(' ', to_string(value)),
    'xs:token': lambda value: normalized(to_string(value)),
    'xs:double': to_double,
    'xs:float': to_double,
    'xs:date': to_date,
    'xs:dateTime': to_date_time,
}


def type_of(value: Any) -> str:
    """The name of a value's type, as far as it is kept apart."""
    if isinstance(value, Moment):
        return f'xs:{value.kind}'
    names = {
        Untyped: 'xs:untypedAtomic',
        bool: 'xs:boolean',
        int: 'xs:integer',
        Decimal: 'xs:decimal',
        float: 'xs:double',
    }
    return names.get(type(value), 'xs:string')
