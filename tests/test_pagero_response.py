from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.modules.migration import load_script
from odoo.tests import tagged

from ..models.document.answer import NEED_PERSON
from ..models.invoice.answers import CREDITED
from ..models.texts.answers import CODES, UNMATCHED
from ..network import BUSINESS_STATE, NetworkDocument
from .common import BUYER, OTHER_SELLER, SELLER, USER_GROUPS, PageroCommon
from .test_header_buttons import shown


UBL = 'urn:oasis:names:specification:ubl:schema:xsd:'
HEAD = (
    f'<ApplicationResponse xmlns="{UBL}ApplicationResponse-2"'
    f' xmlns:cac="{UBL}CommonAggregateComponents-2" xmlns:cbc="{UBL}CommonBasicComponents-2"'
    f' xmlns:ext="{UBL}CommonExtensionComponents-2" xmlns:puf="urn:pagero:ExtensionComponent:1.0">'
)
ISSUED = datetime(2026, 10, 2, 9)
PDF = 'JVBERi0xLjQK'


def party(role, name='', *numbers):
    ids = ''.join(
        f'<cac:PartyIdentification><cbc:ID>{number}</cbc:ID></cac:PartyIdentification>'
        for number in numbers
    )
    return (
        f'<cac:{role}>{ids}<cac:PartyLegalEntity><cbc:RegistrationName>{name}'
        f'</cbc:RegistrationName></cac:PartyLegalEntity></cac:{role}>'
    )


class ResponseCommon(PageroCommon):
    """An invoice that was delivered, and what its recipient may say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.receives = True
        cls.responsible = cls._create_user('responsible', USER_GROUPS, lang='en_US')
        cls.invoice = cls._create_customer_invoice(
            invoice_date='2026-10-01', invoice_user_id=cls.responsible.id
        )
        cls.sent = cls._create_document(
            cls.invoice, state='delivered', network_id='sent-1', file_id='file-1'
        )

    def _response(self, code='RE', sent=None, **values):
        """The bytes of an answer to the sent document; ``values`` are those of ``standard``."""
        sent = sent or self.sent
        standard = {
            'number': sent.document_number,
            'issued': sent.issue_date,
            'type': '380',
            'at': ISSUED,
            'uuid': '',
            'interchange': '',
            'sender': (BUYER['name'], BUYER['peppol_endpoint']),
            'receiver': (SELLER['name'], SELLER['company_registry']),
            'status': '',
            'note': '',
            'attachment': '',
            'message': 'invoice_response',
        }
        wish = {**standard, **values}
        extension = (
            f'<puf:ReferencedDocumentInterchangeID><cbc:ID>{wish["interchange"]}</cbc:ID>'
            '</puf:ReferencedDocumentInterchangeID><puf:DocumentMatchingID>'
            f'<puf:senderDocumentUUID>{wish["uuid"]}</puf:senderDocumentUUID>'
            f'</puf:DocumentMatchingID>{wish["attachment"]}'
        )
        return (
            f'{HEAD}<cbc:CustomizationID>urn:pagero.com:puf:{wish["message"]}:1.0'
            f'</cbc:CustomizationID><cbc:ID>{uuid4()}</cbc:ID>'
            f'<cbc:IssueDate>{wish["at"]:%Y-%m-%d}</cbc:IssueDate>'
            f'<cbc:IssueTime>{wish["at"]:%H:%M:%S}</cbc:IssueTime><cbc:Note>{wish["note"]}'
            f'</cbc:Note>{party("SenderParty", *wish["sender"])}'
            f'{party("ReceiverParty", *wish["receiver"])}<cac:DocumentResponse><cac:Response>'
            f'<ext:UBLExtensions><puf:ResponseExtension>{extension}</puf:ResponseExtension>'
            f'</ext:UBLExtensions><cbc:ResponseCode>{code}</cbc:ResponseCode>{wish["status"]}'
            f'</cac:Response><cac:DocumentReference><cbc:ID>{wish["number"]}</cbc:ID>'
            f'<cbc:IssueDate>{wish["issued"] or ""}</cbc:IssueDate>'
            f'<cbc:DocumentTypeCode>{wish["type"]}</cbc:DocumentTypeCode>'
            '</cac:DocumentReference></cac:DocumentResponse></ApplicationResponse>'
        ).encode()

    def _come(self, content, mode='Production', account=None, **values):
        """The received document of an answer, listed, stored and read."""
        received = self.env['pagero.received.document'].sudo()
        standard = {
            'id': uuid4().hex,
            'file_id': 'file-of-answer',
            'created_at': datetime(2026, 10, 2, 10, tzinfo=timezone.utc),
            'direction': 'Received',
            'document_type': 'ApplicationResponse',
            'document_subtype': 'RecipientStatus',
            'document_identifier': self.sent.document_number,
            'issue_date': None,
            'send_mode': mode,
            'sender_reference': None,
            'sender_name': BUYER['name'],
        }
        listed = NetworkDocument(**{**standard, **values})
        announced = received._create_announced(account or self.account, [listed])
        received._store({announced: content})
        if announced.state == 'stored':
            self.env['pagero.response'].sudo()._read(announced)
        return announced

    def _answer(self, code='RE', mode='Production', **values):
        return self._come(self._response(code, **values), mode)

    def _messages(self, move=None):
        return (move or self.invoice).message_ids.filtered('body').mapped('body')


@tagged('post_install', '-at_install')
class TestMatching(ResponseCommon):
    """An answer stands beside the one invoice that it is about, or says why beside none."""

    def _assert_beside(self, received, document=None):
        document = document or self.sent
        self.assertEqual(received.response_ids.document_id, document)
        self.assertEqual(received.response_ids.move_id, document.move_id)
        self.assertEqual((received.state, received.move_id), ('linked', document.move_id))
        self.assertFalse(received.remark_words)

    def _assert_alone(self, received, trouble, state='stored'):
        self.assertFalse(received.response_ids.document_id)
        self.assertEqual(received.response_ids.trouble['code'], trouble)
        self.assertEqual(received.state, state)
        self.assertTrue(received.remark_words)
        self.assertFalse(self.sent.business_status)

    def test_by_the_id_of_our_copy(self):
        self._assert_beside(
            self._answer(uuid='sent-1', number='x', issued='', sender=(), receiver=())
        )

    def test_an_id_in_capitals(self):
        self._assert_beside(self._answer(uuid='SENT-1', number='x', sender=()))

    def test_by_the_reference_of_the_file(self):
        for reference in (self.sent.sender_reference, 'file-1'):
            received = self._answer(interchange=reference, number='x', sender=(), receiver=())
            with self.subTest(reference=reference):
                self._assert_beside(received)

    def test_by_number_date_and_parties(self):
        self._assert_beside(self._answer())

    def test_by_number_where_the_date_is_not_told(self):
        self._assert_beside(self._answer(issued=''))

    def test_by_name_where_numbers_cannot_be_compared(self):
        for numbers in ((), ('7300000012349',)):
            received = self._answer(sender=("björkdals  KOMMUN", *numbers))
            with self.subTest(numbers=numbers):
                self._assert_beside(received)

    def test_another_date_is_another_invoice(self):
        self._assert_alone(self._answer(issued='2025-10-01'), 'no_invoice')

    def test_another_kind_is_another_document(self):
        self._assert_alone(self._answer(type='381'), 'no_invoice')

    def test_another_number_is_another_invoice(self):
        self._assert_alone(self._answer(number='INV/9'), 'no_invoice')

    def test_no_number_says_nothing(self):
        self._assert_alone(self._answer(number=''), 'no_number')

    def test_another_mode_is_another_invoice(self):
        for mode in ('Test', 'Certification'):
            state = 'set_aside'  # it needs no person
            with self.subTest(mode=mode):
                self._assert_alone(self._answer(mode=mode), 'other_mode', state)
                self._assert_alone(self._answer(mode=mode, uuid='sent-1'), 'other_mode', state)

    def test_without_a_mode_only_an_id_tells(self):
        self._assert_alone(self._answer(mode=''), 'no_mode')
        self._assert_beside(self._answer(mode='', uuid='sent-1'))

    def test_a_stranger_answers_nothing(self):
        stranger = ("Främmande AB", '5569993404')
        self._assert_alone(self._answer(sender=stranger), 'other_sender')
        self._assert_alone(self._answer(sender=("Främmande AB",)), 'other_sender')

    def test_one_for_another_company_is_not_here(self):
        other = (OTHER_SELLER['name'], OTHER_SELLER['company_registry'])

        received = self._answer(receiver=other)

        self._assert_alone(received, 'other_company', 'set_aside')
        self.assertFalse(received.is_mark_due)

    def test_one_for_another_company_may_be_taken_back(self):
        other = (OTHER_SELLER['name'], OTHER_SELLER['company_registry'])
        received = self._answer(receiver=other)

        received.with_user(self.responsible).action_take_back()
        self.env['pagero.response'].sudo()._read(received)

        self._assert_beside(received)

    def test_a_same_numbered_invoice_of_another_company_is_left_alone(self):
        company = self._create_other_company()
        account = self._create_account(company, pagero_company_id=str(uuid4()))
        self.env.user.company_ids += company
        theirs = self._create_customer_invoice(company_id=company.id)
        others = self._create_document(
            theirs,
            account_id=account.id,
            company_id=company.id,
            state='delivered',
            document_number=self.sent.document_number,
            issue_date=self.sent.issue_date,
            network_id='sent-2',
        )

        self._assert_beside(self._answer())
        self.assertFalse(others.business_status)
        received = self._come(
            self._response(receiver=(OTHER_SELLER['name'], OTHER_SELLER['company_registry'])),
            account=account,
        )
        self._assert_beside(received, others)

    def test_of_two_modes_the_answers_own_is_found(self):
        tested = self._create_document(self.invoice, state='delivered', send_mode='Test')

        self._assert_beside(self._answer(mode='Test'), tested)
        self.assertEqual(tested.business_status, 'rejected')
        self.assertFalse(self.sent.business_status)
        self.assertFalse(tested.answer_activity_id)

    def test_of_two_transmissions_of_an_invoice_the_delivered_one_counts(self):
        self.sent.is_superseded = True
        newer = self._create_document(self.invoice, state='processing', network_id='sent-2')
        self._assert_beside(self._answer())

        newer.state = 'delivered'
        self._assert_beside(self._answer('AP'), newer)

    def test_two_invoices_of_one_number_are_ambiguous(self):
        self._create_document(
            document_number=self.sent.document_number,
            issue_date=self.sent.issue_date,
            state='delivered',
        )
        self._assert_alone(self._answer(), 'several_invoices')

    def test_what_never_left_is_not_answered(self):
        self.sent.upload_started_at = False
        self._assert_alone(self._answer(), 'no_invoice')

    def test_one_that_comes_before_the_delivery_is_known_is_found_later(self):
        self.sent.network_id = False
        received = self._answer(uuid='sent-1', number='x')
        self._assert_alone(received, 'no_invoice')

        self.sent.network_id = 'sent-1'
        self.assertIn(received.response_ids, received.response_ids._looked_for(9))
        self.env['pagero.response'].sudo()._read(received)

        self._assert_beside(received)
        self.assertEqual(len(received.response_ids), 1)

    def test_every_reason_has_a_sentence_in_swedish(self):
        self.env['res.lang']._activate_lang('sv_SE')
        row = self._create_response(self.sent)
        for code in UNMATCHED:
            row.trouble = {'code': code, 'mode': 'Test'}
            with self.subTest(code=code):
                english = row.trouble_words
                self.assertTrue(english)
                self.assertNotEqual(row.with_context(lang='sv_SE').trouble_words, english)


@tagged('post_install', '-at_install')
class TestReading(ResponseCommon):
    def test_everything_is_kept_as_it_came(self):
        status = (
            '<cac:Status><cbc:StatusReasonCode listID="OPStatusReason">PRI</cbc:StatusReasonCode>'
            '<cbc:StatusReason>95 ska vara 90</cbc:StatusReason><cac:Condition><cbc:AttributeID>'
            'BT-146</cbc:AttributeID><cbc:Description>90.00</cbc:Description></cac:Condition>'
            '</cac:Status><cac:Status><cbc:StatusReasonCode listID="OPStatusAction">NIN'
            '</cbc:StatusReasonCode></cac:Status>'
        )
        attachment = (
            '<puf:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>'
            '<cbc:EmbeddedDocumentBinaryObject filename="bild.pdf" mimeCode="application/pdf">'
            f'{PDF}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>'
            '</puf:AdditionalDocumentReference>'
        )
        received = self._answer(status=status, attachment=attachment, note="Ring Anna")
        row = received.response_ids

        self.assertRecordValues(
            row,
            [
                {
                    'code': 'RE',
                    'business_status': 'rejected',
                    'label': "Rejected",
                    'level': 'danger',
                    'given_at': ISSUED,
                    'notes': "Ring Anna",
                    'reason_words': "The prices are wrong: 95 ska vara 90",
                    'action_words': "Send a new invoice",
                    'clarification_words': "(BT-146): 90.00",
                    'message': 'invoice_response',
                    'sender_name': BUYER['name'],
                    'send_mode': 'Production',
                }
            ],
        )
        self.assertEqual(row.attachment_ids.mapped('name'), ['bild.pdf'])
        mine = row.with_user(self.responsible)
        self.assertEqual(mine.attachment_ids.raw, b'%PDF-1.4\n')

    def test_a_page_among_the_files_is_never_run(self):
        attachment = (
            '<puf:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>'
            '<cbc:EmbeddedDocumentBinaryObject filename="a.html" mimeCode="text/html">'
            'PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==</cbc:EmbeddedDocumentBinaryObject>'
            '</cac:Attachment></puf:AdditionalDocumentReference>'
        )
        row = self._answer(attachment=attachment).response_ids
        self.assertEqual(row.attachment_ids.mimetype, 'text/plain')

    def test_a_salesperson_reads_neither_answer_nor_file(self):
        row = self._answer().response_ids
        seller = self._create_user('seller', 'base.group_user,pagero_connector.group_sales')
        with self.assertRaises(AccessError):
            row.with_user(seller).read(['code'])

    def test_what_comes_twice_counts_once(self):
        content = self._response()
        first, second = self._come(content), self._come(content)

        self.assertEqual((first.state, second.set_aside_reason), ('linked', 'duplicate'))
        self.assertEqual(self.sent.response_ids, first.response_ids)
        self.assertEqual(sum("Rejected" in body for body in self._messages()), 1)

    def test_read_again_it_is_told_once(self):
        received = self._answer()
        self.env['pagero.response'].sudo()._read_safely(received)
        self.assertFalse(received._unread_answers(9))
        self.assertFalse(received.response_ids._looked_for(9))

        self.assertEqual(len(received.response_ids), 1)
        self.assertEqual(sum("Rejected" in body for body in self._messages()), 1)

    def test_an_unknown_code_is_shown_in_its_own_word(self):
        row = self._answer('TELEPORTED').response_ids

        self.assertEqual((row.label, row.business_status), ('TELEPORTED', 'unknown'))
        self.assertEqual(self.invoice.pagero_answer, 'TELEPORTED')
        self.assertIn('TELEPORTED', self._messages()[0])

    def test_a_pdf_is_read_by_what_pagero_lists(self):
        for subtype, status in (('RecipientReject', 'rejected'), ('RecipientAccept', 'accepted')):
            received = self._come(f'%PDF-{subtype}'.encode(), document_subtype=subtype)
            with self.subTest(subtype=subtype):
                self.assertEqual(received.state, 'linked')
                self.assertEqual(received.response_ids.document_id, self.sent)
                self.assertEqual(self.sent.business_status, status)

    def test_several_answers_in_one_file(self):
        other = self._create_document(
            self._create_customer_invoice(invoice_date='2026-10-01'),
            state='delivered',
            network_id='sent-2',
        )
        first, second = self._response(uuid='sent-1'), self._response('AP', sent=other)
        rest = second[second.index(b'<cac:DocumentResponse>') :]
        both = first.replace(b'</ApplicationResponse>', rest)

        received = self._come(both)

        self.assertEqual(received.response_ids.document_id, self.sent + other)
        self.assertEqual(self.sent.business_status, 'rejected')
        self.assertEqual(other.business_status, 'accepted')

    def test_acknowledgements_and_clearances_change_no_answer(self):
        told = {'technical_acknowledgement': 'RE', 'clearance_notification': 'REJECTED'}
        for message, code in told.items():
            row = self._answer(code, message=message, sender=(), receiver=()).response_ids
            with self.subTest(message=message):
                self.assertEqual(row.document_id, self.sent)
                self.assertFalse(row.business_status)
                self.assertEqual(row.level, 'danger')
                self.assertNotEqual(row.label, code)
        self.assertFalse(self.sent.business_status)

    def test_whatever_cannot_be_read_is_kept_and_told(self):
        for content in (b'PK\x03\x04', b'<cut', self._response()[:-40]):
            received = self._come(content, document_subtype='', document_identifier='')
            with self.subTest(content=content[:9]):
                self.assertEqual(received.state, 'stored')
                self.assertTrue(received.remark_words)

    def test_every_known_code_has_words_in_english_and_swedish(self):
        self.assertLessEqual(set(BUSINESS_STATE), set(CODES['invoice_response']))
        self.env['res.lang']._activate_lang('sv_SE')
        row = self._create_response(self.sent)
        for message, codes in CODES.items():
            for code in codes:
                row.write({'message': message, 'code': code})
                with self.subTest(message=message, code=code):
                    swedish = row.with_context(lang='sv_SE').label
                    self.assertNotEqual(row.label, swedish)

    def test_an_account_that_receives_nothing_is_told_of_answers_and_marks_none(self):
        self.account.receives = False
        received = self._answer()
        self.assertRecordValues(received, [{'state': 'linked', 'is_mark_due': False}])
        self.assertEqual(self.account._listing_scope(), 'answers')

        bill = self._come(b'<Invoice xmlns="%s"/>' % f'{UBL}Invoice-2'.encode())
        self.assertRecordValues(bill, [{'set_aside_reason': 'receiving_off', 'is_mark_due': False}])


@tagged('post_install', '-at_install')
class TestStanding(ResponseCommon):
    """Which of several answers stands; the pure table has its own tests."""

    def test_late_ones_turn_nothing_back(self):
        self._answer('AP', at=ISSUED)
        self._answer('AB', at=ISSUED - timedelta(hours=2))
        self._answer('UQ', at=ISSUED - timedelta(hours=1))

        self.assertEqual(self.sent.business_status, 'accepted')
        self.assertEqual(self.sent.answer_id.code, 'AP')
        self.assertEqual(len(self.sent.response_ids), 3)
        self.assertFalse(self.sent.answer_activity_id)

    def test_what_follows_a_final_answer_is_told_and_changes_nothing(self):
        self._answer('RE')
        self._answer('AB', at=ISSUED + timedelta(hours=1))

        self.assertEqual(self.sent.business_status, 'rejected')
        self.assertEqual(len(self._messages()), 2)

    def test_pagero_s_list_and_the_answer_agree(self):
        listed = {'business_status': 'rejected', 'business_word': 'Rejected'}
        theirs = self._listed(self.sent, **listed, business_text="Fel pris")

        self.sent._update_from_listed(theirs)
        self.assertEqual(self.sent.business_status, 'rejected')
        self.assertEqual(self.invoice.pagero_answer_text, "Fel pris")
        activity = self.sent.answer_activity_id
        self.assertTrue(activity)

        self._answer('RE', note="Priset är fel")
        self.assertEqual(self.sent.answer_activity_id, activity)
        self.assertIn("Priset är fel", activity.note)
        self.assertEqual(self._events(self.sent).count('business_status'), 1)

    def test_an_old_word_of_the_list_does_not_hide_a_newer_answer(self):
        listed = {'business_status': 'accepted', 'business_word': 'Accepted'}
        self._answer('AP', at=ISSUED)
        self._answer('RE', at=ISSUED + timedelta(hours=1))

        self.sent._update_from_listed(self._listed(self.sent, **listed))

        self.assertEqual(self.sent.business_status, 'rejected')

    def test_partly_paid_is_not_paid(self):
        status = (
            '<cac:Status><cbc:StatusReasonCode listID="OPStatusReason">PPD</cbc:StatusReasonCode>'
            '</cac:Status>'
        )
        self._answer('PD', status=status)
        self.assertEqual(self.sent.business_status, 'partly_paid')

    def test_what_an_older_version_heard_is_not_turned_back(self):
        self.sent.write({'business_status': 'accepted', 'business_word': 'Accepted'})
        self.env.flush_all()
        path = Path(__file__).parents[1] / 'migrations/19.0.1.3.0/post-answers.py'

        load_script(str(path), 'pagero_answers').migrate(self.env.cr, '19.0.1.2.0')
        self.env.invalidate_all()
        self._answer('AB')

        self.assertEqual(self.sent.business_status, 'accepted')


@tagged('post_install', '-at_install')
class TestPeople(ResponseCommon):
    def _assert_asked(self, document=None, count=1):
        activity = (document or self.sent).answer_activity_id
        self.assertEqual(len(activity.filtered('active')), count)
        return activity

    def test_a_rejection_asks_the_one_who_is_responsible(self):
        self._answer('RE', note="Priset är fel")

        activity = self._assert_asked()
        self.assertEqual(activity.user_id, self.responsible)
        self.assertEqual(activity.res_id, self.invoice.id)
        self.assertIn("Priset är fel", activity.note)
        self.assertTrue(self.invoice.pagero_answer_needs_person)
        self.assertEqual(self.invoice.pagero_answer, "Rejected")
        self.assertIn("Priset är fel", self._messages()[0])

    def test_the_time_is_that_of_the_reader(self):
        self.responsible.tz = 'Europe/Stockholm'

        self._answer('RE', at=datetime(2026, 10, 2, 9, 30))

        self.assertRegex(self._messages()[0], r'11:30')

    def test_the_same_words_twice_are_said_once(self):
        status = (
            '<cac:Status><cbc:StatusReasonCode listID="OPStatusReason">PRI</cbc:StatusReasonCode>'
            '<cbc:StatusReason>Priset är fel</cbc:StatusReason></cac:Status>'
        )
        row = self._answer('RE', status=status, note="Priset är fel").response_ids

        self.assertEqual(row._said(), ["The prices are wrong: Priset är fel"])

    def test_the_words_are_in_the_language_of_the_reader(self):
        self.env['res.lang']._activate_lang('sv_SE')
        self.env.ref('base.module_pagero_connector')._update_translations(['sv_SE'])
        self.responsible.lang = 'sv_SE'

        self._answer('UQ')

        self.assertIn("Ifrågasatt", self._assert_asked().summary)
        self.assertIn("Ifrågasatt", self._messages()[0])

    def test_script_is_text(self):
        note = '&lt;script&gt;alert(1)&lt;/script&gt;'
        self._answer('RE', note=note)

        self.assertNotIn('<script', self._messages()[0])
        self.assertNotIn('<script', self._assert_asked().note)

    def test_only_what_needs_a_person_asks(self):
        asking = {'UQ', 'RE', 'VF', 'PAYMENT_REJECTED'}
        for code in ('AB', 'IP', 'UQ', 'CA', 'AP', 'RE', 'PD', 'VF', 'PAYMENT_REJECTED', 'X'):
            invoice = self._create_customer_invoice(invoice_date='2026-10-01')
            document = self._create_document(invoice, state='delivered', network_id=f'of-{code}')
            self._come(self._response(code, sent=document, uuid=f'of-{code}'))
            with self.subTest(code=code):
                self._assert_asked(document, int(code in asking))

    def test_one_question_however_many_answers(self):
        self._answer('UQ', at=ISSUED)
        self._answer('UQ', at=ISSUED + timedelta(hours=1), note="Igen")
        self._answer('RE', at=ISSUED + timedelta(hours=2))

        self._assert_asked()
        self.assertEqual(len(self.invoice.activity_ids), 1)

    def test_an_acceptance_closes_it(self):
        for first in ('UQ', 'RE'):
            self._answer(first, at=ISSUED)
        self._answer('AP', at=ISSUED + timedelta(hours=1))

        self.assertFalse(self.invoice.activity_ids)
        self.assertFalse(self.invoice.pagero_answer_needs_person)

    def test_without_a_salesperson_the_author_is_asked_else_an_administrator(self):
        self.invoice.invoice_user_id = False
        author = self.invoice.create_uid
        self._answer('RE')
        self.assertEqual(self._assert_asked().user_id, author)

    def test_a_person_of_another_company_is_not_asked(self):
        company = self._create_other_company()
        self.responsible.write({'company_ids': [(6, 0, company.ids)], 'company_id': company.id})
        self._answer('RE')
        self.assertNotEqual(self._assert_asked().user_id, self.responsible)

    def test_a_credit_note_settles_it(self):
        self._answer('RE', note="Priset är fel")
        invoice = self.invoice.with_user(self.responsible)

        action = invoice.action_credit_rejected()
        reversal = (
            self.env['account.move.reversal']
            .with_user(self.responsible)
            .with_context(action['context'])
            .create({'journal_id': invoice.journal_id.id})
        )
        self.assertEqual(reversal.reason, "Rejected: Priset är fel")
        reversal.refund_moves()
        self.assertTrue(self.invoice.pagero_answer_needs_person)
        reversal.new_move_ids.action_post()

        self.assertFalse(self.invoice.pagero_answer_needs_person)
        self.assertFalse(self.invoice.activity_ids)
        self.assertEqual(self.sent.business_status, 'rejected')

    def test_correct_and_send_anew(self):
        self._answer('RE', note="Priset är fel")
        invoice = self.invoice.with_user(self.responsible)

        action = invoice.action_correct_rejected()
        new = self.env['account.move'].browse(action['res_id'])

        credit_note = self.invoice.reversal_move_ids
        self.assertRecordValues(
            new, [{'state': 'draft', 'pagero_replaces_id': self.invoice.id, 'name': False}]
        )
        self.assertEqual(new.amount_total, self.invoice.amount_total)
        self.assertEqual(credit_note.state, 'posted')
        self.assertFalse(self.invoice.activity_ids)
        self.assertFalse(self.invoice.pagero_answer_needs_person)
        with self.assertRaises(UserError):
            invoice.action_correct_rejected()

        new.action_post()
        xml = self.env['account.edi.xml.pagero']._export_invoice(new)[0].decode()
        reference = xml[xml.index('InvoiceDocumentReference') :]
        self.assertIn(self.invoice.name, reference[:200])

    def test_what_is_sent_again_is_settled(self):
        self._answer('RE')
        self.sent.state = 'cancelled'

        self.sent.with_user(self.responsible).action_send_again()

        self.assertFalse(self.invoice.activity_ids)

    def _buttons(self, move=None):
        """The ways out that the box on top of the invoice offers, in their order."""
        move = (move or self.invoice).with_user(self.responsible)
        move.invalidate_recordset()
        box = "//div[@name='pagero_answer']//button"
        buttons = shown(move, box)
        primary = [each.get('name') for each in buttons if 'btn-primary' in each.get('class')]
        return [each.get('name') for each in buttons], primary

    def test_the_first_button_fits_the_answer(self):
        """Each answer that needs a person: the first way is the only one that stands out."""
        reply, settle = 'action_reply_to_recipient', 'action_settle_answer'
        credit, correct = 'action_credit_rejected', 'action_correct_rejected'
        fitting = {
            'under_query': [reply, settle, correct, credit],
            'payment_rejected': [reply, settle, correct, credit],
            'rejected': [credit, settle, correct],
            'not_valid': [correct, settle, credit],
        }
        self.assertEqual(set(fitting), set(NEED_PERSON))
        for status, names in fitting.items():
            self.sent.write({'business_status': status})
            with self.subTest(status=status):
                self.assertEqual(self._buttons(), (names, names[:1]))

    def test_a_reply_settles_a_question(self):
        self._answer('UQ', at=ISSUED, note="Vilken best&#228;llning g&#228;ller det?")
        invoice = self.invoice.with_user(self.responsible)

        action = invoice.action_reply_to_recipient()

        composer = self.env['mail.compose.message'].with_user(self.responsible)
        draft = composer.with_context(**action['context']).create({})
        self.assertEqual(draft.partner_ids, self.invoice.partner_id)
        self.assertIn("Vilken beställning gäller det?", draft.body)
        self.assertIn(self.invoice.name, draft.subject)
        self.assertTrue(self.invoice.pagero_answer_needs_person)
        draft.body = "Beställning 4711."
        draft.action_send_mail()

        self.assertFalse(self.invoice.pagero_answer_needs_person)
        self.assertFalse(self.invoice.activity_ids)
        self.assertEqual(self.sent.business_status, 'under_query')
        newest = self.invoice.message_ids.filtered(lambda each: "4711" in each.body)
        self.assertEqual(newest.partner_ids, self.invoice.partner_id)

    def test_a_note_for_colleagues_is_no_reply(self):
        self._answer('UQ')
        invoice = self.invoice.with_user(self.responsible)

        invoice.with_context(pagero_replies=True).message_post(body="Ring Anna")

        self.assertTrue(self.invoice.pagero_answer_needs_person)

    def test_a_stranger_does_nothing_about_an_answer(self):
        """An accountant of another company, who knows the id."""
        self._answer('RE')
        stranger = self._create_user('stranger', USER_GROUPS, self._create_other_company())
        theirs = self.invoice.with_user(stranger)
        for name in self._ways_out():
            with self.subTest(button=name), self.assertRaises(AccessError):
                getattr(theirs, name)()
        self.assertTrue(self.invoice.pagero_answer_needs_person)

    def _ways_out(self):
        """Every button of the box."""
        arch = etree.fromstring(self.env['account.move'].get_view(view_type='form')['arch'])
        names = {each.get('name') for each in arch.xpath("//div[@name='pagero_answer']//button")}
        self.assertGreaterEqual(len(names), 4)
        return names

    def test_another_question_is_asked_anew(self):
        self._answer('UQ', at=ISSUED)
        self.invoice.with_user(self.responsible).action_settle_answer()
        self.assertFalse(self.invoice.pagero_answer_needs_person)

        self._answer('UQ', at=ISSUED + timedelta(hours=1), note="Och vilken leverans?")

        self.assertTrue(self.invoice.pagero_answer_needs_person)
        self.assertIn("vilken leverans", self._assert_asked().note)

    def test_what_is_credited_is_not_rejected_anew(self):
        self._answer('RE', at=ISSUED)
        self.sent._settle_answers(CREDITED)

        self._answer('RE', at=ISSUED + timedelta(hours=1))

        self.assertFalse(self.invoice.pagero_answer_needs_person)

    def test_another_message_settles_nothing(self):
        self._answer('UQ')

        self.invoice.with_user(self.responsible).message_post(body="Ring Anna")

        self.assertTrue(self.invoice.pagero_answer_needs_person)

    def test_what_reasons_say_notes_do_not_repeat(self):
        """In every view of answers; what only the notes say is there as well."""
        status = (
            '<cac:Status><cbc:StatusReasonCode listID="OPStatusReason">PRI</cbc:StatusReasonCode>'
            '<cbc:StatusReason>Priset är fel</cbc:StatusReason></cac:Status>'
        )
        for note, left in (("Priset är fel", ''), ("Ring Anna", "Ring Anna")):
            row = self._answer('RE', status=status, note=note).response_ids
            with self.subTest(note=note):
                self.assertEqual(row.reason_words, "The prices are wrong: Priset är fel")
                self.assertEqual(row.note_words, left)
        views = self.env['ir.ui.view'].search(
            [('arch_db', 'like', 'reason_words'), ('arch_db', 'like', 'name="label"')]
        )
        self.assertGreaterEqual(len(views), 4)
        for view in views:
            with self.subTest(view=view.name):
                self.assertNotIn('name="notes"', view.arch)
                self.assertEqual(view.arch.count('"reason_words"'), view.arch.count('"note_words"'))

    def test_nothing_is_credited_without_an_answer(self):
        with self.assertRaises(UserError):
            self.invoice.action_credit_rejected()

    def test_only_people_who_post_credit(self):
        self._answer('RE')
        reader = self._create_user('reader', 'base.group_user,account.group_account_readonly')
        names = ('action_credit_rejected', 'action_correct_rejected')
        for name in (*names, 'action_reply_to_recipient', 'action_settle_answer'):
            with self.subTest(button=name), self.assertRaises(AccessError):
                getattr(self.invoice.with_user(reader), name)()

    def test_filters_find_what_the_fields_say(self):
        self._answer('RE')
        other = self._create_document(state='delivered').move_id
        both = self.invoice + other
        moves = self.env['account.move']
        for value in (True, False):
            domain = [('id', 'in', both.ids), ('pagero_answer_needs_person', '=', value)]
            self.assertEqual(moves.search(domain), self.invoice if value else other)
        answered = [('id', 'in', both.ids), ('pagero_answer_status', '=', 'rejected')]
        self.assertEqual(moves.search(answered), self.invoice)
        answered[1] = ('pagero_answer_status', '=', False)
        self.assertEqual(moves.search(answered), other)

    def test_answers_are_kept(self):
        row = self._answer('RE').response_ids
        with self.assertRaises(UserError):
            row.unlink()
        self.assertEqual(row.create_date.date(), fields.Date.today())


@tagged('post_install', '-at_install')
class TestLinkedByHand(ResponseCommon):
    """An answer whose numbers do not tell its invoice: a user chooses it, and may undo that."""

    def _unmatched(self, code='RE', **values):
        received = self._answer(code, number='UNKNOWN-1', **values)
        self.assertEqual(received.response_ids.trouble['code'], 'no_invoice')
        return received.response_ids

    def _link(self, row, move, user=None):
        row = row.with_user(user or self.responsible).sudo(False)
        action = row.action_link()
        dialogs = self.env[action['res_model']].with_user(user or self.responsible)
        dialog = dialogs.with_context(**action['context']).create({'move_id': move.id})
        return dialog.action_confirm()

    def test_it_then_works_as_if_it_had_been_found(self):
        row = self._unmatched()
        self.assertTrue(row.can_link and row.received_id.can_link_answer)

        self._link(row, self.invoice)

        self.assertEqual((row.document_id, row.move_id), (self.sent, self.invoice))
        self.assertEqual(row.linked_by_id, self.responsible)
        self.assertFalse(row.trouble_words)
        self.assertEqual((row.received_id.state, row.received_id.move_id), ('linked', self.invoice))
        self.assertEqual(self.invoice.pagero_answer_status, 'rejected')
        self.assertTrue(self.invoice.pagero_answer_needs_person)
        self.assertEqual(self.sent.answer_activity_id.user_id, self.responsible)
        self.assertIn("Rejected", self._messages()[0])
        self.assertIn('linked_by_hand', row.received_id.event_ids.mapped('code'))

    def test_it_is_taken_away_again_and_linked_to_another(self):
        row = self._unmatched()
        self._link(row, self.invoice)
        activity = self.sent.answer_activity_id

        row.with_user(self.responsible).sudo(False).action_take_away()

        self.assertFalse(self.invoice.pagero_answer_status or self.sent.answer_id)
        self.assertFalse(self.invoice.pagero_answer_needs_person or activity.active)
        self.assertEqual((row.received_id.state, row.received_id.move_id.id), ('stored', False))
        self.assertIn("A user has taken", row.trouble_words)
        other = self._create_customer_invoice(invoice_date='2026-10-01')
        sent = self._create_document(other, state='delivered', network_id='sent-2')
        self._link(row, other)
        self.assertEqual((row.document_id, other.pagero_answer_status), (sent, 'rejected'))

    def test_what_others_said_counts_again(self):
        self._answer('AP', at=ISSUED - timedelta(days=1))
        row = self._unmatched('RE')
        self._link(row, self.invoice)
        before = self.invoice.pagero_answer_status

        row.with_user(self.responsible).sudo(False).action_take_away()

        self.assertEqual((before, self.invoice.pagero_answer_status), ('rejected', 'accepted'))

    def test_what_was_found_is_neither_linked_nor_taken_away(self):
        row = self._answer().response_ids.with_user(self.responsible).sudo(False)
        for button in (row.action_link, row.action_take_away):
            with self.assertRaises(UserError):
                button()

    def test_an_invoice_of_another_company_or_account_is_refused(self):
        row = self._unmatched()
        plain = self._create_customer_invoice()
        with self.assertRaisesRegex(UserError, "neither sent nor received"):
            self._link(row, plain)
        test = self._create_customer_invoice()
        self._create_document(test, state='delivered', send_mode='Test')
        with self.assertRaisesRegex(UserError, "neither sent nor received"):
            self._link(row, test)

    def test_only_people_who_post_link(self):
        row = self._unmatched()
        for groups in ('account.group_account_readonly', 'pagero_connector.group_sales'):
            user = self._create_user(f'link_{groups[-8:]}', f'base.group_user,{groups}')
            with self.subTest(groups=groups), self.assertRaises(AccessError):
                row.with_user(user).sudo(False).action_link()


@tagged('post_install', '-at_install')
class TestStatusOfSupplier(ResponseCommon):
    """A supplier tells how its invoice stands: beside the bill, which may come later."""

    def _bill_document(self, **values):
        received = self.env['pagero.received.document'].sudo()
        return received.create(
            {
                'account_id': self.account.id,
                'company_id': self.company.id,
                'network_id': 'supplier-1',
                'announced_at': fields.Datetime.now(),
                'state': 'stored',
                'kind': 'invoice',
                'send_mode': 'Production',
                'document_number': 'L-77',
                'issue_date': '2026-10-01',
                'sender_company_number': BUYER['company_registry'],
                **values,
            }
        )

    def _status(self, code='PAYMENT_RECEIVED', **values):
        sender = (BUYER['name'], BUYER['company_registry'])
        wish = {'number': 'L-77', 'issued': '2026-10-01', 'sender': sender, **values}
        return self._answer(code, message='document_status', **wish)

    def _bill(self):
        vendor = self.env['res.partner'].create({'name': "Leverantören AB"})
        values = {'move_type': 'in_invoice', 'partner_id': vendor.id}
        return self.env['account.move'].create(values)

    def test_by_number_sender_and_date(self):
        about = self._bill_document(move_id=self._bill().id, state='booked')

        received = self._status()

        row = received.response_ids
        self.assertEqual((row.about_id, row.move_id), (about, about.move_id))
        self.assertFalse(row.document_id or row.trouble_words)
        self.assertEqual((received.state, received.move_id), ('linked', about.move_id))
        self.assertEqual(about.move_id.pagero_supplier_status, "Payment received")
        self.assertIn("Payment received", self._messages(about.move_id)[0])
        self.assertFalse(self.sent.business_status)

    def test_by_the_id_of_the_network(self):
        about = self._bill_document(move_id=self._bill().id, state='booked')

        row = self._status(uuid='supplier-1', number='', sender=('Anyone', '')).response_ids

        self.assertEqual(row.about_id, about)

    def test_of_another_sender_day_or_mode_it_is_not_found(self):
        self._bill_document(move_id=self._bill().id, state='booked')
        for wish in (
            {'sender': ("Another AB", '5560360793')},
            {'issued': '2026-10-02'},
            {'number': 'L-78'},
        ):
            with self.subTest(**wish):
                self.assertFalse(self._status(**wish).response_ids.about_id)

    def test_it_comes_to_the_bill_once_that_is_created(self):
        about = self._bill_document()
        row = self._status().response_ids
        self.assertEqual((row.about_id, row.move_id.id), (about, False))
        about.move_id = self._bill()

        about.status_ids._come_to_bill()

        self.assertEqual(row.move_id, about.move_id)
        self.assertEqual(row.received_id.move_id, about.move_id)
        self.assertIn("Payment received", self._messages(about.move_id)[0])

    def test_a_deleted_bill_leaves_the_status_with_the_document(self):
        about = self._bill_document(move_id=self._bill().id, state='booked')
        row = self._status().response_ids

        about.move_id.unlink()

        self.assertEqual((row.about_id, row.move_id.id), (about, False))
        self.assertEqual(about.state, 'stored')

    def test_a_bill_is_deleted_of_which_one_of_two_answers_tells(self):
        about = self._bill_document(move_id=self._bill().id, state='booked')
        sender = (BUYER['name'], BUYER['company_registry'])
        wish = {'message': 'document_status', 'issued': '2026-10-01', 'sender': sender}
        content = self._response('PAYMENT_RECEIVED', number='L-77', **wish)
        begin, end = b'<cac:DocumentResponse>', b'</ApplicationResponse>'
        another = content[content.index(begin) : content.index(end)].replace(b'L-77', b'L-78')
        received = self._come(content.replace(end, another + end))
        self.assertEqual((received.state, received.move_id), ('stored', about.move_id))

        about.move_id.unlink()

        self.assertEqual((received.state, received.move_id.id), ('stored', False))
        self.assertEqual(about.state, 'stored')

    def test_by_hand_it_is_put_beside_a_bill(self):
        about = self._bill_document(move_id=self._bill().id, state='booked')
        row = self._status(number='L-78').response_ids.with_user(self.responsible).sudo(False)

        row._link_by_hand(about.move_id.with_user(self.responsible))

        self.assertEqual((row.about_id, row.move_id), (about, about.move_id))
        row.action_take_away()
        self.assertFalse(row.about_id or row.move_id)


@tagged('post_install', '-at_install')
class TestShown(ResponseCommon):
    """The list of what was received names answers as people do."""

    def test_the_number_is_that_of_the_invoice_and_the_kind_says_what_was_answered(self):
        received = self._answer('RE')

        self.assertEqual(received.shown_number, self.sent.document_number)
        self.assertEqual(received.shown_kind, "Answer: Rejected")
        self.assertIn(self.sent.document_number, received.display_name)
        self.assertNotIn(received.document_number or 'none', received.display_name)
        found = received.search([('shown_number', 'ilike', self.sent.document_number)])
        self.assertIn(received, found)
