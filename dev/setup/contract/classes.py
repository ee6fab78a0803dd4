"""Models as their classes write them: fields, methods, parents. By syntax alone, nothing is run."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from odoo_contract.needs import Field


TYPES = {'many2onereference': 'many2one_reference', 'propertiesdefinition': 'properties_definition'}


@dataclass
class Model:
    """All that some classes say of one model."""

    fields: dict[str, Field] = field(default_factory=dict)
    methods: dict[str, str] = field(default_factory=dict)  # name: its parameters
    others: set[str] = field(default_factory=set)  # other names of the class
    bodies: dict[str, list[ast.AST]] = field(default_factory=dict)  # of methods, class by class
    parents: list[str] = field(default_factory=list)

    def take(self, node: ast.ClassDef) -> None:
        """Add what a class says; where both say something, the first stays."""
        for statement in node.body:
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                self.methods.setdefault(statement.name, parameters_of(statement))
                self.bodies.setdefault(statement.name, []).append(statement)
            elif isinstance(statement, ast.Assign | ast.AnnAssign):
                for name, value in assigned(statement):
                    self._take_value(name, value)
                if isinstance(statement, ast.AnnAssign) and not statement.value:
                    self.others.add(getattr(statement.target, 'id', ''))

    def _take_value(self, name: str, value: ast.expr) -> None:
        found = field_of(value)
        if not found:
            self.others.add(name)
        elif name not in self.fields or not self.fields[name].comodel:
            self.fields[name] = found


def assigned(statement: ast.Assign | ast.AnnAssign) -> Iterator[tuple[str, ast.expr]]:
    """Names of a class and what they are given."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    for target in targets:
        if isinstance(target, ast.Name) and statement.value:
            yield target.id, statement.value


def field_of(value: ast.expr) -> Field | None:
    """The field that ``fields.Char(…)`` makes."""
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)):
        return None
    if getattr(value.func.value, 'id', '') != 'fields':
        return None
    kind = value.func.attr.lower()
    comodel = related = ''
    if kind in ('many2one', 'one2many', 'many2many'):
        said = {each.arg: text_of(each.value) for each in value.keywords}
        comodel = said.get('comodel_name') or next(map(text_of, value.args[:1]), '')
        related = said.get('related', '')
    return Field(TYPES.get(kind, kind), comodel, related)


def parameters_of(function: ast.FunctionDef) -> str:
    """The names of the parameters after ``self``: ``move, *, soft, **values``."""
    given = function.args
    names = [each.arg for each in (*given.posonlyargs, *given.args)]
    is_static = any(getattr(each, 'id', '') == 'staticmethod' for each in function.decorator_list)
    names = names if is_static else names[1:]
    if given.vararg:
        names.append(f'*{given.vararg.arg}')
    elif given.kwonlyargs:
        names.append('*')
    names += [each.arg for each in given.kwonlyargs]
    return ', '.join([*names, *([f'**{given.kwarg.arg}'] if given.kwarg else [])])


def identity_of(node: ast.ClassDef) -> tuple[str, list[str]]:
    """The model that a class makes or continues, and its parents; '' for any other class."""
    said = {
        name: value
        for statement in node.body
        if isinstance(statement, ast.Assign)
        for name, value in assigned(statement)
        if name in ('_name', '_inherit', '_inherits')
    }
    inherit = said.get('_inherit')
    items = inherit.elts if isinstance(inherit, ast.List | ast.Tuple) else [inherit]
    inherited = [text_of(each) for each in items if each]
    name = text_of(said['_name']) if '_name' in said else ''.join(inherited[:1])
    delegated = said.get('_inherits')
    keys = delegated.keys if isinstance(delegated, ast.Dict) else []
    return name, [each for each in (*inherited, *map(text_of, keys)) if each not in ('', name)]


def text_of(node: ast.expr) -> str:
    """The text of a constant, '' for anything else."""
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else ''
