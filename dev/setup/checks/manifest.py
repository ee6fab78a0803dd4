"""The manifest tells the truth: its files exist, all files are in it, so are the dependencies."""

import ast
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement

from ..cache import ADDON
from .sources import sources


LOADED = ('data', 'report', 'security', 'views', 'wizards')
SHIPPED = ('controllers', 'en16931', 'identification', 'models', 'network', 'ubl', 'wizards', '')
# Imported by Odoo itself and in its own requirements, so they needn't be named again.
ODOO_BRINGS = {'babel', 'dateutil', 'markupsafe', 'odoo', 'psycopg2', 'pytz', 'urllib3', 'werkzeug'}


def problems() -> Iterator[str]:
    """Files that are missing or never loaded, packages that the manifest doesn't name."""
    manifest = ast.literal_eval((ADDON / '__manifest__.py').read_text())
    listed = [*manifest.get('data', []), *manifest.get('demo', [])]
    for name in listed:
        if not (ADDON / name).is_file():
            yield f'__manifest__.py: {name} does not exist'
        if listed.count(name) > 1:
            yield f'__manifest__.py: {name} is listed twice'
    for file in _loadable():
        if file not in listed:
            yield f'__manifest__.py: {file} is not listed'
    if not manifest['version'].startswith('19.0.'):
        yield f'__manifest__.py: version {manifest["version"]} is not for Odoo 19.0'
    required = manifest.get('external_dependencies', {}).get('python', [])
    yield from _unnamed_packages({Requirement(each).name for each in required})
    yield from _other_versions(required)


def _other_versions(required: list[str]) -> Iterator[str]:
    """What is asked of a package is asked alike wherever it is named."""
    for name in ('README.md', 'dev/setup/requirements.txt'):
        words = (ADDON / name).read_text().replace(',', ' ').split()
        named = {each.rstrip('.') for each in words}
        yield from (f'{name}: does not name {each}' for each in required if each not in named)


def _loadable() -> list[str]:
    folders = [ADDON / name for name in LOADED]
    files = [file for folder in folders for file in folder.rglob('*')]
    return sorted(str(f.relative_to(ADDON)) for f in files if f.suffix in ('.xml', '.csv'))


def _unnamed_packages(named: set[str]) -> Iterator[str]:
    distributions = packages_distributions()
    for name, place in sorted(_third_party().items()):
        if not named & set(distributions.get(name, [name])):
            yield f'__manifest__.py: {place} imports {name}; name it in external_dependencies'


def _third_party() -> dict[str, str]:
    """Top-level packages beyond Python's and Odoo's own, with a file that imports each."""
    known = {*sys.stdlib_module_names, *ODOO_BRINGS}
    found = {}
    for source in sources():
        if source.room not in SHIPPED:
            continue
        for node in source.nodes(ast.Import, ast.ImportFrom):
            names = [alias.name for alias in node.names]
            if isinstance(node, ast.ImportFrom):
                names = [] if node.level else [node.module]
            found |= {name.split('.')[0]: str(source.path) for name in names}
    return {name: place for name, place in found.items() if name not in known}
