"""A rule file as read, before anything is compiled: patterns of rules of assertions.

This is what both readers make (`read_schematron`, `read_stylesheet`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree


# The rules of EN 16931 have 979 assertions.
MAX_RULES = 5000
TOO_MUCH = "The rules can't be read: it needs too much memory."


class NotAPack(ValueError):
    """The file isn't one of rules that can be read; the text says why."""


@dataclass(frozen=True)
class Let:
    """``$name`` := an expression, or a plain text if ``expression`` is None."""

    name: str
    expression: str | None
    text: str = ''


@dataclass(frozen=True)
class Assertion:
    """One demand on a node.

    ``holds_if`` is False for a report, which complains when its test is true. ``text`` holds
    expressions as (expression,) between strings.
    """

    id: str
    flag: str
    test: str
    text: tuple[str | tuple[str], ...]
    holds_if: bool = True


@dataclass(frozen=True)
class Rule:
    """Demands on the nodes that match ``context``; its variables in order."""

    context: str
    lets: tuple[Let, ...]
    assertions: tuple[Assertion, ...]


@dataclass(frozen=True)
class Pattern:
    """Rules of which the first that matches a node is the only one asked."""

    lets: tuple[Let, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Source:
    """A whole file; ``functions`` are xsl:function elements, ``lets`` its global variables."""

    namespaces: Mapping[str, str]
    patterns: tuple[Pattern, ...]
    lets: tuple[Let, ...] = ()
    functions: tuple[etree._Element, ...] = ()


def refuse_count(count: int) -> None:
    """Raises NotAPack for more rules, or parts of rules, than are compiled."""
    if count > MAX_RULES:
        raise NotAPack(f"The rule file has more than {MAX_RULES} rules.")
