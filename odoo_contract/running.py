"""The Odoo that runs, asked before its models are put together: the classes are there already."""

import ast
import importlib
import inspect
import sys
from pathlib import Path

from odoo import fields, models
from odoo.api import Environment
from odoo.modules.registry import Registry

from .needs import Field, followed


MACHINERY = {
    'BaseModel': models.BaseModel,
    'Field': fields.Field,
    'Environment': Environment,
    'Registry': Registry,
}
OURS = __name__.split('.')[2]


class RunningOdoo:
    """What the modules that are loaded in this process define, this addon left out."""

    def __init__(self):
        self.classes: dict[str, list[type]] = {}
        for module, found in models.MetaModel._module_to_models__.items():
            for each in found if module != OURS else ():
                self.classes.setdefault(each._name, []).append(each)

    def is_loaded(self) -> bool:
        """Whether the modules that the addon is installed upon are there already."""
        return all(f'odoo.addons.{name}' in sys.modules for name in _manifest()['depends'])

    def has_import(self, module: str, name: str) -> bool:
        """Whether a Python module has the name."""
        try:
            return hasattr(importlib.import_module(module), name)
        except ImportError:
            return False

    def has_model(self, model: str) -> bool:
        """Whether there is such a model."""
        return model in self.classes

    def said_of(self, model: str, name: str) -> Field | str | None:
        """The field, or the parameters of the method, of this name."""
        if model in MACHINERY:
            return _said_by_machine(MACHINERY[model], name)
        for each in (*self._lineage(model), 'base'):
            bodies = [body for body in self.classes.get(each, ()) if name in vars(body)]
            said = [_said(vars(body)[name]) for body in bodies]
            if said:
                best = next((each for each in said if getattr(each, 'comodel', '')), said[0])
                is_field = isinstance(best, Field)
                return followed(best, model, self.said_of) if is_field else best
        return None

    def _lineage(self, model: str) -> list[str]:
        found = [model]
        for each in found:
            for body in self.classes.get(each, ()):
                parents = [*(body._inherit or ()), *(getattr(body, '_inherits', None) or ())]
                found += [parent for parent in parents if parent not in found]
        return found


def _manifest() -> dict:
    return ast.literal_eval(Path(__file__).parents[1].joinpath('__manifest__.py').read_text())


def _said_by_machine(machine: type, name: str) -> str | None:
    """A class may only announce what each record has: ``_name: str``."""
    if hasattr(machine, name):
        return _said(getattr(machine, name))
    announced = (inspect.get_annotations(each) for each in machine.__mro__)
    return '' if any(name in each for each in announced) else None


def _said(value: object) -> Field | str:
    if isinstance(value, fields.Field):
        said = value._args__
        return Field(value.type, said.get('comodel_name') or '', said.get('related') or '')
    is_static = isinstance(value, staticmethod)
    function = getattr(value, '__func__', value)
    return parameters_of(function, is_static=is_static) if callable(function) else ''


def parameters_of(function: object, *, is_static: bool = False) -> str:
    """The names of the parameters after ``self``: ``move, *, soft, **values``."""
    found = list(inspect.signature(function).parameters.values())
    names = []
    for each in found if is_static else found[1:]:
        if each.kind == each.KEYWORD_ONLY and not any(name.startswith('*') for name in names):
            names.append('*')
        stars = {each.VAR_POSITIONAL: '*', each.VAR_KEYWORD: '**'}.get(each.kind, '')
        names.append(stars + each.name)
    return ', '.join(names)
