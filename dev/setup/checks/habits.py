"""Habits that the house style forbids and that no linter knows."""

import ast
import re
from collections.abc import Iterator

from .sources import Source, sources


# In comments: a list of currencies names a code that looks like one.
_OPEN_ENDS = re.compile(r'(#|""").*\b(TO' r'DO|FIX' r'ME|X' r'XX)\b')


def problems() -> Iterator[str]:
    """Open ends in comments, sleeping tests, translatable strings where no translator belongs."""
    for source in sources():
        for number, line in enumerate(source.text.splitlines(), 1):
            if _OPEN_ENDS.search(line):
                yield f'{source.path}:{number}: an open end; do it or open an issue'
        yield from _calls(source)


def _calls(source: Source) -> Iterator[str]:
    for call in source.nodes(ast.Call):
        name = ast.unparse(call.func)
        place = f'{source.path}:{call.lineno}'
        if source.room == 'tests' and name in ('time.sleep', 'sleep'):
            yield f'{place}: a test that sleeps; wait for the condition with wait_until'
        if source.room == 'dev' and (name == '_' or name.endswith('._')):
            yield f'{place}: Odoo would send this string to the translators'
