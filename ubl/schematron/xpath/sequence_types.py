"""Sequence types such as 'xs:decimal?': does a value fit, and the conversion of arguments."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from .atomic import CASTS, Untyped, type_of
from .errors import XPathError, wrong_type


WHOLE = ('xs:int', 'xs:long', 'xs:short', 'xs:nonNegativeInteger', 'xs:positiveInteger')
_COUNTS = {'?': (0, 1), '*': (0, None), '+': (1, None)}


def parts_of(type_name: str) -> tuple[str, int, int | None]:
    """'xs:decimal?' → ('xs:decimal', 0, 1)."""
    if type_name[-1] in _COUNTS:
        return (type_name[:-1], *_COUNTS[type_name[-1]])
    return type_name, 1, 1


def fits(items: Sequence[Any], type_name: str) -> bool:
    """``instance of``."""
    if type_name == 'empty-sequence()':
        return not items
    name, least, most = parts_of(type_name)
    if len(items) < least or (most is not None and len(items) > most):
        return False
    return all(_is_a(item, name) for item in items)


def converted(items: Sequence[Any], type_name: str) -> Sequence[Any]:
    """An argument as a function declares it: nodes atomized, untyped values cast."""
    name, least, most = parts_of(type_name)
    if name in CASTS or name == 'xs:anyAtomicType':
        items = [_as_type(item.value if hasattr(item, 'order') else item, name) for item in items]
    if len(items) < least or (most is not None and len(items) > most):
        raise XPathError('XPTY0004', f"{len(items)} items where {type_name} is declared")
    return items


def _as_type(value: Any, name: str) -> Any:
    if type(value) is Untyped and name != 'xs:anyAtomicType':
        return CASTS[name](value)
    promoted = (
        name in ('xs:double', 'xs:float')
        and isinstance(value, (int, Decimal))
        and not isinstance(value, bool)
    )
    if promoted:
        return float(value)
    if not _is_a(value, name):
        raise wrong_type(value, name)
    return value


def _is_a(item: Any, name: str) -> bool:
    if name == 'item()':
        return True
    if hasattr(item, 'order'):
        return _is_node(item, name)
    kind = type_of(item)
    derived = (kind, name) in (
        ('xs:integer', 'xs:decimal'),
        ('xs:double', 'xs:float'),
        ('xs:string', 'xs:anyURI'),
        ('xs:string', 'xs:normalizedString'),
        ('xs:string', 'xs:token'),
    )
    whole = kind == 'xs:integer' and name in WHOLE
    return kind == name or derived or whole or name == 'xs:anyAtomicType'


def _is_node(node: Any, name: str) -> bool:
    if name == 'node()':
        return True
    if name == 'text()':
        return node.tag == 'text()'
    is_element = hasattr(node, 'source') and node.tag != '/'
    return {
        'element()': is_element,
        'document-node()': node.tag == '/',
        'attribute()': not hasattr(node, 'source') and node.tag != 'text()',
    }.get(name, False)
