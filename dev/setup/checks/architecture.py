"""`docs/architecture.md` draws the rooms from the code, and is never old."""

import ast
import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..cache import ADDON
from .arrows import arrows_of, room_of
from .layering import FLOORS
from .sources import Source, sources


PAGE = Path('docs', 'architecture.md')
FUNCTIONS = {'set': set, 'sorted': sorted}  # what a table of constants may call
HOUSE = ('wizards', 'controllers', 'models', 'network', 'ubl')
INTRODUCTION = """# Architecture

Drawn from the code by `dev/check --update`; `dev/check` refuses a page that is old.

An arrow means *imports*, and never points up. Inside `models/` the way goes on through
`self.env[…]`, which no import shows: the file that defines a model bears the model's name, and its
other bodies stand beside it, named by aspect.
"""


def problems() -> Iterator[str]:
    """The page, when it says something else than the code."""
    page = ADDON / PAGE
    if not page.exists() or page.read_text() != drawn():
        yield f'{PAGE}: the code has moved on; write it anew with dev/check --update'


def update() -> None:
    """Write the page."""
    (ADDON / PAGE).parent.mkdir(exist_ok=True)
    (ADDON / PAGE).write_text(drawn())


def drawn() -> str:
    """The whole page, as Markdown with Mermaid drawings."""
    tree = sources()
    parts = [INTRODUCTION, '## The house\n', _house(tree)]
    for folder, floors in FLOORS.items():
        if (ADDON / folder).is_dir():
            parts += [f'## Rooms of `{folder}/`\n', _floors_of(floors), _rooms(tree, Path(folder))]
    parts.append('State machines are drawn in [state-machines.md](state-machines.md).\n')
    return '\n'.join(parts)


def _house(tree: Iterable[Source]) -> str:
    pairs = {
        (arrow.file.parts[0], arrow.target.parts[0])
        for arrow in arrows_of(source for source in tree if source.room in HOUSE)
    }
    return _flowchart(pair for pair in pairs if len(set(pair)) == 2)


def _floors_of(floors: Iterable[str]) -> str:
    rows = (f'{number}. {floor.replace(" ", ", ")}' for number, floor in enumerate(floors, 1))
    return 'From the ground up:\n\n' + '\n'.join(rows) + '\n'


def _rooms(tree: Iterable[Source], folder: Path) -> str:
    arrows = arrows_of(tree)
    pairs = {(room_of(arrow.file, folder), room_of(arrow.target, folder)) for arrow in arrows}
    return _flowchart(pair for pair in pairs if len(set(pair)) == 2 and all(pair))


def _flowchart(pairs: Iterable[tuple[str, str]]) -> str:
    lines = (f'    {start} --> {end}' for start, end in sorted(pairs))
    return '\n'.join(['```mermaid', 'flowchart TD', *lines, '```', ''])


def machines(tree: Iterable[Source]) -> dict[str, dict[str, set[str]]]:
    """{model: its transition table}, of every file that has one."""
    found = {}
    for source in tree:
        names = constants(source.tree)
        if source.room == 'models' and 'TRANSITIONS' in names:
            found[source.path.stem.replace('_', '.')] = names['TRANSITIONS']
    return found


def constants(tree: ast.Module) -> dict[str, object]:
    """Values of a module's own constants, as far as they consist of literals and each other."""
    values: dict[str, object] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            with contextlib.suppress(ValueError, KeyError):
                values[node.targets[0].id] = _value(node.value, values)
    return values


def _value(node: ast.expr, values: dict[str, object]) -> object:
    """What a display of strings, sets and known names comes to; ValueError for anything else."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return {_value(key, values): _value(value, values) for key, value in pairs}
    if isinstance(node, (ast.Set, ast.Tuple, ast.List)):
        kind = {ast.Set: set, ast.Tuple: tuple, ast.List: list}[type(node)]
        return kind(_elements(node, values))
    if isinstance(node, ast.Call) and ast.unparse(node.func) in FUNCTIONS and not node.keywords:
        return FUNCTIONS[ast.unparse(node.func)](*(_value(each, values) for each in node.args))
    raise ValueError(f'no constant: {ast.dump(node) if node else node}')


def _elements(node: ast.Set | ast.Tuple | ast.List, values: dict[str, object]) -> Iterator[object]:
    for each in node.elts:
        if isinstance(each, ast.Starred):
            yield from _value(each.value, values)
        else:
            yield _value(each, values)


def machine_drawing(transitions: dict[str, set[str]]) -> str:
    """A transition table, from its first state."""
    start, *_others = transitions
    arrows = [
        f'    {state} --> {target}'
        for state, targets in transitions.items()
        for target in sorted(targets)
    ]
    return '\n'.join(['```mermaid', 'stateDiagram-v2', f'    [*] --> {start}', *arrows, '```', ''])
