"""HTTP to servers that Peppol's locator names: strangers, found by DNS, often without TLS.

Why this is safe enough, although the rule elsewhere is "https to known hosts only":

* What is fetched is public (which documents a participant takes), and nothing is given away: GET
  only, no body, never an ``Authorization`` header, no cookies, no client certificate.
* A forged answer can only mislead about what a recipient takes; sending goes through Pagero and
  doesn't use it. So plain http is a nuisance, no danger; https is verified where it is offered.
* An address inside our own network must not be reached by way of a stranger's DNS record: the
  address of each connection is looked at *after* it was resolved and *before* a byte is sent, so a
  name that changes between two look-ups gains nothing. Only the ports 80 and 443 are called.
* Answers are limited in size and time, and redirects come back to the caller, who asks again here.

Where a proxy stands between, the connection goes to the proxy, which resolves the name itself and
is there to decide what may be reached.
"""

from __future__ import annotations

import functools
import ipaddress
from urllib.parse import urlsplit

from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from .deadline import DeadlineAdapter, WatchedHTTPConnection, WatchedHTTPSConnection
from .errors import HostNotAllowed
from .hosts import origin_of
from .transport import HttpTransport, Request, Response


TIMEOUT = 10.0
MAX_RESPONSE_BYTES = 1024 * 1024
_PORTS = (80, 443)
_SENDABLE = {'accept', 'user-agent', 'accept-encoding'}
_NAT64 = ipaddress.ip_network('64:ff9b::/96')


class PublicTransport(HttpTransport):
    """GET from any public address; raises HostNotAllowed, NoConnection, NoAnswer."""

    def __init__(self, timeout: float = TIMEOUT, max_response_bytes: int = MAX_RESPONSE_BYTES):
        super().__init__((), timeout, max_response_bytes)

    def send(self, request: Request) -> Response:
        if request.method != 'GET' or request.body:
            raise HostNotAllowed("Strangers are only asked, never sent anything.")
        if {name.lower() for name in request.headers} - _SENDABLE:
            raise HostNotAllowed("Strangers get no header that could hold a secret.")
        return super().send(request)

    def _allowed_origin(self, url):
        origin = origin_of(url, may_be_plain=True)
        parts = urlsplit(origin)
        if parts.port not in _PORTS or not _may_be_public(parts.hostname):
            raise HostNotAllowed(f"'{origin}' is no public server.")
        return origin

    def _new_adapter(self):
        return _PublicAdapter(self._progress)


def is_public(address: str) -> bool:
    """Is the IP address one of the open internet's, also where it is wrapped in another?

    >>> [is_public(each) for each in ('93.184.215.14', '10.0.0.1', '127.0.0.1', '169.254.169.254')]
    [True, False, False, False]
    >>> is_public('::ffff:192.168.0.1'), is_public('64:ff9b::a00:1'), is_public('::1')
    (False, False, False)
    """
    try:
        ip = ipaddress.ip_address(address.partition('%')[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    return ip.is_global and not ip.is_multicast


def _may_be_public(host):
    """Names are looked at when they are resolved; here only what is no name of the internet."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return '.' in host.strip('.')
    return is_public(host)


class _Public:
    """Mixin for connections: hangs up on anything that isn't a public address, before TLS too."""

    def _new_conn(self):
        connection = super()._new_conn()
        address = connection.getpeername()[0]
        if not is_public(address):
            connection.close()
            raise HostNotAllowed(f"'{self.host}' is at {address}, which is no public address.")
        return connection


class _PublicHTTPConnection(_Public, WatchedHTTPConnection):
    pass


class _PublicHTTPSConnection(_Public, WatchedHTTPSConnection):
    pass


class _PublicAdapter(DeadlineAdapter):
    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            'http': functools.partial(self._pool, HTTPConnectionPool, _PublicHTTPConnection),
            'https': functools.partial(self._pool, HTTPSConnectionPool, _PublicHTTPSConnection),
        }
