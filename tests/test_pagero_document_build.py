from unittest.mock import patch

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.tools.own_context import OURS
from ..models.xml.account_edi_xml_pagero import AccountEdiXmlPagero
from .common import PageroCommon


class BuildCommon(PageroCommon):
    def _claimed(self, **values):
        move = self._create_customer_invoice(**values)
        return self._create_document(move, state='sending', send_mode='Test')

    def _files(self, document):
        files = self.env['ir.attachment'].sudo()
        field = [('res_model', '=', document._name), ('res_field', '=', 'stored_xml')]
        return files.search([*field, ('res_id', '=', document.id)])


@tagged('post_install', '-at_install')
class TestBuild(BuildCommon):
    """From a claimed batch to bytes that may leave, or to a list of what is wrong."""

    def _broken(self):
        return self._claimed(pagero_buyer_reference=False)

    def test_a_good_invoice_becomes_an_upload(self):
        document = self._claimed()

        [upload] = document._build()

        self.assertEqual(upload.key, document.id)
        self.assertEqual(upload.sender_reference, document.sender_reference)
        self.assertEqual(upload.send_mode, 'Test')
        root = etree.fromstring(upload.payload)
        self.assertEqual(root.findtext('{*}ID'), document.move_id.name)

    def test_the_bytes_are_kept_as_they_leave(self):
        document = self._claimed()

        [upload] = document._build()

        self.assertEqual(document._stored_xml(), upload.payload)

    def test_a_broken_invoice_says_what_is_wrong(self):
        document = self._broken()

        self.assertEqual(document._build(), [])

        self.assertEqual(document.state, 'invalid')
        self.assertIn('PEPPOL-EN16931-R003', document.findings_table)
        self.assertFalse(document.xml_file)

    def test_a_bill_whose_vendor_bills_itself_after_all_stays_here(self):
        bill = self._create_bill().with_context(pagero_skip_catch=OURS)
        bill.action_post()
        document = self._create_document(bill, state='sending', send_mode='Test')
        bill.journal_id.is_self_billing = False

        self.assertEqual(document._build(), [])

        self.assertEqual(document.state, 'cancelled')
        self.assertIn('not_self_billed', self._events(document))
        with self.assertRaisesRegex(UserError, "not for self-billing"):
            document.action_send_again()

    def test_one_broken_invoice_stops_no_other(self):
        broken, good = self._broken(), self._claimed()

        [upload] = (broken + good)._build()

        self.assertEqual(upload.key, good.id)
        self.assertEqual((broken + good).mapped('state'), ['invalid', 'sending'])

    def test_what_odoo_refuses_is_a_finding(self):
        document = self._claimed()
        refusal = patch.object(
            AccountEdiXmlPagero, '_draw_up', side_effect=UserError("The seller has no address.")
        )
        with refusal:
            self.assertEqual(document._build(), [])

        self.assertEqual(document.state, 'invalid')
        self.assertIn("The seller has no address.", document.findings_table)

    def test_a_pdf_that_could_not_be_drawn_is_told_and_stops_nothing(self):
        self.customer.pagero_embed_pdf = 'yes'
        document = self._create_document(state='sending', send_mode='Test')
        broken = patch.object(
            type(document.move_id), '_make_pagero_pdf', side_effect=ValueError("no printer")
        )

        with broken, mute_logger('odoo.addons.pagero_connector.models.invoice.attachments'):
            [_upload] = document._build()

        rules = [each['rule'] for each in document.findings]
        self.assertEqual(rules, ['PAGERO-PDF-NOT-DRAWN'])
        self.assertIn('pdf_not_drawn', self._events(document))

    def test_an_invoice_that_is_no_longer_posted_is_not_sent(self):
        document = self._claimed()
        # Past Odoo: what the network may know can't be changed otherwise.
        query = "UPDATE account_move SET state = 'draft' WHERE id = %s"
        self.env.cr.execute(query, [document.move_id.id])
        self.env.invalidate_all()

        self.assertEqual(document._build(), [])

        self.assertEqual(document.state, 'cancelled')
        self.assertIn('not_posted', self._events(document))

    def test_a_cured_invoice_keeps_nothing_of_its_illness(self):
        document = self._broken()
        document._build()
        document.move_id.pagero_buyer_reference = 'ANNA01'
        self.assertEqual(document.state, 'queued', "what is corrected goes on by itself")
        document._move_to('sending')

        self.assertEqual(len(document._build()), 1)

        self.assertFalse([each for each in document.findings or [] if each['severity'] == 'fatal'])

    def test_the_newest_bytes_replace_older_ones(self):
        document = self._claimed()
        document._build()

        document._build()

        self.assertEqual(len(self._files(document)), 1)

    def test_it_remembers_what_a_document_at_pagero_must_match(self):
        document = self._claimed()
        document.write({'recipient_identities': False, 'document_number': False})

        document._build()

        self.assertEqual(document.document_number, document.move_id.name)
        self.assertIn('2120009986', document.recipient_identities)

    def test_each_company_builds_with_its_own_name(self):
        other = self._create_other_company()
        self.env.user.company_ids += other
        self._create_account(other)
        mine, theirs = self._claimed(), self._claimed_of(other)

        uploads = {upload.key: upload.payload.decode() for upload in (mine + theirs)._build()}

        self.assertIn("Norrsken Kaffe AB", uploads[mine.id])
        self.assertIn("Sydsken Te AB", uploads[theirs.id])
        self.assertNotIn("Norrsken Kaffe AB", uploads[theirs.id])

    def _claimed_of(self, company):
        journal = self.env['account.journal'].search(
            [('company_id', '=', company.id), ('type', '=', 'sale')], limit=1
        )
        move = (
            self.env['account.move']
            .with_company(company)
            .create(
                {
                    'move_type': 'out_invoice',
                    'journal_id': journal.id,
                    'partner_id': self.customer.id,
                    'pagero_buyer_reference': 'ANNA01',
                    'invoice_line_ids': [
                        Command.create(
                            {
                                'name': "Te",
                                'price_unit': 10,
                                'tax_ids': [Command.set(company.account_sale_tax_id.ids)],
                            }
                        )
                    ],
                }
            )
        )
        return self._create_document(move, state='sending', send_mode='Test')


@tagged('post_install', '-at_install')
class TestRightsOnFiles(BuildCommon):
    def test_the_file_has_the_rights_of_the_document(self):
        document = self._claimed()
        document._build()
        friend = self._create_user('friend')
        stranger = self._create_user('stranger', company=self._create_other_company())

        self.assertTrue(document.with_user(friend).sudo(False).xml_file)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            document.with_user(stranger).sudo(False).read(['xml_file'])
