"""Standard functions for packs from outside: the same answers, paid for before they are given.

Each takes the budget first. What isn't listed makes nothing larger than its arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from . import functions_text
from .atomic import to_string
from .budget import Budget, TooExpensive
from .regex import compiled_with_timeout


Limited = Callable[..., Any]
LIMITED: dict[str, Limited] = {}
# The longest that a text of one character may become.
LONGEST_UPPER_CASE = 3
LONGEST_NORMALIZED = 18


def _limited(name: str) -> Callable[[Limited], Limited]:
    def register(call: Limited) -> Limited:
        LIMITED[name] = call
        return call

    return register


def _grows(name: str, factor: int, call: Callable[..., str]) -> None:
    def paid(budget: Budget, text: str, *others: str) -> str:
        budget.spend_text(len(text) * factor)
        return call(text, *others)

    LIMITED[name] = paid


_grows('upper-case', LONGEST_UPPER_CASE, str.upper)
_grows('lower-case', LONGEST_UPPER_CASE, str.lower)
_grows('normalize-unicode', LONGEST_NORMALIZED, functions_text.normalize_unicode)
_grows('normalize-space', 1, functions_text.normalized)
_grows('substring', 1, functions_text.substring)
_grows('substring-before', 1, functions_text.substring_before)
_grows('substring-after', 1, functions_text.substring_after)
_grows('translate', 1, functions_text.translate)
_grows('string-to-codepoints', 8, functions_text.string_to_codepoints)


@_limited('string')
def _string(budget: Budget, items: Sequence[Any]) -> str:
    result = functions_text.string(items)
    budget.spend_text(len(result))
    return result


@_limited('concat')
def _concat(budget: Budget, *values: Any) -> str:
    texts = ['' if value is None else to_string(value) for value in values]
    budget.spend_text(sum(map(len, texts)))
    return ''.join(texts)


@_limited('string-join')
def _string_join(budget: Budget, values: Sequence[Any], separator: str = '') -> str:
    texts = list(map(to_string, values))
    budget.spend_text(sum(map(len, texts)) + len(separator) * len(texts))
    return separator.join(texts)


@_limited('codepoints-to-string')
def _codepoints_to_string(budget: Budget, values: Sequence[int]) -> str:
    budget.spend_text(len(values))
    return functions_text.codepoints_to_string(values)


@_limited('matches')
def _matches(budget: Budget, text: str, pattern: str, flags: str = '') -> bool:
    with _hurried(budget, text) as seconds:
        expression = compiled_with_timeout(pattern, flags)
        return expression.search(text, timeout=seconds) is not None


@_limited('replace')
def _replace(
    budget: Budget,
    text: str,
    pattern: str,
    replacement: str,
    flags: str = '',
) -> str:
    with _hurried(budget, text) as seconds:
        expression = compiled_with_timeout(pattern, flags)
        fill = functions_text.filler(expression, replacement)

        def filled(match: Any) -> str:
            piece = fill(match)
            budget.spend_text(len(piece))
            return piece

        return expression.sub(filled, text, timeout=seconds)


@_limited('tokenize')
def _tokenize(
    budget: Budget,
    text: str,
    pattern: str | None = None,
    flags: str = '',
) -> list[str]:
    with _hurried(budget, text) as seconds:
        if pattern is None:
            return functions_text.tokenize(text)
        expression = compiled_with_timeout(pattern, flags)
        functions_text.check_pattern(expression)
        return functions_text.pieces(text, expression.finditer(text, timeout=seconds))


class _hurried:
    """Gives the seconds that are left; what takes longer is too expensive."""

    def __init__(self, budget: Budget, text: str) -> None:
        budget.spend_text(len(text))
        self._seconds = budget.seconds_left()

    def __enter__(self) -> float:
        return self._seconds

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        if isinstance(error, TimeoutError):
            raise TooExpensive('time') from error
