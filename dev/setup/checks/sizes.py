"""Functions have up to 30 lines (their docstring not counted); tests may be longer.

A file is as long as its subject: from 400 lines on there is a hint, and it doesn't fail.
"""

import ast
from collections.abc import Iterator

from .sources import Source, sources


LONG_FILE = 400
LONGEST_FUNCTION = 30


def problems() -> Iterator[str]:
    """Functions that want to be split."""
    for source in _measured():
        yield from _long_functions(source)


def hints() -> Iterator[str]:
    """Files that may have more than one subject."""
    for source in _measured():
        lines = len(source.text.splitlines())
        if lines > LONG_FILE:
            yield f'{source.path}: {lines} lines; has it one subject?'


def _measured() -> Iterator[Source]:
    return (source for source in sources() if source.room != 'tests')


def _long_functions(source: Source) -> Iterator[str]:
    for function in source.nodes(ast.FunctionDef, ast.AsyncFunctionDef):
        lines = function.end_lineno - function.lineno + 1 - _docstring_lines(function)
        if lines > LONGEST_FUNCTION:
            place = f'{source.path}:{function.lineno}'
            yield f'{place}: {function.name} has {lines} lines, at most {LONGEST_FUNCTION}'


def _docstring_lines(function: ast.FunctionDef) -> int:
    if ast.get_docstring(function) is None:
        return 0
    docstring = function.body[0]
    return docstring.end_lineno - docstring.lineno + 1
