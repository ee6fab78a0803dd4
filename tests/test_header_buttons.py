"""How much stands at the top of a form in each state: few buttons, and one box for one fault."""

import ast

from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..models.document.pagero_document import STATES
from ..models.inbox.pagero_received_document import STATES as RECEIVED_STATES
from .bill_common import BillCommon
from .common import USER_GROUPS, PageroCommon


MOST_OF_OURS = 3  # on an invoice, beside Odoo's own
MOST_OF_A_PAGE = 6
PREVIEWS = {'preview_invoice', 'action_preview_for_pagero'}
BOXES = "//div[hasclass('alert')][@name='pagero_answer' or @name='pagero_to_do']"
MODES = "//span[hasclass('badge')][text()='Test' or text()='Certification']"


def shown(record, path):
    """The elements of its form that are not hidden, as this user sees them."""
    tree = etree.fromstring(record.get_view(view_type='form')['arch'])
    found = tree.xpath(path, extensions={(None, 'hasclass'): _has_class})
    return [each for each in found if not any(_is_hidden(part, record) for part in _up(each))]


def visible_boxes(move):
    """The names of our boxes on top of an invoice, Odoo's own alerts apart: one at most."""
    alerts = [key for key in move._get_alerts() if key.startswith('pagero')]
    return [*alerts, *(each.get('name') for each in shown(move, BOXES))]


def _up(element):
    return [element, *element.iterancestors()]


def _has_class(context, word):
    return word in (context.context_node.get('class') or '').split()


def _is_hidden(element, record):
    """By the condition of the view, over the values of the record."""
    condition = (element.get('invisible') or 'False').strip()
    names = {node.id for node in ast.walk(ast.parse(condition)) if isinstance(node, ast.Name)}
    values = {name: _value(record, name) for name in names & set(record._fields)}
    return bool(safe_eval(condition, {'context': {}, 'uid': record.env.uid, **values}))


def _value(record, name):
    kind, value = record._fields[name].type, record[name]
    if kind == 'many2one':
        return value.id
    return value.ids if record._fields[name].relational else value


@tagged('post_install', '-at_install')
class TestInvoice(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._create_user('header_accountant', USER_GROUPS)
        cls.account.sudo().is_live = True

    def _as_accountant(self, record):
        record.invalidate_recordset()
        return record.with_user(self.accountant).sudo(False)

    def _names(self, move):
        buttons = shown(self._as_accountant(move), '//form/header//button[@name]')
        return [button.get('name') for button in buttons]

    def _assert_few(self, move):
        names = self._names(move)
        ours = [name for name in names if 'pagero' in name or name == 'action_fill_from_template']
        self.assertLessEqual(len(ours), MOST_OF_OURS, names)
        self.assertLessEqual(len(PREVIEWS & set(names)), 1, names)
        self.assertEqual(len(names), len(set(names)))

    def test_few_buttons_and_one_preview_in_each_state(self):
        document = self._create_document(part_ids=['part-1'])
        for state, _label in STATES:
            for mode in ('Production', 'Test'):
                document.write({'state': state, 'send_mode': mode})
                with self.subTest(state=state, mode=mode):
                    self._assert_few(document.move_id)

    def test_on_a_draft_and_on_one_that_pagero_has_nothing_to_do_with(self):
        self._create_template_of_customer()
        self._assert_few(self._create_customer_invoice())
        plain = self._create_customer_invoice(pagero_choice='no')
        plain.action_post()
        self._assert_few(plain)
        self.assertIn('preview_invoice', self._names(plain))

    def _create_template_of_customer(self):
        invoice = self._create_customer_invoice()
        save = self.env['pagero.invoice.template.save'].create(
            {'move_id': invoice.id, 'name': "Monthly"}
        )
        save.action_save()

    def test_one_box_for_whatever_is_wrong(self):
        """Odoo's own alerts apart: what is to be done first."""
        waiting = self._create_document(state='held', held_reason='connection').move_id
        draft = self._create_customer_invoice(pagero_buyer_reference=False)
        refund = self._create_customer_invoice()._reverse_moves()
        for state, _label in STATES:
            document = self._create_document(state=state, stored_findings=[])
            self._assert_one_box(document.move_id, state)
        for move in (waiting, draft, refund):
            self._assert_one_box(move, move.state)

    def _assert_one_box(self, move, words):
        with self.subTest(words):
            self.assertLessEqual(len(visible_boxes(self._as_accountant(move))), 1)

    def test_how_it_stands_is_said_once(self):
        """In the box with its reason, else beside the customer; never on a button as well."""
        document = self._create_document()
        for state, _label in STATES:
            document.write({'state': state, 'held_reason': state == 'held' and 'connection'})
            move = self._as_accountant(document.move_id)
            told = [alert for key, alert in move._get_alerts().items() if key == 'pagero_document']
            badges = shown(move, "//field[@name='pagero_status']")
            with self.subTest(state=state):
                self.assertEqual(len(told) + len(badges), 1)
                self.assertTrue(all(document.status in alert['message'] for alert in told))

    def test_what_the_state_tells_of_the_mode_no_second_badge_repeats(self):
        document = self._create_document()
        listed = etree.fromstring(document.get_view(view_type='list')['arch'])
        [column] = listed.xpath("//field[@name='send_mode']")
        for state, _label in STATES:
            for mode, badge in (('Production', 0), ('Test', 1), ('Certification', 1)):
                document.write({'state': state, 'send_mode': mode})
                told = badge if state != 'delivered' else 0
                move = self._as_accountant(document.move_id)
                with self.subTest(state=state, mode=mode):
                    if not move.pagero_is_told:
                        self.assertEqual(len(shown(move, MODES)), told)
                    hidden = state == 'delivered' and mode != 'Production'
                    self.assertEqual(_is_hidden(column, document), hidden)


@tagged('post_install', '-at_install')
class TestReceived(BillCommon):
    def test_few_buttons_in_each_state(self):
        accountant = self._create_user('header_receiver', USER_GROUPS)
        received = self._receive_ours()
        for state, _label in RECEIVED_STATES:
            received.write({'state': state})
            page = received.with_user(accountant).sudo(False)
            names = [each.get('name') for each in shown(page, '//form/header//button[@name]')]
            with self.subTest(state=state):
                self.assertLessEqual(len(names), MOST_OF_A_PAGE, names)
