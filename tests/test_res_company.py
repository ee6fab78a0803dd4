from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import USER_GROUPS, PageroCommon


ADMIN = 'pagero_connector.group_admin'


@tagged('post_install', '-at_install')
class TestBranch(PageroCommon):
    """A branch sends with its parent's contract when it says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env['res.company'].create(
            {'name': "Norrsken Kiruna", 'parent_id': cls.company.id}
        )
        cls.env.user.company_ids += cls.branch
        cls.cr.precommit.run()  # gives the branch its chart of accounts

    def test_it_has_its_own_account_or_none(self):
        self.assertFalse(self.branch._pagero_account())

        account = self._create_account(self.branch, connected=False)

        self.assertEqual(self.branch._pagero_account(), account)

    def test_it_uses_its_parents_by_choice(self):
        self.branch.pagero_use_parent_account = True

        self.assertEqual(self.branch._pagero_account(), self.account)

    def test_so_does_a_branch_of_a_branch(self):
        twig = self.env['res.company'].create(
            {'name': "Norrsken Abisko", 'parent_id': self.branch.id}
        )
        (self.branch + twig).pagero_use_parent_account = True

        self.assertEqual(twig._pagero_account(), self.account)

    def test_a_company_without_a_parent_uses_its_own(self):
        self.company.pagero_use_parent_account = True

        self.assertEqual(self.company._pagero_account(), self.account)

    def test_its_invoices_are_caught(self):
        self.branch.pagero_use_parent_account = True

        invoice = self._create_branch_invoice()

        self.assertRecordValues(
            invoice.pagero_document_ids,
            [{'company_id': self.branch.id, 'account_id': self.account.id, 'state': 'queued'}],
        )

    def test_its_people_see_account_connection_and_document(self):
        self.branch.pagero_use_parent_account = True
        connection = self._create_connection()
        document = self._create_branch_invoice().pagero_document_ids
        user = self._create_user('branch_user', company=self.branch)
        self.env.invalidate_all()

        self.assertTrue(document.with_user(user).status)
        self.assertEqual(document.with_user(user).account_id.name, self.account.name)
        self.assertEqual(connection.with_user(user).sudo(False).state, 'connected')
        customer = self.customer.with_user(user).with_company(self.branch)
        self.assertEqual(customer.pagero_connection_state, 'connected')

    def test_its_administrators_do_not_change_the_parents_account(self):
        self.branch.pagero_use_parent_account = True
        groups = f'{USER_GROUPS},pagero_connector.group_admin'
        admin = self._create_user('branch_admin', groups, company=self.branch)
        theirs = self.account.with_user(admin).sudo(False)
        self.env.invalidate_all()

        self.assertEqual(theirs.state, 'connected')
        for name, way in {
            'write': lambda: theirs.write({'block_posting': True}),
            'disconnect': theirs.action_disconnect,
            'connect': theirs.action_connect,
            'unlink': theirs.unlink,
        }.items():
            with self.subTest(way=name), self.assertRaises(AccessError):
                way()
        own = theirs.create({'company_id': self.branch.id})
        own.client_id = 'mine'
        self.assertEqual(own.client_id, 'mine')

    def test_its_administrators_look_at_the_account_that_it_uses(self):
        self.branch.pagero_use_parent_account = True
        admin = self._create_user('looking', f'{USER_GROUPS},{ADMIN}', company=self.branch)
        accounts = self.env['pagero.account'].with_user(admin).with_company(self.branch).sudo(False)

        opened = accounts._open_settings()

        self.assertEqual(opened['res_id'], self.account.id)
        form = self.env.ref('pagero_connector.pagero_account_view_form_anothers')
        self.assertEqual(opened['views'], [(form.id, 'form')])
        shown = accounts.browse(opened['res_id'])
        self.assertIn("Norrsken Kiruna sends with this account of Norrsken", shown.branch_words)
        self.assertIn("ask:", shown.branch_words)
        health = accounts.env['pagero.health']
        health = health.browse(health._open()['res_id'])
        self.assertEqual(health.account_id, shown)
        self.assertTrue(health.branch_words)
        self.assertFalse(health.may_change)
        for action in ('pagero_user_open_action', 'pagero_licence_open_action'):
            opened = self.env.ref(f'pagero_connector.{action}').with_env(accounts.env).run()
            self.assertEqual(opened['res_model'], 'pagero.help')
        self.assertFalse(self.branch.pagero_account_ids)

    def test_its_people_read_all_of_the_account_and_the_dashboard(self):
        """They may have no rights on the company whose account it is."""
        self.branch.pagero_use_parent_account = True
        reader = 'base.group_user,pagero_connector.group_user'
        for groups in (reader, USER_GROUPS, f'{USER_GROUPS},{ADMIN}'):
            with self.subTest(groups=groups):
                login = f'reads_{len(groups)}'
                user = self._create_user(login, groups, company=self.branch)
                theirs = self.account.with_user(user).sudo(False)
                theirs = theirs.with_context(allowed_company_ids=self.branch.ids)
                self.env.invalidate_all()

                [values] = theirs.read()

                self.assertTrue(values['checklist']['ask'])
                self.assertTrue(theirs.env['pagero.dashboard'].load()['account']['id'])

    def test_who_may_change_the_parents_account_does_so_from_the_branch(self):
        self.branch.pagero_use_parent_account = True
        both = (self.company + self.branch).ids
        accounts = self.env['pagero.account'].with_company(self.branch)
        accounts = accounts.with_context(allowed_company_ids=both[::-1])

        opened = accounts._open_settings()

        self.assertEqual(opened['views'], [(False, 'form')])
        self.assertNotIn("ask:", accounts.browse(opened['res_id']).branch_words)
        self.assertFalse(self.account.with_company(self.company).branch_words)

    def test_a_branch_goes_back_to_an_account_of_its_own(self):
        self.branch.pagero_use_parent_account = True
        admin = self._create_user('leaving', f'{USER_GROUPS},{ADMIN}', company=self.branch)
        theirs = self.account.with_user(admin).with_company(self.branch).sudo(False)

        opened = theirs.action_use_own_account()

        self.assertFalse(self.branch.pagero_use_parent_account)
        self.assertEqual(opened['res_id'], self.branch._pagero_account().id)
        own = self.branch._pagero_account().with_env(theirs.env)
        self.assertFalse(own.branch_words)
        own.use_parent_account = True
        self.assertIn("not used", own.branch_words)

    def test_its_people_link_customers_over_the_parents_account(self):
        self.branch.pagero_use_parent_account = True
        groups = f'{USER_GROUPS},base.group_partner_manager'
        user = self._create_user('branch_user', groups, self.branch)
        self.env.invalidate_all()

        customer = self.customer.with_user(user).with_company(self.branch)
        customer.pagero_customer_number = '1001'
        customer.pagero_customer_number = '1002'

        self.env.invalidate_all()
        connection = customer.pagero_connection_id
        self.assertEqual(connection.customer_number, '1002')
        connection._set_by_hand('connected', "Seen in Pagero Online")
        self.assertEqual(connection.state, 'connected')

    def test_its_administrators_do_not_remove_the_parents_connections(self):
        groups = 'base.group_user,pagero_connector.group_admin'
        admin = self._create_user('branch_admin', groups, company=self.branch)
        connection = self._create_connection()
        self.env.invalidate_all()

        with self.assertRaises(AccessError):
            connection.with_user(admin).sudo(False).unlink()

    def test_its_people_do_not_see_the_parents_documents(self):
        user = self._create_user('branch_user', company=self.branch)
        self._create_document()
        self.env.invalidate_all()

        self.assertFalse(self.env['pagero.document'].with_user(user).search([]))

    def _create_branch_invoice(self):
        invoice = (
            self.env['account.move']
            .with_company(self.branch)
            .create(
                {
                    'move_type': 'out_invoice',
                    'partner_id': self.customer.id,
                    'pagero_buyer_reference': 'ANNA01',
                    'company_id': self.branch.id,
                    'invoice_date': fields.Date.today(),
                    'invoice_line_ids': [Command.create({'name': "Kaffe", 'price_unit': 10})],
                }
            )
        )
        invoice.action_post()
        return invoice


@tagged('post_install', '-at_install')
class TestResolver(PageroCommon):
    def test_it_asks_for_no_rights(self):
        user = self._create_user('nobody', 'base.group_user')

        account = self.company.with_user(user)._pagero_account()

        self.assertEqual(account.id, self.account.id)
        self.assertFalse(account.env.su)

    def test_an_archived_account_is_none(self):
        self.account.sudo().active = False

        self.assertFalse(self.company._pagero_account())
