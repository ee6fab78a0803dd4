"""Literals, variables, operators, conditions and loops."""

from __future__ import annotations

from typing import Any

from . import syntax
from .arithmetic import number, operation
from .atomic import CASTS, to_integer
from .compiler import ATOM, ITEMS, TRUTH, Code, Compiler, Frame, Items, handler
from .errors import NotUnderstood, XPathError
from .sequence_types import fits


@handler(ATOM, syntax.Literal)
def _literal(_compiler: Compiler, tree: syntax.Literal) -> Code:
    value = tree.value
    return lambda item, frame: value


@handler(ITEMS, syntax.Variable)
def _variable(compiler: Compiler, tree: syntax.Variable) -> Code:
    name = tree.name
    broken = compiler.broken.get(name) or compiler.shared.broken_variables.get(name)
    if broken is not None:
        raise NotUnderstood('variable', name=name.partition('#')[0], reason=broken)
    slot = compiler.scope.slots.get(name)
    if name in compiler.lazy:
        return _lazy(slot or 0, compiler.kept(compiler.lazy[name]))
    if slot is not None:
        return lambda item, frame: frame[slot]
    variables = compiler.shared.variables
    if name not in variables:
        raise NotUnderstood('unknown-variable', name=name)
    # Looked up when it runs: a global variable may use one that is declared after it.
    return lambda item, frame: variables[name](item, frame)


def _lazy(slot: int, code: Code) -> Code:
    def value(item: Any, frame: Frame) -> Any:
        if frame[slot] is None:
            frame[slot] = code(frame[1], frame)
        return frame[slot]

    return value


@handler(ITEMS, syntax.ContextItem)
def _context_item(_compiler: Compiler, _tree: syntax.ContextItem) -> Code:
    def item_itself(item: Any, frame: Frame) -> Items:
        if item is None:
            raise XPathError('XPDY0002', "there is no context item")
        return (item,)

    return item_itself


@handler(ITEMS, syntax.Sequence)
def _sequence(compiler: Compiler, tree: syntax.Sequence) -> Code:
    parts = [compiler.measured(compiler.items(part)) for part in tree.items]
    if all(isinstance(part, syntax.Literal) for part in tree.items):
        values = tuple(part.value for part in tree.items)  # type: ignore[attr-defined]
        return lambda item, frame: values
    return lambda item, frame: [value for part in parts for value in part(item, frame)]


@handler(ATOM, syntax.Operation)
def _operation(compiler: Compiler, tree: syntax.Operation) -> Code:
    calculate = operation(tree.operator, compiler.shared.is_limited)
    left, right = compiler.atom(tree.left), compiler.atom(tree.right)
    return lambda item, frame: calculate(left(item, frame), right(item, frame))


@handler(ITEMS, syntax.Operation)
def _range_or_operation(compiler: Compiler, tree: syntax.Operation) -> Code:
    if tree.operator != 'to':
        atom = _operation(compiler, tree)

        def items(item: Any, frame: Frame) -> Items:
            value = atom(item, frame)
            return () if value is None else (value,)

        return items
    left, right = compiler.atom(tree.left), compiler.atom(tree.right)

    def numbers(item: Any, frame: Frame) -> Items:
        first, last = left(item, frame), right(item, frame)
        if first is None or last is None:
            return ()
        return range(to_integer(first), to_integer(last) + 1)

    return compiler.measured(numbers)


@handler(ATOM, syntax.Negation)
def _negation(compiler: Compiler, tree: syntax.Negation) -> Code:
    operand = compiler.atom(tree.operand)

    def negated(item: Any, frame: Frame) -> Any:
        value = operand(item, frame)
        return None if value is None else -number(value)

    return negated


@handler(TRUTH, syntax.Both)
def _both(compiler: Compiler, tree: syntax.Both) -> Code:
    operands = tuple(map(compiler.truth, tree.operands))
    if len(operands) == 2:
        first, second = operands
        return lambda item, frame: first(item, frame) and second(item, frame)

    def all_hold(item: Any, frame: Frame) -> bool:
        for operand in operands:  # noqa: SIM110  a generator costs more
            if not operand(item, frame):
                return False
        return True

    return all_hold


@handler(TRUTH, syntax.Either)
def _either(compiler: Compiler, tree: syntax.Either) -> Code:
    operands = tuple(map(compiler.truth, tree.operands))
    if len(operands) == 2:
        first, second = operands
        return lambda item, frame: first(item, frame) or second(item, frame)

    def one_holds(item: Any, frame: Frame) -> bool:
        for operand in operands:  # noqa: SIM110  a generator costs more
            if operand(item, frame):
                return True
        return False

    return one_holds


@handler(ITEMS, syntax.Condition)
def _condition(compiler: Compiler, tree: syntax.Condition) -> Code:
    test = compiler.truth(tree.test)
    then, otherwise = compiler.items(tree.then), compiler.items(tree.otherwise)
    return lambda item, frame: (then if test(item, frame) else otherwise)(item, frame)


@handler(ITEMS, syntax.For)
def _for(compiler: Compiler, tree: syntax.For) -> Code:
    source, slot, body = _loop(compiler, tree, 'items')
    body = compiler.measured(body)

    def collected(item: Any, frame: Frame) -> Items:
        result: list[Any] = []
        for value in source(item, frame):
            frame[slot] = (value,)
            result += body(item, frame)
        return result

    return collected


@handler(ITEMS, syntax.Let)
def _let(compiler: Compiler, tree: syntax.Let) -> Code:
    value, slot, body = _loop(compiler, tree, 'items')

    def with_value(item: Any, frame: Frame) -> Items:
        frame[slot] = value(item, frame)
        return body(item, frame)

    return with_value


@handler(ITEMS, syntax.Each)
def _each(compiler: Compiler, tree: syntax.Each) -> Code:
    items = compiler.measured(compiler.items(tree.items))
    # Its positions aren't those of a predicate outside.
    outer, compiler.focus = compiler.focus, None
    body = compiler.measured(compiler.items(tree.body))
    compiler.focus = outer

    def mapped(item: Any, frame: Frame) -> Items:
        return [value for each in items(item, frame) for value in body(each, frame)]

    return mapped


@handler(TRUTH, syntax.Quantified)
def _quantified(compiler: Compiler, tree: syntax.Quantified) -> Code:
    comparison = _as_comparison(compiler, tree)
    if comparison is not None:
        return compiler.truth(comparison)
    source, slot, body = _loop(compiler, tree, 'truth')
    body = compiler.timed(body)
    decisive = tree.quantifier == 'some'

    def decided(item: Any, frame: Frame) -> bool:
        for value in source(item, frame):
            frame[slot] = (value,)
            if body(item, frame) is decisive:
                return decisive
        return not decisive

    return decided


def _as_comparison(compiler: Compiler, tree: syntax.Quantified) -> syntax.Comparison | None:
    """``some $code in $list satisfies x = $code`` says no more than ``x = $list``."""
    body, variable = tree.body, syntax.Variable(tree.name)
    if (
        tree.quantifier != 'some'
        or not isinstance(body, syntax.Comparison)
        or body.operator != '='
        or variable not in (body.left, body.right)
    ):
        return None
    other = body.left if body.right == variable else body.right
    if tree.name in compiler.shared.dependencies.of(other):
        return None
    return syntax.Comparison('=', other, tree.source)


def _loop(
    compiler: Compiler,
    tree: syntax.For | syntax.Let | syntax.Quantified,
    way: str,
) -> tuple[Code, int, Code]:
    """Code of what the variable is bound to, its slot, and code of the body that may use it."""
    source = compiler.measured(compiler.items(tree.source))
    slots, slot = compiler.scope.slots, compiler.scope.new_slot()
    outer, hidden = slots.get(tree.name), compiler.lazy.pop(tree.name, None)
    slots[tree.name] = slot
    body = getattr(compiler, way)(tree.body)
    del slots[tree.name]
    if outer is not None:
        slots[tree.name] = outer
    if hidden is not None:
        compiler.lazy[tree.name] = hidden
    return source, slot, body


@handler(ATOM, syntax.Cast)
def _cast(compiler: Compiler, tree: syntax.Cast) -> Code:
    if tree.type not in CASTS:
        raise NotUnderstood('unknown-type', name=tree.type)
    operand, cast = compiler.atom(tree.operand), CASTS[tree.type]
    may_be_empty = tree.may_be_empty

    def converted(item: Any, frame: Frame) -> Any:
        value = operand(item, frame)
        if value is None and not may_be_empty:
            raise XPathError('XPTY0004', "nothing to cast")
        return None if value is None else cast(value)

    def castable(item: Any, frame: Frame) -> bool:
        try:
            converted(item, frame)
        except (XPathError, ValueError, ArithmeticError):
            return False
        return True

    return castable if tree.asks else converted


@handler(ITEMS, syntax.InstanceOf)
def _instance_of(compiler: Compiler, tree: syntax.InstanceOf) -> Code:
    operand = compiler.measured(compiler.items(tree.operand))
    wanted, treats = tree.type, tree.treats

    def checked(item: Any, frame: Frame) -> Items:
        items = operand(item, frame)
        if not treats:
            return (fits(items, wanted),)
        if not fits(items, wanted):
            raise XPathError('XPDY0050', f"the value is no {wanted}")
        return items

    return checked
