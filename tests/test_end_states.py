"""Where nothing is left to do, nothing is advised."""

from odoo import fields
from odoo.tests import tagged

from ..models.account.pagero_credential import LOGIN_LIFETIME
from ..models.document.pagero_document import FINISHED, STATES
from ..models.inbox.pagero_received_document import STATES as RECEIVED_STATES
from ..models.texts.answering import reason_said
from .bill_common import BillCommon
from .common import PageroCommon
from .test_header_buttons import shown


BOXES = "//div[hasclass('alert')]"
# How far a list was read: for developers, or in no view.
NOT_ON_FORMS = {
    ('pagero.account', 'answers_until'),
    ('pagero.account', 'network_polled_until'),
    ('pagero.account', 'polled_until'),
    ('pagero.account', 'received_until'),
    ('pagero.digest', 'told_until'),
}


@tagged('post_install', '-at_install')
class TestSent(PageroCommon):
    """Documents, requests and orders."""

    def _assert_silent(self, record):
        self.assertEqual([each.get('class') for each in shown(record, BOXES)], [])

    def test_what_has_ended_or_was_replaced_advises_nothing(self):
        document = self._create_document(error_code='28700')
        for state, _label in STATES:
            is_over = state in FINISHED
            for is_superseded in (False, True):
                document.write({'state': state, 'is_superseded': is_superseded})
                if is_over or is_superseded:
                    with self.subTest(state=state, is_superseded=is_superseded):
                        self.assertFalse(document.advice)
                        self.assertFalse(document.cure)
                        self._assert_silent(document)

    def test_requests_and_orders_that_have_ended_tell_no_failed_mail(self):
        connection = self._create_connection(state='requested')
        values = {'connection_id': connection.id, 'account_id': connection.account_id.id}
        for model in ('pagero.connection.request', 'pagero.routing.order'):
            record = self.env[model].sudo().create({**values, **self._needs(model, connection)})
            ends = [state for state, ways in record._transitions.items() if not ways]
            self.assertTrue(ends)
            for state in ends:
                record.write({'state': state, 'mail_trouble': "Not sent"})
                with self.subTest(model=model, state=state):
                    self._assert_silent(record)

    def _needs(self, model, connection):
        fields = self.env[model]._fields
        return {'partner_id': connection.partner_id.id} if fields['partner_id'].store else {}


@tagged('post_install', '-at_install')
class TestUntil(PageroCommon):
    """Until when something is so is told as long as it is so."""

    def _moments(self):
        """(model, field) of each moment of our forms whose label says until when."""
        return sorted(
            (name, field.name)
            for name, model in self.env.registry.items()
            if name.startswith('pagero.') and not model._abstract
            for field in model._fields.values()
            if field.type in ('date', 'datetime') and 'until' in field.string.lower()
        )

    def _shown(self, moment):
        credential = self._credential(self.account)
        credential.write({'token_expires_at': moment, 'refreshed_at': moment - LOGIN_LIFETIME})
        self.account.sudo().paused_until = moment
        self.env.invalidate_all()
        health = self.env['pagero.health'].sudo().create({'account_id': self.account.id})
        return {
            (record._name, each.get('name'))
            for record in (self.account, health)
            for each in shown(record, '//form/sheet/group//field')
        }

    def test_what_has_passed_is_not_told(self):
        moments = set(self._moments()) - NOT_ON_FORMS
        past = fields.Datetime.subtract(fields.Datetime.now(), minutes=1)
        ahead = fields.Datetime.add(fields.Datetime.now(), minutes=5)

        self.assertLessEqual(moments, self._shown(ahead))
        self.assertFalse(moments & self._shown(past))


@tagged('post_install', '-at_install')
class TestReceived(BillCommon):
    def _remarked(self):
        received = self._receive_ours()
        received.bill_remarks = [{'code': 'no_vendor', 'sender': "Granbergs Bygg AB"}]
        received.remarks = [{'code': 'no_number'}]
        return received

    def test_a_document_that_needs_no_bill_asks_for_no_vendor(self):
        received = self._remarked()
        for state, _label in RECEIVED_STATES:
            is_over = state in ('linked', 'answered')
            received.write({'state': state})
            with self.subTest(state=state):
                self.assertEqual("Choose the vendor" in (received.remark_words or ''), not is_over)
                self.assertEqual(bool(shown(received, BOXES)), not is_over)

    def test_a_rejected_one_is_over(self):
        self.account.sudo().is_live = True
        received = self._remarked()

        received._answer('RE', [reason_said('PRI', "Avtalat pris är 95")])

        self.assertEqual(received.state, 'answered')
        self.assertFalse(received.remark_words)

    def test_a_bill_that_is_paid_or_cancelled_asks_for_nothing(self):
        received = self._book()
        bill = received.move_id
        received.bill_remarks = [{'code': 'no_date'}]
        self.assertIn("Fill in the bill date", bill.pagero_received_remarks)

        bill.button_cancel()

        self.assertFalse(bill.pagero_received_remarks)
        self.assertFalse(received.remark_words)
