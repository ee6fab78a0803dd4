"""The table of standard functions, filled by the modules ``functions_*``.

The table says how each argument is handed over:

* ``text``   a str, '' for the empty sequence,
* ``atom``   one atomic value or None,
* ``values`` a list of atomic values,
* ``items``  nodes and atomic values,
* ``truth``  a bool.

and what comes back: ``atom`` (a value or None), ``truth`` or ``items``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class Function(NamedTuple):
    """A standard function; arguments beyond ``least`` may be left out, or repeat the last kind
    where ``repeats``.
    """

    call: Callable[..., Any]
    arguments: tuple[str, ...]
    least: int
    gives: str
    repeats: bool = False


FUNCTIONS: dict[str, Function] = {}


def function(
    name: str,
    *arguments: str,
    least: int | None = None,
    gives: str = 'atom',
    repeats: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a Python function as the XPath function of that name."""

    def register(call: Callable[..., Any]) -> Callable[..., Any]:
        count = len(arguments) if least is None else least
        FUNCTIONS[name] = Function(call, arguments, count, gives, repeats)
        return call

    return register
