"""No bill is paid to a new or changed account before a second person has approved it."""

from lxml import etree

from odoo import SUPERUSER_ID, Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import Form, HttpCase, tagged

from ..models.texts.answering import reason_said
from .common import USER_GROUPS
from .test_pagero_received_document import SUPPLIER, ReceiveCommon, document


OLD, NEW = ('991-2346', 'SE:BANKGIRO'), ('5050-1055', 'SE:BANKGIRO')
IBAN, CLEARING = 'SE45 5000 0000 0583 9825 7466', '5839-825 74 66'
APPROVER = f'{USER_GROUPS},pagero_connector.group_payee_approver'
VALIDATOR = f'{USER_GROUPS},account.group_validate_bank_account,base.group_partner_manager'


def paid_to(*accounts, number='L-1', **values):
    """A supplier's invoice that asks to be paid to these (number, what stands beside it)."""
    means = ''.join(
        '<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>'
        f'<cac:PayeeFinancialAccount><cbc:ID>{account}</cbc:ID>'
        '<cbc:Name>Granbergs Bygg AB</cbc:Name>'
        f'<cac:FinancialInstitutionBranch><cbc:ID>{beside}</cbc:ID>'
        '</cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount></cac:PaymentMeans>'
        for account, beside in accounts
    )
    made = document(number, **values)
    return made.replace(b'<cac:LegalMonetaryTotal>', means.encode() + b'<cac:LegalMonetaryTotal>')


class HoldCommon(ReceiveCommon):
    """Anna makes and posts bills, Bo approves accounts, Vera trusts accounts of vendors."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls._create_customer(
            name=SUPPLIER['name'], company_registry=SUPPLIER['number'], vat=False
        )
        cls.anna = cls._create_user('anna', USER_GROUPS)
        cls.bo = cls._create_user('bo', APPROVER)
        cls.vera = cls._create_user('vera', VALIDATOR)
        cls.count = 0

    # === FACTORIES === #

    @classmethod
    def _trusted_long_ago(cls, number, partner=None, **values):
        bank = cls._create_trusted_account(partner or cls.vendor, number, **values)
        bank.sudo().pagero_trusted_at = fields.Datetime.subtract(fields.Datetime.now(), days=9)
        return bank

    def _bill(self, *accounts, post=True, by=None, vendor=None, **values):
        """A bill made of a received document, as the accountant ``by`` makes it."""
        type(self).count += 1
        number = f'L-{self.count}'
        received = self._receive(paid_to(*accounts, number=number, **values), f'network-{number}')
        bill = self._bill_by_hand(by, vendor)
        received.move_id = bill.sudo()
        if post:
            bill.action_post()
        return bill

    def _bill_by_hand(self, by=None, vendor=None, **values):
        line = {'name': "Cement", 'quantity': 1, 'price_unit': 100}
        bills = self.env['account.move'].with_user(by or self.anna)
        return bills.create(
            {
                'move_type': 'in_invoice',
                'partner_id': (vendor or self.vendor).id,
                'invoice_date': fields.Date.today(),
                'invoice_line_ids': [Command.create(line)],
                **values,
            }
        )

    def _approve(self, bill, by=None, checked="Called Maja on the number of last year"):
        action = bill.with_user(by or self.bo).action_approve_pagero_accounts()
        dialog = self.env['pagero.payee.approve'].with_user(by or self.bo)
        dialog.with_context(**action['context']).create({'checked': checked}).action_confirm()

    def _register(self, bills, by=None, **values):
        """*Register Payment*, from the button to the payment."""
        action = bills.with_user(by or self.anna).action_register_payment()
        wizard = self.env['account.payment.register'].with_user(by or self.anna)
        return wizard.with_context(**action['context']).create(values)._create_payments()

    def _payment(self, bank, by=None, **values):
        return (
            self.env['account.payment']
            .with_user(by or self.anna)
            .with_company(self.company)
            .create(
                {
                    'payment_type': 'outbound',
                    'partner_type': 'supplier',
                    'partner_id': self.vendor.id,
                    'amount': 125.0,
                    'partner_bank_id': bank.id,
                    **values,
                }
            )
        )

    # === LOOKING === #

    def _assert_held(self, bill, words=None):
        with self.assertRaisesRegex(UserError, words or "cannot be paid yet"), self.cr.savepoint():
            self._register(bill)
        self.assertEqual(bill.pagero_hold, 'held')

    def _assert_free(self, bill):
        self.assertFalse(bill.pagero_hold)
        self.assertFalse(bill.pagero_hold_words)
        with self.cr.savepoint() as savepoint:
            self.assertTrue(self._register(bill))
            savepoint.rollback()

    def _answer_of(self, bill):
        return bill.sudo().pagero_received_ids.answer

    def _refused(self, call, *args, error=UserError):
        with self.assertRaises(error), self.cr.savepoint():
            call(*args)
            self.env.flush_all()


@tagged('post_install', '-at_install')
class TestVerdicts(HoldCommon):
    def test_a_trusted_account_is_paid(self):
        self._trusted_long_ago('991-2346')

        self._assert_free(self._bill(OLD))

    def test_an_account_of_before_the_watch_is_known(self):
        self._trusted_long_ago('991-2346').sudo().pagero_trusted_at = False

        self._assert_free(self._bill(OLD))

    def test_the_first_account_of_a_vendor_is_held(self):
        bill = self._bill(OLD)

        self._assert_held(bill, "first account of this supplier: Bankgiro 991-2346")
        self.assertIn("No other account", bill.pagero_hold_words)
        self.assertIn("Sweden", bill.pagero_hold_words)
        self.assertIn("check digits are right", bill.pagero_hold_words)

    def test_a_changed_account_is_held_and_told(self):
        self._trusted_long_ago('991-2346')
        before = self._bill(OLD).pagero_received_ids.document_number

        bill = self._bill(NEW)

        self._assert_held(bill, "new account: Bankgiro 5050-1055, Granbergs Bygg AB, Sweden")
        self.assertIn(f"Known before: Bankgiro 991-2346 ({before}", bill.pagero_hold_words)

    def test_beside_the_known_account_stands_which_one_is_paid(self):
        """What the invoice states, what is known, and where the payment goes, in each case."""
        known = self._trusted_long_ago('991-2346')
        usual, changed = self._bill(OLD), self._bill(NEW)

        self.assertFalse(usual.pagero_payee_words)
        self.assertEqual(changed.partner_bank_id, known)
        words = changed.pagero_payee_words
        self.assertIn("The invoice states Bankgiro 5050-1055, which is not approved", words)
        self.assertIn(f"{known.display_name} is the account known before", words)
        self.assertIn("Nothing is paid yet", words)

        changed.with_user(self.anna).action_decline_pagero_accounts()
        self.assertIn("was declined", changed.pagero_payee_words)
        self._approve(changed)
        self.assertEqual(changed.partner_bank_id._pagero_written(), "Bankgiro 5050-1055")
        self.assertFalse(changed.pagero_payee_words)
        changed.partner_bank_id = known
        self.assertIn(f"It is paid to {known.display_name}", changed.pagero_payee_words)

    def test_without_a_known_account_the_stated_one_is_named(self):
        bill = self._bill(NEW)

        self.assertFalse(bill.partner_bank_id)
        self.assertIn("once it is approved, it is paid there", bill.pagero_payee_words)
        view = self.env['account.move'].with_user(self.bo).get_view(view_type='form')['arch']
        [field] = etree.fromstring(view).xpath("//field[@name='pagero_payee_words']")
        self.assertEqual(field.getprevious().get('name'), 'partner_bank_id')

    def test_what_the_vendor_has_in_odoo_is_told_as_well(self):
        self._trusted_long_ago('991-2346')

        words = self._bill(NEW).pagero_hold_words
        self.assertIn("Known before: Bankgiro 991-2346, Granbergs Bygg AB, trusted.", words)

    def test_an_account_without_trust_is_not_known(self):
        self.env['res.partner.bank'].create(
            {'partner_id': self.vendor.id, 'acc_number': '991-2346'}
        )

        self._assert_held(self._bill(OLD))

    def test_a_wrong_check_digit_is_held_and_told(self):
        self._trusted_long_ago('991-2346')

        self._assert_held(self._bill(('991-2347', 'SE:BANKGIRO')), "its check digit is wrong")

    def test_of_several_accounts_each_must_be_known(self):
        self._trusted_long_ago('991-2346')

        bill = self._bill(OLD, (IBAN, 'ESSESESS'))

        self._assert_held(bill, "IBAN SE45 5000")
        self.assertNotIn("new account: Bankgiro", bill.pagero_hold_words)

    def test_of_several_trusted_accounts_the_stated_one_is_paid(self):
        self._trusted_long_ago(IBAN, sequence=1)
        stated = self._trusted_long_ago('991-2346', sequence=2)

        bill = self._bill(OLD)

        self.assertEqual(bill.partner_bank_id, stated)
        self.assertFalse(bill.pagero_handler_ids - self.anna - self.env.user)

    def test_a_bill_that_states_none_is_paid_to_the_trusted_account(self):
        self._trusted_long_ago('991-2346')

        self._assert_free(self._bill())

    def test_the_watch_knows_a_sender_whatever_the_vendor_is_called(self):
        self._bill(OLD)
        other = self._create_customer(name="Granbergs Nya Bygg AB", company_registry=False)

        self.assertIn(
            "Known before: Bankgiro 991-2346", self._bill(NEW, vendor=other).pagero_hold_words
        )

    def test_where_there_is_no_electronic_id_the_register_counts(self):
        received = self._receive(paid_to(OLD))
        received.sender_identifier = False

        self.assertEqual(received._payee_sender(), SUPPLIER['number'])

    def test_other_spellings_are_no_change(self):
        """Walkthrough W13.5, and the IBAN of a clearing number."""
        self._trusted_long_ago('991-2346')
        self._trusted_long_ago(CLEARING, pagero_account_kind='bank')
        for spelling in (
            ('9912346', 'SE:BANKGIRO'),
            ('BG 991 23 46', ''),
            ('bg: 991-2346', ''),
            (IBAN, 'ESSESESS'),
            ('se4550000000058398257466', ''),
            ('58398257466', ''),
            ('5839, 825 74 66', 'ESSESESS'),
        ):
            with self.subTest(spelling=spelling):
                self._assert_free(self._bill(spelling))

    def test_credit_notes_are_not_held(self):
        received = self._receive(paid_to(NEW, root='CreditNote'))
        refund = self._bill_by_hand(move_type='in_refund')
        received.move_id = refund.sudo()

        self.assertFalse(refund.pagero_hold)

    def test_an_account_trusted_after_the_bill_came_does_not_free_it(self):
        """One person alone could do both."""
        bill = self._bill(NEW)
        self._create_trusted_account(self.vendor, '5050-1055')

        self._assert_held(bill)

    def test_an_account_that_became_another_one_is_not_known(self):
        bank = self._trusted_long_ago('991-2346')
        bank.with_user(self.vera).write({'allow_out_payment': False})
        bank.with_user(self.vera).write({'acc_number': '5050-1055'})
        bank.with_user(self.vera).write({'allow_out_payment': True})

        self._assert_held(self._bill(NEW))

    def test_an_account_that_lost_its_trust_is_not_known(self):
        bank = self._trusted_long_ago('991-2346')
        self._assert_free(self._bill(OLD))
        bank.with_user(self.vera).write({'allow_out_payment': False})

        self._assert_held(self._bill(OLD))


@tagged('post_install', '-at_install')
class TestWaysToPay(HoldCommon):
    """Every way that leads from a held bill to a payment, for everybody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.known = cls._trusted_long_ago('991-2346')

    def setUp(self):
        super().setUp()
        self.env.ref('base.user_admin').company_ids |= self.company
        self.bill = self._bill(NEW)
        self.doubtful = self._create_trusted_account(self.vendor, '5050-1055')
        self.free = self._bill(OLD)
        self.assertEqual((self.bill.pagero_hold, self.free.pagero_hold), ('held', False))

    def _payable(self, move):
        return move.line_ids.filtered(lambda line: line.account_type == 'liability_payable')

    def _people(self):
        """Also those with every right, and scheduled actions."""
        yield from (self.anna, self.bo, self.env.ref('base.user_admin'))
        yield self.env['res.users'].browse(SUPERUSER_ID)

    def test_the_button(self):
        for user in self._people():
            with self.subTest(user=user.login):
                self._refused(self.bill.with_user(user).action_register_payment)
                self._refused(self.bill.with_user(user).action_force_register_payment)
                self._refused(self.bill.with_user(user).sudo().line_ids.action_register_payment)

    def test_the_button_for_many(self):
        bills = self.bill | self.free

        with self.assertRaisesRegex(UserError, self.bill.name):
            bills.with_user(self.anna).action_register_payment()

    def test_the_dialog_by_rpc(self):
        for context in (
            {'active_model': 'account.move', 'active_ids': (self.bill | self.free).ids},
            {'active_model': 'account.move.line', 'active_ids': self._payable(self.bill).ids},
        ):
            wizards = self.env['account.payment.register'].with_user(self.anna)
            self._refused(call_kw, wizards, 'create', [{}], {'context': context})

    def test_the_dialog_that_was_open_already(self):
        context = {'active_model': 'account.move', 'active_ids': self.free.ids}
        wizards = self.env['account.payment.register'].with_user(self.anna)
        wizard = wizards.with_context(**context).create({})
        self.known.with_user(self.vera).allow_out_payment = False

        self._refused(wizard.action_create_payments)

    def test_the_dialog_with_another_account(self):
        """The bill is free, and the payment would go elsewhere."""
        context = {'active_model': 'account.move', 'active_ids': self.free.ids}
        wizards = self.env['account.payment.register'].with_user(self.anna)
        wizard = wizards.with_context(**context).create({})
        wizard.partner_bank_id = self.doubtful

        self._refused(wizard.action_create_payments)

    def test_a_payment_that_names_the_bill(self):
        payment = self._payment(self.known, invoice_ids=[Command.set(self.bill.ids)])
        for user in self._people():
            with self.subTest(user=user.login):
                self._refused(payment.with_user(user).action_post)

    def test_a_posted_payment_that_is_put_to_the_bill(self):
        payment = self._payment(self.known)
        payment.action_post()
        link = [Command.link(payment.id)]

        self._refused(payment.write, {'invoice_ids': [Command.set(self.bill.ids)]})
        self._refused(self.bill.write, {'matched_payment_ids': link})

    def test_a_posted_payment_that_is_reconciled(self):
        payment = self._payment(self.known)
        payment.action_post()
        lines = self._payable(payment.move_id) | self._payable(self.bill)

        self._refused(lines.reconcile)
        self._refused(self.bill.js_assign_outstanding_line, self._payable(payment.move_id).id)

    def test_a_payment_to_the_account_without_the_bill(self):
        for user in self._people():
            with self.subTest(user=user.login):
                payment = self._payment(self.doubtful, by=user)
                self._refused(payment.action_post)

    def test_a_payment_to_the_account_beside_a_refund(self):
        """What it names is no bill, so the account alone is asked about."""
        line = {'name': "Cement", 'quantity': 1, 'price_unit': 100}
        for move_type in ('out_refund', 'in_refund'):
            refund = self._bill_by_hand(
                move_type=move_type, invoice_line_ids=[Command.create(line)]
            )
            refund.action_post()
            payment = self._payment(self.doubtful, invoice_ids=[Command.set(refund.ids)])
            with self.subTest(move_type=move_type):
                self._refused(payment.action_post)

    def test_a_posted_payment_that_becomes_outgoing(self):
        payment = self._payment(self.doubtful, payment_type='inbound')
        payment.action_post()

        self._refused(payment.write, {'payment_type': 'outbound'})

    def test_a_posted_payment_that_is_sent_elsewhere(self):
        payment = self._payment(self.known)
        payment.action_post()

        self._refused(payment.write, {'partner_bank_id': self.doubtful.id})

    def test_a_bill_by_hand_to_the_same_account(self):
        bill = self._bill_by_hand(partner_bank_id=self.doubtful.id)
        bill.action_post()

        self._assert_held(bill)

    def test_an_account_chosen_on_the_bill(self):
        self.free.with_user(self.anna).partner_bank_id = self.doubtful
        self._assert_held(self.free, "was chosen on the bill")

        stranger = self._trusted_long_ago(IBAN, self.vendor)
        stranger.sudo().pagero_trusted_at = fields.Datetime.now()
        self.free.with_user(self.anna).partner_bank_id = stranger
        self._assert_held(self.free, "was chosen on the bill")

    def test_what_has_left_is_booked(self):
        """A bank statement says what is so, whatever became of the account meanwhile."""
        payment = self._register(self.free)
        self.known.with_user(self.vera).allow_out_payment = False
        self.assertTrue(any(self.free._held_accounts()))

        payment.action_validate()
        self.assertEqual(payment.state, 'paid')

    def test_others_are_paid_as_ever(self):
        self.assertEqual(self._register(self.free).partner_bank_id, self.known)
        by_hand = self._bill_by_hand()
        by_hand.action_post()
        self.assertTrue(self._register(by_hand))

    def test_a_factoring_company_is_paid_as_ever(self):
        """Its account is trusted, and new to a supplier who states it."""
        factor = self._create_customer(name="Faktura Finans AB", company_registry=False)
        bank = self._trusted_long_ago(IBAN, factor)
        self._assert_held(self._bill((IBAN, '')))

        own = self._bill_by_hand(vendor=factor, partner_bank_id=bank.id)
        own.action_post()
        self.assertTrue(self._register(own))

    # === WHAT DOES NOT FREE IT === #

    def test_reset_to_draft(self):
        self.bill.button_draft()
        self.bill.action_post()

        self._assert_held(self.bill)

    def test_a_copy(self):
        copy = self.bill.with_user(self.anna).copy({'invoice_date': fields.Date.today()})
        copy.action_post()
        self._assert_held(copy)

        again = copy.with_user(self.anna).copy(
            {'pagero_watched_ids': [], 'invoice_date': '2026-01-01'}
        )
        self.assertEqual(again.pagero_hold, 'held')

    def test_a_reversal_and_a_new_bill(self):
        wizard = (
            self.env['account.move.reversal']
            .with_user(self.anna)
            .with_context(active_model='account.move', active_ids=self.bill.ids)
            .create({'journal_id': self.bill.journal_id.id})
        )
        new = self.env['account.move'].browse(wizard.modify_moves()['res_id'])

        self.assertEqual(new.move_type, 'in_invoice')
        self.assertEqual(new.pagero_hold, 'held')

    def test_another_vendor(self):
        bill = self._bill(NEW, post=False)
        other = self._create_customer(name="Granbergs Nya Bygg AB", company_registry=False)
        self._create_trusted_account(other, '5050-1055')
        bill.with_user(self.anna).partner_id = other
        bill.action_post()

        self._assert_held(bill)

    def test_another_contacts_account_that_is_merged_into_the_vendor(self):
        twin = self._create_customer(name="Granbergs Kopia AB", company_registry=False, vat=False)
        self._trusted_long_ago('5050-1055', twin)
        bill = self._bill(NEW)
        merging = self.env['base.partner.merge.automatic.wizard']

        merging._merge((twin | self.vendor).ids, self.vendor)

        self.assertIn('5050-1055', self.vendor.bank_ids.mapped('acc_number'))
        self._assert_held(bill)

    def test_a_supplier_with_a_login_is_told_nothing_of_the_watch(self):
        supplier = self._create_user('supplier', 'base.group_portal', partner_id=self.vendor.id)
        own = self._bill(NEW).with_user(supplier).sudo(False)

        self.assertTrue(own.read(['payment_state']))
        for name in ('pagero_hold', 'pagero_hold_words', 'pagero_payee_words', 'pagero_can_accept'):
            with self.subTest(field=name):
                self._refused(own.read, [name], error=AccessError)

    def test_no_client_takes_the_watch_off(self):
        copy = self.bill.with_user(self.anna).copy()
        for move, values in (
            (copy, {'pagero_watched_ids': [Command.clear()]}),
            (self.bill, {'pagero_received_ids': [Command.clear()]}),
            (self.bill, {'pagero_handler_ids': [Command.clear()]}),
        ):
            self._refused(move.with_user(self.bo).write, values, error=AccessError)
        account = self.bill.pagero_received_ids.payee_account_ids.with_user(self.bo)
        self._refused(account.write, {'state': 'approved'}, error=AccessError)
        self._refused(account.unlink, error=AccessError)
        bank = self.doubtful.with_user(self.vera)
        self._refused(bank.write, {'pagero_trusted_at': False}, error=AccessError)


@tagged('post_install', '-at_install')
class TestPortal(HoldCommon, HttpCase):
    def test_the_portal_shows_suppliers_and_customers_their_own(self):
        """It reads as they may, who have no right on some of our fields."""
        bill, invoice = self._bill(NEW), self._create_customer_invoice(post=True)
        for move in (bill, invoice):
            login = f'portal_{move.id}'
            groups = {'groups': 'base.group_portal', 'partner_id': move.partner_id.id}
            self._create_user(login, password=login, **groups)
            self.authenticate(login, login)
            for page in ('/my/invoices', f'/my/invoices/{move.id}'):
                with self.subTest(page=page):
                    answer = self.url_open(page)
                    self.assertEqual(answer.status_code, 200)
                    self.assertIn(move.name, answer.text)


@tagged('post_install', '-at_install')
class TestApproval(HoldCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._trusted_long_ago('991-2346')

    def test_the_journey(self):
        """Walkthrough W13.4: refused, approved by a colleague, paid; the chatter tells it."""
        bill = self._bill(NEW)
        self._assert_held(bill)

        self._approve(bill)

        bank = bill.partner_bank_id
        self.assertEqual((bank.acc_number, bank.acc_type), ('5050-1055', 'bankgiro'))
        self.assertTrue(bank.allow_out_payment)
        self.assertEqual(self._register(bill).partner_bank_id, bank)
        for record in (bill, self.vendor):
            told = record.message_ids.filtered(lambda each: "Approved for payment" in each.body)
            self.assertEqual(told.author_id, self.bo.partner_id)
            self.assertIn("Called Maja", told.body)
        account = bill.pagero_received_ids.payee_account_ids
        self.assertEqual((account.state, account.decided_by_id), ('approved', self.bo))
        self.assertIn('accounts_approved', self._events(bill.pagero_received_ids))

    def test_the_next_bill_with_the_account_passes(self):
        waiting = self._bill(NEW)
        self._approve(self._bill(NEW))

        self._assert_free(self._bill(('BG 5050-1055', '')))
        self._assert_free(waiting)

    def test_the_old_account_stays_good(self):
        self._approve(self._bill(NEW))

        self._assert_free(self._bill(OLD))

    def test_not_the_one_who_made_or_posted_it(self):
        made = self._bill(NEW, by=self.bo, post=False)
        made.with_user(self.anna).action_post()
        posted = self._bill(NEW, post=False)
        posted.with_user(self.bo).action_post()
        for bill in (made, posted):
            with self.assertRaisesRegex(UserError, "Another person approves it"):
                self._approve(bill)

    def test_not_the_one_who_chose_vendor_or_account(self):
        bill = self._bill(NEW, post=False)
        bill.with_user(self.bo).partner_bank_id = self.vendor.bank_ids[:1]

        self._refused(self._approve, bill)

    def test_not_the_one_who_said_that_the_document_counts(self):
        bill = self._bill(NEW)
        bill.pagero_received_ids.with_user(self.bo).sudo()._log('taken_back', user=True)

        self._refused(self._approve, bill)

    def test_not_the_one_who_entered_or_trusted_the_account(self):
        self.bo.group_ids += self.env.ref('base.group_partner_manager')
        self.bo.group_ids += self.env.ref('account.group_validate_bank_account')
        entered = (
            self.env['res.partner.bank']
            .with_user(self.bo)
            .create({'partner_id': self.vendor.id, 'acc_number': '5050-1055'})
        )
        bill = self._bill(NEW)
        self._refused(self._approve, bill)

        other = self._bill(('286543-4', 'SE:PLUSGIRO'))
        trusted = self.env['res.partner.bank'].create(
            {'partner_id': self.vendor.id, 'acc_number': '28 65 43-4'}
        )
        trusted.with_user(self.bo).allow_out_payment = True
        self._refused(self._approve, other)
        self.assertEqual(entered.create_uid, self.bo)

    def test_not_without_the_right(self):
        bill = self._bill(NEW)
        bot = self.env['res.users'].browse(SUPERUSER_ID)
        for user in (self.vera, bot):
            with self.subTest(user=user.login):
                self._refused(self._approve, bill, user, error=AccessError)
                self._refused(
                    bill.with_user(user)._approve_held_accounts, 'x', 'y', error=AccessError
                )

    def test_superuser_mode_makes_nobody_a_second_person(self):
        """A server action runs as superuser, for a user all the same."""
        bill = self._bill(NEW, by=self.bo)

        self._refused(bill.with_user(self.bo).sudo()._approve_held_accounts, 'x', 'y')

    def test_accounting_managers_have_the_right(self):
        manager = self._create_user('chef', 'base.group_user,account.group_account_manager')

        self._approve(self._bill(NEW), manager)

    def test_what_has_changed_since_is_looked_at_again(self):
        bill = self._bill(NEW)
        action = bill.with_user(self.bo).action_approve_pagero_accounts()
        dialogs = self.env['pagero.payee.approve'].with_user(self.bo)
        dialog = dialogs.with_context(**action['context']).create({'checked': "x"})
        other = self.env['res.partner.bank'].create(
            {'partner_id': self.vendor.id, 'acc_number': '28 65 43-4'}
        )
        bill.with_user(self.anna).partner_bank_id = other

        with self.assertRaisesRegex(UserError, "has changed since"):
            dialog.action_confirm()

    def test_an_account_chosen_by_hand_is_approved_as_well(self):
        bill = self._bill(OLD)
        other = self.env['res.partner.bank'].create(
            {'partner_id': self.vendor.id, 'acc_number': '28 65 43-4'}
        )
        bill.with_user(self.anna).partner_bank_id = other
        self._assert_held(bill)

        self._approve(bill)

        self._assert_free(bill)
        self.assertTrue(other.allow_out_payment)
        self.assertEqual(bill.partner_bank_id, other)

    def test_trust_that_is_withdrawn_holds_again(self):
        bill = self._bill(NEW)
        self._approve(bill)
        bill.partner_bank_id.with_user(self.vera).allow_out_payment = False
        self._assert_held(bill, "no longer a trusted account")

        account = bill.pagero_received_ids.payee_account_ids
        account = account.sudo()
        account.decided_at = fields.Datetime.subtract(account.decided_at, minutes=1)
        bill.partner_bank_id.with_user(self.vera).allow_out_payment = True
        self._assert_held(bill)

    def test_an_approval_is_for_one_vendor(self):
        self._approve(self._bill(NEW))
        other = self._create_customer(name="Granbergs Nya Bygg AB", company_registry=False)

        self._assert_held(self._bill(NEW, vendor=other))

    def test_what_cannot_be_read_is_paid_to_the_known_account(self):
        bill = self._bill(('991-2347', 'SE:BANKGIRO'))
        accounts = self.vendor.bank_ids

        self._approve(bill)

        self.assertEqual(self.vendor.bank_ids, accounts)
        self.assertEqual(self._register(bill).partner_bank_id, accounts)

    def test_an_archived_account_of_the_number_comes_back(self):
        old = self.env['res.partner.bank'].create(
            {'partner_id': self.vendor.id, 'acc_number': '50501055', 'active': False}
        )
        bill = self._bill(NEW)

        self._approve(bill)

        self.assertEqual(bill.partner_bank_id, old)
        self.assertTrue(old.active and old.allow_out_payment)
        self._assert_free(self._bill(NEW))

    def test_a_foreign_account_is_known_by_its_bank(self):
        foreign = ('4711 1234567', 'DABADKKK')
        self._approve(self._bill(foreign))

        self._assert_free(self._bill(foreign))
        self._assert_held(self._bill(('4711 1234567', 'NDEADKKK')))

    def test_decline(self):
        bill = self._bill(NEW)

        bill.with_user(self.anna).action_decline_pagero_accounts()

        self.assertEqual(bill.pagero_hold, 'declined')
        self.assertIn("“Rejected”", bill.pagero_hold_words)
        self.assertIn("anna", bill.pagero_hold_words)
        with self.assertRaisesRegex(UserError, "suspects fraud"):
            self._register(bill)
        told = bill.message_ids.filtered(lambda each: "fraud is suspected" in each.body)
        self.assertEqual(told.author_id, self.anna.partner_id)
        self.assertEqual(self._bill(NEW).pagero_hold, 'declined')

    def test_what_was_declined_by_mistake_can_be_approved(self):
        bill = self._bill(NEW)
        bill.with_user(self.anna).action_decline_pagero_accounts()

        self._approve(bill)

        self._assert_free(bill)

    def test_what_is_not_held_is_neither_approved_nor_declined(self):
        bill = self._bill(OLD)

        self._refused(self._approve, bill)
        self._refused(bill.with_user(self.anna).action_decline_pagero_accounts)

    def test_the_form_shows_it_in_swedish(self):
        self.env['res.lang']._activate_lang('sv_SE')
        self.env.ref('base.module_pagero_connector')._update_translations(['sv_SE'])
        bill = self._bill(NEW).with_user(self.bo).with_context(lang='sv_SE')

        form = Form(bill, view='account.view_move_form')
        view = self.env['account.move'].with_user(self.bo).with_context(lang='sv_SE')
        arch = view.get_view(self.env.ref('account.view_move_form').id, 'form')['arch']

        self.assertIn("Leverantören har ett nytt konto: Bankgiro 5050-1055", form.pagero_hold_words)
        self.assertIn("Kontrollsiffrorna stämmer", form.pagero_hold_words)
        self.assertIn("Kontot att betala till är inte godkänt än.", arch)
        self.assertIn('action_approve_pagero_accounts', arch)


@tagged('post_install', '-at_install')
class TestCompaniesApart(HoldCommon):
    def test_one_company_s_approval_is_not_another_s(self):
        other = self._create_other_company()
        account = self._create_account(other)
        vendor = self._create_customer(name="Granbergs Bygg AB", company_registry=False)
        self._approve(self._bill(NEW, vendor=vendor))
        theirs = self._create_received(
            account, paid_to(NEW, buyer={'name': "Sydsken", 'number': '5568887714'})
        )
        accountant = self._create_user('syd', USER_GROUPS, other)
        bill = self._bill_by_hand(accountant, vendor, company_id=other.id)
        theirs.move_id = bill.sudo()

        self.assertEqual(theirs.company_id, other)
        account = theirs.payee_account_ids
        self.assertEqual((account.company_id, account.state), (other, 'stated'))
        self.assertFalse(account.with_user(self.bo).has_access('read'))
        self._refused(bill.with_user(self.bo).action_approve_pagero_accounts, error=AccessError)


@tagged('post_install', '-at_install')
class TestCost(HoldCommon):
    def test_other_bills_cost_one_question(self):
        self._trusted_long_ago('991-2346')
        bill = self._bill_by_hand()
        bill.action_post()
        bill._refuse_held_payment()
        self.env.invalidate_all()
        with self._counting_queries() as counted:
            bill._refuse_held_payment()
        self.assertLess(counted[0], 15)


@tagged('post_install', '-at_install')
class TestAcceptance(HoldCommon):
    """Where posting accepts, a bill that might be a fraud is not accepted by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.sudo().write({'is_live': True, 'accepts_at_posting': True})

    def test_a_bill_to_a_known_account_is_accepted_by_posting(self):
        self._trusted_long_ago(OLD[0])

        self.assertEqual(self._answer_of(self._bill(OLD)), 'AP')

    def test_a_held_bill_is_accepted_once_its_account_is_approved(self):
        bill, same = self._bill(NEW), self._bill(NEW)
        other, draft = self._bill(OLD), self._bill(NEW, post=False)
        bills = (bill, same, other, draft)
        self.assertEqual([self._answer_of(each) for each in bills], [False] * 4)

        self._approve(bill)

        self.assertEqual([self._answer_of(each) for each in bills], ['AP', 'AP', False, False])

    def test_a_declined_or_rejected_bill_is_never_accepted_by_itself(self):
        declined, rejected, approved = self._bill(NEW), self._bill(OLD), self._bill(OLD)
        declined.with_user(self.anna).action_decline_pagero_accounts()
        rejected.sudo().pagero_received_ids._answer('RE', [reason_said('PAY', "Fel konto")])

        self._approve(approved)

        self.assertFalse(self._answer_of(declined))
        self.assertEqual(self._answer_of(rejected), 'RE')
        self.assertEqual(self._answer_of(approved), 'AP')

    def test_nothing_is_said_where_the_company_did_not_choose_so(self):
        bill = self._bill(NEW)
        self.account.sudo().accepts_at_posting = False

        self._approve(bill)

        self.assertFalse(self._answer_of(bill))
