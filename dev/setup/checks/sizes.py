"""Files up to 300 lines, functions up to 30 (their docstring not counted); tests may be longer."""

import ast
from collections.abc import Iterator

from .sources import Source, sources


LONGEST_FILE = 300
LONGEST_FUNCTION = 30


def problems() -> Iterator[str]:
    """Files and functions that want to be split."""
    for source in sources():
        if source.room == 'tests':
            continue
        lines = len(source.text.splitlines())
        if lines > LONGEST_FILE:
            yield f'{source.path}: {lines} lines, at most {LONGEST_FILE}'
        yield from _long_functions(source)


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
