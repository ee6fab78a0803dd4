"""The only module that opens a socket.

One transport per thread: it keeps one ``requests.Session`` alive and remembers how far the current
request has come. Nothing here is shared or global.
"""

from __future__ import annotations

import http.client
import os
import re
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from time import monotonic
from typing import Literal, Protocol
from urllib.parse import urlsplit

import requests
import urllib3
from requests.utils import get_environ_proxies

from .deadline import DeadlineAdapter, TooLong, Watch
from .errors import HostNotAllowed, NoAnswer, NoConnection
from .hosts import is_loopback, origin_of
from .redact import get_logger
from .unpacking import ACCEPTED, UnknownEncoding, unpacked


_logger = get_logger(__name__)

TIMEOUT = 60.0  # seconds; a plain number: Odoo's test harness can't compare a tuple
MAX_RESPONSE_BYTES = 64 * 1024 * 1024
IDLE_LIMIT = 10.0  # seconds; servers hang up on idle connections, and that race leaves us unsure
CHUNK = 64 * 1024
_FAILURES = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    UnicodeError,
    zlib.error,
)


@dataclass(frozen=True)
class Request:
    """One HTTP request; ``url`` is absolute and already encoded."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b'', repr=False)


@dataclass(frozen=True)
class Response:
    """An answer of any status; header names in lower case.

    ``flaw`` says why ``body`` isn't the whole body, or is empty.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b'', repr=False)
    flaw: Literal['', 'timed out', 'cut short', 'too large', 'in an unknown encoding'] = ''


class Transport(Protocol):
    """The seam: whatever carries a request to the network and brings back its answer."""

    def send(self, request: Request) -> Response: ...

    def close(self) -> None: ...


class _Session(requests.Session):
    def get_redirect_target(self, resp):
        """None: an answer that points elsewhere is handed to the caller as it is."""


class HttpTransport:
    """Real HTTP: only to ``allowed_origins``, TLS verified, no redirects, limited time and size.

    ``timeout``: seconds for one whole exchange. ``private_hosts``: 'host' or 'host:port' of servers
    that may lie on this machine or in its network; all others must be the open internet's.
    Raises HostNotAllowed, NoConnection, NoAnswer.
    """

    def __init__(
        self,
        allowed_origins: Iterable[str],
        timeout: float = TIMEOUT,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
        private_hosts: Collection[str] = (),
    ):
        self._origins = frozenset(origin_of(each) for each in allowed_origins)
        self._timeout = timeout
        self._max_response_bytes = max_response_bytes
        # Head and chunks have bytes of their own, beside those of the body.
        self._watch = Watch(2 * max_response_bytes + CHUNK, frozenset(private_hosts))
        self._used_at = monotonic()
        self._session = self._new_session()

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.close()

    def close(self) -> None:
        self._session.close()

    def send(self, request: Request) -> Response:
        origin = self._allowed_origin(request.url)
        started_at = monotonic()
        if started_at - self._used_at > IDLE_LIMIT:
            self._session.close()
        self._watch.begun = False
        outcome = 'no answer'
        try:
            response = self._exchange(request, origin)
            outcome = f'{response.status} {response.flaw}'.rstrip()
            return response
        except _FAILURES as error:
            raise self._classified(error, origin) from error
        finally:
            self._used_at = monotonic()
            _log(request, outcome, self._used_at - started_at)

    def _allowed_origin(self, url):
        origin = origin_of(url)
        if origin not in self._origins:
            raise HostNotAllowed(f"'{origin}' is not an address of this account.")
        return origin

    def _exchange(self, request, origin):
        prepared = self._session.prepare_request(
            requests.Request(
                request.method, request.url, headers=dict(request.headers), data=request.body
            )
        )
        self._allowed_origin(prepared.url)
        answer = self._session.send(
            prepared,
            stream=True,
            timeout=self._timeout,
            allow_redirects=False,
            proxies={} if is_loopback(origin) else get_environ_proxies(request.url),
            verify=os.environ.get('REQUESTS_CA_BUNDLE') or True,
        )
        headers = {name.lower(): value for name, value in answer.headers.items()}
        body, flaw = self._read(answer)
        return Response(answer.status_code, headers, body, flaw)

    def _read(self, answer):
        """The body as far as it came, and what is wrong with it."""
        body = bytearray()
        try:
            chunks = answer.raw.stream(CHUNK, decode_content=False)
            for piece in unpacked(chunks, answer.headers.get('Content-Encoding', '')):
                body += piece
                if len(body) > self._max_response_bytes:
                    return b'', 'too large'
        except UnknownEncoding:
            return b'', 'in an unknown encoding'
        except _FAILURES as error:
            return (b'', 'too large') if _is(TooLong, error) else (bytes(body), _cut(error))
        finally:
            answer.close()
        return bytes(body), 'cut short' if _is_short(answer) else ''

    def _classified(self, error, origin):
        """Before the first byte nothing can have been taken; after it, that is unknown."""
        if self._watch.begun:
            return NoAnswer(f"{origin} gave no whole answer: {_reason(error)}")
        return NoConnection(f"{origin} can't be reached: {_reason(error)}")

    def _new_session(self):
        session = _Session()
        # A .netrc must never replace our Authorization; proxies are looked up in `_exchange`.
        session.trust_env = False
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.headers['User-Agent'] = 'pagero_connector'
        session.headers['Accept-Encoding'] = ACCEPTED
        for prefix in ('http://', 'https://'):
            session.mount(prefix, DeadlineAdapter(self._watch))
        return session


def _reason(error):
    """The innermost of the exceptions that wrap each other; the outer ones only repeat it."""
    for _depth in range(10):
        inner = [error.__dict__.get('reason'), *reversed(error.args)]
        inner = next((each for each in inner if isinstance(each, Exception)), None)
        if inner is None:
            break
        error = inner
    # urllib3 puts the connection object's repr in front of the reason.
    return re.split(r'[>)]: ', str(error))[-1] or type(error).__name__


def _cut(error):
    return 'timed out' if _is(urllib3.exceptions.TimeoutError, error) else 'cut short'


def _is(kind, error):
    return any(isinstance(each, kind) for each in (error, *error.args))


def _is_short(answer):
    """urllib3 before 2.0 doesn't notice a body that ends before its Content-Length."""
    length = answer.headers.get('Content-Length', '')
    return length.isascii() and length.isdigit() and answer.raw.tell() < int(length)


def _log(request, outcome, seconds):
    path = urlsplit(request.url).path
    is_routine = request.method == 'GET' and outcome.startswith('2')
    log = _logger.debug if is_routine else _logger.info
    log("%s %s: %s in %d ms", request.method, path, outcome, seconds * 1000)
