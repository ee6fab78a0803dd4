"""Calls that rules write in a roundabout way for want of a better one in XPath."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import syntax
from .atomic import to_string
from .compiler import Code, Compiler, Frame


# What is called, and its arguments → code of the same truth, or None where it isn't this idiom.
Idiom = Callable[[Compiler, tuple[syntax.Expression, ...]], 'Code | None']
BLANK = syntax.Literal(' ', 'string')


def word_in_list(compiler: Compiler, arguments: tuple[syntax.Expression, ...]) -> Code | None:
    """``contains(' A B C ', concat(' ', code, ' '))``: a look into a set, for one word."""
    text, part = arguments
    if not _is_text(text) or not (isinstance(part, syntax.Call) and part.name == 'concat'):
        return None
    if len(part.arguments) != 3 or part.arguments[0] != BLANK or part.arguments[2] != BLANK:
        return None
    listed = text.value  # type: ignore[attr-defined]
    # What stands between two blanks.
    words = frozenset(listed.split(' ')[1:-1])
    code = compiler.atom(part.arguments[1])

    def contains(item: Any, frame: Frame) -> bool:
        value = code(item, frame)
        word = '' if value is None else to_string(value)
        return f' {word} ' in listed if ' ' in word else word in words

    return compiler.timed(contains)


def end_of_name(compiler: Compiler, arguments: tuple[syntax.Expression, ...]) -> Code | None:
    """``ends-with(name(), 'Amount')``: the end of a name without a colon is that of its local part.

    So the prefix, which each document chooses for itself, doesn't matter.
    """
    name, end = arguments
    if not _is_text(end) or ':' in end.value:  # type: ignore[attr-defined]
        return None
    if not isinstance(name, syntax.Call) or name.name != 'name':
        return None
    local = syntax.Call('local-name', name.arguments)
    return compiler.truth(syntax.Call('ends-with', (local, end)))


def _is_text(tree: syntax.Expression) -> bool:
    return isinstance(tree, syntax.Literal) and tree.kind == 'string'


IDIOMS: dict[tuple[str, int], Idiom] = {
    ('contains', 2): word_in_list,
    ('ends-with', 2): end_of_name,
}
