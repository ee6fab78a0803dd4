"""One thing has one word: what docs/glossary.md says never to write isn't written."""

import ast
import re
from pathlib import Path

import polib
import pytest
from setup.cache import ADDON


SOURCES = ('en16931', 'identification', 'network', 'ubl')
# Names that Pagero gives to its codes: quoted in docs/error-codes.md, and shown nowhere else.
QUOTED = {'network/codes.py'}
# Translated word for word once, and found odd by people who read it aloud.
ODD = (
    "What Needs Somebody",
    "How Quick It Is",
    "What Goes Wrong Most",
    "Everything goes by itself",
    "It Accepted",
    "know nobody of this kind",
    "What Was Said",
    "Way to the Contract",
    "Invoices Go As",
    "Queue Stands",
    "tests to them don't ask",
    "Whom your people ask",
    "sits with another operator",
    "over Pagero already",
    "Not yet after all",
    "Skip the E-mail",
    "Give this order up",
    "asks us to slow down",
    "leaves by itself",
    "Numren är kundens",
    "Den accepterade",
)


def _rows():
    text = (ADDON / 'docs' / 'glossary.md').read_text()
    rows = [line.strip('|').split('|') for line in text.splitlines() if line.startswith('| ')]
    return [[cell.strip() for cell in row] for row in rows[1:]]


def _terms():
    """All that users read: msgids and their Swedish, and the sentences of the pure packages."""
    for entry in polib.pofile(str(ADDON / 'i18n' / 'sv.po')):
        yield entry.msgid
        yield entry.msgstr
    for folder in SOURCES:
        for path in sorted((ADDON / folder).rglob('*.py')):
            if str(path.relative_to(ADDON)) not in QUOTED:
                yield from _texts(path)


def _texts(path: Path):
    """The strings of a file that aren't docstrings."""
    tree = ast.parse(path.read_text())
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in docstrings:
            yield node.value


TERMS = tuple(_terms())
ROWS = _rows()


def _with(word, terms=TERMS):
    pattern = re.compile(rf'(?<!\w){re.escape(word)}(?!\w)', re.IGNORECASE)
    return [term for term in terms if pattern.search(' '.join(term.split()))]


def test_there_is_enough_to_look_at():
    assert len(TERMS) > 4000
    assert len(ROWS) > 20
    assert all(len(row) == 4 and all(row) for row in ROWS)


@pytest.mark.parametrize('english, swedish, _meaning, never', ROWS)
def test_one_thing_has_one_word(english, swedish, _meaning, never):
    assert _with(english) and _with(swedish), "a word that is used nowhere explains nothing"
    for word in never.split(', '):
        assert not _with(word), word


def test_a_forbidden_word_would_be_seen():
    assert _with('set the invoice to draft', ["First set the\ninvoice to draft."])
    assert not _with('license', ["a licence"])


def test_no_word_is_wanted_and_forbidden():
    wanted = [word for english, swedish, *_ in ROWS for word in (english, swedish)]

    assert not [word for *_, never in ROWS for word in never.split(', ') if _with(word, wanted)]


@pytest.mark.parametrize('words', ODD)
def test_nothing_odd_has_come_back(words):
    assert not _with(words)


def test_names_of_codes_are_quoted_in_the_page_alone():
    """They say *receiver* and *service provider*: no user reads them in Odoo."""
    shown = [
        path.name
        for folder in ('models', 'wizards', 'controllers')
        for path in (ADDON / folder).rglob('*.py')
        if 'MEANINGS' in path.read_text()
    ]
    assert not shown
