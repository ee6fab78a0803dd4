"""Every regular expression of the addon, found in its code, and texts that are hostile to it.

A pattern is hostile ground where the engine may look at the same characters again and again: in a
repetition, and at each place where a match may begin. The texts are made from the pattern itself.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple


if sys.version_info >= (3, 11):
    from re import _parser as parser
else:
    import sre_parse as parser

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    'en16931',
    'identification',
    'network',
    'ubl',
    'models',
    'wizards',
    'controllers',
    'dev/pagero_sandbox',
)
WAYS = {'compile', 'search', 'match', 'fullmatch', 'sub', 'subn', 'split', 'findall', 'finditer'}
PLACE_OF_FLAGS = {'compile': 1, 'sub': 4, 'subn': 4, 'split': 3}
ENGINES = {'re', 'regex', 'engine'}  # the last is one of the others, handed over

# === WHAT THERE IS === #


class Use(NamedTuple):
    """A call of Python's engine: where, how, and the expression that gives the pattern."""

    file: str
    line: int
    ways: frozenset[str]
    call: ast.Call

    @property
    def expression(self) -> ast.expr:
        return self.call.args[0]

    def __str__(self) -> str:
        ways, expression = '/'.join(sorted(self.ways)), ast.unparse(self.expression)[:60]
        return f'{self.file}:{self.line} {ways}({expression})'

    @property
    def key(self) -> tuple[str, str]:
        """What names it in a table; lines move."""
        return self.file, ast.unparse(self.expression)


def uses() -> list[Use]:
    """All calls of an engine in the addon's code."""
    return [use for path in _files() for use in _uses_of(path)]


def _uses_of(path: Path) -> Iterator[Use]:
    file, tree = str(path.relative_to(ROOT)), ast.parse(path.read_text())
    named = {
        node.value: node.targets[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_of_engine(node.func):
            way, name = node.func.attr, named.get(node)
            ways = _asked(name, path) if way == 'compile' else {way}
            yield Use(file, node.lineno, frozenset(ways), node)


def _asked(name: str | None, path: Path) -> set[str]:
    """How a compiled pattern of that name is asked; in every way where it isn't called by it."""
    code = _all_code() if (name or '_')[0].isupper() else path.read_text()
    found = re.findall(rf'\b{name}\.(\w+)\b', code) if name else []
    return set(found) & WAYS or {'search', 'fullmatch'}


@cache
def _all_code() -> str:
    return '\n'.join(path.read_text() for path in _files())


def _files() -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob('*.py'))]


def _is_of_engine(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr in WAYS
        and isinstance(called.value, ast.Name)
        and called.value.id in ENGINES
    )


def others() -> list[str]:
    """Names taken out of an engine's module, and the module under another name: none may be."""
    return [
        f'{path.relative_to(ROOT)}:{node.lineno}'
        for path in _files()
        for node in ast.walk(ast.parse(path.read_text()))
        if _takes_a_name(node) or _gives_another_name(node)
    ]


def _takes_a_name(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module in ENGINES and not node.level


def _gives_another_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Import) and any(
        alias.name in ENGINES and alias.asname for alias in node.names
    )


def names_of(file: str) -> dict[str, Any]:
    """What a module calls by name: all of it, or its constants where it needs Odoo."""
    folder, _, rest = file.removeprefix('dev/').partition('/')
    if folder in {'en16931', 'identification', 'network', 'ubl', 'pagero_sandbox'}:
        loaded = [each for each in list(sys.modules.values()) if _file_of(each) == file]
        module = f'{folder}/{rest}'.removesuffix('.py').removesuffix('/__init__')
        # A module that is there already isn't loaded once more under a shorter name.
        return vars(loaded[0] if loaded else importlib.import_module(module.replace('/', '.')))
    names: dict[str, Any] = {'re': re}
    for node in ast.parse((ROOT / file).read_text()).body:
        if isinstance(node, ast.Assign):
            try:
                exec(compile(ast.Module([node], []), file, 'exec'), names)
            except Exception:  # noqa: BLE001  something of Odoo's
                continue
    return names


def _file_of(module: Any) -> str:
    path = Path(getattr(module, '__file__', None) or '/')
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else ''


def pattern_of(use: Use) -> re.Pattern | None:
    """The pattern with its flags; None where only a run of the code tells it."""
    place = PLACE_OF_FLAGS.get(use.call.func.attr, 2)
    flags = [each.value for each in use.call.keywords if each.arg == 'flags']
    flags += use.call.args[place : place + 1]
    source = ', '.join(map(ast.unparse, [use.expression, *flags]))
    try:
        return eval(f're.compile({source})', {**names_of(use.file), 're': re})
    except (NameError, AttributeError, TypeError):
        return None


# === WHAT IS HOSTILE === #

SIGNS = 'aA0-é_.: \n"\\/%=1<>()[]&#@,;+x9'
ONE_SIGN = {'LITERAL', 'NOT_LITERAL', 'IN', 'ANY'}
REPEATS = {'MAX_REPEAT', 'MIN_REPEAT', 'POSSESSIVE_REPEAT'}
PLACE_OF_TREE = dict.fromkeys(REPEATS, 2) | {'SUBPATTERN': 3, 'ASSERT': 1, 'ASSERT_NOT': 1}
MANY, ENDLESS = 20, 1000
UNLIKELY = '\x01'


def hostile_texts(pattern: re.Pattern) -> Iterator[Callable[[int], str]]:
    """Makers of texts of some length: what leads up to a repetition, and what it repeats.

    Once before many repetitions, and again and again before each: a match may begin at each.
    """
    tree = parser.parse(_as_text(pattern.pattern), pattern.flags)
    texts = dict.fromkeys(('', sign) for sign in _signs(tree, len(SIGNS)))
    for before, body in _repetitions(tree, ''):
        samples = [_sample(body), _sample(body, 2), *_signs(body, 6)]
        texts |= dict.fromkeys((before, sample) for sample in samples)
        texts |= dict.fromkeys(('', before + sample) for sample in samples)
    for before, piece in texts:
        for after in ('', UNLIKELY) if piece else ():
            yield _maker(before, piece, after)


def _signs(tree: Any, most: int) -> list[str]:
    """Some that the tree takes somewhere."""
    steps = [step for step in _nodes(tree) if str(step[0]) in ONE_SIGN]
    return [sign for sign in SIGNS if any(_takes(*step, sign) for step in steps)][:most]


def _repetitions(tree: Any, before: str) -> Iterator[tuple[str, Any]]:
    """(a text that leads there, what is repeated) for each repetition that may be long."""
    for op, value in tree:
        for below in _below(str(op), value):
            yield from _repetitions(below, before)
        if str(op) in REPEATS and value[1] > MANY:
            yield before, value[2]
        before += _sample_of(str(op), op, value, 0)


def _maker(before: str, piece: str, after: str) -> Callable[[int], str]:
    return lambda length: before + (piece * (length // len(piece) + 1))[:length] + after


def _as_text(pattern: str | bytes) -> str:
    return pattern.decode('latin-1') if isinstance(pattern, bytes) else pattern


def _nodes(tree: Any) -> Iterator[tuple[Any, Any]]:
    for op, value in tree:
        yield op, value
        for below in _below(str(op), value):
            yield from _nodes(below)


def _below(op: str, value: Any) -> list[Any]:
    place = PLACE_OF_TREE.get(op)
    if op == 'BRANCH':
        return list(value[1])
    if op == 'ATOMIC_GROUP':
        return [value]
    return [] if place is None else [value[place]]


def _takes(op: Any, value: Any, sign: str) -> bool:
    """Whether one sign is what a step of the pattern takes."""
    if str(op) == 'ANY':
        return sign != '\n'
    if str(op) == 'LITERAL':
        return ord(sign) == value
    if str(op) == 'NOT_LITERAL':
        return ord(sign) != value
    negated = any(str(kind) == 'NEGATE' for kind, _value in value)
    return negated != any(_in_class(str(kind), member, sign) for kind, member in value)


def _in_class(kind: str, member: Any, sign: str) -> bool:
    if kind == 'LITERAL':
        return ord(sign) == member
    if kind == 'RANGE':
        return member[0] <= ord(sign) <= member[1]
    if kind == 'CATEGORY':
        letter = {'DIGIT': 'd', 'SPACE': 's', 'WORD': 'w'}[str(member).rsplit('_', 1)[-1]]
        is_not = '_NOT_' in str(member)
        return bool(re.match(f'\\{letter.upper() if is_not else letter}', sign))
    return False


def _sample(tree: Any, times: int = 1) -> str:
    """A text that the tree takes, its repetitions as short as they can be."""
    return ''.join(_sample_of(str(op), op, value, times) for op, value in tree)


def _sample_of(name: str, op: Any, value: Any, times: int) -> str:
    if name in ONE_SIGN:
        known = chr(value) if name == 'LITERAL' else ''
        return known or next((s for s in SIGNS if _takes(op, value, s)), '')
    if name in REPEATS:
        return _sample(value[2]) * max(min(value[0], MANY), min(times, value[1]))
    if name == 'BRANCH':
        return _sample(value[1][0])
    if name in {'SUBPATTERN', 'ATOMIC_GROUP'}:
        return _sample(_below(name, value)[0], times)
    return ''


def nests(pattern: re.Pattern) -> bool:
    """Whether a repetition without end repeats another one without end."""
    tree = parser.parse(_as_text(pattern.pattern), pattern.flags)
    return any(
        any(_is_endless(*inner) for inner in _nodes(value[2]))
        for op, value in _nodes(tree)
        if _is_endless(op, value)
    )


def _is_endless(op: Any, value: Any) -> bool:
    return str(op) in REPEATS and value[1] >= ENDLESS


# === HOW IT GROWS === #

QUICK = 0.004  # seconds; what takes less for the longest text has no room for a square
SQUARE = 9  # four times the length: linear is 4, a square is 16
SHORTEST, LONGEST = 16, 4000


def grows_too_fast(work: Callable[[str], object], make: Callable[[int], str]) -> bool:
    """Whether four times the text takes far more than four times the work, thrice in a row.

    By the thread's own time, the least of several runs: a busy machine only makes it longer. The
    length grows until there is something to measure, lest one that doubles with each letter hang.
    """
    length = SHORTEST
    while _seconds(work, make(length), runs=1) < QUICK or _seconds(work, make(length)) < QUICK:
        if length >= LONGEST:
            return False
        length = min(LONGEST, length * 3 // 2)
    return all(_ratio(work, make, length) > SQUARE for _try in range(3))


def _ratio(work: Callable[[str], object], make: Callable[[int], str], length: int) -> float:
    """How many times the work of a quarter the whole takes."""
    return _seconds(work, make(length)) / max(_seconds(work, make(length // 4)), 1e-7)


def _seconds(work: Callable[[str], object], text: str, runs: int = 3) -> float:
    return min(_once(work, text) for _run in range(runs))


def _once(work: Callable[[str], object], text: str) -> float:
    started = time.thread_time()
    work(text)
    return time.thread_time() - started


def works(pattern: re.Pattern, ways: Iterable[str]) -> list[Callable[[str], object]]:
    """The pattern at work, as its callers use it."""
    calls: list[Callable[[Any], object]] = []
    if set(ways) & {'match', 'fullmatch'}:
        calls += [getattr(pattern, way) for way in set(ways) & {'match', 'fullmatch'}]
    if set(ways) - {'match', 'fullmatch'}:
        calls.append(lambda text: sum(1 for _match in pattern.finditer(text)))
    if isinstance(pattern.pattern, bytes):
        return [lambda text, call=call: call(text.encode('latin-1', 'replace')) for call in calls]
    return calls
