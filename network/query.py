"""What is looked for in the network, as a value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ..identification.registers import organisation_in
from ..identification.schemes import GLN, SCHEME_OF_COUNTRY, SCHEMES
from .company import Company, ElectronicId


QueryKind = Literal['any', 'name', 'org_number', 'vat_number', 'gln', 'electronic_id']
# VAT numbers that are an organisation number with something around it.
_AROUND_VAT = [re.compile(scheme.in_vat) for scheme in SCHEMES.values() if scheme.in_vat]


@dataclass(frozen=True)
class Query:
    """A question to a source of companies; ``country_code`` narrows it where it is given.

    An ``electronic_id`` is written scheme:value. ``*`` in a name stands for any characters.
    """

    kind: QueryKind
    value: str
    country_code: str = ''

    @property
    def is_exact(self) -> bool:
        """Does the value name one company rather than describe several?"""
        return self.kind not in ('any', 'name')

    @property
    def core(self) -> str:
        """The number within a VAT number, by which registers know the company.

        >>> Query('vat_number', 'SE556036079301').core, Query('vat_number', 'DE123456789').core
        ('5560360793', '123456789')
        """
        value = _plain(self.value)
        if self.kind != 'vat_number':
            return value
        matches = (pattern.fullmatch(value) for pattern in _AROUND_VAT)
        return next((match[1] for match in matches if match), re.sub('^[A-Z]{2}', '', value))

    @property
    def participant(self) -> ElectronicId | None:
        """The electronic id that the number has in Peppol; None where it can't be told.

        >>> Query('vat_number', 'SE556036079301', 'SE').participant
        ('0007', '5560360793')
        >>> Query('org_number', '12345671', 'FI').participant
        ('0216', '003712345671')
        >>> Query('gln', '7300010000001').participant, Query('org_number', '878100018').participant
        (('0088', '7300010000001'), None)
        """
        if self.kind == 'electronic_id':
            scheme, colon, value = self.value.partition(':')
            return (scheme, value) if colon and value else None
        if self.kind == 'gln':
            return GLN, self.core
        scheme = SCHEME_OF_COUNTRY.get(self.country_code) if self.is_exact else None
        return scheme and (scheme, f'{SCHEMES[scheme].before}{self.core}')

    def is_held_by(self, company: Company) -> bool:
        """Is the number that an exact query names this company's own?

        >>> kund = Company(org_number='556036-0793', electronic_ids=(('0007', '5560360793'),))
        >>> [Query(kind, value).is_held_by(kund) for kind, value in (
        ...     ('org_number', '5560360793'), ('vat_number', 'SE556036079301'),
        ...     ('electronic_id', '0007:5560360793'), ('gln', '7300010000001'))]
        [True, True, True, False]
        """
        if self.country_code and company.country_code not in ('', self.country_code):
            return False
        if self.kind == 'electronic_id':
            ids = {f'{scheme}:{value}'.lower() for scheme, value in company.electronic_ids}
            return self.value.lower() in ids
        if self.kind == 'vat_number' and self.core in _org_numbers(company):
            return any(pattern.fullmatch(_plain(self.value)) for pattern in _AROUND_VAT)
        holds = {'org_number': _org_numbers, 'vat_number': _vat_numbers, 'gln': _glns}
        return self.kind in holds and _plain(self.value) in holds[self.kind](company)


def _org_numbers(company: Company) -> set[str]:
    return {
        _plain(company.org_number),
        *(organisation_in(scheme, value) for scheme, value in company.electronic_ids),
    } - {''}


def _vat_numbers(company: Company) -> set[str]:
    """VAT numbers have electronic ids too; their schemes begin with 99."""
    return {
        _plain(company.vat_number),
        *(_plain(value) for scheme, value in company.electronic_ids if scheme[:2] == '99'),
    } - {''}


def _glns(company: Company) -> set[str]:
    return {
        _plain(company.gln),
        *(value for scheme, value in company.electronic_ids if scheme == GLN),
    } - {''}


def _plain(number: str) -> str:
    return re.sub('[^0-9A-Za-z]', '', number).upper()
