"""Functions on sequences and nodes, and those that give a truth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .arithmetic import number
from .comparing import comparable
from .errors import XPathError
from .functions import function
from .functions_numbers import rounded


Items = Sequence[Any]


function('not', 'truth', gives='truth')(lambda value: not value)
function('boolean', 'truth', gives='truth')(bool)
function('exists', 'items', gives='truth')(lambda items: len(items) > 0)
function('empty', 'items', gives='truth')(lambda items: len(items) == 0)
function('count', 'items')(len)
function('data', 'values', gives='items')(list)
function('reverse', 'items', gives='items')(lambda items: list(reversed(items)))


@function('head', 'items', gives='items')
def head(items: Items) -> Items:
    """The first, if there is one."""
    return items[:1]


@function('tail', 'items', gives='items')
def tail(items: Items) -> Items:
    """All but the first."""
    return items[1:]


@function('deep-equal', 'items', 'items', gives='truth')
def deep_equal(lefts: Items, rights: Items) -> bool:
    """Whether two sequences read the same, with all that is in their elements."""
    return len(lefts) == len(rights) and all(map(_reads_the_same, lefts, rights))


def _reads_the_same(left: Any, right: Any) -> bool:
    if not hasattr(left, 'order') or not hasattr(right, 'order'):
        return hasattr(left, 'order') is hasattr(right, 'order') and _same(left, right)
    if left.tag != right.tag or len(left.children) != len(right.children):
        return False
    if {name: each.value for name, each in left.attributes.items()} != {
        name: each.value for name, each in right.attributes.items()
    }:
        return False
    if left.children:
        return all(map(_reads_the_same, left.children, right.children))
    return bool(left.value == right.value)


@function('distinct-values', 'values', gives='items')
def distinct_values(values: Items) -> Items:
    """Each value once."""
    return list(dict.fromkeys(values))


@function('index-of', 'values', 'atom', gives='items')
def index_of(values: Items, wanted: Any) -> Items:
    """Positions, counted from 1."""
    return [place for place, value in enumerate(values, 1) if _same(value, wanted)]


def _same(left: Any, right: Any) -> bool:
    try:
        left, right = comparable(left, right)
    except XPathError:
        return False
    return left == right


@function('subsequence', 'items', 'atom', 'atom', least=2, gives='items')
def subsequence(items: Items, start: Any, length: Any = None) -> Items:
    """Counted from 1."""
    first = rounded(float(number(start)))
    end = float('inf') if length is None else first + rounded(float(number(length)))
    return [item for place, item in enumerate(items, 1) if first <= place < end]


@function('insert-before', 'items', 'atom', 'items', gives='items')
def insert_before(items: Items, place: int, inserted: Items) -> Items:
    """In front of the item at that place."""
    index = max(place - 1, 0)
    return [*items[:index], *inserted, *items[index:]]


@function('remove', 'items', 'atom', gives='items')
def remove(items: Items, place: int) -> Items:
    """Without the item at that place."""
    return [item for index, item in enumerate(items, 1) if index != place]


@function('zero-or-one', 'items', gives='items')
def zero_or_one(items: Items) -> Items:
    """The same, or an error."""
    if len(items) > 1:
        raise XPathError('FORG0003', "more than one item")
    return items


@function('exactly-one', 'items', gives='items')
def exactly_one(items: Items) -> Items:
    """The same, or an error."""
    if len(items) != 1:
        raise XPathError('FORG0005', f"{len(items)} items")
    return items


@function('one-or-more', 'items', gives='items')
def one_or_more(items: Items) -> Items:
    """The same, or an error."""
    if not items:
        raise XPathError('FORG0004', "no item")
    return items


@function('name', 'items')
def name(items: Items) -> str:
    """With the prefix that the document uses."""
    node = _node(items)
    prefix = getattr(getattr(node, 'source', None), 'prefix', None)
    local = local_name(items)
    return f'{prefix}:{local}' if prefix and node.tag != '/' else local


@function('local-name', 'items')
def local_name(items: Items) -> str:
    """'' for the document and for texts."""
    node = _node(items)
    if node is None or node.tag in ('/', 'text()'):
        return ''
    return node.tag.rpartition('}')[2]


@function('namespace-uri', 'items')
def namespace_uri(items: Items) -> str:
    """'' for names without a namespace."""
    node = _node(items)
    return node.tag[1:].partition('}')[0] if node is not None and node.tag[0] == '{' else ''


@function('root', 'items', gives='items')
def root(items: Items) -> Items:
    """The document of a node."""
    node = _node(items)
    while node is not None and node.parent is not None:
        node = node.parent
    return () if node is None else (node,)


def _node(items: Items) -> Any:
    if not items:
        return None
    if len(items) > 1 or not hasattr(items[0], 'order'):
        raise XPathError('XPTY0004', "one node is wanted")
    return items[0]
