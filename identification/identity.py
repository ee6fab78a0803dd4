"""Whom a set of numbers names, and whether another set still names the same.

>>> made_for = Identity.of(address=('0007', '556036-0793'), vat='SE556036079301')
>>> made_for.leads_to(Identity.of(address=('0007', '5560360793'), vat='se 556036-0793 01'))
True
>>> made_for.leads_to(Identity.of(address=('0007', '2120009986'), vat='SE556036079301'))
False

A number that is added or taken away changes nothing, as long as it belongs to no other company. One
that is replaced names another receiver, unless the network has told that the company holds both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields

from .identifiers import bare_identity, compact
from .registers import SchemedNumber, core_of_vat, organisation_in
from .schemes import FINNISH_BUSINESS_ID, GLN, VAT_SCHEME_OF_COUNTRY, country_of


KINDS = ('address', 'legal', 'vat', 'gln')
VAT = 'vat'  # the register of numbers that are VAT numbers and nothing else
_VAT_SCHEMES = frozenset(VAT_SCHEME_OF_COUNTRY.values())


@dataclass(frozen=True)
class Identity:
    """Numbers in one way of writing, each with its scheme: ``0007:5560360793``.

    ``held`` are the numbers that the network knows of the same company; '' is where it has none.
    """

    address: str = ''  # BT-49
    legal: str = ''  # BT-47
    vat: str = ''  # BT-48
    gln: str = ''  # BT-46
    held: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        *,
        address: SchemedNumber | None = None,
        legal: SchemedNumber | None = None,
        vat: str = '',
        gln: str = '',
        held: Iterable[SchemedNumber] = (),
    ) -> Identity:
        """From numbers as people and records write them; ``held`` has '' for a VAT number."""
        return cls(
            address=_address(address),
            legal=_claim(*legal) if legal else '',
            vat=_vat(vat),
            gln=_address((GLN, gln)) if gln else '',
            held=tuple(sorted({*(_claim(*each) for each in held), *map(_address, held)} - {''})),
        )

    @classmethod
    def from_dict(cls, values: Mapping) -> Identity:
        """From what ``to_dict`` gave."""
        known = {each.name: values[each.name] for each in fields(cls) if values.get(each.name)}
        return cls(**{**known, 'held': tuple(known.get('held', ()))})

    def to_dict(self) -> dict:
        """As JSON can hold it, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def numbers(self) -> tuple[str, ...]:
        """Those that a document has, each once, the address first."""
        return tuple(dict.fromkeys(filter(None, (getattr(self, name) for name in KINDS))))

    @property
    def _claims(self) -> frozenset[str]:
        """The companies that the numbers name, as ``register:number``."""
        address = _claim(*self.address.split(':', 1)) if self.address else ''
        return frozenset({address, self.legal, self.vat} - {''})

    def is_named_by(self, address: SchemedNumber) -> bool:
        """Whether an address is no more than one of these numbers."""
        return _address(address) == self.address or _claim(*address) in {self.legal, self.vat} - {
            ''
        }

    def leads_to(self, other: Identity) -> bool:
        """Whether ``other`` names the same receiver as this one, for which something was agreed."""
        for name in KINDS:
            before, now = getattr(self, name), getattr(other, name)
            if before and now and before != now and now not in self.held:
                return False
        known = self._claims | {*self.held}
        registers = {_register_of(claim) for claim in known}
        return {each for each in other._claims if _register_of(each) in registers} <= known

    def completed_by(self, other: Identity) -> Identity:
        """The same with the numbers that it lacked."""
        values = {**other.to_dict(), **self.to_dict()}
        return Identity.from_dict({**values, 'held': self.held})


def _address(address: SchemedNumber | None) -> str:
    """Peppol's identifiers have no case."""
    if not address or not address[1]:
        return ''
    scheme, value = address
    return f'{scheme}:{compact(scheme, value).upper()}'


def _claim(scheme: str, value: str) -> str:
    """The company that a number of some scheme names; '' for a GLN, which names a place."""
    if scheme in _VAT_SCHEMES or scheme == VAT:
        return _vat(value)
    if country_of(scheme):
        return f'{country_of(scheme)}:{organisation_in(scheme, compact(scheme, value))}'
    if scheme == FINNISH_BUSINESS_ID:
        return f'FI:{bare_identity(value)}'
    return '' if scheme == GLN else f'{scheme}:{bare_identity(value)}'


def _vat(value: str) -> str:
    """By the organisation number that it is made of, where there is one: 01 is no other company."""
    core = core_of_vat(value)
    if core:
        return f'{country_of(core.scheme)}:{core.value}'
    bare = bare_identity(value)
    return f'{VAT}:{bare}' if bare else ''


def _register_of(claim: str) -> str:
    return claim.split(':', 1)[0]
