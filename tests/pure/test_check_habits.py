import ast
from pathlib import Path

import pytest
from setup.cache import ADDON
from setup.checks import habits
from setup.checks.sources import Source, sources


def _nameless(text):
    return list(habits.nameless(Source(Path('ubl/check.py'), text, ast.parse(text))))


@pytest.mark.parametrize(
    'text, line',
    [
        ('"""A lock that nobody holds."""', 1),
        ('def lock():\n    """A lock.\n\n    Whoever holds it waits.\n    """', 4),
        ('class Lock:\n    """Somebody\'s."""', 2),
        ('held = 1  # until anybody asks', 1),
    ],
)
def test_a_sentence_without_a_who_is_refused(text, line):
    [problem] = _nameless(text)

    assert problem.startswith(f'ubl/check.py:{line}: ')


def test_code_and_texts_may_have_such_words():
    assert not _nameless("nobody = 'somebody'  # the system user without rights")


@pytest.mark.parametrize(
    'text, line',
    [
        ('NOW = datetime.now(timezone.utc).replace(microsecond=0)', 1),
        ('class TestDays:\n    day = fields.Date.today()', 2),
        ('@given(days(until=date.today()))\ndef test_a_day():\n    pass', 1),
    ],
)
def test_a_moment_of_the_import_is_refused(text, line):
    [problem] = habits.old_clocks(Source(Path('tests/test_days.py'), text, ast.parse(text)))

    assert problem.startswith(f'tests/test_days.py:{line}: ')


def test_a_moment_of_the_test_is_right():
    text = 'def test_a_day():\n    assert date.today()\nlater = lambda: time.time() + 1'

    assert not list(habits.old_clocks(Source(Path('tests/test_days.py'), text, ast.parse(text))))


@pytest.mark.parametrize(
    'text, line',
    [
        ('<odoo>\n<!-- seen by all:\n whoever may not change it -->\n</odoo>', 3),
        ('load();\n/** Reload, unless somebody edits. */', 2),
        ('    // nobody\nload();', 1),
    ],
)
def test_comments_of_views_and_scripts_are_read(text, line):
    [problem] = habits.nameless_markup('data/x.xml', text)

    assert problem.startswith(f'data/x.xml:{line}: ')


def test_what_users_read_is_no_comment():
    assert not list(habits.nameless_markup('data/x.xml', '<p>Nobody was found</p>'))


def test_every_folder_that_is_named_has_files():
    rooms = {source.room for source in sources()}

    assert set(habits.NAMING) <= rooms
    for folder in habits.NAMING_MARKUP:
        assert any((ADDON / folder).rglob('*.*')), folder
