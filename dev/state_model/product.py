"""What the model takes from the product's sources: tables, sets of states, guards, buttons.

Nothing of it is written down a second time. Tables are read from the files' literals; guards are
the product's own small functions, run with plain values instead of records; which button is
offered is read from the view.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

from lxml import etree
from setup.cache import ADDON
from setup.checks.architecture import constants


MODELS = ADDON / 'models'
MOVES = ('_move_to', '_enter')
# What a guard may ask beyond its record; time is told by the model itself.
BUILTINS = {
    'any': any, 'all': all, 'bool': bool, 'set': set, 'max': max, 'len': len, 'type': type,
}  # fmt: skip
# The moments of a record are LONG_AGO or NOW.
LONG_AGO, NOW = 0, 2
TIME = {
    'fields': SimpleNamespace(Datetime=SimpleNamespace(now=lambda: NOW)),
    'timedelta': lambda minutes: minutes,
    'LOST_AFTER': 1,
}


@cache
def tree(path: str) -> ast.Module:
    """A file of ``models/``, parsed."""
    return ast.parse((MODELS / path).read_text())


# What was taken, as source text: the page about it is old when one of these has changed.
_taken: dict[str, str] = {}


@cache
def names(path: str) -> dict[str, object]:
    """Constants of a file, for a model."""
    own = constants(tree(path))
    for node in tree(path).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in own:
            _taken[f'{path} {ast.unparse(node.targets[0])}'] = ast.unparse(node.value)
    return _names(path)


@cache
def _names(path: str) -> dict[str, object]:
    """Constants of a file, with those that it imports from its own room and other rooms."""
    found: dict[str, object] = {}
    for node in tree(path).body:
        if isinstance(node, ast.ImportFrom) and node.level in (1, 2) and node.module:
            base = Path(path).parent if node.level == 1 else Path(path).parent.parent
            source = (base / Path(*node.module.split('.'))).with_suffix('.py')
            if (MODELS / source).is_file():
                theirs = _names(str(source))
                found |= {
                    alias.asname or alias.name: theirs[alias.name]
                    for alias in node.names
                    if alias.name in theirs
                }
    return found | constants(tree(path))


def table(path: str) -> dict[str, set[str]]:
    """The transition table at the top of a model's file."""
    return names(path)['TRANSITIONS']


# === GUARDS === #


@cache
def guards(*paths: str) -> dict[str, Callable]:
    """The functions of these files by name, to be called with a ``Record``."""
    found: dict[str, Callable] = {}
    for path in paths:
        scope = {**names(path), **TIME, '__builtins__': BUILTINS}
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                found[node.name] = _compiled(node, scope)
                _taken[f'{path} {node.name}()'] = ast.unparse(node)
    return found


def _compiled(node: ast.FunctionDef, scope: dict[str, object]) -> Callable:
    """The function alone, without its decorators."""
    bare = copy.copy(node)
    bare.decorator_list, bare.returns = [], None
    module = ast.Module([bare], [])
    space = dict(scope)
    exec(compile(module, node.name, 'exec'), space)  # nosec B102 # the product's own source
    return space[node.name]


class Record(SimpleNamespace):
    """One record as plain values; its methods are the product's."""

    def __init__(self, methods: dict[str, Callable], **values: object):
        super().__init__(**values)
        self.__dict__['methods'] = methods

    def __getattr__(self, name: str) -> object:
        method = self.__dict__.get('methods', {}).get(name)
        if method is None:
            raise AttributeError(name)
        return lambda *args: method(self, *args)

    def __iter__(self) -> Iterator[Record]:
        yield self

    def sudo(self) -> Record:
        return self

    def compute(self, *methods: str) -> Record:
        """Let computed fields take their values."""
        for name in methods:
            self.methods[name](self)
        return self


class Records(list):
    """Some of them."""

    def sudo(self) -> Records:
        return self

    def filtered(self, keeps: Callable[[Record], bool]) -> Records:
        return Records(filter(keeps, self))

    def __sub__(self, _record: Record) -> Records:
        """A model names the others by themselves."""
        return self


# === BUTTONS === #

VIEWS = tuple(
    f'pagero_{name}_views.xml'
    for name in (
        'account',
        'connection',
        'connection_request',
        'document',
        'received_document',
        'routing_order',
    )
)


@cache
def buttons(view: str) -> dict[str, tuple[str, ...]]:
    """{button: when each of its places in the form is hidden}, from the first form of a view."""
    form = next(etree.parse(str(ADDON / 'views' / view)).iter('form'))
    found: dict[str, tuple[str, ...]] = {}
    for button in form.iter('button'):
        name = button.get('name')
        around = [button, *button.iterancestors()]
        hidden = [each.get('invisible') for each in around if each.get('invisible')]
        found[name] = (*found.get(name, ()), ' or '.join(f'({each})' for each in hidden))
    _taken[view] = repr(found)
    return found


def is_offered(view: str, button: str, record: Record) -> bool:
    """Whether a form shows this button for such a record."""
    places = buttons(view)[button]
    seen = vars(record)
    return any(not hidden or not eval(hidden, {}, seen) for hidden in places)  # nosec B307 # ours


def digest() -> str:
    """Changes when something changes that models have taken from the sources, or a model itself."""
    for view in VIEWS:
        buttons(view)
    own = ''.join(path.read_text() for path in sorted(Path(__file__).parent.glob('*.py')))
    return sha256((own + repr(sorted(_taken.items()))).encode()).hexdigest()[:16]


# === WHERE STATES MOVE === #


def moves(*rooms: str) -> dict[str, set[str]]:
    """{file:function that moves a state: the targets that it names; '*' where a value says it}."""
    found: dict[str, set[str]] = {}
    for room in rooms:
        for path in sorted((MODELS / room).glob('*.py')):
            place = f'{room}/{path.name}'
            for function in ast.walk(tree(place)):
                if isinstance(function, ast.FunctionDef) and function.name not in MOVES:
                    targets = set(_targets(function, _names(place)))
                    if targets:
                        found[f'{place}:{function.name}'] = targets
    return found


def functions(*rooms: str) -> set[str]:
    """Every function of these rooms, as file:function."""
    return {
        f'{room}/{path.name}:{node.name}'
        for room in rooms
        for path in (MODELS / room).glob('*.py')
        for node in ast.walk(tree(f'{room}/{path.name}'))
        if isinstance(node, ast.FunctionDef)
    }


def _targets(function: ast.FunctionDef, known: dict[str, object]) -> Iterator[str]:
    for node in ast.walk(function):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if is_call and node.func.attr in MOVES and node.args:
            yield from _words(node.args[0], known)


def _words(node: ast.expr, known: dict[str, object]) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _words(node.body, known)
        yield from _words(node.orelse, known)
    elif isinstance(node, ast.Constant):
        yield node.value
    else:
        name = node.id if isinstance(node, ast.Name) else ''
        yield known.get(name, '*') if isinstance(known.get(name, '*'), str) else '*'
