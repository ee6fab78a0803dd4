from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import USER_GROUPS, PageroCommon
from .test_header_buttons import visible_boxes


@tagged('post_install', '-at_install')
class TestAccountMoveRecipient(PageroCommon):
    """Addresses and customer number of one invoice, and on the customer where somebody says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.move = cls._create_customer_invoice(delivery_date='2026-09-01')

    def _change(self, kind, move=None, **values):
        move = move or self.move
        edit = move.env['pagero.address.edit'].with_context(
            default_move_id=move.id, default_kind=kind
        )
        with Form(edit) as form:
            for name, value in values.items():
                setattr(form, name, value)
        return form.record.action_confirm()

    def _addresses(self, move):
        xml, _errors = self.env['account.edi.xml.pagero']._export_invoice(move)
        return xml.decode()

    # === ADDRESSES === #

    def test_another_delivery_address_is_this_invoices_only(self):
        gln = '7300010000001'
        self._change('delivery', name="Gate 3", street="Hamnen 1", global_location_number=gln)

        contact = self.move.partner_shipping_id
        self.assertEqual((contact.name, contact.city), ("Gate 3", "Björkdal"))
        self.assertFalse(contact.active)
        self.assertEqual(self.customer.address_get(['delivery'])['delivery'], self.customer.id)
        self.move.action_post()
        xml = self._addresses(self.move)
        self.assertIn("Hamnen 1", xml)
        self.assertIn('<cbc:ID schemeID="0088">7300010000001</cbc:ID>', xml)

    def test_it_may_be_for_the_customer_too(self):
        self._change('delivery', name="Gate 3", is_for_customer=True)
        first = self.move.partner_shipping_id

        self._change('delivery', street="Hamnen 2", is_for_customer=True)

        self.assertEqual(self.move.partner_shipping_id, first)
        self.assertEqual((first.street, first.active), ("Hamnen 2", True))
        self.assertEqual(self.customer.address_get(['delivery'])['delivery'], first.id)

    def test_another_invoice_address_changes_nothing_else(self):
        lines = self.move.invoice_line_ids.mapped('price_total')
        before = (self.move.invoice_date_due, self.move.partner_shipping_id, self.move.currency_id)

        self._change('invoice', name="Scanning centre", street="Box 1")

        self.assertEqual(self.move.commercial_partner_id, self.customer)
        self.assertTrue(self.move.send_with_pagero)
        after = (self.move.invoice_date_due, self.move.partner_shipping_id, self.move.currency_id)
        self.assertEqual((after, self.move.invoice_line_ids.mapped('price_total')), (before, lines))
        self.move.action_post()
        self.assertIn("Box 1", self._addresses(self.move))

    def test_a_posted_invoice_keeps_its_customer_but_not_where_it_goes(self):
        self.move.action_post()

        with self.assertRaisesRegex(UserError, "draft"):
            self._change('invoice', street="Box 1")
        self._change('delivery', street="Hamnen 1")

        self.assertIn("Hamnen 1", self._addresses(self.move))

    def test_an_accountant_who_keeps_no_contacts_can_do_it(self):
        accountant = self._create_user('accountant', groups=USER_GROUPS)
        move = self.move.with_user(accountant)

        self._change('delivery', move, street="Hamnen 1")

        self.assertEqual(self.move.partner_shipping_id.street, "Hamnen 1")
        with self.assertRaises(AccessError):
            self._change('delivery', move, street="Hamnen 2", is_for_customer=True)

    def test_a_reader_of_invoices_cannot(self):
        groups = 'base.group_user,account.group_account_readonly'
        reader = self._create_user('reader', groups=groups)

        with self.assertRaises(AccessError):
            self._change('delivery', self.move.with_user(reader), street="Hamnen 1")

    def test_what_was_sent_stays(self):
        self._create_document(self.move, state='processing')

        with self.assertRaisesRegex(UserError, "can no longer be changed"):
            self._change('delivery', street="Hamnen 1")

    # === CUSTOMER NUMBER === #

    def _confirm(self, number):
        """Somebody has seen it at Pagero."""
        connection = self.customer.pagero_connection_id or self._create_connection()
        number = {'name': number, 'is_confirmed': True}
        connection.number_ids = [Command.clear(), Command.create(number)]

    def test_the_number_may_be_for_the_customer_too(self):
        with Form(self.move) as form:
            form.pagero_customer_number = '1001'
        self.assertFalse(self.customer.pagero_customer_number)

        self.move.write({'pagero_customer_number': '1002', 'pagero_keeps_number': True})

        self.assertEqual(self.customer.pagero_customer_number, '1002')

    def test_an_accountant_who_keeps_no_contacts_may_keep_the_number(self):
        accountant = self._create_user('accountant', groups=USER_GROUPS)
        values = {'pagero_customer_number': '1002', 'pagero_keeps_number': True}

        self.move.with_user(accountant).write(values)

        self.assertEqual(self.customer.pagero_customer_number, '1002')

    def test_a_confirmed_number_is_sent(self):
        self._confirm('1001')
        self.move.pagero_customer_number = '1001'

        self.assertEqual(self.move._pagero_customer_number(), '1001')
        self.assertFalse(self.move._pagero_objections())

    def test_an_unconfirmed_number_is_left_out_and_named(self):
        self._confirm('1001')
        self.move.pagero_customer_number = '1010'

        [found] = self.move._pagero_objections()

        self.assertEqual(self.move._pagero_customer_number(), '')
        self.assertEqual((found.rule, found.is_fatal), ('PAGERO-CUSTOMER-NUMBER', False))

    # === CREDIT NOTES === #

    def test_a_credited_invoice_is_chosen_among_the_customers(self):
        self.move.action_post()
        refund = self._create_customer_invoice(move_type='out_refund')
        self.env.user.group_ids += self.env.ref('pagero_connector.group_user')

        with Form(refund) as form:
            form.pagero_credited_choice_id = self.move
            self.assertFalse(form.pagero_credited_choice_id)

        self.assertEqual(refund.pagero_credited_number, self.move.name)
        self.assertEqual(refund.pagero_credited_date, self.move.invoice_date)

    def test_a_credit_note_of_what_never_came_has_a_hint(self):
        self.move.action_post()
        self._create_connection()
        refund = self._reverse_invoice(self.move, post=False)
        refund.pagero_buyer_reference = 'ANNA01'
        self.env.user.group_ids += self.env.ref('pagero_connector.group_user')

        self.assertEqual(visible_boxes(refund), ['pagero_original'])
        self.assertIn(self.move.name, refund._get_alerts()['pagero_original']['message'])
        self._create_document(self.move, state='delivered')
        self.env.invalidate_all()
        self.assertEqual(visible_boxes(refund), [])
