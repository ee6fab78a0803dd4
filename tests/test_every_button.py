"""Every button of every view: pressed by every role, on records of every state."""

from collections import Counter
from typing import NamedTuple

from lxml import etree

from odoo.exceptions import RedirectWarning, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.web.controllers.utils import clean_action

from ..network import NetworkError
from .access_buttons import NO_BUTTONS, ButtonCommon
from .common import USER_GROUPS


KINDS = ('form', 'list', 'kanban')
ROLES = {
    'accountant': USER_GROUPS,
    'salesperson': 'base.group_user,base.group_partner_manager,pagero_connector.group_sales',
    'administrator': f'{USER_GROUPS},pagero_connector.group_admin',
    'reader': 'base.group_user,account.group_account_readonly,pagero_connector.group_user',
}
# A record that a colleague has deleted meanwhile.
GONE = 2_000_000_000
SENTENCES = (UserError, RedirectWarning)  # what Odoo shows as a sentence
PYTHON = ('Traceback', 'singleton', 'NoneType', 'object has no', ' positional argument', 'psycopg2')

# What can't be taken back by another button, so a question is asked first.
ASKED_FIRST = {
    ('account.move', 'action_correct_rejected'),
    ('account.move', 'action_decline_pagero_accounts'),
    ('account.move', 'action_settle_answer'),
    ('pagero.account', 'action_approve_database'),
    ('pagero.account', 'action_forget_credentials'),
    ('pagero.account', 'action_go_live'),
    ('pagero.account', 'action_use_own_account'),
    ('pagero.connection', 'action_confirm_identity'),
    ('pagero.connection', 'action_disconnect'),
    ('pagero.connection.request', 'action_cancel'),
    ('pagero.document', 'action_cancel'),
    ('pagero.document', 'action_mark_arrived'),
    ('pagero.document', 'action_send_again'),
    ('pagero.document', 'action_send_otherwise'),
    ('pagero.received.document', 'action_set_aside'),
    ('pagero.received.document', 'action_take_back'),
    ('pagero.response', 'action_take_away'),
    ('pagero.routing.order', 'action_cancel'),
    ('pagero.rule.pack', 'action_roll_back'),
    ('pagero.user', 'action_remove'),
    ('res.partner', 'action_confirm_pagero_identity'),
}
# A question where it may do harm only: there the view has the button twice.
ASKED_SOMETIMES = {('pagero.rule.pack', 'action_activate')}
# Ends something as well, and asks in a dialog of its own that the method opens.
ASKED_IN_A_DIALOG = {
    ('pagero.account', 'action_disconnect'),
    ('pagero.match.run', 'action_connect_sure'),
    ('pagero.routing.order', 'action_activate'),
    ('pagero.connection', 'action_set_state'),
    ('pagero.connection.request', 'action_mark_accepted'),
    ('pagero.connection.request', 'action_mark_rejected'),
}
# Core's own button, which we only hear of.
CORES = {('account.move', 'button_cancel')}
ENDS = (
    'cancel',
    'remove',
    'forget',
    'disconnect',
    'set_aside',
    'roll_back',
    'otherwise',
    'go_live',
)
# Words of a dialog that don't say what will happen.
NO_ANSWERS = {'ok', 'cancel', 'yes', 'no', 'confirm', 'close', 'discard', ''}


class Button(NamedTuple):
    """One button, wherever it stands."""

    model: str
    name: str
    kind: str  # object or action
    place: str  # form, list, kanban; selection for the header of a list


class Selection(NamedTuple):
    """The records that a button is pressed for; none for a dialog that is opened first."""

    words: str
    ids: list[int] | None
    state: str = ''


def buttons_of(env, model, node, place='form'):
    """(button, node) of all below ``node``; lists inside a form have a model of their own."""
    for child in node:
        if child.tag in KINDS:
            yield from buttons_of(env, model, child, child.tag)
        elif child.tag == 'field':
            field = env[model]._fields.get(child.get('name'))
            inner = field.comodel_name if field and field.relational else model
            yield from buttons_of(env, inner, child, place)
        elif child.tag == 'header' and place == 'list':
            yield from buttons_of(env, model, child, 'selection')
        elif child.tag == 'button' and child.get('name') and not child.get('special'):
            yield Button(model, child.get('name'), child.get('type', 'action'), place), child
        elif isinstance(child.tag, str):
            yield from buttons_of(env, model, child, place)


class EveryButton(ButtonCommon):
    """All buttons of the addon's own views, and those that it puts into Odoo's."""

    def _views(self):
        """The views of forms, lists and kanbans that hold something of ours."""
        known = self.env['ir.model.data'].search(
            [('module', '=', 'pagero_connector'), ('model', '=', 'ir.ui.view')]
        )
        views = self.env['ir.ui.view'].browse(known.mapped('res_id'))
        views = views.filtered(lambda view: view.type in KINDS and view.model)
        roots = self.env['ir.ui.view']
        for view in views:
            while view.mode == 'extension' and view.inherit_id:
                view = view.inherit_id
            roots |= view
        return roots

    def _buttons(self):
        """{button: the views it stands in}, each once by model, name and place."""
        found = {}
        for view in self._views():
            arch = view._get_combined_arch()
            root = etree.Element('view')
            root.append(arch)
            for button, node in buttons_of(self.env, view.model, root):
                if self._is_ours(button):
                    found.setdefault(button, []).append(node)
        return found

    def _is_ours(self, button):
        if button.kind == 'action':
            if not button.name.isdigit():
                return button.name.startswith('pagero_connector.')
            action = self.env['ir.actions.actions'].browse(int(button.name))
            return action.get_external_id()[action.id].startswith('pagero_connector.')
        cls = self.env.registry[button.model]
        return button.name not in NO_BUTTONS.get(button.model, ()) and any(
            button.name in vars(each) and 'pagero_connector' in each.__module__
            for each in cls.mro()
        )


@tagged('post_install', '-at_install')
class TestEveryButton(EveryButton):
    """An action, a notice or a sentence; never another exception."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {name: cls._create_user(f'b_{name}', groups) for name, groups in ROLES.items()}

    def test_each_button_leads_on_or_says_why_not(self):
        pressed = Counter()
        for button in sorted(self._buttons()):
            for role, user in self.users.items():
                for selection in self._selections(button):
                    with self.subTest(**button._asdict(), role=role, selection=selection.words):
                        self._press(user, button, selection)
                        pressed[button.place] += 1
        self.assertGreater(pressed['form'], 1000)
        self.assertGreater(pressed['selection'], 200)

    def _selections(self, button):
        """What a person may have before him; a record that a colleague has deleted, too."""
        yield Selection('gone', [GONE])
        model = self.env[button.model]
        if button.model in self.dialogs or button.model == 'res.config.settings':
            yield Selection('dialog', None)
            return
        if button.place == 'selection':
            yield Selection('nothing', [])
            yield Selection('all', model.search([]).ids)
        states = model._fields.get('state')
        has_states = states and states.store and not states.related
        for state in states.get_values(self.env) if has_states else ('',):
            yield Selection(state or 'one', self.records[button.model].ids, state)

    def _press(self, user, button, selection):
        """As the browser does it, and taken back afterwards."""
        self.env.invalidate_all()
        with self.cr.savepoint(flush=False) as savepoint:
            try:
                ids = self._ids_of(user, button, selection)
                here = {'allowed_company_ids': self.company.ids, 'lang': 'en_US'}
                env = self.env(user=user.id, su=False, context=here)
                self._follow(env, self._result_of(env, button, ids))
            except SENTENCES as sentence:
                self._assert_is_sentence(str(sentence.args[0]))
            except NetworkError:
                pass  # a cursor of its own doesn't see this test's login
            finally:
                self.env.clear()
                savepoint.rollback()

    def _result_of(self, env, button, ids):
        if button.kind == 'action':
            return env['ir.actions.actions'].browse(int(button.name)).sudo().read()[0]
        action = call_kw(env[button.model], button.name, [ids], {})
        env.flush_all()
        return action

    def _ids_of(self, user, button, selection):
        if selection.ids is None:
            record = self._record_for(user, button.model)
            return (record or record.create({})).ids
        if selection.state:
            table = SQL.identifier(self.env[button.model]._table)
            values = (table, selection.state, selection.ids)
            self.cr.execute(SQL('UPDATE %s SET state = %s WHERE id = ANY(%s)', *values))
        return selection.ids

    def _follow(self, env, action):
        """What the browser is told to open can be opened, or says why not."""
        if not isinstance(action, dict):
            return
        action = clean_action(action, env=env)
        if action['type'] == 'ir.actions.act_window' and action.get('res_model'):
            model = env[action['res_model']]
            model.get_views(action['views'])
            if action.get('res_id'):
                model.browse(action['res_id']).read(['display_name'])
        self.assertTrue(action['type'].startswith('ir.actions.'))

    def _assert_is_sentence(self, words):
        self.assertTrue(words.strip())
        for each in PYTHON:
            self.assertNotIn(each, words)


@tagged('post_install', '-at_install')
class TestQuestions(EveryButton):
    """A question is answered by what will be done, or left."""

    def test_each_button_that_cannot_be_taken_back_asks(self):
        asking, silent = set(), set()
        for (model, name, _kind, _place), nodes in self._buttons().items():
            for node in nodes:
                (asking if node.get('confirm') else silent).add((model, name))

        self.assertEqual(asking, ASKED_FIRST | ASKED_SOMETIMES)
        self.assertFalse(asking & silent - ASKED_SOMETIMES)

    def test_what_ends_something_is_in_one_of_the_tables(self):
        named = {
            (model, name)
            for model, name, kind, _place in self._buttons()
            if kind == 'object' and any(word in name for word in ENDS)
        }
        # A line of a draft is written again as it is removed.
        known = (
            ASKED_FIRST
            | ASKED_IN_A_DIALOG
            | CORES
            | {('account.move.line', 'action_remove_pagero_allowance')}
        )
        self.assertLessEqual(named, known)

    def test_both_answers_say_what_they_do(self):
        for (model, name, _kind, _place), nodes in self._buttons().items():
            for node in nodes:
                if not node.get('confirm'):
                    continue
                yes, no = node.get('confirm-label', ''), node.get('cancel-label', '')
                with self.subTest(model=model, button=name):
                    self.assertNotIn(yes.lower(), NO_ANSWERS)
                    self.assertNotIn(no.lower(), NO_ANSWERS)
                    self.assertNotEqual(yes, no)

    def test_the_step_that_goes_live_says_both(self):
        for step in self.account.checklist['steps']:
            if step['confirm']:
                self.assertNotIn(step['keep'].lower(), NO_ANSWERS)
                self.assertNotIn(step['button'].lower(), NO_ANSWERS)
