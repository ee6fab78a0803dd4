"""Which servers we talk to, and the one way to compare two addresses.

>>> origin_of('https://API.pageroonline.com/file/v1')
'https://api.pageroonline.com:443'
>>> server_address('https://sandbox.example/')
'https://sandbox.example'
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from .addresses import is_public
from .errors import HostNotAllowed


LOOPBACK = frozenset({'127.0.0.1', '::1'})
_DEFAULT_PORT = {'http': 80, 'https': 443}
_HARMLESS = re.compile(r'[!-\[\]-~]+')  # printable ASCII without blank and backslash
_NAME = re.compile(r'[a-z0-9_.-]+')
_NUMBER = re.compile(
    r'(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?'
)  # what resolvers read as an IPv4 address


@dataclass(frozen=True)
class Hosts:
    """Base addresses of the login server and of the API."""

    sso_url: str
    api_url: str

    @property
    def origins(self) -> frozenset[str]:
        """What ``HttpTransport`` may call for this account."""
        return frozenset({origin_of(self.sso_url), origin_of(self.api_url)})

    def sso(self, path: str) -> str:
        return self.sso_url.rstrip('/') + path

    def api(self, path: str) -> str:
        return self.api_url.rstrip('/') + path


PRODUCTION_HOSTS = Hosts('https://sso.pageroonline.com', 'https://api.pageroonline.com')


def origin_of(url: str, *, may_be_plain: bool = False) -> str:
    """'scheme://host:port' of an absolute URL, or HostNotAllowed.

    Plain http is for this very machine only, where the sandbox runs, unless it ``may_be_plain``.
    """
    try:
        parts = urlsplit(url if _HARMLESS.fullmatch(url) else '')
        host, port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in _DEFAULT_PORT or not _is_host(host, parts.netloc):
        raise HostNotAllowed(f"'{url[:200]}' is not the address of a server.")
    if parts.scheme == 'http' and host not in LOOPBACK and not may_be_plain:
        raise HostNotAllowed(f"'{url[:200]}' is not encrypted; https is required.")
    return f'{parts.scheme}://{place_of(host, port or _DEFAULT_PORT[parts.scheme])}'


def place_of(host: str, port: int) -> str:
    """'host:port' as addresses write it."""
    return f'[{host}]:{port}' if ':' in host else f'{host}:{port}'


def server_address(text: str, *, may_be_plain: bool = False) -> str:
    """``text`` without a closing slash if it names a server and nothing else, or HostNotAllowed.

    A path or a query in it would choose what is asked of that server.
    """
    origin_of(text, may_be_plain=may_be_plain)
    address = text.removesuffix('/')
    if address.partition('://')[2] != urlsplit(text).netloc:
        raise HostNotAllowed(f"'{text[:200]}' says more than the address of a server.")
    return address


def may_be_reached(place: str, private_hosts: Collection[str]) -> bool:
    """Whether 'host:port' is a server of our own that this server's administrator has named.

    >>> may_be_reached('127.0.0.1:80', ['127.0.0.1:80', 'sandbox.lan'])
    True
    >>> may_be_reached('sandbox.lan:8443', ['127.0.0.1:80', 'sandbox.lan'])
    True
    >>> may_be_reached('127.0.0.1:81', ['127.0.0.1:80', 'sandbox.lan'])
    False
    """
    return place in private_hosts or place.rpartition(':')[0] in private_hosts


def hosts_in(text: str) -> frozenset[str]:
    """The servers that a person listed; an address's other parts do no harm.

    >>> sorted(hosts_in('http://127.0.0.1:8099/, Sandbox.lan'))
    ['127.0.0.1:8099', 'sandbox.lan']
    """
    listed = text.lower().replace(',', ' ').split()
    hosts = (each.rpartition('://')[2].partition('/')[0] for each in listed)
    return frozenset(host for host in hosts if host)


def is_private(origin: str) -> bool:
    """Does the origin itself say that it lies in our own network? A name may still lead there."""
    host = urlsplit(origin).hostname
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return '.' not in host.strip('.') or host.strip('.').endswith('.localhost')
    return not is_public(host)


def _is_host(host: str, netloc: str) -> bool:
    """A name, or an IP address in its one usual form; no user, no zone, no short or octal one."""
    if '@' in netloc or '%' in netloc:
        return False
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        is_name = bool(_NAME.fullmatch(host)) and not _NUMBER.fullmatch(host)
        return is_name and not netloc.startswith('[')
    return netloc.startswith('[') == (ip.version == 6)


def is_loopback(origin: str) -> bool:
    """Is it this very machine? Then no proxy is asked."""
    return urlsplit(origin).hostname in LOOPBACK
