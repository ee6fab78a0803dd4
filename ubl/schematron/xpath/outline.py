"""A part of a document of which only names and some values are known.

To ask for more raises NotInOutline. So what can be computed of an outline is the same wherever
these names and values stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from .atomic import Untyped
from .budget import Budget, Limits
from .document_index import Element, Leaf


LONGEST_VALUE = 100
# A value's place: of an element among those outlined, and an attribute's name or ''.
ValuePlace = tuple[int, str]


class NotInOutline(Exception):
    """The answer depends on a value, or on what stands elsewhere. No expression catches it."""


class Values:
    """The values that may be looked at: all but those that vary.

    ``looked_at`` is for who asks a question to empty before, and read afterwards.
    """

    def __init__(self, varying: set[ValuePlace]) -> None:
        self._varying = varying
        self.looked_at: set[ValuePlace] = set()

    def read(self, place: ValuePlace, value: Untyped) -> Untyped:
        """The value at a place. Raises NotInOutline."""
        if place in self._varying or len(value) > LONGEST_VALUE:
            raise NotInOutline
        self.looked_at.add(place)
        return value


def _unknown(_self: Any) -> NoReturn:
    raise NotInOutline


class OutlinedAttribute(Leaf):
    """An attribute whose value is looked at through its element."""

    __slots__ = ('_original',)

    def __init__(self, original: Leaf, parent: OutlinedElement) -> None:
        self.order, self.parent, self.tag = original.order, parent, original.tag
        self._original = original

    @property
    def value(self) -> Untyped:  # type: ignore[override]
        """Raises NotInOutline."""
        return self.parent.values.read((self.parent.place, self.tag), self._original.value)  # type: ignore[union-attr]


class OutlinedElement(Element):
    """An element with all names inside it; its value is looked at only where it is a text."""

    __slots__ = ('_original', 'place', 'values')

    def __init__(self, original: Element, parent: Any, place: int, values: Values) -> None:
        self.order, self.parent, self.tag = original.order, parent, original.tag
        self.last, self.children, self.by_name = original.last, [], {}
        self._original, self.place, self.values = original, place, values
        self.attributes = {
            name: OutlinedAttribute(each, self) for name, each in original.attributes.items()
        }

    texts = source = property(_unknown)  # type: ignore[assignment]

    @property
    def value(self) -> Untyped:  # type: ignore[override]
        """Raises NotInOutline."""
        if self.children:
            raise NotInOutline
        return self.values.read((self.place, ''), self._original.value)


class OutlinedAncestor(Element):
    """An element of which nothing is known but its name, and what stands above it."""

    __slots__ = ()

    def __init__(self, original: Element, parent: Element | None) -> None:
        self.order, self.parent, self.tag = original.order, parent, original.tag

    value = texts = source = property(_unknown)  # type: ignore[assignment]
    children = by_name = attributes = last = property(_unknown)  # type: ignore[assignment]


class Oblivion(dict[Any, Any]):
    """Nothing is remembered: what another question looked at must be looked at again."""

    def __setitem__(self, key: Any, value: Any) -> None:
        pass


class OutlinedIndex:
    """What ``DocumentIndex`` tells of a document, of the outline of a whole one."""

    def __init__(self, nodes: Sequence[OutlinedElement]) -> None:
        self.root, self.document = nodes[0], nodes[0].parent
        self.by_name: dict[str, list[OutlinedElement]] = {}
        self.attributes: dict[str, list[Leaf]] = {}
        for node in nodes:
            self.by_name.setdefault(node.tag, []).append(node)
            for name, attribute in node.attributes.items():
                self.attributes.setdefault(name, []).append(attribute)


class OutlineRun:
    """A run over an outline, of which no day is known.

    Nor is it known what the whole document says, where that of a part is asked.
    """

    now: Any = property(_unknown)

    def __init__(self, limits: Limits, nodes: Sequence[OutlinedElement]) -> None:
        self.budget = Budget(limits)
        self.by_item = Oblivion()
        is_whole = isinstance(nodes[0].parent, OutlinedElement)
        self._index = OutlinedIndex(nodes) if is_whole else None

    @property
    def index(self) -> OutlinedIndex:
        """Raises NotInOutline."""
        return self._index or _unknown(self)

    @property
    def memo(self) -> Oblivion:
        """Raises NotInOutline."""
        return self.by_item if self._index else _unknown(self)


def outlined(elements: Sequence[Element], values: Values) -> list[OutlinedElement]:
    """The outline of an element, which is the first, and of all inside it, in document order.

    Above the root, which stands for the whole document, nothing is unknown.
    """
    outer = elements[0].parent
    is_whole = outer is not None and outer.parent is None
    above = OutlinedElement(outer, None, -1, values) if is_whole else _ancestor(outer)  # type: ignore[arg-type]
    found: dict[Any, Any] = {outer: above}
    for place, original in enumerate(elements):
        parent = found[original.parent]
        element = found[original] = OutlinedElement(original, parent, place, values)
        if place or is_whole:
            parent.children.append(element)
            parent.by_name.setdefault(element.tag, []).append(element)
    return [found[original] for original in elements]


def _ancestor(original: Element | None) -> OutlinedAncestor | None:
    return original and OutlinedAncestor(original, _ancestor(original.parent))
