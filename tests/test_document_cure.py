from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.document.cure import ACTS, WAYS
from ..models.document.pagero_document import STATES, STOPPED
from .common import USER_GROUPS, PageroCommon


REFERENCE = {
    'rule': 'PEPPOL-EN16931-R003',
    'severity': 'fatal',
    'location': '/',
    'place': "Buyer reference (BT-10)",
    'text': "One of buyer reference and order reference must be there.",
    'advice': "Fill it in.",
    'layer': 'peppol',
}


@tagged('post_install', '-at_install')
class TestOfferedToReaders(PageroCommon):
    """A button of the dashboard leads nowhere that its reader may not go."""

    def test_what_it_leads_to_can_be_read(self):
        seller = 'base.group_user,pagero_connector.group_sales'
        reader = f'{seller},account.group_account_readonly'
        found = set()
        for state, _label in STATES:
            document = self._create_document(state=state, part_ids=False)
            for role, groups in (('seller', seller), ('reader', reader), ('books', USER_GROUPS)):
                user = self._create_user(f'{state}_{role}', groups)
                seen = document.with_user(user).sudo(False)
                seen.invalidate_recordset(['cure'])
                if not seen.cure:
                    continue
                found.add((role, seen.cure))
                action = seen.action_cure()
                model = action and (
                    action.get('res_model') or (action.get('params') or {}).get('model')
                )
                with self.subTest(state=state, role=role, cure=seen.cure):
                    if model in self.env:
                        self.assertTrue(self.env[model].with_user(user).has_access('read'))
        self.assertIn(('reader', 'correct'), found)
        self.assertNotIn(('seller', 'correct'), found)


@tagged('post_install', '-at_install')
class TestOnceOnTheForm(PageroCommon):
    def test_the_button_of_the_cure_does_not_stand_above_it_as_well(self):
        form = etree.fromstring(self.env['pagero.document'].get_view(view_type='form')['arch'])
        cures = {method: cure for cure, method in (ACTS | WAYS).items()}
        seen = set()
        for button in form.iterfind('header/button'):
            if cure := cures.get(button.get('name')):
                with self.subTest(cure=cure):
                    self.assertIn(f"cure == '{cure}'", button.get('invisible'))
                    seen.add(cure)
        self.assertGreaterEqual(seen, {'restart', 'again', 'otherwise', 'online'})


@tagged('post_install', '-at_install')
class TestCorrectedHere(PageroCommon):
    """An invoice that was stopped is corrected and sent again without leaving it."""

    def _stopped(self, state='error', **values):
        return self._create_document(state=state, part_ids=False, **values)

    def test_take_it_back_correct_it_send_it_again(self):
        document = self._stopped(error_code='14300', error_group='content')
        invoice = document.move_id
        action = document.action_correct()

        self.assertEqual(action['params'], {'model': 'account.move', 'record_id': invoice.id})
        self.assertEqual((document.state, document.instead), ('cancelled', 'correct'))
        self.assertTrue(document.needs_person and invoice.pagero_needs_person)
        self.assertFalse(invoice.pagero_references_locked)
        alert = invoice._get_alerts()['pagero_correction']
        self.assertEqual(alert['action']['params']['method'], 'action_send_again')
        self.assertNotIn('pagero_document', invoice._get_alerts())

        invoice.payment_reference = "4711"
        document.action_send_again()

        self.assertEqual(invoice.pagero_state, 'queued')
        self.assertFalse(document.needs_person or invoice.pagero_needs_person)
        self.assertNotIn('pagero_correction', invoice._get_alerts())

    def test_as_a_draft_it_is_sent_again_by_posting(self):
        document = self._stopped(send_mode='Test')
        invoice = document.move_id
        self.account.catch_from = invoice.invoice_date
        document.action_correct()
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 96.0
        invoice.action_post()

        self.assertEqual(invoice.pagero_state, 'queued')
        self.assertFalse(document.needs_person)

    def test_what_cannot_be_stopped_is_not_taken_back(self):
        for state in ('sending', 'processing', 'delivered'):
            document = self._create_document(state=state)
            with self.subTest(state=state), self.assertRaises(UserError):
                document.action_correct()

    def test_the_buttons_stand_on_the_invoice_where_its_state_allows(self):
        document = self._create_document(part_ids=['part-1'])
        invoice = document.move_id
        for state, _label in STATES:
            document.write({'state': state})
            invoice.invalidate_recordset()
            with self.subTest(state=state):
                self.assertEqual(invoice.pagero_can_retry, state == 'invalid')
                self.assertEqual(invoice.pagero_can_restart, state in STOPPED)

    def test_try_again_on_the_invoice(self):
        document = self._stopped('invalid', stored_findings=[REFERENCE])
        document.move_id.action_retry_pagero()

        self.assertEqual(document.state, 'queued')
        self.assertFalse(document.findings)

    def test_restart_on_the_invoice_is_refused_where_it_cannot_help(self):
        with self.assertRaises(UserError):
            self._stopped('invalid').move_id.action_restart_pagero()

    def test_after_a_correction_the_old_text_goes_and_it_is_checked_again(self):
        document = self._stopped('invalid', stored_findings=[REFERENCE])
        invoice = document.move_id
        self.assertIn("buyer reference", invoice._get_alerts()['pagero_document']['message'])

        invoice.pagero_buyer_reference = 'BERTIL02'

        self.assertEqual(document.state, 'queued')
        self.assertNotIn('pagero_document', invoice._get_alerts())
        self.assertFalse(document.findings)

    def test_what_no_recipient_reads_checks_nothing_again(self):
        document = self._stopped('invalid')
        document.move_id.write({'checked': True})
        self.assertEqual(document.state, 'invalid')

    def test_the_sentence_has_no_numbers_of_rules_and_terms(self):
        document = self._stopped('invalid', stored_findings=[REFERENCE])
        for word in ('R003', 'BT-10', '[', ']'):
            self.assertNotIn(word, document.reason)
        self.assertIn('R003', document.findings_table)

    def test_the_send_dialog_says_it_is_not_sent_and_where_to_correct(self):
        document = self._stopped('error', error_code='28500', error_group='routing')
        invoice = document.move_id
        alerts = self.env['account.move.send']._pagero_alerts(invoice)

        self.assertNotIn('pagero_under_way', alerts)
        self.assertIn("Not sent over Pagero yet", alerts['pagero_stopped']['message'])
        self.assertEqual(alerts['pagero_stopped']['action'], document._cure_link())


@tagged('post_install', '-at_install')
class TestWaitingCheck(PageroCommon):
    """What waits is checked while it waits; what is cured goes on by itself."""

    def test_a_waiting_invoice_says_what_will_stop_it(self):
        invoice = self._create_customer_invoice(pagero_buyer_reference=False)
        document = self._create_document(invoice)
        document._move_to('held', held_reason='connection')
        document._check_now()

        self.assertTrue(document.fails_check and document.needs_person)
        alerts = invoice._get_alerts()
        self.assertIn("reference", alerts['pagero_waiting_flaw']['message'])
        self.assertNotIn('pagero_document', alerts, "what can be done now comes first")
        found = self.env['pagero.document'].search([('needs_person', '=', True)])
        self.assertIn(document, found)

        invoice.pagero_buyer_reference = 'ANNA01'
        document._check_now()
        self.assertFalse(document.fails_check or document.needs_person)
        self.assertEqual(document.state, 'held')
        self.assertIn("not connected", invoice._get_alerts()['pagero_document']['message'])

    def test_it_ends_with_the_waiting(self):
        document = self._create_document(state='held', held_reason='connection', fails_check=True)
        document._release()
        self.assertFalse(document.fails_check)

    def test_what_is_cured_elsewhere_is_queued_again(self):
        right = self._create_document(state='invalid', stored_findings=[REFERENCE])
        wrong = self._create_document(
            self._create_customer_invoice(pagero_buyer_reference=False),
            state='invalid',
            stored_findings=[REFERENCE],
        )
        (right + wrong)._check_now()

        self.assertEqual((right.state, wrong.state), ('queued', 'invalid'))
        self.assertTrue(wrong.findings)


@tagged('post_install', '-at_install')
class TestOvertaken(PageroCommon):
    """A failed test of an invoice that has arrived needs no person."""

    def _deliver(self, document):
        document._move_to('delivered')
        document._overtake_tests()

    def test_a_delivery_in_production_closes_failed_tests(self):
        failed = self._create_document(state='error', send_mode='Test')
        other = self._create_document(state='error', send_mode='Test')
        self._deliver(self._create_document(failed.move_id, state='processing'))

        self.assertTrue(failed.is_superseded)
        self.assertFalse(failed.needs_person)
        self.assertTrue(other.needs_person)
        self.assertEqual(self._events(failed)[-1], 'replaced')

    def test_a_later_test_closes_an_earlier_one_only(self):
        first, second, third = (
            self._create_document(state='error', send_mode='Test') for _number in range(3)
        )
        move = first.move_id
        (second + third).write({'move_id': move.id})
        second.write({'state': 'processing'})
        self._deliver(second)

        self.assertTrue(first.is_superseded)
        self.assertFalse(third.is_superseded)

    def test_polling_does_it(self):
        failed = self._create_document(state='error', send_mode='Test')
        document = self._create_document(failed.move_id, state='processing', file_id='file-9')
        self.env['pagero.document'].sudo()._apply_delivered(self.account, [self._listed(document)])
        self.assertTrue(failed.is_superseded)

    def test_the_card_counts_what_the_list_shows(self):
        for state in ('held', 'error', 'invalid'):
            self._create_document(state=state)
        self._create_document(state='cancelled', instead='correct')
        self._create_document(state='held', held_reason='connection', fails_check=True)
        user = self._create_user(
            'pagero', 'base.group_user,account.group_account_invoice,pagero_connector.group_user'
        )
        page = self.env['pagero.dashboard'].with_user(user).load()
        card = next(each for each in page['cards'] if each['key'] == 'person')
        found = self.env['pagero.document'].with_user(user).search_count(card['domain'])

        self.assertEqual((card['count'], len(page['people']), found), (4, 4, 4))
        self.assertTrue(all(each['cure'] for each in page['people']))
