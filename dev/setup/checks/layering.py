"""An arrow never points up: people and browsers → models → network, ubl; those two know no Odoo."""

import ast
from collections.abc import Iterator
from pathlib import Path

from ..cache import ADDON_NAME
from .sources import Source, sources


# What each room may import of the others; rooms that aren't named here are free.
MAY_KNOW = {
    'network': set(),
    'ubl': set(),
    'models': {'network', 'ubl'},
    'wizards': {'models'},
    'controllers': {'models'},
}
PURE = ('network', 'ubl')


def problems() -> Iterator[str]:
    """Imports that point up, or from pure Python into Odoo."""
    for source in sources():
        if source.room in MAY_KNOW:
            yield from _forbidden_imports(source)


def _forbidden_imports(source: Source) -> Iterator[str]:
    for node in source.nodes(ast.Import, ast.ImportFrom):
        for name in _imported(node, source.path):
            reason = _refusal(source.room, name)
            if reason:
                yield f'{source.path}:{node.lineno}: {reason}'


def _refusal(room: str, name: str) -> str:
    """Why ``room`` may not import ``name``; '' when it may."""
    parts = name.split('.')
    if parts[0] == 'odoo' and parts[:3] != ['odoo', 'addons', ADDON_NAME]:
        return f'{room}/ is plain Python and may not import {name}' if room in PURE else ''
    if parts[:3] == ['odoo', 'addons', ADDON_NAME]:
        target = ''.join(parts[3:4])
        is_foreign = target != room and target not in MAY_KNOW[room]
        return f'{room}/ may not import {target or "the root"}/' if is_foreign else ''
    if room in PURE and parts[0] in (*MAY_KNOW, 'dev', 'tests'):
        return f'{room}/ may only import its own modules, and those relatively, not {name}'
    return ''


def _imported(node: ast.Import | ast.ImportFrom, path: Path) -> list[str]:
    """Full dotted names; relative ones as seen from Odoo."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not node.level:
        return [node.module]
    package = ('odoo', 'addons', ADDON_NAME, *path.parent.parts)
    base = package[: len(package) - node.level + 1]
    if node.module:
        return ['.'.join((*base, node.module))]
    return ['.'.join((*base, alias.name)) for alias in node.names]
