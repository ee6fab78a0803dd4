from dataclasses import replace

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.texts.search import REFUSALS, SILENT, silence_of
from ..network import Company, errors
from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestSearch(PageroCommon):
    def _search(self, query, **values):
        search = self.env['pagero.network.search'].create({'query': query, **values})
        search.action_search()
        return search

    def test_bad_input_is_answered_and_kept(self):
        for typed, field, words in (
            ('', 'any', "Type an organisation number"),
            ('x', 'any', "too short"),
            ('212000-9985', 'any', "ends in 6"),
            ('7350012340019', 'gln', "check digit"),
            ('12345', 'org_number', "too many or too few"),
            ('2120009986', 'vat_number', "begins with its country"),
            ('2120009986', 'electronic_id', "a scheme, a colon"),
            ('9999:2120009986', 'electronic_id', "does not know"),
        ):
            with self.subTest(typed=typed, field=field):
                search = self._search(typed, field=field)
                self.assertIn(words, search.refusal or '')
                self.assertEqual(search.query or '', typed)
                self.assertEqual(search.state, 'new')

    def test_the_customer_of_a_search_before_is_forgotten(self):
        search = self._search('212000-9986')
        nothing = {'directory': {'total': 0, 'error': None}}
        self.patch(type(self.account), '_ask_sources', lambda *_asked: ([], nothing))
        search.action_search()
        self.assertEqual(search.partner_id, self.customer)

        search.query = '556999-3404'
        search.action_search()

        self.assertFalse(search.partner_id)

    def test_a_customer_that_was_chosen_stays(self):
        chosen = self._create_customer(name="Vald AB", company_registry=False, vat=False)
        search = self._search('212000-9986', partner_id=chosen.id)

        search.query = '556999-3404'
        search.action_search()

        self.assertEqual(search.partner_id, chosen)

    def test_a_network_that_cannot_be_reached_is_said_so(self):
        search = self._search('212000-9986')

        self.assertEqual(search.state, 'silent')
        self.assertIn("cannot be reached", search.trouble)

    def test_a_copy_does_not_use_its_login(self):
        self.account.sudo().write({'gateway': 'partner', 'approved_fingerprint': 'another'})

        search = self._search('212000-9986')

        self.assertEqual(search.outcomes['network']['error'], 'not_ready')
        self.assertIn("approve this database", search.trouble)

    def test_every_error_has_its_words(self):
        kinds = [each for each in vars(errors).values() if isinstance(each, type)]
        for kind in kinds:
            if issubclass(kind, errors.NetworkError) and kind is not errors.AlreadyConnected:
                with self.subTest(kind=kind.__name__):
                    self.assertIn(silence_of(kind("x")), SILENT)
        self.assertIn('check_digit', REFUSALS)

    def test_hits_that_are_ours_already_are_marked(self):
        connection = self._create_connection()
        search = self.env['pagero.network.search'].create({'query': 'x'})

        search._add_hits(
            [
                Company(name="Björkdals kommun", org_number='2120009986'),
                Company(name="Ny AB", org_number='5569993404'),
            ]
        )

        ours, new = search.hit_ids
        self.assertEqual((ours.connection_id, ours.connection_state), (connection, 'connected'))
        self.assertFalse(new.connection_state)

    def test_who_is_lost_can_be_connected_again(self):
        connection = self._create_connection()
        search = self.env['pagero.network.search'].create({'query': 'x'})
        municipality = Company(name="Björkdals kommun", org_number='2120009986')
        search._add_hits([municipality, replace(municipality, is_active=False)])
        active, inactive = search.hit_ids
        for state, may in (
            ('none', True), ('not_found', True), ('inactive', True), ('rejected', True),
            ('cancelled', True), ('requested', True), ('connected', False),
            ('routing_needed', False), ('routing_ordered', False),
        ):  # fmt: skip
            connection.sudo().state = state
            search.hit_ids.invalidate_recordset()
            with self.subTest(state=state):
                self.assertEqual((active.can_connect, inactive.can_connect), (may, False))

    def test_who_is_being_asked_is_not_asked_again(self):
        connections = self.env['pagero.connection']
        company = Company(name="Björkdals kommun", org_number='2120009986')
        asked = replace(company, acceptance='must_approve')
        connections._connect(self.account, self.customer, asked)
        search = self.env['pagero.network.search'].create({'query': 'x'})

        search._add_hits([company])

        self.assertFalse(search.hit_ids.can_connect)

    def test_numbers_are_asked_of_the_smp_as_well(self):
        for query, sources in (
            ('212000-9986', {'directory', 'smp'}),
            ('7359910000017', {'directory', 'smp'}),
            ('0007:2120009986', {'directory', 'smp'}),
            ('Björkdal*', {'directory'}),
        ):
            with self.subTest(query=query):
                self.assertEqual(set(self._search(query).outcomes), sources)

    def test_a_hit_without_a_name_is_called_by_its_number(self):
        search = self.env['pagero.network.search'].create({'query': 'x'})

        search._add_hits([Company(electronic_ids=(('0007', '5569993404'),), sources=('smp',))])

        self.assertEqual(search.hit_ids.name, '0007:5569993404')

    def test_nobody_found_is_not_said_while_somebody_is_silent(self):
        search = self.env['pagero.network.search'].create({'query': 'x'})
        silent, empty = {'total': 0, 'error': 'late'}, {'total': 0, 'error': None}
        for outcomes, state in (
            ({'network': silent, 'directory': empty}, 'partly'),
            ({'network': silent, 'directory': silent}, 'silent'),
            ({'network': empty, 'directory': empty}, 'nothing'),
        ):
            search.sudo().outcomes = outcomes
            with self.subTest(state=state):
                self.assertEqual(search.state, state)

    def test_companies_of_the_own_country_come_first(self):
        search = self.env['pagero.network.search'].create({'query': 'Alfa'})
        countries = ('DK', 'SE', 'NO', self.company.country_code)

        search._add_hits([Company(name="Alfa", country_code=each) for each in countries])

        first, *others = [hit._company().country_code for hit in search.hit_ids]
        self.assertEqual(first, self.company.country_code)
        foreign = [each for each in others if each != first]
        self.assertEqual(foreign, [each for each in countries if each != first])

    def test_more_is_more_of_what_was_searched(self):
        search = self._search('Björkdal*', field='name')
        search.sudo().outcomes = {'directory': {'total': 50, 'error': None}}
        search.write({'query': '12345', 'field': 'org_number'})

        search.action_next_page()

        self.assertEqual(search.page, 1)
        self.assertIn('directory', search.outcomes)

    def test_a_network_that_was_silent_may_know_the_hit_after_all(self):
        outcomes = {'network': {'total': 0, 'error': 'no_answer'}}
        search = self.env['pagero.network.search'].create({'query': 'x'})
        search.sudo().outcomes = outcomes
        search._add_hits(
            [
                Company(name="Ny AB", org_number='5569993404'),
                Company(name="Tva AB", network_id='7100002'),
            ]
        )
        directory_only, known = search.hit_ids

        with self.assertRaisesRegex(UserError, "did not answer.* Search again"):
            directory_only.action_connect()

        self.assertEqual(known.action_connect()['res_model'], 'pagero.connect')

    def test_pages_are_kept_apart(self):
        search = self.env['pagero.network.search'].create({'query': 'x'})
        search._add_hits([Company(name="A")])
        search.sudo().page = 1
        search._add_hits([Company(name="B")])

        self.assertEqual(search.shown_hit_ids.mapped('name'), ["B"])
        search.action_previous_page()
        self.assertEqual(search.shown_hit_ids.mapped('name'), ["A"])

    def test_who_is_not_there_is_sent_to_otherwise(self):
        search = self.env['pagero.network.search'].create({'partner_id': self.customer.id})

        search.action_send_by_mail()
        self.assertEqual(self.customer.invoice_sending_method, 'email')
        search.action_print()
        self.assertEqual(self.customer.invoice_sending_method, 'manual')
        composer = search.action_invite()
        self.assertEqual(composer['context']['default_res_ids'], self.customer.ids)

    def test_only_salespeople_search_and_see_their_own(self):
        search = self.env['pagero.network.search'].with_user(self._create_user('first')).create({})

        with self.assertRaises(AccessError):
            search.with_user(self._create_user('second')).read(['query'])
        follower = self._create_user('follower', 'base.group_user,pagero_connector.group_user')
        with self.assertRaises(AccessError):
            self.env['pagero.network.search'].with_user(follower).create({'query': 'x'})
