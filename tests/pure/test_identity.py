"""Which changes of a customer's numbers name another receiver, and which don't."""

import doctest
import json

import pytest

from identification import days, identity, registers, schemes
from identification.identity import KINDS, Identity
from identification.registers import address_of, legal_number


OURS, OTHER = '5560360793', '2120009986'
MADE_FOR = Identity.of(
    address=('0007', OURS),
    legal=('0007', OURS),
    vat=f'SE{OURS}01',
    gln='7300010000001',
)


def _with(**changes):
    usual = {
        'address': ('0007', OURS),
        'legal': ('0007', OURS),
        'vat': f'SE{OURS}01',
        'gln': '7300010000001',
    }
    return Identity.of(**{**usual, **changes})


@pytest.mark.parametrize('module', (days, identity, registers))
def test_the_examples_hold(module):
    assert not doctest.testmod(module).failed


@pytest.mark.parametrize(
    'changes',
    (
        {'address': ('0007', '556036-0793')},
        {'address': ('0007', ' 16 556036 0793 ')},
        {'address': ('0007', '0007:5560360793')},
        {'legal': ('0007', '16556036-0793')},
        {'vat': 'se 556036-0793 01'},
        {'vat': 'SE5560360793'.ljust(14, '0')[:12] + '02'},
        {'gln': '73 0001 0000 001'},
        {'gln': '0088:7300010000001'},
    ),
)
def test_another_way_of_writing_is_no_change(changes):
    assert MADE_FOR.leads_to(_with(**changes))


@pytest.mark.parametrize(
    'changes',
    (
        {'address': ('0007', OTHER)},
        {'address': ('0088', '7300010000001')},
        {'address': ('0192', OURS)},
        {'legal': ('0007', OTHER)},
        {'vat': f'SE{OTHER}01'},
        {'vat': 'DE136695976'},
        {'gln': '7350012345671'},
    ),
)
def test_a_number_that_is_replaced_names_another(changes):
    assert not MADE_FOR.leads_to(_with(**changes))


@pytest.mark.parametrize('name', KINDS)
def test_a_number_that_is_taken_away_or_added_is_no_change(name):
    without = _with(**{name: None if name in ('address', 'legal') else ''})

    assert MADE_FOR.leads_to(without)
    assert without.leads_to(MADE_FOR)
    assert without.completed_by(MADE_FOR) == MADE_FOR


def test_an_added_number_of_another_company_is_a_change():
    for added in ({'vat': f'SE{OTHER}01'}, {'legal': ('0007', OTHER)}):
        assert not Identity.of(address=('0007', OURS)).leads_to(
            Identity.of(address=('0007', OURS), **added)
        )
    german = Identity.of(address=('9930', 'DE136695976'))
    assert german.leads_to(Identity.of(address=('9930', 'de136695976'), vat='DE 136695976'))
    assert not german.leads_to(Identity.of(address=('9930', 'DE136695976'), vat='DE129273398'))


def test_a_number_may_not_be_added_and_then_replaced():
    bound = Identity.of(address=('0007', OURS)).completed_by(_with())

    assert bound == MADE_FOR
    assert not bound.leads_to(_with(vat=f'SE{OTHER}01'))


def test_what_the_network_holds_of_the_same_company_is_no_change():
    held = (('0088', '7350012345671'), ('0007', OURS))
    bound = Identity.of(address=('0007', OURS), held=held)

    assert bound.leads_to(Identity.of(address=('0088', '7350012345671')))
    assert not bound.leads_to(Identity.of(address=('0088', '7300010000001')))


def test_without_own_numbers_those_of_the_network_count():
    bound = Identity.of(held=(('0007', OURS),))

    assert bound.leads_to(Identity.of(address=('0007', OURS)))
    assert not bound.leads_to(Identity.of(address=('0007', OTHER)))


def test_a_finnish_company_is_the_same_under_all_its_numbers():
    bound = Identity.of(address=('0216', '003720774740'))
    more = Identity.of(
        address=('0216', '0037 2077474-0'), legal=('0212', '2077474-0'), vat='FI20774740'
    )

    assert bound.leads_to(more)
    assert not bound.leads_to(Identity.of(address=('0216', '003720774740'), vat='FI01120389'))


def test_it_survives_json():
    bound = Identity.of(address=('0007', OURS), held=(('0088', '7350012345671'),))

    assert Identity.from_dict(json.loads(json.dumps(bound.to_dict()))) == bound
    assert Identity.from_dict({}) == Identity()


# === REGISTERS === #

WRITTEN = {
    ('DK', 'CVR-nr. 13 58 56 28'): ('0184', 'DK13585628'),
    ('DK', 'DK13585628'): ('0184', 'DK13585628'),
    ('NO', 'NO 974 760 673 MVA'): ('0192', '974760673'),
    ('FI', '2077474-0'): ('0212', '2077474-0'),
    ('BE', 'BE 0202.239.951'): ('0208', '0202239951'),
    ('NL', '12345678'): ('0106', '12345678'),
    ('NL', '00000001234567890000'): ('0190', '00000001234567890000'),
    ('FR', '732 829 320 00074'): ('0009', '73282932000074'),
    ('FR', '732829320'): ('0002', '732829320'),
    ('SE', '16556036-0793'): ('0007', OURS),
    ('DE', ' HRB  12345 '): ('', 'HRB 12345'),
    ('DK', 'ikke registreret'): ('', 'ikke registreret'),
    ('US', '13-5562976'): ('', '13-5562976'),
}


@pytest.mark.parametrize(('country', 'written'), WRITTEN)
def test_a_registered_number_has_its_scheme(country, written):
    assert legal_number(country, written) == WRITTEN[country, written]


def test_without_a_registered_number_the_others_tell_it():
    assert legal_number('DK', '', 'DK13585628') == ('0184', 'DK13585628')
    assert legal_number('NO', '', 'NO974760673MVA') == ('0192', '974760673')
    assert legal_number('NL', '', '', ('0106', '12345678')) == ('0106', '12345678')
    assert legal_number('FI', '', '', ('0216', '003720774740')) == ('0212', '2077474-0')
    assert legal_number('DK', '', 'SE556036079301') is None


@pytest.mark.parametrize('country', [*schemes.REGISTERS, 'DE', 'PL', ''])
@pytest.mark.parametrize('scheme', ['0088', '0060', '0204', '9930', '9944'])
def test_an_address_that_is_no_registered_number_never_becomes_one(country, scheme):
    assert legal_number(country, '', '', (scheme, '7300010000001')) is None


ADDRESSES = {
    ('NO', '974 760 673', ''): ('0192', '974760673'),
    ('NO', '', 'NO974760673MVA'): ('0192', '974760673'),
    ('DK', '13585628', ''): ('0184', '13585628'),
    ('FI', '2077474-0', ''): ('0216', '003720774740'),
    ('FI', '', 'FI20774740'): ('0216', '003720774740'),
    ('BE', '0202.239.951', ''): ('0208', '0202239951'),
    ('BE', '', 'BE0202239951'): ('0208', '0202239951'),
    ('NL', '12345678', ''): ('0106', '12345678'),
    ('NL', '', 'NL004495445B01'): ('9944', 'NL004495445B01'),
    ('DE', 'HRB 1', 'DE136695976'): ('9930', 'DE136695976'),
    ('SE', '556036-0793', ''): ('0007', OURS),
    ('EE', '12345678', ''): ('0191', '12345678'),
    ('NO', '974760674', ''): None,  # a wrong check digit
    ('DE', 'HRB 1', 'DE136695977'): None,
    ('DE', '', ''): None,
}


@pytest.mark.parametrize('numbers', ADDRESSES)
def test_the_usual_address_follows_from_the_numbers(numbers):
    assert address_of(*numbers) == ADDRESSES[numbers]


def test_every_scheme_with_organisation_numbers_is_proposed():
    assert set(schemes.SCHEME_OF_COUNTRY) <= set(schemes.REGISTERS)
    assert set(schemes.VAT_SCHEME_OF_COUNTRY.values()) <= schemes.EAS_CODES
