"""What our Python files use of Odoo: imports, models, fields, methods, XML ids."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..cache import ADDON, ADDON_NAME
from ..checks.sources import Source
from ..pure import PACKAGES as PURE
from .classes import Field, Model, assigned, field_of, identity_of, text_of
from .core import MAGIC, Core, find, lineage
from .inference import Function, Inference, functions_in, merged
from .uses import Use, Uses


ROOMS = ('models', 'wizards', 'controllers')
# Decorators and arguments that hold paths of fields.
PATHS = {'depends', 'constrains', 'onchange'}
OPERATORS = {
    '=', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'like', 'ilike', 'not ilike', '=like',
    '=ilike', 'child_of', 'parent_of', 'any', 'not any',
}  # fmt: skip
IDENTIFIER = re.compile(r'[a-z]\w*_\w+')
NAMED = re.compile(r'(?:def|class) (\w+)|\b(\w+)\s*(?:=[^=]|:)')
XML_ID = re.compile(r'[a-z]\w*\.[a-z]\w*')
# Our own addon, and the one that is used where it happens to be installed.
NOT_CORES = re.compile(rf'odoo\.addons\.({ADDON_NAME}|queue_job)\b')
# Classes of the ORM whose private names we use; public ones are its interface.
MACHINERY = ('BaseModel', 'Field', 'Environment', 'Registry')


class PythonUses:
    """All uses in a tree, as far as syntax tells them."""

    def __init__(self, tree: Iterable[Source], core: Core):
        self.core = core
        self.tree = list(tree)
        self.nodes = {each.path: list(ast.walk(each.tree)) for each in self.tree}
        self.ours = our_models(self.tree)
        self.asked = _asked(self.ours)
        self.own_names = _own_names(tree)
        self.inference = Inference(self.tree, merged(core.models, self.ours))
        # Models that other names may belong to, where the record's own can't be told.
        self.touched = sorted(self.core.models.keys() & self.ours.keys())

    def uses(self) -> Uses:
        """Every use, in the order of the files."""
        for source in self.tree:
            yield from self._imports(source)
            yield from self._texts(source)
            for node in source.tree.body:
                if isinstance(node, ast.ClassDef) and (model := identity_of(node)[0]):
                    yield from self._class(source, node, model)
            for function in functions_in(source):
                yield from self._function(function)
            yield from self._loose(source)

    def _nodes(self, source: Source, *kinds: type) -> Iterator[ast.AST]:
        return (node for node in self.nodes[source.path] if isinstance(node, kinds))

    def _imports(self, source: Source) -> Uses:
        for node in self._nodes(source, ast.ImportFrom):
            module = node.module or ''
            is_odoo = module.split('.')[0] == 'odoo' and module != 'odoo'
            if is_odoo and not node.level and not NOT_CORES.match(module):
                for alias in node.names:
                    yield Use('import', module, alias.name, source.path, node.lineno)

    def _texts(self, source: Source) -> Uses:
        """Names of models and XML ids, wherever they are written."""
        for node in self._nodes(source, ast.Constant):
            text = text_of(node)
            if text in self.core.models and '.' in text:
                yield Use('model', text, '', source.path, node.lineno)
            elif XML_ID.fullmatch(text) and self.core.module_of(text) and '_' in text:
                yield Use('xml_id', text, '', source.path, node.lineno)

    # === CLASSES === #

    def _class(self, source: Source, node: ast.ClassDef, model: str) -> Uses:
        for parent in (model, *identity_of(node)[1]):
            if parent in self.core.models:
                yield Use('model', parent, '', source.path, node.lineno)
        for statement in node.body:
            if isinstance(statement, ast.Assign):
                for name, value in assigned(statement):
                    if field_of(value):
                        yield from self._field(source, model, name, value)
            elif isinstance(statement, ast.FunctionDef):
                yield from self._override(source, model, statement)
                yield from self._decorators(source, model, statement)

    def _field(self, source: Source, model: str, name: str, value: ast.Call) -> Uses:
        """A field of core that is extended, and where a related one leads."""
        yield from self._name(model, name, source.path, value.lineno)
        for keyword in value.keywords:
            if keyword.arg == 'related':
                yield from self._path(model, text_of(keyword.value), source.path, value.lineno)

    def _override(self, source: Source, model: str, method: ast.FunctionDef) -> Uses:
        for owner, said in self._found(model, method.name):
            if isinstance(said, str) and not self._is_interface(method.name, said):
                yield Use('override', owner, method.name, source.path, method.lineno, said)
            return
        known = self.core.machinery['BaseModel'].methods
        if method.name.startswith('_') and method.name in known:
            expected = known[method.name]
            yield Use('override', 'BaseModel', method.name, source.path, method.lineno, expected)

    def _decorators(self, source: Source, model: str, method: ast.FunctionDef) -> Uses:
        for each in method.decorator_list:
            if isinstance(each, ast.Call) and getattr(each.func, 'attr', '') in PATHS:
                for path in each.args:
                    yield from self._path(model, text_of(path), source.path, each.lineno)

    # === FUNCTIONS === #

    def _function(self, function: Function) -> Uses:
        scope = self.inference.scope_of(function)
        path = function.source.path
        called = {id(node.func): node for node in function.nodes if isinstance(node, ast.Call)}
        for node in function.nodes:
            if isinstance(node, ast.Attribute):
                model, name = self._owner(node, function, scope), node.attr
            elif isinstance(node, ast.Subscript):
                model, name = self.inference.model_of(node.value, scope), text_of(node.slice)
            else:
                if isinstance(node, ast.Call):
                    yield from self._arguments(node, scope, path)
                continue
            if model and name:
                yield from self._name(model, name, path, node.lineno, called.get(id(node)))

    def _owner(self, node: ast.Attribute, function: Function, scope: dict[str, str]) -> str:
        """The model of what has the attribute; what ``super()`` extends is known already."""
        match node.value:
            case ast.Call(func=ast.Name(id='super')):
                return '' if node.attr == function.name else function.model
        return self.inference.model_of(node.value, scope)

    def _arguments(self, call: ast.Call, scope: dict[str, str], path: Path) -> Uses:
        """Fields that a call names in texts: domains, values, lists of names."""
        model = self.inference.model_of(getattr(call.func, 'value', call), scope)
        if getattr(call.func, 'id', '') == 'renamed':
            owner, name = map(text_of, call.args[:2])
            yield from self._name(owner, name, path, call.lineno)
        if not model:
            return
        for node in call.args:
            for name in _names_in(node):
                first = name.split('.')[0].split(':')[0]
                if self._known(model, first):
                    yield from self._path(model, name.split(':')[0], path, node.lineno)

    # === NAMES === #

    def _is_interface(self, name: str, said: Field | str) -> bool:
        """Whether it is a public method of all records, such as ``write``."""
        is_method = isinstance(said, str) and not name.startswith('_')
        return is_method and name in self.core.machinery['BaseModel'].methods

    def _known(self, model: str, name: str) -> bool:
        return bool(find(self.inference.models, model, name))

    def _path(self, model: str, path: str, file: Path, line: int) -> Uses:
        """Each field on a path: ``partner_id.country_id.code``."""
        for name in filter(None, path.split('.')):
            yield from self._name(model, name, file, line)
            model = self.inference.comodel(model, name)

    def _name(self, model: str, name: str, file: Path, line: int, call=None) -> Uses:
        """The use of a field or method of a model, or nothing where it isn't core's."""
        if name in MAGIC or not model:
            return
        known = next(filter(None, self._found(model, name)), None)
        if known:
            owner, said = known
            if not self._is_interface(name, said):
                place = Use('', owner, name, file, line)
                yield _use(place, said, call)
        elif not find(self.ours, model, name):
            yield from self._private(Use('method', model, name, file, line, _shape(call)))

    def _found(self, model: str, name: str) -> Iterator[tuple[str, Field | str] | None]:
        """What core says of a name of the model, its parents and its heirs."""
        for each in self.asked.get(model, [model]):
            if found := self.core.find(each, name):
                yield (each if each in self.core.models else found[0]), found[1]

    def _private(self, use: Use) -> Uses:
        """A private name of the ORM itself, or one that an optional module brings."""
        for owner in MACHINERY:
            known = self.core.machinery[owner]
            if use.name in (*known.methods, *known.others):
                if use.name.startswith('_'):
                    yield use._replace(owner=owner)
                return
        is_odd = use.owner in self.core.models and '_' in use.name
        if is_odd and (found := self.core.beyond(use.owner, use.name)):
            yield use._replace(kind='optional', owner=f'{found[0]}/{use.owner}', expected='')

    def _loose(self, source: Source) -> Uses:
        """Names whose model can't be told: one of the models that we continue must have them."""
        prose = {id(node.value) for node in self._nodes(source, ast.Expr)}
        for node in self._nodes(source, ast.Attribute, ast.Constant):
            name = node.attr if isinstance(node, ast.Attribute) else text_of(node)
            if id(node) in prose or not IDENTIFIER.fullmatch(name) or name in self.own_names:
                continue
            owners = [each for each in self.touched if self._says(each, name)]
            if owners and not hasattr(str, name):
                yield Use('loose', '|'.join(owners), name, source.path, node.lineno)

    def _says(self, model: str, name: str) -> bool:
        known = self.core.models[model]
        is_interface = name in self.core.machinery['BaseModel'].methods
        return not is_interface and (name in known.fields or name in known.methods)


def _use(use: Use, said: Field | str, call: ast.Call | None) -> Use:
    if isinstance(said, Field):
        return use._replace(kind='field', expected=str(said))
    return use._replace(kind='method', expected=_shape(call))


def _shape(call: ast.Call | None) -> str:
    """How a method is called: ``_, _, soft=``; '' where that can't be told."""
    if call is None or any(isinstance(each, ast.Starred) for each in call.args):
        return ''
    keywords = [f'{each.arg}=' for each in call.keywords if each.arg]
    return ', '.join(['_'] * len(call.args) + keywords)


def _names_in(node: ast.expr) -> Iterator[str]:
    """Texts that may name fields: in lists, as keys of values, as first part of a condition."""
    match node:
        case ast.Constant():
            yield text_of(node)
        case ast.Dict(keys=keys):
            yield from map(text_of, filter(None, keys))
        case ast.Tuple(elts=[first, operator, _value]) if text_of(operator) in OPERATORS:
            yield text_of(first)
        case ast.Call(func=ast.Name(id='Domain'), args=[first, *_rest]):
            yield text_of(first)
        case ast.List() | ast.Tuple() | ast.Starred() | ast.BinOp():
            for each in ast.iter_child_nodes(node):
                yield from _names_in(each)


def our_models(tree: Iterable[Source]) -> dict[str, Model]:
    """The models that our classes make or continue."""
    found: dict[str, Model] = {}
    for source in tree:
        for node in source.nodes(ast.ClassDef):
            name, parents = identity_of(node)
            if name:
                model = found.setdefault(name, Model())
                model.take(node)
                model.parents += [each for each in parents if each not in model.parents]
    return found


def _asked(models: dict[str, Model]) -> dict[str, list[str]]:
    """Where a name of each model of ours may come from: itself, its parents, its heirs."""
    found = {name: lineage(models, name) for name in models}
    for name, parents in list(found.items()):
        for parent in parents[1:]:
            heirs = found.setdefault(parent, [parent])
            heirs += [each for each in (name, *models[name].parents) if each not in heirs]
    return found


def _own_names(tree: Iterable[Source]) -> set[str]:
    """Every name that our code gives to anything."""
    pure = (path.read_text() for room in PURE for path in (ADDON / room).rglob('*.py'))
    text = '\n'.join((*(source.text for source in tree), *pure))
    return {name for names in NAMED.findall(text) for name in names if name}
