from odoo.tests import tagged

from ..models.document.pagero_document import STOPPED
from .common import PageroCommon


READERS = 'base.group_user,account.group_account_invoice,pagero_connector.group_user'


def plain(words):
    return words.replace('\N{NARROW NO-BREAK SPACE}', ' ')


@tagged('post_install', '-at_install')
class TestHistory(PageroCommon):
    """Who, when and what, in the reader's words, of what was sent and of what came."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('sv_SE')
        cls.env.ref('base.module_pagero_connector')._update_translations(['sv_SE'])
        cls.user = cls._create_user('anna', READERS)

    def _as(self, record, lang='en_US'):
        record.invalidate_recordset()
        return record.with_user(self.user).sudo(False).with_context(lang=lang)

    def test_the_invoice_tells_of_both_directions(self):
        document = self._create_document()
        document._log('queued', user=True)
        received = self._create_received(self.account)
        received.write({'move_id': document.move_id.id})
        received._log('stored')
        history = self._as(document.move_id).pagero_history

        self.assertIn("Queued for sending", history)
        self.assertIn("its file is kept", history)
        self.assertIn(received.display_name, history)
        self.assertIn("I kö för att skickas", self._as(document.move_id, 'sv_SE').pagero_history)

    def test_moments_are_written_as_the_reader_writes_them(self):
        document = self._create_document()
        document._log('queued')
        self.env.flush_all()
        moment = '2026-11-29 23:30:00'
        self.cr.execute('UPDATE pagero_document_event SET create_date = %s', [moment])
        self.env.invalidate_all()
        self.user.tz = 'Europe/Stockholm'

        self.assertIn("11/30/2026 12:30:00 AM", plain(self._as(document).history))
        self.assertIn("2026-11-30 00:30:00", plain(self._as(document, 'sv_SE').history))

    def test_the_words_of_others_are_one_click_away(self):
        document = self._create_document(state='sending')
        document._move_to('error', error_text="28600: needs routing <b>", error_code='28600')
        history = self._as(document).history
        shown, _summary, details = history.partition('<details')

        self.assertIn("order a route", shown)
        self.assertNotIn("needs routing", shown)
        self.assertIn("needs routing &lt;b&gt;", details)

    def test_an_older_event_has_its_sentence_by_the_words(self):
        document = self._create_document()
        document._log('error', reason="The recipient (Kund) is not active.")
        self.assertIn("deactivated", document.event_ids[:1].sentence)
        self.assertIn("not active", document.event_ids[:1].said)

    def test_a_reason_of_ours_is_no_detail(self):
        document = self._create_document()
        document._log('held', reason='connection')
        self.assertFalse(document.event_ids[:1].said)

    def test_an_error_of_the_wire_is_plain(self):
        document = self._create_document()
        document._log('retried_later', reason="[Errno 111]", trouble={'code': 'no_connection'})
        [event] = document.event_ids
        self.assertNotIn("Errno", event.sentence)
        self.assertEqual(event.said, "[Errno 111]")

    def test_both_models_are_told_alike(self):
        for name in ('pagero.document', 'pagero.received.document'):
            events = self.env[self.env[name]._fields['event_ids'].comodel_name]
            self.assertIn('pagero.event.mixin', events._inherit)
            self.assertIn('history', self.env[name]._fields)
            views = self.env['ir.ui.view'].search([('model', '=', name), ('type', '=', 'form')])
            self.assertIn('name="history"', ''.join(views.mapped('arch')))


@tagged('post_install', '-at_install')
class TestChatter(PageroCommon):
    """The invoice's chatter says once that its e-invoice arrived, or was stopped."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('sv_SE')
        cls.env.ref('base.module_pagero_connector')._update_translations(['sv_SE'])

    def _told(self, move, lang='en_US'):
        ours = move.message_ids.filtered(lambda message: message.subtype_id.description)
        names = self.env['mail.message.subtype'].search([('name', 'ilike', 'E-Invoice')])
        ours = ours.filtered(lambda message: message.subtype_id in names)
        return ours.sorted('id').subtype_id.with_context(lang=lang).mapped('description')

    def test_a_delivery_is_told_in_the_readers_language(self):
        document = self._create_document(state='processing')
        document._move_to('delivered')
        self.assertEqual(self._told(document.move_id), ["E-invoice delivered"])
        self.assertEqual(self._told(document.move_id, 'sv_SE'), ["E-faktura levererad"])

    def test_a_stop_is_told_once(self):
        document = self._create_document(state='processing', part_ids=['part-1'])
        for state in ('error', 'processing', 'awaiting_interaction', 'error'):
            document._move_to(state)
        self.assertEqual(len(self._told(document.move_id)), 1)
        document._move_to('delivered')
        self.assertEqual(len(self._told(document.move_id)), 2)

    def test_tests_and_waiting_are_not_told(self):
        test = self._create_document(state='processing', send_mode='Test')
        test._move_to('delivered')
        waiting = self._create_document()
        waiting._move_to('held', held_reason='connection')
        self.assertFalse(self._told(test.move_id) or self._told(waiting.move_id))

    def test_no_follower_gets_a_mail(self):
        document = self._create_document(state='processing')
        document.move_id.message_subscribe(self.customer.ids)
        document._move_to('delivered')
        messages = document.move_id.message_ids
        self.assertFalse(messages.notification_ids or messages.sudo().mail_ids)
        self.assertTrue(all(messages.filtered('subtype_id.internal').mapped('is_internal')))

    def test_every_way_to_stop_is_told(self):
        for state in (*STOPPED, 'invalid'):
            document = self._create_document(
                state='queued' if state == 'invalid' else 'processing', part_ids=['part-1']
            )
            if state == 'invalid':
                document._move_to('sending')
            document._move_to(state)
            with self.subTest(state=state):
                self.assertEqual(len(self._told(document.move_id)), 1)
