"""Of which model a record in our code is: told from where it comes, without running anything.

What a function is given is known from its calls, and what it gives from its ``return``; two rounds
are enough for calls of calls.
"""

import ast
import functools
from collections import defaultdict
from collections.abc import Callable, Iterator

from ..checks.sources import Source
from .classes import Field, Model, identity_of, text_of
from .core import find


# Methods whose result is of the record's own model.
SAME = {
    'browse', 'concat', 'copy', 'create', 'exists', 'filtered', 'filtered_domain', 'new', 'search',
    'search_fetch', 'sorted', 'sudo', 'try_lock_for_update', 'union', 'with_company',
    'with_context', 'with_env', 'with_prefetch', 'with_user',
}  # fmt: skip
# Methods that hand each record to a function.
EACH = {'filtered', 'grouped', 'mapped', 'sorted'}
# Functions of Python and Odoo that pass on what they are given.
PASSING = {'list', 'next', 'reversed', 'set', 'sorted', 'tuple', 'unique', 'max', 'min'}
OF_ENVIRONMENT = {'company': 'res.company', 'companies': 'res.company', 'user': 'res.users'}
ROUNDS = 2


class Inference:
    """What the names in our functions hold, as far as it can be told."""

    def __init__(self, tree: list[Source], models: dict[str, Model]):
        self.models = models
        self.given: dict[tuple[str, str], str] = {}  # (function, parameter): model
        self.returned: dict[str, str] = {}
        self.parameters: dict[str, list[str]] = {}
        self.functions = [each for source in tree for each in functions_in(source)]
        for function in self.functions:
            self.parameters.setdefault(function.name, function.parameters)
        for _round in range(ROUNDS):
            for function in self.functions:
                self._learn(function)

    def _learn(self, function: 'Function') -> None:
        scope = self.scope_of(function)
        for node in function.nodes:
            if isinstance(node, ast.Call):
                self._learn_call(node, scope)
            elif isinstance(node, ast.Return) and node.value:
                model = self.model_of(node.value, scope)
                if model:
                    self.returned.setdefault(function.name, model)

    def _learn_call(self, call: ast.Call, scope: dict[str, str]) -> None:
        name = getattr(call.func, 'attr', '') or getattr(call.func, 'id', '')
        if name not in self.parameters:
            return
        named = zip(self.parameters[name], call.args, strict=False)
        for parameter, value in (*named, *((each.arg, each.value) for each in call.keywords)):
            if model := self.model_of(value, scope):
                self.given.setdefault((name, parameter), model)

    def scope_of(self, function: 'Function') -> dict[str, str]:
        """The names of a function that hold records, with their models."""
        scope = {'self': function.model, 'cls': function.model}
        for parameter in function.parameters:
            scope[parameter] = self.given.get((function.name, parameter), '')
        for _round in range(2):  # a name may be used in a lambda above the line that makes it
            for node in function.nodes:
                self._bind(node, scope)
        return {name: model for name, model in scope.items() if model}

    def _bind(self, node: ast.AST, scope: dict[str, str]) -> None:
        match node:
            case ast.Assign(targets=[target], value=value):
                self._bind_target(target, value, scope)
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                self._bind_items(target, value, scope)
            case ast.NamedExpr(target=ast.Name(id=name), value=value):
                scope[name] = self.model_of(value, scope) or scope.get(name, '')
            case ast.Call(func=ast.Attribute(value=record, attr=attr), args=[ast.Lambda() as each]):
                if attr in EACH and each.args.args:
                    scope[each.args.args[0].arg] = self.model_of(record, scope)

    def _bind_target(self, target: ast.expr, value: ast.expr, scope: dict[str, str]) -> None:
        if isinstance(target, ast.Name):
            scope[target.id] = self.model_of(value, scope) or scope.get(target.id, '')
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for name, each in zip(target.elts, value.elts, strict=False):
                self._bind_target(name, each, scope)

    def _bind_items(self, target: ast.expr, value: ast.expr, scope: dict[str, str]) -> None:
        """The names of a loop: plain, numbered, or several at a time."""
        called = getattr(value.func, 'id', '') if isinstance(value, ast.Call) else ''
        if isinstance(target, ast.Name):
            self._bind_target(target, value, scope)
        elif called == 'enumerate' and isinstance(target, ast.Tuple):
            self._bind_items(target.elts[1], value.args[0], scope)
        elif called == 'zip' and isinstance(target, ast.Tuple):
            for name, each in zip(target.elts, value.args, strict=False):
                self._bind_items(name, each, scope)

    # === EXPRESSIONS === #

    def model_of(self, node: ast.expr, scope: dict[str, str]) -> str:
        """The model of the records that an expression gives; '' where it can't be told."""
        tell = self._ways.get(type(node))
        return tell(node, scope) if tell else ''

    @functools.cached_property
    def _ways(self) -> dict[type, Callable[[ast.expr, dict[str, str]], str]]:
        """How to tell it, by the kind of expression."""

        def inner(name: str):
            return lambda node, scope: self.model_of(getattr(node, name), scope)

        def first(*names: str):
            return lambda node, scope: self._first((getattr(node, each) for each in names), scope)

        return {
            ast.Name: lambda node, scope: scope.get(node.id, ''),
            ast.Subscript: self._model_of_item,
            ast.Attribute: self._model_of_attribute,
            ast.Call: self._model_of_call,
            ast.BinOp: first('left', 'right'),
            ast.IfExp: first('body', 'orelse'),
            ast.BoolOp: lambda node, scope: self._first(reversed(node.values), scope),
            **dict.fromkeys((ast.NamedExpr, ast.Starred), inner('value')),
            **dict.fromkeys((ast.ListComp, ast.GeneratorExp, ast.SetComp), inner('elt')),
            **dict.fromkeys(
                (ast.List, ast.Tuple, ast.Set), lambda node, scope: self._first(node.elts, scope)
            ),
        }

    def _first(self, values, scope: dict[str, str]) -> str:
        return next(filter(None, (self.model_of(each, scope) for each in values)), '')

    def _model_of_item(self, node: ast.Subscript, scope: dict[str, str]) -> str:
        value, key = node.value, node.slice
        if getattr(value, 'attr', getattr(value, 'id', '')) == 'env':
            return text_of(key)
        model = self.model_of(value, scope)
        if name := text_of(key):
            return self.comodel(model, name)
        return model

    def _model_of_attribute(self, node: ast.Attribute, scope: dict[str, str]) -> str:
        value, attr = node.value, node.attr
        if getattr(value, 'attr', getattr(value, 'id', '')) == 'env':
            return OF_ENVIRONMENT.get(attr, '')
        model = self.model_of(value, scope)
        return model if attr == '_origin' else self.comodel(model, attr)

    def _model_of_call(self, call: ast.Call, scope: dict[str, str]) -> str:
        match call.func:
            case ast.Attribute(value=value, attr='mapped'):
                return self._model_of_mapped(self.model_of(value, scope), call, scope)
            case ast.Attribute(value=value, attr=attr):
                same = attr in SAME and self.model_of(value, scope)
                return same or ('' if attr in SAME else self.returned.get(attr, ''))
            case ast.Name(id=name) if name in PASSING and call.args:
                return self.model_of(call.args[0], scope)
            case ast.Name(id=name):
                return self.returned.get(name, '')
        return ''

    def _model_of_mapped(self, model: str, call: ast.Call, scope: dict[str, str]) -> str:
        way = call.args[0] if call.args else None
        if isinstance(way, ast.Lambda):
            return self.model_of(way.body, {**scope, way.args.args[0].arg: model})
        for name in text_of(way).split('.'):
            model = self.comodel(model, name)
        return model

    def comodel(self, model: str, name: str) -> str:
        """The model that a relational field leads to."""
        found = find(self.models, model, name) if model else None
        return found[1].comodel if found and isinstance(found[1], Field) else ''


class Function:
    """One function or method of ours; ``model`` is that of its class, '' outside of classes."""

    def __init__(self, node: ast.FunctionDef, model: str, source: Source):
        self.node, self.model, self.source, self.name = node, model, source, node.name
        names = [each.arg for each in (*node.args.args, *node.args.kwonlyargs)]
        self.parameters = names[1:] if names[:1] in (['self'], ['cls']) else names
        self.nodes = list(ast.walk(node))


def functions_in(source: Source) -> Iterator[Function]:
    """Functions of a file, and methods of its classes; functions inside belong to the outer."""
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef):
            yield Function(node, '', source)
        elif isinstance(node, ast.ClassDef):
            model = identity_of(node)[0]
            for each in node.body:
                if isinstance(each, ast.FunctionDef):
                    yield Function(each, model, source)


def merged(*libraries: dict[str, Model]) -> dict[str, Model]:
    """The models of core and ours as one; what stands first counts."""
    found: dict[str, Model] = defaultdict(Model)
    for library in libraries:
        for name, model in library.items():
            both = found[name]
            for theirs, said in ((both.fields, model.fields), (both.methods, model.methods)):
                theirs |= {key: value for key, value in said.items() if key not in theirs}
            both.others |= model.others
            both.parents += [each for each in model.parents if each not in both.parents]
    return dict(found)
