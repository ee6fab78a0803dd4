"""identification/recognition.py: one box for names and numbers, and what is wrong with one."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean, luhn

from identification import number_checks, recognition
from identification.recognition import KINDS, BadInput, recognise


@pytest.mark.parametrize(
    'typed, kind, value, country',
    [
        ('556036-0793', 'org_number', '5560360793', 'SE'),
        ('16556036-0793', 'org_number', '5560360793', 'SE'),
        ('165560360793', 'org_number', '5560360793', 'SE'),
        (' 556036 0793 ', 'org_number', '5560360793', 'SE'),
        ('556036\u20110793', 'org_number', '5560360793', 'SE'),
        ('212000-9986', 'org_number', '2120009986', 'SE'),
        ('995525828', 'org_number', '995525828', 'NO'),
        ('995 525 828', 'org_number', '995525828', 'NO'),
        ('13585628', 'org_number', '13585628', 'DK'),
        ('2077474-0', 'org_number', '20774740', 'FI'),
        ('0403.019.261', 'org_number', '0403019261', 'BE'),
        ('SE 5569991200 01', 'vat_number', 'SE556999120001', 'SE'),
        ('se556999-1200-01', 'vat_number', 'SE556999120001', 'SE'),
        ('5569991200 01', 'vat_number', 'SE556999120001', 'SE'),
        ('DE136695976', 'vat_number', 'DE136695976', 'DE'),
        ('de 136 695 976', 'vat_number', 'DE136695976', 'DE'),
        ('NO 995 525 828 MVA', 'vat_number', 'NO995525828MVA', 'NO'),
        ('DK13585628', 'vat_number', 'DK13585628', 'DK'),
        ('FI20774740', 'vat_number', 'FI20774740', 'FI'),
        ('ATU13585627', 'vat_number', 'ATU13585627', 'AT'),
        ('NL004495445B01', 'vat_number', 'NL004495445B01', 'NL'),
        ('GB 980 7806 84', 'vat_number', 'GB980780684', 'GB'),
        ('7300010000001', 'gln', '7300010000001', ''),
        ('73 00010 00000 1', 'gln', '7300010000001', ''),
        ('0007:556036-0793', 'electronic_id', '0007:5560360793', ''),
        ('0007 : 5560360793', 'electronic_id', '0007:5560360793', ''),
        ('iso6523-actorid-upis::0088:7300010000001', 'electronic_id', '0088:7300010000001', ''),
        ('9930:de136695976', 'electronic_id', '9930:DE136695976', ''),
        ('Björkdals kommun', 'name', 'Björkdals kommun', ''),
        ('  Volvo*  Cars ', 'name', 'Volvo* Cars', ''),
        ('7-Eleven', 'name', '7-Eleven', ''),
        ('SE2 Consulting AB', 'name', 'SE2 Consulting AB', ''),
        ('Bygg: och Måleri', 'name', 'Bygg: och Måleri', ''),
        ('3M', 'name', '3M', ''),
        ('365', 'any', '365', ''),
        ('1234567', 'any', '1234567', ''),
    ],
)
def test_it_knows_what_was_typed(typed, kind, value, country):
    found = recognise(typed)

    assert (found.kind, found.value, found.country_code) == (kind, value, country)


@pytest.mark.parametrize(
    'typed, code, kind, facts',
    [
        ('556036-0794', 'check_digit', 'org_number', ('0007', 'luhn', '3')),
        ('995525829', 'check_digit', 'org_number', ('0192', 'mod11', '8')),
        ('13585629', 'check_digit', 'org_number', ('0184', 'mod11', '8')),
        ('2077474-1', 'check_digit', 'org_number', ('0216', 'mod11', '0')),
        ('7300010000002', 'check_digit', 'gln', ('0088', 'gs1', '1')),
        ('SE 5560360794 01', 'check_digit', 'vat_number', ('0007', 'luhn', '3')),
        ('NO995525829MVA', 'check_digit', 'vat_number', ('0192', 'mod11', '8')),
        ('BE0403019262', 'check_digit', 'vat_number', ('0208', 'mod97', '')),
        ('DE136695977', 'check_digit', 'vat_number', ('', '', '')),
        ('0007:5560360794', 'check_digit', 'electronic_id', ('0007', 'luhn', '3')),
        ('0088:7300010000002', 'check_digit', 'electronic_id', ('0088', 'gs1', '1')),
        ('0216:003720774741', 'check_digit', 'electronic_id', ('0216', 'mod11', '0')),
        ('0007:55', 'malformed', 'electronic_id', ('0007', '', '')),
        ('SE55603607', 'malformed', 'vat_number', ('', '', '')),
        ('9999:1', 'unknown_scheme', 'electronic_id', ('9999', '', '')),
        ('', 'empty', 'any', ('', '', '')),
        (' \t\n ', 'empty', 'any', ('', '', '')),
        ('a', 'too_short', 'any', ('', '', '')),
        ('*', 'too_short', 'any', ('', '', '')),
        ('å*', 'too_short', 'any', ('', '', '')),
        ('---', 'too_short', 'any', ('', '', '')),
    ],
)
def test_a_wrong_number_is_named(typed, code, kind, facts):
    with pytest.raises(BadInput) as caught:
        recognise(typed)

    error = caught.value
    assert (error.code, error.kind) == (code, kind)
    assert (error.scheme, error.rule, error.last_digit) == facts
    assert str(error).endswith('.')


@pytest.mark.parametrize(
    'typed, kind, code',
    [
        ('12345', 'org_number', 'wrong_length'),
        ('Volvo', 'org_number', 'wrong_length'),
        ('5560360793', 'gln', 'wrong_length'),
        ('136695976', 'vat_number', 'no_country'),
        ('5560360793', 'electronic_id', 'no_scheme'),
    ],
)
def test_a_chosen_field_is_held_to(typed, kind, code):
    with pytest.raises(BadInput) as caught:
        recognise(typed, kind)

    assert (caught.value.code, caught.value.kind) == (code, kind)


def test_a_name_may_look_like_a_number():
    assert recognise('556036-0794', 'name').value == '556036-0794'


def test_a_number_of_two_countries_names_none():
    both = next(
        str(number)
        for number in range(20_000_000, 20_100_000)
        if all(number_checks.check(each) for each in number_checks.candidates(str(number)))
    )

    found = recognise(both)

    assert (found.country_code, found.doubts) == ('', ('several_countries',))


def test_a_sole_trader_s_number_is_doubted():
    assert recognise('800101-1231').doubts == ('personal_number',)


@given(st.text(), st.sampled_from(KINDS))
def test_anything_is_recognised_or_refused(text, kind):
    try:
        found = recognise(text, kind)
    except BadInput as error:
        assert error.code
        assert str(error)
    else:
        assert found.kind in KINDS
        assert found.value
        assert kind in ('any', found.kind)


@given(st.from_regex(r'[2-9][0-9][2-9][0-9]{6}', fullmatch=True))
def test_every_swedish_number_passes_and_its_neighbours_fail(digits):
    number = digits + luhn.calc_check_digit(digits)

    assert recognise(f'{number[:6]}-{number[6:]}').value == number
    assert recognise(f'SE{number}01').value == f'SE{number}01'
    for last in set('0123456789') - {number[-1]}:
        with pytest.raises(BadInput) as caught:
            recognise(digits + last)
        assert caught.value.last_digit == number[-1]


@given(st.from_regex(r'[0-9]{12}', fullmatch=True))
def test_every_gln_passes(digits):
    number = digits + ean.calc_check_digit(digits)

    assert recognise(number).value == number


@pytest.mark.parametrize('module', [recognition, number_checks])
def test_the_examples_hold(module):
    assert not doctest.testmod(module).failed
