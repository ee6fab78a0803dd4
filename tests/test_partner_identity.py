from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..models.connection.state_changes import MADE_STATES
from ..models.partner.identifiers import IDENTITY_FIELDS
from .common import BUYER, PageroCommon
from .test_migration import _script
from .test_pagero_document_send import SendCommon


OTHER_ORGNR, OTHER_VAT = '556036-0793', 'SE556036079301'
OTHER = {'company_registry': OTHER_ORGNR, 'vat': OTHER_VAT, 'peppol_endpoint': '5560360793'}
GLN, OTHER_GLN = '7300010000001', '7350012345679'
WRITTEN_BACK = {name: BUYER[name] for name in ('company_registry', 'vat', 'peppol_endpoint')}


class IdentityCommon(PageroCommon):
    """A customer that was connected with its own numbers, and an invoice that goes to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._create_user('seller', 'base.group_user,pagero_connector.group_sales')
        cls.connection = cls._create_connection(salesperson_id=cls.seller.id)

    def _waiting(self, documents, account=None):
        """Those that the sender would hold back now."""
        return documents._not_yet_connected(account or self.account)


@tagged('post_install', '-at_install')
class TestOtherNumbers(IdentityCommon):
    """Whatever way other numbers come on a connected customer, its invoices wait."""

    def _assert_held_up(self, customer=None):
        customer = customer or self.customer
        self.assertEqual(self.connection.state, 'changed')
        self.assertTrue(self.connection.is_questioned)
        activity = self.connection.activity_ids
        self.assertEqual((activity.user_id, len(activity)), (self.seller, 1))
        self.assertIn("Same Company", activity.note)
        self.assertIn(self.connection, self.env['pagero.connection'].search([
            ('is_questioned', '=', True)
        ]))  # fmt: skip
        move = self._create_customer_invoice(partner_id=customer.id)
        document = self._create_document(move)
        self.assertEqual(self._waiting(document), document)

    def test_each_number_of_another_company_is_noticed(self):
        for name, value in {**OTHER, 'global_location_number': OTHER_GLN}.items():
            self.customer.global_location_number = GLN
            with self.subTest(field=name):
                self.assertEqual(self.connection.state, 'connected')
                self.customer[name] = value
                self.assertEqual(self.connection.state, 'changed')
                self.customer.write({**WRITTEN_BACK, 'global_location_number': GLN})
                self.assertEqual(self.connection.state, 'connected', "written back")
                self.assertFalse(self.connection.activity_ids)

    def test_a_write_by_rpc_is_noticed(self):
        self.customer.write(OTHER)

        self._assert_held_up()

    def test_a_form_is_noticed(self):
        with Form(self.customer) as form:
            form.company_registry = OTHER_ORGNR
            form.vat = OTHER_VAT

        self._assert_held_up()

    def test_an_import_is_noticed(self):
        xml_id = self.customer._BaseModel__ensure_xml_id()
        [[_customer, xml_id]] = xml_id if isinstance(xml_id, list) else list(xml_id)

        imported = self.env['res.partner'].load(
            ['id', 'company_registry', 'vat'], [[xml_id, OTHER_ORGNR, OTHER_VAT]]
        )

        self.assertEqual(imported['ids'], self.customer.ids)
        self._assert_held_up()

    def test_another_country_is_noticed(self):
        self.customer.country_id = self.env.ref('base.no')

        self._assert_held_up()

    def test_a_completion_that_brings_another_number_is_noticed(self):
        self.customer.vat = False
        self.assertEqual(self.connection.state, 'connected')

        self.customer.vat = OTHER_VAT

        self._assert_held_up()

    def test_a_person_that_gets_another_company_is_noticed(self):
        person = self._create_customer(name="Anna", is_company=False)
        self.connection = self._create_connection(person, salesperson_id=self.seller.id)
        parent = self._create_customer(name="Annan AB", **OTHER)

        person.parent_id = parent

        self._assert_held_up(person)

    def test_a_contact_that_corrects_its_companys_vat_number_is_noticed(self):
        contact = self.env['res.partner'].create(
            {'name': "Ekonomi", 'parent_id': self.customer.id, 'type': 'invoice'}
        )

        contact.vat = OTHER_VAT  # core hands some fields on to the company

        expected = 'changed' if self.customer.vat == OTHER_VAT else 'connected'
        self.assertEqual(self.connection.state, expected)

    def test_a_merge_with_another_company_is_noticed(self):
        other = self._create_customer(name="Annan AB", **OTHER)

        self._merge(self.customer, other)

        self.assertEqual(self.connection.partner_id, other)
        self._assert_held_up(other)

    def test_a_merge_of_one_company_with_itself_is_no_change(self):
        double = self._create_customer(
            name="Björkdal", company_registry='2120009986', vat=False, peppol_endpoint='2120009986'
        )

        self._merge(self.customer, double)

        self.assertEqual(self.connection.partner_id, double)
        self.assertEqual(self.connection.state, 'connected')

    def _merge(self, source, destination):
        wizards = self.env['base.partner.merge.automatic.wizard']
        wizards._merge((source | destination).ids, destination, extra_checks=False)
        self.env.invalidate_all()

    def test_every_company_is_asked(self):
        other = self._create_other_company()
        account = self._create_account(other)
        theirs = self._create_connection(account_id=account.id)

        self.customer.with_company(self.company).write(OTHER)

        self.assertEqual((self.connection | theirs).mapped('state'), ['changed', 'changed'])

    def test_an_archived_customer_is_asked_too(self):
        self.customer.active = False
        self.assertEqual(self.connection.state, 'connected')

        self.customer.write(OTHER)

        self.assertEqual(self.connection.state, 'changed')
        self.customer.active = True
        self.assertEqual(self.connection.state, 'changed')

    def test_a_user_who_only_edits_contacts_is_enough(self):
        groups = 'base.group_user,base.group_partner_manager'
        clerk = self._create_user('clerk', groups)

        self.customer.with_user(clerk).write(OTHER)

        self._assert_held_up()

    def test_what_is_written_past_the_orm_is_met_by_the_sender(self):
        document = self._create_document()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET company_registry = %s, vat = %s, peppol_endpoint = %s"
            " WHERE id = %s",
            [OTHER_ORGNR, OTHER_VAT, '5560360793', self.customer.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.connection.state, 'connected')

        self.assertEqual(self._waiting(document), document)
        self.assertEqual(self.connection.state, 'changed')
        self.assertTrue(self.connection.activity_ids)

    def test_every_field_that_an_identity_is_read_from_is_watched(self):
        """Each stored field of customers is set on a company and on a department."""
        numbers = {'company_registry': '2120009986', 'vat': BUYER['vat']}
        company = {'is_company': True, 'country_id': self.env.ref('base.se').id, **numbers}
        department = {
            'is_company': True,
            'parent_id': self.customer.id,
            'global_location_number': GLN,
        }
        partners, found = self.env['res.partner'], set()
        for usual in (company, department):
            identity = partners.new(usual)._pagero_identity()
            for name, value in self._values_to_try(usual):
                if partners.new({**usual, name: value})._pagero_identity() != identity:
                    found.add(name)

        self.assertLessEqual({'vat', 'company_registry', 'peppol_endpoint', 'country_id'}, found)
        # Core computes it of the company, which is watched.
        self.assertFalse(found - IDENTITY_FIELDS - {'commercial_partner_id'})

    def _values_to_try(self, usual):
        others = {
            'char': '5560360793',
            'res.country': self.env.ref('base.no').id,
            'res.partner': self.company.partner_id.id,
        }
        for name, field in sorted(self.env['res.partner']._fields.items()):
            if field.store and field.column_type and not field.company_dependent:
                value = others.get(field.comodel_name or field.type)
                if field.type == 'boolean':
                    value = not usual.get(name)
                elif name == 'peppol_eas':
                    value = '0192'
                if value is not None:
                    yield name, value


@tagged('post_install', '-at_install')
class TestSameNumbers(IdentityCommon):
    """What names the same company asks nothing."""

    def test_another_way_of_writing_is_no_change(self):
        for name, values in {
            'company_registry': ('2120009986', '16212000-9986', '212000 9986'),
            'vat': ('SE 212000-9986 01', 'se212000998601'),
        }.items():
            for value in values:
                self.customer[name] = value
                with self.subTest(field=name, value=value):
                    self.assertEqual(self.connection.state, 'connected')

    def test_what_is_no_number_is_no_change(self):
        self.customer.write({'name': "Björkdal", 'city': "Norr", 'email': 'ny@bjorkdal.example'})
        self.customer.company_id = self.company
        self.customer.company_id = False
        self.customer.active = False
        self.customer.active = True

        self.assertEqual(self.connection.state, 'connected')

    def test_a_number_that_is_filled_in_belongs_to_it_from_then_on(self):
        self.customer.global_location_number = GLN
        self.assertEqual(self.connection.state, 'connected')
        self.assertIn(f'0088:{GLN}', self.connection.made_for_words)

        self.customer.global_location_number = OTHER_GLN

        self.assertEqual(self.connection.state, 'changed')

    def test_a_gln_address_is_not_made_an_organisation_number_by_core(self):
        self.customer.write({'peppol_eas': '0088', 'peppol_endpoint': GLN})
        self.connection._bind()
        self.connection._set_by_hand('connected', "So")

        self.customer.vat = False
        self.customer.vat = BUYER['vat']
        self.customer.company_registry = '2120009986'

        address = self.customer._pagero_identifiers().endpoint
        self.assertEqual(address, ('0088', GLN))
        self.assertEqual(self.connection.state, 'connected')

    def test_a_copy_and_a_second_customer_with_the_number_are_not_connected(self):
        copy = self.customer.copy()
        second = self._create_customer(name="Björkdal två")

        for partner in (copy, second):
            document = self._create_document(self._create_customer_invoice(partner_id=partner.id))
            with self.subTest(partner=partner.name):
                self.assertFalse(partner.pagero_connection_id)
                self.assertEqual(self._waiting(document), document)

    def test_a_write_asks_little(self):
        self.env.flush_all()
        with self._counting_queries() as usual:
            self.customer.write({'city': "Norr"})
        with self._counting_queries() as numbers:
            self.customer.write({'company_registry': '2120009986'})

        self.assertLess(numbers[0] - usual[0], 12)


@tagged('post_install', '-at_install')
class TestCures(IdentityCommon):
    """Same company, connected again, or written back; each lets go what waited."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.waiting = cls._create_document(state='held', held_reason='connection')
        cls.customer.write(OTHER)

    def test_it_waits_and_says_why(self):
        self.assertEqual(self.waiting.state, 'held')
        self.assertIn("other numbers", self.waiting.reason)
        self.assertIn("Same Company", self.waiting.advice)
        self.assertEqual(self.waiting.action_cure()['res_id'], self.connection.id)

    def test_the_customers_form_says_so(self):
        self.env.user.group_ids += self.env.ref('pagero_connector.group_user')
        customer = self.customer.with_company(self.company)

        self.assertTrue(customer.pagero_is_questioned)
        self.assertEqual(customer.pagero_made_for, '0007:2120009986 · SE:2120009986')
        self.assertIn(customer, customer.search([('pagero_is_questioned', '=', True)]))
        arch = customer.get_view(self.env.ref('base.view_partner_form').id)['arch']
        self.assertIn('action_confirm_pagero_identity', arch)

    def test_the_same_company_is_confirmed(self):
        connection = self.connection.with_user(self.seller).sudo(False)

        connection.action_confirm_identity()

        self.assertEqual((self.connection.state, self.waiting.state), ('connected', 'queued'))
        self.assertFalse(self.connection.is_questioned)
        self.assertFalse(self.connection.activity_ids)
        message = self.connection.message_ids.filtered(lambda each: "Confirmed" in each.body)
        self.assertIn('0007:5560360793', message.body)
        self.assertEqual(message.author_id, self.seller.partner_id)
        self.customer.write(WRITTEN_BACK)
        self.assertEqual(self.connection.state, 'changed', "it now counts for the new numbers")

    def test_a_reader_cannot_confirm_it(self):
        reader = self._create_user('reader', 'base.group_user,pagero_connector.group_user')

        with self.assertRaises(AccessError):
            self.connection.with_user(reader).sudo(False).action_confirm_identity()
        with self.assertRaises(AccessError):
            self.customer.with_user(reader).with_company(
                self.company
            ).action_confirm_pagero_identity()

    def test_the_old_numbers_are_written_back(self):
        self.customer.write(WRITTEN_BACK)

        self.assertEqual((self.connection.state, self.waiting.state), ('connected', 'queued'))
        self.assertFalse(self.connection.is_questioned)
        self.assertFalse(self.connection.activity_ids)

    def test_it_is_connected_by_hand(self):
        self.connection._set_by_hand('connected', "Seen in Pagero Online")

        self.assertEqual((self.connection.state, self.waiting.state), ('connected', 'queued'))
        self.assertEqual(self.connection.made_for_words, '0007:5560360793 · SE:5560360793')

    def test_it_can_be_connected_again(self):
        self.assertTrue(self.connection._is_connectable())
        self.assertFalse(self.connection._is_under_way())

    def test_it_cannot_be_set_by_hand(self):
        dialogs = self.env['pagero.connection.set.state']
        states = dict(dialogs._fields['state'].selection)

        self.assertNotIn('changed', states)

    def test_news_of_an_old_connection_answer_nothing(self):
        self.connection.network_connection_id = 'c-1'
        theirs = type('Theirs', (), {'id': 'c-1', 'state': 'connected'})

        self.assertFalse(self.connection._hear_connection_news(self.account, theirs))
        self.assertEqual(self.connection.state, 'changed')

        theirs.state = 'none'
        self.assertTrue(self.connection._hear_connection_news(self.account, theirs))
        self.assertEqual(self.connection.state, 'none')
        self.assertFalse(self.connection.is_questioned)

    def test_an_open_directory_holds_it_too(self):
        self.account.is_open_directory = True

        self.assertEqual(self._waiting(self.waiting), self.waiting)
        self.connection.action_confirm_identity()
        self.assertFalse(self._waiting(self.waiting))


@tagged('post_install', '-at_install')
class TestAskedForOthers(IdentityCommon):
    """A recipient that was asked for other numbers says yes: that opens nothing."""

    def test_an_answer_for_other_numbers_connects_nothing(self):
        for state in MADE_STATES[2:]:
            connection = self._create_customer_asked(state)
            waiting = self._create_document(
                self._create_customer_invoice(partner_id=connection.partner_id.id),
                state='held',
                held_reason='connection',
            )
            connection.partner_id.write(OTHER)
            with self.subTest(state=state):
                self.assertEqual((connection.state, connection.is_questioned), (state, True))
                self.assertEqual(len(connection.activity_ids), 1)
                connection.partner_id.write({'vat': OTHER_VAT})
                self.assertEqual(len(connection.activity_ids), 1, "told once")

                connection._move_to('connected')

                self.assertEqual((connection.state, waiting.state), ('changed', 'held'))

    def test_written_back_before_the_answer_it_connects(self):
        connection = self._create_customer_asked('requested')
        connection.partner_id.write(OTHER)
        connection.partner_id.write(WRITTEN_BACK)
        self.assertFalse(connection.is_questioned)
        self.assertFalse(connection.activity_ids)

        connection._move_to('connected')

        self.assertEqual(connection.state, 'connected')

    def _create_customer_asked(self, state):
        connection = self._create_connection(self._create_customer(name=state), state=state)
        connection.salesperson_id = self.seller
        connection._bind()
        return connection


@tagged('post_install', '-at_install')
class TestLastGate(IdentityCommon, SendCommon):
    """Between the claim and the bytes numbers may change once more."""

    def _change_past_the_orm(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET vat = %s, company_registry = %s, peppol_endpoint = %s"
            " WHERE id = %s",
            [OTHER_VAT, OTHER_ORGNR, '5560360793', self.customer.id],
        )
        self.env.invalidate_all()

    def test_what_was_claimed_is_held_where_the_numbers_changed_since(self):
        stays = self._create_customer(name="Samma AB", **OTHER)
        self._create_connection(stays)
        moves = [self._create_customer_invoice(partner_id=each.id) for each in (
            self.customer, stays
        )]  # fmt: skip
        changed, same = (
            self._create_document(move, state='sending', claim_token='x') for move in moves
        )
        self._change_past_the_orm()

        uploads = (changed | same)._build()

        self.assertEqual([upload.key for upload in uploads], [same.id])
        self.assertRecordValues(
            changed, [{'state': 'held', 'held_reason': 'connection', 'claim_token': False}]
        )
        self.assertFalse(changed.stored_xml)

    def test_what_was_built_for_the_old_numbers_is_not_sent_once_more(self):
        document = self._create_document(state='sending', claim_token='x')
        [upload] = document._build()
        self.assertIn(b'2120009986', upload.payload)
        document._move_to('unsure')
        document._move_to('queued')
        document._move_to('sending', claim_token='y')
        self.customer.write(OTHER)
        self.connection.action_confirm_identity()

        self.assertFalse(document._build())
        self.assertRecordValues(document, [{'state': 'held', 'held_reason': 'receiver'}])
        self.assertIn("earlier numbers", document.advice)
        self.env['pagero.document']._release_without_reason()
        self.assertEqual(document.state, 'held')

        self.customer.write(WRITTEN_BACK)
        self.connection.action_confirm_identity()
        document._release()
        document._move_to('sending', claim_token='z')
        self.assertEqual([each.payload for each in document._build()], [upload.payload])

    def test_a_contact_that_went_to_another_company_takes_its_invoices_along(self):
        """The document was queued for the first company; its XML would go to the second."""
        contact = self.env['res.partner'].create(
            {'name': "Anna", 'parent_id': self.customer.id, 'type': 'contact'}
        )
        move = self._create_customer_invoice(partner_id=contact.id)
        document = self._create_document(move, partner_id=self.customer.id)
        other = self._create_customer(name="Annan AB", **OTHER)
        contact.parent_id = other

        self.assertEqual(self._waiting(document), document)
        self.assertEqual(document.partner_id, other)
        self._create_connection(other)
        self.assertFalse(self._waiting(document))

    def test_what_waits_follows_its_contact(self):
        contact = self.env['res.partner'].create({'name': "Anna", 'parent_id': self.customer.id})
        connected = self._create_customer(name="Annan AB", **OTHER)
        self._create_connection(connected)
        self.connection.write({'state': 'none'})
        move = self._create_customer_invoice(partner_id=contact.id)
        document = self._create_document(
            move, partner_id=self.customer.id, state='held', held_reason='connection'
        )

        contact.parent_id = connected

        self.assertRecordValues(document, [{'state': 'queued', 'partner_id': connected.id}])

    def test_a_test_that_a_person_confirmed_goes_anyway(self):
        document = self._create_document(send_mode='Test', is_test_confirmed=True)
        self.customer.write(OTHER)

        self.assertFalse(self._waiting(document))

    def test_posting_neither_waits_nor_fails(self):
        self.customer.write(OTHER)
        self.account.write({'catch_from': '2020-01-01'})
        move = self._create_customer_invoice(invoice_date='2026-01-31')

        move.action_post()

        self.assertEqual(move.state, 'posted')


@tagged('post_install', '-at_install')
class TestMadeFor(IdentityCommon):
    """What a connection was made for is kept by the server."""

    def test_a_client_cannot_say_it(self):
        for name, value in {'made_for': {}, 'is_questioned': False}.items():
            with self.subTest(field=name), self.assertRaises(AccessError):
                self.connection.with_user(self.seller).sudo(False).write({name: value})

    def test_the_networks_numbers_of_the_company_count(self):
        held = [{'scheme': '0088', 'value': GLN}]
        self.connection.made_for = {
            'address': '0007:2120009986',
            'held': [f"{each['scheme']}:{each['value']}" for each in held],
        }

        self.customer.write({'peppol_eas': '0088', 'peppol_endpoint': GLN})
        self.assertEqual(self.connection.state, 'connected')

        self.customer.write({'peppol_endpoint': OTHER_GLN})
        self.assertEqual(self.connection.state, 'changed')

    def test_a_connection_without_an_identity_gets_one_when_it_is_looked_at(self):
        self.connection.write({'made_for': False})

        self._waiting(self._create_document())

        self.assertEqual(self.connection.made_for_words, '0007:2120009986 · SE:2120009986')

    def test_an_update_binds_what_was_connected_before(self):
        asked = self._create_connection(self._create_customer(name="Fråga AB"), state='requested')
        never = self._create_connection(self._create_customer(name="Ny AB"), state='none')
        self.connection.write({'made_for': False})

        _script('19.0.1.2.0/post-identity.py').migrate(self.env.cr, '19.0.1.0.0')

        self.env.invalidate_all()
        words = '0007:2120009986 · SE:2120009986'
        self.assertEqual((self.connection | asked).mapped('made_for_words'), [words, words])
        self.assertFalse(never.made_for)
        self.customer.write(OTHER)
        self.assertEqual(self.connection.state, 'changed')

    def test_lines_of_numbers_stay(self):
        self.connection.number_ids = [Command.create({'name': '77'})]

        self.customer.write(OTHER)

        self.assertEqual(self.connection.number_ids.mapped('name'), ['77'])
