"""Function calls: the standard ones, casts, and a pack's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import syntax
from .atomic import CASTS
from .comparing import truth_of, truth_of_value
from .compile_idioms import IDIOMS
from .compiler import ATOM, ITEMS, TRUTH, Code, Compiler, Frame, Items, atomized, handler, single
from .errors import NotUnderstood, XPathError, wrong_type
from .functions import FUNCTIONS, Function
from .functions_limited import LIMITED
from .functions_moments import current_date, current_date_time
from .static import FOCUS_FUNCTIONS, POSITIONAL, STRING_FUNCTIONS


def _current(_item: Any, frame: Frame) -> Items:
    """The node whose rule is asked; XSLT's own function."""
    if frame[1] is None:
        raise XPathError('XTDE1360', "there is no current node")
    return (frame[1],)


FIXED: dict[str, tuple[str, Code]] = {
    'true': ('truth', lambda item, frame: True),
    'false': ('truth', lambda item, frame: False),
    'current': ('items', _current),
    'current-date': ('atom', lambda item, frame: current_date(frame[0].now)),
    'current-dateTime': ('atom', lambda item, frame: current_date_time(frame[0].now)),
}


@handler(TRUTH, syntax.Call)
def _truth_of_call(compiler: Compiler, tree: syntax.Call) -> Code:
    gives, code = _called(compiler, tree)
    if gives == 'truth':
        return code
    if gives == 'atom':
        return lambda item, frame: truth_of_value(code(item, frame))
    return lambda item, frame: truth_of(code(item, frame))


@handler(ATOM, syntax.Call)
def _atom_of_call(compiler: Compiler, tree: syntax.Call) -> Code:
    gives, code = _called(compiler, tree)
    if gives != 'items':
        return code

    def atom(item: Any, frame: Frame) -> Any:
        items = code(item, frame)
        return single(items) if items else None

    return atom


@handler(ITEMS, syntax.Call)
def _items_of_call(compiler: Compiler, tree: syntax.Call) -> Code:
    gives, code = _called(compiler, tree)
    if gives == 'items':
        return code

    def items(item: Any, frame: Frame) -> Items:
        value = code(item, frame)
        return () if value is None else (value,)

    return items


def _called(compiler: Compiler, tree: syntax.Call) -> tuple[str, Code]:
    """What comes back ('truth', 'atom' or 'items'), and the code."""
    name, arguments = tree.name, tree.arguments
    if not arguments and name in FIXED:
        return FIXED[name]
    if name in POSITIONAL and not arguments:
        return 'atom', _positional(compiler, name)
    if name in CASTS and len(arguments) == 1:
        return 'atom', _cast(compiler, tree)
    if name in compiler.shared.functions:
        return 'items', _own(compiler, tree)
    return _called_standard(compiler, name, arguments)


def _called_standard(
    compiler: Compiler, name: str, arguments: tuple[syntax.Expression, ...]
) -> tuple[str, Code]:
    if name not in FUNCTIONS:
        raise NotUnderstood('unknown-function', name=name)
    idiom = IDIOMS.get((name, len(arguments)))
    short = idiom and idiom(compiler, arguments)
    if short is not None:
        return 'truth', short
    if name in FOCUS_FUNCTIONS and not arguments:
        arguments = (syntax.ContextItem(),)
    return FUNCTIONS[name].gives, _standard(compiler, name, arguments)


def _positional(compiler: Compiler, name: str) -> Code:
    if compiler.focus is None:
        raise NotUnderstood('outside-a-predicate', name=name)
    slot = compiler.focus[name == 'last']
    return lambda item, frame: frame[slot]


def _cast(compiler: Compiler, tree: syntax.Call) -> Code:
    operand, cast = compiler.atom(tree.arguments[0]), CASTS[tree.name]

    def converted(item: Any, frame: Frame) -> Any:
        value = operand(item, frame)
        return None if value is None else cast(value)

    return converted


def _own(compiler: Compiler, tree: syntax.Call) -> Code:
    """A function of the pack; looked up when it runs, since functions may call each other."""
    functions, name = compiler.shared.functions, tree.name
    if name in compiler.shared.broken_functions:
        reason = compiler.shared.broken_functions[name]
        raise NotUnderstood('own-function', name=name.rpartition('}')[2], reason=reason)
    if functions[name].arity != len(tree.arguments):
        raise NotUnderstood('own-function-takes', name=name, count=functions[name].arity)
    arguments = [compiler.measured(compiler.items(argument)) for argument in tree.arguments]
    return compiler.measured(
        lambda item, frame: functions[name](
            frame[0], [argument(item, frame) for argument in arguments]
        )
    )


def _standard(compiler: Compiler, name: str, trees: tuple[syntax.Expression, ...]) -> Code:
    known = FUNCTIONS[name]
    kinds = _kinds(name, known, len(trees))
    codes = [_argument(compiler, kind, tree) for kind, tree in zip(kinds, trees, strict=True)]
    if known.gives == 'items' or 'values' in kinds:
        codes = [_walked(compiler, kind, code) for kind, code in zip(kinds, codes, strict=True)]
    if compiler.shared.is_limited and name in LIMITED:
        call = LIMITED[name]
        applied = _limited_application(call, codes)
    else:
        applied = _application(known.call, codes)
    return compiler.measured(applied) if known.gives == 'items' else compiler.timed(applied)


def _walked(compiler: Compiler, kind: str, code: Code) -> Code:
    """An argument that the function goes through item by item."""
    return compiler.measured(code) if kind in ('items', 'values') else code


def _limited_application(call: Callable[..., Any], codes: list[Code]) -> Code:
    return lambda item, frame: call(frame[0].budget, *[code(item, frame) for code in codes])


def _application(call: Callable[..., Any], codes: list[Code]) -> Code:
    """One closure per number of arguments: unpacking a list at each call would cost more."""
    if len(codes) == 1:
        only = codes[0]
        return lambda item, frame: call(only(item, frame))
    if len(codes) == 2:
        first, second = codes
        return lambda item, frame: call(first(item, frame), second(item, frame))
    if len(codes) == 3:
        first, second, third = codes
        return lambda item, frame: call(first(item, frame), second(item, frame), third(item, frame))
    return lambda item, frame: call(*[code(item, frame) for code in codes])


def _kinds(name: str, known: Function, count: int) -> tuple[str, ...]:
    """How each of ``count`` arguments is handed over."""
    most = count if known.repeats else len(known.arguments)
    if not known.least <= count <= most:
        raise NotUnderstood('function-takes-not', name=name, count=count)
    extra = count - len(known.arguments)
    return known.arguments[:count] + known.arguments[-1:] * max(extra, 0)


def _argument(compiler: Compiler, kind: str, tree: syntax.Expression) -> Code:
    if kind == 'text':
        return _text(compiler, tree)
    if kind == 'values':
        items = compiler.items(tree)
        return lambda item, frame: atomized(items(item, frame))
    return {'atom': compiler.atom, 'items': compiler.items, 'truth': compiler.truth}[kind](tree)


def _text(compiler: Compiler, tree: syntax.Expression) -> Code:
    """A string argument: nothing is '', a number is an error."""
    atom = compiler.atom(tree)
    is_text = isinstance(tree, syntax.Call) and tree.name in STRING_FUNCTIONS - {'tokenize'}
    if is_text or (isinstance(tree, syntax.Literal) and tree.kind == 'string'):
        return atom

    def text(item: Any, frame: Frame) -> str:
        value = atom(item, frame)
        if value is None:
            return ''
        if isinstance(value, str):
            return value
        raise wrong_type(value, 'string')

    return text
