from dataclasses import replace

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, Form, tagged

from ..models.connection.pagero_connection import ACCEPTANCES, STATES
from ..models.connection.pagero_connection_capability import CONNECTION_TYPES
from ..models.gateway.ways_to_connect import WAYS_TO_CONNECT, way_of
from ..network import Capability, Company, Requirement
from .common import BUYER, PageroCommon


MUNICIPALITY = Company(
    network_id='7100001',
    name="Björkdals kommun",
    country_code='SE',
    street="Rådhustorget 1",
    post_code='123 45',
    town="Björkdal",
    org_number='2120009986',
    vat_number='SE212000998601',
    electronic_ids=(('0007', '2120009986'),),
    operator_name="Pagero",
    acceptance='by_itself',
    capabilities=(
        Capability('invoice', 'receive', 'direct'),
        Capability('credit_note', 'receive', 'direct'),
        Capability('order', 'send', 'by_request'),
    ),
    sources=('network',),
)
ORDER_NUMBER = Requirement(
    id='order', question="Which order number?", field='order_reference', kind='pattern',
    value=r'^\d{8}$', message="The order number has 8 digits.",
)  # fmt: skip


class ConnectCommon(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson = cls._create_user(
            'sales', 'base.group_user,base.group_partner_manager,pagero_connector.group_sales'
        )

    def _wizard(self, company=MUNICIPALITY, partner=None, user=None, **options):
        connects = self.env['pagero.connect'].with_user(user or self.salesperson)
        account = self.account.with_env(connects.env)
        partner = (partner or self.env['res.partner']).with_env(connects.env)
        found = self._create_hits(account, [company])
        action = connects._open(found, account, partner, **options)
        return connects.browse(action['res_id'])


class TestWays(BaseCase):
    """One table says what the three words for a way have to do with each other."""

    def test_every_word_that_is_known_has_its_line(self):
        for column, selection in (
            ('acceptance', ACCEPTANCES),
            ('connection_type', CONNECTION_TYPES),
        ):
            words = [getattr(way, column) for way in WAYS_TO_CONNECT]
            self.assertEqual(words, [word for word, _label in selection if word != 'unknown'])
        self.assertLessEqual({way.state for way in WAYS_TO_CONNECT}, dict(STATES).keys())

    def test_the_strictest_type_counts_then_the_acceptance(self):
        for types, acceptance, state in (
            (['by_request', 'direct'], 'needs_routing', 'requested'),
            (['unknown'], 'by_itself', 'connected'),
            ([], 'needs_routing', 'routing_needed'),
        ):
            with self.subTest(types=types):
                self.assertEqual(way_of(connection_types=types, acceptance=acceptance).state, state)
        self.assertIsNone(way_of(connection_types=['unknown'], acceptance='unknown'))


@tagged('post_install', '-at_install')
class TestWhoItIs(ConnectCommon):
    def test_a_customer_with_the_same_number_is_proposed(self):
        wizard = self._wizard()

        self.assertEqual(wizard.partner_choice, 'existing')
        self.assertEqual(wizard.partner_id, self.customer)

    def test_nobody_with_that_number_means_a_new_customer(self):
        stranger = Company(name="Ny AB", country_code='SE', org_number='5569993404')

        wizard = self._wizard(stranger)

        self.assertEqual(wizard.partner_choice, 'new')
        self.assertFalse(wizard.difference_ids)

    def test_a_new_customer_is_found_among_customers(self):
        stranger = Company(name="Ny AB", country_code='SE', org_number='5569993404')

        customer = self._wizard(stranger)._take_over()

        listed = self.env['ir.actions.act_window']._for_xml_id(
            'account.res_partner_action_customer'
        )
        self.assertIn('search_default_customer', listed['context'])
        among = self.env['res.partner'].search([('customer_rank', '>', 0)])
        self.assertIn(customer, among)

    def test_numbers_are_the_same_however_they_are_written(self):
        self.customer.write({'company_registry': '2120009986', 'peppol_endpoint': False})
        for registry in ('2120009986', '212000-9986'):
            self.customer.company_registry = registry
            with self.subTest(registry=registry):
                found = self.env['res.partner']._of_companies([MUNICIPALITY])
                self.assertEqual(found[MUNICIPALITY], self.customer)

    def test_a_name_alone_is_nobody(self):
        namesake = Company(name=BUYER['name'], country_code='SE')

        self.assertFalse(self.env['res.partner']._of_companies([namesake]))

    def test_a_hit_by_name_wants_the_numbers_compared(self):
        wizard = self._wizard(found_by_name=True)
        self.assertIn('2120009986', wizard.partner_numbers)
        with self.assertRaisesRegex(UserError, "Compare the numbers"):
            wizard.action_next()

        wizard.is_confirmed = True
        wizard.action_next()

        self.assertEqual(wizard.step, 'confirm')

    def test_a_new_customer_without_a_name_is_given_one(self):
        nameless = Company(electronic_ids=(('0007', '5569993404'),), acceptance='by_itself')
        wizard = self._wizard(nameless)
        with self.assertRaisesRegex(UserError, "Type the name"):
            wizard.action_next()

        wizard.new_name = "Tyst AB"

        self.assertEqual(wizard._take_over().name, "Tyst AB")

    def test_a_customer_made_meanwhile_is_offered_once(self):
        stranger = Company(name="Ny AB", country_code='SE', org_number='5569993404')
        wizard = self._wizard(stranger)
        wizard.stated_way = 'direct'
        wizard.action_next()
        made = self._create_customer(
            name="Ny AB", company_registry='556999-3404', vat=False, peppol_endpoint=False
        )

        wizard.action_confirm()

        self.assertRecordValues(
            wizard,
            [{'step': 'choose', 'partner_choice': 'existing', 'partner_id': made.id}],
        )
        self.assertTrue(wizard.is_taken)
        self.assertFalse(made.pagero_connection_id)
        wizard.action_next()
        wizard.action_confirm()
        self.assertEqual(made.pagero_connection_id.state, 'connected')

    def test_whoever_insists_on_a_new_customer_gets_one(self):
        wizard = self._wizard()
        wizard.partner_choice = 'new'
        wizard.action_next()

        wizard.action_confirm()

        namesakes = self.env['res.partner'].search([('company_registry', '=', '212000-9986')])
        self.assertEqual(len(namesakes), 2)
        self.assertEqual((namesakes - self.customer).pagero_connection_id.state, 'connected')

    def test_other_numbers_than_the_customers_want_a_look_too(self):
        wizard = self._wizard(
            partner=self._create_customer(
                name="En annan", company_registry='556999-3404', vat=False, peppol_endpoint=False
            )
        )

        self.assertTrue(wizard.must_confirm)


@tagged('post_install', '-at_install')
class TestDifferences(ConnectCommon):
    def test_what_is_the_same_is_not_listed(self):
        self.assertFalse(self._wizard().difference_ids)

    def test_what_a_user_typed_stays_unless_ticked(self):
        self.customer.write({'street': "Storgatan 9", 'zip': False})
        wizard = self._wizard()
        lines = {line.field_name: line for line in wizard.difference_ids}

        self.assertEqual(lines['street'].ours, "Storgatan 9")
        self.assertFalse(lines['street'].take_over)
        self.assertTrue(lines['zip'].take_over)  # we had nothing
        wizard._take_over()

        self.assertEqual(self.customer.street, "Storgatan 9")
        self.assertEqual(self.customer.zip, '123 45')

    def test_what_is_ticked_is_taken_over(self):
        self.customer.street = "Storgatan 9"
        wizard = self._wizard()

        wizard.difference_ids.take_over = True
        wizard._take_over()

        self.assertEqual(self.customer.street, "Rådhustorget 1")

    def test_a_new_customer_gets_everything(self):
        wizard = self._wizard(self._renumbered('5569993404'))

        partner = wizard._take_over()

        self.assertEqual(partner.company_registry, '556999-3404')
        self.assertEqual((partner.peppol_eas, partner.peppol_endpoint), ('0007', '5569993404'))
        self.assertTrue(partner.is_company)
        self.assertEqual(partner.invoice_sending_method, 'pagero')

    def _renumbered(self, number):
        return replace(
            MUNICIPALITY,
            org_number=number,
            vat_number=f'SE{number}01',
            electronic_ids=(('0007', number),),
        )


@tagged('post_install', '-at_install')
class TestWhatIsAsked(ConnectCommon):
    def test_invoices_and_credit_notes_are_chosen_already(self):
        wizard = self._wizard()
        chosen = wizard.capability_ids.filtered('is_chosen')

        self.assertEqual(chosen.mapped('document_type'), ['invoice', 'credit_note'])
        self.assertEqual(wizard.way, 'direct')

    def test_a_company_that_reminds_connects_for_reminders_too(self):
        self._create_document(document_type='PaymentReminder')

        taken = Capability('payment_reminder', 'receive', 'direct')
        company = replace(MUNICIPALITY, capabilities=(*MUNICIPALITY.capabilities, taken))
        chosen = self._wizard(company).capability_ids.filtered('is_chosen')

        types = chosen.mapped('document_type')
        self.assertEqual(types, ['invoice', 'credit_note', 'payment_reminder'])

    def test_the_strictest_kind_decides_the_way(self):
        wizard = self._wizard()

        wizard.capability_ids.is_chosen = True

        self.assertEqual(wizard.way, 'by_request')

    def test_nothing_chosen_is_refused(self):
        wizard = self._wizard()
        wizard.capability_ids.is_chosen = False

        with self.assertRaisesRegex(UserError, "at least one kind"):
            wizard.action_next()

    def test_what_public_sources_do_not_know_is_asked(self):
        wizard = self._wizard(
            Company(
                name="Katalog AB",
                country_code='SE',
                org_number='5569993404',
                capabilities=(Capability('invoice'),),
                sources=('directory',),
            )
        )

        self.assertTrue(wizard.states_way)
        self.assertTrue(wizard.menu_path_new and wizard.menu_path_old and wizard.pagero_online_url)
        with self.assertRaisesRegex(UserError, "how the customer is reached"):
            wizard.action_next()

    def test_whom_the_network_does_not_know_is_reached_by_a_route(self):
        self.account.gateway = 'partner'

        wizard = self._wizard(
            Company(
                name="Katalog AB",
                country_code='SE',
                org_number='5569993404',
                capabilities=(Capability('invoice'),),
                sources=('directory',),
            )
        )

        self.assertEqual((wizard.states_way, wizard.way), (False, 'by_routing'))

    def test_questions_want_answers_that_fit(self):
        wizard = self._wizard(replace(MUNICIPALITY, requirements=(ORDER_NUMBER,)))
        with self.assertRaisesRegex(UserError, "Which order number"):
            wizard.action_next()

        wizard.answer_ids.answer = '123'
        with self.assertRaisesRegex(UserError, "does not answer"):
            wizard.action_next()

        wizard.answer_ids.answer = '12345678'
        wizard.action_next()
        self.assertIn('12345678', wizard.sum_up)

    def test_numbers_are_split_and_each_kept_once(self):
        wizard = self._wizard()
        wizard.customer_numbers = ' 1001, 1002; 1001 ,'

        self.assertEqual(wizard._numbers(), ['1001', '1002'])

    def test_the_form_works_as_a_person_uses_it(self):
        wizard = self._wizard()
        with Form(wizard) as form:
            form.customer_numbers = '1001'
            with form.capability_ids.edit(1) as line:
                line.is_chosen = False

        self.assertEqual(len(wizard.capability_ids.filtered('is_chosen')), 1)


@tagged('post_install', '-at_install')
class TestPublicGateway(ConnectCommon):
    """Nothing is asked of the network: what the user states is what counts."""

    def _stated(self, way, **values):
        wizard = self._wizard(
            Company(
                name="Katalog AB",
                country_code='SE',
                org_number='5569993404',
                electronic_ids=(('0007', '5569993404'),),
                sources=('directory',),
            )
        )
        wizard.write({'stated_way': way, **values})
        wizard.action_next()
        self.summed_up = wizard.sum_up
        self.result = wizard.action_confirm()['params']['message']
        return self.env['pagero.connection'].search(
            [('partner_id.company_registry', '=', '556999-3404')]
        )

    def test_direct_means_connected_with_its_numbers(self):
        connection = self._stated('direct', customer_numbers='1001, 1002')

        self.assertEqual(connection.state, 'connected')
        self.assertEqual(connection.number_ids.mapped('name'), ['1001', '1002'])

    def test_by_request_means_a_pending_request(self):
        connection = self._stated('by_request', message="Hej")

        self.assertEqual(connection.state, 'requested')
        self.assertEqual(connection.request_ids.mapped('message'), ["Hej"])

    def test_nobody_is_told_that_something_was_sent(self):
        for way, promise, result in (
            ('by_request', "is recorded here; send it in Pagero Online", "is recorded. Send it"),
            ('direct', "recorded here as connected", "Connect it in Pagero Online as well"),
        ):
            with self.subTest(way=way):
                self.env['pagero.connection'].search([]).sudo().unlink()
                self._stated(way)
                self.assertIn(promise, self.summed_up)
                self.assertIn(result, self.result)
                self.assertNotIn("is sent", self.summed_up + self.result)

    def test_by_routing_leads_to_a_draft_order(self):
        connection = self._stated('by_routing')

        self.assertEqual(connection.state, 'routing_needed')
        self.assertEqual(connection.routing_order_ids.mapped('state'), ['draft'])

    def test_a_company_that_is_found_again_opens_where_its_work_is(self):
        view = self.env.ref('pagero_connector.pagero_connection_view_form_routing')
        hit = self.env['pagero.network.search.hit'].new({})
        hit.connection_id = self._stated('by_routing')

        self.assertEqual(hit.action_open()['views'], [(view.id, 'form')])


@tagged('post_install', '-at_install')
class TestWhatItPromises(ConnectCommon):
    """The sum-up says what will become of the invoices, and so it is."""

    NEW = Company(
        name="Ny AB", country_code='SE', org_number='5569993404', acceptance='by_itself',
        capabilities=MUNICIPALITY.capabilities,
    )  # fmt: skip

    def _summed_up(self, wizard):
        wizard.action_next()
        return wizard.sum_up

    def test_it_is_asked_for_each_customer_anew(self):
        unmarked = self._create_customer(name="Ny AB", company_registry='556999-3404', vat=False)
        wizard = self._wizard()
        self.assertTrue(wizard.is_marked)
        self.assertTrue(wizard.send_with_pagero)

        wizard.write({'partner_id': unmarked.id, 'is_confirmed': True})
        self.assertEqual((wizard.is_marked, wizard.send_with_pagero), (False, True))
        wizard.partner_choice = 'new'
        self.assertEqual((wizard.is_marked, wizard.send_with_pagero), (False, True))

    def test_a_new_customer_is_marked_as_it_says(self):
        wizard = self._wizard(self.NEW)
        self.assertIn("sent as soon as they are posted", self._summed_up(wizard))

        wizard.action_confirm()

        made = self.env['res.partner'].search([('company_registry', '=', '556999-3404')])
        self.assertTrue(made._sends_with_pagero())
        self.assertEqual(made.customer_rank, 1, "it is in the list of customers")

    def test_who_is_not_marked_is_promised_nothing(self):
        wizard = self._wizard(self.NEW)
        wizard.send_with_pagero = False

        self.assertIn("not marked for it", self._summed_up(wizard))
        wizard.action_confirm()

        made = self.env['res.partner'].search([('company_registry', '=', '556999-3404')])
        self.assertFalse(made._sends_with_pagero())

    def test_orders_alone_bring_no_invoices(self):
        wizard = self._wizard(self.NEW)
        for line in wizard.capability_ids:
            line.is_chosen = line.document_type == 'order'

        self.assertIn("no invoices were chosen", self._summed_up(wizard))
        wizard.action_confirm()

        made = self.env['res.partner'].search([('company_registry', '=', '556999-3404')])
        self.assertFalse(made._sends_with_pagero())

    def test_a_customer_who_is_marked_keeps_its_own_way(self):
        wizard = self._wizard()
        wizard.action_next()

        wizard.action_confirm()

        self.assertFalse(self.customer.invoice_sending_method, "its tag does it")

    def test_a_number_is_on_invoices_once_it_was_compared(self):
        for is_compared in (False, True):
            wizard = self._wizard()
            wizard.write({'customer_numbers': '1001', 'is_number_compared': is_compared})
            with self.subTest(is_compared=is_compared):
                self.assertEqual("not on invoices" in self._summed_up(wizard), not is_compared)
                wizard.action_confirm()
                move = self._create_customer_invoice()
                self.assertEqual(move._pagero_customer_number(), '1001' if is_compared else '')

    def test_a_company_that_is_listed_twice_is_one_customer(self):
        by_number = Company(
            name="Två Adresser AB", country_code='SE', org_number='5569993404',
            electronic_ids=(('0007', '5569993404'),), acceptance='by_itself',
        )  # fmt: skip
        by_gln = replace(
            by_number,
            org_number='',
            gln='7359910000017',
            electronic_ids=(('0088', '7359910000017'),),
        )
        first = self._wizard(by_number)
        first.action_next()
        first.action_confirm()
        customer = self.env['res.partner'].search([('company_registry', '=', '556999-3404')])

        second = self._wizard(by_gln)

        self.assertEqual((second.partner_choice, second.partner_id), ('existing', customer))
        self.assertTrue(second.is_namesake)
        with self.assertRaisesRegex(UserError, "Compare the numbers"):
            second.action_next()
        stranger = self._wizard(replace(by_gln, name="En Annan AB"))
        self.assertEqual((stranger.partner_choice, stranger.is_namesake), ('new', False))

        another = self._wizard(replace(by_gln, org_number='5569994402'))
        self.assertEqual((another.partner_choice, another.is_namesake), ('new', False))


@tagged('post_install', '-at_install')
class TestWhoMayConnect(ConnectCommon):
    def test_only_those_who_sell_or_invoice(self):
        for login, groups, may in (
            ('invoicing', 'base.group_user,account.group_account_invoice', True),
            ('follower', 'base.group_user,pagero_connector.group_user', False),
            ('internal', 'base.group_user', False),
        ):
            connects = self.env['pagero.connect'].with_user(self._create_user(login, groups))
            with self.subTest(user=login):
                self.assertEqual(connects.has_access('write'), may)

    def test_nobody_sees_what_a_colleague_is_deciding(self):
        wizard = self._wizard()
        colleague = self._create_user('colleague')

        with self.assertRaises(AccessError):
            wizard.with_user(colleague).read(['customer_numbers'])
