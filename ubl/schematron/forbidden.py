"""Assertions of the kind ``not(cac:Party/cbc:X)``, answered together by one walk.

Most rules of a syntax binding only say that an element isn't in the model. All such paths of a
rule are joined into a tree of names, and document and tree are walked at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .xpath import syntax


@dataclass
class Forbidden:
    """A place in the tree: the assertions broken by being here, and the names below.

    Attributes are under '@name'.
    """

    numbers: list[int] = field(default_factory=list)
    below: dict[str, Forbidden] = field(default_factory=dict)

    def add(self, tree: syntax.Expression, number: int) -> bool:
        """Take in an assertion; False if it isn't of that kind."""
        names = _names(tree)
        if not names:
            return False
        place = self
        for name in names:
            place = place.below.setdefault(name, Forbidden())
        place.numbers.append(number)
        return True

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


def _names(tree: syntax.Expression) -> list[str]:
    """``not(a/b/@c)`` → ['a', 'b', '@c'], with namespaces; nothing for any other expression."""
    if not (isinstance(tree, syntax.Call) and tree.name == 'not' and len(tree.arguments) == 1):
        return []
    path = tree.arguments[0]
    steps = path.steps if isinstance(path, syntax.Path) else (path,)
    return [_name(step) for step in steps] if all(map(_is_plain, steps)) else []


def _is_plain(step: syntax.Expression) -> bool:
    return isinstance(step, syntax.Step) and step.axis in ('child', 'attribute') \
        and not step.predicates and '*' not in step.test and not step.test.endswith('()')


def _name(step: Any) -> str:
    return f'@{step.test}' if step.axis == 'attribute' else step.test
