"""A company as the sources know it: the network, the Peppol Directory, or both.

>>> ours = Company(name="Björkdals kommun", country_code='SE', org_number='2120009986',
...     sources=('network',))
>>> theirs = Company(name="BJORKDALS KOMMUN", electronic_ids=(('0007', '2120009986'),),
...     sources=('directory',))
>>> [(company.name, company.sources) for company in merged([ours], [theirs])]
[('Björkdals kommun', ('network', 'directory'))]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from itertools import chain

from ..identification.registers import organisation_in
from ..identification.schemes import GLN, country_of
from .reading import flag, listed, member, word


ACCEPTANCES = ('by_itself', 'must_approve', 'needs_routing', 'unknown')
DOCUMENT_TYPES = ('invoice', 'credit_note', 'payment_reminder', 'order', 'order_response', 'other')
DIRECTIONS = ('receive', 'send')
CONNECTION_TYPES = ('direct', 'by_request', 'by_routing', 'unknown')
TEXT_LIMIT = 2_000
LIST_LIMIT = 200  # capabilities, ids or requirements of one company

ElectronicId = tuple[str, str]  # scheme and value, such as ('0007', '2120009986')


@dataclass(frozen=True)
class Capability:
    """One kind of document that a company receives or sends, and how one gets connected for it.

    ``document_type`` is our word, 'other' for one we don't know; ``word`` keeps theirs.
    """

    document_type: str
    direction: str = 'receive'
    connection_type: str = 'unknown'
    word: str = ''


@dataclass(frozen=True)
class Requirement:
    """A recipient's own demand on an invoice: a question, and the rule that follows from it."""

    id: str
    question: str = ''
    field: str = ''
    kind: str = ''
    value: str = ''
    message: str = ''


@dataclass(frozen=True)
class Company:
    """Everything that a user needs to decide; what a source can't know is empty or 'unknown'."""

    network_id: str = ''
    name: str = ''
    country_code: str = ''
    street: str = ''
    post_code: str = ''
    town: str = ''
    org_number: str = ''
    vat_number: str = ''
    gln: str = ''
    electronic_ids: tuple[ElectronicId, ...] = ()
    operator_id: str = ''
    operator_name: str = ''
    is_active: bool = True
    acceptance: str = 'unknown'
    capabilities: tuple[Capability, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    requirements_url: str = ''
    accepts_tests: bool | None = None
    sources: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[tuple[str, str]]:
        """The numbers by which two sources mean the same company."""
        return frozenset(_keys(self))

    def receives(self, document_type: str) -> bool:
        """Does it take such documents, as far as is known?"""
        return any(
            each.document_type == document_type and each.direction == 'receive'
            for each in self.capabilities
        )

    def to_dict(self) -> dict:
        """As JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping) -> Company:
        """From what ``to_dict`` gave, perhaps by an older version: what doesn't fit is left out."""
        known = {each.name: values[each.name] for each in fields(cls) if each.name in values}
        texts = {name: word(value, TEXT_LIMIT) for name, value in known.items()}
        return cls(
            **{name: text for name, text in texts.items() if isinstance(_DEFAULTS[name], str)},
            electronic_ids=tuple(_pairs(known.get('electronic_ids'))),
            is_active=flag(known.get('is_active', True)),
            capabilities=tuple(_rows(Capability, known.get('capabilities'), 'document_type')),
            requirements=tuple(_rows(Requirement, known.get('requirements'), 'id')),
            accepts_tests=_flag_or_none(known.get('accepts_tests')),
            sources=tuple(filter(None, map(word, listed(known.get('sources'))))),
        )


_DEFAULTS = {each.name: each.default for each in fields(Company)}


def merged(*hits_by_source: Iterable[Company]) -> tuple[Company, ...]:
    """All companies, each once; the first source that knows one speaks before those after it."""
    companies: list[Company] = []
    places: dict[tuple[str, str], int] = {}
    for hit in chain(*hits_by_source):
        place = next((places[key] for key in sorted(hit.keys) if key in places), None)
        if place is None or not _may_be_same(companies[place], hit):
            place = len(companies)
            companies.append(hit)
        else:
            companies[place] = _joined(companies[place], hit)
        for key in companies[place].keys:
            places.setdefault(key, place)
    return tuple(companies)


def _keys(company: Company) -> Iterator[tuple[str, str]]:
    if company.org_number:
        number = re.sub('[^0-9A-Za-z]', '', company.org_number)
        yield 'org_number', f'{company.country_code}{number}'
    if company.vat_number:
        yield 'vat_number', company.vat_number
    if company.gln:
        yield 'gln', company.gln
    for scheme, value in company.electronic_ids:
        yield 'electronic_id', f'{scheme}:{value}'.lower()
        if scheme == GLN:
            yield 'gln', value
        elif country_of(scheme):
            yield 'org_number', f'{country_of(scheme)}{organisation_in(scheme, value)}'


def _may_be_same(known: Company, hit: Company) -> bool:
    """Two companies of the network stay two, even where they share a number."""
    return not (known.network_id and hit.network_id) or known.network_id == hit.network_id


def _joined(known: Company, hit: Company) -> Company:
    """``known`` with what only ``hit`` says."""
    changes = {
        name: getattr(hit, name)
        for name, default in _DEFAULTS.items()
        if getattr(known, name) in (default, '') and getattr(hit, name) != default
    }
    changes['sources'] = tuple(dict.fromkeys(known.sources + hit.sources))
    changes['electronic_ids'] = tuple(dict.fromkeys(known.electronic_ids + hit.electronic_ids))
    changes['capabilities'] = known.capabilities + tuple(
        each for each in hit.capabilities if not _has(known, each)
    )
    return replace(known, **changes)


def _has(company: Company, capability: Capability) -> bool:
    """What the Directory lists as 'other' is a format, so it adds nothing beside the network's."""
    meant = (capability.document_type, capability.direction)
    return meant in {(each.document_type, each.direction) for each in company.capabilities}


def _pairs(value: object) -> Iterator[ElectronicId]:
    for each in listed(value)[:LIST_LIMIT]:
        pair = [word(part) for part in listed(each)]
        if len(pair) == 2 and all(pair):
            yield pair[0], pair[1]


def _rows(kind: type, value: object, needed: str) -> Iterator:
    for each in listed(value)[:LIST_LIMIT]:
        texts = {part.name: word(member(each, part.name), TEXT_LIMIT) for part in fields(kind)}
        if texts[needed]:
            yield kind(**texts)


def _flag_or_none(value: object) -> bool | None:
    return None if value is None else flag(value)
