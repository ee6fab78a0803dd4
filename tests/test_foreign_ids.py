"""Whatever a client of one company puts into a call, another company's records stay its own.

Made from the registry: a model or a field that is added later is tried without another line here.
"""

import base64
import inspect
import json
import logging
from collections import Counter
from itertools import product

import psycopg2

from odoo import Command
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.models import MAGIC_COLUMNS, BaseModel
from odoo.service.model import call_kw
from odoo.tests import tagged

from .test_pagero_invoice_attachment import PDF
from .test_pagero_rule_pack import LENIENT
from .two_companies import (
    COMMON_TO_ALL,
    HIT,
    MODULE,
    QUESTION,
    ROLES,
    SECRET,
    TwoCompaniesCommon,
)


_logger = logging.getLogger(__name__)

REFUSED = (AccessError, MissingError, UserError, psycopg2.IntegrityError)
MANY = ('one2many', 'many2many')
# What a client may do with foreign ids all the same, and why: {(model, field): reason}.
ALLOWED = {}
# Models and dialogs of which no role makes a record by its own call: our code does, and why.
MADE_BY_CODE = {
    'pagero.account': "Each company here has its one account already.",
    'pagero.connection.request': "The network was asked first.",
    'pagero.connection.request.answer': "It belongs to a request.",
    'pagero.credential': "Secrets are touched in one file.",
    'pagero.digest': "A user's own preference makes it.",
    'pagero.document': "Posting and the Send dialog queue it.",
    'pagero.document.event': "The history is appended by the gate.",
    'pagero.account.turn': "Scheduled actions take it.",
    'pagero.login.attempt': "Connect begins it.",
    'pagero.match.candidate': "The network said it.",
    'pagero.match.line': "A run makes its lines.",
    'pagero.match.run': "The list of customers starts it.",
    'pagero.payee.account': "A received document states it.",
    'pagero.received.document': "Pagero lists it.",
    'pagero.received.event': "The history is appended by the gate.",
    'pagero.received.request': "The network said it.",
    'pagero.response': "Recipients give it.",
    'pagero.routing.order': "A connection orders it.",
    'pagero.rule.pack.trial': "A dry run makes it.",
    'pagero.answer.line': "It belongs to the dialog of an answer.",
    'pagero.connect': "An action of a search or a match opens it.",
    'pagero.connect.answer': "It belongs to that dialog,",
    'pagero.connect.capability': "and so does this",
    'pagero.connect.difference': "and this.",
    'pagero.invoice.template': "An invoice is saved as one.",
    'pagero.network.search.hit': "The network said it.",
    'pagero.health': "A menu opens it,",
    'pagero.health.line': "with its lines.",
    'pagero.invoice.check': "A button of the invoice opens it.",
}
# What methods are told beside the records.
ARGUMENTS = {
    'action_checklist': ['bank'],
    'retrieve_acc_type': ['SE123'],
    'message_post': [],
    'module_installed': ['account'],
}
SCALARS = {
    'char': "x",
    'text': "x",
    'html': "<p>x</p>",
    'integer': 7,
    'float': 7.5,
    'monetary': 7.5,
    'boolean': True,
    'date': '2026-01-31',
    'datetime': '2026-01-31 12:00:00',
    'binary': 'eA==',
    'json': {'planted': True},
}


# Values that must be of a form of their own.
VALUES = {
    ('pagero.connect', 'company'): HIT,
    ('pagero.network.search.hit', 'company'): HIT,
    ('pagero.match.candidate', 'company'): HIT,
    ('pagero.connect.answer', 'requirement'): QUESTION,
    ('pagero.connect.difference', 'field_name'): 'city',
    ('pagero.invoice.attachment', 'name'): 'ny.pdf',
    ('pagero.invoice.attachment', 'data'): base64.b64encode(PDF).decode(),
    ('pagero.user', 'email'): 'ny@norrsken.example',
    ('pagero.rule.pack', 'file'): base64.b64encode(LENIENT.encode()).decode(),
}
# What a person gives although the database doesn't demand it.
ALSO_GIVEN = {
    'pagero.invoice.attachment': ('move_id',),
    'pagero.recipient.rule': ('partner_id',),
    'pagero.rule.pack': ('valid_from',),
}


class ForeignIdsCommon(TwoCompaniesCommon):
    """Calls as a browser makes them, and what must be true after each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.counts = Counter()
        cls.before = cls._prints_of(cls.foreign)
        cls.newcomer = cls._create_customer(name="Nykund AB", company_id=cls.company.id)
        cls.draft = cls._create_customer_invoice()

    @classmethod
    def tearDownClass(cls):
        cls.counts['roles'] = len(ROLES)
        _logger.info("%s tried %s", cls.__name__, dict(cls.counts))
        super().tearDownClass()

    @classmethod
    def _models(cls, transient=False):
        """Names of the models of ours, and of core's that hold fields of ours."""
        return sorted(
            name
            for name, model in cls.env.registry.items()
            if not model._abstract
            and bool(model._transient) == transient
            and (name.startswith('pagero.') or cls._fields_of_ours(name))
        )

    @classmethod
    def _fields_of_ours(cls, model):
        """Stored fields that our files give to a model."""
        return [
            field
            for field in cls.env[model]._fields.values()
            if field.store
            and (field._modules or (field._module,))[0] == MODULE
            and field.name not in MAGIC_COLUMNS
        ]

    # === CALLS === #

    def _call(self, role, model, method, *args, context=None, then=None):
        """One call of ``role``, undone afterwards; whether it went through.

        ``then`` gets the result while it stands.
        """
        self.counts['calls'] += 1
        self.env.invalidate_all()
        records = self.env(user=self.users[role], su=False)[model]
        context = {'allowed_company_ids': self.company.ids, **(context or {})}
        try:
            with self.cr.savepoint(flush=False) as savepoint:
                try:
                    answer = call_kw(records, method, _by_wire(args), {'context': context})
                    self.env.flush_all()
                    self._assert_foreign_untouched(answer)
                    if then:
                        then(answer)
                finally:
                    self.env.clear()
                    savepoint.rollback()
        except REFUSED as refusal:
            self.counts['refused'] += 1
            self.assertNotIn(SECRET, str(refusal))
            return False
        return True

    def _assert_foreign_untouched(self, answer):
        """Nothing of the other company was told, and nothing of it has changed."""
        self.assertNotIn(SECRET, repr(answer))
        self.assertEqual(self._prints_of(self.foreign), self.before)

    def _assert_not_named(self, model, field):
        """Returns what looks whether the records that a call made name foreign ones."""
        foreign = self.foreign.get(field.comodel_name)

        def look(ids):
            for record in self.env[model].sudo().browse(ids):
                if field.type == 'json':
                    self.assertNotIn('planted', repr(record[field.name]))
                elif foreign is not None:
                    self.assertFalse(record[field.name] & foreign, "it names a foreign record")

        return look

    # === VALUES === #

    def _foreign_values(self, field):
        """What a client may put into a field to reach the other company's record."""
        if field.type == 'json':
            return [{'planted': True}]
        foreign = self.foreign.get(field.comodel_name)
        if foreign is None:
            return []
        if field.type in MANY:
            return [[[Command.LINK, foreign.id, 0]], [[Command.SET, 0, foreign.ids]]]
        return [foreign.id, float(foreign.id), str(foreign.id)]

    def _creation_values(self, model, but=None):
        """The least that a person gives to make a record: what is required and may be given."""
        records = self.env[model].browse()
        known = records.sudo().default_get(list(records._fields))
        return {
            field.name: self._value_of_mine(model, field)
            for field in self._fields_of_ours(model)
            if (field.required or field.name in ALSO_GIVEN.get(model, ()))
            and field.name != but
            and field.name not in known
            and not field.compute
            and not (field.readonly and field.name not in getattr(records, '_set_once', ()))
        }

    @classmethod
    def _value_of_mine(cls, model, field):
        if field.relational:
            return cls._record_of_mine(model, field.comodel_name).id
        if field.type == 'selection':
            return field.get_values(cls.env)[0]
        return VALUES.get((model, field.name), SCALARS[field.type])

    @classmethod
    def _record_of_mine(cls, model, named):
        """One that a new record may name: a customer without papers, a draft of an invoice."""
        if named == 'res.partner' and not cls.env[model]._transient:
            return cls.newcomer
        if named == 'account.move':
            return cls.draft
        return cls.mine.get(named) or cls.env[named].search([], limit=1)

    def _spec(self, role, model):
        """What a form may show: every field of ours that the role may read, and names."""
        records = self.env(user=self.users[role], su=False)[model]
        names = {'display_name': {}}
        spec = {}
        for name, field in records._fields.items():
            ours = (field._modules or (field._module,))[0] == MODULE
            if ours and records._has_field_access(field, 'read'):
                spec[name] = {'fields': names} if field.relational else {}
        return spec


def _by_wire(values):
    return json.loads(json.dumps(list(values)))


class Naming:
    """Each model, field and role: a record of the user's own that names a foreign one."""

    _is_of_dialogs = False

    def test_written_into_mine(self):
        self._try_all(self._write_into_mine)

    def test_made_with_them(self):
        self._try_all(self._create_with)

    def test_in_a_form_that_is_not_saved(self):
        self._try_all(self._onchange_with)

    def _try_all(self, attempt):
        for model in self._models(self._is_of_dialogs):
            self.counts['models'] += 1
            for field in self._fields_of_ours(model):
                if not self._foreign_values(field) or (model, field.name) in ALLOWED:
                    continue
                self.counts['fields'] += 1
                for role in ROLES:
                    with self.subTest(model=model, field=field.name, role=role):
                        for value in self._foreign_values(field):
                            attempt(role, model, field, value)

    def _write_into_mine(self, role, model, field, value):
        ids = self._mine(role, model).ids
        look = self._assert_not_named(model, field)
        vals, spec = {field.name: value}, self._spec(role, model)
        self._call(role, model, 'write', ids, vals, then=lambda _answer: look(ids))
        self._call(role, model, 'web_save', ids, vals, spec, then=lambda _answer: look(ids))

    def _create_with(self, role, model, field, value):
        look = self._assert_not_named(model, field)
        values = self._creation_values(model, but=field.name)
        context = {f'default_{field.name}': value}
        self._call(role, model, 'create', {**values, field.name: value}, then=look)
        self._call(role, model, 'create', values, then=look, context=context)

    def _onchange_with(self, role, model, field, value):
        spec, values = self._spec(role, model), self._creation_values(model, but=field.name)
        context = {f'default_{field.name}': value}
        ids, told = self._mine(role, model).ids, {field.name: value}
        self._call(role, model, 'onchange', [], {**values, **told}, [field.name], spec)
        self._call(role, model, 'onchange', [], {}, [], spec, context=context)
        self._call(role, model, 'onchange', ids, told, [field.name], spec)

    def test_roles_make_records_of_their_own(self):
        """Else the refusals above would prove nothing."""
        for model in self._models(self._is_of_dialogs):
            if model.startswith('pagero.') and model not in MADE_BY_CODE:
                values = self._creation_values(model)
                with self.subTest(model=model):
                    made = [self._call(role, model, 'create', values) for role in ROLES]
                    self.assertTrue(any(made), values)


@tagged('post_install', '-at_install')
class TestForeignIds(Naming, ForeignIdsCommon):
    """Records that stay."""

    def _mine(self, _role, model):
        return self.mine.get(model, self.env[model])

    def test_every_model_of_ours_has_a_record_here(self):
        ours = {name for name in self._models() if name.startswith('pagero.')}
        self.assertEqual(ours - set(self.mine), {'pagero.rule.pack'})

    def test_every_kind_of_record_that_a_field_names_is_decided(self):
        named = {
            field.comodel_name
            for is_of_dialogs in (False, True)
            for model in self._models(is_of_dialogs)
            for field in self._fields_of_ours(model)
            if field.relational and not self.env[field.comodel_name]._transient
        }
        self.assertEqual(named - set(self.foreign) - set(COMMON_TO_ALL), set())

    def test_an_invoice_names_no_foreign_address(self):
        """Our fields show what core's name, before anything is saved."""
        spec, partner = self._spec('invoicing', 'account.move'), self.foreign['res.partner'].id
        for name in ('partner_id', 'partner_shipping_id'):
            values = {'move_type': 'out_invoice', name: partner}
            with self.subTest(name):
                args = ['account.move', 'onchange', [], values, [name], spec]
                self.assertFalse(self._call('invoicing', *args))

    def test_both_looks_find_what_they_look_for(self):
        with self.assertRaises(AssertionError):
            self._assert_foreign_untouched([{'name': SECRET}])
        self.foreign['pagero.connection.number'].name = "Ett annat"
        with self.assertRaises(AssertionError):
            self._assert_foreign_untouched(None)

    def test_foreign_records_themselves(self):
        """Read, exported, copied, removed, changed field by field."""
        for model in set(self._models()) & set(self.foreign):
            for role in ROLES:
                with self.subTest(model=model, role=role):
                    self._try_record(role, self.foreign[model])

    def _try_record(self, role, foreign):
        model, ids = foreign._name, foreign.ids
        for method, args in (
            ('read', [['create_date', 'display_name']]),
            ('web_read', [self._spec(role, model)]),
            ('export_data', [['id', 'create_date']]),
            ('copy', []),
            ('unlink', []),
        ):
            self.assertFalse(self._call(role, model, method, ids, *args), method)
        for field in self._fields_of_ours(model):
            value = SCALARS.get(field.type)
            if value is not None:
                changed = self._call(role, model, 'write', ids, {field.name: value})
                self.assertFalse(changed, field.name)


@tagged('post_install', '-at_install')
class TestForeignIdsInDialogs(Naming, ForeignIdsCommon):
    """Dialogs, each opened by the user himself."""

    _is_of_dialogs = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.opened = {
            (role, model): cls._open(cls.users[role], model)
            for role in ROLES
            for model in cls._models(transient=True)
            if model.startswith('pagero.')
            and cls.env[model].with_user(cls.users[role]).has_access('read')
        }

    @classmethod
    def _open(cls, user, model):
        """A dialog as our code makes it for a user, with everything that is required."""
        dialogs = cls.env(user=user, su=False)[model].with_company(cls.company)
        values = {
            field.name: cls._value_in_dialog(user, model, field)
            for field in cls._fields_of_ours(model)
            if field.required and field.type not in MANY and not field.compute
        }
        if model == 'pagero.connect':  # of a customer that differs from the company found
            values |= {'partner_choice': 'existing', 'partner_id': cls.newcomer.id}
        return dialogs._create_kept([values])

    @classmethod
    def _value_in_dialog(cls, user, model, field):
        """Of a line of a dialog, the dialog itself, which the user opened as well."""
        if field.relational and cls.env[field.comodel_name]._transient:
            return cls._open(user, field.comodel_name).id
        return cls._value_of_mine(model, field)

    def _mine(self, role, model):
        return self.opened.get((role, model), self.env[model])

    def test_a_colleagues_dialog_is_nothing_to_me(self):
        """Each dialog belongs to the user who opened it."""
        for (opener, model), dialog in self.opened.items():
            for role in set(ROLES) - {opener}:
                with self.subTest(model=model, role=role, opener=opener):
                    self.assertFalse(self._call(role, model, 'read', dialog.ids, ['create_date']))
                    self.assertFalse(self._call(role, model, 'unlink', dialog.ids))


@tagged('post_install', '-at_install')
class TestForeignRecordsAndButtons(ForeignIdsCommon):
    """Each public method of ours and role, on another company's records."""

    def test_every_public_method(self):
        for model, method in self._methods():
            foreign = self.foreign.get(model)
            if foreign is None:
                continue
            self.counts['methods'] += 1
            for role in ROLES:
                with self.subTest(model=model, method=method, role=role):
                    self._press(role, foreign, method)

    def test_every_public_method_while_something_is_open(self):
        """What a button refuses for its record's state, it may do in another one."""
        document = self.foreign['pagero.document'].sudo()[:1]
        concerned = ('account.move', 'pagero.document')
        methods = [each for each in self._methods() if each[0] in concerned]
        for state, status in (('delivered', 'rejected'), ('error', False), ('unsure', False)):
            document.write({'state': state, 'business_status': status, 'answer_settled_at': False})
            self.env.flush_all()
            self.before = self._prints_of(self.foreign)
            for (model, method), role in product(methods, ROLES):
                with self.subTest(state=state, model=model, method=method, role=role):
                    self._press(role, self.foreign[model], method)

    def _press(self, role, foreign, method):
        function = getattr(type(foreign), method)
        arguments = ARGUMENTS.get(method, [])
        active = {'active_model': foreign._name, 'active_id': foreign.id, 'active_ids': foreign.ids}
        on_model = getattr(function, '_api_model', False)
        args = arguments if on_model else [foreign.ids, *arguments]
        self._call(role, foreign._name, method, *args, context=active)

    def _methods(self):
        """(model, name) of what our files let a browser call."""
        for model in sorted(self.env.registry):
            for each in type(self.env[model]).mro():
                if MODULE in each.__module__:
                    yield from ((model, name) for name in vars(each) if _is_public(each, name))


def _is_public(each, name):
    is_function = inspect.isfunction(vars(each)[name])
    return is_function and not name.startswith('_') and not hasattr(BaseModel, name)
