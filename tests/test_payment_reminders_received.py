from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .bill_common import GOLDEN, BillCommon
from .common import USER_GROUPS


NUMBER = 'L-4711'


class ReceivedReminderCommon(BillCommon):
    """Our vendor reminds of its bill."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bookkeeper = cls._create_user('bookkeeper', USER_GROUPS)
        cls.bill = cls._create_their_bill(cls.vendor)

    @classmethod
    def _create_their_bill(cls, vendor, number=NUMBER):
        bill = cls._create_invoice(
            move_type='in_invoice',
            partner_id=vendor.id,
            ref=number,
            invoice_date=fields.Date.today(),
            invoice_user_id=cls.bookkeeper.id,
        )
        bill.action_post()
        return bill

    def _reminder(self, *numbers, root='Reminder', network_id='reminder-1', **values):
        """A reminder of the golden seller, which is our vendor."""
        content = (GOLDEN / 'invoice.xml').read_text()
        begin, end = (
            content.index('<cac:AccountingSupplierParty>'),
            content.index('</cac:AccountingCustomerParty>'),
        )
        parties = content[begin:end] + '</cac:AccountingCustomerParty>'
        references = ''.join(
            '<cac:BillingReference><cac:InvoiceDocumentReference>'
            f'<cbc:ID>{number}</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>'
            for number in numbers
        )
        if root == 'Reminder':
            references, lines = '', f'<cac:ReminderLine>{references}</cac:ReminderLine>'
        else:
            lines = ''
        spaces = 'urn:oasis:names:specification:ubl:schema:xsd:'
        reminder = (
            f'<{root} xmlns="{spaces}{root}-2" xmlns:cac="{spaces}CommonAggregateComponents-2"'
            f' xmlns:cbc="{spaces}CommonBasicComponents-2"><cbc:ID>P-{network_id}</cbc:ID>'
            f'<cbc:IssueDate>2026-10-01</cbc:IssueDate>{references}{parties}'
            '<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="SEK">125.00</cbc:PayableAmount>'
            f'</cac:LegalMonetaryTotal>{lines}</{root}>'
        )
        listed = {'network_id': network_id, 'document_type': 'PaymentReminder', **values}
        receive = self._receive if 'send_mode' in values else self._receive_ours
        return receive(reminder.encode(), **listed)

    def _link(self):
        with self.enter_registry_test_mode():
            cron = self.env.ref('pagero_connector.ir_cron_pagero_reminders').sudo()
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _is_woken(self):
        cron = self.env.ref('pagero_connector.ir_cron_pagero_reminders').sudo()
        return bool(self.env['ir.cron.trigger'].sudo().search_count([('cron_id', '=', cron.id)]))


@tagged('post_install', '-at_install')
class TestLinked(ReceivedReminderCommon):
    def test_it_stands_beside_its_bill_and_people_are_asked(self):
        for root in ('Reminder', 'Invoice'):
            reminder = self._reminder(NUMBER, root=root, network_id=root)
            self.assertTrue(self._is_woken())

            self._link()

            with self.subTest(root=root):
                self.assertRecordValues(
                    reminder,
                    [
                        {
                            'kind': 'payment_reminder',
                            'state': 'linked',
                            'move_id': self.bill.id,
                            'partner_id': self.vendor.id,
                            'bill_remarks': False,
                        }
                    ],
                )
                self.assertIn(f'P-{root}', self.bill.message_ids[0].body)
                self.assertEqual(self.bill.activity_ids.user_id, self.bookkeeper)
        self.assertEqual(len(self.bill.activity_ids), 1, "however often it reminds")

    def test_of_a_paid_bill_it_is_noted_only(self):
        register = self.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=self.bill.ids
        )
        register.create({})._create_payments()
        reminder = self._reminder(NUMBER)

        self._link()

        self.assertEqual(reminder.move_id, self.bill)
        self.assertFalse(self.bill.activity_ids)
        self.assertIn('P-reminder-1', self.bill.message_ids[0].body)

    def test_an_unknown_number_stays_to_do_until_its_bill_is_there(self):
        reminder = self._reminder('L-0001')
        self._link()
        self.assertEqual(reminder.state, 'stored')
        self.assertIn('L-0001', reminder.remark_words)

        late = self._create_their_bill(self.vendor, 'L-0001')
        self._link()

        self.assertEqual((reminder.state, reminder.move_id), ('linked', late))
        self.assertFalse(reminder.remark_words)

    def test_one_that_cannot_be_linked_keeps_no_other_back(self):
        broken = self._reminder(NUMBER, network_id='broken')
        sound = self._reminder(NUMBER, network_id='sound')
        link = type(broken)._link_to

        def fail_once(reminder, bills):
            if reminder.network_id == 'broken':
                raise ValueError("A bug of ours.")
            return link(reminder, bills)

        with (
            patch.object(type(broken), '_link_to', fail_once),
            mute_logger('odoo.addons.pagero_connector.models.inbox.reminders'),
        ):
            self._link()

        self.assertEqual((broken.state, sound.state), ('stored', 'linked'))

    def test_one_that_names_no_invoice_says_so(self):
        reminder = self._reminder(root='Invoice')

        self._link()

        self.assertEqual(reminder.state, 'stored')
        self.assertIn("which invoice", reminder.remark_words)

    def test_another_vendors_bill_of_the_same_number_is_not_it(self):
        stranger = self.env['res.partner'].create({'name': self.vendor.name, 'is_company': True})
        self.bill.button_draft()
        self.bill.partner_id = stranger
        self.bill.action_post()
        reminder = self._reminder(NUMBER)

        self._link()

        self.assertEqual(reminder.state, 'stored')

    def test_another_companys_bill_is_not_it(self):
        other = self._create_other_company()
        self.bill.button_draft()
        self.bill.unlink()
        theirs = self._create_invoice(
            move_type='in_invoice',
            partner_id=self.vendor.id,
            ref=NUMBER,
            company_id=other.id,
            journal_id=self.env['account.journal']
            .search([('company_id', '=', other.id), ('type', '=', 'purchase')], limit=1)
            .id,
        )
        reminder = self._reminder(NUMBER)

        self._link()

        self.assertEqual((theirs.ref, reminder.state), (NUMBER, 'stored'))

    def test_without_a_vendor_the_senders_own_document_leads_to_the_bill(self):
        self.bill.button_draft()
        self.bill.unlink()
        booked = self._book((GOLDEN / 'invoice.xml').read_bytes())
        reminder = self._reminder(booked.document_number)
        self.vendor.write({'vat': False, 'company_registry': False})

        self._link()

        self.assertEqual(reminder.move_id, booked.move_id)

    def test_a_test_reminds_of_nothing(self):
        reminder = self._reminder(NUMBER, send_mode='Test')

        self._link()

        self.assertFalse(reminder.move_id)

    def test_its_bill_is_deleted_and_it_is_to_do_again(self):
        self.bill.button_draft()
        reminder = self._reminder(NUMBER)
        self._link()
        self.assertEqual(reminder.state, 'linked')

        self.bill.unlink()

        self.assertEqual((reminder.state, reminder.move_id.id), ('stored', False))

    def test_one_that_a_user_has_set_aside_stays_so(self):
        self.bill.button_draft()
        reminder = self._reminder(NUMBER)
        self._link()
        reminder.action_set_aside()

        self.bill.unlink()

        self.assertEqual((reminder.state, reminder.move_id.id), ('set_aside', False))
        self.assertEqual(reminder.set_aside_reason, 'by_hand')
