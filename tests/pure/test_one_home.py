import ast
import re
from pathlib import Path

from setup.cache import ADDON
from setup.checks.one_definition import bodies_of
from setup.checks.sources import sources


NOT_SHIPPED = {'dev', 'docs', 'tests', '.git', '.ci'}
KNOWS_QUEUE_JOB = 'models/mixins/job_queue.py'
# What each of core's two Send dialogs has to say itself.
OF_EACH_DIALOG = {
    *('_name', '_inherit', '_also_checked', '_moves_field', '_methods_field'),
    *('_sends_with_pagero', 'action_send_and_print', '_as_chosen'),
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


def test_one_file_knows_queue_job():
    """Its models, its module, and how a call becomes a job."""
    shipped = [
        path
        for path in ADDON.rglob('*')
        if path.suffix in {'.py', '.xml', '.csv', '.js', '.sql'}
        and path.relative_to(ADDON).parts[0] not in NOT_SHIPPED
    ]
    words = re.compile(r'queue\.job|queue_job|with_delay|\bdelayable\b')
    knowing = [path for path in shipped if words.search(path.read_text())]

    assert len(shipped) > 300
    assert [path.relative_to(ADDON).as_posix() for path in knowing] == [KNOWS_QUEUE_JOB]
    manifest = ast.literal_eval((ADDON / '__manifest__.py').read_text())
    assert 'queue_job' not in manifest['depends']


def test_each_function_of_a_job_is_there():
    """A method that is no function of a job would run with commits forbidden."""
    tree = ast.parse((ADDON / KNOWS_QUEUE_JOB).read_text())
    [table] = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id == 'FUNCTIONS'
    ]
    functions = set(ast.literal_eval(table))
    defined = {
        (body.model, method.name)
        for body in bodies_of(sources())
        for method in ast.walk(body.node)
        if isinstance(method, ast.FunctionDef) and re.fullmatch(r'_\w+_share', method.name)
    }
    asked = {
        node.args[0].value
        for source in _models()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, 'attr', '') in {'_shares', '_share_out', '_share_calls'}
        and isinstance(node.args[0], ast.Constant)
    }

    assert functions == defined
    assert asked == {method for _model, method in functions}


def test_the_send_dialogs_share_what_is_the_same():
    dialogs = [
        body.node
        for body in bodies_of(sources())
        if body.model in ('account.move.send.wizard', 'account.move.send.batch.wizard')
    ]
    first, second = dialogs
    assert Path('wizards/pagero_send_mixin.py') in {source.path for source in _models()}

    assert _names(first) & _names(second) <= OF_EACH_DIALOG
