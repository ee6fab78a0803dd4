import ast
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged

from ..models.tools.own_context import OURS
from .common import USER_GROUPS, PageroCommon


ADDON = Path(__file__).parent.parent
# Keys that a client's word is taken for, and why that gives it nothing.
OF_CLIENTS = {
    'pagero_move_id': "names the invoice of a button below its lines; the user's rights decide",
    'pagero_is_letter': "comes back from Odoo's composer; needs the right to write the record",
    'pagero_replies': "comes back from Odoo's composer; needs the right to settle an answer",
    'include_business_fields': "core's own: a copy takes more along",
    'pagero_way': "chooses what the user may choose in the Send dialog of many invoices",
    'KEY': "of a memo, which counts only as an object of our own",
    'IN_JOB': "of queue_job's: only scheduled work reads it, which no client can call",
    'cron_id': "core's own: read by scheduled work only, to be woken once more",
    'default_pagero_on_every_invoice': "a default that any client may state: the holder is then"
    " proposed, and the user's rights decide",
    'lang': "core's own: the reader's language",
    'cron_end_time': "core's own: a wrong one only makes a run shorter or longer",
}
# Flags of ours in these rooms: core calls the method that reads them, and hands on no parameter.
ROOMS = ('invoice', 'xml', 'partner')
THROUGH_CORE = {
    'pagero_skip_catch': "`_post`, when a draft is posted for a look only",
    'pagero_refreshes_allowances': "`write`, when percentages follow the lines that were written",
}


def _trees():
    for folder in ('models', 'wizards', 'controllers'):
        for path in sorted((ADDON / folder).rglob('*.py')):
            yield path.name, ast.parse(path.read_text())


def _believed(tree):
    """Keys whose value is read from the context and not compared with our own object."""
    compared = {
        id(node.left)
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and isinstance(node.ops[0], (ast.Is, ast.IsNot))
        and ast.unparse(node.comparators[0]) == 'OURS'
    }
    for node in ast.walk(tree):
        key = _key_of(node)
        if key is not None and id(node) not in compared:
            yield key


def _key_of(node):
    """``context.get('key')``, ``context['key']``, ``'key' in context``; a constant or a name."""
    if isinstance(node, ast.Call) and getattr(node.func, 'attr', '') in ('get', 'pop'):
        return _word(node.args[0]) if _is_context(node.func.value) else None
    if isinstance(node, ast.Subscript):
        return _word(node.slice) if _is_context(node.value) else None
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        return _word(node.left) if _is_context(node.comparators[0]) else None
    return None


def _word(node):
    return node.value if isinstance(node, ast.Constant) else ast.unparse(node)


def _is_context(node):
    return getattr(node, 'attr', getattr(node, 'id', '')) in ('context', '_context')


class TestKeys(BaseCase):
    def test_no_other_word_of_a_client_is_believed(self):
        believed = {key for _name, tree in _trees() for key in _believed(tree)}

        self.assertEqual(believed, {*OF_CLIENTS})

    def test_a_flag_of_ours_goes_through_core_only(self):
        """Where the caller is ours, a parameter or a second method says the same aloud."""
        heard = {
            node.left.args[0].value
            for room in ROOMS
            for path in (ADDON / 'models' / room).rglob('*.py')
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Compare) and ast.unparse(node.comparators[0]) == 'OURS'
        }

        self.assertEqual(heard, set(THROUGH_CORE))

    def test_what_our_code_says_bears_its_mark(self):
        """``with_context(pagero_…=True)`` would never be heard."""
        said = [
            (name, keyword.arg, ast.unparse(keyword.value))
            for name, tree in _trees()
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and getattr(node.func, 'attr', '') == 'with_context'
            for keyword in node.keywords
            if (keyword.arg or '').startswith('pagero_')
        ]
        self.assertGreater(len(said), 2)
        self.assertEqual([each for each in said if each[2] not in ('OURS', 'False')], [])


@tagged('post_install', '-at_install')
class TestOwnContext(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._create_user('accountant', USER_GROUPS)
        cls.admin = cls._create_user('admin_c', 'base.group_user,pagero_connector.group_admin')

    def _said(self, record, user, **context):
        return record.with_user(user).with_context(**context)

    def test_block_posting_is_not_passed_by(self):
        self.account.sudo().write({'catch_from': '2020-01-01', 'block_posting': True})
        invoice = self._create_customer_invoice(pagero_buyer_reference=False)
        for word in (True, 1, 'OURS'):
            mine = self._said(invoice, self.accountant, pagero_skip_catch=word)
            for each in (mine, mine.sudo()):
                with (
                    self.subTest(word=word, sudo=each.env.su),
                    self.assertRaisesRegex(UserError, "would refuse"),
                    self.cr.savepoint(),
                ):
                    each.action_post()

    def test_what_is_caught_isnt_decided_by_a_client(self):
        self.account.sudo().catch_from = '2020-01-01'
        invoice = self._create_customer_invoice()

        self._said(invoice, self.accountant, pagero_skip_catch=True).action_post()

        self.assertEqual(invoice.pagero_document_count, 1)

    def test_a_connection_doesnt_jump(self):
        connection = self._create_connection(state='none')
        for word in (True, OURS):
            mine = self._said(connection, self.accountant, pagero_by_hand=word)
            jumps = set(mine._transitions) - mine._transitions['none']

            self.assertTrue(jumps)
            self.assertFalse([target for target in jumps if mine._can_move_to(target)])

    def test_a_letter_is_sent_by_whoever_may_write_its_record(self):
        connection = self._create_connection(state='routing_needed')
        order = connection.sudo()._open_order()
        reader = self._create_user('reader_c', 'base.group_user,pagero_connector.group_user')
        mine = self._said(order, reader, pagero_is_letter=True)

        with self.assertRaises(AccessError):
            mine.message_post(body="x", partner_ids=self.customer.ids)
