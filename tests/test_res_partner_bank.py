from hypothesis import given, settings
from hypothesis import strategies as some

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tests.common import TransactionCase
from odoo.tools.safe_eval import safe_eval

from ..identification import payment_accounts


def _with_check_digit(digits):
    """The number with its Luhn digit, which is tried out."""
    return next(
        f'{digits}{last}'
        for last in '0123456789'
        if payment_accounts.is_valid('ocr', f'{digits}{last}')
    )


BANKGIROS = some.from_regex('[1-9][0-9]{5,6}', fullmatch=True).map(_with_check_digit)
PLUSGIROS = some.from_regex('[1-9][0-9]{0,6}', fullmatch=True).map(_with_check_digit)


@tagged('post_install', '-at_install')
class TestResPartnerBank(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.holder = cls.env['res.partner'].create(
            {'name': "Granbergs Bygg AB", 'country_id': cls.env.ref('base.se').id}
        )

    def _account(self, number, **values):
        values = {'acc_number': number, 'partner_id': self.holder.id, **values}
        return self.env['res.partner.bank'].create(values)

    def test_the_way_of_writing_tells_the_kind(self):
        written = {
            '5050-1055': 'bankgiro',
            'BG 5050-1055': 'bankgiro',
            '28 65 43-4': 'plusgiro',
            'SE45 5000 0000 0583 9825 7466': 'iban',
            '50501055': 'bank',
            '6000-123 456 789': 'bank',
        }
        for number, kind in written.items():
            with self.subTest(number=number):
                account = self.env['res.partner.bank'].new(
                    {'acc_number': number, 'partner_id': self.holder.id}
                )
                self.assertEqual(account.acc_type, kind)

    def test_other_countries_write_ordinary_accounts_like_giros(self):
        self.holder.country_id = self.env.ref('base.us')

        self.assertEqual(self._account('5050-1055').acc_type, 'bank')

    def test_digits_alone_become_what_is_chosen(self):
        account = self._account('50501055', pagero_account_kind='bankgiro')

        self.assertEqual(account.acc_type, 'bankgiro')
        self.assertEqual(account._pagero_number(), '50501055')

    def test_what_is_chosen_comes_before_the_way_of_writing(self):
        account = self._account('5050-1055', pagero_account_kind='bank')

        self.assertEqual(account.acc_type, 'bank')

    def test_a_wrong_number_of_a_chosen_kind_says_which_check_failed(self):
        wrong = {
            ('5050-1056', 'bankgiro'): "check digit",
            ('50501', 'bankgiro'): "7 or 8 digits",
            ('28 65 43-5', 'plusgiro'): "check digit",
            ('5050-1055', 'iban'): "Bankgiro number: enter it as one",
            ('SE46 5000 0000 0583 9825 7466', 'iban'): "check digits",
        }
        for (number, kind), words in wrong.items():
            with self.subTest(number=number), self.assertRaisesRegex(ValidationError, words):
                self._account(number, pagero_account_kind=kind)

    def test_a_doubtful_number_cant_go_on_every_invoice(self):
        for number in ('5050-1056', '28 65 43-5', 'SE46 5000 0000 0583 9825 7466'):
            with self.subTest(number=number), self.assertRaises(ValidationError):
                self._account(number, pagero_on_every_invoice=True)

    def test_a_number_from_elsewhere_stays_as_it_is(self):
        account = self._account('5050-1056')

        self.assertEqual(account.acc_type, 'bank')
        self.assertIn("check digit", account._pagero_doubt())

    def test_a_user_who_types_a_doubtful_number_is_warned(self):
        account = self.env['res.partner.bank'].new(
            {'acc_number': '5050-1056', 'partner_id': self.holder.id}
        )

        warning = account._onchange_pagero_number()['warning']

        self.assertIn('5050-1056', warning['message'])

    def test_words_are_no_account(self):
        for number in ('abc', 'ABC 12', '-', '1 2 3'):
            for kind in (False, 'bank'):
                with self.subTest(number=number, kind=kind):
                    self.assertIn("at least 4 digits", self._new(number)._pagero_doubt())
                    with self.assertRaises(ValidationError):
                        self._account(
                            number, pagero_account_kind=kind, pagero_on_every_invoice=True
                        )

    def test_banks_of_all_countries_write_numbers_in_their_own_ways(self):
        for number in ('8327-9, 994 436 542-2', '12-34-56 12345678', 'CBU 0110599520', '6000'):
            with self.subTest(number=number):
                self.assertFalse(self._account(number, pagero_account_kind='bank')._pagero_doubt())

    def test_the_sentence_is_in_the_readers_language(self):
        self.env['res.lang']._activate_lang('sv_SE')
        account = self._account('5050-1056').with_context(lang='sv_SE')

        self.assertIn("kontrollsiffran är fel", account._pagero_doubt())

    def test_the_list_of_own_accounts_has_those_only_by_its_own_address(self):
        """A bookmark knows nothing of the menu, which says whose accounts they are."""
        action = self.env.ref('pagero_connector.pagero_bank_account_action')
        domain = safe_eval(action.domain, {'allowed_company_ids': self.env.company.ids})
        holder = self.env.company.partner_id
        own = self._account('5050-1055', partner_id=holder.id)
        theirs = self._account('991-2346')

        found = self.env['res.partner.bank'].search(domain)

        self.assertIn(own, found)
        self.assertNotIn(theirs, found)

    def test_a_row_that_is_being_added_has_no_fault_yet(self):
        self.assertFalse(self.env['res.partner.bank'].new({}).pagero_preview)

    def test_the_name_says_what_kind_it_is(self):
        self.assertEqual(self._account('5050-1055').display_name, "Bankgiro 5050-1055")

    @given(BANKGIROS)
    @settings(max_examples=50, deadline=None)
    def test_every_bankgiro_is_one_as_people_write_it(self, number):
        account = self._new(payment_accounts.format('bankgiro', number))

        self.assertEqual(account.acc_type, 'bankgiro')
        self.assertEqual(account._pagero_number(), number)
        self.assertFalse(account._pagero_doubt())

    @given(BANKGIROS, some.integers(1, 9))
    @settings(max_examples=50, deadline=None)
    def test_a_wrong_check_digit_is_always_noticed(self, number, added):
        wrong = f'{number[:-1]}{(int(number[-1]) + added) % 10}'
        account = self._new(f'{wrong[:-4]}-{wrong[-4:]}')

        self.assertEqual(account.acc_type, 'bank')
        self.assertTrue(account._pagero_doubt())

    @given(PLUSGIROS)
    @settings(max_examples=50, deadline=None)
    def test_every_plusgiro_can_be_chosen(self, number):
        account = self._new(number, pagero_account_kind='plusgiro')

        self.assertEqual(account.acc_type, 'plusgiro')
        self.assertEqual(account._pagero_number(), number)

    def _new(self, number, **values):
        return self.env['res.partner.bank'].new(
            {'acc_number': number, 'partner_id': self.holder.id, **values}
        )
