import base64

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import USER_GROUPS, PageroCommon


SENT = b'<Invoice><Note>secret</Note></Invoice>'
FINDING = {
    'rule': 'A-1',
    'severity': 'fatal',
    'location': '/',
    'place': "Line",
    'text': "secret",
    'advice': "",
    'layer': 'core',
}
GROUPS = {
    'user': 'base.group_user,pagero_connector.group_user',
    'sales': 'base.group_user,pagero_connector.group_sales',
    'admin': 'base.group_user,pagero_connector.group_admin',
    'reader': 'base.group_user,account.group_account_readonly',
    'accountant': USER_GROUPS,
}
MAY_READ = ('reader', 'accountant')


@tagged('post_install', '-at_install')
class TestInvoiceContent(PageroCommon, HttpCase):
    """Who may read what was sent is who may read the invoice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        invoice = cls._create_customer_invoice()
        cls.file = cls.env['pagero.invoice.attachment'].create(
            {'move_id': invoice.id, 'name': 'a.csv', 'data': base64.b64encode(b'secret;')}
        )
        cls.document = cls._create_document(invoice, state='invalid', stored_findings=[FINDING])
        cls.document._log('queued')
        cls.document._store({cls.document.id: SENT})
        cls.users = {
            name: cls._create_user(f'c_{name}', groups, password=f'c_{name}')
            for name, groups in GROUPS.items()
        }
        cls.env.flush_all()

    def _each(self):
        for name, user in self.users.items():
            self.env.invalidate_all()
            with self.subTest(user=name):
                yield name in MAY_READ, self.document.with_user(user)

    def test_the_table_is_right_about_invoices(self):
        for name, user in self.users.items():
            may = self.document.move_id.with_user(user).has_access('read')
            self.assertEqual(may, name in MAY_READ, name)

    def test_xml_and_findings(self):
        for may, document in self._each():
            [read] = document.read(['xml_file', 'findings', 'findings_table', 'reason'])
            xml = base64.b64decode(read['xml_file'] or b'')
            self.assertEqual(xml, SENT if may else b'')
            self.assertEqual(bool(read['findings']), may)
            self.assertEqual('secret' in str(read['findings_table']), may)
            self.assertEqual('secret' in str(read['reason']), may)

    def test_what_our_code_has_read_before_doesnt_leak(self):
        for may, document in self._each():
            self.assertTrue(document.sudo().findings and document.sudo().xml_file)
            self.assertEqual(bool(document.findings), may)

    def test_what_is_stored_is_read_and_searched_by_none(self):
        for _may, document in self._each():
            for name in ('stored_xml', 'stored_findings'):
                self.assertRaises(AccessError, document.read, [name])
                self.assertRaises(AccessError, document.search, [(name, '!=', False)])
            self.assertNotIn('stored_xml', document.fields_get())
            attachments = self.env['ir.attachment'].with_user(document.env.user)
            domain = [('res_model', '=', document._name), ('res_field', '!=', False)]
            self.assertFalse(attachments.search(domain))

    def test_preview(self):
        for may, document in self._each():
            for button in (document.pagero_preview, document.action_preview):
                if may:
                    self.assertTrue(button())
                else:
                    self.assertRaises(AccessError, button)

    def test_history_and_files(self):
        for may, document in self._each():
            for record in (self.document.event_ids, self.file):
                mine = record.with_user(document.env.user)
                self.assertEqual(bool(mine.search([('id', 'in', record.ids)])), may)
                self.assertEqual(mine.search_count([]) > 0, may)
                self.assertEqual(mine.has_access('read'), may)
                if not may:
                    self.assertRaises(AccessError, mine.read, ['display_name'])
            self.assertEqual(bool(document.event_ids), may)

    def test_lists_and_dashboard_are_everybodys(self):
        for _may, document in self._each():
            views = {'form': {}, 'list': {}}
            document.get_views([(False, kind) for kind in views])
            [row] = document.search_read(
                [('id', '=', document.id)], ['display_name', 'status', 'partner_id', 'advice']
            )
            self.assertEqual(row['status'], "Invalid")
            people = self.env['pagero.dashboard'].with_user(document.env.user).load()['people']
            self.assertIn(document.id, [each['id'] for each in people])

    def test_downloads(self):
        attachment = (
            self.env['ir.attachment']
            .sudo()
            .search(
                [
                    ('res_model', '=', 'pagero.document'),
                    ('res_id', '=', self.document.id),
                    ('res_field', '=', 'stored_xml'),
                ]
            )
        )
        paths = (
            f'/web/content/pagero.document/{self.document.id}/xml_file',
            f'/web/content/pagero.document/{self.document.id}/stored_xml',
            f'/web/content/{attachment.id}',
            f'/web/content/pagero.invoice.attachment/{self.file.id}/data',
        )
        got = {}
        for name in self.users:
            self.authenticate(f'c_{name}', f'c_{name}')
            got[name] = [b'secret' in self.url_open(path).content for path in paths]

        expected = {
            name: [True, False, False, True] if name in MAY_READ else [False] * 4
            for name in self.users
        }
        self.assertEqual(got, expected)

    def test_the_sale_of_one_is_not_the_sale_of_another(self):
        """It is the invoice that is asked, not a group."""
        self.env['ir.rule'].create(
            {
                'name': "Only what one wrote",
                'model_id': self.env.ref('account.model_account_move').id,
                'domain_force': "[('invoice_user_id', '=', user.id)]",
            }
        )
        accountant = self.users['accountant']
        document = self.document.with_user(accountant)

        self.assertFalse(document.xml_file or document.event_ids)
        self.assertRaises(AccessError, document.pagero_preview)
        self.document.move_id.sudo().invoice_user_id = accountant
        self.env.invalidate_all()
        self.assertTrue(document.xml_file and document.event_ids)
