"""Where two invoices differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any


Path = tuple[str | int, ...]


def differences(first: Any, second: Any, path: Path = ()) -> Iterator[Path]:
    """The terms that differ, as paths of attributes and of numbers in repeated groups.

    A group that only one of them has, or that repeats another number of times, is told as a whole.

    >>> from .values import Period
    >>> list(differences((Period('2026-01-01'),), (Period('2026-01-02'),)))
    [(0, 'start')]
    """
    if first == second:
        return
    if is_dataclass(first) and type(first) is type(second):
        for each in fields(first):
            pair = getattr(first, each.name), getattr(second, each.name)
            yield from differences(*pair, (*path, each.name))
    elif isinstance(first, tuple) and isinstance(second, tuple) and len(first) == len(second):
        for number, pair in enumerate(zip(first, second, strict=True)):
            yield from differences(*pair, (*path, number))
    else:
        yield path
