import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban, luhn

from identification import payment_accounts
from identification.payment_accounts import (
    KINDS,
    InvalidAccount,
    compact,
    format,
    is_valid,
    kind_of,
    validate,
)


ANY_KIND = st.sampled_from(KINDS)
TYPED = st.one_of(
    st.text(max_size=60),
    st.text('0123456789 -.:ABGINPORCLUSWT\u00a0\u2013\u200b', max_size=40),
)
DIGITS = '0123456789'


def with_luhn(digits):
    return digits + luhn.calc_check_digit(digits)


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(payment_accounts, optionflags=doctest.ELLIPSIS).failed == 0


@given(ANY_KIND, TYPED)
def test_compacting_twice_changes_nothing(kind, text):
    once = compact(kind, text)

    assert compact(kind, once) == once


@given(ANY_KIND, TYPED)
def test_garbage_raises_nothing_but_the_typed_error(kind, text):
    try:
        number = validate(kind, text)
    except InvalidAccount as error:
        assert str(error).endswith('.') and not is_valid(kind, text)
    else:
        assert number == compact(kind, text) == validate(kind, format(kind, number))


@given(TYPED)
def test_the_kind_of_garbage_is_known_or_none(text):
    assert kind_of(text) in {None, *KINDS}


@given(st.text(DIGITS, min_size=6, max_size=7))
def test_every_bankgiro_is_told_by_its_form(digits):
    number = with_luhn(digits)

    assert kind_of(format('bankgiro', number)) == 'bankgiro'
    assert validate('bankgiro', f'Bankgiro: {format("bankgiro", number)}') == number


@given(st.text(DIGITS, min_size=1, max_size=7))
def test_every_plusgiro_is_told_by_its_form(digits):
    number = with_luhn(digits)

    assert kind_of(format('plusgiro', number)) == 'plusgiro'
    assert validate('plusgiro', f'PG {format("plusgiro", number)}') == number


@given(
    st.sampled_from(['bankgiro', 'plusgiro', 'ocr']),
    st.text(DIGITS, min_size=6, max_size=7),
    st.integers(1, 9),
)
def test_a_wrong_check_digit_is_never_accepted(kind, digits, offset):
    right = with_luhn(digits)
    wrong = digits + str((int(right[-1]) + offset) % 10)

    assert is_valid(kind, right)
    with pytest.raises(InvalidAccount, match="check digit is wrong"):
        validate(kind, wrong)


@given(st.text(DIGITS, min_size=20, max_size=20))
def test_every_swedish_iban_comes_back_from_its_printed_form(digits):
    number = 'SE' + iban.calc_check_digits('SE00' + digits) + digits

    assert validate('iban', format('iban', number).lower()) == number
    assert not payment_accounts.has_only_wrong_check_digits(number)


@pytest.mark.parametrize(
    ('kind', 'typed', 'number', 'written'),
    [
        ('bankgiro', '5050-1055', '50501055', '5050-1055'),
        ('bankgiro', 'BG 991-2346', '9912346', '991-2346'),
        ('bankgiro', 'bgnr: 5050\u20111055', '50501055', '5050-1055'),
        ('plusgiro', '28 65 43-4', '2865434', '28 65 43-4'),
        ('plusgiro', '90 08 00-4', '9008004', '90 08 00-4'),
        ('plusgiro', '1-8', '18', '1-8'),
        (
            'iban',
            'IBAN: se45 5000 0000 0583 9825 7466',
            'SE4550000000058398257466',
            'SE45 5000 0000 0583 9825 7466',
        ),
        ('bic', 'esse se ss', 'ESSESESS', 'ESSESESS'),
        ('bic', 'NDEASESSXXX', 'NDEASESSXXX', 'NDEASESSXXX'),
        ('ocr', '12 34566', '1234566', '1234566'),
    ],
)
def test_a_valid_account_is_accepted_as_people_write_it(kind, typed, number, written):
    assert validate(kind, typed) == number
    assert format(kind, typed) == written


@pytest.mark.parametrize(
    ('kind', 'typed', 'words'),
    [
        ('bankgiro', '5050-1056', "check digit is wrong"),
        ('bankgiro', '12345', "7 or 8 digits"),
        ('bankgiro', '\u0665\u0660\u0665\u0660\u0661\u0660\u0665\u0665', "7 or 8 digits"),
        ('bankgiro', 'SE45 5000 0000 0583 9825 7466', "looks like an IBAN"),
        ('plusgiro', '28 65 43-5', "check digit is wrong"),
        ('plusgiro', '1', "2 to 8 digits"),
        ('iban', '5050-1055', "looks like a Bankgiro number"),
        ('iban', 'SE46 5000 0000 0583 9825 7466', "check digits don't fit"),
        ('iban', 'SE4550000000058398257', "check digits don't fit|another length"),
        (
            'iban',
            'XX' + iban.calc_check_digits('XX00123456789012') + '123456789012',
            "no country 'XX'",
        ),
        ('bic', 'ESSE', "8 or 11"),
        ('ocr', '1', "2 to 25 digits"),
        ('ocr', 'INV/2026/00001', "2 to 25 digits"),
        ('ocr', '1234567', "check digit is wrong"),
    ],
)
def test_a_refusal_says_which_check_failed(kind, typed, words):
    with pytest.raises(InvalidAccount, match=words):
        validate(kind, typed)


@pytest.mark.parametrize('text', ['50501055', '2865434', '', 'INV/2026/1', '12345678901234'])
def test_digits_alone_are_ambiguous(text):
    assert kind_of(text) is None


@pytest.mark.parametrize('text', ['NO99991122222', 'IBAN32423940', ''])
def test_an_account_that_only_looks_a_little_like_an_iban_is_left_alone(text):
    number = compact('iban', text)

    assert not payment_accounts.has_only_wrong_check_digits(number)
