"""The account, which all scheduled actions write, is written right after a commit.

Whoever else wrote it while the network answered would make the whole step fail otherwise.
"""

import ast
import re
from pathlib import Path

import pytest


MODELS = Path(__file__).resolve().parents[2] / 'models'
# (file, function that calls the network, what moves a cursor on the account there)
STEPS = {
    ('document/poll.py', '_poll', '_move_cursor'),
    ('inbox/pull.py', '_announce', '_listed_until'),
    ('gateway/pagero_gateway_partner.py', '_refresh', '_move_network_cursor'),
}
ASKING = ('iter_', '_read_on', '_sent_since', '_listed_since', '_news')


def calls(function):
    """(line, name) of the methods that a function calls, in the order of lines."""
    return sorted(
        (node.lineno, node.func.attr)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    )


def moves_in_fresh_transaction(function, cursor):
    """Whether a commit stands between the last question to the network and the cursor."""
    found = calls(function)
    moved = min(line for line, name in found if name == cursor)
    asked = max(line for line, name in found if name.startswith(ASKING) and line < moved)
    return any(asked < line < moved for line, name in found if name == '_progress')


def functions(text):
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize('step', sorted(STEPS))
def test_the_cursor_moves_in_a_fresh_transaction(step):
    file, name, cursor = step
    [function] = [each for each in functions((MODELS / file).read_text()) if each.name == name]

    assert moves_in_fresh_transaction(function, cursor)


def test_every_cursor_is_in_the_table():
    """A cursor on the account is a date that its own file calls ``…_until``."""
    setting = {
        each.name
        for path in MODELS.rglob('*.py')
        for each in functions(path.read_text())
        if re.search(r"until'?\]? = min\(", ast.unparse(each))
    }

    assert setting == {cursor for _file, _name, cursor in STEPS}


def test_it_would_see_a_late_one():
    [late] = functions('def f(s, a):\n    x = list(s.iter_documents())\n    s._move_cursor(a, x)')

    assert not moves_in_fresh_transaction(late, '_move_cursor')
