"""identification/payees.py: a changed account is always seen, another spelling never taken for one.

The examples of bank accounts and their IBAN are the banks' own.
"""

import doctest

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sandbox_driver import invoice
from stdnum import iban as iban_numbers
from stdnum import luhn

from identification import clearing_numbers, payees
from identification.clearing_numbers import BANKS, iban_of
from identification.payees import UNREADABLE, payee
from ubl.payees import MOST, stated_in


# Bankinfrastruktur's examples of the three ways, then Danske Bank, Nordea, SEB, iban.se,
# Länsförsäkringar, Citibank, DNB and Sparbanken Syd.
EXAMPLES = [
    ('1274', '0235 305', 'SE41 1200 0000 0127 4023 5305'),
    ('6114', '5171 82351', 'SE58 6000 0000 0005 1718 2351'),
    ('8327-9', '014 725 892-5', 'SE55 8000 0832 7901 4725 8925'),
    ('1294', '01 45237', 'SE78 1200 0000 0129 4014 5237'),
    ('3300', '101010-1010', 'SE95 3000 0000 0010 1010 1010'),
    ('3473', '17 01473', 'SE81 3000 0000 0347 3170 1473'),
    ('5491', '000 0003', 'SE35 5000 0000 0549 1000 0003'),
    ('5839', '8257466', 'SE45 5000 0000 0583 9825 7466'),
    ('5140', '0010004', 'SE83 5000 0000 0514 0001 0004'),
    ('8103-4', '978 3242', 'SE72 8000 0810 3400 0978 3242'),
    ('9022', '11 14884', 'SE53 9020 0000 0902 2111 4884'),
    ('9040', '1106944', 'SE69 9040 0000 0904 0110 6944'),
    ('9190', '6543218', 'SE18 9190 0000 0919 0654 3218'),
    ('9570', '525 004 176 0', 'SE37 9570 0000 0052 5004 1760'),
]
THOUSAND = settings(max_examples=1000)
SPACES = ('', ' ', '\u00a0', '-', '\u2013', '\u200b')


def with_luhn(digits):
    return digits + luhn.calc_check_digit(digits)


def digits(least, most=None):
    return st.text('0123456789', min_size=least, max_size=most or least)


def in_modulus_11(bank, clearing, number):
    """The number with its last digit such that the sum fits; None where no digit does."""
    for last in '0123456789':
        whole = clearing_numbers.Parts(bank, clearing, number[:-1] + last)
        if clearing_numbers.has_right_check_digit(whole):
            return whole
    return None


@st.composite
def bank_accounts(draw):
    """(clearing number, account) of a Swedish bank account."""
    bank = draw(st.sampled_from(BANKS))
    clearing = str(draw(st.integers(bank.first, bank.last)))
    if bank.way == 3:
        clearing = with_luhn(clearing)
    found = in_modulus_11(bank, clearing, draw(digits(max(bank.lengths))))
    assume(found is not None and int(found.account))
    return clearing, found.account


@st.composite
def accounts(draw):
    """(number, what stands beside it) of a valid account of any kind."""
    kind = draw(st.sampled_from(['SE:BANKGIRO', 'SE:PLUSGIRO', 'iban', 'bank', 'DK']))
    if kind == 'SE:BANKGIRO':
        return with_luhn(draw(digits(6, 7))), kind
    if kind == 'SE:PLUSGIRO':
        return with_luhn(draw(digits(1, 7))), kind
    if kind == 'DK':
        return draw(digits(10, 14)), 'DABADKKK'
    clearing, number = draw(bank_accounts())
    return (iban_of(f'{clearing} {number}') if kind == 'iban' else f'{clearing} {number}'), ''


@st.composite
def spelled(draw, number, provider):
    """Another way of writing it, as people do."""
    if provider in ('SE:BANKGIRO', 'SE:PLUSGIRO'):
        names = {'SE:BANKGIRO': ['BG', 'Bankgiro', 'bg:'], 'SE:PLUSGIRO': ['PG', 'Plusgiro', 'pg']}
        prefix = draw(st.sampled_from(['', *names[provider]]))
        apart = ''.join(each + draw(st.sampled_from(SPACES)) for each in number)
        is_said = draw(st.booleans()) and prefix
        return f'{prefix} {apart}', '' if is_said else draw(
            st.sampled_from([provider, provider.lower()])
        )
    if number.startswith('SE'):
        prefix = draw(st.sampled_from(['', 'IBAN ', 'iban: ']))
        number = number if draw(st.booleans()) else number.lower()
        apart = ''.join(each + draw(st.sampled_from(SPACES)) for each in number)
        return prefix + apart, draw(st.sampled_from(['', 'ESSESESS']))
    if provider:
        return ''.join(each + draw(st.sampled_from(['', ' ', '-'])) for each in number), provider
    clearing, account = number.split()
    if draw(st.booleans()):
        return iban_of(number), draw(st.sampled_from(['', 'NDEASESS']))
    grouped = ''.join(each + draw(st.sampled_from(['', ' '])) for each in account[:-1])
    between = draw(st.sampled_from([' ', ', ', '-', ' - ']))
    last = draw(st.sampled_from(['', '-'])) + account[-1]
    return f'{clearing}{between}{grouped}{last}', draw(st.sampled_from(['', 'SWEDSESS']))


def bill(number, provider):
    """A bill that asks to be paid to it."""
    document = invoice()
    branch = 'cac:FinancialInstitutionBranch'
    beside = f'<{branch}><cbc:ID>{provider}</cbc:ID></{branch}>'
    account = f'<cac:PayeeFinancialAccount><cbc:ID>{number}</cbc:ID>{beside if provider else ""}'
    before, rest = document.split(b'<cac:PayeeFinancialAccount>', 1)
    after = rest.split(b'</cac:PayeeFinancialAccount>', 1)[1]
    return before + account.encode() + b'</cac:PayeeFinancialAccount>' + after


def keys_of(number, provider):
    return {each.payee.key for each in stated_in(bill(number, provider))}


def test_the_examples_in_the_docstrings_hold():
    for module in (payees, clearing_numbers):
        assert doctest.testmod(module, optionflags=doctest.ELLIPSIS).failed == 0


def test_of_a_flood_of_accounts_the_rest_is_one_that_cannot_be_read():
    """So that the bill stays held, and opening it takes no longer."""
    document = bill('5050-1055', 'SE:BANKGIRO')
    means = document[document.index(b'<cac:PaymentMeans>') :]
    means = means[: means.index(b'</cac:PaymentMeans>') + len(b'</cac:PaymentMeans>')]
    flood = b''.join(
        means.replace(b'5050-1055', b'%d' % number) for number in range(10**8, 10**8 + 3000)
    )
    stated = [each.payee for each in stated_in(document.replace(means, means + flood))]

    assert len(stated) == MOST + 1
    assert stated[0].number == '50501055'
    assert stated[-1].kind == UNREADABLE


@pytest.mark.parametrize(('clearing', 'number', 'iban'), EXAMPLES)
def test_a_bank_account_is_the_same_as_its_iban(clearing, number, iban):
    iban = iban.replace(' ', '')

    assert iban_of(f'{clearing} {number}') == iban_of(f'{clearing}, {number}') == iban
    found = payee(f'{clearing}-{number}')
    assert found.key == payee(iban).key
    assert found.fault is None and found.country == 'SE'


def test_the_clearing_number_may_stand_beside_the_account():
    assert payee('825 74 66', '5839').key == payee('58398257466').key


@pytest.mark.parametrize(
    'text',
    [
        '5140 10004',  # SEB has seven digits
        '3782 101010-1010',  # Nordea's old personal accounts
        '9500 1111111116',  # Plusgirot has accounts of another kind
        '9999 0123454',  # no bank has it
        '83279147258925',  # the fifth digit may belong to either number
        '8327 147258925',
        '5839A8257466',
        '\u06658398257466',
        '',
    ],
)
def test_what_may_mean_two_accounts_has_no_iban(text):
    assert iban_of(text) == ''


def test_digits_alone_are_no_giro():
    assert payee('50501055').key != payee('50501055', 'SE:BANKGIRO').key
    assert payee('5050-1055').key == payee('50501055', 'SE:BANKGIRO').key


def test_a_bankgiro_and_a_plusgiro_of_the_same_digits_are_two():
    number = with_luhn('5050105')

    assert payee(number, 'SE:BANKGIRO').key != payee(number, 'SE:PLUSGIRO').key


def test_the_same_digits_at_two_banks_are_two():
    assert payee('12345678901', 'DABADKKK').key != payee('12345678901', 'NDEADKKK').key
    assert payee('58398257466', country='NO').key != payee('58398257466', country='SE').key


@pytest.mark.parametrize(
    ('number', 'provider', 'words'),
    [
        ('5050-1056', 'SE:BANKGIRO', "check digit is wrong"),
        ('SE45 5000 0000 0583 9825 7467', '', "check digits don't fit"),
        ('BG 5050-1056', '', "check digit is wrong"),
        ('SE45 5000 0000 0583 9825 7466', 'SE:BANKGIRO', "7 or 8 digits"),
        ('see our web page', '', "isn't an account number"),
        ('\uff15050-1055', 'SE:BANKGIRO', "7 or 8 digits"),
    ],
)
def test_what_is_wrong_is_told(number, provider, words):
    found = payee(number, provider)

    assert found.kind == UNREADABLE
    assert words in str(found.fault)


def test_a_wrong_check_digit_of_a_bank_account_is_told():
    assert 'check digit' in str(payee('5839-825 74 67').fault)


def test_a_bulgarian_iban_is_no_bankgiro():
    assert payee('BG80 BNBG 9661 1020 3456 78').kind == 'iban'


def test_every_account_of_a_bill_counts_once():
    twice = bill('5050-1055', 'SE:BANKGIRO')
    means = twice[twice.index(b'<cac:PaymentMeans>') : twice.index(b'</cac:PaymentMeans>') + 19]
    second = b'<cac:PayeeFinancialAccount><cbc:ID>991-2346</cbc:ID></cac:PayeeFinancialAccount>'
    both = means.replace(b'</cac:PaymentMeans>', second + b'</cac:PaymentMeans>')

    found = stated_in(twice.replace(means, means + both))

    assert [each.payee.number for each in found] == ['50501055', '9912346']


def test_what_is_no_xml_states_none():
    assert stated_in(b'%PDF-1.7') == ()


def identity_of(number, provider):
    """Which account it is, told without the code that is tried."""
    if provider:
        return provider, number
    if number.startswith('SE'):
        return number[4:7], int(number[7:])
    clearing, account = number.split()
    bank = next(each for each in BANKS if each.first <= int(clearing[:4]) <= each.last)
    if bank.way == 2:
        return bank.iban_id, int(account)
    return bank.iban_id, int(clearing + account.rjust(10 if bank.way == 3 else 7, '0'))


@THOUSAND
@given(accounts(), accounts())
def test_a_changed_account_is_always_seen(one, other):
    is_same = identity_of(*one) == identity_of(*other)

    assert (keys_of(*one) == keys_of(*other)) == is_same


@THOUSAND
@given(st.data(), accounts())
def test_one_changed_digit_is_always_seen(data, account):
    number, provider = account
    places = [place for place, each in enumerate(number) if each.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from('0123456789'))
    assume(digit != number[place])
    changed = number[:place] + digit + number[place + 1 :]
    # Handelsbanken's and some others' clearing number isn't part of the account.
    assume(provider or iban_of(changed) == '' or iban_of(changed) != iban_of(number))

    assert keys_of(changed, provider) != keys_of(number, provider)


@THOUSAND
@given(st.data(), accounts())
def test_another_spelling_is_no_change(data, account):
    written = data.draw(spelled(*account))

    assert keys_of(*written) == keys_of(*account)
    assert all(each.payee.fault is None for each in stated_in(bill(*written)))


@THOUSAND
@given(bank_accounts(), bank_accounts())
def test_two_bank_accounts_share_an_iban_only_where_the_number_is_all(one, other):
    first, second = iban_of(' '.join(one)), iban_of(' '.join(other))

    assert iban_numbers.is_valid(first)
    assert first != second or one[1].lstrip('0') == other[1].lstrip('0')


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=3))
def test_anything_is_read(number, provider, country):
    found = payee(number, provider, country)

    if found is not None:
        assert found.key and found.written
    else:
        assert not number.strip()
