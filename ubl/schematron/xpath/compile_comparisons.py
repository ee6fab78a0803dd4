"""Comparisons, with short ways for the kinds that rules are full of: with a text, with a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from . import syntax
from .budget import Budget
from .comparing import general, value_comparison
from .compiler import TRUTH, Code, Compiler, Frame, atomized, handler
from .static import kind_of


Holds = Callable[[Iterable[Any], Sequence[Any]], bool]
GENERAL = {'=', '!=', '<', '<=', '>', '>='}
NODES = {'is', '<<', '>>'}
# Pairs that are compared between two looks at the clock.
PAIRS = 1000


@handler(TRUTH, syntax.Comparison)
def _truth_of_comparison(compiler: Compiler, tree: syntax.Comparison) -> Code:
    if tree.operator not in GENERAL:
        compared = _comparison(compiler, tree)
        return lambda item, frame: bool(compared(item, frame))
    if _is_text(tree.right) and kind_of(tree.left) in ('nodes', 'string'):
        return _with_text(compiler, tree)
    if (
        tree.operator == '='
        and kind_of(tree.left) in ('nodes', 'string')
        and compiler.is_constant(tree.right)
    ):
        return _in_list(compiler, tree)
    left, right = compiler.items(tree.left), compiler.items(tree.right)
    holds = general(tree.operator)

    def compared_all(item: Any, frame: Frame) -> bool:
        lefts = left(item, frame)
        return bool(lefts) and holds(atomized(lefts), atomized(right(item, frame)))

    def compared_within_budget(item: Any, frame: Frame) -> bool:
        lefts = left(item, frame)
        return bool(lefts) and _holds_in_time(
            holds, frame[0].budget, atomized(lefts), atomized(right(item, frame))
        )

    return compared_within_budget if compiler.shared.is_limited else compared_all


def _holds_in_time(
    holds: Holds,
    budget: Budget,
    lefts: Sequence[Any],
    rights: Sequence[Any],
) -> bool:
    """The same answer, with looks at the clock. Raises TooExpensive."""
    if len(lefts) * len(rights) <= PAIRS:
        budget.spend(0)
        return holds(lefts, rights)
    parts = [rights[start : start + PAIRS] for start in range(0, len(rights), PAIRS)]
    return any(holds((left,), part) for left in lefts for part in budget.watched(parts))


def _in_list(compiler: Compiler, tree: syntax.Comparison) -> Code:
    """Texts against a list that is the same for the whole run: made a set if it is all texts."""
    holds = general('=')
    left, right = compiler.measured(compiler.items(tree.left)), compiler.items(tree.right)
    values = compiler.kept(lambda item, frame: atomized(right(item, frame)))
    key = ('list', compiler.shared.number(tree.right))
    is_limited = compiler.shared.is_limited

    def compared(item: Any, frame: Frame) -> bool:
        memo = frame[0].memo
        listed = memo.get(key)
        if listed is None:
            listed = memo[key] = _as_texts(values(item, frame))
        lefts = atomized(left(item, frame))
        if isinstance(listed, frozenset):
            return not listed.isdisjoint(lefts)
        if is_limited:
            return _holds_in_time(holds, frame[0].budget, lefts, listed)
        return holds(lefts, listed)

    return compared


def _as_texts(values: list[Any]) -> frozenset[str] | list[Any]:
    return frozenset(values) if all(isinstance(value, str) for value in values) else values


def _is_text(tree: syntax.Expression) -> bool:
    return isinstance(tree, syntax.Literal) and tree.kind == 'string'


def _with_text(compiler: Compiler, tree: syntax.Comparison) -> Code:
    """Untyped values or strings against a literal: no types to look at."""
    text = tree.right.value  # type: ignore[attr-defined]
    if tree.operator not in ('=', '!='):
        holds = general(tree.operator)
        left = compiler.measured(compiler.items(tree.left))
        return lambda item, frame: holds(atomized(left(item, frame)), (text,))
    wanted = tree.operator == '='
    if isinstance(tree.left, syntax.Call) and tree.left.name != 'tokenize':
        value = compiler.atom(tree.left)
        return lambda item, frame: (value(item, frame) == text) is wanted
    left = compiler.measured(compiler.items(tree.left))

    def any_compares(item: Any, frame: Frame) -> bool:
        for value in atomized(left(item, frame)):  # noqa: SIM110  a generator costs more
            if (value == text) is wanted:
                return True
        return False

    return any_compares


def _comparison(compiler: Compiler, tree: syntax.Comparison) -> Code:
    """A value or node comparison; None where an operand is empty."""
    if tree.operator in NODES:
        return _node_comparison(compiler, tree)
    left, right = compiler.atom(tree.left), compiler.atom(tree.right)
    holds = value_comparison(tree.operator)
    return compiler.timed(lambda item, frame: holds(left(item, frame), right(item, frame)))


def _node_comparison(compiler: Compiler, tree: syntax.Comparison) -> Code:
    left, right = compiler.items(tree.left), compiler.items(tree.right)
    holds = {
        'is': lambda a, b: a is b,
        '<<': lambda a, b: a.order < b.order,
        '>>': lambda a, b: a.order > b.order,
    }[tree.operator]

    def compared(item: Any, frame: Frame) -> bool | None:
        lefts, rights = left(item, frame), right(item, frame)
        return holds(lefts[0], rights[0]) if lefts and rights else None

    return compared
