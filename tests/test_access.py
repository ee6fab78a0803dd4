from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import USER_GROUPS, PageroCommon


OURS = (
    'pagero.account',
    'pagero.connection',
    'pagero.credential',
    'pagero.document',
    'pagero.document.event',
    'pagero.invoice.attachment',
    'pagero.invoice.template',
    'pagero.invoice.template.line',
    'pagero.login.attempt',
    'pagero.recipient.rule',
    'pagero.recipient.rule.set',
)
GROUPS = {
    'internal': 'base.group_user',
    'portal': 'base.group_portal',
    'reader': 'base.group_user,account.group_account_readonly',
    'invoicing': USER_GROUPS,
    'pagero_user': 'base.group_user,pagero_connector.group_user',
    'pagero_admin': 'base.group_user,pagero_connector.group_admin',
    'system': 'base.group_user,base.group_system',
}
NOBODY, READ, LINK, ALL = '', 'r', 'rwc', 'rwcu'
RIGHTS = {
    'pagero.account': {'pagero_admin': ALL, 'system': ALL},
    'pagero.connection': {
        'invoicing': LINK,
        'pagero_admin': ALL,
        'system': ALL,
    },
    'pagero.credential': dict.fromkeys(GROUPS, NOBODY),
    'pagero.login.attempt': dict.fromkeys(GROUPS, NOBODY),
    'pagero.invoice.attachment': {'invoicing': ALL},
    'pagero.invoice.template': {'invoicing': ALL},
    'pagero.invoice.template.line': {'invoicing': ALL},
    'pagero.recipient.rule': {'invoicing': ALL, 'pagero_admin': ALL, 'system': ALL},
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
                expected = RIGHTS.get(model, {}).get(name, usual)
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


@tagged('post_install', '-at_install')
class TestCompanies(PageroCommon):
    """A user of one company never sees anything of another's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_other_company()
        document = cls._create_document(state='invalid', findings=[])
        document._log('queued')
        document._store({document.id: b'<Invoice/>'})
        cls.records = {
            'account': cls.account,
            'connection': cls._create_connection(),
            'document': document,
            'event': document.event_ids,
            'attachment': cls.env['ir.attachment'].search(
                [('res_model', '=', 'pagero.document'), ('res_field', '=', 'xml_file')]
            ),
        }
        groups = f'{USER_GROUPS},pagero_connector.group_admin'
        cls.mine = cls._create_user('mine', groups)
        cls.stranger = cls._create_user('stranger', groups, cls.other)

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
        }.items():
            with self.subTest(record=name), self.assertRaises(AccessError):
                self._as(self.stranger, self.records[name]).write(values)

    def test_strangers_make_none_for_us(self):
        partner = self._create_customer(name="Ny kund AB")
        with self.assertRaises(AccessError):
            self._as(self.stranger, self.env['pagero.connection']).create(
                {'account_id': self.account.id, 'partner_id': partner.id}
            )

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
