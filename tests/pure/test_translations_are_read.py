"""Odoo reads a term of code by the mark beside it, which two merged files may lose."""

from pathlib import Path

import polib
import pytest


ADDON = Path(__file__).resolve().parents[2]
FILES = sorted((ADDON / 'i18n').glob('*.po*'))
MARKS = {'.py': 'odoo-python', '.js': 'odoo-javascript', '.xml': 'odoo-javascript'}


def lacking(entry):
    """The marks that the entry should have, and hasn't."""
    places = [Path(place) for place, _line in entry.occurrences if place.startswith('code:')]
    return {MARKS[place.suffix] for place in places} - set(entry.comment.split())


@pytest.mark.parametrize('file', FILES, ids=lambda file: file.name)
def test_every_term_of_code_has_its_mark(file):
    entries = polib.pofile(str(file))
    assert any(entry.comment.split().count('odoo-python') for entry in entries)
    assert {entry.msgid: marks for entry in entries if (marks := lacking(entry))} == {}
