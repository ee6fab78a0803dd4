"""Names and lists of codes agree with the official lists."""

import doctest

from ubl import allowance_reasons, objections
from ubl.allowance_reasons import ALLOWANCES, CHARGES, name_of
from ubl.peppol_rules.code_lists import CHARGE_REASONS, DISCOUNT_REASONS
from ubl.unit_codes import is_unit_code, unit_codes


def test_the_examples_hold():
    for module in (allowance_reasons, objections):
        assert doctest.testmod(module).failed == 0


def test_every_reason_of_the_lists_has_names_and_no_other():
    assert set(ALLOWANCES) == DISCOUNT_REASONS
    assert set(CHARGES) == CHARGE_REASONS


def test_every_reason_is_named_in_two_languages():
    for code in {**ALLOWANCES, **CHARGES}:
        assert name_of(code, 'en_US').strip()
        assert name_of(code, 'sv_SE').strip()


def test_the_list_of_units_is_read():
    assert len(unit_codes()) > 2000
    assert is_unit_code('HUR')
    assert is_unit_code('XBX')
    assert not is_unit_code('QT')
    assert not is_unit_code('')
