"""Rule contexts: does a node match ``cac:TaxTotal/cac:TaxSubtotal[…] | //cbc:Amount``?

A context is a match pattern of XSLT, so it is asked from the node upwards: the last step must be
the node itself, the one before its parent (or, before ``//``, any ancestor), and so on. Nothing
is searched for.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from . import syntax
from .axes import node_test
from .compiler import Code, Compiler, Frame
from .errors import NotUnderstood
from .parser_steps import ANYWHERE
from .static import may_be_position
from .syntax import Expression


class Matcher(NamedTuple):
    """One alternative of a context.

    ``test`` is the node test of the last step, ``is_attribute`` its axis; ``matches`` decides
    about a node that passes them, None if nothing is left to decide.
    """

    test: str
    is_attribute: bool
    matches: Code | None


class Link(NamedTuple):
    """A step with what stands before it: '/', '//' or, for the first, '' (anywhere)."""

    before: str
    step: syntax.Step


MOST_ALTERNATIVES = 1000
# A document itself; what a leading slash stands for.
DOCUMENT = syntax.Step('self', 'document-node()')


def matchers(compiler: Compiler, tree: Expression) -> list[Matcher]:
    """The alternatives of a context. Raises NotUnderstood for what is no pattern."""
    return [_matcher(compiler, links) for links in _alternatives(tree)]


def last_steps(tree: Expression) -> set[str]:
    """The node tests of the last steps. Raises NotUnderstood for what is no pattern."""
    return {links[-1].step.test for links in _alternatives(tree)}


def may_overlap(test: str, other: str) -> bool:
    """Whether a node may pass both node tests."""
    return test == other or '*' in test or '*' in other


def _matcher(compiler: Compiler, links: list[Link]) -> Matcher:
    last = links[-1].step
    above = _above(compiler, links)
    return Matcher(
        last.test, last.axis == 'attribute', _with_predicates(above, _predicates(compiler, last))
    )


def _alternatives(tree: Expression) -> list[list[Link]]:
    if isinstance(tree, syntax.Combination) and tree.operator == 'union':
        return _alternatives(tree.left) + _alternatives(tree.right)
    if isinstance(tree, syntax.Filter):
        return [_narrowed(links, tree.predicates) for links in _alternatives(tree.base)]
    if isinstance(tree, syntax.Root):
        return [[Link('', DOCUMENT)]]
    if isinstance(tree, syntax.Step):
        return [[Link('', _allowed(tree))]]
    if isinstance(tree, syntax.Path):
        return _alternatives_of_path(tree.steps)
    raise NotUnderstood('no-pattern', name=type(tree).__name__)


def _alternatives_of_path(steps: tuple[Expression, ...]) -> list[list[Link]]:
    first, *rest = steps
    found, before = _alternatives(first), '/'
    for step in rest:
        if step == ANYWHERE:
            before = '//'
            continue
        tails = _alternatives(step)
        if any(len(tail) > 1 for tail in tails):
            raise NotUnderstood('path-in-a-step')
        if len(found) * len(tails) > MOST_ALTERNATIVES:
            raise NotUnderstood('too-many-alternatives')
        found = [[*links, Link(before, tail[0].step)] for links in found for tail in tails]
        before = '/'
    return found


def _allowed(step: syntax.Step) -> syntax.Step:
    if step.axis not in ('child', 'attribute') or step.test.endswith('()'):
        raise NotUnderstood('no-step-of-a-pattern', axis=step.axis, name=step.test)
    return step


def _narrowed(links: list[Link], predicates: tuple[Expression, ...]) -> list[Link]:
    """Predicates behind a parenthesis belong to the last step of each alternative."""
    before, step = links[-1]
    if any(map(may_be_position, step.predicates)):
        raise NotUnderstood('position-in-parenthesis')
    narrowed = syntax.Step(step.axis, step.test, step.predicates + predicates)
    return [*links[:-1], Link(before, narrowed)]


def _above(compiler: Compiler, links: list[Link]) -> Code | None:
    """Whether what stands before the last step matches, asked of the node."""
    *outer, last = links
    if not outer:
        return None
    step = outer[-1].step
    parent_matches = _with_predicates(_above(compiler, outer), _predicates(compiler, step))
    if last.before == '//' and step == DOCUMENT:
        return None
    passes = node_test(step.test)

    def parent(node: Any, frame: Frame) -> bool:
        above = node.parent
        return (
            above is not None
            and passes(above)
            and (parent_matches is None or parent_matches(above, frame))
        )

    def some_ancestor(node: Any, frame: Frame) -> bool:
        while node is not None:
            if parent(node, frame):
                return True
            node = node.parent
        return False

    return some_ancestor if last.before == '//' else parent


def _predicates(compiler: Compiler, step: syntax.Step) -> list[Code]:
    if any(map(may_be_position, step.predicates)):
        return [_positional(compiler, step)]
    return [compiler.truth(tree) for tree in step.predicates]


def _positional(compiler: Compiler, step: syntax.Step) -> Code:
    """The node must be among those that its parent's path to it gives."""
    siblings = compiler.items(step)

    def matches(node: Any, frame: Frame) -> bool:
        return node.parent is not None and any(
            each is node for each in siblings(node.parent, frame)
        )

    return matches


def _with_predicates(above: Code | None, predicates: list[Code]) -> Code | None:
    if not predicates:
        return above

    def matches(node: Any, frame: Frame) -> bool:
        if above is not None and not above(node, frame):
            return False
        for predicate in predicates:  # noqa: SIM110  a generator costs more
            if not predicate(node, frame):
                return False
        return True

    return matches
