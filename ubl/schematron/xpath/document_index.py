"""A document prepared for many questions: who is whose child, where each name occurs.

lxml makes a new Python object at every look at a node; these nodes are made once. They are
numbered in document order, the document itself is 0. An index belongs to one run and one thread.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from lxml import etree

from .atomic import Untyped


NO_CHILDREN: dict[str, list[Element]] = {}


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
    attributes: dict[str, Leaf] = {}
    texts: tuple[Leaf, ...] = ()

    def __init__(self, order: float, parent: Element, tag: str, value: str) -> None:
        self.order, self.parent, self.tag, self.value = order, parent, tag, Untyped(value)


class Element(Node):
    """An element, or the document (``tag`` is '/'); ``last`` is the order of its last descendant.

    ``by_name`` maps a child's name to the children of that name.
    """

    __slots__ = ('_texts', '_value', 'attributes', 'by_name', 'children', 'last', 'source')

    def __init__(
        self,
        order: int,
        parent: Element | None,
        tag: str,
        source: etree._Element,
    ) -> None:
        self.order, self.parent, self.tag, self.source = order, parent, tag, source
        self.last = order
        self.children: list[Element] = []
        self.by_name = NO_CHILDREN
        self.attributes: dict[str, Leaf] = Leaf.attributes
        self._value: Untyped | None = None
        self._texts: list[Leaf] | None = None

    @property
    def value(self) -> Untyped:
        """All text inside, joined: the untyped atomic value."""
        if self._value is None:
            if self.children:
                text = ''.join(self.source.itertext(with_tail=False))
            else:
                text = self.source.text or ''
            self._value = Untyped(text)
        return self._value

    @property
    def texts(self) -> list[Leaf]:
        """The text nodes directly inside; a comment between two texts doesn't part them."""
        if self._texts is None:
            self._texts = list(self._text_nodes())
        return self._texts

    def _text_nodes(self) -> Iterator[Leaf]:
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


class DocumentIndex:
    """All elements in document order, and by name; the document's tree isn't changed.

    Raises TooLarge for more elements than ``most``.
    """

    def __init__(self, root: etree._Element, most: float = math.inf) -> None:
        self._most = most
        self.by_name: dict[str, list[Element]] = {}
        self.elements: list[Element] = []
        self._attributes: dict[str, list[Leaf]] | None = None
        self._counter = 0
        self.document = Element(0, None, '/', root)
        self.root = self._add(root, self.document)
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

    def release(self) -> None:
        """Part the nodes, so that their memory is free at once: parents and children hold each
        other, and would wait for the garbage collector.
        """
        for element in self.elements:
            element.children, element.by_name = [], NO_CHILDREN
            element.attributes, element._texts = Leaf.attributes, None
        self.document.children, self.document.by_name = [], NO_CHILDREN

    def _add(self, source: etree._Element, parent: Element) -> Element:
        """Number an element, its attributes and all below it."""
        self._counter += 1
        tag = source.tag
        element = Element(self._counter, parent, tag, source)
        if len(self.elements) >= self._most:
            raise TooLarge(f"The document has more than {self._most} elements.")
        self.elements.append(element)
        self.by_name.setdefault(tag, []).append(element)
        names = source.keys()
        if names:
            self._add_attributes(element, names)
        if len(source):
            self._add_children(element)
        element.last = self._counter
        return element

    def _add_attributes(self, element: Element, names: list[str]) -> None:
        element.attributes = {}
        for name in names:
            self._counter += 1
            value = element.source.get(name)
            element.attributes[name] = Leaf(self._counter, element, name, value)

    def _add_children(self, element: Element) -> None:
        element.by_name = by_name = {}
        for source in element.source:
            tag = source.tag
            # Comments and processing instructions have a function for a tag.
            if isinstance(tag, str):
                child = self._add(source, element)
                element.children.append(child)
                if tag in by_name:
                    by_name[tag].append(child)
                else:
                    by_name[tag] = [child]
