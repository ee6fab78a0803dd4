import contextlib
from dataclasses import replace
from decimal import Decimal
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..en16931.parties import Party
from ..en16931.values import Identifier
from ..models.inbox.bill import MOST_BOOKINGS
from .access_buttons import BUTTONS
from .bill_common import BillCommon, invoice, line
from .common import USER_GROUPS


READER = 'base.group_user,account.group_account_readonly'
LOGGER = 'odoo.addons.pagero_connector.models.inbox.bill'


@tagged('post_install', '-at_install')
class TestButtons(BillCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._create_user('bill_accountant', USER_GROUPS)

    def _as_accountant(self, received):
        return received.with_user(self.accountant).sudo(False)

    def test_create_bill_opens_it(self):
        received = self._receive_ours()
        action = self._as_accountant(received).action_create_bill()

        self.assertEqual(action['res_id'], received.move_id.id)
        self.assertEqual(received.move_id.create_uid, self.accountant)

    def test_several_at_once(self):
        received = self._receive_ours(network_id='a') | self._receive_ours(
            invoice(number='F-2'), network_id='b'
        )
        action = self._as_accountant(received).action_create_bill()

        self.assertEqual(action['domain'], [('id', 'in', received.move_id.ids)])
        self.assertEqual(len(received.move_id), 2)

    def test_of_several_those_that_stay_say_why_and_the_others_are_shown(self):
        unknown = Party(name="Okända Bygg AB", legal_registration=Identifier('5569993404', '0007'))
        received = self._receive_ours(network_id='a') | self._receive_ours(
            invoice(number='F-2', seller=unknown), network_id='b'
        )
        action = self._as_accountant(received).action_create_bill()

        made, stayed = received
        self.assertTrue(made.move_id)
        self.assertFalse(stayed.move_id)
        receipt = action['params']
        self.assertIn("Bills created: 1. Not created: 1.", receipt['message'])
        self.assertIn("Okända", receipt['message'])
        self.assertEqual(receipt['links'][0]['action']['domain'], [('id', 'in', stayed.ids)])
        self.assertEqual(receipt['next']['domain'], [('id', 'in', made.move_id.ids)])

    def test_the_list_tells_how_far_the_bills_are(self):
        received = self._receive_ours()
        documents = self._as_accountant(received).browse()
        received.is_bill_due = True
        self.assertEqual(documents.pagero_list_facts()['bills_left'], 1)

        received._make_bills()

        facts = documents.pagero_list_facts()
        self.assertEqual((facts['bills_left'], facts['bills_type']), (0, 'success'))

    def test_the_list_says_that_nothing_is_fetched_and_who_turns_it_on(self):
        documents = self.env['pagero.received.document']
        self.account.receives = True
        self.assertTrue(documents.pagero_list_facts()['receives'])

        self.account.receives = False

        facts = documents.pagero_list_facts()
        self.assertEqual(facts['way']['params']['field'], 'receives')
        theirs = documents.with_user(self.accountant).pagero_list_facts()
        self.assertFalse(theirs['receives'] or theirs['way'])
        self.assertIn("An administrator turns it on", theirs['sentence'])
        seller = self._create_user('no_reader', 'base.group_user,pagero_connector.group_sales')
        with self.assertRaises(AccessError):
            documents.with_user(seller).pagero_list_facts()

    def test_one_that_cannot_be_made_says_why(self):
        self.vendor.active = False
        received = self._receive_ours()
        action = self._as_accountant(received).action_create_bill()

        self.assertEqual(action['tag'], 'display_notification')
        self.assertIn("Granbergs", action['params']['message'])

    def test_twice_makes_one_bill(self):
        received = self._receive_ours()
        self._as_accountant(received).action_create_bill()

        with self.assertRaises(UserError):
            self._as_accountant(received).action_create_bill()
        self.assertFalse(received._make_bills())

    @mute_logger('odoo.addons.base.models.ir_attachment')
    def test_a_lost_file_is_told_whatever_is_pressed(self):
        """As after a restoration of the database without its files."""
        received = self._receive_ours()
        file = self.env['ir.attachment'].search(
            [
                ('res_model', '=', received._name),
                ('res_field', '=', 'file'),
                ('res_id', '=', received.id),
            ]
        )
        self.assertTrue(file.raw)
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = 'no/file' WHERE id = %s", [file.id]
        )
        mine = self._as_accountant(received)
        pressed = {
            name
            for (model, _who), names in BUTTONS.items()
            if model == mine._name
            for name in names.split()
        }
        for name in sorted(pressed - {'action_create_bill'}):
            with self.subTest(button=name), self.cr.savepoint() as point:
                self.env.invalidate_all()
                with contextlib.suppress(UserError):
                    self._opened(getattr(mine, name)())
                point.rollback()
        self.assertIn("Its file is not here", mine.action_create_bill()['params']['message'])
        self.assertFalse(received.preview or received.suggested_answer)

    def _opened(self, action):
        """The dialog of an action, with all that its form shows."""
        dialog = isinstance(action, dict) and action.get('target') == 'new'
        if dialog and 'res_id' not in action:
            dialogs = self.env[action['res_model']].with_user(self.accountant)
            spec = {name: {} for name in dialogs._fields}
            dialogs.with_context(**action['context']).onchange({}, [], spec)

    def test_tests_never_become_bills(self):
        for number, mode in enumerate(('Test', 'Certification', 'Rehearsal')):
            received = self._receive_ours(network_id=f'test-{number}', send_mode=mode)
            with self.assertRaises(UserError):
                self._as_accountant(received).action_create_bill()
            self.assertFalse(received._make_bills())
            received._ask_for_bills()
            self.assertFalse(received.is_bill_due)

    def test_what_was_set_aside_never_becomes_a_bill(self):
        received = self._receive_ours()
        self._as_accountant(received).action_set_aside()

        with self.assertRaises(UserError):
            self._as_accountant(received).action_create_bill()

    def test_readers_and_salespeople_make_no_bills(self):
        received = self._receive_ours()
        for groups in (READER, 'base.group_user,pagero_connector.group_sales'):
            user = self._create_user(f'bill_{groups[-9:]}', groups)
            with self.assertRaises(AccessError):
                received.with_user(user).sudo(False).action_create_bill()

    def test_the_bill_knows_its_document(self):
        received = self._book()
        move = received.move_id.with_user(self.accountant)

        self.assertEqual(move.pagero_received_sender, "Granbergs Bygg AB")
        self.assertEqual(move.action_open_pagero_received()['res_id'], received.id)
        self.assertEqual(self._as_accountant(received).action_open_bill()['res_id'], move.id)


@tagged('post_install', '-at_install')
class TestScheduled(BillCommon):
    def test_what_comes_is_booked_by_itself(self):
        self.account.makes_bills = True
        received = self._receive_ours()
        self.assertTrue(received.is_bill_due)

        self._make_due_bills()

        self.assertEqual(received.state, 'booked')
        self.assertFalse(received.is_bill_due)

    def test_unless_the_company_chose_otherwise(self):
        self.assertFalse(self._receive_ours().is_bill_due)

    def test_one_that_cannot_be_made_is_not_tried_for_ever(self):
        self.account.makes_bills = True
        self.vendor.active = False
        received = self._receive_ours()
        self._make_due_bills()

        self.assertFalse(received.is_bill_due)
        self.assertEqual(received.state, 'stored')

    def test_one_that_odoo_refuses_keeps_no_other_back(self):
        def refuse(moves):
            if any(move.ref == 'F-2' for move in moves):
                raise UserError("The books are closed.")

        received = self.received.union(
            *(
                self._receive_ours(invoice(number=f'F-{number}'), network_id=f'x{number}')
                for number in (1, 2, 3)
            )
        )
        constrain = self.env.registry['account.move']
        methods = constrain._constraint_methods
        refuse._constrains = ('ref',)
        self.patch(constrain, '_constraint_methods', [*methods, refuse])
        received._make_bills()

        self.assertEqual(received.mapped('state'), ['booked', 'stored', 'booked'])
        self.assertIn("The books are closed.", received[1].bill_remark_words)

    def test_what_goes_wrong_unexpectedly_keeps_no_other_back(self):
        received = self.received.union(
            *(
                self._receive_ours(
                    invoice(line(price='1' + '0' * zeros), number=f'F-{zeros}'),
                    network_id=f'x{zeros}',
                )
                for zeros in (1, 40, 2)
            )
        )
        with mute_logger(LOGGER, 'odoo.sql_db'):
            received._make_bills()

        self.assertEqual([bool(each.move_id) for each in received], [True, False, True])
        self.assertEqual(received[1].state, 'stored')

    def test_rules_that_cannot_be_asked_keep_no_other_back(self):
        """The check of a file may fail as anything else of it."""
        self.account.makes_bills = True
        broken = self._receive_ours(invoice(number='F-1'), network_id='a')
        sound = self._receive_ours(invoice(number='F-2'), network_id='b')
        check = type(broken)._check_rules

        def fail_once(documents, content):
            if documents == broken:
                raise ValueError("A rule of ours is wrong.")
            return check(documents, content)

        with (
            patch.object(type(broken), '_check_rules', fail_once),
            mute_logger(LOGGER),
        ):
            self._make_due_bills()

        self.assertEqual((broken.state, sound.state), ('stored', 'booked'))
        self.assertEqual(self._codes(broken), ['not_made'])

    def test_what_ends_its_worker_keeps_no_other_back(self):
        """Counted before it is begun: at first with others, then alone, then no more."""
        self.account.makes_bills = True
        first, deadly, last = (
            self._receive_ours(invoice(number=f'F-{each}'), network_id=each) for each in 'abc'
        )
        due = first | deadly | last
        for begun, batches in ((0, [due]), (1, [first | last, deadly])):
            deadly.bookings = begun
            self.assertEqual(list(due._in_batches()), batches)
        deadly.bookings = MOST_BOOKINGS
        cron = self.env.ref('pagero_connector.ir_cron_pagero_bills').sudo()
        begun = []
        make = type(due)._make_bills

        def look(documents):
            begun.extend(documents.mapped('bookings'))
            return make(documents)

        with (
            patch.object(type(due), '_make_bills', look),
            mute_logger(LOGGER),
            self.enter_registry_test_mode(),
        ):
            cron.method_direct_trigger()
        self.env.invalidate_all()

        self.assertEqual(begun, [1, 1])
        self.assertEqual(due.mapped('state'), ['booked', 'stored', 'booked'])
        self.assertEqual(due.mapped('bookings'), [0, 0, 0])
        self.assertEqual((deadly.is_bill_due, self._codes(deadly)), (False, ['not_made']))

    def test_other_kinds_are_left_alone(self):
        for number, content in enumerate((b'%PDF-1.7', b'<x/>', b'not XML', b'PK\x03\x04')):
            received = self._receive(content, f'other-{number}')
            self.assertFalse(received._make_bills())


@tagged('post_install', '-at_install')
class TestLife(BillCommon):
    def test_a_deleted_draft_gives_its_document_back(self):
        received = self._book()
        received.move_id.unlink()

        self.assertRecordValues(
            received, [{'state': 'stored', 'move_id': False, 'is_bill_due': False}]
        )
        self.assertTrue(received.is_bookable)
        self.assertIn('bill_deleted', received.event_ids.mapped('code'))
        received._make_bills()
        self.assertTrue(received.move_id)

    def test_a_cancelled_bill_stays_linked(self):
        received = self._book()
        move = received.move_id
        move.button_cancel()
        self.assertEqual((received.state, received.move_id), ('booked', move))
        move.button_draft()
        move.action_post()
        self.assertEqual((received.state, received.move_id), ('booked', move))

    def test_a_copy_of_the_bill_was_not_received(self):
        copied = self._book().move_id.copy()

        self.assertFalse(copied.pagero_received_ids)

    def test_words_are_the_reader_s(self):
        self.env['res.lang']._activate_lang('sv_SE')
        received = self._book(invoice(line(unit='XYZ')))

        english = received.bill_remark_words
        swedish = received.with_context(lang='sv_SE').bill_remark_words
        self.assertIn('XYZ', swedish)
        self.assertNotEqual(english, swedish)


@tagged('post_install', '-at_install')
class TestAnswers(BillCommon):
    """What is wrong with an invoice is proposed where the user answers."""

    def _broken(self):
        model = invoice()
        totals = replace(model.totals, with_vat=Decimal('135.00'), payable=Decimal('135.00'))
        return replace(model, totals=totals)

    def _first_line(self, action):
        lines = action['context'].get('default_line_ids')
        return lines and lines[0][2]

    def test_a_rejection_begins_with_the_faults(self):
        self.account.sudo().is_live = True
        received = self._book(self._broken())

        line_of_answer = self._first_line(received.action_reject())
        self.assertEqual(line_of_answer['reason'], 'FIN')
        self.assertIn('BR-CO-15', line_of_answer['words'])
        self.assertFalse(self._first_line(received.action_query()))

    def test_what_is_right_is_rejected_for_reasons_of_the_user(self):
        self.account.sudo().is_live = True
        self.assertFalse(self._first_line(self._book().action_reject()))

    def test_the_faults_are_known_where_bills_are_made_by_hand(self):
        received = self._receive_ours(self._broken())

        self.assertFalse(received.is_bill_due)
        self.assertIn('BR-CO-15', [each['rule'] for each in received.findings])

    def test_one_that_was_accepted_before_its_bill_is_answered_with_it(self):
        self.account.sudo().is_live = True
        received = self._receive_ours()
        received.action_accept()
        self.assertEqual(received.state, 'stored')

        received._make_bills()

        self.assertEqual((received.state, len(received.move_id)), ('answered', 1))
        received.move_id.unlink()
        self.assertEqual(received.state, 'stored')
