"""Comparison of atomic values, and what counts as true."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from .atomic import (
    NUMBERS,
    Moment,
    Untyped,
    to_boolean,
    to_date,
    to_date_time,
    to_double,
)
from .errors import XPathError, wrong_type


Pair = tuple[Any, Any]

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    '=': operator.eq,
    '!=': operator.ne,
    '<': operator.lt,
    '<=': operator.le,
    '>': operator.gt,
    '>=': operator.ge,
    'eq': operator.eq,
    'ne': operator.ne,
    'lt': operator.lt,
    'le': operator.le,
    'gt': operator.gt,
    'ge': operator.ge,
}


def general(symbol: str) -> Callable[[Iterable[Any], Sequence[Any]], bool]:
    """``=`` and its like: whether any pair of two sequences of atomic values compares so."""
    compare = OPERATORS[symbol]

    def holds(lefts: Iterable[Any], rights: Sequence[Any]) -> bool:
        for left in lefts:
            for right in rights:
                if compare(*_adapted(left, right)):
                    return True
        return False

    return holds


def value_comparison(symbol: str) -> Callable[[Any, Any], bool | None]:
    """``eq`` and its like: of two single values, None (no answer) if one is missing."""
    compare = OPERATORS[symbol]

    def holds(left: Any, right: Any) -> bool | None:
        if left is None or right is None:
            return None
        return compare(*comparable(_as_string(left), _as_string(right)))

    return holds


def _as_string(value: Any) -> Any:
    return str(value) if type(value) is Untyped else value


def _adapted(left: Any, right: Any) -> Pair:
    """An untyped value takes the type of the other; two of them are strings."""
    if type(left) is type(right) is Decimal:
        return left, right
    if type(left) is Untyped:
        left = _cast_like(left, right)
    elif type(right) is Untyped:
        right = _cast_like(right, left)
    return comparable(left, right)


def _cast_like(value: Untyped, other: Any) -> Any:
    if isinstance(other, str):
        return value
    if isinstance(other, bool):
        return to_boolean(value)
    if isinstance(other, Moment):
        return to_date(value) if other.kind == 'date' else to_date_time(value)
    return to_double(value)


def comparable(left: Any, right: Any) -> Pair:
    """Two values of one kind, numbers promoted; raises where they have nothing in common."""
    if isinstance(left, str) and isinstance(right, str):
        return left, right
    if isinstance(left, bool) or isinstance(right, bool):
        if isinstance(left, bool) and isinstance(right, bool):
            return left, right
    elif isinstance(left, NUMBERS) and isinstance(right, NUMBERS):
        if isinstance(left, float) or isinstance(right, float):
            return float(left), float(right)
        return left, right
    elif isinstance(left, Moment) and isinstance(right, Moment) and left.kind == right.kind:
        return left[:2], right[:2]
    raise wrong_type(right, f"value to be compared with {str(left)[:40]!r}")


def truth_of(items: Sequence[Any]) -> bool:
    """The effective boolean value of a sequence (nodes aren't atomized)."""
    if not items:
        return False
    first = items[0]
    if hasattr(first, 'order'):
        return True
    if len(items) > 1:
        raise XPathError('FORG0006', f"{len(items)} values are neither true nor false")
    return truth_of_value(first)


def truth_of_value(value: Any) -> bool:
    """The effective boolean value of one atomic value, or of nothing (None)."""
    if value is None:
        return False
    if isinstance(value, Moment):
        raise XPathError('FORG0006', "a date is neither true nor false")
    return bool(value) and value == value
