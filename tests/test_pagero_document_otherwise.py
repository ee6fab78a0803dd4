from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PageroCommon


@tagged('post_install', '-at_install')
class TestOtherwise(PageroCommon):
    """C21: an undeliverable customer gets the invoice another way, and that is recorded."""

    def _send(self, document, **values):
        action = document.action_send_otherwise()
        self.assertEqual(action['res_model'], 'account.move.send.wizard')
        wizard = self.env[action['res_model']].with_context(**action['context']).create(values)
        with patch.object(type(self.env['ir.actions.report']), '_render_qweb_pdf', _no_pdf):
            wizard.action_send_and_print()
        return wizard

    def test_it_is_cancelled_and_mailed(self):
        document = self._create_document(state='held', held_reason='connection')

        wizard = self._send(document)

        self.assertEqual(wizard.sending_methods, ['email'])
        self.assertEqual((document.state, document.instead), ('cancelled', 'email'))
        self.assertEqual(document.status, "Sent by e-mail instead")
        self.assertEqual(document.move_id.pagero_status, "Sent by e-mail instead")
        self.assertIn('instead_email', self._events(document))
        self.assertTrue(document.move_id.is_move_sent)

    def test_without_an_address_it_is_printed(self):
        self.customer.email = False
        document = self._create_document(state='invalid')

        self._send(document)

        self.assertEqual(document.instead, 'print')

    def test_a_mail_to_nobody_is_no_delivery(self):
        document = self._create_document(state='held')

        self._send(document, sending_methods=['email'], mail_partner_ids=[])

        self.assertEqual((document.state, document.instead), ('cancelled', 'asked'))
        self._send(document, sending_methods=['email', 'manual'], mail_partner_ids=[])
        self.assertEqual(document.instead, 'print')

    def test_what_leaves_by_another_transmission_is_not_mailed_as_well(self):
        old = self._create_document(state='cancelled', send_mode='Production')
        newer = self._create_document(move=old.move_id, state='sending', send_mode='Production')
        self.assertFalse(old.can_send_instead)

        with self.assertRaisesRegex(UserError, "use that"):
            old.action_send_otherwise()

        newer._move_to('cancelled')
        self.assertTrue(old.can_send_instead)

    def test_an_opened_dialog_alone_is_no_delivery(self):
        document = self._create_document(state='held')

        document.action_send_otherwise()

        self.assertEqual((document.state, document.instead), ('cancelled', 'asked'))
        self.assertFalse(document.move_id.is_move_sent)
        self.assertIn("has not left", document.advice)

    def test_until_it_has_left_it_needs_somebody(self):
        document = self._create_document(state='held')
        document.action_send_otherwise()

        self.assertEqual(self._needing_somebody(), document)
        alert = document.move_id._get_alerts()['pagero_otherwise']
        self.assertEqual(alert['action']['type'], 'ir.actions.server')
        self._send(document)

        self.assertFalse(self._needing_somebody())
        self.assertNotIn('pagero_otherwise', document.move_id._get_alerts())

    def test_it_no_longer_does_once_it_is_sent_again_or_cancelled(self):
        for cure in (
            lambda document: document.action_send_again(),
            lambda document: self.env['pagero.document']._enqueue(document.move_id, 'Production'),
            lambda document: document.move_id.button_cancel(),
        ):
            document = self._create_document(state='held')
            document.action_send_otherwise()

            cure(document)

            self.assertNotIn(document, self._needing_somebody())
            self.assertFalse(document.instead)

    def test_a_test_of_it_is_no_delivery(self):
        document = self._create_document(state='held')
        document.action_send_otherwise()

        self.env['pagero.document']._enqueue(document.move_id, 'Test')

        self.assertEqual(self._needing_somebody(), document)

    def test_readers_see_that_it_has_not_left(self):
        document = self._create_document(state='held')
        document.action_send_otherwise()
        reader = self._create_user('looker', 'base.group_user,account.group_account_readonly')

        alert = document.move_id.with_user(reader)._get_alerts()['pagero_otherwise']

        self.assertEqual(alert['action']['res_model'], 'pagero.document')

    def _needing_somebody(self):
        """The same on the card, in the list under it, and among the invoices."""
        data = self.env['pagero.dashboard'].load()
        card = next(each for each in data['cards'] if each['key'] == 'person')
        found = self.env['pagero.document'].search(card['domain'])
        self.assertEqual(len(found), card['count'])
        self.assertEqual([each['id'] for each in data['people']], found.ids)
        return found

    def test_what_pagero_has_is_not_sent_twice(self):
        for state in ('queued', 'sending', 'processing', 'delivered'):
            document = self._create_document(state=state)
            with self.subTest(state=state), self.assertRaisesRegex(UserError, "twice"):
                document.action_send_otherwise()
            self.assertEqual(document.state, state)

    def test_at_pagero_it_is_cancelled_first(self):
        # Nobody answers at the address of these tests: then it is not given up either.
        document = self._create_document(state='error', file_id='7', part_ids=['9'])

        with self.assertRaises(UserError):
            document.action_send_otherwise()

        self.assertEqual(document.state, 'error')

    def test_only_who_may_post_invoices(self):
        document = self._create_document(state='held')
        reader = self._create_user('reader', 'base.group_user,account.group_account_readonly')

        with self.assertRaises(AccessError):
            document.with_user(reader).action_send_otherwise()


def _no_pdf(self, report_ref, res_ids=None, data=None):
    """Rendering takes longer than all the rest, and isn't looked at here."""
    return b'%PDF-1.4\n%%EOF\n', 'pdf'
