from datetime import datetime, timedelta, timezone

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.inbox.pagero_received_document import TRANSITIONS
from ..models.inbox.pagero_received_event import SENTENCES
from ..network import NetworkDocument
from .common import SELLER, USER_GROUPS, PageroCommon


UBL = 'urn:oasis:names:specification:ubl:schema:xsd:'
SUPPLIER = {'name': "Granbergs Bygg AB", 'number': '5560360793'}
OWN = {'name': SELLER['name'], 'number': '5569991200'}
USUAL = {'payable': '125.00', 'currency': 'SEK', 'supplier': SUPPLIER, 'buyer': OWN}
STRANGER = {'name': "Grannbolaget AB", 'number': '5569993404'}


def party(role, name, number):
    return (
        f'<cac:{role}><cac:Party><cbc:EndpointID schemeID="0007">{number}</cbc:EndpointID>'
        f'<cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName>'
        f'<cbc:CompanyID>{number}</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:{role}>'
    )


def document(number='L-1', root='Invoice', **values):
    """The few elements of a UBL document that a list needs; ``values`` are those of ``USUAL``."""
    wish = {**USUAL, **values}
    parties = party('AccountingSupplierParty', **wish['supplier'])
    parties += party('AccountingCustomerParty', **wish['buyer'])
    currency = wish['currency']
    return (
        f'<{root} xmlns="{UBL}{root}-2" xmlns:cac="{UBL}CommonAggregateComponents-2"'
        f' xmlns:cbc="{UBL}CommonBasicComponents-2"><cbc:ID>{number}</cbc:ID>'
        '<cbc:IssueDate>2026-10-01</cbc:IssueDate>'
        f'<cbc:DocumentCurrencyCode>{currency}</cbc:DocumentCurrencyCode>{parties}'
        f'<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="{currency}">{wish["payable"]}'
        f'</cbc:PayableAmount></cac:LegalMonetaryTotal></{root}>'
    ).encode()


class ReceiveCommon(PageroCommon):
    """What is listed and what comes; how it is fetched is tested over HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.receives = True
        cls.received = cls.env['pagero.received.document'].sudo()

    def _listed(self, network_id='network-1', **values):
        standard = {
            'id': network_id,
            'file_id': 'file-1',
            'created_at': datetime(2026, 10, 1, 8, tzinfo=timezone.utc),
            'direction': 'Received',
            'document_type': 'Invoice',
            'document_subtype': 'Debit',
            'document_identifier': 'L-1',
            'issue_date': None,
            'send_mode': 'Production',
            'sender_reference': None,
            'sender_name': "As Pagero says",
        }
        return NetworkDocument(**{**standard, **values})

    def _announce(self, *listed):
        return self.received._create_announced(self.account, listed)

    def _receive(self, content=None, network_id='network-1', **values):
        """A document that was listed, and whose file has come."""
        announced = self._announce(self._listed(network_id, **values))
        self.received._store({announced: document() if content is None else content})
        return announced


@tagged('post_install', '-at_install')
class TestListed(ReceiveCommon):
    def test_what_is_listed_is_written_down_once(self):
        first = self._announce(self._listed('a'), self._listed('b'), self._listed('a'))
        again = self._announce(self._listed('b'), self._listed('c'))

        self.assertEqual(sorted(first.mapped('network_id')), ['a', 'b'])
        self.assertEqual(again.mapped('network_id'), ['c'])
        self.assertEqual(set(first.mapped('state')), {'announced'})

    def test_until_the_file_is_here_pagero_s_words_are_shown(self):
        announced = self._announce(self._listed())

        self.assertRecordValues(
            announced,
            [
                {
                    'sender_name': "As Pagero says",
                    'document_number': 'L-1',
                    'network_type': 'Invoice',
                    'send_mode': 'Production',
                    'company_id': self.company.id,
                    'kind': False,
                }
            ],
        )

    def test_what_pagero_leaves_out_is_left_empty(self):
        nothing = dict.fromkeys(
            ('document_type', 'document_subtype', 'document_identifier', 'send_mode'), ''
        )
        announced = self._announce(self._listed(created_at=None, **nothing))

        self.assertFalse(announced.send_mode)
        self.assertTrue(announced.announced_at)

    def test_an_unknown_mode_is_kept_with_its_word(self):
        announced = self._announce(self._listed(send_mode='Rehearsal'))

        self.assertRecordValues(announced, [{'send_mode': False, 'mode_word': 'Rehearsal'}])


@tagged('post_install', '-at_install')
class TestStored(ReceiveCommon):
    def test_the_file_is_kept_as_it_came(self):
        received = self._receive()

        self.assertEqual(received._content(), document())
        self.assertEqual(received.file_size, len(document()))
        self.assertEqual(received.file_name, 'L-1.xml')

    def test_the_content_says_what_it_is(self):
        received = self._receive(document('K-7', 'CreditNote', payable='99.50', currency='EUR'))

        self.assertRecordValues(
            received,
            [
                {
                    'state': 'stored',
                    'kind': 'credit_note',
                    'document_number': 'K-7',
                    'sender_name': SUPPLIER['name'],
                    'sender_scheme': '0007',
                    'sender_identifier': SUPPLIER['number'],
                    'sender_company_number': SUPPLIER['number'],
                    'receiver_name': OWN['name'],
                    'currency_code': 'EUR',
                    'currency_id': self.env.ref('base.EUR').id,
                    'amount_payable': 99.5,
                    'is_mark_due': True,
                    'is_bookable': True,
                    'remarks': False,
                }
            ],
        )

    def test_what_cannot_be_read_is_kept_and_explained(self):
        received = self._receive(b'PK\x03\x04')

        self.assertRecordValues(
            received,
            [{'state': 'stored', 'kind': 'unreadable', 'is_bookable': False, 'is_mark_due': True}],
        )
        self.assertIn("ZIP", received.remark_words)
        self.env['res.lang']._activate_lang('sv_SE')
        self.assertIn("ZIP", received.with_context(lang='sv_SE').remark_words)
        self.assertEqual(received.sender_name, "As Pagero says")

    def test_an_unknown_currency_is_kept_and_told(self):
        received = self._receive(document(currency='QQQ'))

        self.assertRecordValues(received, [{'currency_id': False, 'currency_code': 'QQQ'}])
        self.assertIn('QQQ', received.remark_words)

    def test_the_label_decides_nothing(self):
        received = self._receive(document_type='ApplicationResponse')

        self.assertEqual(received.kind, 'invoice')
        self.assertIn('ApplicationResponse', received.remark_words)

    def test_an_invoice_that_its_sender_calls_a_reminder_is_not_booked(self):
        received = self._receive(document_type='PaymentReminder')

        self.assertEqual(received.kind, 'payment_reminder')
        self.assertFalse(received.is_bookable)
        self.assertFalse(received.remark_words)

    def test_a_file_of_a_document_that_has_moved_on_is_left_alone(self):
        received = self._receive()
        received.with_user(self._create_user('keen', USER_GROUPS)).action_set_aside()
        fetched = [type('Result', (), {'document_id': 'network-1', 'content': b'x', 'error': None})]

        received._keep(fetched)

        self.assertEqual(received._content(), document())


@tagged('post_install', '-at_install')
class TestSetAside(ReceiveCommon):
    def _assert_set_aside(self, received, reason, **values):
        expected = {'state': 'set_aside', 'set_aside_reason': reason, 'is_bookable': False}
        self.assertRecordValues(received, [{**expected, **values}])
        self.assertTrue(received.remark_words)
        self.assertTrue(received._content())

    def test_tests_and_certifications_are_never_booked(self):
        for mode in ('Test', 'Certification'):
            received = self._receive(network_id=mode, send_mode=mode)

            self._assert_set_aside(received, 'test', is_test=True, is_mark_due=True)
            user = self._create_user(f'{mode}_keen', USER_GROUPS)
            self.assertRaises(UserError, received.with_user(user).action_take_back)

    def test_a_test_is_no_double_of_the_real_one(self):
        self._receive(network_id='test', send_mode='Test')
        real = self._receive(network_id='real')

        self.assertEqual(real.state, 'stored')

    def test_the_same_under_another_id_counts_once(self):
        first = self._receive(network_id='a')
        spaced = document().replace(b'><', b'>\n <')
        second = self._receive(spaced, network_id='b')

        self.assertEqual(first.state, 'stored')
        self._assert_set_aside(second, 'duplicate', duplicate_of_id=first.id, is_mark_due=True)

    def test_ten_of_the_same_in_one_batch_count_once(self):
        announced = self._announce(*(self._listed(f'n{number}') for number in range(10)))

        self.received._store({each: document() for each in announced})

        self.assertEqual(announced.mapped('state').count('stored'), 1)
        self.assertEqual(announced.mapped('set_aside_reason').count('duplicate'), 9)

    def test_another_document_with_the_same_number_is_kept_and_told(self):
        self._receive(network_id='a')
        other = self._receive(document(payable='99999.00'), network_id='b')

        self.assertEqual(other.state, 'stored')
        self.assertIn('L-1', other.remark_words)

    def test_the_same_number_of_another_supplier_is_nothing_special(self):
        self._receive(network_id='a')
        other = self._receive(document(supplier=STRANGER), network_id='b')

        self.assertFalse(other.remark_words)

    def test_a_document_for_another_company_is_neither_booked_nor_marked(self):
        received = self._receive(document(buyer=STRANGER))

        self._assert_set_aside(received, 'other_company', is_mark_due=False)
        self.assertIn(STRANGER['name'], received.remark_words)

    def test_a_person_may_take_it_back(self):
        received = self._receive(document(buyer=STRANGER))

        received.with_user(self._create_user('keen', USER_GROUPS)).action_take_back()

        self.assertRecordValues(
            received, [{'state': 'stored', 'set_aside_reason': False, 'is_mark_due': True}]
        )

    def test_an_unknown_mode_waits_for_a_person(self):
        received = self._receive(send_mode='')
        self._assert_set_aside(received, 'unknown_mode')

        received.with_user(self._create_user('keen', USER_GROUPS)).action_take_back()

        self.assertRecordValues(received, [{'send_mode': 'Production', 'is_bookable': True}])

    def test_what_was_taken_back_as_real_is_found_as_a_double(self):
        self._receive(send_mode='').action_take_back()
        second = self._receive(network_id='b')

        self._assert_set_aside(second, 'duplicate')

    def test_what_came_once_more_meanwhile_is_not_taken_back_beside_it(self):
        keen = self._create_user('keen', USER_GROUPS)
        first = self._receive(network_id='a')
        first.with_user(keen).action_set_aside()
        second = self._receive(network_id='b')
        third = self._receive(network_id='c', send_mode='')
        self.assertEqual(second.state, 'stored')

        for aside in (first, third):
            refused = self.assertRaisesRegex(UserError, "came once more")
            with self.subTest(reason=aside.set_aside_reason), refused, self.cr.savepoint():
                aside.with_user(keen).action_take_back()
        second.with_user(keen).action_set_aside()
        first.with_user(keen).action_take_back()
        self.assertEqual(first.state, 'stored')

    def test_a_branch_gets_its_own(self):
        branch = self.env['res.company'].create(
            {'name': "Norrsken Nord", 'parent_id': self.company.id}
        )
        branch.pagero_use_parent_account = True
        branch.partner_id.write(
            {'country_id': self.env.ref('base.se').id, 'company_registry': '556999-3404'}
        )

        received = self._receive(document(buyer=STRANGER))

        self.assertRecordValues(received, [{'state': 'stored', 'company_id': branch.id}])

    def test_what_was_fetched_before_is_told_and_not_marked_again(self):
        received = self._receive(is_fetched=True)

        self.assertRecordValues(received, [{'state': 'stored', 'is_mark_due': False}])
        self.assertTrue(received.remark_words)

    def test_a_mark_that_pagero_did_not_take_is_told_again(self):
        received = self._receive()
        now = fields.Datetime.now()
        for ago, is_fetched, is_told_again in (
            (timedelta(minutes=1), False, False),
            (timedelta(hours=2), True, False),
            (timedelta(hours=2), False, True),
            (timedelta(days=4), False, False),
        ):
            received.write({'is_mark_due': False, 'marked_at': now - ago})

            self._announce(self._listed(is_fetched=is_fetched))

            self.assertEqual(received.is_mark_due, is_told_again, (ago, is_fetched))


@tagged('post_install', '-at_install')
class TestPeople(ReceiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._create_user('accountant', USER_GROUPS)

    def test_what_was_received_is_kept(self):
        with self.assertRaises(UserError):
            self._receive().unlink()

    def test_accountants_read_it_and_salespeople_do_not(self):
        received = self._receive()
        seller = self._create_user('seller', 'base.group_user,pagero_connector.group_sales')
        reader = self._create_user('reader', 'base.group_user,account.group_account_readonly')

        for user in (self.accountant, reader):
            self.assertEqual(received.with_user(user).kind, 'invoice')
        with self.assertRaises(AccessError):
            received.with_user(seller).read(['kind'])
        with self.assertRaises(AccessError):
            received.with_user(reader).action_set_aside()

    def test_the_preview_shows_scripts_as_text(self):
        script = '&lt;script&gt;alert(1)&lt;/script&gt;'
        supplier = {'name': script, 'number': SUPPLIER['number']}
        received = self._receive(document(supplier=supplier)).with_user(self.accountant)

        self.assertIn('<script>', received.sender_name)
        self.assertIn('alert(1)', received.preview)
        self.assertNotIn('<script', received.preview)

    def test_there_is_no_preview_of_what_cannot_be_drawn(self):
        self.assertFalse(self._receive(b'%PDF-1.7').preview)
        self.assertIn('alert-danger', self._receive(b'<cut', network_id='b').preview)

    def test_receiving_begins_today_unless_it_is_said_otherwise(self):
        self.assertEqual(self.account.receive_from, self.env.cr.now().date())

    def test_another_place_is_listed_from_the_beginning(self):
        self.account._listed_until('received', [datetime(2026, 10, 1, tzinfo=timezone.utc)], False)
        self.assertTrue(self.account.received_until)
        stored, announced = self._receive(), self._announce(self._listed('b'))
        self.account._move_to('disconnected')

        self.account.sandbox_url = 'http://127.0.0.1:10'

        self.assertFalse(self.account.received_until)
        self.assertRecordValues(stored, [{'state': 'stored', 'is_mark_due': False}])
        self.assertRecordValues(announced, [{'set_aside_reason': 'not_fetched'}])
        with self.assertRaises(UserError):
            announced.action_take_back()

    def test_the_history_says_what_became_of_it(self):
        received = self._receive(document(buyer=STRANGER))
        mine = received.with_user(self.accountant)
        mine.action_take_back()
        mine.action_set_aside()

        events = received.event_ids.sorted('id')
        self.assertEqual(events.mapped('code'), ['set_aside', 'taken_back', 'set_aside'])
        self.assertEqual(events.mapped('user_id'), self.accountant)
        self.assertIn("another company", events[0].sentence)
        self.assertFalse(events[0].user_id)

    def test_every_state_that_is_entered_has_a_sentence(self):
        entered = set().union(*TRANSITIONS.values())
        self.assertLessEqual(entered, set(SENTENCES))

    def test_filters_find_what_the_fields_say(self):
        kinds = {
            'real': self._receive(),
            'test': self._receive(network_id='test', send_mode='Test'),
            'foreign': self._receive(document('L-2', buyer=STRANGER), network_id='foreign'),
            'pdf': self._receive(b'%PDF-1.7', network_id='pdf'),
            'announced': self._announce(self._listed('announced')),
        }
        kinds['announced'].attempts = 5
        everything = self.received.browse([each.id for each in kinds.values()])
        for name in ('is_bookable', 'needs_person', 'is_test'):
            for value in (True, False):
                found = self.received.search([(name, '=', value), ('id', 'in', everything.ids)])
                with self.subTest(field=name, value=value):
                    self.assertEqual(set(found.mapped(name)), {value})
            both = [(name, 'in', [True, False]), ('id', 'in', everything.ids)]
            self.assertEqual(self.received.search_count(both), len(everything))

    @mute_logger('odoo.sql_db')
    def test_the_database_holds_each_network_id_once(self):
        received = self._receive()
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            received.copy({'network_id': received.network_id})
