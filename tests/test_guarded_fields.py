import ast
from collections import defaultdict
from pathlib import Path

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import BaseCase, tagged

from ..models.invoice.references import PAGERO_REFERENCE_FIELDS
from .access_buttons import HIT, ButtonCommon


MODELS = Path(__file__).parent.parent / 'models'
GUARD, RECORD = 'pagero.guarded.mixin', 'pagero.record.mixin'
STRONGEST = (
    'base.group_user,base.group_system,account.group_account_manager,'
    'product.group_product_manager,pagero_connector.group_group_admin'
)
# Values without which a model's own ``create`` or ``write`` refuses before fields are looked at.
PDF = 'JVBERi0xLjQKJSVFT0YK'
SAMPLES = {'pagero.invoice.attachment': {'name': 'a.pdf', 'data': PDF}}
# Models with stored fields of ours that the guard isn't on.
UNGUARDED = {}
# Stored fields that no form of ours lets a person edit, and that a client may write all the same.
ARCHIVED = "archived by the action of every list"
DRAGGED = "dragged in a list"
DIALOG = "written by the dialog of allowances, with the rights of whoever opened it"
WRITABLE = {
    ('account.move', 'pagero_choice'): "set by the tick for sending",
    ('account.move', 'pagero_hides_details'): "which columns a list unfolds",
    ('account.move', 'pagero_shown_details'): "which columns a list unfolds",
    ('account.move', 'pagero_shown_fields'): "which fields a form unfolds",
    ('account.move', 'pagero_period_end'): "the second half of the widget of the first day",
    ('account.move.line', 'pagero_allowance'): DIALOG,
    ('account.move.line', 'pagero_allowance_code'): DIALOG,
    ('account.move.line', 'pagero_on_line'): DIALOG,
    ('account.move.line', 'pagero_percent'): DIALOG,
    ('pagero.account', 'active'): ARCHIVED,
    ('pagero.invoice.attachment', 'name'): "comes with the file; judged together with it",
    ('pagero.invoice.template', 'active'): ARCHIVED,
    ('pagero.invoice.template', 'sequence'): DRAGGED,
    ('pagero.invoice.template.line', 'display_type'): "chosen by the button that adds the line",
    ('pagero.recipient.rule', 'active'): ARCHIVED,
    ('pagero.recipient.rule', 'sequence'): DRAGGED,
    ('pagero.recipient.rule.set', 'active'): ARCHIVED,
    ('pagero.recipient.rule.set', 'sequence'): DRAGGED,
    ('pagero.rule.pack', 'file_name'): "comes with the file; fixed with it",
    ('res.company', 'pagero_f_tax'): "edited on the account",
    ('res.company', 'pagero_use_parent_account'): "edited on the account and in the settings",
}
# Readonly by an expression: what refuses it on the server, beyond ``_fixed_when``.
REFUSED_BY = {
    ('pagero.account', 'environment'): '_refuse_moving_login',
    ('pagero.account', 'sandbox_url'): '_refuse_moving_login',
    ('pagero.account', 'client_id'): '_refuse_moving_login',
    ('pagero.account', 'client_secret'): '_inverse_client_secret',
    ('pagero.account', 'pagero_company_id'): '_refuse_moving_login',
    ('pagero.rule.pack', 'file'): '_refuse_another_file',
    ('account.move', 'pagero_attachment_ids'): '_check_references_editable',  # _refuse_late
    ('account.move', 'pagero_line_ids'): '_as_transmitted',  # each line asks
    **{('account.move', name): '_as_transmitted' for name in PAGERO_REFERENCE_FIELDS},
}


class GuardCommon(ButtonCommon):
    """One record of every stored model of ours, and of core's that have fields of ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.strongest = cls._create_user('strongest', STRONGEST)
        connection = cls.records['pagero.connection'].sudo()
        connection.number_ids = [Command.create({'name': '4711'})]
        connection.capability_ids = [Command.create({})]
        connection.request_ids.answer_ids = [Command.create({'question': "Which?"})]
        cls.records['pagero.document'].sudo()._log('queued')
        line = cls.records['pagero.match.line'].sudo()
        template = cls.records['pagero.invoice.template'].sudo()
        template.attachment_ids = [Command.create(SAMPLES['pagero.invoice.attachment'])]
        rule_set = cls.env['pagero.recipient.rule.set'].sudo().search([], limit=1)
        others = (
            connection.number_ids, connection.capability_ids, connection.request_ids.answer_ids,
            line.candidate_id, template.line_ids, template.attachment_ids,
            cls.records['pagero.document'].sudo().event_ids,
            cls._create_payee_account(cls._create_received(cls.account)),
            cls._create_received(cls.account).event_ids, rule_set, rule_set.rule_ids,
            cls._credential(cls.account), cls._create_digest(), cls.company,
            cls.company.bank_ids, cls.tag, cls.env['pagero.account.turn']._of(cls.account, 'send'),
            cls.product_a.uom_id, cls.product_a.taxes_id,
        )  # fmt: skip
        cls.records |= {record._name: record[0] for record in others if record}

    @classmethod
    def _create_digest(cls):
        return cls.env['pagero.digest'].sudo().create({'user_id': cls.env.uid})

    @classmethod
    def _guarded(cls):
        """Stored models that the guard is on."""
        registry = cls.env.registry
        return [
            name
            for name, model in registry.items()
            if issubclass(model, registry[GUARD]) and not (model._abstract or model._transient)
        ]

    @classmethod
    def _kept(cls):
        """(model, field) for each field that only the server writes."""
        for name in cls._guarded():
            model = cls.env[name]
            for field in model._fields.values():
                if model._is_kept_by_server(field):
                    yield model, field

    def _as_strongest(self, model):
        return model.sudo(False).with_user(self.strongest).with_company(self.company)

    def _is_refused(self, call, *args):
        """Whether a call is refused because of the field, or of the model as a whole."""
        try:
            with self.env.cr.savepoint():
                call(*args)
        except UserError as error:
            return str(error)
        return ''


@tagged('post_install', '-at_install')
class TestKeptFields(GuardCommon):
    """What is declared readonly is written by our own code only; over the whole registry."""

    def test_every_model_with_stored_fields_of_ours_is_guarded(self):
        guard = self.env[GUARD]
        for name, model in self.env.registry.items():
            fields = [each for each in model._fields.values() if guard._is_field_of_ours(each)]
            if any(each.store for each in fields) and not model._abstract:
                with self.subTest(model=name):
                    is_guarded = issubclass(model, self.env.registry[GUARD])
                    self.assertNotEqual(is_guarded, name in UNGUARDED)

    def test_the_registry_has_many(self):
        self.assertGreater(len(list(self._kept())), 120)
        self.assertGreater(len(self._guarded()), 25)

    def test_none_is_set_on_creation_unless_declared_so(self):
        for model, field in self._kept():
            with self.subTest(model=model._name, field=field.name):
                values = {**SAMPLES.get(model._name, {}), field.name: False}
                if model._name == 'pagero.rule.pack':
                    values['file'] = self.records[model._name].with_context(bin_size=False).file
                mine = self._as_strongest(model)
                if field.name in model._set_once:
                    mine._check_field_access(field, 'write')
                else:
                    self.assertTrue(self._is_refused(mine.create, values))

    def test_none_is_written(self):
        for model, field in self._kept():
            with self.subTest(model=model._name, field=field.name):
                record = self._as_strongest(self.records.get(model._name, model))
                self.assertTrue(record or model._name in ('pagero.login.attempt',))
                if record:
                    self.assertTrue(self._is_refused(record.write, {field.name: False}))

    def test_none_is_given_to_a_copy(self):
        for model, field in self._kept():
            record = self.records.get(model._name)
            if record and field.name not in model._set_once:
                with self.subTest(model=model._name, field=field.name):
                    mine = self._as_strongest(record)
                    self.assertTrue(self._is_refused(mine.copy, {field.name: False}))

    def test_none_is_taken_from_the_context(self):
        for model, field in self._kept():
            if field.name not in model._set_once:
                with self.subTest(model=model._name, field=field.name):
                    key = f'default_{field.name}'
                    mine = self._as_strongest(model).with_context(**{key: 1})
                    self.assertNotIn(key, mine._without_kept_defaults().env.context)

    def test_none_is_heard_in_a_form(self):
        heard = object()
        for model, field in self._kept():
            record = self.records.get(model._name)
            if record:
                with self.subTest(model=model._name, field=field.name):
                    mine = self._as_strongest(record)
                    said = {} if mine._is_not_for_client(field.name) else {field.name: heard}
                    self.assertEqual(mine._as_client_may_say({field.name: heard}), said)

    def test_only_plain_computed_values_of_a_form_are_compared(self):
        """Odoo answers with what differs from them; nothing is read or decided by them."""
        compared = {
            (model._name, field.name)
            for model, field in self._kept()
            if not model._is_not_for_client(field.name)
            and not (field.name in model._set_once and not model)
        }
        for model, name in compared:
            field = self.env[model]._fields[name]
            with self.subTest(model=model, field=name):
                self.assertTrue(field.compute and not field.related and not field.relational)
                self.assertNotIn(field.type, ('json', 'binary'))
        self.assertIn(('res.partner.category', 'pagero_recognised'), compared)

    def test_none_is_imported(self):
        """One text of each model: ``load`` goes through ``create``."""
        done = set()
        for model, field in self._kept():
            mine = self._as_strongest(model)
            is_text = field.type == 'char' and field.name not in model._set_once
            if is_text and model._name not in done and mine.has_access('create'):
                done.add(model._name)
                with self.subTest(model=model._name, field=field.name):
                    result = mine.load([field.name], [['x']])
                    self.assertFalse(result['ids'])
        self.assertGreater(len(done), 3)

    def test_the_gate_names_the_field(self):
        """It isn't only for want of other rights that it is refused."""
        mine = self._as_strongest(self.account)
        with self.assertRaisesRegex(AccessError, "Live"):
            mine.write({'is_live': True})

    def test_what_core_copies_holds_nothing_that_is_kept(self):
        """A copy of core's is made with the client's own rights: it would be refused."""
        for model, field in self._kept():
            if not issubclass(self.env.registry[model._name], self.env.registry[RECORD]):
                with self.subTest(model=model._name, field=field.name):
                    self.assertFalse(field.copy)


@tagged('post_install', '-at_install')
class TestFormsAndServer(GuardCommon):
    """What our views show as readonly is so on the server, too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shown = defaultdict(set)  # {(model, field): 'never', 'always' or an expression}
        for view in cls._roots_of_our_views():
            arch = view._get_combined_arch()
            is_editable = arch.tag == 'form' or bool(arch.get('editable'))
            cls._walk(arch, cls.env[view.model], is_editable)

    @classmethod
    def _roots_of_our_views(cls):
        data = cls.env['ir.model.data'].sudo()
        ours = data.search([('module', '=', 'pagero_connector'), ('model', '=', 'ir.ui.view')])
        views = cls.env['ir.ui.view'].sudo().browse(ours.mapped('res_id')).exists()
        roots = views.browse()
        for view in views.filtered(lambda each: each.type in ('form', 'list')):
            while view.mode == 'extension' and view.inherit_id:
                view = view.inherit_id
            roots |= view
        return roots

    @classmethod
    def _walk(cls, node, model, is_editable):
        for child in node:
            if child.tag != 'field' or child.get('name') not in model._fields:
                cls._walk(child, model, is_editable)
                continue
            field = model._fields[child.get('name')]
            hidden = '1' in (child.get('invisible'), child.get('column_invisible'))
            shown = child.get('readonly', '1' if field.readonly else '0')
            if not is_editable or hidden or shown in ('1', 'True', 'true'):
                shown = 'always'
            cls.shown[model._name, field.name].add('never' if shown in ('0', 'False') else shown)
            for view in child:
                if view.tag in ('form', 'list'):
                    below = is_editable and shown != 'always'
                    below = below and (view.tag == 'form' or bool(view.get('editable')))
                    cls._walk(view, cls.env[field.comodel_name], below)

    def _stored(self):
        for name in self._guarded():
            model = self.env[name]
            for field in model._fields.values():
                is_ours = field.name not in MAGIC_COLUMNS and model._is_field_of_ours(field)
                if field.store and is_ours:
                    yield model, field

    def test_what_no_form_lets_a_person_edit_is_kept(self):
        found = set()
        for model, field in self._stored():
            shown = self.shown[model._name, field.name] - {'always'}
            if not shown and not model._is_kept_by_server(field):
                found.add((model._name, field.name))
        self.assertEqual(found, set(WRITABLE))

    def test_what_is_readonly_in_some_state_is_refused_in_it(self):
        for (name, field_name), shown in self.shown.items():
            model = self.env[name]
            field = model._fields[field_name]
            is_ours = name in self._guarded() and model._is_field_of_ours(field)
            if not is_ours or not shown - {'always', 'never'}:
                continue
            with self.subTest(model=name, field=field_name, shown=shown):
                fixed = {each for names in model._fixed_when.values() for each in names}
                refused = REFUSED_BY.get((name, field_name))
                known = field_name in (*model._set_once, *fixed) or hasattr(model, refused or '_')
                self.assertTrue(known or not field.store)


@tagged('post_install', '-at_install')
class TestNotTheirs(GuardCommon):
    """The attacks that went through, by people with ordinary roles; each was accepted before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_other_company()
        cls.other_account = cls._create_account(cls.other)
        cls.other_customer = cls._create_customer(name="Annans", company_registry='556999-3404')
        cls.sales = cls._create_user('own_sales', 'base.group_user,pagero_connector.group_sales')
        cls.admin = cls._create_user('own_admin', 'base.group_user,pagero_connector.group_admin')
        cls.clerk = cls._create_user('own_clerk')
        cls.theirs = cls._create_connection(cls.other_customer, account_id=cls.other_account.id)

    def _mine(self, name, user):
        return self.records[name].sudo(False).with_user(user).with_company(self.company)

    def _refused(self, record, **values):
        with self.assertRaises(AccessError):
            record.write(values)

    # === 1: ANOTHER COMPANY'S LOGIN === #

    def test_a_run_keeps_its_account_and_whom_it_acts_for(self):
        run = self._mine('pagero.match.run', self.sales)
        self._refused(run, account_id=self.other_account.id)
        self._refused(run, user_id=1)
        self._refused(run, company_id=self.other.id)
        self._refused(run, line_ids=[Command.create({'partner_id': self.customer.id})])

    def test_a_run_cannot_be_made_by_hand(self):
        runs = self.env['pagero.match.run'].with_user(self.sales)
        with self.assertRaises(AccessError):
            runs.create({'account_id': self.other_account.id})

    def test_a_copied_run_acts_for_whoever_copied_it(self):
        run = self.records['pagero.match.run'].sudo()
        run.user_id = self.admin
        copied = run.with_user(self.sales).sudo(False).with_company(self.company).copy()
        self.assertEqual(copied.user_id, self.sales)

    def test_a_run_goes_on_with_the_rights_of_whoever_pressed_the_button(self):
        run = self.records['pagero.match.run'].sudo()
        run.write({'user_id': self.admin.id, 'state': 'stopped'})
        run.with_user(self.sales).sudo(False).with_company(self.company).action_continue()
        self.assertEqual(run.user_id, self.sales)

    def test_a_line_takes_only_what_was_found_for_it(self):
        line = self.records['pagero.match.line'].sudo()
        values = {'run_id': line.run_id.id, 'partner_id': self.other_customer.id}
        candidates = [Command.create({'company': HIT})]
        foreign = line.create({**values, 'candidate_ids': candidates})
        line._move_to('connecting')
        line._move_to('sure')
        mine = self._mine('pagero.match.line', self.sales)
        self._refused(mine, candidate_id=foreign.candidate_ids.id)
        line.state = 'doubtful'
        with self.assertRaises(ValidationError):
            mine.candidate_id = foreign.candidate_ids

    # === 2: WHAT A TEMPLATE KEEPS === #

    def test_a_template_keeps_what_was_saved(self):
        template = self._mine('pagero.invoice.template', self.clerk)
        self._refused(template, header={'narration': '<script>alert(1)</script>'})
        self._refused(template, company_id=self.other.id)
        self._refused(template, partner_id=self.other_customer.id)
        self._refused(template.line_ids, more={'account_id': 1})
        with self.assertRaises(AccessError):
            template.copy({'header': {'narration': '<script>alert(1)</script>'}})

    def test_a_template_of_another_recipient_is_not_replaced(self):
        template = self._mine('pagero.invoice.template', self.clerk)
        invoice = self._create_customer_invoice(partner_id=self.other_customer.id)
        with self.assertRaisesRegex(UserError, "template for"):
            template._save_invoice(invoice.with_user(self.clerk), "x", template)

    # === 4: HUNG ONTO ANOTHER COMPANY'S === #

    def test_nothing_is_hung_onto_anothers(self):
        self._refused(
            self._mine('pagero.connection.number', self.sales), connection_id=self.theirs.id
        )
        self._refused(
            self._mine('pagero.connection.capability', self.sales), connection_id=self.theirs.id
        )
        self._refused(
            self._mine('pagero.routing.order', self.sales), account_id=self.other_account.id
        )
        self._refused(self._mine('pagero.routing.order', self.sales), connection_id=self.theirs.id)
        self._refused(
            self._mine('pagero.connection.request', self.sales), connection_id=self.theirs.id
        )
        self._refused(self._mine('pagero.connection', self.sales), account_id=self.other_account.id)
        self._refused(self._mine('pagero.user', self.admin), account_id=self.other_account.id)
        self._refused(self._mine('pagero.licence', self.admin), account_id=self.other_account.id)

    def test_nothing_is_made_on_anothers(self):
        numbers = self.env['pagero.connection.number'].with_user(self.sales)
        with self.assertRaises(AccessError):
            numbers.create({'connection_id': self.theirs.id, 'name': '1'})
        with self.assertRaises(AccessError):
            self._mine('pagero.connection.number', self.sales).copy(
                {'connection_id': self.theirs.id, 'name': '1'}
            )
        connections = self.env['pagero.connection'].with_user(self.sales)
        with self.assertRaises(AccessError):
            connections.create(
                {'account_id': self.other_account.id, 'partner_id': self.customer.id}
            )

    def test_a_file_stays_with_its_owner(self):
        invoice = self._create_customer_invoice()
        values = {**SAMPLES['pagero.invoice.attachment'], 'move_id': invoice.id}
        file = self.env['pagero.invoice.attachment'].with_user(self.clerk).create(values)
        other = self._create_customer_invoice()
        self._refused(file, move_id=other.id)
        self._refused(file, company_id=self.other.id)
        self._refused(file, size=1)
        with self.assertRaises(AccessError):
            other.with_user(self.clerk).pagero_attachment_ids = [Command.link(file.id)]

    def test_a_requirement_stays_with_its_recipient(self):
        rules = self.env['pagero.recipient.rule'].with_user(self.clerk)
        rule = rules.create({'partner_id': self.customer.id, 'field_key': 'note'})
        self._refused(rule, partner_id=self.other_customer.id)
        self._refused(rule, company_id=self.other.id)
        self._refused(rule, source='set')

    def test_lines_are_not_smuggled_into_a_copy(self):
        template = self._mine('pagero.invoice.template', self.clerk)
        with self.assertRaises(UserError):
            template.copy({'line_ids': [Command.create({'more': {'account_id': 1}})]})

    # === 14: THE REST === #

    def test_an_account_says_of_itself_what_the_server_knows(self):
        account = self.account.sudo(False).with_user(self.admin).with_company(self.company)
        self._refused(account, is_live=True)
        self._refused(account, approved_fingerprint='x')
        self._refused(account, last_error='x')
        self._refused(account, state='connected')

    def test_a_live_account_keeps_its_mode_before(self):
        account = self.account.sudo(False).with_user(self.admin).with_company(self.company)
        account.mode_before_live = 'Certification'
        account.action_go_live()
        self._refused(account, mode_before_live='Test')

    def test_a_huge_number_is_refused_in_words(self):
        licence = self._mine('pagero.licence', self.admin)
        with self.assertRaisesRegex(ValidationError, "too large"):
            licence.quantity = 10**12
        for quantity in (10**12, 1e12, '1000000000000'):
            with self.assertRaisesRegex(ValidationError, "too large"):
                licence.create({'account_id': self.account.id, 'name': "x", 'quantity': quantity})

    def test_a_search_for_no_state_finds_nothing(self):
        for value in (1, 'x', 1.5):
            self.assertFalse(self.env['account.move'].search([('pagero_state', '=', value)]))
            self.env['res.partner'].search([('pagero_connection_state', '=', value)])

    def test_a_client_skips_no_check_by_its_context(self):
        self.account.block_posting = True
        invoice = self._create_customer_invoice(pagero_buyer_reference=False)
        clerk = invoice.with_user(self.clerk)
        with self.assertRaises(UserError):
            clerk.with_context(pagero_skip_catch=True).action_post()


class TestWhoActs(BaseCase):
    """Who a scheduled action acts for, and which words of a context open a gate."""

    # Where code becomes another user, and who chooses that one.
    BECOMES = {
        ('pagero_digest.py', '_as_reader'): "the user who wants the daily mail reads it",
        ('pagero_credential.py', '_told_by_me'): "the user who logged in is the author",
        ('work.py', '_connect'): "the run's user_id, which only buttons set",
        ('state_changes.py', '_may_be_told'): "only asked whether it may read",
        ('pagero_received_request.py', '_may_be_told'): "only asked whether it may decide",
        ('payment_approval.py', '_pay_to_stated'): "OdooBot, so that it is no person's choice",
        ('payee_trust.py', '_trust_as_approved'): "OdooBot, after the rule of the second person",
    }
    # Where an author counts: nothing is done with that one's rights.
    AUTHORS = {
        ('pagero_document.py', '_tell_browsers'): "whose open form reloads",
        ('invoice_kind.py', '_by_company_and_language'): "whose language is spoken",
        ('reminders.py', '_user_to_remind'): "who is asked, by an activity",
        ('unsure.py', '_user_to_ask'): "who is asked, by an activity",
        ('answer_kind.py', '_now_of'): "whose day and time it is",
        ('answer_kind.py', '_answer'): "whom the supplier may ask",
        ('payment_approval.py', '_first_persons'): "who may not approve",
    }
    # Words that a client may say, since they ask for more, and lift nothing.
    SAID = {
        'pagero_is_letter': "a letter asks for a connection or a route: rights are asked for it",
        'pagero_move_id': "an id, browsed with the client's own rights",
        'pagero_replies': "comes back from Odoo's composer; the right to settle is asked for",
        'pagero_way': "what the user may choose in the Send dialog of many invoices",
    }

    def test_only_these_become_another_user(self):
        self.assertEqual(self._places(lambda node: _calls(node, 'with_user')), set(self.BECOMES))

    def test_only_these_ask_for_an_author(self):
        self.assertEqual(self._places(_names_author), set(self.AUTHORS))

    def test_a_word_that_opens_a_gate_is_our_own(self):
        for path in sorted(MODELS.rglob('*.py')):
            tree = ast.parse(path.read_text())
            ours = {id(node.left) for node in ast.walk(tree) if _compares_with_ours(node)}
            for node in ast.walk(tree):
                word = _word_of_context(node)
                if word:
                    with self.subTest(file=path.name, word=word):
                        self.assertTrue(id(node) in ours or word in self.SAID)

    def test_our_own_code_says_it_so_that_it_counts(self):
        """Such a word with another value would open nothing."""
        gates = {
            _word_of_context(node.left)
            for path in MODELS.rglob('*.py')
            for node in ast.walk(ast.parse(path.read_text()))
            if _compares_with_ours(node)
        } - {None}
        self.assertTrue(gates)
        for folder in ('models', 'wizards', 'migrations', 'dev'):
            for path in sorted((MODELS.parent / folder).rglob('*.py')):
                for word, value in _words_said(ast.parse(path.read_text())):
                    if word in gates:
                        with self.subTest(file=path.name, word=word):
                            self.assertFalse(isinstance(value, ast.Constant) and value.value)

    def test_the_search_finds_something(self):
        tree = ast.parse("self.env.context.get('pagero_x')")
        self.assertIn('pagero_x', [_word_of_context(node) for node in ast.walk(tree)])

    def _places(self, finds):
        return {
            (path.name, function.name)
            for path in MODELS.rglob('*.py')
            for function in ast.walk(ast.parse(path.read_text()))
            if isinstance(function, ast.FunctionDef)
            and any(finds(node) for node in ast.walk(function))
        }


def _calls(node, name):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == name
    )


def _names_author(node):
    is_grouped = isinstance(node, ast.Constant) and node.value == 'create_uid'
    return is_grouped or (isinstance(node, ast.Attribute) and node.attr == 'create_uid')


def _word_of_context(node):
    """The word that a ``….context.get('pagero_…')`` asks for."""
    if _calls(node, 'get') and ast.unparse(node.func.value).endswith('context') and node.args:
        word = getattr(node.args[0], 'value', None)
        return word if isinstance(word, str) and word.startswith('pagero_') else None
    return None


def _compares_with_ours(node):
    return isinstance(node, ast.Compare) and ast.unparse(node.comparators[0]) == 'OURS'


def _words_said(tree):
    """(word, value) of each keyword and each key of a dictionary."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword):
            yield node.arg, node.value
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                yield getattr(key, 'value', None), value
