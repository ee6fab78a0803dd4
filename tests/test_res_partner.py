from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestConnectionFields(PageroCommon):
    """A customer shows its connection over the account of the current company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_other_company()
        cls.env.user.company_ids += cls.other
        cls.other_account = cls._create_account(cls.other)
        cls.contact = cls.env['res.partner'].create({'name': "Anna", 'parent_id': cls.customer.id})
        cls.mine = cls.customer.with_company(cls.company)
        cls.theirs = cls.customer.with_company(cls.other)

    def _partners(self, company=None):
        both = [('id', 'in', (self.customer + self.contact).ids)]
        partners = self.env['res.partner'].with_company(company or self.company)
        return lambda domain: partners.search([*domain, *both])

    def test_without_a_connection_it_says_so(self):
        self.assertEqual(self.mine.pagero_connection_state, 'none')
        self.assertFalse(self.mine.pagero_connection_id)

    def test_each_company_has_its_own(self):
        self._create_connection(customer_number='1001')
        self._create_connection(
            state='requested', account_id=self.other_account.id, customer_number='77'
        )

        self.assertEqual(self.mine.pagero_connection_state, 'connected')
        self.assertEqual(self.mine.pagero_customer_number, '1001')
        self.assertEqual(self.theirs.pagero_connection_state, 'requested')
        self.assertEqual(self.theirs.pagero_customer_number, '77')

    def test_a_contact_shows_its_companys(self):
        self._create_connection(customer_number='1001')

        contact = self.contact.with_company(self.company)
        self.assertEqual(contact.pagero_connection_state, 'connected')
        self.assertEqual(contact.pagero_customer_number, '1001')

    def test_it_follows_the_connection(self):
        connection = self._create_connection(state='none')
        self.assertEqual(self.mine.pagero_connection_state, 'none')

        connection._move_to('connected')

        self.assertEqual(self.mine.pagero_connection_state, 'connected')

    def test_it_is_found_by_state_as_it_is_shown(self):
        search = self._partners()
        both = self.customer + self.contact
        for state in (None, 'none', 'connected', 'not_found'):
            self.env['pagero.connection'].sudo().search([]).unlink()
            if state:
                self._create_connection(state=state)
            for wanted in ('none', 'connected', 'not_found'):
                with self.subTest(state=state, wanted=wanted):
                    shown = both.with_company(self.company).filtered(
                        lambda partner, wanted=wanted: partner.pagero_connection_state == wanted
                    )
                    self.assertEqual(search([('pagero_connection_state', '=', wanted)]), shown)
                    self.assertEqual(
                        search([('pagero_connection_state', '!=', wanted)]), both - shown
                    )

    def test_another_companys_connection_is_not_found(self):
        self._create_connection(account_id=self.other_account.id)

        domain = [('pagero_connection_state', 'in', ['connected'])]

        self.assertFalse(self._partners()(domain))
        self.assertIn(self.customer, self._partners(self.other)(domain))

    def test_a_number_makes_the_connection(self):
        self.mine.pagero_customer_number = '1001'

        self.env.invalidate_all()
        connection = self.mine.pagero_connection_id
        self.assertRecordValues(
            connection,
            [{'account_id': self.account.id, 'state': 'none', 'customer_number': '1001'}],
        )
        self.assertFalse(self.theirs.pagero_customer_number)

    def test_a_number_on_a_contact_is_its_companys(self):
        self.contact.with_company(self.company).pagero_customer_number = '1001'

        self.assertEqual(self.mine.pagero_customer_number, '1001')

    def test_a_number_is_written_with_the_rights_on_connections(self):
        groups = 'base.group_user,base.group_partner_manager'
        users = {
            'contacts': (groups, False),
            'auditor': (f'{groups},account.group_account_readonly', False),
            'invoicing': (f'{groups},account.group_account_invoice', True),
        }
        connection = self._create_connection(customer_number='1001')
        for name, (user_groups, may) in users.items():
            user = self._create_user(name, user_groups)
            customer = self.customer.with_user(user).with_company(self.company)
            with self.subTest(user=name):
                if may:
                    customer.pagero_customer_number = '77'
                else:
                    with self.assertRaises(AccessError):
                        customer.pagero_customer_number = '66'
                self.env.invalidate_all()
                self.assertEqual(connection.customer_number, '77' if may else '1001')

    def test_a_number_without_an_account_is_refused_with_what_to_do(self):
        company = self.env['res.company'].create({'name': "Ny AB"})
        self.env.user.company_ids += company
        customer = self.customer.with_company(company)
        self.assertFalse(customer.has_pagero_account)

        with self.assertRaisesRegex(UserError, "Ny AB"):
            customer.pagero_customer_number = '1'

    def test_no_number_without_an_account_is_no_trouble(self):
        company = self.env['res.company'].create({'name': "Ny AB"})
        self.env.user.company_ids += company

        self.customer.with_company(company).pagero_customer_number = False

        self.assertFalse(self.customer.pagero_connection_ids)

    def test_the_button_opens_the_connection(self):
        connection = self._create_connection()

        self.assertEqual(self.mine.action_open_pagero_connection()['res_id'], connection.id)

    def test_the_button_makes_a_connection_once_it_is_saved(self):
        action = self.contact.with_company(self.company).action_open_pagero_connection()
        self.assertFalse(action['res_id'] or self.customer.pagero_connection_ids)

        Form(self.env['pagero.connection'].with_context(**action['context'])).save()

        connection = self.customer.pagero_connection_ids
        self.assertRecordValues(connection, [{'account_id': self.account.id, 'state': 'none'}])

    def test_people_of_another_company_see_none(self):
        self._create_connection(customer_number='1001')
        stranger = self._create_user('stranger', company=self.other)
        self.env.invalidate_all()

        customer = self.customer.with_user(stranger).with_company(self.other)

        self.assertEqual(customer.pagero_connection_state, 'none')
        self.assertFalse(customer.pagero_connection_ids)

    def test_a_partner_that_is_being_made_has_none(self):
        with Form(self.env['res.partner']) as form:
            form.name = "Ny kund AB"
        self.assertEqual(form.record.pagero_connection_state, 'none')


@tagged('post_install', '-at_install')
class TestNumbers(PageroCommon):
    def test_a_wrong_gln_is_warned_of(self):
        customer = self.env['res.partner'].new({'global_location_number': '7350053850019'})
        self.assertIsNone(customer._onchange_global_location_number())

        for value in ('7350053850018', '735005385001', 'GLN'):
            customer.global_location_number = value
            with self.subTest(value=value):
                warning = customer._onchange_global_location_number()['warning']
                self.assertIn(value, warning['message'])

    def test_a_number_is_typed_as_on_paper(self):
        for scheme, typed, kept in (
            ('0007', '212000-9986', '2120009986'),
            ('0007', ' 212000 9986 ', '2120009986'),
            ('0088', '7359910-000017', '7359910000017'),
        ):
            with self.subTest(typed=typed), Form(self.customer) as form:
                form.peppol_eas = scheme
                form.peppol_endpoint = typed
            self.assertEqual(self.customer.peppol_endpoint, kept)

    def test_it_is_imported_as_on_paper_too(self):
        typed = {'peppol_eas': '0007', 'peppol_endpoint': '212000-9101'}
        customer = self._create_customer(**typed, company_registry=False, vat=False)
        self.assertEqual(customer.peppol_endpoint, '2120009101')

        customer.peppol_endpoint = '212000 9986'

        self.assertEqual(customer.peppol_endpoint, '2120009986')

    def test_the_organisation_number_is_typed_in_one_place_however_it_is_written(self):
        sweden = self.env.ref('base.se')
        for typed in ('212000-9101', '2120009101', '212000 9101', '16212000-9101', '162120009101'):
            partners = self.env['res.partner'].with_context(default_is_company=True)
            with self.subTest(typed=typed), Form(partners) as form:
                form.name, form.country_id = "Granviks kommun", sweden
                form.company_registry = typed
            customer = form.record
            numbers = customer._pagero_identifiers()
            told = (customer.peppol_eas, customer.peppol_endpoint, numbers.orgnr, numbers.endpoint)
            self.assertEqual(
                told, ('0007', '2120009101', '2120009101', ('0007', '2120009101')), typed
            )
            self.assertTrue(customer.pagero_is_public_sector)
            self.assertEqual(customer._pagero_search_words(), '2120009101')

    def test_a_gln_as_endpoint_has_a_check_digit(self):
        self.customer.write({'peppol_eas': '0088', 'peppol_endpoint': '7350053850019'})

        with self.assertRaisesRegex(ValidationError, '7350053850018'):
            self.customer.peppol_endpoint = '7350053850018'

    def test_an_organisation_number_has_a_check_digit(self):
        self.customer.peppol_endpoint = '2120009986'

        with self.assertRaisesRegex(ValidationError, '2120009987'):
            self.customer.peppol_endpoint = '2120009987'

    def test_identities_are_compared_without_decoration(self):
        self.customer.global_location_number = '7350053850019'

        self.assertEqual(
            self.customer._pagero_identities(),
            ['2120009986', '7350053850019', 'SE212000998601'],
        )


@tagged('post_install', '-at_install')
class TestSendsWithPagero(PageroCommon):
    def _sends(self, partner):
        return partner.with_company(self.company)._sends_with_pagero()

    def test_by_tag_or_by_sending_method(self):
        self.assertTrue(self._sends(self.customer))
        self.assertTrue(self._sends(self._create_customer(invoice_sending_method='pagero')))

    def test_not_otherwise(self):
        tag = self._create_tag(name="VIP", is_pagero=False)

        self.assertFalse(self._sends(self._create_customer(category_id=tag)))

    def test_a_tag_of_the_contact_counts(self):
        partner = self._create_customer()
        contact = self.env['res.partner'].create(
            {'name': "Anna", 'parent_id': partner.id, 'category_id': self.tag}
        )

        self.assertTrue(self._sends(contact))
        self.assertFalse(self._sends(partner))

    def test_the_method_is_the_companys_own(self):
        other = self._create_other_company()
        partner = self._create_customer()

        partner.with_company(other).invoice_sending_method = 'pagero'

        self.assertTrue(partner.with_company(other)._sends_with_pagero())
        self.assertFalse(self._sends(partner))
