from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.account.models.account_move_send import AccountMoveSend

from ..models.tools.own_context import OURS
from ..models.xml.source import Batch
from ..network import HttpTransport
from .common import PageroCommon


class SendCommon(PageroCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.send = cls.env['account.move.send']
        cls.invoice = cls._create_posted()
        cls._create_connection()

    @classmethod
    def _create_posted(cls, **values):
        """Posted without being caught, so that the dialog has something to do."""
        invoice = cls._create_customer_invoice(**values)
        invoice.with_context(pagero_skip_catch=OURS).action_post()
        return invoice

    def _methods(self, invoice):
        return self.send._get_default_sending_methods(invoice)

    def _rendering(self):
        """Counts the invoices whose PDF core renders."""
        return patch.object(
            AccountMoveSend, '_prepare_invoice_pdf_report', side_effect=_count_only, autospec=True
        )


def _count_only(_self, invoices_data):
    for data in invoices_data.values():
        data['was_rendered'] = True


@tagged('post_install', '-at_install')
class TestDefaultMethods(SendCommon):
    def test_pagero_stands_alone(self):
        self.assertEqual(self._methods(self.invoice), {'pagero'})

    def test_what_the_customer_asked_for_stays_beside_it(self):
        for method in ('email', 'manual'):
            self.customer.with_company(self.company).invoice_sending_method = method
            with self.subTest(method=method):
                self.assertEqual(self._methods(self.invoice), {'pagero', method})

    def test_it_is_never_beside_peppol(self):
        with patch.object(
            AccountMoveSend, '_get_default_sending_methods', lambda *_args: {'peppol', 'email'}
        ):
            self.assertEqual(self._methods(self.invoice), {'pagero'})

    def test_nobody_is_mailed_unasked_once_it_is_on_its_way(self):
        document = self._create_document(self.invoice)
        for state in ('queued', 'held', 'processing', 'delivered'):
            document.write({'state': state})
            with self.subTest(state=state):
                self.assertEqual(self._methods(self.invoice), set())

    def test_what_the_customer_asked_for_stays_once_it_is_on_its_way(self):
        self._create_document(self.invoice, state='processing')
        for method, expected in {'email': {'email'}, 'pagero': set()}.items():
            self.customer.with_company(self.company).invoice_sending_method = method
            with self.subTest(method=method):
                self.assertEqual(self._methods(self.invoice), expected)

    def test_other_customers_keep_their_way(self):
        self.assertEqual(
            self._methods(self._create_posted(partner_id=self.partner_a.id)), {'manual'}
        )

    def test_a_choice_on_the_invoice_counts(self):
        self.invoice.pagero_choice = 'no'

        self.assertNotIn('pagero', self._methods(self.invoice))

    def test_it_is_no_choice_without_an_account(self):
        customer = self._create_customer(invoice_sending_method='pagero')
        self.account.sudo().write({'active': False})

        methods = self._methods(self._create_posted(partner_id=customer.id))

        self.assertNotIn('pagero', methods)

    def test_it_is_no_choice_before_the_first_login(self):
        for state in ('draft', 'interest_sent'):
            self.account.sudo().write({'state': state})
            with self.subTest(state=state):
                self.assertNotIn('pagero', self._methods(self.invoice))

    def test_an_expired_login_is_no_hindrance(self):
        for state in ('expired', 'disconnected'):
            self.account.sudo().write({'state': state})
            with self.subTest(state=state):
                self.assertIn('pagero', self._methods(self.invoice))


@tagged('post_install', '-at_install')
class TestApplicable(SendCommon):
    def _is_applicable(self, method='pagero', invoice=None):
        return self.send._is_applicable_to_move(method, invoice or self.invoice)

    def test_it_is_applicable(self):
        self.assertTrue(self._is_applicable())

    def test_not_while_a_live_transmission_is_under_way(self):
        document = self._create_document(self.invoice)
        for state in ('queued', 'held', 'invalid', 'sending', 'error', 'unsure', 'delivered'):
            document.write({'state': state})
            with self.subTest(state=state):
                self.assertFalse(self._is_applicable())

    def test_again_once_it_was_cancelled_or_replaced(self):
        document = self._create_document(self.invoice, state='cancelled')
        self.assertTrue(self._is_applicable())

        document.write({'state': 'error', 'is_superseded': True})
        self.assertTrue(self._is_applicable())

    def test_tests_do_not_count(self):
        self._create_document(self.invoice, state='delivered', send_mode='Test')

        self.assertTrue(self._is_applicable())

    def test_a_live_transmission_keeps_peppol_away(self):
        self._create_document(self.invoice, state='processing')

        self.assertFalse(self._is_applicable('peppol'))
        self.assertTrue(self._is_applicable('email'))

    def test_receipts_do_not_go(self):
        receipt = self._create_posted(move_type='out_receipt')

        self.assertFalse(self._is_applicable(invoice=receipt))


@tagged('post_install', '-at_install')
class TestDialog(SendCommon):
    def _dialog(self, invoice=None, **values):
        return self._create_account_move_send_wizard_single(invoice or self.invoice, **values)

    def test_it_offers_pagero(self):
        dialog = self._dialog()

        self.assertIn('pagero', dialog.sending_method_checkboxes)
        self.assertTrue(dialog.sending_method_checkboxes['pagero']['checked'])
        self.assertTrue(dialog.shows_pagero)

    def test_it_offers_the_mode_of_the_account(self):
        self.assertEqual(self._dialog().pagero_send_mode, 'Test')

        self.account.action_go_live()
        self.assertEqual(self._dialog().pagero_send_mode, 'Production')

    def test_it_offers_the_mode_of_the_invoice_first(self):
        self.invoice.pagero_send_mode = 'Certification'

        self.assertEqual(self._dialog().pagero_send_mode, 'Certification')

    def test_after_a_trial_it_offers_what_the_account_sends_in(self):
        self.account.sudo().is_live = True
        for trial in ('Test', 'Certification'):
            invoice = self._create_posted(pagero_send_mode=trial)
            for state, offered in (('error', trial), ('delivered', 'Production')):
                self._create_document(invoice, send_mode=trial, state=state)
                with self.subTest(trial=trial, state=state):
                    self.assertEqual(self._dialog(invoice).pagero_send_mode, offered)

    def test_it_queues_with_the_chosen_mode(self):
        for mode in ('Test', 'Certification', 'Production'):
            invoice = self._create_posted()

            self._dialog(invoice, pagero_send_mode=mode).action_send_and_print()

            with self.subTest(mode=mode):
                document = invoice.pagero_document_ids
                self.assertRecordValues(document, [{'state': 'queued', 'send_mode': mode}])

    def test_a_test_to_somebody_unconnected_wants_a_tick(self):
        self.env['pagero.connection'].sudo().search([]).unlink()
        dialog = self._dialog()
        self.assertIn(self.customer.name, dialog.alerts['pagero_test']['message'])
        with self.assertRaisesRegex(UserError, "Send the test anyway"):
            dialog.action_send_and_print()

        dialog.pagero_test_confirmed = True
        dialog.action_send_and_print()

        self.assertTrue(self.invoice.pagero_document_ids.is_test_confirmed)

    def test_other_modes_and_connected_customers_want_none(self):
        for mode in ('Production', 'Certification'):
            with self.subTest(mode=mode):
                dialog = self._dialog(pagero_send_mode=mode)
                self.assertNotIn('pagero_test', dialog.alerts or {})
        self.assertNotIn('pagero_test', self._dialog().alerts or {})

    def test_it_calls_nobody(self):
        with patch.object(HttpTransport, 'send') as send:
            self._dialog().action_send_and_print()

        send.assert_not_called()

    def test_the_invoice_does_not_count_as_sent_yet(self):
        self._dialog(pagero_send_mode='Production').action_send_and_print()

        self.assertFalse(self.invoice.is_move_sent)

    def test_no_pdf_is_made_where_nobody_wants_one(self):
        with self._rendering() as render:
            self._dialog().action_send_and_print()

        render.assert_not_called()
        self.assertFalse(self.invoice.invoice_pdf_report_id)

    def test_a_pdf_is_made_for_the_mail(self):
        self.customer.with_company(self.company).invoice_sending_method = 'email'

        self._dialog().action_send_and_print()

        self.assertTrue(self.invoice.invoice_pdf_report_id)
        self.assertEqual(self.invoice.pagero_state, 'queued')

    def test_a_pdf_is_made_where_the_account_says_so(self):
        self.account.embed_pdf = True

        self._dialog().action_send_and_print()

        self.assertTrue(self.invoice.invoice_pdf_report_id)

    def test_only_mail_leaves_pagero_alone(self):
        self._dialog(sending_methods=['email']).action_send_and_print()

        self.assertFalse(self.invoice.pagero_document_ids)

    def test_without_a_choice_of_pagero_the_mode_is_hidden(self):
        self.assertFalse(self._dialog(sending_methods=['email']).shows_pagero)

    def test_what_we_bill_ourselves_is_sent_as_well(self):
        bill, other = self._create_bill(), self._create_bill(self_billed=False)
        (bill + other).with_context(pagero_skip_catch=OURS).action_post()

        self.assertEqual((bill + other).mapped('display_send_button'), [True, False])
        self._dialog(bill, pagero_send_mode='Production').action_send_and_print()

        document = bill.pagero_document_ids
        self.assertRecordValues(document, [{'state': 'queued', 'partner_id': self.customer.id}])
        with self.assertRaisesRegex(UserError, "already"):
            bill.action_send_with_pagero()
        with self.assertRaisesRegex(UserError, "sales documents"):
            self._dialog(other).action_send_and_print()

    def test_the_form_works(self):
        form = Form.from_action(self.env, self.invoice.action_send_and_print())
        form.pagero_send_mode = 'Certification'

        form.save().action_send_and_print()

        self.assertEqual(self.invoice.pagero_document_ids.send_mode, 'Certification')

    def test_a_test_that_waits_makes_room_for_the_next(self):
        """Else all of them would leave as soon as the customer is connected."""
        for state, mode in (('queued', 'Test'), ('held', 'Test'), ('held', 'Production')):
            invoice = self._create_posted()
            waiting = self._create_document(invoice, state=state, send_mode='Test')

            self._dialog(invoice, pagero_send_mode=mode).action_send_and_print()

            with self.subTest(state=state, mode=mode):
                newest = invoice.pagero_document_id
                self.assertRecordValues(newest, [{'state': 'queued', 'send_mode': mode}])
                self.assertEqual(waiting.state, 'cancelled')
                self.assertIn('replaced', self._events(waiting))

    def test_what_was_confirmed_once_is_not_asked_again(self):
        self._create_document(self.invoice, send_mode='Test', is_test_confirmed=True)

        self._dialog(pagero_send_mode='Test').action_send_and_print()

        self.assertTrue(self.invoice.pagero_document_id.is_test_confirmed)

    def test_an_invoice_on_its_way_is_refused_with_its_state(self):
        self._create_document(self.invoice, state='processing')

        with self.assertRaisesRegex(UserError, "already.*At Pagero"):
            self._dialog(sending_methods=['pagero']).action_send_and_print()


@tagged('post_install', '-at_install')
class TestClosedBox(SendCommon):
    def test_what_is_over_pagero_already_cannot_be_ticked(self):
        self._create_document(self.invoice, state='delivered')

        dialog = self._create_account_move_send_wizard_single(self.invoice)

        box = dialog.sending_method_checkboxes['pagero']
        self.assertEqual((box['checked'], box['readonly']), (False, True))

    def test_what_was_only_tested_can(self):
        self._create_document(self.invoice, state='delivered', send_mode='Test')

        dialog = self._create_account_move_send_wizard_single(self.invoice)

        self.assertNotIn('readonly', dialog.sending_method_checkboxes['pagero'])


@tagged('post_install', '-at_install')
class TestBatch(SendCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.others = cls._create_posted() + cls._create_posted(partner_id=cls.partner_a.id)
        cls.invoices = cls.invoice + cls.others

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref('account.ir_cron_account_move_send').sudo().method_direct_trigger()

    def test_it_counts_what_goes_over_pagero(self):
        dialog = self._create_account_move_send_wizard_multi(self.invoices)

        self.assertEqual(dialog.summary_data['pagero']['count'], 2)
        self.assertTrue(dialog.shows_pagero)

    def test_it_counts_in_the_readers_words(self):
        """Core tells the sending methods as they stand in the code."""
        self.env['res.lang']._activate_lang('sv_SE')
        for name in ('account', 'pagero_connector'):
            self.env.ref(f'base.module_{name}')._update_translations(['sv_SE'])
        dialog = self._create_account_move_send_wizard_multi(self.invoices)
        dialog = dialog.with_context(lang='sv_SE')
        dialog.invalidate_recordset()
        partners = self.env['res.partner'].with_context(lang='sv_SE')
        methods = partners._fields['invoice_sending_method']
        words = dict(methods._description_selection(partners.env))

        labels = {way: told['label'] for way, told in dialog.summary_data.items()}

        self.assertEqual(labels['pagero'], "via Pagero")
        for way in labels.keys() & (words.keys() - {'manual'}):
            self.assertEqual(labels[way], words[way])

    def test_the_chosen_mode_reaches_the_scheduled_action(self):
        dialog = self._create_account_move_send_wizard_multi(
            self.invoices, pagero_send_mode='Certification'
        )

        dialog.action_send_and_print()
        self._run_cron()

        documents = self.invoices.pagero_document_ids
        self.assertEqual(documents.move_id, self.invoices[:2])
        self.assertEqual(set(documents.mapped('send_mode')), {'Certification'})
        self.assertFalse(any(self.invoices.mapped('sending_data')))

    def test_without_a_mode_the_account_decides(self):
        dialog = self._create_account_move_send_wizard_multi(self.invoices, pagero_send_mode=False)
        self.account.action_go_live()

        dialog.action_send_and_print()
        self._run_cron()

        modes = self.invoices.pagero_document_ids.mapped('send_mode')
        self.assertEqual(modes, ['Production', 'Production'])

    def _choose(self, way, **values):
        return self._create_account_move_send_wizard_multi(
            self.invoices, pagero_way=way, pagero_send_mode='Certification', **values
        )

    def _counts(self, dialog):
        return {way: told['count'] for way, told in dialog.summary_data.items()}

    def test_it_says_how_many_go_by_which_way_as_it_is_chosen(self):
        self._create_document(self.others[0], state='processing')
        dialog = self._choose('usual')
        self.assertTrue(dialog.offers_pagero)

        self.assertEqual(self._counts(dialog), {'pagero': 1, 'manual': 1, 'nothing': 1})
        dialog.pagero_way = 'all'
        self.assertEqual(self._counts(dialog), {'pagero': 2, 'manual': 1, 'nothing': 1})
        dialog.pagero_way = 'none'
        self.assertEqual(self._counts(dialog), {'email': 1, 'manual': 1, 'nothing': 1})
        self.assertFalse(dialog.shows_pagero)

    def test_all_that_can_go_over_pagero_once_it_is_chosen(self):
        self._choose('all', pagero_test_confirmed=True).action_send_and_print()
        self._run_cron()

        self.assertEqual(self.invoices.pagero_document_ids.move_id, self.invoices)
        modes = set(self.invoices.pagero_document_ids.mapped('send_mode'))
        self.assertEqual(modes, {'Certification'})

    def test_none_goes_over_pagero_once_that_is_chosen(self):
        dialog = self._choose('none')

        dialog.action_send_and_print()
        self._run_cron()

        self.assertFalse(self.invoices.pagero_document_ids)
        self.assertFalse(any(self.invoices.mapped('sending_data')))

    def test_a_receipt_says_what_goes_by_which_way(self):
        action = self._choose('usual').action_send_and_print()

        self.assertEqual(action['tag'], 'pagero_receipt')
        receipt = action['params']
        self.assertIn("By Pagero: 2.", receipt['message'])
        self.assertIn("Manually: 1.", receipt['message'])
        self.assertEqual(receipt['next']['type'], 'ir.actions.act_window_close')
        domains = [link['action']['domain'] for link in receipt['links']]
        self.assertIn([('id', 'in', self.invoices[:2].ids)], domains)

    def test_without_an_account_it_is_core_s_dialog(self):
        self.account.sudo().write({'active': False})
        dialog = self._create_account_move_send_wizard_multi(self.invoices)

        self.assertFalse(dialog.offers_pagero)
        self.assertEqual(dialog.action_send_and_print()['tag'], 'display_notification')

    def test_no_pdf_is_made_where_nobody_wants_one(self):
        dialog = self._create_account_move_send_wizard_multi(self.invoices[:2])
        dialog.action_send_and_print()

        with self._rendering() as render:
            self._run_cron()

        render.assert_not_called()
        self.assertEqual(len(self.invoices.pagero_document_ids), 2)

    def test_the_mode_is_used_when_it_is_sent_at_once(self):
        dialog = self._create_account_move_send_wizard_multi(
            self.invoices[:2], pagero_send_mode='Certification'
        )

        dialog.action_send_and_print(force_synchronous=True)

        modes = self.invoices.pagero_document_ids.mapped('send_mode')
        self.assertEqual(modes, ['Certification', 'Certification'])

    def test_tests_to_somebody_unconnected_want_a_tick(self):
        self.env['pagero.connection'].sudo().search([]).unlink()
        dialog = self._create_account_move_send_wizard_multi(self.invoices[:2])
        self.assertIn('pagero_test', dialog.alerts)
        with self.assertRaisesRegex(UserError, "Send the test anyway"):
            dialog.action_send_and_print()

        dialog.pagero_test_confirmed = True
        dialog.action_send_and_print()
        self._run_cron()

        confirmed = self.invoices.pagero_document_ids.mapped('is_test_confirmed')
        self.assertEqual(confirmed, [True, True])

    def test_the_tick_lets_go_the_tests_that_waited_for_it(self):
        self.env['pagero.connection'].sudo().search([]).unlink()
        waiting = {'state': 'held', 'held_reason': 'connection', 'send_mode': 'Test'}
        older = self._create_document(self.invoice, **waiting)
        newer = self._create_document(self.invoice, **waiting)
        dialog = self._create_account_move_send_wizard_multi(
            self.invoices[:2], pagero_test_confirmed=True
        )
        dialog.action_send_and_print()
        self._run_cron()

        gone = {'state': 'queued', 'is_test_confirmed': True}
        self.assertRecordValues(newer + self.others[0].pagero_document_ids, [gone, gone])
        self.assertEqual(older.state, 'cancelled')
        self.assertEqual(self.invoice.pagero_document_ids, older + newer)

    def test_one_that_is_refused_holds_up_nobody(self):
        dialog = self._create_account_move_send_wizard_multi(self.invoices[:2])
        dialog.action_send_and_print()
        for move in self.invoices[:2]:
            move.sending_data = {**move.sending_data, 'sending_methods': ['pagero']}
        self._create_document(self.invoice, state='processing')

        self._run_cron()

        self.assertEqual(self.invoices[1].pagero_state, 'queued')
        self.assertEqual(self.invoice.pagero_document_count, 1)
        self.assertFalse(any(self.invoices.mapped('sending_data')))


@tagged('post_install', '-at_install')
class TestErrors(SendCommon):
    def test_a_refusal_is_what_core_expects(self):
        """A plain string would crash core's loop, which then leaves the whole batch."""
        self._create_document(self.invoice, state='processing')
        data = {self.invoice: {'sending_methods': {'pagero'}}}

        self.send._call_web_service_after_invoice_pdf_render(data)

        error = data[self.invoice]['error']
        self.assertIn(self.invoice.display_name, self.send._format_error_text(error))
        self.assertIn("already", self.send._format_error_html(error))

    def _data(self, *methods):
        return {self.invoice: {'sending_methods': set(methods), 'invoice_edi_format': False}}

    def test_the_others_go_on(self):
        other = self._create_posted()
        self._create_document(self.invoice, state='processing')
        data = {move: {'sending_methods': {'pagero'}} for move in (self.invoice, other)}

        self.send._call_web_service_after_invoice_pdf_render(data)

        self.assertNotIn('error', data[other])
        self.assertEqual(other.pagero_state, 'queued')

    def test_an_invoice_on_its_way_is_told_in_the_dialog(self):
        self._create_document(self.invoice, state='processing')
        data = self._data('manual')

        alert = self.send._get_alerts(self.invoice, data)['pagero_under_way']

        self.assertIn(self.invoice.name, alert['message'])
        self.assertIn("At Pagero", alert['message'])
        self.assertEqual(alert['action']['res_model'], 'pagero.document')

    def test_both_networks_at_once_are_refused(self):
        data = self._data('pagero', 'peppol')

        alert = self.send._get_alerts(self.invoice, data)['pagero_and_peppol']

        self.assertEqual(alert['level'], 'danger')

    def test_core_does_not_advertise_its_own_network(self):
        advertising = {'account_peppol_what_is_peppol': {}, 'account_missing_email': {}}
        data = self._data('pagero')
        with patch.object(AccountMoveSend, '_get_alerts', lambda *_args: dict(advertising)):
            alerts = self.send._get_alerts(self.invoice, data)

        self.assertEqual(set(alerts), {'account_missing_email'})

    def test_a_second_choice_makes_no_edi_file_of_cores(self):
        self.customer.with_company(self.company).invoice_edi_format = 'ubl_bis3'
        with_mail = {'sending_methods': {'pagero', 'email'}}

        alone = self.send._get_default_invoice_edi_format(self.invoice, sending_methods={'pagero'})

        self.assertFalse(alone)
        self.assertEqual(
            self.send._get_default_invoice_edi_format(self.invoice, **with_mail), 'ubl_bis3'
        )


@tagged('post_install', '-at_install')
class TestOneTestIsEnough(SendCommon):
    """Shops and tills send by themselves what posting has queued already."""

    def _send_by_itself(self):
        self.send._generate_and_send_invoices(
            self.invoice, allow_raising=False, allow_fallback_pdf=True
        )

    def test_no_second_test_while_one_is_under_way(self):
        document = self._create_document(self.invoice, send_mode='Test')
        for state in ('queued', 'held', 'sending', 'processing'):
            document.write({'state': state})
            self._send_by_itself()
            with self.subTest(state=state):
                self.assertEqual(self.invoice.pagero_document_count, 1)

    def test_another_one_after_it(self):
        for state in ('delivered', 'error', 'cancelled'):
            self.invoice.pagero_document_ids.sudo().write({'state': 'cancelled'})
            self._create_document(self.invoice, send_mode='Test', state=state)
            before = self.invoice.pagero_document_count
            self._send_by_itself()
            with self.subTest(state=state):
                self.assertEqual(self.invoice.pagero_document_count, before + 1)

    def test_another_mode_is_another_matter(self):
        self._create_document(self.invoice, send_mode='Test')
        self.invoice.pagero_send_mode = 'Certification'

        self._send_by_itself()

        self.assertEqual(self.invoice.pagero_document_count, 2)

    def test_nobody_is_mailed_what_is_on_its_way(self):
        self._create_document(self.invoice, state='processing')

        with patch.object(AccountMoveSend, '_send_mail') as send_mail:
            self._send_by_itself()

        send_mail.assert_not_called()
        self.assertEqual(self.invoice.pagero_document_count, 1)

    def test_the_batch_makes_no_second_test(self):
        self._create_document(self.invoice, send_mode='Test')

        self._create_account_move_send_wizard_multi(
            self.invoice + self._create_posted()
        ).action_send_and_print(force_synchronous=True)

        self.assertEqual(self.invoice.pagero_document_count, 1)

    def test_a_person_may_ask_for_another_test(self):
        self._create_document(self.invoice, send_mode='Test')

        self._create_account_move_send_wizard_single(self.invoice).action_send_and_print()
        self.assertEqual(self.invoice.pagero_document_count, 2)

        self.invoice.action_send_with_pagero()
        self.assertEqual(self.invoice.pagero_document_count, 3)


@tagged('post_install', '-at_install')
class TestWithoutRightsOnPagero(SendCommon):
    def test_people_who_may_send_only_need_no_right_on_the_account(self):
        user = self._create_user('sender', 'base.group_user')
        theirs = self.send.with_user(user)

        self.assertTrue(theirs._is_applicable_to_company('pagero', self.company.with_user(user)))


@tagged('post_install', '-at_install')
class TestOneLiveTransmission(SendCommon):
    """The database itself refuses a second one, whoever asks."""

    def _enqueue(self, mode='Production'):
        documents = self.env['pagero.document']._enqueue(self.invoice, mode)
        self.env.flush_all()
        return documents

    @mute_logger('odoo.sql_db')
    def test_a_second_live_one_is_refused(self):
        first = self._enqueue()
        for state in ('queued', 'held', 'sending', 'unsure', 'error', 'delivered'):
            first.sudo().write({'state': state})
            self.env.flush_all()
            refused = self.assertRaises(UniqueViolation)
            with self.subTest(state=state), refused, self.env.cr.savepoint():
                self._enqueue()

    @mute_logger('odoo.sql_db')
    def test_a_direct_creation_is_refused_as_well(self):
        self._enqueue()

        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self._create_document(self.invoice)

    @mute_logger('odoo.sql_db')
    def test_a_test_cannot_become_a_second_live_one(self):
        self._enqueue()
        test = self._enqueue('Test')

        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            test.sudo().write({'send_mode': 'Production'})
            self.env.flush_all()

    def test_tests_are_free(self):
        self._enqueue()

        self.assertTrue(self._enqueue('Test') and self._enqueue('Test'))

    def test_after_a_cancelled_one_there_may_be_another(self):
        self._enqueue().sudo()._move_to('cancelled')

        self.assertTrue(self._enqueue())

    @mute_logger('odoo.sql_db')
    def test_two_batches_with_the_same_invoice_conflict(self):
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.env['pagero.document']._enqueue(self.invoice, 'Production')
            self.env['pagero.document']._enqueue(self.invoice, 'Production')
            self.env.flush_all()


PDF = b'%PDF-1.4\n%%EOF\n'


@tagged('post_install', '-at_install')
class TestAddedFiles(SendCommon):
    """What is added in the dialog goes where the invoice goes; what can't go is said."""

    def _wizard(self, *names, methods=('pagero',), content=PDF):
        wizard = self._create_account_move_send_wizard_single(self.invoice)
        wizard.sending_methods = list(methods)
        files = self.env['ir.attachment'].create([{'name': name, 'raw': content} for name in names])
        wizard.mail_attachments_widget = [
            *(wizard.mail_attachments_widget or []),
            *({'id': file.id, 'name': file.name, 'manual': True} for file in files),
        ]
        return wizard

    def test_there_is_a_box_with_pagero_alone(self):
        wizard = self._wizard()

        self.assertTrue(wizard.display_attachments_widget)
        self.assertFalse(wizard.mail_attachments_widget)

    def test_with_an_email_beside_its_own_files_are_shown_too(self):
        wizard = self._wizard('tid.pdf', methods=('pagero', 'email'))
        self.assertGreater(len(wizard.mail_attachments_widget), 1)

        wizard.sending_methods = ['pagero']

        self.assertEqual([file['name'] for file in wizard.mail_attachments_widget], ['tid.pdf'])

    def test_they_go_into_the_e_invoice_once(self):
        wizard = self._wizard('tid.pdf', 'spec.pdf')
        wizard._put_files_inside()

        wizard.action_send_and_print()

        inside = self.invoice.sudo().pagero_attachment_ids
        self.assertEqual(inside.mapped('name'), ['tid.pdf', 'spec.pdf'])
        terms = self._terms()
        self.assertEqual([file.filename for file in terms.documents], ['tid.pdf', 'spec.pdf'])

    def _terms(self):
        builder = self.env['account.edi.xml.pagero']
        return builder._invoice(builder._source(self.invoice, Batch()))

    def test_what_an_e_invoice_cannot_carry_is_said_and_stops_it(self):
        wizard = self._wizard('tid.pdf', 'avtal.docx')
        [docx] = [file['id'] for file in wizard.mail_attachments_widget if 'docx' in file['name']]
        self.assertIn("avtal.docx", wizard.attachments_not_supported[str(docx)])

        with self.assertRaisesRegex(UserError, "avtal.docx"):
            wizard.action_send_and_print()

        self.assertFalse(self.invoice.sudo().pagero_attachment_ids)
        self.assertFalse(self.invoice.pagero_document_ids)

    def test_with_an_email_it_goes_by_that_and_the_chatter_says_so(self):
        wizard = self._wizard('avtal.docx', methods=('pagero', 'email'))

        wizard._put_files_inside()

        self.assertFalse(self.invoice.sudo().pagero_attachment_ids)
        self.assertIn("avtal.docx", ' '.join(self.invoice.message_ids.mapped('body')))

    def test_a_file_that_the_user_may_not_read_goes_nowhere(self):
        clerk = self._create_user('clerk_with_files')
        secret = self.env['ir.attachment'].create(
            {'name': 'a.pdf', 'raw': PDF, 'res_model': 'ir.config_parameter', 'res_id': 1}
        )
        wizard = self._wizard().with_user(clerk)
        wizard.sudo().mail_attachments_widget = [{'id': secret.id, 'manual': True}]

        with self.assertRaises(AccessError):
            wizard._put_files_inside()

    def test_without_pagero_they_go_by_email_only(self):
        wizard = self._wizard('tid.pdf', methods=('email',))

        self.assertFalse(wizard.attachments_not_supported)
        self.assertFalse(self.invoice.sudo().pagero_attachment_ids)
