import ast
import re
from pathlib import Path

from odoo.tests import tagged
from odoo.tests.common import BaseCase


ROOT = Path(__file__).resolve().parents[1]
ROOMS = ('models', 'wizards', 'controllers')
FOR_PEOPLE = {'UserError', 'ValidationError', 'AccessError', 'RedirectWarning'}
# What a person reads of an action, a notice or a warning.
SHOWN_KEYS = {'name', 'title', 'message', 'action_text', 'help'}
SHOWN_ARGUMENTS = {'body', 'summary', 'note', 'subject'}
# Helpers of models/tools, and the place of the words among their arguments.
ACTIONS = {
    'dialog_action': 1,
    'form_action': 1,
    'list_action': 1,
    'letter_action': 1,
    'notice_action': 0,
}
SPEAKING_CALLS = {'message_post', 'activity_schedule', '_message_log', '_message_log_batch'}
WORDS_IN_TEMPLATE = re.compile(r"t-att-(?:title|aria-label|placeholder)=\"[^\"]*'[A-Z][^']*'")
SHOWN_BY_SCRIPT = re.compile(r"(?:title|body|message|Label|add\()\s*:?\s*[\"'][A-Z][a-z]+")


def _is_bare(node):
    """Whether it's words that no translator has seen."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(re.search('[A-Za-z]{2}', node.value))
    if isinstance(node, ast.JoinedStr):
        return any(_is_bare(part) for part in node.values if isinstance(part, ast.Constant))
    if isinstance(node, ast.BinOp):
        return _is_bare(node.left) or _is_bare(node.right)
    return False


def _called(call):
    return ast.unparse(call.func).rpartition('.')[2]


def _bare_words(tree):
    """Line numbers where a person would read English."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in FOR_PEOPLE:
            yield from (each.lineno for each in node.args[:1] if _is_bare(each))
        if isinstance(node, ast.Call) and _called(node) in SPEAKING_CALLS:
            spoken = [each.value for each in node.keywords if each.arg in SHOWN_ARGUMENTS]
            yield from (each.lineno for each in spoken if _is_bare(each))
        if isinstance(node, ast.Call) and _called(node) in ACTIONS:
            place = ACTIONS[_called(node)]
            yield from (each.lineno for each in node.args[place : place + 1] if _is_bare(each))
        if isinstance(node, ast.Dict):
            yield from _bare_in_dict(node)


def _bare_in_dict(node):
    keys = {
        key.value: value
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant)
    }
    is_shown = {'type', 'res_model'} & set(keys) or {'title', 'message'} <= set(keys)
    for key in SHOWN_KEYS & set(keys) if is_shown else ():
        if _is_bare(keys[key]):
            yield keys[key].lineno


@tagged('post_install', '-at_install')
class TestSwedishEverywhere(BaseCase):
    """No sentence for people goes past the translators."""

    def test_python_says_nothing_untranslated(self):
        files = [file for room in ROOMS for file in sorted((ROOT / room).rglob('*.py'))]
        found = [
            f'{file.relative_to(ROOT)}:{line}'
            for file in files
            for line in _bare_words(ast.parse(file.read_text()))
        ]
        self.assertGreater(len(files), 100)
        self.assertEqual(found, [])

    def test_it_would_see_such_a_sentence(self):
        for source in (
            'raise UserError("Something went wrong.")',
            'raise ValidationError(f"{number} is wrong")',
            'raise UserError("Sorry: " + reason)',
            'record.message_post(body="Set by hand")',
            "{'type': 'ir.actions.act_window', 'name': 'Pagero Account'}",
            "dialog_action('pagero.interest', 'Interest', account_id=1)",
            "notice_action('Sent')",
            "{'title': 'Careful', 'message': env._('x')}",
        ):
            with self.subTest(source=source):
                self.assertTrue(list(_bare_words(ast.parse(source))))
        for source in (
            'raise UserError(self.env._("Something"))',
            "{'type': 'ir.actions.act_window', 'name': self.env._('Pagero')}",
            "notice_action(self.env._('Sent'), 'warning')",
            "{'name': 'Norrsken', 'vat': 'SE'}",
        ):
            with self.subTest(source=source):
                self.assertFalse(list(_bare_words(ast.parse(source))))

    def test_scripts_and_templates_neither(self):
        found = [
            f'{file.relative_to(ROOT)}: {match}'
            for pattern, suffix in ((WORDS_IN_TEMPLATE, 'xml'), (SHOWN_BY_SCRIPT, 'js'))
            for file in sorted((ROOT / 'static' / 'src').rglob(f'*.{suffix}'))
            for match in pattern.findall(file.read_text())
        ]
        self.assertEqual(found, [])
