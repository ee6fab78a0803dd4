"""A rule file as read, before anything is compiled: patterns of rules of assertions.

Both readers (`read_schematron`, `read_stylesheet`) end here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree


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

    try:
        root = etree.fromstring(content, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAPack(f"The rule file isn't well-formed XML: {error}"[:300]) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotAPack("The rule file has a document type definition, which isn't allowed.")
    for reader in (read_schematron, read_stylesheet):
        if root.tag in reader.ROOTS:
            return reader.read(root)
    raise NotAPack("The file is neither Schematron nor a compiled Schematron.")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
