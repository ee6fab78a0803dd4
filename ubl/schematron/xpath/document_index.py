"""A document prepared for many questions: who is whose child, where each name occurs.

lxml makes a new Python object at every look at a node; these nodes are made once. They are
numbered in document order, the document itself is 0. An index belongs to one run and one thread.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from lxml import etree

from .atomic import Untyped


NO_CHILDREN: dict[str, list[Element]] = {}
NO_ATTRIBUTES: dict[str, Leaf] = {}


class TooLarge(ValueError):
    """The document has more elements than a run may hold in memory."""


class Node:
    """What every node has: a place in the order, a name and a value."""

    __slots__ = ('order', 'parent', 'tag')

    order: float
    parent: Element | None
    tag: str


class Leaf(Node):
    """An attribute (``tag`` is its name) or a text node (``tag`` is 'text()')."""

    __slots__ = ('value',)
    children: tuple[Element, ...] = ()
    by_name: dict[str, list[Element]] = NO_CHILDREN
    attributes: dict[str, Leaf] = NO_ATTRIBUTES
    texts: tuple[Leaf, ...] = ()

    def __init__(self, order: float, parent: Element, tag: str, value: str) -> None:
        self.order, self.parent, self.tag, self.value = order, parent, tag, Untyped(value)


class Element(Node):
    """An element, or the document (``tag`` is '/'); ``last`` is the order of its last descendant.

    ``by_name`` maps a child's name to the children of that name. ``value`` is all text inside,
    joined, and ``texts`` are the text nodes directly inside: these two are empty slots until they
    are first asked for.
    """

    __slots__ = ('attributes', 'by_name', 'children', 'last', 'source', 'texts', 'value')

    def __init__(
        self,
        order: int,
        parent: Element | None,
        tag: str,
        source: etree._Element,
    ) -> None:
        self.order, self.parent, self.tag, self.source = order, parent, tag, source
        self.last = order
        self.children: Sequence[Element] = ()
        self.by_name = NO_CHILDREN
        self.attributes = NO_ATTRIBUTES

    def __getattr__(self, name: str) -> Any:
        """Fill an empty slot."""
        if name == 'value':
            self.value = found = Untyped(self._text())
        elif name == 'texts':
            self.texts = found = list(self._text_nodes())
        else:
            raise AttributeError(name)
        return found

    def _text(self) -> str:
        if len(self.source):
            return ''.join(self.source.itertext())
        return self.source.text or ''

    def _text_nodes(self) -> Iterator[Leaf]:
        """A comment between two texts doesn't part them."""
        if self.tag == '/':
            return
        place, text = self.order + len(self.attributes) + 0.5, self.source.text or ''
        children = iter(self.children)
        for part in self.source:
            if isinstance(part.tag, str):
                if text:
                    yield Leaf(place, self, 'text()', text)
                place, text = next(children).last + 0.5, ''
            text += part.tail or ''
        if text:
            yield Leaf(place, self, 'text()', text)


class Section(NamedTuple):
    """A child of the root with all inside it: the place of the first and of what comes after."""

    start: int
    stop: int
    outline: slice


class DocumentIndex:
    """All elements in document order, and by name; the document's tree isn't changed.

    Raises TooLarge for more elements than ``most``.
    """

    def __init__(self, root: etree._Element, most: float = math.inf) -> None:
        self.by_name: dict[str, list[Element]] = {}
        self.elements: list[Element] = []
        self.sections: list[Section] = []
        self._attributes: dict[str, list[Leaf]] | None = None
        # Of each element its name, its attributes' names, the same of its children, and None.
        self._outline: list[Any] = []
        self._most, self._counter = most, 0
        self.document = Element(0, None, '/', root)
        self.root = self._add(root, root.tag, self.document)
        self.document.children = [self.root]
        self.document.by_name = {self.root.tag: [self.root]}
        self.document.last = self.root.last

    @property
    def attributes(self) -> dict[str, list[Leaf]]:
        """All attributes by name, in document order."""
        if self._attributes is None:
            found: dict[str, list[Leaf]] = {}
            for element in self.elements:
                for name, attribute in element.attributes.items():
                    found.setdefault(name, []).append(attribute)
            self._attributes = found
        return self._attributes

    @property
    def characters(self) -> int:
        """The length of all text."""
        return sum(len(element.source.text or '') for element in self.elements)

    def outline(self, section: Section | None = None) -> tuple[Any, ...]:
        """Equal for sections, or whole documents, that differ in nothing but values."""
        if section is None:
            return tuple(self._outline)
        return (self.root.tag, *self._outline[section.outline])

    def release(self) -> None:
        """Part the nodes, so that their memory is free at once: parents and children hold each
        other, and would wait for the garbage collector.
        """
        for element in self.elements:
            element.children, element.by_name = (), NO_CHILDREN
            element.attributes, element.texts = NO_ATTRIBUTES, ()
        self.document.children, self.document.by_name = (), NO_CHILDREN

    def _add(self, source: etree._Element, tag: str, parent: Element) -> Element:
        """Number an element, its attributes and all below it."""
        elements, outline = self.elements, self._outline
        if len(elements) >= self._most:
            raise TooLarge(f"The document has more than {self._most} elements.")
        self._counter += 1
        peers = self.by_name.get(tag)
        if peers is None:
            peers = self.by_name[tag] = []
        else:
            tag = peers[0].tag  # lxml makes a new text at every look
        element = Element(self._counter, parent, tag, source)
        peers.append(element)
        elements.append(element)
        outline.append(tag)
        attributes = source.items()
        if attributes:
            self._add_attributes(element, attributes)
        if len(source):
            self._add_children(element)
            element.last = self._counter
        outline.append(None)
        return element

    def _add_attributes(self, element: Element, attributes: list[tuple[str, str]]) -> None:
        element.attributes = {}
        for name, value in attributes:
            self._counter += 1
            element.attributes[name] = Leaf(self._counter, element, name, value)
        element.last = self._counter
        self._outline.append(tuple(element.attributes))

    def _add_children(self, element: Element) -> None:
        children: list[Element] = []
        by_name: dict[str, list[Element]] = {}
        element.children, element.by_name = children, by_name
        is_root = element.parent is self.document
        for source in element.source:
            tag = source.tag
            # Comments and processing instructions have a function for a tag.
            if isinstance(tag, str):
                start, begin = len(self.elements), len(self._outline)
                child = self._add(source, tag, element)
                children.append(child)
                named = by_name.get(child.tag)
                if named is None:
                    by_name[child.tag] = [child]
                else:
                    named.append(child)
                if is_root:
                    outline = slice(begin, len(self._outline))
                    self.sections.append(Section(start, len(self.elements), outline))
