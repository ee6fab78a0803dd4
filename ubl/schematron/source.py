"""A rule file as read, before anything is compiled: patterns of rules of assertions.

Both readers (`read_schematron`, `read_stylesheet`) end here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from ..parse import NotReadable, parse


# The rules of EN 16931 as compiled XSLT have 0.9 MB and 979 assertions.
MAX_BYTES = 5 * 1024 * 1024
MAX_RULES = 5000
LONGEST_ID = 100
TOO_MUCH = "The rules can't be read: it needs too much memory."
REFUSED = (
    '{http://www.w3.org/1999/XSL/Transform}import',
    '{http://www.w3.org/1999/XSL/Transform}include',
    '{http://www.w3.org/2001/XInclude}include',
    '{http://purl.oclc.org/dsdl/schematron}include',
)


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


def read(content: bytes) -> Source:
    """Read a Schematron file or a compiled one. Raises NotAPack."""
    from . import read_schematron, read_stylesheet

    refuse_size(len(content))
    try:
        root = parse(content)
    except NotReadable as error:
        text = str(error).replace("The document", "The rule file")
        raise NotAPack(text.replace("an invoice", "a rule file")) from error
    _refuse_other_files(root)
    for reader in (read_schematron, read_stylesheet):
        if root.tag in reader.ROOTS:
            try:
                return _of_bearable_size(reader.read(root))
            except MemoryError as error:
                raise NotAPack(TOO_MUCH) from error
    raise NotAPack("The file is neither Schematron nor a compiled Schematron.")


def refuse_size(size: int) -> None:
    """Raises NotAPack for more bytes than are read."""
    if size > MAX_BYTES:
        raise NotAPack(f"The rule file is larger than {MAX_BYTES // 1024**2} MiB.")


def refuse_count(count: int) -> None:
    """Raises NotAPack for more rules, or parts of rules, than are compiled."""
    if count > MAX_RULES:
        raise NotAPack(f"The rule file has more than {MAX_RULES} rules.")


def _refuse_other_files(root: etree._Element) -> None:
    """Rules in other files would be missing, since no other file is ever read."""
    for element in root.iter(*REFUSED):
        name = etree.QName(element).localname
        raise NotAPack(
            f"The rule file includes another file ('{name}' in line {element.sourceline}), which "
            "isn't allowed: all rules must be in one file."
        )


def _of_bearable_size(source: Source) -> Source:
    rules = [rule for pattern in source.patterns for rule in pattern.rules]
    assertions = [assertion for rule in rules for assertion in rule.assertions]
    refuse_count(max(len(rules), len(assertions)))
    if any(len(assertion.id) > LONGEST_ID for assertion in assertions):
        raise NotAPack(f"The rule file has a rule id of more than {LONGEST_ID} characters.")
    return source
