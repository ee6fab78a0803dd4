"""The Python files that checks read, parsed once."""

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..cache import ADDON


@dataclass(frozen=True)
class Source:
    """One Python file; ``path`` is relative to the addon."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The folder right below the addon, '' for files in the root."""
        return self.path.parts[0] if len(self.path.parts) > 1 else ''

    def nodes(self, *kinds: type) -> Iterator[ast.AST]:
        """The syntax nodes of these kinds, anywhere in the file."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))


@functools.cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the repository, commands without a suffix included."""
    commands = [path for path in (ADDON / 'dev').iterdir() if _is_command(path)]
    return tuple(source_at(path) for path in sorted([*ADDON.rglob('*.py'), *commands]))


def _is_command(path: Path) -> bool:
    return path.is_file() and not path.suffix and path.read_bytes().startswith(b'#!/usr/bin/env py')


def source_at(path: Path) -> Source:
    """One file of the addon, parsed."""
    text = path.read_text()
    return Source(path.relative_to(ADDON), text, ast.parse(text, str(path)))
