"""Habits that the house style forbids and that no linter knows."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from ..cache import ADDON
from .sources import Source, sources


# What tells the time: read while a test is imported, it is old when the test runs.
_CLOCKS = {'now', 'today', 'utcnow', 'context_today', 'time', 'monotonic'}
# In comments: a list of currencies names a code that looks like one.
_OPEN_ENDS = re.compile(r'(#|""").*\b(TO' r'DO|FIX' r'ME|X' r'XX)\b')
# A sentence says who: the user, an administrator, the customer, no process.
_NAMELESS = re.compile(r'\b(nobody|somebody|anybody|whoever|whomever)\b', re.IGNORECASE)
# Folders whose docstrings and comments say who; '' stands for the files beside them.
NAMING = (
    '',
    'controllers',
    'dev',
    'en16931',
    'identification',
    'models',
    'network',
    'ubl',
    'wizards',
)
# The same for the comments of views, data and scripts.
NAMING_MARKUP = ('data', 'security', 'static', 'views')
_MARKUP_COMMENTS = re.compile(r'<!--.*?-->|/\*.*?\*/|^\s*//[^\n]*', re.DOTALL | re.MULTILINE)


def problems() -> Iterator[str]:
    """Open ends, what a test may not do, strings that must not be translated, no who."""
    for source in sources():
        for number, line in enumerate(source.text.splitlines(), 1):
            if _OPEN_ENDS.search(line):
                yield f'{source.path}:{number}: an open end; do it or open an issue'
        yield from (*_calls(source), *old_clocks(source))
        if source.room in NAMING:
            yield from nameless(source)
    for folder in NAMING_MARKUP:
        for path in sorted((ADDON / folder).rglob('*')):
            if path.suffix in {'.xml', '.js', '.scss'}:
                yield from nameless_markup(str(path.relative_to(ADDON)), path.read_text())


def _calls(source: Source) -> Iterator[str]:
    for call in source.nodes(ast.Call):
        name = ast.unparse(call.func)
        place = f'{source.path}:{call.lineno}'
        if source.room == 'tests' and name in ('time.sleep', 'sleep'):
            yield f'{place}: a test that sleeps; wait for the condition with wait_until'
        if source.room == 'dev' and (name == '_' or name.endswith('._')):
            yield f'{place}: Odoo would send this string to the translators'


def old_clocks(source: Source) -> Iterator[str]:
    """Moments that a test takes when it is imported, minutes or an hour before it runs."""
    for call in _called_at_import(source.tree) if source.room == 'tests' else ():
        if ast.unparse(call.func).rpartition('.')[2] in _CLOCKS:
            yield f'{source.path}:{call.lineno}: a time of the import; ask for it in the test'


def _called_at_import(node: ast.AST) -> Iterator[ast.Call]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            child = ast.Tuple([*getattr(child, 'decorator_list', ()), child.args])
        if isinstance(child, ast.Call):
            yield child
        yield from _called_at_import(child)


def nameless(source: Source) -> Iterator[str]:
    """Docstrings and comments that don't say who."""
    for line, text in (*_docstrings(source), *_comments(source)):
        yield from _found(f'{source.path}', line, text)


def nameless_markup(path: str, text: str) -> Iterator[str]:
    """The same for the comments of XML, JavaScript and SCSS."""
    for match in _MARKUP_COMMENTS.finditer(text):
        yield from _found(path, text.count('\n', 0, match.start()) + 1, match[0])


def _found(path: str, line: int, text: str) -> Iterator[str]:
    for match in _NAMELESS.finditer(text):
        yield f"{path}:{line + text.count(chr(10), 0, match.start())}: '{match[0]}' says not who"


def _docstrings(source: Source) -> Iterator[tuple[int, str]]:
    for node in source.nodes(ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef):
        text = ast.get_docstring(node, clean=False)
        if text:
            yield node.body[0].lineno, text


def _comments(source: Source) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
