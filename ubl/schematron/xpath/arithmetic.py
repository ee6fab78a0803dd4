"""``+ - * div idiv mod`` on single values; None is the empty sequence."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_DOWN, Context, Decimal
from typing import Any

from .atomic import NUMBERS, Untyped, to_double
from .budget import bounded
from .errors import XPathError, wrong_type


# A quotient has at least this many decimals, as in the engine the rules were written with.
DIGITS_OF_QUOTIENT = 18
# Sums and products of amounts are exact up to here.
EXACT = Context(prec=200)


def number(value: Any) -> Any:
    """A value as arithmetic takes it: untyped ones are doubles."""
    if type(value) is Untyped:
        return to_double(value)
    if isinstance(value, bool) or not isinstance(value, NUMBERS):
        raise wrong_type(value, 'number')
    return value


def operation(symbol: str, is_limited: bool = False) -> Callable[[Any, Any], Any]:
    """The function for an operator, over atomic values of any type.

    A limited one raises XPathError instead of giving a number of thousands of digits.
    """
    calculate = _OPERATIONS[symbol]

    def apply(left: Any, right: Any) -> Any:
        if left is None or right is None:
            return None
        left, right = number(left), number(right)
        if isinstance(left, float) or isinstance(right, float):
            return calculate(float(left), float(right))
        return calculate(left, right)

    return (lambda left, right: bounded(apply(left, right))) if is_limited else apply


def _divide(left: Any, right: Any) -> Any:
    if isinstance(left, float):
        return _divide_floats(left, right)
    if right == 0:
        raise XPathError('FOAR0001', "division by zero")
    left, right = Decimal(left), Decimal(right)
    scale = max(DIGITS_OF_QUOTIENT, _decimals(left), _decimals(right))
    quotient = EXACT.divide(left, right)
    return quotient.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_DOWN, EXACT)


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _divide_floats(left: float, right: float) -> float:
    if right != 0:
        return left / right
    if left == 0 or left != left:
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1, right)


def _divide_whole(left: Any, right: Any) -> int:
    if right == 0:
        raise XPathError('FOAR0001', "division by zero")
    if isinstance(left, float):
        if not math.isfinite(left) or right != right:
            raise XPathError('FOAR0002', "not a whole number")
        return 0 if math.isinf(right) else int(left / right)
    return int(EXACT.divide_int(Decimal(left), Decimal(right)))


def _remainder(left: Any, right: Any) -> Any:
    if isinstance(left, float):
        if right == 0 or math.isinf(left):
            return math.nan
        return math.fmod(left, right)
    if right == 0:
        raise XPathError('FOAR0001', "division by zero")
    if isinstance(left, int) and isinstance(right, int):
        return int(math.copysign(1, left)) * (abs(left) % abs(right))
    return EXACT.remainder(Decimal(left), Decimal(right))


_OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    '+': lambda left, right: left + right,
    '-': lambda left, right: left - right,
    '*': lambda left, right: left * right,
    'div': _divide,
    'idiv': _divide_whole,
    'mod': _remainder,
}
