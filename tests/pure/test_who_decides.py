"""Rules that have one home: who may open what, and in which states an account has a login."""

import ast
from pathlib import Path

from lxml import etree


ADDON = Path(__file__).parents[2]
LOGIN_STATES = {'connected', 'expired'}


def server_code():
    for path in [*ADDON.glob('views/*.xml'), *ADDON.glob('data/*.xml')]:
        for node in etree.parse(path).iterfind('.//record/field[@name="code"]'):
            yield path.name, ast.parse(node.text)


def test_a_server_action_only_calls_one_method():
    """What it decides would be known to no test of Python, and to no reader of the model."""
    found = list(server_code())
    decides = (ast.Lambda, ast.IfExp, ast.If, ast.BoolOp, ast.Compare)

    assert len(found) > 15
    assert [name for name, tree in found if len(tree.body) != 1] == []
    assert [
        name for name, tree in found if any(isinstance(node, decides) for node in ast.walk(tree))
    ] == []
    assert [name for name, tree in found if _calls(tree) != 1] == []


def _calls(tree):
    return sum(isinstance(node, ast.Call) for node in ast.walk(tree))


def test_the_states_with_a_login_stand_beside_the_states():
    paths = [*ADDON.glob('models/**/*.py'), *ADDON.glob('wizards/*.py')]
    found = {
        path.parent.name
        for path in paths
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, (ast.Tuple, ast.List)) and _words(node) >= LOGIN_STATES
        if path.name != 'pagero_account.py'
    }

    assert len(paths) > 100
    assert found == set()


def _words(node):
    return {each.value for each in node.elts if isinstance(each, ast.Constant)}
