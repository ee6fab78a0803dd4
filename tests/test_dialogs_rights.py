"""Dialogs act with the rights of whoever opened them, and tell what that person may read."""

from dataclasses import asdict, replace

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import USER_GROUPS, PageroCommon
from .test_pagero_connect import MUNICIPALITY, ORDER_NUMBER


OWN = "[('create_uid', '=', user.id)]"
MODULE = 'pagero_connector'
# Dialogs that only the server makes: what they hold came from the network, or from a check.
SERVER_MADE = {
    'pagero.connect',
    'pagero.connect.answer',
    'pagero.connect.capability',
    'pagero.health',
    'pagero.health.line',
    'pagero.invoice.check',
    'pagero.network.search.hit',
}
PLANTED = {
    **asdict(ORDER_NUMBER),
    'kind': 'mandatory',
    'field': 'contract_reference',
    'message': "Pay to another account",
}


@tagged('post_install', '-at_install')
class TestEveryDialog(PageroCommon):
    """Over the registry, so that the next dialog or field isn't forgotten."""

    def _dialogs(self):
        return [
            model
            for name, model in sorted(self.env.items())
            if name.startswith('pagero.') and model._transient
        ]

    def _fields_of_dialogs(self):
        """(model, field) of ours on every transient model, core's as well."""
        return [
            (model, field)
            for _name, model in sorted(self.env.items())
            if model._transient
            for field in model._fields.values()
            if not field.inherited and (field._modules or (field._module,))[0] == MODULE
        ]

    def test_the_registry_is_looked_through(self):
        self.assertGreater(len(self._dialogs()), 20)
        names = {model._name for model, _field in self._fields_of_dialogs()}
        self.assertLess({'account.move.send.wizard', 'res.config.settings'}, names)

    def test_nothing_is_computed_as_superuser(self):
        for model, field in self._fields_of_dialogs():
            with self.subTest(model=model._name, field=field.name):
                self.assertFalse(field.compute_sudo)
                self.assertFalse(field.related and field.related_sudo)

    def test_every_record_that_is_named_is_checked(self):
        stored = [each for each in self._fields_of_dialogs() if each[1].store]
        for model, field in stored:
            with self.subTest(model=model._name, field=field.name):
                self.assertIsInstance(model, self.env.registry['pagero.guarded.mixin'])

    def test_each_is_seen_by_whoever_opened_it(self):
        rules = self.env['ir.rule'].sudo()
        for model in self._dialogs():
            with self.subTest(model=model._name):
                rule = rules.search([('model_id.model', '=', model._name)])
                self.assertRecordValues(
                    rule,
                    [
                        {
                            'domain_force': OWN,
                            'global': True,
                            'active': True,
                            'perm_read': True,
                            'perm_write': True,
                            'perm_create': True,
                            'perm_unlink': True,
                        }
                    ],
                )

    def test_what_is_structured_is_kept_by_the_server(self):
        """JSON and HTML are read by code that trusts them."""
        found = set()
        for model, field in self._fields_of_dialogs():
            if field.store and field.type in ('json', 'html', 'serialized', 'reference'):
                found.add((model._name, field.name))
                with self.subTest(model=model._name, field=field.name):
                    self.assertTrue(model._is_kept_by_server(field))
                    self.assertNotIn(field.name, model._set_once)
        self.assertIn(('pagero.connect.answer', 'requirement'), found)

    def test_what_is_set_once_is_kept_afterwards(self):
        for model in self._dialogs():
            for name in model._set_once:
                with self.subTest(model=model._name, field=name):
                    self.assertTrue(model._is_kept_by_server(model._fields[name]))

    def test_what_only_the_server_makes_is_made_by_no_client(self):
        users = (
            self._create_user('dialogs_system', f'{USER_GROUPS},base.group_system'),
            self._create_user('dialogs_admin', f'{USER_GROUPS},pagero_connector.group_group_admin'),
        )
        made = {
            model._name
            for model in self._dialogs()
            if not any(model.with_user(user).has_access('create') for user in users)
        }
        self.assertEqual(made, SERVER_MADE)


class TwoCompanies(PageroCommon):
    """Company A, whose users ask, and company B, which is none of their business."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_other_company()
        cls.accountant = cls._create_user('accountant')
        cls.administrator = cls._create_user(
            'administrator', 'base.group_user,pagero_connector.group_admin'
        )
        cls.salesperson = cls._create_user(
            'salesperson', 'base.group_user,base.group_partner_manager,pagero_connector.group_sales'
        )
        cls.invoice = cls._create_customer_invoice()
        cls.theirs = cls._their_records()

    @classmethod
    def _their_records(cls):
        """{model: a record of company B}."""
        env = cls.env(su=True)
        journal = env['account.journal'].search(
            [('company_id', '=', cls.other.id), ('type', '=', 'sale')], limit=1
        )
        customer = env['res.partner'].create(
            {'name': "Hemlig kund AB", 'street': "Hemliga gatan 1", 'company_id': cls.other.id}
        )
        invoice = (
            env['account.move']
            .with_company(cls.other)
            .create(
                {
                    'move_type': 'out_invoice',
                    'journal_id': journal.id,
                    'partner_id': customer.id,
                    'invoice_line_ids': [
                        Command.create({'name': "Hemlig vara", 'quantity': 1, 'price_unit': 777.0})
                    ],
                }
            )
        )
        account = cls._create_account(
            cls.other, pagero_company_id='22222222-2222-4222-8222-222222222222'
        )
        connection = env['pagero.connection'].create(
            {'account_id': account.id, 'partner_id': customer.id, 'state': 'connected'}
        )
        return {
            each._name: each
            for each in (
                customer,
                invoice,
                invoice.invoice_line_ids,
                account,
                connection,
                cls.other,
                invoice.invoice_line_ids.account_id,
                env['account.tax'].search([('company_id', '=', cls.other.id)], limit=1),
                env['pagero.licence'].create({'account_id': account.id}),
                env['pagero.routing.order'].create({'connection_id': connection.id}),
                env['pagero.match.run'].create(
                    {'account_id': account.id, 'company_id': cls.other.id}
                ),
                env['pagero.connection.request'].create({'connection_id': connection.id}),
                cls._create_received(account).with_env(env),
                cls._create_received_request(account).with_env(env),
                env['pagero.invoice.template'].create(
                    {'name': "Hemlig mall", **env['pagero.invoice.template']._values_of(invoice)}
                ),
                env['ir.attachment'].create(
                    {
                        'name': "hemlig.pdf",
                        'raw': b'x',
                        'res_model': 'account.move',
                        'res_id': invoice.id,
                    }
                ),
            )
        }

    def _as(self, user, name):
        return self.env[name].with_user(user).with_company(self.company)

    def _attempts(self, model, values):
        """The ways in which a client names records in a dialog that it opens."""
        spec = {name: {} for name, field in model._fields.items() if field.type != 'binary'}
        proposed = model.with_context(**{f'default_{name}': each for name, each in values.items()})
        as_dictionaries = {
            name: {'id': each} if isinstance(each, int) and model._fields[name].relational else each
            for name, each in values.items()
        }
        return {
            'create': lambda: model.create(dict(values)),
            'web_save': lambda: model.web_save(dict(values), spec),
            'onchange': lambda: model.onchange(dict(values), [], spec),
            'onchange of it': lambda: model.onchange(dict(values), list(values), spec),
            'onchange, dictionaries': lambda: model.onchange(as_dictionaries, [], spec),
            'create by context': lambda: proposed.create({}),
            'onchange by context': lambda: proposed.onchange({}, [], spec),
        }

    def _assert_all_refused(self, model, values):
        for way, attempt in self._attempts(model, values).items():
            shown = {'model': model._name, 'way': way, 'values': values}
            with self.subTest(**shown), self.assertRaises(UserError):
                attempt()
                self.env.flush_all()
            self.env.invalidate_all()


@tagged('post_install', '-at_install')
class TestOtherCompanies(TwoCompanies):
    """Point 5: dialogs told other companies' invoices."""

    def test_an_allowance_tells_no_other_companys_line(self):
        model = self._as(self.accountant, 'pagero.allowance.edit')
        own = {'move_id': self.invoice.id, 'kind': 'allowance'}
        line = self.theirs['account.move.line'].id

        self._assert_all_refused(model, {**own, 'edited_id': line})
        self._assert_all_refused(model, {**own, 'line_id': line})
        self._assert_all_refused(model, {**own, 'move_id': self.theirs['account.move'].id})

    def test_an_allowance_stays_what_it_was_opened_for(self):
        model = self._as(self.accountant, 'pagero.allowance.edit')
        edit = model.create({'move_id': self.invoice.id, 'kind': 'allowance'})
        for values in (
            {'edited_id': self.theirs['account.move.line'].id},
            {'edited_id': self.invoice.invoice_line_ids.id},
            {'move_id': self.theirs['account.move'].id},
            {'kind': 'charge'},
            {'line_id': self.theirs['account.move.line'].id},
            {'account_id': self.theirs['account.account'].id},
            {'tax_ids': [Command.set(self.theirs['account.tax'].ids)]},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                edit.write(values)
                self.env.flush_all()

    def test_an_allowance_is_on_a_line_of_its_own_invoice(self):
        another = self._create_customer_invoice().invoice_line_ids
        model = self._as(self.accountant, 'pagero.allowance.edit')
        for name in ('edited_id', 'line_id'):
            values = {'move_id': self.invoice.id, 'kind': 'allowance', name: another.id}
            with self.subTest(field=name), self.assertRaisesRegex(UserError, "another invoice"):
                model.create(values)

    def test_an_address_tells_no_other_companys_customer(self):
        model = self._as(self.accountant, 'pagero.address.edit')

        for kind in ('delivery', 'invoice'):
            values = {'move_id': self.theirs['account.move'].id, 'kind': kind}
            self._assert_all_refused(model, values)

    def test_no_dialog_takes_a_record_of_another_company(self):
        """Every dialog, every field that names a record, every way of naming it."""
        tried = set()
        for name, user, required in self._dialogs_that_clients_open():
            model = self._as(user, name)
            for field in model._fields.values():
                record = field.relational and self.theirs.get(field.comodel_name)
                if not record or not field.store or not model._is_field_of_ours(field):
                    continue
                if model._is_kept_by_server(field) and field.name not in model._set_once:
                    continue
                tried.add(name)
                value = record.id if field.type == 'many2one' else [Command.set(record.ids)]
                self._assert_all_refused(model, {**required, field.name: value})
        opened = {name for name, _user, _required in self._dialogs_that_clients_open()}
        # Help names nobody; a line names its dialog, which the dialog's own rule keeps.
        lines = {'pagero.connect.difference', 'pagero.answer.line'}
        self.assertEqual(tried, opened - {'pagero.help', *lines})

    def _own_template(self):
        templates = self.env['pagero.invoice.template'].sudo()
        return templates.create({'name': "Mall", **templates._values_of(self.invoice)})

    def _own_answer(self):
        return self.env['pagero.answer'].with_user(self.accountant).create({'code': 'AP'})

    def _dialogs_that_clients_open(self):
        """(model, a user who may open it, what it can't be without)."""
        required = {
            'pagero.allowance.edit': {'move_id': self.invoice.id, 'kind': 'allowance'},
            'pagero.answer': {'code': 'AP'},
            'pagero.answer.line': {'answer_id': self._own_answer().id},
            'pagero.address.edit': {'move_id': self.invoice.id, 'kind': 'delivery'},
            'pagero.attachment.add': {'move_id': self.invoice.id},
            'pagero.detail.add': {'move_id': self.invoice.id, 'detail': 'note'},
            'pagero.invoice.template.save': {'move_id': self.invoice.id},
            'pagero.invoice.template.use': {
                'partner_id': self.customer.id,
                'template_id': self._own_template().id,
            },
            'pagero.recipient.rule.apply': {
                'partner_id': self.customer.id,
                'set_id': self.env['pagero.recipient.rule.set'].search([], limit=1).id,
            },
            'pagero.connection.set.state': {'reason': "Seen"},
            'pagero.connection.request.answered': {'answer': 'accepted', 'reason': "Seen"},
            'pagero.received.request.deny': {'word': "No"},
            'pagero.routing.order.activate': {'answer': 'no'},
        }
        for name, model in sorted(self.env.items()):
            if not (name.startswith('pagero.') and model._transient):
                continue
            for user in (self.accountant, self.salesperson, self.administrator):
                if model.with_user(user).has_access('create'):
                    yield name, user, required.get(name, {})
                    break

    def test_a_send_dialog_tells_no_other_companys_invoice(self):
        single, batch = 'account.move.send.wizard', 'account.move.send.batch.wizard'
        invoice = self.theirs['account.move']

        self._assert_all_refused(self._as(self.accountant, single), {'move_id': invoice.id})
        self._assert_all_refused(
            self._as(self.accountant, batch), {'move_ids': [Command.set(invoice.ids)]}
        )

    def test_interest_is_told_of_ones_own_company(self):
        model = self._as(self.administrator, 'pagero.interest')

        with self.assertRaises(AccessError):
            model.with_context(default_account_id=self.theirs['pagero.account'].id).default_get(
                ['account_id', 'interest_company_name', 'email_to']
            )

    def test_health_is_of_ones_own_account(self):
        model = self._as(self.administrator, 'pagero.health')
        theirs = {'account_id': self.theirs['pagero.account'].id}
        health = model.browse(model._open()['res_id'])

        self.assertEqual(health.account_id, self.account)
        self.assertEqual(health.create_uid, self.administrator)
        self._assert_all_refused(model, theirs)
        with self.assertRaises(AccessError):
            health.write(theirs)
        with self.assertRaises(AccessError):
            health.line_ids[:1].write({'name': "All is well"})
        with self.assertRaises(AccessError):  # as a client calls a button on no record
            self._as(self.salesperson, 'pagero.health').action_look_again()

    def test_a_search_uses_the_login_of_the_current_company(self):
        model = self._as(self.salesperson, 'pagero.network.search')
        theirs = self.theirs['pagero.account']
        search = model.create({'query': '212000-9986'})

        with self.assertRaises(AccessError):
            model.create({'query': 'x', 'account_id': theirs.id})
        with self.assertRaises(AccessError):
            search.write({'account_id': theirs.id})
        proposed = model.with_context(default_account_id=theirs.id)
        with self.assertRaises(AccessError):
            proposed.create({'query': 'x'})
        with self.assertRaises(AccessError):
            proposed.onchange({}, [], {'account_id': {}})
        asked = search.onchange({'account_id': theirs.id}, ['account_id'], {'account_id': {}})
        self.assertNotIn('account_id', asked.get('value', {}))

    def test_a_search_is_for_a_customer_whose_company_sends_with_the_account(self):
        self.salesperson.company_ids |= self.other
        both = [self.company.id, self.other.id]
        model = self._as(self.salesperson, 'pagero.network.search')

        with self.assertRaisesRegex(UserError, "belongs to another company"):
            model.with_context(allowed_company_ids=both).create(
                {'partner_id': self.theirs['res.partner'].id}
            )

    def test_a_template_is_for_the_dialogs_own_invoice(self):
        saving = self._as(self.accountant, 'pagero.invoice.template.save')
        template = self._own_template()
        another = self._create_customer_invoice(
            partner_id=self._create_customer(name="Granne AB").id
        )

        with self.assertRaisesRegex(UserError, "is a template for"):
            saving.create({'move_id': another.id, 'template_id': template.id})
        with self.assertRaisesRegex(UserError, "is a template for"):
            self._as(self.accountant, 'pagero.invoice.template.use').create(
                {'partner_id': another.partner_id.id, 'template_id': template.id}
            )


@tagged('post_install', '-at_install')
class TestWhatTheNetworkTold(TwoCompanies):
    """Point 8: what came from the network stands with the server; a client refers to it."""

    def setUp(self):
        super().setUp()
        asking = replace(MUNICIPALITY, requirements=(ORDER_NUMBER,))
        account = self.account.with_user(self.salesperson)
        self.hit = self._create_hits(account, [asking])
        action = self.hit.action_connect()
        self.wizard = self.hit.env['pagero.connect'].browse(action['res_id'])

    def _assert_refused(self, record, values):
        ways = {
            'write': lambda: record.write(values),
            'web_save': lambda: record.web_save(values, {'id': {}}),
        }
        for way, attempt in ways.items():
            shown = {'model': record._name, 'way': way, 'values': values}
            with self.subTest(**shown), self.assertRaises(UserError):
                attempt()
                self.env.flush_all()
            self.env.invalidate_all()

    def test_a_context_proposes_nothing(self):
        proposing = self.hit.with_context(
            default_is_taken=True,
            default_answer_ids=[Command.create({'requirement': PLANTED})],
            default_requirement=PLANTED,
        )
        wizard = self.wizard.browse(proposing.action_connect()['res_id'])

        self.assertFalse(wizard.is_taken)
        self.assertEqual(wizard.answer_ids.requirement, self.wizard.answer_ids.requirement)

    def test_the_company_is_not_written_by_a_client(self):
        planted = {**self.wizard.company, 'requirements': [PLANTED]}

        self._assert_refused(self.wizard, {'company': planted})
        self._assert_refused(self.hit, {'company': planted})
        for record in (self.wizard, self.hit):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.create({'company': planted, 'account_id': self.account.id})
            self.env.invalidate_all()
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.copy({'company': planted})
        shown = self.wizard.onchange({'company': planted}, ['company'], {'requirements': {}})
        self.assertNotIn("Pay to another", str(shown))

    def test_a_requirement_is_not_planted(self):
        answers, line = self.wizard.answer_ids, {'requirement': PLANTED, 'answer': '1'}

        self._assert_refused(answers, {'requirement': PLANTED})
        self._assert_refused(self.wizard, {'answer_ids': [Command.create(line)]})
        self._assert_refused(
            self.wizard, {'answer_ids': [Command.update(answers.id, {'requirement': PLANTED})]}
        )
        with self.assertRaises(AccessError):
            answers.create({'connect_id': self.wizard.id, **line})

    def test_a_question_is_not_got_rid_of(self):
        answers = self.wizard.answer_ids

        self._assert_refused(self.wizard, {'answer_ids': [Command.clear()]})
        self._assert_refused(self.wizard, {'answer_ids': [Command.delete(answers.id)]})
        with self.assertRaises(AccessError):
            answers.unlink()

    def test_a_kind_of_document_is_only_chosen(self):
        order = self.wizard.capability_ids.filtered(lambda line: line.document_type == 'order')

        for values in (
            {'connection_type': 'direct'},
            {'document_type': 'invoice'},
            {'document_type_word': "x"},
            {'direction': 'receive'},
            {'connect_id': self.wizard.id},
        ):
            self._assert_refused(order, values)
        order.is_chosen = True
        self.assertEqual(self.wizard.way, 'by_request')

    def test_what_is_decided_is_still_written(self):
        self.wizard.web_save(
            {
                'customer_numbers': '1001',
                'message': "Hej",
                'answer_ids': [Command.update(self.wizard.answer_ids.id, {'answer': '12345678'})],
            },
            {'id': {}},
        )
        self.wizard.action_next()

        self.assertIn('12345678', self.wizard.sum_up)
        self.assertEqual(self.wizard.answer_ids._given()[0]['field'], ORDER_NUMBER.field)

    def test_whose_login_and_how_it_was_found_stay(self):
        for values in (
            {'account_id': self.theirs['pagero.account'].id},
            {'found_by_name': False},
            {'offered_partner_id': self.customer.id},
            {'is_taken': True},
            {'partner_id': self.theirs['res.partner'].id},
        ):
            self._assert_refused(self.wizard, values)

    def test_a_difference_is_one_that_was_offered(self):
        lines = self.env['pagero.connect.difference'].with_user(self.salesperson)
        for name in ('credit_limit', 'company_id', 'comment', 'no_such_field'):
            with self.subTest(field=name), self.assertRaisesRegex(UserError, "no other value"):
                lines.create({'connect_id': self.wizard.id, 'field_name': name, 'take_over': True})
            self.env.invalidate_all()

    def test_a_difference_is_what_the_network_told(self):
        self.customer.street = "Storgatan 9"
        self.wizard.partner_choice = 'new'
        self.env.flush_all()
        told = self.wizard.onchange(
            {'partner_choice': 'existing', 'partner_id': self.customer.id},
            ['partner_choice'],
            {'difference_ids': {'fields': {'field_name': {}, 'theirs': {}, 'take_over': {}}}},
        )['value']['difference_ids']
        [offered] = [command[2] for command in told if command[0] == Command.CREATE]
        self.assertEqual((offered['field_name'], offered['theirs']), ('street', "Rådhustorget 1"))

        # As the browser saves it: the field's name, and what was ticked.
        line = {'field_name': 'street', 'take_over': True}
        self.wizard.web_save(
            {
                'partner_choice': 'existing',
                'partner_id': self.customer.id,
                'difference_ids': [Command.create(line)],
            },
            {'id': {}},
        )
        self._assert_refused(self.wizard.difference_ids, {'field_name': 'zip'})
        self.wizard._take_over()

        self.assertEqual(self.customer.street, "Rådhustorget 1")

    def test_what_a_search_heard_is_not_written_by_a_client(self):
        search = self.hit.search_id
        for values in (
            {'outcomes': {'network': {'total': 1, 'error': '<b>'}}},
            {'refusal': "x"},
            {'searched_for': "x"},
            {'found_as': 'gln'},
            {'page': 3},
            {'hit_ids': [Command.create({'company': {'name': "x"}})]},
        ):
            self._assert_refused(search, values)

    def test_findings_are_those_of_the_check(self):
        action = self.invoice.with_user(self.accountant).action_check_for_pagero()
        check = self._as(self.accountant, 'pagero.invoice.check').browse(action['res_id'])
        finding = {'severity': 'fatal', 'text': '<script>alert(1)</script>', 'advice': ''}

        self._assert_refused(check, {'findings': [finding]})
        self._assert_refused(check, {'move_id': self.theirs['account.move'].id})
        with self.assertRaises(AccessError):
            check.create({'move_id': self.invoice.id, 'findings': [finding]})
