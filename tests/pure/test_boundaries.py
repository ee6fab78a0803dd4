"""Every commit and every request of the code has a case that dies there, or a reason why not.

The list is found in the code: a new boundary without its line fails here.
"""

import ast
from pathlib import Path

from state_model.boundaries import boundaries
from state_model.boundary_cases import ELSEWHERE, KILLED


TESTS = Path(__file__).resolve().parents[1]


def functions(path):
    tree = ast.parse(path.read_text())
    return [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def test_every_boundary_has_its_case():
    assert not KILLED.keys() & ELSEWHERE.keys()
    assert boundaries().keys() == KILLED.keys() | ELSEWHERE.keys()


def test_what_is_named_is_a_test():
    known = {name for path in TESTS.rglob('test_*.py') for name in [path.stem, *functions(path)]}
    named = {reason for reason in ELSEWHERE.values() if reason.startswith('test_')}
    assert named <= known


def test_what_is_under_way_is_known():
    source = (TESTS / 'server' / 'test_every_boundary.py').read_text()
    assert all(f"'{what}': " in source for what, _comes_to in KILLED.values())


def test_both_kinds_are_found():
    kinds = set().union(*boundaries().values())
    assert kinds == {'commit', 'request'}
    assert boundaries()['document/wire.py:_hand_over'] == {'request'}
    assert boundaries()['document/claim.py:_claim'] == {'commit'}
