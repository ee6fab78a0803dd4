"""`docs/error-codes.md` shows what people see of each of Pagero's error codes, and is never old."""

import ast
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib

from ..cache import ADDON


PAGE = Path('docs', 'error-codes.md')
CODES = runpy.run_path(str(ADDON / 'network' / 'codes.py'))
INTRODUCTION = """# Error codes

What a person sees of each error code of Pagero's (PUF-020): one sentence in the own language, and
one button that cures it or leads to where that is done. Drawn from the code by
`dev/check --update`; `dev/check` refuses a page that is old.

Where a button does not fit, the nearest one stands there: *Send Again* for *Restart* of what Pagero
refused at once; the connection's own button (*Request*, *Routing Order*, *New Order*, *Connection*,
*Connect Customer*) for those that depend on how far it has come; *Pagero Account* for *Send in
Production* before the company is live. Users who may not post invoices see no button that changes
an invoice. Pagero's own words, the code and the history are one click away.
"""
WITHOUT_CODE = {
    'NO_TESTS': "A test was refused",
    'ASKS_THERE': "Awaiting interaction",
    'UNKNOWN': "Any other error",
}


class Row(NamedTuple):
    """A line of the table in the code."""

    key: str
    sentence: str
    cure: str


def problems() -> Iterator[str]:
    """Codes without a sentence, and the page when it says something else than the code."""
    page = ADDON / PAGE
    rows = {row.key for row in table('BY_CODE')}
    yield from (f'{code}: give it a sentence and a cure' for code in missing(rows))
    if not page.exists() or page.read_text() != drawn():
        yield f'{PAGE}: the code has moved on; write it anew with dev/check --update'


def missing(rows: set[str]) -> list[str]:
    """Codes that the table lacks, or that Pagero doesn't have."""
    return sorted(rows ^ set(CODES['MEANINGS']))


def update() -> None:
    """Write the page."""
    (ADDON / PAGE).write_text(drawn())


def drawn() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    for row in table('BY_GROUP'):
        group = row.key
        parts += ['', f'## {_groups()[group]}', '', *_head()]
        members = [each for each in table('BY_CODE') if CODES['error_group'](each.key) == group]
        parts += [_line(each.key, CODES['MEANINGS'][each.key], each) for each in members]
        parts.append(_line('other', '', row))
    parts += ['', '## Without a code', '', *_head()]
    parts += [_line('', meaning, single(name)) for name, meaning in WITHOUT_CODE.items()]
    return '\n'.join(parts) + '\n'


def _head() -> list[str]:
    return [
        '| Code | Meaning at Pagero | What people see | In Swedish | Button |',
        '|---|---|---|---|---|',
    ]


def _line(code: str, meaning: str, row: Row) -> str:
    swedish = _swedish().get(row.sentence, '')
    return f'| {code} | {meaning} | {row.sentence} | {swedish} | {cures()[row.cure]} |'


def _tree(name: str) -> ast.Module:
    return ast.parse((ADDON / 'models' / name).read_text())


def cures() -> dict[str, str]:
    """{key: label} of the buttons."""
    return dict(_literal(_assigned(_tree('document/cure.py'), 'CURES')))


def _groups() -> dict[str, str]:
    return dict(_literal(_assigned(_tree('texts/network.py'), 'ERROR_GROUPS')))


def _swedish() -> dict[str, str]:
    terms = polib.pofile(str(ADDON / 'i18n' / 'sv.po'))
    return {term.msgid: term.msgstr for term in terms}


def table(name: str) -> list[Row]:
    """The rows of a table of ``error_codes.py``, sorted; the last of two counts, as in Python."""
    tree = _tree('document/error_codes.py')
    rows = {}
    shown = _assigned(tree, name)
    for key, value in zip(shown.keys, shown.values, strict=True):
        if key is None:  # a range of codes with one sentence
            rows |= {code: _row(tree, code, value.value) for code in _codes_of(value)}
        else:
            rows[key.value] = _row(tree, key.value, value)
    return [rows[key] for key in (sorted(rows) if name == 'BY_CODE' else rows)]


def single(name: str) -> Row:
    """An advice that stands by itself."""
    tree = _tree('document/error_codes.py')
    return _row(tree, '', _assigned(tree, name))


def _codes_of(comprehension: ast.DictComp) -> list[str]:
    numbers = comprehension.generators[0].iter
    return [str(code) for code in range(*(each.value for each in numbers.args))]


def _row(tree: ast.Module, key: str, advice: ast.Call) -> Row:
    sentence, cure = advice.args
    if isinstance(sentence, ast.Name):
        sentence = _assigned(tree, sentence.id)
    return Row(key, sentence.args[0].value, cure.value)


def _assigned(tree: ast.Module, name: str) -> ast.expr:
    return next(
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
    )


def _literal(node: ast.expr) -> object:
    return ast.literal_eval(node)
