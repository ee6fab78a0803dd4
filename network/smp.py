"""What a Peppol participant receives, asked where Peppol itself looks: SML, then SMP.

Peppol Service Metadata Publishing 1.4.0: the ServiceGroup of a participant refers to one address
per document type, and the type's id is the last segment of that address.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from urllib.parse import quote, unquote, urljoin

from lxml import etree

from ..identification.registers import organisation_in
from ..identification.schemes import GLN, country_of
from .answers import ERROR_OF_STATUS, checked
from .company import Company, ElectronicId
from .errors import Garbled, NetworkError, NotRegistered, UnexpectedAnswer
from .payloads import Page
from .peppol_ids import DOCUMENT_SCHEMES, capabilities_of, participant_id
from .public_transport import MAX_RESPONSE_BYTES, TIMEOUT, PublicTransport
from .query import Query
from .sml import locate as locate_by_dns
from .transport import HttpTransport, Request, Transport


MAX_REDIRECTS = 2  # from http to https, and to the new name of a server
MAX_DOCUMENT_TYPES = 1_000
_KINDS: dict[int, type[NetworkError]] = ERROR_OF_STATUS | {404: NotRegistered}
_REDIRECTS = (301, 302, 303, 307, 308)


class SmpClient:
    """Asks a participant's own SMP; ``locate(scheme, value)`` gives the SMP's base address.

    ``transport_factory(base_url)`` gives what may carry the question there.
    """

    def __init__(
        self,
        transport_factory: Callable[[str], Transport],
        locate: Callable[[str, str], str],
    ):
        self._transport_factory = transport_factory
        self._locate = locate

    @classmethod
    def public(cls) -> SmpClient:
        """Peppol's production network: found by DNS, reached at public addresses only."""
        return cls(lambda _base_url: PublicTransport(), locate_by_dns)

    @classmethod
    def at(cls, base_url: str, private_hosts: Collection[str] = ()) -> SmpClient:
        """One fixed SMP for all participants: a sandbox's."""

        def transport(_base_url):
            return HttpTransport([base_url], TIMEOUT, MAX_RESPONSE_BYTES, private_hosts)

        return cls(transport, lambda _scheme, _value: base_url)

    def search(self, query: Query, offset: int = 0) -> Page[Company]:
        """The one participant that an exact query names, without its name: Peppol gives none.

        A participant that the Directory doesn't list can still be registered here.
        """
        participant = query.participant
        if not participant or offset:
            return Page((), 0, 0, 1)
        try:
            company = self.company(*participant)
        except NotRegistered:
            return Page((), 0, 0, 1)
        return Page((company,), 1, 1, 1)

    def company(self, scheme: str, value: str) -> Company:
        """What is known of a participant; raises NotRegistered."""
        return _company_of((scheme, value), self.document_types(scheme, value))

    def document_types(self, scheme: str, value: str) -> tuple[str, ...]:
        """Ids of the document types that the participant receives; raises NotRegistered."""
        base_url = self._locate(scheme, value)
        participant = quote(participant_id(scheme, value), safe='')
        transport = self._transport_factory(base_url)
        try:
            body = _fetch(transport, f'{base_url.rstrip("/")}/{participant}')
        finally:
            transport.close()
        return tuple(dict.fromkeys(_document_types(_parsed(body))))


def _company_of(electronic_id: ElectronicId, document_types: Iterable[str]) -> Company:
    scheme, value = electronic_id
    return Company(
        country_code=country_of(scheme),
        org_number=organisation_in(scheme, value),
        gln=value if scheme == GLN else '',
        electronic_ids=(electronic_id,),
        capabilities=capabilities_of(document_types),
        sources=('smp',),
    )


def _fetch(transport: Transport, url: str) -> bytes:
    """The body behind ``url``; each redirect is asked anew, so the transport looks at it again."""
    for _redirect in range(MAX_REDIRECTS + 1):
        response = transport.send(Request('GET', url, {'Accept': 'application/xml, text/xml'}))
        target = response.headers.get('location', '')
        if response.status not in _REDIRECTS or not target:
            return checked(response, kinds=_KINDS).body
        url = urljoin(url, target)
    raise UnexpectedAnswer("The participant's SMP sends us round in circles.", status=302)


def _parsed(body: bytes) -> etree._Element:
    """The root element, without DTD, entities or anything fetched; raises Garbled."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Garbled("The answer of the participant's SMP isn't XML.") from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise Garbled("The answer of the participant's SMP has a document type definition.")
    if etree.QName(root).localname != 'ServiceGroup':
        raise Garbled("The participant's SMP answers something else than a service group.")
    return root


def _document_types(group: etree._Element) -> Iterator[str]:
    """The namespaces of Peppol and of OASIS mean the same here."""
    references = group.iterfind('.//{*}ServiceMetadataReference')
    for _number, reference in zip(range(MAX_DOCUMENT_TYPES), references, strict=False):
        _path, services, last = unquote(reference.get('href', '')).rpartition('/services/')
        scheme, separator, document_type = last.partition('::')
        if services and separator and scheme in DOCUMENT_SCHEMES and document_type:
            yield document_type
