"""A company of the network, as the assumed API shows it and as the control API takes it."""

from dataclasses import dataclass, field
from typing import Any

from ..responses import Refusal
from .recipients import compact


FIELDS = {'ORGNR': 'orgNumber', 'VAT': 'vatNumber', 'GLN': 'gln'}  # by which one searches
ADDRESS = ('street', 'postCode', 'town', 'countryCode')
REQUIREMENT = ('id', 'question', 'field', 'kind', 'value', 'message')
STATUSES = ('Active', 'Inactive')
ACCEPTANCES = ('Automatic', 'ByRequest', 'Routing')
CONNECTION_TYPES = ('Direct', 'ByRequest', 'ByRouting')  # from the weakest to the strictest
TYPE_OF_ACCEPTANCE = dict(zip(ACCEPTANCES, CONNECTION_TYPES, strict=True))


@dataclass(frozen=True)
class Provider:
    """The operator at which a company is; '-1' is the network itself."""

    id: str = '-1'
    name: str = 'Pagero'
    email: str = ''

    def as_dict(self) -> dict[str, str]:
        return {'id': self.id, 'name': self.name} | ({'email': self.email} if self.email else {})


OURSELVES = Provider()


@dataclass(frozen=True)
class Capability:
    """One kind of document that a company takes or sends, and what it takes to connect for it."""

    document_type: str
    direction: str = 'Receive'
    connection_type: str = 'Direct'

    def as_dict(self) -> dict[str, str]:
        return {
            'documentType': self.document_type,
            'direction': self.direction,
            'connectionType': self.connection_type,
        }


@dataclass(frozen=True, slots=True)
class Company:
    """'is_on_network' is false for those that only the Peppol Directory and the SMP know."""

    id: str
    name: str
    address: tuple[str, str, str, str]
    ids: tuple[tuple[str, str], ...]
    electronic_ids: tuple[str, ...]
    capabilities: tuple[Capability, ...]
    acceptance: str = 'Automatic'
    status: str = 'Active'
    provider: Provider = OURSELVES
    requirements: tuple[dict[str, str], ...] = ()
    accepts_tests: bool = True
    is_on_peppol: bool = True
    is_on_network: bool = True
    is_published: bool = True  # in the Peppol Directory, which is a recipient's choice
    text: str = field(init=False, repr=False, compare=False)  # all words, without case

    def __post_init__(self) -> None:
        words = [self.name, *self.address, *self.electronic_ids, *(value for _, value in self.ids)]
        object.__setattr__(self, 'text', ' '.join(words).casefold())

    @property
    def country(self) -> str:
        return self.address[3]

    @property
    def is_active(self) -> bool:
        return self.status == 'Active'

    def number(self, id_type: str) -> str:
        return next((value for kind, value in self.ids if kind == id_type), '')

    def receives(self, document_type: str) -> bool:
        return any(
            capability.direction == 'Receive' and capability.document_type == document_type
            for capability in self.capabilities
        )

    def lookup_keys(self) -> set[tuple[str, str]]:
        """By which exact identifiers the company is found: (search field, compact value)."""
        keys = {('electronicId', compact(value)) for value in self.electronic_ids}
        return keys | {(FIELDS[kind], compact(value)) for kind, value in self.ids if kind in FIELDS}

    def as_dict(self, base_url: str) -> dict[str, Any]:
        return {
            'id': self.id,
            'name': self.name,
            'countryCode': self.country,
            'address': dict(zip(ADDRESS, self.address, strict=True)),
            'ids': [{'idType': kind, 'value': value} for kind, value in self.ids],
            'electronicIds': list(self.electronic_ids),
            'serviceProvider': self.provider.as_dict(),
            'status': self.status,
            'acceptance': self.acceptance,
            'capabilities': [capability.as_dict() for capability in self.capabilities],
            'requirements': {
                'url': f'{base_url}/requirements/{self.id}',
                'items': list(self.requirements),
            }
            if self.requirements
            else None,
            'acceptsTests': self.accepts_tests,
        }


def read_company(data: Any) -> Company:
    """A company as the control API is told; what is left out is what most companies are."""
    try:
        return _read(data)
    except (AttributeError, KeyError, TypeError) as error:
        raise Refusal(
            400, f"A company has the members of the API, 'id', 'name' at least: {error}."
        ) from None


def _read(data: dict[str, Any]) -> Company:
    address = {'countryCode': data.get('countryCode', 'SE')} | data.get('address', {})
    acceptance = data.get('acceptance', 'Automatic')
    usual = TYPE_OF_ACCEPTANCE.get(acceptance, 'Direct')
    capabilities = data.get('capabilities', [{'documentType': 'Invoice'}])
    requirements = (data.get('requirements') or {}).get('items', [])
    return Company(
        id=str(data['id']),
        name=data['name'],
        address=tuple(str(address.get(name, '')) for name in ADDRESS),
        ids=tuple((item['idType'], item['value']) for item in data.get('ids', [])),
        electronic_ids=tuple(data.get('electronicIds', [])),
        capabilities=tuple(_capability(item, usual) for item in capabilities),
        acceptance=acceptance,
        status=data.get('status', 'Active'),
        provider=Provider(**data.get('serviceProvider', {})),
        requirements=tuple(
            {name: str(item.get(name, '')) for name in REQUIREMENT} for item in requirements
        ),
        accepts_tests=bool(data.get('acceptsTests', True)),
        is_on_peppol=bool(data.get('peppol', True)),
        is_on_network=bool(data.get('network', True)),
        is_published=bool(data.get('directory', True)),
    )


def _capability(item: dict[str, str], usual: str) -> Capability:
    direction = item.get('direction', 'Receive')
    return Capability(item['documentType'], direction, item.get('connectionType', usual))
