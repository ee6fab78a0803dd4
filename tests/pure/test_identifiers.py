import doctest

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import luhn

from identification import identifiers
from identification.identifiers import InvalidIdentifier, compact, is_valid, validate
from identification.schemes import EAS_CODES


SCHEMES = st.sampled_from([*sorted(EAS_CODES), '9955', '0037', '', 'abcd', '\u0660007'])
TYPED = st.one_of(
    st.text(max_size=60),
    st.text('0123456789 -.+:ABDEFIKNOSVM\u00a0\u2013\u200b', max_size=30),
)
DIGITS = '0123456789'


def with_luhn(digits):
    return digits + luhn.calc_check_digit(digits)


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(identifiers).failed == 0


def test_the_list_holds_the_82_codes_in_force():
    assert len(EAS_CODES) == 82
    assert {'0007', '0088', '0192', '0184', '0216', '0208', '9925'} <= EAS_CODES
    assert not {'9955', '0037', '0213', '0193', 'AN', 'EM'} & EAS_CODES


@given(SCHEMES, TYPED)
@example('0007', '0007:16' + '5560360793')
@example('0192', 'NO NO 974760673 MVA')
@example('0216', 'FI 1234567-1')
def test_compacting_twice_changes_nothing(scheme, value):
    once = compact(scheme, value)

    assert compact(scheme, once) == once


@given(SCHEMES, TYPED)
def test_garbage_raises_nothing_but_the_typed_error(scheme, value):
    try:
        number = validate(scheme, value)
    except InvalidIdentifier as error:
        assert str(error).endswith('.')
        assert not is_valid(scheme, value)
    else:
        assert number == compact(scheme, value) == validate(scheme, number)


@given(
    st.text(DIGITS, min_size=9, max_size=9),
    st.sampled_from(['', '16', '19', '20']),
    st.sampled_from(['-', '', ' ', '+', '\u2013', '\u2011']),
)
def test_every_way_of_writing_a_swedish_number_is_the_same_number(digits, century, separator):
    orgnr = with_luhn(digits)

    assert validate('0007', f' {century}{orgnr[:6]}{separator}{orgnr[6:]}\u00a0') == orgnr


@given(st.text(DIGITS, min_size=9, max_size=9), st.integers(1, 9))
def test_a_wrong_swedish_check_digit_is_never_accepted(digits, offset):
    orgnr = with_luhn(digits)
    wrong = digits + str((int(orgnr[-1]) + offset) % 10)

    with pytest.raises(InvalidIdentifier, match="check digit"):
        validate('0007', wrong)


@pytest.mark.parametrize(
    ('scheme', 'typed', 'value'),
    [
        ('0007', '2021005489', '2021005489'),
        ('0088', '735 0053 85 001 9', '7350053850019'),
        ('0192', 'NO 974 760 673 MVA', '974760673'),
        ('0184', 'DK13585628', '13585628'),
        ('0208', 'BE 0403.170.701', '0403170701'),
        ('0216', '003715482348', '003715482348'),
        ('0216', '1548234-8', '003715482348'),
        ('0216', 'FI15482348', '003715482348'),
        ('0216', '0037 1548 2348 OPS1', '003715482348OPS1'),
        ('9930', 'de 123 456 789', 'DE123456789'),
        ('0204', '04011000-12345-39', '04011000-12345-39'),
        ('0007', '0007:556036-0793', '5560360793'),
    ],
)
def test_a_valid_identifier_is_accepted_as_people_write_it(scheme, typed, value):
    assert validate(scheme, typed) == value


@pytest.mark.parametrize(
    ('scheme', 'typed', 'words'),
    [
        ('0007', '', "empty"),
        ('0007', '556036-079', "10 digits"),
        ('0007', '5560360794', "check digit"),
        ('0007', '\u0665\u0665\u0666\u0660\u0663\u0666\u0660\u0667\u0669\u0663', "10 digits"),
        ('0007', '185560360793', "10 digits"),
        ('0088', '7350053850018', "check digit"),
        ('0088', '73500538500190', "13 digits"),
        ('0192', '974760674', "check digit"),
        ('0184', '1358562', "8 digits"),
        ('0208', '0403170702', "check digit"),
        ('0216', '003715482349', "check digit"),
        ('9930', 'DE 123/456?', "letters and digits"),
        ('0060', 'x' * 51, "1 to 50"),
        ('9955', 'SE556036079301', "Use 0007 with the organisation number"),
        ('0213', 'FI15482348', "Use 0216"),
        ('1234', '1', "isn't in Peppol's list"),
    ],
)
def test_a_refusal_says_which_check_failed(scheme, typed, words):
    with pytest.raises(InvalidIdentifier, match=words):
        validate(scheme, typed)
