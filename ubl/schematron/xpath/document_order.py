"""Document order: what a step gives must be in it, each node once; sorting only where needed."""

from __future__ import annotations

from . import syntax
from .compiler import Items
from .static import kind_of
from .syntax import Expression


ONE, PEERS, ANY = 'one', 'peers', 'any'


def in_order(nodes: Items) -> Items:
    """In document order, each once."""
    return sorted(set(nodes), key=lambda node: node.order) if len(nodes) > 1 else nodes


def disorder(before: tuple[Expression, ...], last: Expression) -> bool | None:
    """Whether the last step may give nodes out of order or twice; None: if it gives nodes."""
    if not isinstance(last, syntax.Step):
        return None if kind_of(last) in ('any', 'nodes') else False
    return _shape_after(_shape(before), last.axis)[1]


def _shape(steps: tuple[Expression, ...]) -> str:
    """ONE node, PEERS (none inside another, in order), or ANY."""
    first, *rest = steps
    if isinstance(first, (syntax.Root, syntax.ContextItem)):
        shape = ONE
    elif isinstance(first, syntax.Step):
        shape = _shape_after(ONE, first.axis)[0]
    else:
        shape = ANY
    for step in rest:
        shape = _shape_after(shape, step.axis)[0] if isinstance(step, syntax.Step) else ANY
    return shape


def _shape_after(shape: str, axis: str) -> tuple[str, bool]:
    """The shape behind a step, and whether the step's results need sorting."""
    if axis == 'self':
        return shape, False
    if axis in ('child', 'attribute'):
        return (ANY if shape == ANY else PEERS), shape == ANY and axis == 'child'
    if axis == 'parent':
        return (ONE if shape == ONE else ANY), shape != ONE
    return ANY, not (shape == ONE or (shape == PEERS and axis.startswith('descendant')))
