"""Paths, steps, predicates and unions.

A path is compiled from its end: what stands before the last step is a path of its own, and if
that depends on nothing but the document it is computed once. ``//name`` is a look into the
index, and ``//name[key = 'x']`` a look into a dictionary made once per key expression.
"""

from __future__ import annotations

from typing import Any

from . import syntax
from .axes import BY_NAME, REVERSE, is_name, selector
from .comparing import truth_of
from .compile_predicates import filters
from .compiler import ATOM, ITEMS, TRUTH, Code, Compiler, Frame, Items, atomized, handler, single
from .document_order import disorder, in_order
from .errors import XPathError, too_many
from .parser_steps import ANYWHERE
from .static import FOCUS, kind_of, may_be_position, uses_position
from .syntax import Expression


@handler(ITEMS, syntax.Root)
def _root(_compiler: Compiler, _tree: syntax.Root) -> Code:
    return lambda item, frame: (frame[0].index.document,)


@handler(ITEMS, syntax.Step)
def _step(compiler: Compiler, tree: syntax.Step) -> Code:
    if tree.axis in BY_NAME and is_name(tree.test):
        return _named_step(compiler, tree)
    select = selector(tree.axis, tree.test)
    reverse = tree.axis in REVERSE
    if not tree.predicates:
        return (
            (lambda item, frame: list(reversed(select(item))))
            if reverse
            else (lambda item, frame: select(item))
        )
    keep = filters(compiler, tree.predicates)
    if reverse:
        return lambda item, frame: list(reversed(keep(select(item), frame)))
    return lambda item, frame: keep(select(item), frame)


def _named_step(compiler: Compiler, tree: syntax.Step) -> Code:
    """An axis that reaches far, asked for a name: a cut out of the index."""
    name, cut = tree.test, BY_NAME[tree.axis]
    keep = filters(compiler, tree.predicates) if tree.predicates else None
    reverse = tree.axis in REVERSE

    def items(item: Any, frame: Frame) -> Items:
        found = cut(frame[0].index.by_name.get(name, ()), item)
        if keep is None:
            return found
        return list(reversed(keep(found[::-1], frame))) if reverse else keep(found, frame)

    return items


@handler(TRUTH, syntax.Step)
def _truth_of_step(compiler: Compiler, tree: syntax.Step) -> Code:
    test = tree.test
    if not tree.predicates and is_name(test):
        if tree.axis == 'child':
            return lambda item, frame: test in item.by_name
        if tree.axis == 'attribute':
            return lambda item, frame: test in item.attributes
    items = _step(compiler, tree)
    return lambda item, frame: bool(items(item, frame))


@handler(ATOM, syntax.Step)
def _value_of_step(compiler: Compiler, tree: syntax.Step) -> Code:
    return _value_of_only(_step(compiler, tree))


def _value_of_only(items: Code) -> Code:
    """The value of the only node, None where there is none."""

    def value(item: Any, frame: Frame) -> Any:
        found = items(item, frame)
        if not found:
            return None
        if len(found) > 1:
            raise too_many(len(found))
        return found[0].value

    return value


@handler(ITEMS, syntax.Path)
def _path(compiler: Compiler, tree: syntax.Path) -> Code:
    steps = simplified(tree.steps)
    if len(steps) == 1:
        return compiler.items(steps[0])
    if all(map(_is_plain_child, steps)):
        return compiler.measured(_descent([step.test for step in steps]))  # type: ignore[attr-defined]
    before, last = steps[:-1], steps[-1]
    from_index = _from_index(compiler, before, last)
    if from_index is not None:
        return from_index
    prefix = before[0] if len(before) == 1 else syntax.Path(before)
    if _is_lookup(compiler, prefix, last):
        return _lookup(compiler, prefix, last)  # type: ignore[arg-type]
    nodes, step = (compiler.measured(compiler.items(part)) for part in (prefix, last))
    return _from_each(nodes, step, disorder(before, last))


def _is_plain_child(step: Expression) -> bool:
    is_child = isinstance(step, syntax.Step) and step.axis == 'child'
    return is_child and is_name(step.test) and not step.predicates  # type: ignore[attr-defined]


def _descent(names: list[str]) -> Code:
    """Child by child, all of them by name: there is nothing to sort."""
    first, *others = names

    def items(item: Any, frame: Frame) -> Items:
        nodes = item.by_name.get(first, ())
        for name in others:
            if len(nodes) == 1:
                nodes = nodes[0].by_name.get(name, ())
            elif nodes:
                nodes = [child for node in nodes for child in node.by_name.get(name, ())]
        return nodes

    return items


@handler(ATOM, syntax.Path)
def _value_of_path(compiler: Compiler, tree: syntax.Path) -> Code:
    items = _path(compiler, tree)
    if kind_of(tree) == 'nodes':
        return _value_of_only(items)

    def value(item: Any, frame: Frame) -> Any:
        found = items(item, frame)
        return single(found) if found else None

    return value


@handler(TRUTH, syntax.Path)
def _truth_of_path(compiler: Compiler, tree: syntax.Path) -> Code:
    items = _path(compiler, tree)
    if kind_of(tree) == 'nodes':
        return lambda item, frame: bool(items(item, frame))
    return lambda item, frame: truth_of(items(item, frame))


def _from_each(before: Code, step: Code, disorder: bool | None) -> Code:
    """The step from each node; ``disorder``: sort the result, None: only if it holds nodes."""

    def items(item: Any, frame: Frame) -> Items:
        nodes = before(item, frame)
        if len(nodes) == 1:
            return step(nodes[0], frame)
        result: list[Any] = []
        for node in nodes:
            result += step(node, frame)
        if disorder is None:
            return in_order(result) if result and hasattr(result[0], 'order') else result
        return in_order(result) if disorder else result

    return items


def simplified(steps: tuple[Expression, ...]) -> tuple[Expression, ...]:
    """``//name`` as a descendant step, where no predicate counts positions."""
    result: list[Expression] = []
    for step in steps:
        shorter = _below(step) if result and result[-1] == ANYWHERE else None
        if shorter is not None:
            result[-1] = shorter
        else:
            result.append(step)
    return tuple(result)


def _below(step: Expression) -> Expression | None:
    """``child::x`` as ``descendant::x``; also both sides of a union."""
    if isinstance(step, syntax.Combination) and step.operator == 'union':
        left, right = _below(step.left), _below(step.right)
        return left and right and syntax.Combination('union', left, right)
    if not isinstance(step, syntax.Step) or step.axis != 'child':
        return None
    if any(map(may_be_position, step.predicates)):
        return None
    return syntax.Step('descendant', step.test, step.predicates)


def _from_index(
    compiler: Compiler,
    before: tuple[Expression, ...],
    last: Expression,
) -> Code | None:
    """``//name`` and ``//@name`` of the whole document."""
    if not isinstance(last, syntax.Step) or last.predicates or not is_name(last.test):
        return None
    name = last.test
    if before == (syntax.Root(),) and last.axis == 'descendant':
        return lambda item, frame: frame[0].index.by_name.get(name, ())
    if before == (syntax.Root(), ANYWHERE) and last.axis == 'attribute':
        return lambda item, frame: frame[0].index.attributes.get(name, ())
    return None


def _is_lookup(compiler: Compiler, prefix: Expression, last: Expression) -> bool:
    """Whether this is ``…/name[key = 'text']`` with nothing outside but the document."""
    if not isinstance(last, syntax.Step) or not last.predicates:
        return False
    free = compiler.shared.dependencies.of
    test = last.predicates[0]
    return (
        isinstance(test, syntax.Comparison)
        and test.operator == '='
        and isinstance(test.right, syntax.Literal)
        and test.right.kind == 'string'
        and kind_of(test.left) in ('nodes', 'string')
        and free(test.left) == {FOCUS}
        and not uses_position(test.left)
        and not free(prefix)
    )


def _lookup(compiler: Compiler, prefix: Expression, last: syntax.Step) -> Code:
    test, *others = last.predicates
    steps = prefix.steps if isinstance(prefix, syntax.Path) else (prefix,)
    base = syntax.Path((*steps, syntax.Step(last.axis, last.test)))
    nodes = compiler.measured(compiler.items(base))
    key = compiler.measured(compiler.items(test.left))  # type: ignore[attr-defined]
    key = compiler.kept(key)
    wanted = test.right.value  # type: ignore[attr-defined]
    number = compiler.shared.number
    memo_key = ('groups', number(base), number(test.left))  # type: ignore[attr-defined]
    keep = filters(compiler, tuple(others))

    def found(item: Any, frame: Frame) -> Items:
        groups = frame[0].memo.get(memo_key)
        if groups is None:
            groups = frame[0].memo[memo_key] = _grouped(nodes(item, frame), key, frame)
        return keep(groups.get(wanted, ()), frame)

    return found


def _grouped(nodes: Items, key: Code, frame: Frame) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for node in nodes:
        for value in set(atomized(key(node, frame))):
            groups.setdefault(value, []).append(node)
    return groups


@handler(ITEMS, syntax.Filter)
def _filter(compiler: Compiler, tree: syntax.Filter) -> Code:
    base, keep = compiler.items(tree.base), filters(compiler, tree.predicates)
    return lambda item, frame: keep(base(item, frame), frame)


@handler(ITEMS, syntax.Combination)
def _combination(compiler: Compiler, tree: syntax.Combination) -> Code:
    left, right = (compiler.measured(compiler.items(part)) for part in (tree.left, tree.right))
    operator = tree.operator

    def combined(item: Any, frame: Frame) -> Items:
        lefts, rights = left(item, frame), right(item, frame)
        if not all(hasattr(node, 'order') for node in (*lefts[:1], *rights[:1])):
            raise XPathError('XPTY0004', f"{operator} is for nodes")
        if operator == 'union':
            return in_order([*lefts, *rights]) if lefts and rights else lefts or rights
        others = set(rights)
        keep = operator == 'intersect'
        return in_order([node for node in lefts if (node in others) is keep])

    return combined
