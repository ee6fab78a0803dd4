"""A button that is pressed by our own JavaScript says who presses it: the user's language and
companies. Odoo's ``doActionButton`` sends the context that it is given, and no other.
"""

import re
from pathlib import Path

import pytest


STATIC = Path(__file__).resolve().parents[2] / 'static' / 'src'
CALL = re.compile(r'doActionButton\(\{(.{0,600}?)\}\)', re.DOTALL)


def calls():
    for path in sorted(STATIC.rglob('*.js')):
        for call in CALL.findall(path.read_text()):
            yield path.name, call


def test_there_are_such_buttons():
    assert len(list(calls())) >= 4


@pytest.mark.parametrize(("name", "call"), list(calls()))
def test_it_gives_the_users_context(name, call):
    assert 'context: user.context' in call, name
