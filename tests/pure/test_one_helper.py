"""Actions, notices, wake-ups and labels are made by ``models/tools``, and by hand nowhere else."""

import ast
from pathlib import Path

import pytest


ADDON = Path(__file__).parents[2]


MADE = {
    'ir.actions.act_window',
    'ir.actions.act_window_close',
    'display_notification',
    'soft_reload',
}
CALLS = {'_trigger', '_description_selection'}


def made_by_hand(tree):
    """Line numbers of what a helper should have made."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict) and MADE & {
            value.value for value in node.values if isinstance(value, ast.Constant)
        }:
            yield node.lineno
        if isinstance(node, ast.Call) and getattr(node.func, 'attr', '') in CALLS:
            yield node.lineno


def files():
    rooms = {path.name for path in (ADDON / 'models').iterdir() if path.is_dir()}
    for room in sorted(rooms - {'tools', '__pycache__'}):
        yield from (ADDON / 'models' / room).glob('*.py')
    yield from (ADDON / 'wizards').glob('*.py')


def test_the_helpers_make_them_all():
    paths = list(files())
    found = [
        f'{path.relative_to(ADDON)}:{line}'
        for path in paths
        for line in made_by_hand(ast.parse(path.read_text()))
    ]

    assert len(paths) > 60
    assert found == []


@pytest.mark.parametrize(
    'source',
    [
        "{'type': 'ir.actions.act_window', 'res_model': 'x'}",
        "{'type': 'ir.actions.client', 'tag': 'display_notification'}",
        "{'type': 'ir.actions.client', 'tag': 'soft_reload'}",
        "env.ref('pagero_connector.ir_cron_pagero_send').sudo()._trigger()",
        "dict(self._fields['state']._description_selection(self.env))",
    ],
)
def test_it_would_see_one(source):
    assert list(made_by_hand(ast.parse(source)))
