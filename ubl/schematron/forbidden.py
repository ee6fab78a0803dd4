"""Assertions of the kind ``not(cac:Party/cbc:X)``, answered together by one walk.

Most rules of a syntax binding only say that an element isn't in the model. All such paths of a
rule are joined into a tree of names, and document and tree are walked at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any

from .xpath import syntax
from .xpath.axes import is_name


MOST_PATHS = 1000
# Steps of all paths of a pack; the rules of EN 16931 have some 2,000.
MOST_PLACES = 50_000
Path = tuple[str, ...]


@dataclass(slots=True)
class Forbidden:
    """A place in the tree: the assertions broken by being here, and the names below.

    Attributes are under '@name'.
    """

    numbers: list[int] = field(default_factory=list)
    below: dict[str, Forbidden] = field(default_factory=dict)

    def add(self, paths: list[Path], number: int) -> None:
        """Take in an assertion that forbids these paths."""
        for names in paths:
            place = self
            for name in names:
                place = place.below.setdefault(name, Forbidden())
            place.numbers.append(number)

    def limited_to(self, numbers: set[int]) -> Forbidden:
        """The places of these assertions only."""
        below = {name: place.limited_to(numbers) for name, place in self.below.items()}
        return Forbidden(
            [number for number in self.numbers if number in numbers],
            {name: place for name, place in below.items() if place.numbers or place.below},
        )

    def broken_by(self, node: Any) -> set[int]:
        """The assertions that a node breaks."""
        found: set[int] = set()
        self._walk(node, found)
        return found

    def _walk(self, node: Any, found: set[int]) -> None:
        below = self.below
        for name, children in node.by_name.items():
            place = below.get(name)
            if place is not None:
                found.update(place.numbers)
                if place.below:
                    for child in children:
                        place._walk(child, found)
        for name in node.attributes:
            place = below.get(f'@{name}')
            if place is not None:
                found.update(place.numbers)


def paths_of(tree: syntax.Expression) -> list[Path]:
    """``not((a|b)/@c)`` → [('a', '@c'), ('b', '@c')]; nothing for any other expression."""
    if not (isinstance(tree, syntax.Call) and tree.name == 'not' and len(tree.arguments) == 1):
        return []
    path = tree.arguments[0]
    steps = path.steps if isinstance(path, syntax.Path) else (path,)
    names = list(map(_names, steps))
    count = prod(map(len, names))
    is_small = count <= MOST_PATHS and count * len(names) <= MOST_PLACES
    return list(product(*names)) if is_small else []


def _names(step: syntax.Expression) -> list[str]:
    """The names that a step or a union of steps leads to; none for what isn't plain."""
    if isinstance(step, syntax.Combination) and step.operator == 'union':
        left, right = _names(step.left), _names(step.right)
        return left + right if left and right else []
    if not isinstance(step, syntax.Step) or step.predicates or not is_name(step.test):
        return []
    prefix = {'child': '', 'attribute': '@'}.get(step.axis)
    return [] if prefix is None else [prefix + step.test]
