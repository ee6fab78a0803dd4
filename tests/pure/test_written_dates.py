"""A day or a moment that people read is written in their language and time zone, never by hand."""

import ast
import re
from pathlib import Path

import pytest


ADDON = Path(__file__).resolve().parents[2]
FILES = [path for room in ('models', 'wizards') for path in sorted((ADDON / room).rglob('*.py'))]
DATE = re.compile(r'(^|_)(at|on|date|day|from|moment|month|now|today|until|when)$')
BY_HAND = {'isoformat', 'strftime', 'ctime'}
# For programs: what is stored, compared or sent.
FOR_PROGRAMS = {
    'models/account/copy_guard.py',  # hashed
    'models/answer/pagero_response.py',  # the facts of an answer, as JSON
    'models/inbox/bill_doubts.py',  # a remark's parameters, told by ``remarks``
    'models/invoice/requirements.py',  # the value that a recipient's demand is compared with
    'models/xml/payment.py',  # BT-20, beside days that the e-invoice writes so itself
}


def written_by_hand(source):
    """What turns a date into text without asking how its reader writes dates."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node.func) == '_':
            values = [each.value for each in node.keywords] + node.args[1:]
            yield from (ast.unparse(each) for each in values if _is_date(each))
        elif isinstance(node, ast.FormattedValue):
            has_pattern = node.format_spec and '%' in ast.unparse(node.format_spec)
            if has_pattern or _is_date(node.value):
                yield ast.unparse(node.value)
        elif isinstance(node, ast.Call) and _name(node.func) in BY_HAND:
            yield ast.unparse(node)


def _name(node):
    return getattr(node, 'attr', getattr(node, 'id', ''))


def _is_date(node):
    if isinstance(node, ast.BoolOp):
        return any(map(_is_date, node.values))
    return isinstance(node, ast.Attribute | ast.Name) and bool(DATE.search(_name(node)))


@pytest.mark.parametrize('path', FILES, ids=lambda path: str(path.relative_to(ADDON)))
def test_dates_are_written_as_their_reader_does(path):
    found = list(written_by_hand(path.read_text()))
    if str(path.relative_to(ADDON)) in FOR_PROGRAMS:
        assert found, "It needs no exception any more."
    else:
        assert not found


@pytest.mark.parametrize(
    'source',
    (
        '_("Sent on %(day)s", day=self.sent_at)',
        'env._("Sent on %s", moment)',
        "name = f'Matching of {moment:%Y-%m-%d}'",
        "name = f'Matching of {self.sent_at}'",
        'words = day.isoformat()',
    ),
)
def test_one_by_hand_would_be_seen(source):
    assert list(written_by_hand(source))


def test_a_date_that_was_written_is_fine():
    assert not list(written_by_hand('_("On %(day)s", day=format_date(self.env, self.sent_at))'))
