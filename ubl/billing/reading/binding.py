"""Places of UBL, and how the terms of a group are taken from them: one walk over the document.

A table names for each attribute of a group where it stands, and becomes a ``Group``. What no
table knows, what comes a second time and what is no such value is left over, in the order of the
document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from lxml import etree

from ...peppol_rules.document import clark
from .conversion import Context


Element = etree._Element
Path = tuple[str | int, ...]  # of a term in the model: ('lines', 0, 'item', 'name')
Values = dict[Any, Any]
NONE: Mapping[str, Any] = {}
NO_NAMES: frozenset[str] = frozenset()


class Walk:
    """What has been found: ``places`` of terms, and ``left`` over (node, attribute, term)."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.places: dict[Path, Element] = {}
        self.left: list[tuple[Element, str, Path]] = []

    def leave(self, node: Element) -> None:
        """Nothing of the node is read: what it says, and what is in it."""
        for each in node.iter(etree.Element):
            if not len(each) and (each.text or '').strip():
                self.left.append((each, '', ()))
            self.leave_attributes(each)

    def leave_attributes(self, node: Element, but: frozenset[str] = NO_NAMES) -> None:
        """Its attributes are read no further than those."""
        for name in node.keys():  # noqa: SIM118 an element is no dictionary
            if name not in but:
                self.left.append((node, name, ()))


class Taking(Protocol):
    """What an element of a certain name is for the group around it."""

    def take(self, walk: Walk, node: Element, values: Values, path: Path) -> None:
        """Put into ``values`` what the element says; ``path`` is that of the group."""


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """An element with a text: a term, and terms of its ``attributes``."""

    part: str  # the group that it is of in the model, where that is none in UBL
    name: str  # '': it must be there, but is no term
    convert: Callable[[str, Element, Context], Any]
    many: bool
    attributes: Mapping[str, str]
    known: frozenset[str]  # all attributes that are read

    def take(self, walk: Walk, node: Element, values: Values, path: Path) -> None:
        """Its text is converted, unless the term is known already."""
        values, path = _of_part(self.part, values, path)
        text = (node.text or '').strip()
        if len(node) or (text and not self.many and (self.name or self) in values):
            walk.leave(node)
            return
        if text:
            self._convert(text, walk, node, values, path)
        if node.attrib:
            for name, term in self.attributes.items():
                values.setdefault(term, node.get(name, '').strip())
            walk.leave_attributes(node, self.known)

    def _convert(self, text: str, walk: Walk, node: Element, values: Values, path: Path) -> None:
        term = _term(self.name, self.many, values, path) if self.name else ()
        try:
            value = self.convert(text, node, walk.context)
        except ValueError:
            walk.left.append((node, '', term))
        else:
            _keep(self.name or self, self.many, value, values)
        if term:
            walk.places[term] = node


@dataclass(frozen=True, slots=True)
class Part:
    """An element that is a group of the model, too."""

    part: str
    name: str
    group: Group
    many: bool

    def take(self, walk: Walk, node: Element, values: Values, path: Path) -> None:
        """It becomes a group; the second of one that may not repeat is left."""
        values, path = _of_part(self.part, values, path)
        if self.name in values and not self.many:
            walk.leave(node)
            return
        term = _term(self.name, self.many, values, path)
        walk.places[term] = node
        _keep(self.name, self.many, self.group.read(walk, node, term), values)


def _of_part(part: str, values: Values, path: Path) -> tuple[Values, Path]:
    return (values.setdefault(part, {}), (*path, part)) if part else (values, path)


def _term(name: str, many: bool, values: Values, path: Path) -> Path:
    """The path of a term that is to be kept; one of many has a number."""
    return (*path, name, len(values.get(name, ()))) if many else (*path, name)


def _keep(name: Any, many: bool, value: Any, values: Values) -> None:
    if many:
        values.setdefault(name, []).append(value)
    else:
        values[name] = value


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """An element on the way to terms; only once, unless terms below may repeat."""

    below: dict[str, Taking] = field(default_factory=dict)

    def take(self, walk: Walk, node: Element, values: Values, path: Path) -> None:
        """What is in it belongs to the group around it."""
        if values.get(self) and not self.repeats:
            walk.leave(node)
            return
        values[self] = True
        self.fill(walk, node, values, path)

    def fill(self, walk: Walk, node: Element, values: Values, path: Path) -> None:
        """Give every child to what it is for."""
        if not len(node):
            walk.leave(node)
            return
        if node.attrib:
            walk.leave_attributes(node)
        for child in node.iterchildren():
            taking = self.below.get(child.tag)
            if taking is None:
                walk.leave(child)
            else:
                taking.take(walk, child, values, path)

    @property
    def repeats(self) -> bool:
        """Whether something in it may repeat."""
        return any(
            each.repeats if isinstance(each, Step) else getattr(each, 'many', False)
            for each in self.below.values()
        )

    def at(self, path: str, taking: Taking) -> None:
        """Let something take what stands at the path."""
        first, _slash, others = path.partition('/')
        if others:
            step = self.below.setdefault(clark(first), Step())
            step.at(others, taking)
        else:
            self.below[clark(first)] = taking


@dataclass(frozen=True, slots=True)
class Choice:
    """An element that is one thing or another, as a look at it tells; None: nothing."""

    choose: Callable[[Element, Context, Values], Taking | None]

    def take(self, walk: Walk, node: Element, values: Values, path: Path) -> None:
        """Take it as what it is."""
        taking = self.choose(node, walk.context, values)
        if taking is None:
            walk.leave(node)
        else:
            taking.take(walk, node, values, path)


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a table: where a term or group stands, and what it is where that isn't there.

    ``attributes`` are those of XML that are terms as well: {'unitCode': 'unit'}.
    """

    path: str
    absent: Any
    taking: Callable[[str, str], Taking]  # from the names of part and attribute
    attributes: Mapping[str, str] = field(default_factory=dict)


class Group:
    """How a class of the model is read, by a table of ``{attribute: place}``.

    'totals.payable' is an attribute of a group that ``parts`` names, which is none in UBL;
    ``others`` take what a table can't say, by path.
    """

    def __init__(
        self,
        kind: type,
        table: Mapping[str, Place],
        parts: Mapping[str, type] = NONE,
        others: Mapping[str, Taking] = NONE,
    ) -> None:
        self.kind, self.parts, self.step = kind, parts, Step()
        self.absent: Values = {part: {} for part in parts}
        for name, place in table.items():
            part, _dot, attribute = name.rpartition('.')
            absent = self.absent[part] if part else self.absent
            absent |= {attribute: place.absent, **dict.fromkeys(place.attributes.values(), '')}
            if place.path:
                self.step.at(place.path, place.taking(part, attribute))
        for path, taking in others.items():
            self.step.at(path, taking)

    def read(self, walk: Walk, node: Element, path: Path, **given: Any) -> Any:
        """The group that the element is; ``given`` are attributes that no place tells."""
        values: Values = dict(given)
        self.step.fill(walk, node, values, path)
        terms = _terms(self.absent, values)
        for name, kind in self.parts.items():
            terms[name] = kind(**_terms(self.absent[name], values.get(name, {})))
        return self.kind(**terms)


def _terms(absent: Values, values: Values) -> Values:
    terms = dict(absent)
    for name, value in values.items():
        if isinstance(name, str) and name:
            terms[name] = tuple(value) if isinstance(value, list) else value
    return terms
