"""The list of what is needed, and which of it an Odoo lacks. Plain Python, knows no Odoo."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol


FILE = Path(__file__).with_name('names.json')


class Field(NamedTuple):
    """The type as Odoo writes it (``many2one``), and the model of a relation."""

    type: str
    comodel: str = ''
    related: str = ''  # the path to the field that it shows

    def __str__(self) -> str:
        return ' '.join(filter(None, (self.type, self.comodel)))


class Odoo(Protocol):
    """One Odoo that is asked: the one that runs, or one that is read from its source."""

    def has_import(self, module: str, name: str) -> bool:
        """Whether a Python module has the name."""

    def has_model(self, model: str) -> bool:
        """Whether there is such a model."""

    def said_of(self, model: str, name: str) -> Field | str | None:
        """The field, or the parameters of the method, of this name."""


class Lack(NamedTuple):
    """One name that isn't there, or is otherwise than needed."""

    kind: str  # of the list: imports, models, fields, methods, overrides
    owner: str
    name: str
    words: str

    @property
    def full_name(self) -> str:
        """As people look for it: ``account.move._post``."""
        return '.'.join(filter(None, (self.owner, self.name)))


def needed() -> dict:
    """The list that the addon ships with."""
    return json.loads(FILE.read_text())


def lacks(names: dict, odoo: Odoo) -> Iterator[Lack]:
    """What an Odoo lacks of a list."""
    for module, imported in names['imports'].items():
        gone = (name for name in imported if not odoo.has_import(module, name))
        yield from (Lack('imports', module, name, 'is missing') for name in gone)
    gone = (model for model in names['models'] if not odoo.has_model(model))
    yield from (Lack('models', model, '', 'is missing') for model in gone)
    for kind, differs in (('fields', _field), ('overrides', _override), ('methods', _call)):
        for model, wanted in names[kind].items():
            for name, expected in wanted.items():
                said = odoo.said_of(model, name)
                if words := 'is missing' if said is None else differs(expected, said):
                    yield Lack(kind, model, name, words)


def followed(field: Field, model: str, said_of: Callable[[str, str], Field | str | None]) -> Field:
    """A relation that shows another one, and leaves it to that one to name the model."""
    if field.comodel or not field.related:
        return field
    for name in field.related.split('.'):
        said = said_of(model, name)
        model = said.comodel if isinstance(said, Field) else ''
    return field._replace(comodel=model)


def _field(expected: str, said: Field | str) -> str:
    if isinstance(said, str):
        return 'is a method, no field'
    return '' if str(said) == expected else f'is {said}, not {expected}'


def _override(expected: str, said: Field | str) -> str:
    if isinstance(said, Field):
        return 'is a field, no method'
    return '' if said == expected else f'takes ({said}), not ({expected})'


def _call(expected: str, said: Field | str) -> str:
    if isinstance(said, Field):
        return 'is a field, no method'
    return '' if fits(expected, said) else f'takes ({said}), and is called with ({expected})'


def fits(call: str, parameters: str) -> bool:
    """Whether a method with these parameters may be called so: ``_, soft=``."""
    names = parameters.split(', ') if parameters else []
    plain = [each for each in names if not each.startswith('*')]
    stars = [each for each in names if each.startswith('*')]
    given = call.split(', ') if call else []
    positional = sum(each == '_' for each in given)
    before_star = names.index(stars[0]) if stars and not stars[0].startswith('**') else len(plain)
    is_open = any(
        each.startswith('*') and not each.startswith('**') and each != '*' for each in stars
    )
    takes_any = any(each.startswith('**') for each in stars)
    named = {each.removesuffix('=') for each in given if each.endswith('=')}
    return (positional <= before_star or is_open) and (takes_any or named <= {*plain})
