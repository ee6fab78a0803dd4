"""The Peppol Directory's public search, as directory.peppol.eu answers it (JSON only).

Facts from its own documentation: all terms must fit; an identifier is written with its scheme;
pages of 20, no further than 1,000 results; plain sentences for errors; no login.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from werkzeug import Response

from ..call import Call
from ..network import peppol
from ..network.company import Company
from ..responses import json_answer, timestamp


PAGE_SIZE = 20
MOST_RESULTS = 1000
SHORTEST_TEXT = 3
Test = Callable[[Company], bool]
Card = tuple[str, Company]  # one electronic address, and whose it is


def _generic(text: str) -> Test:
    words = text.casefold().split()
    if len(words) == 1:
        return lambda company: words[0] in company.text
    return lambda company: all(word in company.text for word in words)


def _place(company: Company) -> str:
    street, post_code, town, _country = company.address
    return ', '.join(filter(None, [street, f'{post_code} {town}'.strip()]))


def _participant(text: str) -> Test | None:
    wanted = (peppol.participant_value(text) or '').lower()
    return wanted and (
        lambda company: any(address.lower() == wanted for address in company.electronic_ids)
    )


def _name(text: str) -> Test | None:
    return _contains(text, lambda company: company.name)


def _geo_info(text: str) -> Test | None:
    return _contains(text, _place)


def _contains(text: str, read: Callable[[Company], str]) -> Test | None:
    if len(text) < SHORTEST_TEXT:
        return None
    wanted = text.casefold()
    return lambda company: wanted in read(company).casefold()


def _country(text: str) -> Test:
    return lambda company: company.country == text.upper()


def _identifier_value(text: str) -> Test:
    return lambda company: any(value == text for _kind, value in company.ids)


def _document_type(text: str) -> Test | None:
    scheme, _separator, wanted = text.partition('::')
    if scheme != peppol.DOCUMENT_SCHEME:
        return None
    return lambda company: any(kind.id == wanted for kind in peppol.document_types(company))


TERMS: dict[str, Callable[[str], Test | None]] = {
    'q': _generic,
    'participant': _participant,
    'name': _name,
    'country': _country,
    'geoinfo': _geo_info,
    'identifierValue': _identifier_value,
    'doctype': _document_type,
}


def search(call: Call) -> Response:
    if not _rate_limit.allows(call.sandbox.settings['directory_per_second']):
        return _error(429, "REST search rate limit exceeded")
    arguments = call.request.args
    terms = [(name, text) for name in TERMS for text in arguments.getlist(name)]
    if not terms:
        return _error(400, "No valid query term provided!")
    # A term that makes no sense is passed over, as the real one does.
    tests = [test for name, text in terms if (test := TERMS[name](text.strip()))]
    if not tests:
        return _error(400, "No valid queries could be created!")
    page, size = _number(arguments, 'Index', 0), _number(arguments, 'Count', PAGE_SIZE)
    if page < 0 or size <= 0 or (page + 1) * size > MOST_RESULTS:
        return _error(400, "The result page is invalid.")
    hits = _cards(call, [] if call.ignores_filters else tests)
    query = '&'.join(f'{name}={text}' for name, text in terms)
    return json_answer(_result(hits, page, size, query))


def _number(arguments: Any, name: str, default: int) -> int:
    short = f'rp{name[0].lower()}'
    return arguments.get(f'resultPage{name}', arguments.get(short, default, int), int)


def _cards(call: Call, tests: list[Test]) -> list[Card]:
    """The business cards that fit: one for each electronic address of a company."""
    registry, wanted = call.sandbox.registry, call.request.args.get('participant', '')
    address = None if call.ignores_filters else peppol.participant_value(wanted.strip())
    if address:
        companies = [
            company
            for company in registry.find('electronicId', address)
            if all(test(company) for test in tests)
        ]
    else:
        companies = registry.matching(_all_of(tests))
    return [
        (each, company)
        for company in companies
        if company.is_published and peppol.is_registered(company)
        for each in company.electronic_ids
        if address is None or each == address
    ]


def _all_of(tests: list[Test]) -> Callable[[str, Company], bool]:
    if len(tests) == 1:
        test = tests[0]
        return lambda _name, company: test(company)
    return lambda _name, company: all(test(company) for test in tests)


def _error(status: int, text: str) -> Response:
    return Response(text, status, content_type='text/plain; charset=utf-8')


def _result(hits: list[Card], page: int, size: int, query: str) -> dict[str, Any]:
    shown = hits[page * size : (page + 1) * size]
    return {
        'version': '1.0',
        'total-result-count': len(hits),
        'used-result-count': len(shown),
        'result-page-index': page,
        'result-page-count': size,
        'first-result-index': page * size,
        'last-result-index': min((page + 1) * size, len(hits)) - 1,
        'query-terms': query,
        'creation-dt': timestamp(),
        'matches': [_match(*card) for card in shown],
    }


def _match(address: str, company: Company) -> dict[str, Any]:
    entity: dict[str, Any] = {
        'name': [{'name': company.name}],
        'countryCode': company.country,
        'geoInfo': _place(company),
        'identifiers': [{'scheme': kind, 'value': value} for kind, value in company.ids],
        'regDate': '2024-01-15',
    }
    return {
        'participantID': {'scheme': peppol.PARTICIPANT_SCHEME, 'value': address},
        'docTypes': [
            {'scheme': peppol.DOCUMENT_SCHEME, 'value': kind.id}
            for kind in peppol.document_types(company)
        ],
        'entities': [{name: value for name, value in entity.items() if value}],
    }


class _RateLimit:
    """So many searches in any second; the others are turned away."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._moments: deque[float] = deque()

    def allows(self, per_second: float) -> bool:
        now = time.monotonic()
        with self._lock:
            while self._moments and self._moments[0] <= now - 1:
                self._moments.popleft()
            if per_second and len(self._moments) >= per_second:
                return False
            self._moments.append(now)
            return True


_rate_limit = _RateLimit()

ROUTES = [('GET', '/directory/search/1.0/json', search)]
