"""The syntax tree. Nodes are immutable and equal when they read the same, so that equal parts of
two rules can be recognised and computed once.

A node test is a string: '{uri}name', '{uri}*', '{*}name', '*', or a kind such as 'text()'.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any


_node = dataclass(frozen=True, slots=True)


class Expression:
    """Anything that has a value."""

    __slots__ = ()

    def children(self) -> Iterator[Expression]:
        """The expressions directly inside."""
        for field in fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            if isinstance(value, Expression):
                yield value
            elif isinstance(value, tuple):
                yield from (part for part in value if isinstance(part, Expression))

    def walk(self) -> Iterator[Expression]:
        """This expression and all inside it."""
        yield self
        for child in self.children():
            yield from child.walk()


@_node
class Literal(Expression):
    """A string, int, Decimal or float; ``kind`` keeps 1 and 1.0 apart."""

    value: Any
    kind: str


@_node
class Variable(Expression):
    """``$name``."""

    name: str


@_node
class ContextItem(Expression):
    """The dot."""


@_node
class Root(Expression):
    """The leading slash: the document."""


@_node
class Step(Expression):
    """``axis::test[predicate]…``."""

    axis: str
    test: str
    predicates: tuple[Expression, ...] = ()


@_node
class Path(Expression):
    """``first/second/…``; any expression may be a step."""

    steps: tuple[Expression, ...]


@_node
class Filter(Expression):
    """``base[predicate]…`` where base isn't an axis step."""

    base: Expression
    predicates: tuple[Expression, ...]


@_node
class Call(Expression):
    """A function call; ``name`` is plain for ``fn:``, '{uri}name' otherwise."""

    name: str
    arguments: tuple[Expression, ...]


@_node
class Operation(Expression):
    """Arithmetic: ``+ - * div idiv mod``, and ``to``."""

    operator: str
    left: Expression
    right: Expression


@_node
class Negation(Expression):
    """Unary minus."""

    operand: Expression


@_node
class Comparison(Expression):
    """General (``= != < <= > >=``), value (``eq …``) and node (``is << >>``) comparison."""

    operator: str
    left: Expression
    right: Expression


@_node
class Both(Expression):
    """``and`` over two or more operands."""

    operands: tuple[Expression, ...]


@_node
class Either(Expression):
    """``or`` over two or more operands."""

    operands: tuple[Expression, ...]


@_node
class Condition(Expression):
    """``if (…) then … else …``."""

    test: Expression
    then: Expression
    otherwise: Expression


@_node
class For(Expression):
    """``for $name in source return body``."""

    name: str
    source: Expression
    body: Expression


@_node
class Let(Expression):
    """``let $name := source return body``, of XPath 3.0."""

    name: str
    source: Expression
    body: Expression


@_node
class Each(Expression):
    """``items ! body``, of XPath 3.0: as a path, but in the order of the items."""

    items: Expression
    body: Expression


@_node
class Quantified(Expression):
    """``some|every $name in source satisfies body``."""

    quantifier: str
    name: str
    source: Expression
    body: Expression


@_node
class Sequence(Expression):
    """``(a, b, …)``, also empty."""

    items: tuple[Expression, ...]


@_node
class Combination(Expression):
    """``union``, ``intersect``, ``except`` of nodes."""

    operator: str
    left: Expression
    right: Expression


@_node
class Cast(Expression):
    """``cast as``, or ``castable as`` when ``asks`` is true; ``may_be_empty`` is the ``?``."""

    operand: Expression
    type: str
    may_be_empty: bool
    asks: bool = False


@_node
class InstanceOf(Expression):
    """``instance of`` or ``treat as`` (``treats``) a sequence type such as 'xs:decimal?'."""

    operand: Expression
    type: str
    treats: bool = False
