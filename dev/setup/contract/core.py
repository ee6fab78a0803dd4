"""An Odoo on disk: its modules, models, views and XML ids, as far as they are asked for."""

import ast
import functools
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from odoo_contract.needs import followed

from ..odoo_source import addons_paths
from .classes import Field, Model, identity_of


NOT_MODELS = {'tests', 'populate', 'controllers', 'migrations', 'upgrades', 'static'}
# Fields that every model has, and what records can do by themselves.
MAGIC = {'id', 'display_name', 'create_date', 'create_uid', 'write_date', 'write_uid'}


class Core:
    """One Odoo; ``depends`` are the modules that the addon is installed upon."""

    def __init__(self, path: Path, depends: list[str]):
        self.path = path
        self.folders = addons_paths(path)
        self.modules: list[str] = []
        for name in ('base', *depends):
            self._add_module(name)

    def _add_module(self, name: str) -> None:
        """A module after those that it depends on."""
        if name in self.modules:
            return
        folder = self.folder_of(name)
        if folder is None:
            return
        manifest = ast.literal_eval((folder / '__manifest__.py').read_text())
        for each in manifest.get('depends') or ([] if name == 'base' else ['base']):
            self._add_module(each)
        if name not in self.modules:
            self.modules.append(name)

    def folder_of(self, module: str) -> Path | None:
        """Where a module of core stands; None where this Odoo has none."""
        places = (folder / module for folder in self.folders)
        return next((place for place in places if (place / '__manifest__.py').is_file()), None)

    # === MODELS === #

    @functools.cached_property
    def models(self) -> dict[str, Model]:
        """The models as these modules make them."""
        return models_of(self.modules, self.folder_of)

    def find(self, model: str, name: str) -> tuple[str, Field | str] | None:
        """(model that says it, field or parameters) of a name of a model or its parents."""
        return find(self.models, model, name)

    def code_of(self, model: str, name: str) -> str:
        """What a method does, as far as a comparison needs it: all its bodies, without prose."""
        found = self.find(model, name)
        bodies = self.models[found[0]].bodies.get(name, []) if found else []
        return '\n'.join(ast.unparse(without_prose(each)) for each in bodies)

    @functools.cache  # noqa: B019 - there are one or two cores
    def beyond(self, model: str, name: str) -> tuple[str, Field | str] | None:
        """(module, field or parameters) of a name that an optional module of core brings."""
        for module, text in self._other_modules.items():
            if name in text and model in text:
                found = models_of([module], self.folder_of)
                if said := find(found, model, name):
                    return module, said[1]
        return None

    @functools.cached_property
    def _other_modules(self) -> dict[str, str]:
        """The text of the models of modules that the addon does without, by module."""
        found: dict[str, list[str]] = defaultdict(list)
        for folder in self.folders:
            for path in sorted(folder.glob('*/models/*.py')):
                found[path.parts[-3]].append(path.read_text())
        return {module: ''.join(found[module]) for module in found.keys() - {*self.modules}}

    @functools.cached_property
    def machinery(self) -> dict[str, Model]:
        """Classes of the ORM by name: ``BaseModel``, ``Field``, ``Environment``, ``Registry``."""
        found: dict[str, Model] = {}
        for name in ('models', 'fields', 'environments', 'registry'):
            path = self.path / 'odoo' / 'orm' / f'{name}.py'
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.ClassDef):
                    found.setdefault(node.name, Model()).take(node)
        return found

    # === XML === #

    @functools.cached_property
    def records(self) -> dict[str, etree._Element]:
        """Records, views and menus in the XML files of the modules by XML id."""
        found = {}
        for module in self.modules:
            for path in sorted(self.folder_of(module).rglob('*.xml')):
                if not NOT_MODELS & {*path.relative_to(self.folder_of(module)).parts}:
                    found |= _identified(module, path)
        return found

    def views_around(self, xml_id: str) -> list[etree._Element]:
        """A view with those that it changes and that change it."""
        ids = [xml_id]
        while parent := self._parents_of_views.get(ids[-1]):
            ids.append(parent)
        for each in ids:
            ids += [
                child
                for child, parent in self._parents_of_views.items()
                if parent == each and child not in ids
            ]
        return [self.records[each] for each in ids if each in self.records]

    @functools.cached_property
    def _parents_of_views(self) -> dict[str, str]:
        found = {}
        for xml_id, node in self.records.items():
            parent = node.get('inherit_id') or ''
            for said in node.findall('field[@name="inherit_id"]'):
                parent = said.get('ref') or ''
            if parent:
                module = xml_id.partition('.')[0]
                found[xml_id] = parent if '.' in parent else f'{module}.{parent}'
        return found

    def module_of(self, xml_id: str) -> str:
        """The module of an XML id, '' where it isn't core's."""
        return module if (module := xml_id.partition('.')[0]) in self.modules else ''


def without_prose(function: ast.FunctionDef) -> ast.FunctionDef:
    """A method without its docstring."""
    if ast.get_docstring(function) is None or len(function.body) == 1:
        return function
    function.body = function.body[1:]
    return function


def find(models: dict[str, Model], model: str, name: str) -> tuple[str, Field | str] | None:
    """The first of a model and its parents that has the name."""
    for each in (*lineage(models, model), 'base'):
        known = models.get(each)
        if known is None:
            continue
        if name in known.fields:
            return each, followed(known.fields[name], model, functools.partial(_said_of, models))
        if name in known.methods:
            return each, known.methods[name]
    return None


def _said_of(models: dict[str, Model], model: str, name: str) -> Field | str | None:
    found = find(models, model, name)
    return found[1] if found else None


def lineage(models: dict[str, Model], model: str) -> list[str]:
    """A model and all its parents, each once."""
    found = [model]
    for each in found:
        parents = models[each].parents if each in models else ()
        found += [parent for parent in parents if parent not in found]
    return found


def models_of(modules: list[str], folder_of) -> dict[str, Model]:
    """What the modules' classes say, in the order of the modules."""
    found: dict[str, Model] = {}
    for module in modules:
        for path in model_files(folder_of(module)):
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.ClassDef):
                    name, parents = identity_of(node)
                    if name:
                        model = found.setdefault(name, Model())
                        model.take(node)
                        model.parents += [each for each in parents if each not in model.parents]
    return found


def model_files(folder: Path) -> Iterator[Path]:
    """Python files of a module that may define models."""
    for path in sorted(folder.rglob('*.py')):
        if not NOT_MODELS & {*path.relative_to(folder).parts}:
            text = path.read_text()
            if '_inherit' in text or '_name' in text:
                yield path


def _identified(module: str, path: Path) -> dict[str, etree._Element]:
    try:
        root = etree.parse(path).getroot()
    except etree.XMLSyntaxError:
        return {}
    return {
        name if '.' in name else f'{module}.{name}': node
        for node in root.iter('record', 'template', 'menuitem')
        if (name := node.get('id'))
    }
