"""The public Peppol Directory: who can be found, under which electronic ids, for what documents.

Facts: https://directory.peppol.eu/public/locale-en_US/menuitem-docs-rest-api and the source of the
server, https://github.com/phax/phoss-directory. It takes two questions a second from one address,
knows no wildcards (each word of a name is looked for anywhere), ignores names of less than three
characters, counts *entities* while it lists *participants* (which have one or more), and refuses
pages that reach beyond entry 1,000.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta

from ..identification.registers import organisation_in
from ..identification.schemes import GLN, country_of
from .answers import json_of
from .company import Company
from .encoding import query_string
from .errors import Garbled, TooManyRequests
from .hosts import origin_of
from .limiter import Limiter
from .payloads import Page, parse_page
from .peppol_ids import capabilities_of, parse_participant_id, participant_id
from .query import Query
from .reading import listed, member, whole, word
from .transport import HttpTransport, Request, Transport


DIRECTORY_URL = 'https://directory.peppol.eu'
LAST_ENTRY = 1_000
MAX_RESPONSE_BYTES = 16 * 1024 * 1024
LONGEST_PAGE = 100
PATIENCE = 5.0  # seconds that a question waits for its turn
PAUSE = timedelta(seconds=2)  # after a 429 that names no time
SHORTEST_NAME = 3
_IDS_LIMIT = 200
_PUBLIC_LIMITER = Limiter(per_second=2)  # shared: the Directory counts by our address


class DirectoryClient:
    """The Directory's JSON search; it needs no login. All methods raise NetworkError."""

    def __init__(self, transport: Transport, base_url: str = DIRECTORY_URL):
        self._transport = transport
        self._base_url = base_url.rstrip('/')
        is_public = origin_of(self._base_url) == origin_of(DIRECTORY_URL)
        self._limiter = _PUBLIC_LIMITER if is_public else None

    @classmethod
    def at(cls, base_url: str, private_hosts: Collection[str] = ()) -> DirectoryClient:
        """By a transport of its own; ``private_hosts`` as HttpTransport knows them."""
        transport = HttpTransport(
            [base_url], max_response_bytes=MAX_RESPONSE_BYTES, private_hosts=private_hosts
        )
        return cls(transport, base_url)

    def search(self, query: Query, limit: int = 10, offset: int = 0) -> Page[Company]:
        """For an exact query only companies that hold the number: the Directory looks anywhere.

        ``offset`` is a multiple of ``limit``. Totals count entities, as the Directory does.
        """
        limit = min(max(limit, 1), LONGEST_PAGE)
        index = max(offset, 0) // limit
        if (index + 1) * limit > LAST_ENTRY:
            return Page((), 0, LAST_ENTRY, limit)
        pairs = [*_terms(query), ('resultPageIndex', index), ('resultPageCount', limit)]
        page = parse_hits(self._ask(f'/search/1.0/json?{query_string(pairs)}'), limit)
        if not query.is_exact:
            return page
        holders = tuple(each for each in page.items if query.is_held_by(each))
        is_all = index == 0 and page.size < limit
        return Page(holders, page.size, len(holders) if is_all else page.total, limit)

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._transport.close()

    def _ask(self, path):
        if self._limiter:
            self._limiter.wait(PATIENCE)
        request = Request('GET', self._base_url + path, {'Accept': 'application/json'})
        try:
            return json_of(self._transport.send(request))
        except TooManyRequests as error:
            if self._limiter:
                self._limiter.hold_off(error.retry_after or PAUSE)
            raise


def parse_hits(payload: object, limit: int) -> Page[Company]:
    """A page of matches; raises Garbled."""
    hits = parse_page({'items': member(payload, 'matches')}, parse_match)
    used = whole(member(payload, 'used-result-count'))
    total = whole(member(payload, 'total-result-count'))
    size = hits.size if used is None else used
    return Page(hits.items, size, total if total is None else min(total, LAST_ENTRY), limit)


def parse_match(payload: object) -> Company:
    """One participant; Garbled when it names no id."""
    electronic_id = parse_participant_id(word(member(payload, 'participantID', 'value')))
    if not electronic_id:
        raise Garbled("A participant of the Peppol Directory has no id.")
    scheme, value = electronic_id
    entities = listed(member(payload, 'entities'))
    entity = entities[0] if entities else None
    place = word(member(entity, 'geoInfo'))
    has_street = any(each.isdigit() for each in place)
    types = (word(member(each, 'value'), 500) for each in listed(member(payload, 'docTypes')))
    return Company(
        name=next(_names(entity), ''),
        country_code=country_of(scheme) or word(member(entity, 'countryCode')).upper()[:2],
        street=place if has_street else '',
        town='' if has_street else place,
        org_number=organisation_in(scheme, value),
        gln=value if scheme == GLN else '',
        electronic_ids=(electronic_id,),
        capabilities=capabilities_of(each for each in list(types)[:_IDS_LIMIT] if each),
        sources=('directory',),
    )


def _names(entity: object) -> Iterator[str]:
    """The names of an entity, in one language or in several."""
    for each in listed(member(entity, 'name')):
        name = word(each) or word(member(each, 'name'))
        if name:
            yield name


def _terms(query: Query) -> list[tuple[str, str]]:
    """The Directory's parameters for a query."""
    country = ('country', query.country_code)
    if query.kind == 'gln':
        return [('participant', participant_id(GLN, query.value))]
    if query.kind == 'electronic_id':
        parts = parse_participant_id(query.value)
        return [('participant', participant_id(*parts))] if parts else [('q', query.value)]
    if query.is_exact:
        return [('q', query.core)]
    words = ' '.join(query.value.replace('*', ' ').split())
    is_name = query.kind == 'name' and len(words) >= SHORTEST_NAME
    return [('name' if is_name else 'q', words), country]
