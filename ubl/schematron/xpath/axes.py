"""The thirteen axes less the namespace axis: from one node to others, in the axis's own order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .document_index import Element


Node = Any  # Element or Leaf
Nodes = Sequence[Any]
REVERSE = {'parent', 'ancestor', 'ancestor-or-self', 'preceding', 'preceding-sibling'}


def selector(axis: str, test: str) -> Callable[[Node], Nodes]:
    """The function that gives the nodes of an axis that pass a node test."""
    if axis == 'child':
        return _child(test)
    if axis == 'attribute':
        return _attribute(test)
    walk = _AXES[axis]
    if test == 'node()':
        return lambda node: list(walk(node))
    passes = node_test(test)
    return lambda node: [found for found in walk(node) if passes(found)]


_KINDS: dict[str, Callable[[Node], bool]] = {
    'node()': lambda node: True,
    '*': lambda node: isinstance(node, Element) and node.tag != '/',
    'document-node()': lambda node: node.tag == '/',
}


def node_test(test: str) -> Callable[[Node], bool]:
    """Whether an element or text passes; '*' is any element."""
    if test in _KINDS:
        return _KINDS[test]
    if test.endswith('}*'):
        return lambda node: node.tag.startswith(test[:-1])
    if test.startswith('{*}'):
        return lambda node: node.tag.rpartition('}')[2] == test[3:]
    return lambda node: node.tag == test


def _child(test: str) -> Callable[[Node], Nodes]:
    if is_name(test):
        return lambda node: node.by_name.get(test, ())
    if test == '*' or test.endswith('()'):
        # Comments and processing instructions aren't kept.
        return _CHILDREN.get(test, lambda node: ())
    passes = node_test(test)
    return lambda node: [child for child in node.children if passes(child)]


def _attribute(test: str) -> Callable[[Node], Nodes]:
    if test in ('*', 'node()'):
        return lambda node: tuple(node.attributes.values())
    if '*' in test:
        passes = node_test(test)
        return lambda node: [found for found in node.attributes.values() if passes(found)]

    def attribute(node: Node) -> Nodes:
        found = node.attributes.get(test)
        return () if found is None else (found,)

    return attribute


def children_and_texts(node: Node) -> Nodes:
    """``node()``: elements and texts in document order."""
    return sorted([*node.children, *node.texts], key=lambda child: child.order)


_CHILDREN: dict[str, Callable[[Node], Nodes]] = {
    '*': lambda node: node.children,
    'text()': lambda node: node.texts,
    'node()': children_and_texts,
}


def _ancestors(node: Node) -> Iterator[Node]:
    while (node := node.parent) is not None:
        yield node


def _all_descendants(node: Node) -> Iterator[Node]:
    """Elements and texts."""
    for child in children_and_texts(node):
        yield child
        yield from _all_descendants(child)


def _siblings_after(node: Node) -> Iterator[Node]:
    if node.parent is not None and (isinstance(node, Element) or node.tag == 'text()'):
        yield from (each for each in children_and_texts(node.parent) if each.order > node.order)


def _siblings_before(node: Node) -> Iterator[Node]:
    if node.parent is not None and (isinstance(node, Element) or node.tag == 'text()'):
        siblings = children_and_texts(node.parent)
        yield from (each for each in reversed(siblings) if each.order < node.order)


def _following(node: Node) -> Iterator[Node]:
    for each in _all_descendants(_top(node)):
        if each.order > _end(node):
            yield each


def _preceding(node: Node) -> Iterator[Node]:
    above = set(_ancestors(node))
    before = [each for each in _all_descendants(_top(node)) if each.order < node.order]
    yield from (each for each in reversed(before) if each not in above)


def _top(node: Node) -> Element:
    while node.parent is not None:
        node = node.parent
    return node


def _and_self(walk: Callable[[Node], Iterator[Node]]) -> Callable[[Node], Iterator[Node]]:
    def from_self(node: Node) -> Iterator[Node]:
        yield node
        yield from walk(node)

    return from_self


def _parent(node: Node) -> Nodes:
    return () if node.parent is None else (node.parent,)


_AXES: dict[str, Callable[[Node], Any]] = {
    'self': lambda node: (node,),
    'parent': _parent,
    'ancestor': _ancestors,
    'ancestor-or-self': _and_self(_ancestors),
    'descendant': _all_descendants,
    'descendant-or-self': _and_self(_all_descendants),
    'following-sibling': _siblings_after,
    'preceding-sibling': _siblings_before,
    'following': _following,
    'preceding': _preceding,
}


def is_name(test: str) -> bool:
    """Whether a node test asks for one name, rather than for many or for a kind."""
    return '*' not in test and not test.endswith('()')


def _below(nodes: Nodes, node: Node) -> Nodes:
    """Those inside the node; ``nodes`` are in document order."""
    if node.tag == '/':
        return nodes
    first = bisect_right(nodes, node.order, key=_order)
    return nodes[first : bisect_right(nodes, _end(node), key=_order)]


def _after(nodes: Nodes, node: Node) -> Nodes:
    return nodes[bisect_right(nodes, _end(node), key=_order) :]


def _before(nodes: Nodes, node: Node) -> Nodes:
    before = nodes[: bisect_left(nodes, node.order, key=_order)]
    return [each for each in before if each.last < node.order]


def _order(node: Node) -> float:
    return node.order


def _end(node: Node) -> float:
    return node.last if isinstance(node, Element) else node.order


# Axes that reach far: (all nodes of a name in document order, where from) → those on the axis.
BY_NAME: dict[str, Callable[[Nodes, Node], Nodes]] = {
    'descendant': _below,
    'following': _after,
    'preceding': _before,
}
