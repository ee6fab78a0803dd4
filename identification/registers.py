"""The number by which the law knows a company, and the electronic address that follows from it.

>>> legal_number('DK', 'CVR 13 58 56 28'), legal_number('FI', '20774740')
(('0184', 'DK13585628'), ('0212', '2077474-0'))
>>> legal_number('DE', 'HRB 12345'), legal_number('NO', '', 'NO974760673MVA')
(('', 'HRB 12345'), ('0192', '974760673'))
>>> address_of('FI', '2077474-0'), address_of('DE', '', 'DE136695976')
(('0216', '003720774740'), ('9930', 'DE136695976'))

A GLN is never a number of a register: it names a place, and several companies may share one.
"""

from __future__ import annotations

import re

from .identifiers import bare_identity, compact, has_right_check_digit, is_active_scheme
from .number_checks import Number, check, vat_number
from .schemes import (
    FINNISH_OVT,
    REGISTERS,
    SCHEME_OF_COUNTRY,
    SCHEMES,
    VAT_SCHEME_OF_COUNTRY,
    country_of,
)


SchemedNumber = tuple[str, str]  # scheme and value; the scheme is '' where ISO 6523 has none for it


def legal_number(
    country: str, registered: str, vat: str = '', address: SchemedNumber | None = None
) -> SchemedNumber | None:
    """BT-30, BT-47: what stands in the register, else what the VAT number or the address tells."""
    if registered.strip():
        return _as_registered(country, registered) or ('', ' '.join(registered.split()))
    told = core_of_vat(vat)
    if told and country_of(told.scheme) == country:
        return _as_registered(country, told.value)
    if address and address[0] in _schemes_of(country):
        return address
    if address and country_of(address[0]) == country:
        return _as_registered(country, organisation_in(*address))
    return None


def address_of(country: str, registered: str, vat: str = '') -> SchemedNumber | None:
    """The electronic address that a company of the country usually has, from its numbers.

    Only of numbers whose check digits fit: a proposal should not need a correction.
    """
    legal = legal_number(country, registered, vat)
    scheme = SCHEME_OF_COUNTRY.get(country) or (legal or ('',))[0]
    if legal and legal[0] and is_active_scheme(scheme):
        value = compact(scheme, legal[1])
        return (scheme, value) if has_right_check_digit(scheme, value) else None
    number = vat_number(bare_identity(vat))
    scheme = VAT_SCHEME_OF_COUNTRY.get(number.country, '') if number else ''
    if number and is_active_scheme(scheme) and check(number):
        return scheme, number.value
    return None


def core_of_vat(vat: str) -> Number | None:
    """The organisation number that a VAT number is made of, where a country makes it of one."""
    number = vat_number(bare_identity(vat))
    return number.core if number and number.core is not number else None


def organisation_in(scheme: str, value: str) -> str:
    """The organisation number within an electronic address, '' where there is none.

    >>> organisation_in('0007', '2120009986'), organisation_in('0216', '003712345671AB')
    ('2120009986', '12345671')
    >>> organisation_in('0088', '7350012345678')
    ''
    """
    if not country_of(scheme):
        return ''
    digits = re.sub('[^0-9]', '', value)
    before = SCHEMES[scheme].before
    return digits[len(before) : len(before) + 8] if scheme == FINNISH_OVT else digits


def _as_registered(country: str, written: str) -> SchemedNumber | None:
    plain = bare_identity(written)
    for register in REGISTERS.get(country, ()):
        match = re.fullmatch(register.pattern, plain)
        if match:
            return register.scheme, register.written.format(match[1])
    return None


def _schemes_of(country: str) -> set[str]:
    return {register.scheme for register in REGISTERS.get(country, ())}
