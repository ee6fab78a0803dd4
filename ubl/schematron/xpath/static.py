"""What is known of an expression before it runs."""

from __future__ import annotations

from collections.abc import Iterator

from . import syntax
from .syntax import Expression


FOCUS = '.'
# What ``current()`` gives: the node whose rule is asked, whatever the context item is.
CURRENT = 'current()'
# Functions that look at the context item when they get no argument.
FOCUS_FUNCTIONS = frozenset(
    (
        'string normalize-space string-length number name local-name namespace-uri position last '
        'root data'
    ).split()
)
POSITIONAL = {'position', 'last'}
BOOLEAN_FUNCTIONS = frozenset(
    (
        'not true false boolean exists empty contains starts-with ends-with matches xs:boolean '
        'deep-equal contains-token'
    ).split()
)
STRING_FUNCTIONS = frozenset(
    (
        'string normalize-space upper-case lower-case concat substring translate substring-before '
        'substring-after string-join replace name local-name namespace-uri codepoints-to-string '
        'xs:string tokenize normalize-unicode format-number format-integer'
    ).split()
)
_BOOLEANS = (syntax.Both, syntax.Either, syntax.Quantified, syntax.Comparison)


class Dependencies:
    """Which outer things the value of an expression depends on, remembered by expression."""

    def __init__(self) -> None:
        self._known: dict[Expression, frozenset[str]] = {}

    def of(self, tree: Expression) -> frozenset[str]:
        """Names of free variables, and FOCUS if the context item matters."""
        known = self._known.get(tree)
        if known is None:
            known = self._known[tree] = frozenset(self._free(tree))
        return known

    def _free(self, tree: Expression) -> set[str]:
        if isinstance(tree, syntax.Variable):
            return {tree.name}
        if isinstance(tree, syntax.ContextItem):
            return {FOCUS}
        if isinstance(tree, (syntax.For, syntax.Let, syntax.Quantified)):
            return set(self.of(tree.source)) | (self.of(tree.body) - {tree.name})
        if isinstance(tree, (syntax.Path, syntax.Filter, syntax.Step, syntax.Each)):
            return self._free_in_path(tree)
        found = set(_looked_at(tree))
        return found.union(*map(self.of, tree.children()))

    def _free_in_path(self, tree: Expression) -> set[str]:
        """The parts behind the first see another context item."""
        first, *rest = (
            (None, *tree.children()) if isinstance(tree, syntax.Step) else tree.children()
        )
        found = {FOCUS} if first is None else set(self.of(first))
        return found.union(*(self.of(part) - {FOCUS} for part in rest))


def _looked_at(tree: Expression) -> Iterator[str]:
    """What a function looks at that gets no argument."""
    if isinstance(tree, syntax.Call) and not tree.arguments:
        if tree.name in FOCUS_FUNCTIONS:
            yield FOCUS
        elif tree.name == 'current':
            yield CURRENT


def kind_of(tree: Expression) -> str:
    """'boolean', 'string', 'nodes' or 'any' (numbers among them)."""
    if isinstance(tree, _BOOLEANS) or (isinstance(tree, syntax.Cast) and tree.asks):
        return 'boolean'
    if isinstance(tree, syntax.Path):
        return kind_of(tree.steps[-1])
    if isinstance(tree, syntax.Call) and tree.name in BOOLEAN_FUNCTIONS:
        return 'boolean'
    if getattr(tree, 'name', '') in STRING_FUNCTIONS or getattr(tree, 'kind', '') == 'string':
        return 'string' if isinstance(tree, (syntax.Call, syntax.Literal)) else 'any'
    nodes = (syntax.Step, syntax.Combination, syntax.Root)
    return 'nodes' if isinstance(tree, nodes) else 'any'


def uses_position(tree: Expression) -> bool:
    """Whether ``position()`` or ``last()`` of this very focus is asked for."""
    if isinstance(tree, syntax.Call) and tree.name in POSITIONAL:
        return True
    if isinstance(tree, syntax.Step):
        return False
    if isinstance(tree, (syntax.Path, syntax.Filter, syntax.Each)):
        return uses_position(next(tree.children()))
    return any(map(uses_position, tree.children()))


def may_be_position(tree: Expression) -> bool:
    """Whether a predicate may be a number, or look at the position, rather than be a test."""
    return kind_of(tree) == 'any' or uses_position(tree)
