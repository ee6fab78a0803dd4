from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import USER_GROUPS, PageroCommon


# What of ours on Odoo's models ends in the document and names other records: which gate it has.
RELATIONS = {
    'account.move.pagero_payment_account_ids': "accounts of whoever is paid (here)",
    'account.move.pagero_tax_currency_id': "currencies belong to everybody",
    'account.move.pagero_attachment_ids': "files of this invoice; moving one is refused",
    'account.move.pagero_document_id': "shown only",
    'account.move.pagero_document_ids': "shown only",
    'account.move.pagero_reminder_ids': "shown only",
    'account.move.pagero_response_ids': "shown only",
    'account.move.pagero_replaces_id': "kept by the server",
    'account.move.pagero_allowance_line_ids': "lines of this invoice, computed",
    'account.move.pagero_line_ids': "lines of this invoice",
    'account.move.pagero_watched_ids': "of a copy of a bill: they only hold it",
    'account.move.pagero_handler_ids': "kept by the server",
    'res.partner.bank.pagero_trusted_by_id': "kept by the server",
    'account.move.pagero_received_ids': "shown only",
    'account.move.pagero_received_id': "shown only, computed",
    'account.move.line.pagero_line_above_id': "a line of this invoice, computed",
    'account.move.line.pagero_origin_country_id': "countries belong to everybody",
    'account.move.pagero_invoice_contact_id': "core's customer: core checks its company",
    'account.move.pagero_delivery_contact_id': "core's delivery address: the same",
    'account.move.pagero_credited_choice_id': "read in the form with the user's own rights",
}


@tagged('post_install', '-at_install')
class TestPaymentAccounts(PageroCommon):
    """An invoice asks to be paid to those who sell, whatever a client writes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls._create_customer(name="A Thief AB")
        cls.other = cls._create_other_company()
        cls.foreign = cls._account_of(cls.stranger, 'SE4550000000058398257466')
        cls.own = cls._account_of(cls.company.partner_id, 'SE7280000810340009783242')
        cls.accountant = cls._create_user('accountant', USER_GROUPS)
        cls.invoice = cls._create_customer_invoice()

    @classmethod
    def _account_of(cls, partner, number):
        return cls._create_trusted_account(partner, number)

    def _refused(self, call, *args):
        with self.assertRaisesRegex(ValidationError, "bank accounts of"), self.cr.savepoint():
            call(*args)

    def test_every_relation_of_ours_is_decided_on(self):
        found = {
            str(field)
            for name in ('account.move', 'account.move.line', 'res.partner.bank', 'account.tax')
            for field in self.env[name]._fields.values()
            if field.relational and (field._modules or (None,))[0] == 'pagero_connector'
        }
        self.assertEqual(found, set(RELATIONS))

    def test_no_foreign_account_is_written(self):
        theirs = self.other.partner_id.bank_ids[:1]
        invoice = self.invoice.with_user(self.accountant)
        for account in (self.foreign, theirs):
            value = {'pagero_payment_account_ids': [Command.link(account.id)]}
            with self.subTest(account=account.acc_number):
                self._refused(invoice.write, value)
                self._refused(invoice.sudo().write, value)
                self._refused(invoice.copy, value)

    def test_nor_on_a_posted_invoice(self):
        self.invoice.action_post()
        invoice = self.invoice.with_user(self.accountant)

        self._refused(
            invoice.write, {'pagero_payment_account_ids': [Command.set(self.foreign.ids)]}
        )

    def test_nor_by_the_context_of_a_creation(self):
        moves = self.env['account.move'].with_user(self.accountant)
        named = moves.with_context(
            default_pagero_payment_account_ids=[Command.set(self.foreign.ids)],
            default_move_type='out_invoice',
        )
        self._refused(named.create, {'partner_id': self.customer.id})

    def test_nor_by_a_template(self):
        template = (
            self.env['pagero.invoice.template']
            .sudo()
            .create({**self.env['pagero.invoice.template']._values_of(self.invoice), 'name': "T"})
        )
        kept = template.header or {}
        template.header = {
            **kept,
            'pagero_payment_account_ids': [Command.set(self.foreign.ids)],
        }
        self._refused(template.with_user(self.accountant)._create_invoice)

    def test_own_accounts_and_those_above_are_taken(self):
        self.invoice.with_user(self.accountant).pagero_payment_account_ids = self.own
        branch = self.env['res.company'].create({'name': "Gren", 'parent_id': self.company.id})

        self.assertFalse(self.invoice._foreign_accounts(self.own))
        branch_invoice = self.invoice.new({'move_type': 'out_invoice', 'company_id': branch.id})
        self.assertFalse(branch_invoice._foreign_accounts(self.own))

    def test_a_refund_is_paid_to_the_customer(self):
        theirs = self._account_of(self.customer, 'SE1412345678901234567890')
        refund = self._create_customer_invoice(move_type='out_refund')

        refund.pagero_payment_account_ids = theirs
        self._refused(refund.write, {'pagero_payment_account_ids': [Command.set(self.own.ids)]})

    def test_the_check_finds_what_became_foreign(self):
        self.invoice.pagero_payment_account_ids = self.own
        self.assertNotIn('PAGERO-FOREIGN-ACCOUNT', self._rules())

        self.own.sudo().partner_id = self.stranger
        self.assertIn('PAGERO-FOREIGN-ACCOUNT', self._rules())

    def test_the_check_finds_a_foreign_recipient_bank(self):
        self.invoice.partner_bank_id = self.foreign

        self.assertIn('PAGERO-FOREIGN-ACCOUNT', self._rules())

    def _rules(self):
        found = self.invoice._findings_as_if_posted()
        return [each.rule for each in found if each.is_fatal]
