import ast
import re
from itertools import product
from pathlib import Path

from lxml import etree

from odoo.fields import Domain
from odoo.tests import BaseCase, tagged

from ..models.document import pagero_document
from ..models.document.pagero_document import LEVELS, NEEDS_PERSON, STATES, WAITING
from .common import PageroCommon


ADDON = Path(__file__).parent.parent
HOME = ADDON / 'models' / 'document' / 'pagero_document.py'
NAMES = {state for state, _label in STATES}
SETS = {
    name: value
    for name, value in vars(pagero_document).items()
    if name.isupper() and name not in ('STATES', 'TRANSITIONS') and set(value) <= NAMES
}
# Tables that have something to say about each state, and no question to answer.
TABLES = {
    ('advice.py', 'BY_STATE'): "the advice",
    ('pagero_document_event.py', 'SENTENCES'): "the history",
    ('answering.py', 'TOLD'): "the history of what we answer",
    ('pagero_dashboard.py', 'CARDS'): "the cards, whose keys are named like states",
}
QUOTED = re.compile(r"""['"](\w+)['"]""")
ASKS_STATE = re.compile(r"\b(?:pagero_)?state\b'?,?\s*'?(?:not )?in\b")
MODELS_WITH_BOOLEANS = ('pagero.document', 'pagero.match.run')


class TestOneHome(BaseCase):
    """Sets of document states stand beside ``STATES``; others import them, and views ask fields."""

    def test_no_code_lists_three_states(self):
        found = {
            (path.name, name)
            for folder in ('models', 'wizards', 'controllers')
            for path in (ADDON / folder).rglob('*.py')
            if path != HOME
            for name in _lists(ast.parse(path.read_text()))
        }
        self.assertEqual(found, set(TABLES))

    def test_no_view_lists_three_states(self):
        files = [
            path
            for folder in ('views', 'wizards', 'data', 'security', 'static')
            for path in (ADDON / folder).rglob('*')
            if path.suffix in ('.xml', '.js')
        ]
        self.assertGreater(len(files), 30)
        for path in files:
            with self.subTest(file=path.name):
                self.assertEqual(list(_quoting_three(path.read_text())), [])

    def test_views_of_documents_and_runs_ask_booleans(self):
        asked = [value for path in (ADDON / 'views').glob('*.xml') for value in _asked_of(path)]
        self.assertGreater(len(asked), 50)
        self.assertEqual([value for value in asked if ASKS_STATE.search(value)], [])

    def test_the_searches_find_such_lists(self):
        listed = "'queued', 'held', 'sending'"
        for code in (f'a = ({listed})', f'f([{listed}])', f'"state IN ({listed})"'):
            self.assertEqual(len(list(_lists(ast.parse(code)))), 1, code)
        self.assertEqual(list(_lists(ast.parse("a = {'queued': 1, 'held': 2, 'error': 3}"))), ['a'])
        self.assertTrue(list(_quoting_three(f'invisible="state in ({listed})"')))
        for expression in ("state not in ('held',)", "[('pagero_state', 'in', ('held',))]"):
            self.assertTrue(ASKS_STATE.search(expression))

    def test_each_set_is_asked_for(self):
        self.assertGreater(len(SETS), 15)
        text = '\n'.join(
            path.read_text()
            for folder in ('models', 'wizards')
            for path in (ADDON / folder).rglob('*.py')
        )
        for name in SETS:
            with self.subTest(set=name):
                self.assertGreater(len(re.findall(rf'\b{name}\b', text)), 1)

    def test_no_two_sets_are_the_same(self):
        kinds = [frozenset(each) for each in SETS.values() if not isinstance(each, dict)]
        self.assertEqual(len(kinds), len(set(kinds)))

    def test_every_state_but_cancelled_has_a_colour(self):
        self.assertEqual(set(LEVELS), NAMES - {'cancelled'})


def _lists(tree):
    """The name, or '', of each list, table or text that names three or more states."""
    named = {
        id(node.value): ast.unparse(node.targets[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
    }
    for node in ast.walk(tree):
        if len(_states_in(node) & NAMES) >= 3:
            yield named.get(id(node), '')


def _states_in(node):
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return {each.value for each in node.elts if isinstance(each, ast.Constant)}
    if isinstance(node, ast.Dict):
        return {each.value for each in node.keys if isinstance(each, ast.Constant)}
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return set(QUOTED.findall(node.value))
    return set()


def _quoting_three(text):
    """Each bracket that holds three or more states."""
    for inside in re.findall(r'[(\[]([^()\[\]]*)[)\]]', text):
        if len(set(QUOTED.findall(inside)) & NAMES) >= 3:
            yield inside


def _asked_of(path):
    """Every expression in the views of these models, and what other views ask of documents."""
    for record in etree.parse(path).iter('record'):
        of_ours = record.findtext("field[@name='model']") in MODELS_WITH_BOOLEANS
        for value in (
            value for node in record.iter(etree.Element) for value in node.attrib.values()
        ):
            if of_ours or 'pagero_state' in value:
                yield value


@tagged('post_install', '-at_install')
class TestQuestions(PageroCommon):
    """What views and searches ask of a document, for each state."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.states = {
            state: cls._create_document(state=state, send_mode='Test') for state in sorted(NAMES)
        }
        cls.documents = cls.env['pagero.document'].union(*cls.states.values())

    def test_a_search_finds_what_the_field_says(self):
        self.states['cancelled'].instead = 'asked'
        self.states['error'].is_superseded = True
        fields = ('needs_person', 'needs_account', 'is_to_be_sent', 'is_in_transit')
        for name, value in product(fields, (True, False)):
            with self.subTest(field=name, value=value):
                self._assert_found(self.documents, name, value)

    def test_invoices_are_found_as_well(self):
        self.states['cancelled'].instead = 'asked'
        for name, value in product(('pagero_needs_person', 'pagero_is_waiting'), (True, False)):
            with self.subTest(field=name, value=value):
                self._assert_found(self.documents.move_id, name, value)

    def _assert_found(self, records, name, value):
        found = records.search(Domain('id', 'in', records.ids) & Domain(name, '=', value))
        self.assertEqual(found, records.filtered(lambda each: each[name] == value))
        self.assertTrue(found)

    def test_what_needs_a_person(self):
        needing = {state for state, each in self.states.items() if each.needs_person}
        self.assertEqual(needing, set(NEEDS_PERSON))
        self.states['cancelled'].instead = 'asked'
        self.assertTrue(self.states['cancelled'].needs_person)
        self.assertTrue(self.states['cancelled'].move_id.pagero_needs_person)
        self.states['error'].is_superseded = True
        self.assertFalse(self.states['error'].needs_person)

    def test_an_invoice_shows_how_its_document_stands(self):
        for state, document in self.states.items():
            with self.subTest(state=state):
                self.assertEqual(document.move_id.pagero_level, document.level)
                self.assertEqual(document.move_id.pagero_is_waiting, state in WAITING)

    def test_a_delivered_test_is_no_success(self):
        delivered = self.states['delivered']
        self.assertEqual(delivered.level, 'warning')
        delivered.send_mode = 'Production'
        self.assertEqual(delivered.level, 'success')
        self.assertFalse(self.states['cancelled'].level)
        self.states['cancelled'].instead = 'asked'
        self.assertEqual(self.states['cancelled'].level, 'warning')

    def test_a_button_is_shown_only_where_it_works(self):
        """What the server would refuse in any case is never offered."""
        self.documents.sudo().write({'part_ids': ['part-1'], 'file_id': 'file-1'})
        for state, document in self.states.items():
            with self.subTest(state=state):
                self.assertEqual(document.can_cancel, document._is_stoppable())
                if document.can_send_again:
                    self.assertFalse(document._why_not_again())
                if document.can_restart:
                    self.assertTrue(document._can_move_to('processing'))

    def test_a_replaced_document_is_not_sent_again(self):
        document = self.states['error']
        self.assertTrue(document.can_send_again and document.can_send_instead)
        document.is_superseded = True
        self.assertFalse(document.can_send_again or document.can_send_instead)


@tagged('post_install', '-at_install')
class TestBooleanSearches(PageroCommon):
    """Over the registry: each computed yes or no that can be searched."""

    def test_both_answers_find_everything_and_none_finds_nothing(self):
        self._create_document(state='error')
        self._create_received(self.account)
        tried = 0
        for name, model in self.env.registry.items():
            for field in model._fields.values() if not model._abstract else ():
                is_ours = (field._modules or (None,))[0] == 'pagero_connector'
                if is_ours and field.type == 'boolean' and field.search and not field.store:
                    records, tried = self.env[name].sudo(), tried + 1
                    with self.subTest(field=str(field)):
                        both = [(field.name, 'in', [True, False])]
                        self.assertEqual(records.search_count(both), records.search_count([]))
                        self.assertFalse(records.search([(field.name, 'in', [])]))
        self.assertGreater(tried, 7)
