"""Answers to suppliers: their order, who gives them, what they do, and what they say."""

from lxml import etree
from psycopg2.errors import UniqueViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.document.pagero_document import NEEDS_PERSON, STATES
from ..models.mixins.evidence_file import keeping_evidence
from ..models.texts.answering import ACTIONS, ANSWERS, REASONS, action_said, reason_said
from ..ubl.response.codes import ACTIONS as ACTION_CODES
from ..ubl.response.codes import CODES, ORDER
from ..ubl.response.codes import REASONS as REASON_CODES
from .test_pagero_received_document import OWN, STRANGER, SUPPLIER, ReceiveCommon, document


NS = {
    'cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
    'cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
    'puf': 'urn:pagero:ExtensionComponent:1.0',
}
WHY = [reason_said('PRI', "Avtalat pris är 95")]
WITH_RESPONSE = b'<cbc:ProfileID>urn:peppol:bis:billing_with_response</cbc:ProfileID><cbc:ID>'


class AnswerCommon(ReceiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.sudo().is_live = True
        cls.accountant = cls._create_user('bills')

    def _said(self, code):
        """What the standard wants beside this code."""
        if code == 'PPD':
            return [reason_said('PPD', "50 av 125")]
        return WHY if code in ('UQ', 'CA', 'RE') else []

    def _as_accountant(self, received):
        return received.with_user(self.accountant).sudo(False)

    def _bill(self, received, **values):
        """A draft bill of a received document, as the scheduled action makes it."""
        bill = self.env['account.move'].create(
            {
                'move_type': 'in_invoice',
                'partner_id': self.customer.id,
                'invoice_date': '2026-10-01',
                'invoice_line_ids': [
                    Command.create(
                        {'name': "Kaffe", 'quantity': 1, 'price_unit': 100, 'tax_ids': False}
                    )
                ],
                **values,
            }
        )
        received.move_id = bill
        received._move_to('booked')
        return bill


@tagged('post_install', '-at_install')
class TestOrder(AnswerCommon):
    def test_every_step_is_taken_or_refused_as_the_table_says(self):
        for number, (latest, allowed) in enumerate(ORDER.items()):
            for code in CODES:
                received = self._receive(document(f'L-{number}-{code}'), f'{number}-{code}')
                if latest:
                    received._answer(latest, self._said(latest))
                with self.subTest(latest=latest, code=code):
                    if code in allowed:
                        received._answer(code, self._said(code))
                        self.assertEqual(received.answer, code)
                    else:
                        with self.assertRaises(UserError):
                            received._answer(code, self._said(code))
                        self.assertEqual(received.answer, latest)

    def test_a_refusal_says_what_was_answered(self):
        received = self._receive()
        received._answer('PD')

        with self.assertRaisesRegex(UserError, "“Paid”, and “Rejected” cannot follow"):
            received._answer('RE', WHY)

    def test_a_no_without_a_reason_is_refused_in_words(self):
        received = self._receive()
        for said, words in (
            ([], "Choose at least one reason"),
            ([reason_said('OTH', '')], "need your own words"),
            ([reason_said('', 'x')], "from the list"),
        ):
            with self.subTest(said=said), self.assertRaisesRegex(UserError, words):
                received._answer('RE', said)
        self.assertFalse(received.answer_ids)

    def test_only_what_is_real_and_counts_is_answered(self):
        test = self._receive(document('T-1'), 'test', send_mode='Test')
        strange = self._receive(document('S-1', buyer=STRANGER), 'strange')
        pdf = self._receive(b'%PDF-1.7', 'pdf')
        response = self._receive(document('R-1', 'ApplicationResponse'), 'response')
        for received in (test, strange, pdf, response):
            with self.subTest(kind=received.kind, state=received.state):
                self.assertFalse(received.can_answer)
                with self.assertRaises(UserError):
                    received._answer('AP')

    def test_nothing_real_leaves_an_account_that_is_not_live(self):
        received = self._receive()
        self.account.sudo().is_live = False

        with self.assertRaisesRegex(UserError, "Go Live"):
            received._answer('AP')

    def test_every_code_has_words(self):
        self.assertEqual([code for code, _label in ANSWERS], list(CODES))
        self.assertEqual(set(REASONS), set(REASON_CODES))
        self.assertEqual(set(ACTIONS), set(ACTION_CODES))


@tagged('post_install', '-at_install')
class TestQueued(AnswerCommon):
    def test_it_waits_in_the_queue_of_invoices(self):
        received = self._receive()

        answer = received._answer('AP')

        self.assertRecordValues(
            answer,
            [
                {
                    'document_type': 'ApplicationResponse',
                    'state': 'queued',
                    'answered_id': received.id,
                    'answer_code': 'AP',
                    'answer_step': 1,
                    'document_number': 'L-1',
                    'send_mode': 'Production',
                    'account_id': self.account.id,
                    'company_id': self.company.id,
                    'move_id': False,
                }
            ],
        )
        self.assertEqual(answer.display_name, "L-1 · Accepted")

    def test_it_is_claimed_and_built_without_a_connection(self):
        answer = self._receive()._answer('AP')

        self.assertFalse(answer._not_yet_connected(self.account))
        self.assertEqual(answer._of_bearable_size(), answer)
        [upload] = answer._build()
        self.assertEqual(
            (upload.document_type, upload.send_mode), ('ApplicationResponse', 'Production')
        )
        self.assertEqual(answer._stored_xml(), upload.payload)

    def test_a_lost_file_stops_its_own_answer_only(self):
        lost, other = self._receive(), self._receive(document('L-2'), 'n-2')
        answers = lost._answer('AP') + other._answer('AP')
        files = (
            self.env['ir.attachment']
            .sudo()
            .search(
                [
                    ('res_model', '=', lost._name),
                    ('res_field', '=', 'file'),
                    ('res_id', '=', lost.id),
                ]
            )
        )
        keeping_evidence(files).unlink()
        lost.invalidate_recordset(['file'])
        answers.write({'state': 'sending'})

        [upload] = answers._build()

        self.assertEqual(upload.key, answers[1].id)
        self.assertEqual(answers[0].state, 'invalid')
        self.assertIn("missing or cannot be read", answers[0].reason)

    def test_one_step_is_taken_once(self):
        answer = self._receive()._answer('AP')
        values = answer.answered_id._prepare_answer_values('AP', [], '')

        with mute_logger('odoo.sql_db'), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.env['pagero.document'].sudo()._queue([{**values, 'answer_step': 1}])

    def test_another_step_is_another_answer(self):
        received = self._receive()
        steps = [received._answer(code, self._said(code)).answer_step for code in ('UQ', 'UQ')]

        self.assertEqual(steps, [1, 2])

    def test_what_has_not_left_gives_way_to_the_newer_answer(self):
        received = self._receive()
        first = received._answer('AB')

        second = received._answer('AP')

        self.assertEqual((first.state, second.state), ('cancelled', 'queued'))
        self.assertEqual(received.answer, 'AP')

    def test_what_may_be_on_its_way_is_not_overtaken(self):
        received = self._receive()
        first = received._answer('AB')
        for state in ('sending', 'unsure'):
            first.write({'state': state})
            second = received._answer('UQ', WHY)
            with self.subTest(state=state):
                self.assertEqual(second._before_their_turn(), second)
                first.write({'state': 'processing'})
                self.assertFalse(second._before_their_turn())

    def test_what_stands_at_pagero_is_not_restarted_after_a_later_answer(self):
        """The supplier would hear it last."""
        received = self._receive()
        first = received._answer('AB')
        first.write({'state': 'error', 'file_id': 'file-1', 'part_ids': ['part-1']})
        self.assertTrue(first.can_restart)

        received._answer('AP')

        self.assertFalse(first.can_restart)
        with self.assertRaises(UserError):
            first.with_user(self.accountant).sudo(False).action_restart()

    def test_what_was_overtaken_while_it_waited_does_not_leave(self):
        """Its upload surely failed, and the newer answer may be at the supplier's by now."""
        received = self._receive()
        first = received._answer('IP')
        first._move_to('sending')
        second = received._answer('AP')
        first._move_to('queued')
        first._move_to('sending')

        self.assertFalse(first._build())

        self.assertEqual((first.state, second.state), ('cancelled', 'queued'))
        self.assertEqual(received.answer, 'AP')
        second._move_to('sending')
        self.assertTrue(second._build())

    def test_an_answer_that_was_withdrawn_counts_no_more(self):
        received = self._receive()
        self._bill(received)
        answer = received._answer('AP')
        self.assertEqual(received.state, 'answered')

        answer.with_user(self.accountant).sudo(False).action_cancel()

        self.assertRecordValues(received, [{'state': 'booked', 'answer': False}])
        self.assertTrue(received.can_reject)

    def test_one_that_needs_a_person_is_red_whatever_it_says(self):
        received = self._receive()
        received._answer('AP')
        for state, _label in STATES:
            with self.subTest(state=state):
                received.answer_ids.state = state
                usual = False if state == 'cancelled' else 'success'
                expected = 'danger' if state in NEEDS_PERSON else usual
                self.assertEqual(received.answer_level, expected)

    def test_sent_again_it_is_the_same_step(self):
        received = self._receive()
        answer = received._answer('RE', WHY, "Hej")
        answer.write({'state': 'error', 'file_id': False})

        answer.with_user(self.accountant).sudo(False).action_send_again()

        newer = received._latest_answer()
        self.assertEqual(newer.supersedes_id, answer)
        self.assertRecordValues(
            newer,
            [{'answer_step': 1, 'answer_code': 'RE', 'answer_note': "Hej", 'state': 'queued'}],
        )
        self.assertEqual(newer.clarifications, answer.clarifications)

    def test_no_figure_of_invoices_counts_answers(self):
        self._receive()._answer('AP').write({'state': 'delivered'})
        dashboard = self.env['pagero.dashboard'].load()

        counts = {card['key']: card['count'] for card in dashboard['cards']}
        self.assertEqual(counts['delivered'], 0)
        self.assertEqual(sum(month['count'] for month in dashboard['months']), 0)

    def test_a_document_that_is_set_aside_is_not_answered_any_more(self):
        received = self._receive()
        answer = received._answer('IP')
        received._move_to('set_aside', set_aside_reason='by_hand')

        self.assertEqual(answer._of_kinds('_may_not_leave'), answer)


@tagged('post_install', '-at_install')
class TestFile(AnswerCommon):
    def _root(self, received, code='AP', said=(), **options):
        answer = received._answer(code, said, **options)
        [(xml, findings)] = answer._exported().values()
        self.assertEqual(findings, [])
        return answer, etree.fromstring(xml)

    def _text(self, root, path):
        return root.findtext(path, namespaces=NS)

    def test_it_names_the_document_and_turns_its_parties_round(self):
        answer, root = self._root(self._receive())

        reference = 'cac:DocumentResponse/cac:DocumentReference'
        self.assertEqual(self._text(root, f'{reference}/cbc:ID'), 'L-1')
        self.assertEqual(self._text(root, f'{reference}/cbc:IssueDate'), '2026-10-01')
        self.assertEqual(self._text(root, f'{reference}/cbc:DocumentTypeCode'), '380')
        self.assertEqual(self._text(root, './/puf:receiverDocumentUUID'), 'network-1')
        self.assertEqual(self._text(root, 'cbc:ID'), answer.sender_reference)
        self.assertEqual(self._text(root, 'cbc:IssueDate'), str(answer.issue_date))
        for role, party in (('SenderParty', OWN), ('ReceiverParty', SUPPLIER)):
            found = root.find(f'cac:{role}/cbc:EndpointID', NS)
            self.assertEqual((found.get('schemeID'), found.text), ('0007', party['number']))
            name = self._text(root, f'cac:{role}/cac:PartyLegalEntity/cbc:RegistrationName')
            self.assertEqual(name, party['name'])

    def test_a_zone_that_the_server_does_not_know_stops_no_answer(self):
        """As `US/Pacific` where a system has left the old names out; it is UTC then."""
        received = self._receive()
        answer = received._answer('AP', ())
        person = answer.create_uid.partner_id
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET tz = 'Away/Gone' WHERE id = %s", [person.id])
        self.env.invalidate_all()

        before = fields.Datetime.now()
        [(xml, findings)] = answer._exported().values()
        after = fields.Datetime.now()

        self.assertEqual(findings, [])
        hour = int(self._text(etree.fromstring(xml), 'cbc:IssueTime')[:2])
        self.assertIn(hour, {before.hour, after.hour})

    def test_a_credit_note_is_answered_as_one(self):
        received = self._receive(document('K-1', 'CreditNote'))

        _answer, root = self._root(received)

        path = 'cac:DocumentResponse/cac:DocumentReference/cbc:DocumentTypeCode'
        self.assertEqual(self._text(root, path), '381')

    def test_reasons_actions_and_note_are_said(self):
        said = [*WHY, action_said('NIN', '')]
        answer, root = self._root(self._receive(), 'RE', said, note="Fel pris")

        codes = [(each.get('listID'), each.text) for each in root.iter('{*}StatusReasonCode')]
        self.assertEqual(codes, [('OPStatusReason', 'PRI'), ('OPStatusAction', 'NIN')])
        self.assertEqual(self._text(root, 'cbc:Note'), "Fel pris")
        self.assertEqual(
            answer.clarification_words,
            "The prices are wrong: Avtalat pris är 95\nSend a new invoice",
        )

    def test_a_part_payment_is_paid_with_a_reason(self):
        _answer, root = self._root(self._receive(), 'PPD', self._said('PPD'))

        self.assertEqual(self._text(root, './/cbc:ResponseCode'), 'PD')
        self.assertEqual(self._text(root, './/cbc:StatusReasonCode'), 'PPD')

    def test_whom_the_supplier_may_ask(self):
        answers = self._as_accountant(self._receive())
        answers.action_accept()

        [(xml, _findings)] = answers.sudo().answer_ids._exported().values()

        root = etree.fromstring(xml)
        self.assertEqual(
            self._text(root, 'cac:SenderParty/cac:Contact/cbc:Name'), self.accountant.name
        )


@tagged('post_install', '-at_install')
class TestButtons(AnswerCommon):
    def test_accept_answers_at_once(self):
        received = self._receive()

        self._as_accountant(received).action_accept()

        self.assertEqual(received.answer, 'AP')
        self.assertEqual(received.answer_ids.create_uid, self.accountant)
        event = received.event_ids.sorted('id')[-1]
        self.assertEqual((event.sentence, event.user_id), ("Our answer: Accepted", self.accountant))

    def _dialog(self, received, code, lines=(), **values):
        action = self._as_accountant(received).action_answer()
        dialog = self.env['pagero.answer'].with_user(self.accountant)
        return dialog.with_context(**action['context']).create(
            {'code': code, 'line_ids': [Command.create(line) for line in lines], **values}
        )

    def test_the_dialog_rejects_with_several_reasons(self):
        received = self._receive()
        lines = [
            {'reason': 'PRI', 'words': "95"},
            {'reason': 'QTY', 'action': 'CNP'},
            {'action': 'OTH', 'words': "Ring oss"},
        ]

        self._dialog(received, 'RE', lines, note="Hej").action_confirm()

        answer = received.answer_ids
        said = [(each['list_name'], each['code'], each['words']) for each in answer.clarifications]
        self.assertEqual(
            said,
            [
                ('OPStatusReason', 'PRI', "95"),
                ('OPStatusReason', 'QTY', ''),
                ('OPStatusAction', 'CNP', ''),
                ('OPStatusAction', 'OTH', "Ring oss"),
            ],
        )
        self.assertEqual((answer.answer_code, answer.answer_note), ('RE', "Hej"))
        self.assertEqual(received.state, 'answered')

    def test_the_dialog_asks_for_what_is_missing(self):
        received = self._receive()
        for lines in ([], [{'reason': 'OTH'}], [{'words': "Varför?"}]):
            with self.subTest(lines=lines), self.assertRaises(UserError):
                self._dialog(received, 'RE', lines).action_confirm()

    def test_of_many_those_that_may_are_answered(self):
        new, paid = self._receive(), self._receive(document('L-2'), 'n-2')
        paid._answer('PD')

        notice = self._as_accountant(new + paid).action_accept()

        self.assertEqual((new.answer, paid.answer), ('AP', 'PD'))
        self.assertIn("Answered: 1. Not answered: 1", notice['params']['message'])

    def test_readers_and_salespeople_answer_nothing(self):
        received = self._receive()
        reader = self._create_user('reads', 'base.group_user,account.group_account_readonly')
        seller = self._create_user('sells', 'base.group_user,pagero_connector.group_sales')
        for user in (reader, seller):
            for button in ('action_accept', 'action_reject', 'action_query', 'action_answer'):
                refused = self.assertRaises(AccessError)
                with self.subTest(user=user.login, button=button), refused:
                    getattr(received.with_user(user).sudo(False), button)()

    def test_salespeople_see_no_answers_in_the_queue(self):
        answer = self._receive()._answer('AP')
        seller = self._create_user('sells', 'base.group_user,pagero_connector.group_sales')

        found = self.env['pagero.document'].with_user(seller).search([])

        self.assertNotIn(answer, found)
        self.assertIn(answer, self.env['pagero.document'].with_user(self.accountant).search([]))

    def test_another_company_answers_nothing(self):
        received = self._receive()
        other = self._create_other_company()
        stranger = self._create_user('stranger', company=other)

        with self.assertRaises(AccessError):
            received.with_user(stranger).sudo(False).action_accept()
        with self.assertRaises(AccessError):
            self.env['pagero.answer'].with_user(stranger).create(
                {'document_ids': [Command.set(received.ids)], 'code': 'AP'}
            )


@tagged('post_install', '-at_install')
class TestBill(AnswerCommon):
    def test_the_bill_shows_and_gives_the_answer(self):
        received = self._receive()
        bill = self._bill(received)
        self.assertTrue(bill.pagero_can_accept)

        bill.with_user(self.accountant).action_pagero_accept()

        self.assertEqual((bill.pagero_our_answer, received.state), ('AP', 'answered'))
        self.assertFalse(bill.pagero_can_reject)

    def test_a_bill_that_did_not_come_over_pagero_is_not_answered(self):
        bill = self.env['account.move'].create({'move_type': 'in_invoice'})

        self.assertFalse(bill.pagero_can_answer)
        with self.assertRaises(UserError):
            bill.action_pagero_accept()

    def test_accepted_first_and_booked_later_is_answered(self):
        received = self._receive()
        received._answer('AP')
        self.assertEqual(received.state, 'stored')

        self._bill(received)

        self.assertEqual(received.state, 'answered')

    def test_posting_waits_for_the_answer_where_the_company_says_so(self):
        self.account.sudo().needs_answer = True
        received = self._receive()
        bill = self._bill(received)
        for code in ('', 'UQ'):
            if code:
                received._answer(code, WHY)
            with self.subTest(code=code), self.assertRaisesRegex(UserError, "has to be accepted"):
                bill.action_post()

        received._answer('AP')
        bill.action_post()

        self.assertEqual(bill.state, 'posted')

    def test_posting_accepts_where_the_company_says_so(self):
        self.account.sudo().write({'accepts_at_posting': True, 'needs_answer': True})
        received = self._receive()

        self._bill(received).action_post()

        self.assertEqual(received.answer, 'AP')

    def test_posting_says_nothing_by_itself(self):
        received = self._receive()

        self._bill(received).action_post()

        self.assertFalse(received.answer)

    def test_receipt_is_acknowledged_where_the_company_says_so(self):
        self.assertFalse(self._receive().answer)
        self.account.sudo().acknowledges = True

        received = self._receive(document('L-2'), 'n-2')
        test = self._receive(document('L-3'), 'n-3', send_mode='Test')
        reminder = self._receive(document('L-4', 'Reminder'), 'n-4')
        fetched = self._receive(document('L-5'), 'n-5', is_fetched=True)

        self.assertEqual(received.answer, 'AB')
        self.assertEqual(received.state, 'stored')
        self.assertFalse(test.answer or reminder.answer)
        self.assertTrue(fetched.was_fetched)
        self.assertFalse(fetched.answer, "by another system, or before a backup was restored")

    def test_a_rejected_draft_is_kept_or_cancelled(self):
        for choice, state in (('keep', 'draft'), ('cancel', 'cancel')):
            self.account.sudo().on_reject = choice
            received = self._receive(document(choice), choice)
            bill = self._bill(received)
            with self.subTest(choice=choice):
                received._answer('RE', WHY)
                self.assertEqual(bill.state, state)

    def _pay(self, bill, amount):
        self.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=bill.ids
        ).create({'amount': amount})._create_payments()

    def test_payments_are_told_where_the_company_says_so(self):
        self.account.sudo().answers_paid = True
        received = self._receive()
        bill = self._bill(received)
        bill.action_post()

        self._pay(bill, 40)
        self.assertEqual(received.answer, 'PPD')
        self.assertIn("40.00", received._latest_answer().clarifications[0]['words'])

        self._pay(bill, 60)
        self.assertEqual(received.answer, 'PD')

    def test_payments_are_not_told_by_themselves(self):
        received = self._receive()
        bill = self._bill(received)
        bill.action_post()

        self._pay(bill, 100)

        self.assertFalse(received.answer)

    def test_a_credit_note_is_no_payment(self):
        self.account.sudo().answers_paid = True
        received = self._receive()
        bill = self._bill(received)
        bill.action_post()
        reversal = self.env['account.move.reversal'].with_context(
            active_model='account.move', active_ids=bill.ids
        )
        wizard = reversal.create({'journal_id': bill.journal_id.id})
        wizard.modify_moves()

        self.assertFalse(received.answer)


@tagged('post_install', '-at_install')
class TestOverdue(AnswerCommon):
    def test_what_must_be_answered_is_overdue_after_some_days(self):
        old = self._receive(document().replace(b'<cbc:ID>', WITH_RESPONSE, 1))
        usual = self._receive(document('L-2'), 'n-2')
        self.assertEqual((old.is_answer_required, usual.is_answer_required), (True, False))
        late = [('is_answer_late', '=', True)]

        self.assertEqual(self.received.search(late), old)
        self.assertTrue(old.is_answer_late)
        self.assertEqual(self.env['pagero.dashboard'].load()['late_answers']['count'], 1)

        old._answer('AB')
        self.assertFalse(self.received.search(late))
        self.assertFalse(self.env['pagero.dashboard'].load()['late_answers'])
