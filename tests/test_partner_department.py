from lxml import etree

from odoo.tests import tagged

from .common import BUYER, PageroCommon


GLN, MUNICIPAL_GLN = '7300010000001', '7350012345679'
BT_46 = './/{*}AccountingCustomerParty/{*}Party/{*}PartyIdentification/{*}ID'
BT_47 = './/{*}AccountingCustomerParty/{*}Party/{*}PartyLegalEntity/{*}CompanyID'
BT_44 = './/{*}AccountingCustomerParty/{*}Party/{*}PartyLegalEntity/{*}RegistrationName'
BT_48 = './/{*}AccountingCustomerParty/{*}Party/{*}PartyTaxScheme/{*}CompanyID'
BT_49 = './/{*}AccountingCustomerParty/{*}Party/{*}EndpointID'


class DepartmentCommon(PageroCommon):
    """A municipality whose school board has its own GLN, as a contact or as a company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.global_location_number = MUNICIPAL_GLN

    @classmethod
    def _create_department(cls, **values):
        usual = {
            'name': "Barn och utbildning",
            'parent_id': cls.customer.id,
            'type': 'invoice',
            'street': "Skolgatan 1",
            'city': "Björkdal",
            'country_id': cls.env.ref('base.se').id,
        }
        return cls.env['res.partner'].create({**usual, **values})

    def _buyer(self, partner):
        """{business term: (scheme, value)} of the buyer in the e-invoice."""
        move = self._create_customer_invoice(partner_id=partner.id, post=True)
        xml, errors = self.env['account.edi.xml.pagero']._export_invoice(move)
        self.assertFalse(errors)
        root = etree.fromstring(xml)
        found = {}
        for term, path in {
            'BT-44': BT_44, 'BT-46': BT_46, 'BT-47': BT_47, 'BT-48': BT_48, 'BT-49': BT_49
        }.items():  # fmt: skip
            nodes = root.findall(path)
            found[term] = [(node.get('schemeID'), node.text) for node in nodes]
        return found


OWN_GLN = {'global_location_number': GLN}
OWN_ADDRESS = {**OWN_GLN, 'peppol_eas': '0088', 'peppol_endpoint': GLN}
LEGAL = {
    'BT-44': [(None, BUYER['name'])],
    'BT-47': [('0007', '2120009986')],
    'BT-48': [(None, 'SE212000998601')],
}


@tagged('post_install', '-at_install')
class TestDepartment(DepartmentCommon):
    def test_its_own_numbers_stand_beside_the_municipalitys(self):
        for is_company in (False, True):
            for own, address in ((OWN_GLN, ('0007', '2120009986')), (OWN_ADDRESS, ('0088', GLN))):
                department = self._create_department(is_company=is_company, **own)
                with self.subTest(is_company=is_company, own=own):
                    expected = {**LEGAL, 'BT-46': [('0088', GLN)], 'BT-49': [address]}
                    self.assertEqual(self._buyer(department), expected)

    def test_the_municipality_itself_and_a_plain_contact_have_the_municipalitys(self):
        contact = self._create_department(name="Anna")
        numbers = {'BT-46': [('0088', MUNICIPAL_GLN)], 'BT-49': [('0007', '2120009986')]}
        for partner in (self.customer, contact):
            with self.subTest(partner=partner.name):
                self.assertEqual(self._buyer(partner), {**LEGAL, **numbers})

    def test_the_municipalitys_gln_address_counts_for_a_contact(self):
        """Core writes the company's own number as the address of each contact, however typed."""
        self.customer.write({'peppol_eas': '0088', 'peppol_endpoint': MUNICIPAL_GLN})
        for number in ('2120009986', '212000-9986'):
            self.customer.company_registry = number
            contact = self._create_department(name="Anna")
            with self.subTest(number=number):
                self.assertEqual(contact.peppol_endpoint, '2120009986')
                self.assertEqual(self._buyer(contact)['BT-49'], [('0088', MUNICIPAL_GLN)])

    def test_a_department_of_a_department(self):
        board = self._create_department(is_company=True, **OWN_GLN)
        school = self._create_department(
            name="Björkskolan", parent_id=board.id, is_company=True,
            global_location_number='7300010000018', peppol_eas='0088',
            peppol_endpoint='7300010000018',
        )  # fmt: skip

        self.assertTrue(school.pagero_is_department)
        numbers = school._pagero_identifiers()
        self.assertEqual(numbers.orgnr, '2120009986')
        self.assertEqual(numbers.endpoint, ('0088', '7300010000018'))

    def test_it_is_caught_as_the_municipality_is(self):
        department = self._create_department(is_company=True, **OWN_GLN)
        self.assertTrue(department._sends_with_pagero(), "by the municipality's tag")

        department.invoice_sending_method = 'email'
        self.customer.category_id = False
        self.customer.invoice_sending_method = 'pagero'
        self.assertFalse(department._sends_with_pagero(), "it has a method of its own")
        department.invoice_sending_method = False
        self.assertTrue(department._sends_with_pagero(), "by the municipality's method")

    def test_only_a_public_department_with_numbers_of_its_own_is_suggested(self):
        """A subsidiary without numbers must not get its owner's invoices."""
        owner = self._create_customer(
            name="Ägare AB", company_registry='556036-0793', vat=False, peppol_endpoint=False
        )
        for values, suggested in (
            ({'is_company': True, **OWN_GLN}, True),
            ({'is_company': True}, False),
            ({'is_company': True, **OWN_GLN, 'company_registry': '556036-0793'}, False),
            ({'is_company': True, **OWN_GLN, 'vat': 'SE556036079301'}, False),
            ({'is_company': True, **OWN_GLN, 'parent_id': owner.id}, False),
            ({'is_company': False, **OWN_GLN}, False),
        ):
            with self.subTest(values=values):
                department = self._create_department(**values)
                self.assertEqual(department.pagero_is_department, suggested)

    def test_a_company_says_so_for_a_department_of_its_own(self):
        owner = self._create_customer(
            name="Ägare AB", company_registry='556036-0793', vat=False, peppol_endpoint=False
        )
        plant = self._create_department(parent_id=owner.id, is_company=True, **OWN_ADDRESS)
        self.assertFalse(plant._pagero_identifiers().legal)

        plant.pagero_is_department = True

        self.assertEqual(plant._pagero_identifiers().legal, ('0007', '5560360793'))
        plant.global_location_number = MUNICIPAL_GLN
        self.assertTrue(plant.pagero_is_department, "what was ticked stays")
        plant.company_registry = '559012-3458'
        self.assertFalse(plant.pagero_is_department, "it has a number of its own")

    def test_a_subsidiary_keeps_its_own_numbers(self):
        subsidiary = self._create_department(
            is_company=True, company_registry='556036-0793', vat='SE556036079301'
        )

        numbers = subsidiary._pagero_identifiers()

        self.assertEqual(numbers.orgnr, '5560360793')
        self.assertEqual(numbers.endpoint, ('0007', '5560360793'))
        self.assertEqual(subsidiary.pagero_receiver_id, subsidiary)


@tagged('post_install', '-at_install')
class TestConnectionOfDepartment(DepartmentCommon):
    """With an address of its own it has a connection of its own, else the municipality's."""

    def _is_held(self, partner):
        move = self._create_customer_invoice(partner_id=partner.id)
        document = self._create_document(move, partner_id=partner.pagero_receiver_id.id)
        return bool(document._not_yet_connected(self.account))

    def test_without_an_own_address_the_municipalitys_connection_counts(self):
        for is_company in (False, True):
            department = self._create_department(is_company=is_company, **OWN_GLN)
            with self.subTest(is_company=is_company):
                self.assertEqual(department.pagero_receiver_id, self.customer)
                self.assertTrue(self._is_held(department))
        self._create_connection()

        self.assertFalse(self._is_held(department))
        self.assertEqual(department.with_company(self.company).pagero_connection_state, 'connected')

    def test_with_an_own_address_it_is_connected_by_itself(self):
        self._create_connection()
        for is_company in (False, True):
            department = self._create_department(is_company=is_company, **OWN_ADDRESS)
            mine = department.with_company(self.company)
            with self.subTest(is_company=is_company):
                self.assertEqual(department.pagero_receiver_id, department)
                self.assertTrue(self._is_held(department))
                self.assertEqual(mine.pagero_connection_state, 'none')
                self.assertNotIn(
                    department, mine.search([('pagero_connection_state', '=', 'connected')])
                )
                connection = mine._get_or_create_pagero_connection()
                connection._set_by_hand('connected', "So")
                self.assertEqual(connection.partner_id, department)
                self.assertFalse(self._is_held(department))
                self.assertIn(f'0088:{GLN}', connection.made_for_words)
                self.assertIn(
                    department, mine.search([('pagero_connection_state', '=', 'connected')])
                )

    def test_posting_queues_it_for_its_own_receiver(self):
        self.account.catch_from = '2020-01-01'
        department = self._create_department(is_company=False, **OWN_ADDRESS)

        move = self._create_customer_invoice(
            partner_id=department.id, invoice_date='2026-01-31', pagero_choice='yes', post=True
        )

        self.assertEqual(move.sudo().pagero_document_ids.partner_id, department)

    def test_an_address_that_is_typed_later_asks_for_a_connection(self):
        self._create_connection()
        department = self._create_department(is_company=False, **OWN_GLN)
        self.assertFalse(self._is_held(department))

        department.write({'peppol_eas': '0088', 'peppol_endpoint': GLN})

        self.assertTrue(self._is_held(department))

    def test_another_number_of_the_municipality_is_asked_of_its_departments_too(self):
        department = self._create_department(is_company=True, **OWN_ADDRESS)
        connection = self._create_connection(department)

        self.customer.write({'company_registry': '556036-0793', 'vat': 'SE556036079301'})

        self.assertEqual(connection.state, 'changed')

    def test_the_search_looks_for_its_own_address(self):
        department = self._create_department(is_company=True, **OWN_ADDRESS)

        self.assertEqual(department._pagero_search_words(), f'0088:{GLN}')
        self.assertEqual(self.customer._pagero_search_words(), '2120009986')


@tagged('post_install', '-at_install')
class TestForeignNumbers(PageroCommon):
    """BT-47 and BT-49 of customers abroad: a GLN is never a registered number."""

    def _create_foreign(self, country, **values):
        usual = {'name': "Kund", 'is_company': True, 'city': "Staden", 'street': "Gatan 1"}
        country = self.env.ref(f'base.{country}').id
        return self.env['res.partner'].create({**usual, 'country_id': country, **values})

    def test_the_registered_number_has_the_scheme_of_its_register(self):
        gln = {'peppol_eas': '0088', 'peppol_endpoint': GLN}
        for country, values, legal in (
            ('dk', {'company_registry': '13585628', **gln}, ('0184', 'DK13585628')),
            ('dk', {'vat': 'DK13585628', **gln}, ('0184', 'DK13585628')),
            ('dk', gln, None),
            ('no', {'company_registry': '974 760 673', **gln}, ('0192', '974760673')),
            ('no', {'vat': 'NO974760673MVA', **gln}, ('0192', '974760673')),
            ('nl', {'company_registry': '12345678', **gln}, ('0106', '12345678')),
            ('nl', {'peppol_eas': '0106', 'peppol_endpoint': '12345678'}, ('0106', '12345678')),
            ('fi', {'company_registry': '2077474-0', **gln}, ('0212', '2077474-0')),
            ('be', {'company_registry': '0202239951', **gln}, ('0208', '0202239951')),
            ('de', {'company_registry': 'HRB 12345', **gln}, ('', 'HRB 12345')),
            ('de', gln, None),
            ('us', {'company_registry': '13-5562976'}, ('', '13-5562976')),
        ):
            with self.subTest(country=country, values=values):
                partner = self._create_foreign(country, **values)
                self.assertEqual(partner._pagero_identifiers().legal, legal)

    def test_a_danish_customer_with_a_gln_address_passes_the_check(self):
        customer = self._create_foreign(
            'dk', company_registry='13585628', peppol_eas='0088', peppol_endpoint=GLN
        )
        move = self._create_customer_invoice(partner_id=customer.id, post=True)

        findings = move._pagero_findings()[move]

        rules = {finding.rule for finding in findings if finding.is_fatal}
        self.assertFalse({rule for rule in rules if 'COMMON' in rule or rule.startswith('DK')})

    def test_without_any_registered_number_none_is_written(self):
        customer = self._create_foreign('de', peppol_eas='0088', peppol_endpoint=GLN)
        move = self._create_customer_invoice(partner_id=customer.id, post=True)

        xml, _errors = self.env['account.edi.xml.pagero']._export_invoice(move)

        self.assertIsNone(etree.fromstring(xml).find(BT_47))

    def test_an_address_is_proposed_where_the_scheme_is_known(self):
        for country, values, address in (
            ('no', {'company_registry': '974 760 673'}, ('0192', '974760673')),
            ('dk', {'company_registry': '13585628'}, ('0184', '13585628')),
            ('dk', {'vat': 'DK13585628'}, ('0184', 'DK13585628')),  # core's own
            ('fi', {'company_registry': '2077474-0'}, ('0216', '003720774740')),
            ('nl', {'company_registry': '12345678'}, ('0106', '12345678')),
            ('be', {'company_registry': '0202239951'}, ('0208', '0202239951')),
            ('de', {'vat': 'DE136695976'}, ('9930', 'DE136695976')),
            ('se', {'company_registry': '556036-0793'}, ('0007', '5560360793')),
            ('no', {'company_registry': '974 760 674'}, ('0192', False)),
        ):
            with self.subTest(country=country, values=values):
                partner = self._create_foreign(country, **values)
                self.assertEqual((partner.peppol_eas, partner.peppol_endpoint), address)

    def test_a_customer_without_the_proposal_is_reached_all_the_same(self):
        """Stored before, or cleared: the address follows from the numbers when it is asked for."""
        for country, values, address in (
            ('no', {'company_registry': '974 760 673'}, ('0192', '974760673')),
            ('no', {'vat': 'NO974760673MVA'}, ('0192', '974760673')),
            ('dk', {'vat': 'DK13585628'}, ('0184', '13585628')),
            ('fi', {'vat': 'FI20774740'}, ('0216', '003720774740')),
            ('be', {'vat': 'BE0202239951'}, ('0208', '0202239951')),
            ('de', {'vat': 'DE136695976'}, ('9930', 'DE136695976')),
        ):
            partner = self._create_foreign(country, **values)
            partner.peppol_endpoint = False
            with self.subTest(country=country, values=values):
                self.assertEqual(partner._pagero_identifiers().endpoint, address)
