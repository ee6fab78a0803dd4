"""The list of what is needed, made from our uses, and what an Odoo on disk has of it."""

import ast
import functools
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from odoo_contract.needs import FILE as FILE
from odoo_contract.needs import Field, lacks

from ..cache import ADDON
from ..checks.sources import Source, source_at
from ..odoo_source import odoo_path
from .core import Core
from .inference import merged
from .python_uses import ROOMS, PythonUses
from .script_uses import exports, script_uses
from .uses import Use
from .xml_uses import XmlUses, has_place


def depends() -> list[str]:
    """The modules of core that the addon is installed upon."""
    return ast.literal_eval((ADDON / '__manifest__.py').read_text())['depends']


@functools.cache
def core_at(path: Path) -> Core:
    """The Odoo at a path, read once."""
    return Core(path, depends())


def shipped_sources() -> list[Source]:
    """The addon's own Python files that may run inside Odoo."""
    files = [each for room in ROOMS for each in sorted((ADDON / room).rglob('*.py'))]
    return [source_at(each) for each in (*files, ADDON / 'hooks.py')]


@functools.cache
def uses() -> tuple[Use, ...]:
    """What our code uses of Odoo, by the Odoo that it is developed on."""
    core = core_at(odoo_path())
    python = PythonUses(shipped_sources(), core)
    xml = XmlUses(core, merged(core.models, python.ours))
    return (*python.uses(), *xml.uses(), *script_uses())


def names_of(found: Iterable[Use]) -> dict:
    """The list, sorted; XML ids, places and scripts are asked in the source only."""
    names = {
        'imports': defaultdict(list),
        'models': [],
        **{kind: defaultdict(dict) for kind in ('fields', 'methods', 'overrides')},
    }
    for use in sorted({use._replace(path='', line=0) for use in found}):
        if use.kind == 'import':
            names['imports'][use.owner].append(use.name)
        elif use.kind == 'model':
            names['models'].append(use.owner)
        elif f'{use.kind}s' in names:
            known = names[f'{use.kind}s'][use.owner]
            known[use.name] = _together(known.get(use.name, ''), use)
    return names


def _together(known: str, use: Use) -> str:
    """Several calls of one method as the one that asks most of it."""
    if use.kind != 'method':
        return use.expected
    calls = [each.split(', ') if each else [] for each in (known, use.expected)]
    positional = max(each.count('_') for each in calls)
    keywords = sorted({name for each in calls for name in each if name.endswith('=')})
    return ', '.join(['_'] * positional + keywords)


def written(names: dict) -> str:
    """The list as the file has it: one line a model."""
    parts = []
    for kind, said in names.items():
        if isinstance(said, list):
            parts.append(f'"{kind}": {json.dumps(said)}')
            continue
        lines = (f'  {json.dumps(owner)}: {json.dumps(each)}' for owner, each in said.items())
        parts.append(f'"{kind}": {{\n' + ',\n'.join(lines) + '\n}')
    return '{\n' + ',\n'.join(parts) + '\n}\n'


class CoreOnDisk:
    """An Odoo that is read from its source, asked as the one that runs would be."""

    def __init__(self, core: Core):
        self.core = core

    def has_import(self, module: str, name: str) -> bool:
        """Whether a Python module has the name, by itself or from another one."""
        path = self._file_of(module)
        if path is None:
            return False
        found = _names_in(path.read_text())
        stars = (each for each in found if each.startswith('.'))
        return name in found or any(self.has_import(f'{module}{each}', name) for each in stars)

    def _file_of(self, module: str):
        parts = module.split('.')
        base = self.core.path.joinpath(*parts)
        if parts[:2] == ['odoo', 'addons']:
            base = self.core.folder_of(parts[2])
            base = base.joinpath(*parts[3:]) if base else self.core.path / 'missing'
        places = (base.with_suffix('.py'), base / '__init__.py')
        return next((each for each in places if each.is_file()), None)

    def has_model(self, model: str) -> bool:
        """Whether there is such a model."""
        return model in self.core.models

    def said_of(self, model: str, name: str) -> Field | str | None:
        """The field, or the parameters of the method, of this name."""
        if machine := self.core.machinery.get(model):
            return machine.methods.get(name, '' if name in machine.others else None)
        found = self.core.find(model, name)
        return found[1] if found else None


def _names_in(source: str) -> set[str]:
    """What a module's own lines define or import; ``.misc`` for all that its neighbour has."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(module=module, names=[ast.alias(name='*')]):
                found.add(f'.{module}')
            case ast.ImportFrom(names=names) | ast.Import(names=names):
                found |= {(each.asname or each.name) for each in names}
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.Name(id=name):
                found.add(name)
    return found


def differences(found: Iterable[Use], core: Core) -> Iterator[str]:
    """What a core lacks of our uses, with the places where we use it."""
    found = list(found)
    places = defaultdict(list)
    for use in found:
        places[f'{use.kind}s', use.owner, use.name].append(use.place)
    for lack in lacks(names_of(found), CoreOnDisk(core)):
        where = places[lack.kind, lack.owner, lack.name]
        yield f'{where[0]}: {lack.full_name} {lack.words}{_more(where)}'
    yield from _other_differences(found, core)


def _other_differences(found: Iterable[Use], core: Core) -> Iterator[str]:
    for use in found:
        match use.kind:
            case 'xml_id' if use.owner not in core.records and not _is_made_by_code(use.owner):
                yield f'{use.place}: {use.owner} is missing'
            case 'anchor' if not has_place(core.views_around(use.owner), use.name):
                yield f'{use.place}: {use.owner} has no {use.name}'
            case 'script' if not exports(core, use.owner, use.name):
                yield f'{use.place}: {use.owner} exports no {use.name}'
            case 'loose' if not any(core.find(each, use.name) for each in use.owner.split('|')):
                yield f'{use.place}: {use.name} is in none of {use.owner.replace("|", ", ")}'
            case 'optional' if not core.beyond(use.owner.partition('/')[2], use.name):
                yield f'{use.place}: {use.owner} lacks {use.name}'


def rewritten(found: Iterable[Use], core: Core, other: Core) -> Iterator[str]:
    """Methods that we override and that two cores write differently: to be read by a person."""
    overrides = sorted(
        {(use.owner, use.name): use for use in found if use.kind == 'override'}.items()
    )
    for (model, name), use in overrides:
        if core.code_of(model, name) != other.code_of(model, name):
            yield f'{use.place}: {model}.{name} is written anew there'


def _is_made_by_code(xml_id: str) -> bool:
    """XML ids that Odoo itself makes of models, fields and modules."""
    return xml_id.partition('.')[2].startswith(('model_', 'field_', 'module_', 'selection__'))


def _more(places: list[str]) -> str:
    return f' (and {len(places) - 1} more places)' if len(places) > 1 else ''
