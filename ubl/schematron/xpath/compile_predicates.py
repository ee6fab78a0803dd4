"""Predicates: ``[test]``, ``[3]``, ``[last()]``, one after the other."""

from __future__ import annotations

from collections.abc import Callable

from . import syntax
from .atomic import NUMBERS
from .comparing import truth_of
from .compiler import Compiler, Frame, Items
from .static import may_be_position
from .syntax import Expression


Keep = Callable[[Items, Frame], Items]


def filters(compiler: Compiler, predicates: tuple[Expression, ...]) -> Keep:
    """A function that keeps the items which pass all predicates."""
    parts = [_measured(compiler, _predicate(compiler, tree)) for tree in predicates]
    if len(parts) == 1:
        return parts[0]

    def keep(items: Items, frame: Frame) -> Items:
        for each in parts:
            items = each(items, frame)
        return items

    return keep


def _measured(compiler: Compiler, keep: Keep) -> Keep:
    if not compiler.shared.is_limited:
        return keep

    def kept(items: Items, frame: Frame) -> Items:
        frame[0].budget.spend(1 + len(items))
        return keep(items, frame)

    return kept


def _predicate(compiler: Compiler, tree: Expression) -> Keep:
    if isinstance(tree, syntax.Literal) and tree.kind == 'integer':
        place = tree.value
        return lambda items, frame: items[place - 1 : place] if place > 0 else ()
    if may_be_position(tree):
        return _counting(compiler, tree)
    test = compiler.timed(compiler.truth(tree))
    return lambda items, frame: [item for item in items if test(item, frame)]


def _counting(compiler: Compiler, tree: Expression) -> Keep:
    """A predicate that may give a number, or that asks for ``position()`` or ``last()``."""
    outer = compiler.focus
    position, last = compiler.focus = compiler.scope.new_slot(), compiler.scope.new_slot()
    code = compiler.timed(compiler.items(tree))
    compiler.focus = outer

    def keep(items: Items, frame: Frame) -> Items:
        kept = []
        for number, item in enumerate(items, 1):
            frame[position], frame[last] = number, len(items)
            if _holds_at(code(item, frame), number):
                kept.append(item)
        return kept

    return keep


def _holds_at(result: Items, number: int) -> bool:
    if len(result) == 1 and isinstance(result[0], NUMBERS) and not isinstance(result[0], bool):
        return result[0] == number
    return truth_of(result)
