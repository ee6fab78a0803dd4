from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..network import Company
from .common import USER_GROUPS, PageroCommon


OURS = (
    'pagero.account',
    'pagero.account.turn',
    'pagero.connection',
    'pagero.connection.capability',
    'pagero.connection.number',
    'pagero.connection.request',
    'pagero.connection.request.answer',
    'pagero.credential',
    'pagero.digest',
    'pagero.document',
    'pagero.document.event',
    'pagero.invoice.attachment',
    'pagero.invoice.template',
    'pagero.invoice.template.line',
    'pagero.login.attempt',
    'pagero.match.candidate',
    'pagero.match.line',
    'pagero.match.run',
    'pagero.payee.account',
    'pagero.received.document',
    'pagero.received.event',
    'pagero.received.request',
    'pagero.response',
    'pagero.recipient.rule',
    'pagero.routing.order',
    'pagero.rule.pack',
    'pagero.rule.pack.trial',
    'pagero.recipient.rule.set',
    'pagero.licence',
    'pagero.login.attempt',
    'pagero.recipient.rule',
    'pagero.routing.order',
    'pagero.user',
)
GROUPS = {
    'internal': 'base.group_user',
    'portal': 'base.group_portal',
    'reader': 'base.group_user,account.group_account_readonly',
    'invoicing': USER_GROUPS,
    'pagero_user': 'base.group_user,pagero_connector.group_user',
    'pagero_sales': 'base.group_user,pagero_connector.group_sales',
    'pagero_admin': 'base.group_user,pagero_connector.group_admin',
    'pagero_group_admin': 'base.group_user,pagero_connector.group_group_admin',
    'system': 'base.group_user,base.group_system',
}
NOBODY, READ, MOVE, LINK, ALL = '', 'r', 'rw', 'rwc', 'rwcu'
SALES = ('invoicing', 'pagero_sales', 'pagero_admin', 'system')
ONLY_FOR_SALES = dict.fromkeys(('reader', 'pagero_user'), NOBODY)
# Nobody but administrators even sees these.
ADMINISTRATORS = {
    **dict.fromkeys(GROUPS, NOBODY),
    **dict.fromkeys(('pagero_admin', 'system'), ALL),
}
ONLY_FOR_ACCOUNTING = {**dict.fromkeys(GROUPS, NOBODY), 'reader': READ, 'invoicing': READ}
RIGHTS = {
    'pagero.account': {'pagero_admin': ALL, 'system': ALL},
    'pagero.connection': {
        'invoicing': LINK,
        'pagero_sales': LINK,
        'pagero_admin': ALL,
        'system': ALL,
    },
    'pagero.connection.capability': dict.fromkeys(SALES, ALL),
    'pagero.connection.number': dict.fromkeys(SALES, ALL),
    'pagero.connection.request': dict.fromkeys(SALES, MOVE),
    'pagero.match.candidate': {**ONLY_FOR_SALES, **dict.fromkeys(SALES, READ)},
    'pagero.match.line': {**ONLY_FOR_SALES, **dict.fromkeys(SALES, MOVE)},
    'pagero.match.run': {**ONLY_FOR_SALES, **dict.fromkeys(SALES, ALL)},
    'pagero.account.turn': dict.fromkeys(GROUPS, NOBODY),
    'pagero.credential': dict.fromkeys(GROUPS, NOBODY),
    'pagero.digest': dict.fromkeys(GROUPS, NOBODY),
    'pagero.licence': ADMINISTRATORS,
    'pagero.user': ADMINISTRATORS,
    'pagero.login.attempt': dict.fromkeys(GROUPS, NOBODY),
    'pagero.invoice.attachment': {'invoicing': ALL},
    'pagero.invoice.template': {'invoicing': ALL},
    'pagero.invoice.template.line': {'invoicing': ALL},
    'pagero.payee.account': ONLY_FOR_ACCOUNTING,
    'pagero.received.document': ONLY_FOR_ACCOUNTING,
    'pagero.response': ONLY_FOR_ACCOUNTING,
    'pagero.received.event': ONLY_FOR_ACCOUNTING,
    'pagero.received.request': dict.fromkeys(SALES, MOVE),
    'pagero.recipient.rule': {'invoicing': ALL, 'pagero_admin': ALL, 'system': ALL},
    'pagero.routing.order': dict.fromkeys(SALES, MOVE),
    'pagero.rule.pack': {**dict.fromkeys(GROUPS, NOBODY), 'pagero_admin': ALL, 'system': ALL},
    'pagero.rule.pack.trial': {
        **dict.fromkeys(GROUPS, NOBODY),
        'pagero_admin': READ,
        'system': READ,
    },
    'pagero.recipient.rule.set': {'pagero_admin': ALL, 'system': ALL},
}
LETTERS = {'read': 'r', 'write': 'w', 'create': 'c', 'unlink': 'u'}


@tagged('post_install', '-at_install')
class TestRights(PageroCommon):
    def test_each_group_may_do_what_the_table_says(self):
        users = {name: self._create_user(f'a_{name}', groups) for name, groups in GROUPS.items()}
        for model in OURS:
            for name, user in users.items():
                usual = NOBODY if name in ('internal', 'portal') else READ
                # A group administrator has what an administrator has.
                alike = 'pagero_admin' if name == 'pagero_group_admin' else name
                expected = RIGHTS.get(model, {}).get(alike, usual)
                records = self.env[model].with_user(user).browse()
                may = ''.join(
                    letter for right, letter in LETTERS.items() if records.has_access(right)
                )
                with self.subTest(model=model, user=name):
                    self.assertEqual(may, expected)

    def test_every_model_of_ours_is_in_the_table(self):
        ours = {
            name
            for name, model in self.env.registry.items()
            if name.startswith('pagero.') and not model._abstract and not model._transient
        }
        self.assertEqual(ours, set(OURS))

    def test_whoever_sets_up_the_database_may_set_up_pagero(self):
        administrator = self.env.ref('base.user_admin')

        self.assertTrue(administrator.has_group('pagero_connector.group_admin'))


# Of core's models, what customers and suppliers may read over RPC of what is theirs: what stands
# in the invoice itself, how it is sent and answered, and what they are to us; nothing of the watch.
OF_THE_INVOICE = """pagero_accounting_cost pagero_allowance_line_ids pagero_buyer_reference
    pagero_contract_reference pagero_credited_choice_id pagero_credited_date pagero_credited_number
    pagero_customer_number pagero_delivery_contact_id pagero_despatch_advice pagero_exemption_code
    pagero_exemption_reason pagero_invoice_contact_id pagero_invoiced_object
    pagero_invoiced_object_scheme pagero_line_ids pagero_mandate_reference pagero_note
    pagero_order_reference pagero_payment_account_ids pagero_payment_terms pagero_period_end
    pagero_period_start pagero_project_reference pagero_receiving_advice pagero_replaces_id
    pagero_sales_order pagero_self_billed pagero_tax_currency_id pagero_tender_reference"""
OF_ITS_WAY = """pagero_answer pagero_answer_level pagero_answer_needs_person pagero_answer_status
    pagero_answer_text pagero_can_remind pagero_can_restart pagero_can_retry pagero_choice
    pagero_document_count pagero_document_id pagero_document_mode pagero_is_not_sent pagero_is_told
    pagero_is_waiting pagero_level pagero_needs_person pagero_reminder_count pagero_send_mode
    pagero_state pagero_status send_with_pagero"""
OF_THE_FORM = """has_pagero_templates pagero_add_field pagero_buyer_reference_placeholder
    pagero_customer_number_placeholder pagero_hides_details pagero_keeps_number pagero_marks
    pagero_order_reference_placeholder pagero_references_locked pagero_shown_details
    pagero_shown_fields pagero_to_do pagero_visible_details pagero_visible_fields"""
OF_A_LINE = """pagero_accounting_cost pagero_allowance pagero_allowance_code pagero_base_amount
    pagero_buyer_item pagero_classification_code pagero_classification_list pagero_exemption_code
    pagero_exemption_reason pagero_gtin pagero_invoiced_object pagero_invoiced_object_scheme
    pagero_line_above_id pagero_note pagero_on_line pagero_order_line pagero_origin_country_id
    pagero_percent pagero_period_end pagero_period_start pagero_seller_item"""
OF_A_CONTACT = """has_pagero_account pagero_buyer_reference pagero_connection_id
    pagero_connection_state pagero_customer_number pagero_embed_pdf pagero_is_department
    pagero_is_of_one_invoice pagero_is_public_sector pagero_receiver_id pagero_template_count"""
OUTSIDE = {
    'account.move': f'{OF_THE_INVOICE} {OF_ITS_WAY} {OF_THE_FORM}',
    'account.move.line': OF_A_LINE,
    'res.company': 'pagero_f_tax pagero_use_parent_account',
    'res.partner': OF_A_CONTACT,
    'res.users': f'{OF_A_CONTACT} pagero_digest',
}


@tagged('post_install', '-at_install')
class TestOutside(PageroCommon):
    """Customers and suppliers with a login to the portal, and visitors without one."""

    def test_what_they_may_read_of_ours(self):
        portal = self._create_user('of_the_portal', 'base.group_portal')
        found = {}
        for user in (portal, self.env.ref('base.public_user')):
            for name, model in self.env.registry.items():
                records = self.env[name].with_user(user)
                if not model._abstract and records.has_access('read'):
                    found.setdefault(name, set()).update(self._ours(records))
        told = {name: sorted(fields) for name, fields in found.items() if fields}
        self.assertEqual(told, {name: sorted(names.split()) for name, names in OUTSIDE.items()})

    def _ours(self, records):
        for name, field in records._fields.items():
            field = field.base_field  # of a user: the contact's
            ours = (field._modules or (field._module,))[0] == 'pagero_connector'
            if ours and records._has_field_access(records._fields[name], 'read'):
                yield name


@tagged('post_install', '-at_install')
class TestCompanies(PageroCommon):
    """A user of one company never sees anything of another's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_other_company()
        document = cls._create_document(state='invalid', stored_findings=[])
        document._log('queued')
        document._store({document.id: b'<Invoice/>'})
        connection = cls._connect_with_papers()
        cls.records = {
            'account': cls.account,
            'connection': connection,
            'capability': connection.capability_ids,
            'number': connection.number_ids,
            'request': connection.request_ids,
            'answer': connection.request_ids.answer_ids,
            'order': connection._open_order(),
            'document': document,
            'event': document.event_ids,
        }
        groups = f'{USER_GROUPS},pagero_connector.group_admin'
        cls.mine = cls._create_user('mine', groups)
        cls.stranger = cls._create_user('stranger', groups, cls.other)

    @classmethod
    def _connect_with_papers(cls):
        """A connection with everything that may hang on one."""
        return (
            cls.env['pagero.connection']
            .sudo()
            ._connect(
                cls.account,
                cls.customer,
                Company(network_id='7100002', acceptance='must_approve'),
                capabilities=[{'document_type': 'invoice', 'connection_type': 'by_request'}],
                numbers=['1001'],
                message="Hello",
                answers=[{'id': 'q1', 'question': "Your number?", 'answer': '1001'}],
            )
        )

    def _as(self, user, records):
        self.env.invalidate_all()
        return records.with_user(user).with_company(user.company_id).sudo(False)

    def test_my_people_see_them(self):
        for name, record in self.records.items():
            with self.subTest(record=name):
                self.assertTrue(record)
                self.assertTrue(self._as(self.mine, record).read(['create_date']))

    def test_strangers_do_not_read_them(self):
        for name, record in self.records.items():
            with self.subTest(record=name), self.assertRaises(AccessError):
                self._as(self.stranger, record).read(['create_date'])

    def test_strangers_do_not_find_them(self):
        for name, record in self.records.items():
            model = self._as(self.stranger, record.browse())
            with self.subTest(record=name):
                found = model.search([('id', 'in', record.ids), ('create_uid', '!=', False)])
                self.assertFalse(found)
                self.assertFalse(model.search_count([('id', 'in', record.ids)]))

    def test_strangers_do_not_count_them(self):
        for name in ('document', 'event'):
            model = self._as(self.stranger, self.records[name].browse())
            with self.subTest(record=name):
                self.assertFalse(model.formatted_read_group([], ['create_date:month'], ['__count']))

    def test_strangers_do_not_change_them(self):
        for name, values in {
            'account': {'block_posting': True},
            'connection': {'customer_number': '1'},
            'number': {'name': '1'},
            'capability': {'direction': 'send'},
            'order': {'operator_name': "Another"},
        }.items():
            with self.subTest(record=name), self.assertRaises(AccessError):
                self._as(self.stranger, self.records[name]).write(values)

    def test_strangers_make_none_for_us(self):
        partner = self._create_customer(name="Ny kund AB")
        with self.assertRaises(AccessError):
            self._as(self.stranger, self.env['pagero.connection']).create(
                {'account_id': self.account.id, 'partner_id': partner.id}
            )

    def test_strangers_press_no_buttons_of_ours(self):
        for name, button in (
            ('connection', 'action_order_route'),
            ('request', 'action_cancel'),
            ('request', 'action_mark_accepted'),
            ('order', 'action_skip_email'),
            ('order', 'action_cancel'),
        ):
            with self.subTest(record=name, button=button), self.assertRaises(AccessError):
                getattr(self._as(self.stranger, self.records[name]), button)()

    def test_strangers_answer_no_dialogs_of_ours(self):
        order = self.records['order']
        for model, values in {
            'pagero.connection.request.answered': {
                'request_id': self.records['request'].id,
                'answer': 'accepted',
                'reason': "So",
            },
            'pagero.routing.order.activate': {
                'order_ids': [Command.set(order.ids)],
                'answer': 'yes',
            },
        }.items():
            dialogs = self._as(self.stranger, self.env[model])
            with self.subTest(model=model), self.assertRaises(AccessError):
                dialogs.create(values).action_confirm()
        self.assertEqual(order.state, 'draft')

    def test_another_company_is_seen_once_it_is_chosen(self):
        self.stranger.company_ids += self.company
        document = self._as(self.stranger, self.records['document'])

        chosen = document.with_context(allowed_company_ids=(self.other + self.company).ids)

        self.assertEqual(chosen.state, 'invalid')
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            document.with_context(allowed_company_ids=self.other.ids).read(['state'])


@tagged('post_install', '-at_install')
class TestDocumentsThroughInvoices(PageroCommon):
    """The lists on the invoice are no back door to documents."""

    def test_nobody_changes_documents_through_an_invoice(self):
        document = self._create_document()
        user = self._create_user('invoicing')
        invoice = document.move_id.with_user(user)
        for command in ((2, document.id), (1, document.id, {'file_id': 'x'}), (0, 0, {}), (5,)):
            with self.subTest(command=command), self.assertRaises(AccessError):
                invoice.write({'pagero_document_ids': [command]})

    def test_nobody_writes_fields_that_the_network_sets(self):
        document = self._create_document().with_user(self._create_user('invoicing')).sudo(False)
        for values in ({'state': 'delivered'}, {'network_id': 'x'}, {'is_superseded': True}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                document.write(values)


@tagged('post_install', '-at_install')
class TestBranch(PageroCommon):
    """A branch with its parent's contract connects its customers there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env['res.company'].create(
            {'name': "Filialen", 'parent_id': cls.company.id, 'pagero_use_parent_account': True}
        )
        groups = 'base.group_user,pagero_connector.group_sales'
        cls.seller = cls._create_user('branch_seller', groups, cls.branch)

    def test_its_people_connect_over_the_parents_account(self):
        here = self.env['pagero.connection'].with_user(self.seller).with_company(self.branch)
        account = here.env.company._pagero_account()
        company = Company(network_id='7100004', acceptance='needs_routing')

        connection = here._connect(account, self.customer.with_env(here.env), company)
        connection.routing_order_ids.action_skip_email()

        self.assertEqual(connection.account_id, self.account)
        self.assertEqual(connection.state, 'routing_ordered')
        self.assertEqual(connection.routing_order_ids.company_id, self.company)

    def test_its_invoices_wait_for_that_connection(self):
        connection = self._create_connection(state='routing_ordered')
        document = self._create_document(
            state='held', held_reason='connection', company_id=self.branch.id
        )
        self.assertIn("not set up", document.reason)

        connection._move_to('connected')

        self.assertEqual(document.state, 'queued')
