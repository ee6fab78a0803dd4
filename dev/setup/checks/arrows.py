"""Which file imports which, read from the sources: circles, and the floors of a folder."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from ..cache import ADDON_NAME
from .sources import Source


# Folders on Python's path where the pure packages or the commands run, the root being ''.
ON_PATH = ('', 'dev')


@dataclass(frozen=True)
class Arrow:
    """One import; both files are relative to the addon."""

    file: Path
    line: int
    target: Path


def arrows_of(sources: Iterable[Source]) -> list[Arrow]:
    """All imports of one file by another, hidden in functions or not."""
    sources = list(sources)
    files = {source.path for source in sources}
    return [
        Arrow(source.path, node.lineno, target)
        for source in sources
        for node in source.nodes(ast.Import, ast.ImportFrom)
        for target in _targets(node, source.path, files)
        if target != source.path
    ]


def _targets(node: ast.Import | ast.ImportFrom, path: Path, files: set[Path]) -> set[Path]:
    names = [alias.name for alias in node.names]
    if isinstance(node, ast.Import):
        return {file for name in names for file in _files_of(name.split('.'), files)}
    module = node.module.split('.') if node.module else []
    if node.level:
        bases = [[*path.parent.parts[: len(path.parent.parts) - node.level + 1], *module]]
    elif module[:3] == ['odoo', 'addons', ADDON_NAME]:
        bases = [module[3:]]
    else:
        bases = [[*PurePath(folder).parts, *module] for folder in ON_PATH]
    return {target for base in bases for name in names for target in _member(base, name, files)}


def _member(base: list[str], name: str, files: set[Path]) -> set[Path]:
    """``from base import name``: a file of the package, or something that a file defines."""
    return _file([*base, name], files) or _file(base, files)


def _files_of(parts: list[str], files: set[Path]) -> set[Path]:
    if parts[:3] == ['odoo', 'addons', ADDON_NAME]:
        return _file(parts[3:], files)
    return set().union(*(_file([*PurePath(folder).parts, *parts], files) for folder in ON_PATH))


def _file(parts: list[str], files: set[Path]) -> set[Path]:
    candidates = (Path(*parts).with_suffix('.py'), Path(*parts, '__init__.py')) if parts else ()
    return {path for path in candidates if path in files}


def circles(arrows: Iterable[Arrow]) -> list[list[Path]]:
    """Files that import each other in a loop, each loop once."""
    graph: dict[Path, set[Path]] = {}
    for arrow in arrows:
        graph.setdefault(arrow.file, set()).add(arrow.target)
    reached = {file: _reached(file, graph) for file in graph}
    found = {
        frozenset(other for other in beyond if file in reached.get(other, ()))
        for file, beyond in reached.items()
        if file in beyond
    }
    return sorted(sorted(circle) for circle in found)


def _reached(start: Path, graph: Mapping[Path, set[Path]]) -> set[Path]:
    found: set[Path] = set()
    waiting = [start]
    while waiting:
        new = graph.get(waiting.pop(), set()) - found
        found |= new
        waiting.extend(new)
    return found


def upward(
    arrows: Iterable[Arrow], folder: PurePath, floors: Iterable[str]
) -> Iterator[tuple[Arrow, str, str]]:
    """Imports between rooms of a folder that don't point to a floor below, with both rooms."""
    floor_of = {room: number for number, floor in enumerate(floors) for room in floor.split()}
    for arrow in arrows:
        room, target = room_of(arrow.file, folder), room_of(arrow.target, folder)
        is_between = room != target and {room, target} <= set(floor_of)
        if is_between and floor_of[target] >= floor_of[room]:
            yield arrow, room, target


def room_of(file: Path, folder: PurePath) -> str:
    """A folder right in ``folder``, or a file there by its stem; '' for what is elsewhere."""
    if not file.is_relative_to(folder):
        return ''
    parts = file.relative_to(folder).parts
    return parts[0].removesuffix('.py') if parts[0] != '__init__.py' else ''
