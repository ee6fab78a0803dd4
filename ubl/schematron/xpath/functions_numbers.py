"""Functions on numbers and on sequences of numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Any

from .arithmetic import number, operation
from .atomic import Untyped, to_double
from .comparing import comparable
from .errors import XPathError
from .functions import function


HALF = Decimal('0.5')


@function('number', 'atom')
def as_number(value: Any) -> float:
    """NaN for what isn't a number."""
    if value is None:
        return math.nan
    try:
        return to_double(value)
    except XPathError:
        return math.nan


def rounded(value: Any) -> Any:
    """To a whole number, halves up."""
    if isinstance(value, int):
        return value
    if isinstance(value, Decimal):
        return (value + HALF).to_integral_value(ROUND_FLOOR)
    return math.floor(value + 0.5) * 1.0 if math.isfinite(value) else value


@function('round', 'atom', 'atom', least=1)
def round_(value: Any, digits: int = 0) -> Any:
    """Halves up, also below zero: -2.5 gives -2."""
    if value is None:
        return None
    value = number(value)
    if digits == 0 or isinstance(value, int):
        return rounded(value)
    factor = Decimal(10) ** digits
    result = rounded(Decimal(value) * factor) / factor
    return float(result) if isinstance(value, float) else result


@function('round-half-to-even', 'atom', 'atom', least=1)
def round_half_to_even(value: Any, digits: int = 0) -> Any:
    """Halves to the even neighbour."""
    if value is None:
        return None
    value = number(value)
    if isinstance(value, int):
        return value
    result = Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
    return float(result) if isinstance(value, float) else result


def _single(name: str, whole: Callable[[Any], Any]) -> None:
    @function(name, 'atom')
    def calculate(value: Any) -> Any:
        if value is None:
            return None
        value = number(value)
        if isinstance(value, float) and not math.isfinite(value):
            return whole(value) if name == 'abs' else value
        return type(value)(whole(value))


_single('abs', abs)
_single('floor', math.floor)
_single('ceiling', math.ceil)


@function('sum', 'values', 'atom', least=1)
def total(values: Sequence[Any], zero: Any = 0) -> Any:
    """Exact for decimals; untyped values are doubles."""
    if not values:
        return zero
    add = operation('+')
    result = number(values[0])
    for value in values[1:]:
        result = add(result, value)
    return result


@function('avg', 'values')
def average(values: Sequence[Any]) -> Any:
    """None where there is nothing."""
    return operation('div')(total(values), len(values)) if values else None


@function('max', 'values')
def largest(values: Sequence[Any]) -> Any:
    """Of numbers, strings or dates; untyped values are doubles."""
    return _extreme(values, lambda left, right: left > right)


@function('min', 'values')
def smallest(values: Sequence[Any]) -> Any:
    """Of numbers, strings or dates; untyped values are doubles."""
    return _extreme(values, lambda left, right: left < right)


def _extreme(values: Sequence[Any], better: Callable[[Any, Any], bool]) -> Any:
    typed = [to_double(value) if type(value) is Untyped else value for value in values]
    best = typed[0] if typed else None
    for value in typed[1:]:
        if value != value or better(*comparable(value, best)):
            best = value
    return best
