import ast
from pathlib import Path

from setup.checks.one_definition import bodies_of
from setup.checks.sources import sources


# What each of core's two Send dialogs has to say itself.
OF_EACH_DIALOG = {
    *('_name', '_inherit', '_also_checked', '_moves_field', '_methods_field'),
    *('_sends_with_pagero', 'action_send_and_print'),
    'pagero_send_mode',  # its help
}


def _models():
    found = [source for source in sources() if source.room in ('models', 'wizards')]
    assert len(found) > 100
    return found


def _places(is_it):
    return [
        (source.path.as_posix(), node.lineno)
        for source in _models()
        for node in ast.walk(source.tree)
        if is_it(node)
    ]


def _names(node):
    targets = [each.targets[0] for each in node.body if isinstance(each, ast.Assign)]
    methods = [each.name for each in node.body if isinstance(each, ast.FunctionDef)]
    return {ast.unparse(target) for target in targets} | set(methods)


def test_the_rule_of_what_odoo_says_is_written_once():
    found = _places(lambda node: isinstance(node, ast.Constant) and node.value == 'ODOO')

    assert [path for path, _line in found] == ['models/texts/findings.py']


def test_the_send_dialogs_share_what_is_the_same():
    dialogs = [
        body.node
        for body in bodies_of(sources())
        if body.model in ('account.move.send.wizard', 'account.move.send.batch.wizard')
    ]
    first, second = dialogs
    assert Path('wizards/pagero_send_mixin.py') in {source.path for source in _models()}

    assert _names(first) & _names(second) <= OF_EACH_DIALOG
