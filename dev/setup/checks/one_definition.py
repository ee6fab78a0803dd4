"""A method of ours exists once per model, and a model's bodies live in one room.

``super()`` in an addon extends Odoo's code. Inside one addon it is a switch whose cases are hidden
in the order of imports, so that what a method does can't be read anywhere.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .sources import Source, sources


MODEL_FOLDERS = ('models', 'wizards')


@dataclass(frozen=True)
class Body:
    """One class that makes or continues a model."""

    model: str
    path: Path
    node: ast.ClassDef

    @property
    def room(self) -> Path:
        """The folder that the body stands in."""
        return self.path.parent

    def methods(self) -> Iterator[ast.FunctionDef]:
        """What the class itself defines."""
        return (node for node in self.node.body if isinstance(node, ast.FunctionDef))


def problems() -> Iterator[str]:
    """Methods with several definitions, and models that are continued in another room."""
    bodies = list(bodies_of(sources()))
    yield from repeated_methods(bodies)
    yield from scattered_models(bodies)


def bodies_of(tree: Iterable[Source]) -> Iterator[Body]:
    """The classes of models, in files below ``MODEL_FOLDERS``."""
    for source in tree:
        if source.room in MODEL_FOLDERS:
            for node in source.tree.body:
                model = _model_of(node) if isinstance(node, ast.ClassDef) else ''
                if model:
                    yield Body(model, source.path, node)


def _model_of(node: ast.ClassDef) -> str:
    """The name of the model that a class makes or continues; '' for any other class."""
    names = {
        statement.targets[0].id: ast.literal_eval(statement.value)
        for statement in node.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and statement.targets[0].id in ('_name', '_inherit')
    }
    inherited = names.get('_inherit') or ''
    return names.get('_name') or (inherited if isinstance(inherited, str) else inherited[0])


def repeated_methods(bodies: Iterable[Body]) -> Iterator[str]:
    """Methods that more than one body of the same model defines, in any file."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for body in bodies:
        for method in body.methods():
            places[body.model, method.name].append(f'{body.path}:{method.lineno}')
    for (model, name), found in places.items():
        if len(found) > 1:
            yield f'{found[-1]}: {model}.{name} is defined in {", ".join(found[:-1])} already'


def scattered_models(bodies: Iterable[Body]) -> Iterator[str]:
    """Bodies that stand in another room than the first one of their model."""
    homes: dict[str, Path] = {}
    for body in sorted(bodies, key=lambda body: not _makes(body)):
        home = homes.setdefault(body.model, body.room)
        if body.room != home and body.room.parts[0] == home.parts[0]:
            yield f'{body.path}: {body.model} lives in {home}'


def _makes(body: Body) -> bool:
    """Whether the class makes the model, or is the file that bears its name."""
    return body.path.stem == body.model.replace('.', '_')
