"""`docs/answers.md` lists every response code with what people see, drawn from the tables."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib

from ..cache import ADDON


PAGE = Path('docs', 'answers.md')
TEXTS = Path('models', 'texts', 'answers.py')
INTRODUCTION = """# Answers of recipients, and what people see

Drawn from `models/texts/answers.py` and `network/business_status.py` by `dev/check --update`.

The badge stands on the invoice; the meaning stands in the answer and in the chatter. Where *Asks*
is ticked, the one who is responsible for the invoice gets an activity until it is settled. A code
that isn't listed here is kept and shown as it came; its badge is the code itself.
"""
HEADS = {
    'OF_RECIPIENTS': "Recipients (PUF-016, Peppol T111, and the words of Pagero's lists)",
    'OF_PAGERO': "Acknowledgements from Pagero",
    'OF_AUTHORITIES': "Decisions of tax authorities (PUF-017)",
    'REASONS': "Reasons (OPStatusReason)",
    'ACTIONS': "What recipients ask for (OPStatusAction)",
}


def problems() -> Iterator[str]:
    """The page, when it says something else than the code."""
    page = ADDON / PAGE
    if not page.exists() or page.read_text() != drawn():
        yield f'{PAGE}: the tables have moved on; write it anew with dev/check --update'


def update() -> None:
    """Write the page."""
    (ADDON / PAGE).write_text(drawn())


def drawn() -> str:
    """The whole page, as Markdown."""
    tables = _constants(TEXTS)
    parts = [INTRODUCTION]
    for name, head in HEADS.items():
        rows = _recipients(tables[name]) if name == 'OF_RECIPIENTS' else _plain(tables[name])
        parts += [f'## {head}\n', *rows, '']
    return '\n'.join(parts)


def _recipients(codes: dict[str, str]) -> Iterator[str]:
    statuses = _constants(Path('network', 'business_status.py'))['BUSINESS_STATE']
    labels = dict(_constants(Path('models', 'texts', 'network.py'))['BUSINESS_STATUSES'])
    asking = _constants(Path('models', 'document', 'answer.py'))['NEED_PERSON']
    yield from _head('Code', 'Badge', 'Svenska', 'Meaning', 'Svenska', 'Asks')
    for code, meaning in codes.items():
        status = statuses[code]
        badge = labels[status]
        asks = '✓' if status in asking else ''
        yield _row(f'`{code}`', badge, _swedish(badge), meaning, _swedish(meaning), asks)
    badge, meaning = labels['partly_paid'], codes['PD']
    yield _row('`PD` + `PPD`', badge, _swedish(badge), meaning, _swedish(meaning), '')


def _plain(codes: dict[str, str]) -> Iterator[str]:
    yield from _head('Code', 'Meaning', 'Svenska')
    for code, meaning in codes.items():
        yield _row(f'`{code}`', meaning, _swedish(meaning))


def _head(*names: str) -> tuple[str, str]:
    return _row(*names), _row(*['---'] * len(names))


def _row(*cells: str) -> str:
    return f'| {" | ".join(cells)} |'


@cache
def _swedish(text: str) -> str:
    entry = _catalogue().find(text)
    return entry.msgstr if entry else ''


@cache
def _catalogue() -> polib.POFile:
    return polib.pofile(str(ADDON / 'i18n' / 'sv.po'))


def _constants(path: Path) -> dict[str, object]:
    """Tables of a file, where ``_lt`` marks a text and other constants are none of ours."""
    found = {}
    for node in ast.parse((ADDON / path).read_text()).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = ast.literal_eval(_Untranslated().visit(node.value))
            except ValueError:
                continue
    return found


class _Untranslated(ast.NodeTransformer):
    """``_lt("text")`` → "text"."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        is_text = isinstance(node.func, ast.Name) and node.func.id == '_lt'
        return node.args[0] if is_text else node
