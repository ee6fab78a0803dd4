"""Which servers we talk to, and the one way to compare two addresses.

>>> origin_of('https://API.pageroonline.com/file/v1')
'https://api.pageroonline.com:443'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from .errors import HostNotAllowed


LOOPBACK = frozenset({'127.0.0.1', '::1'})
_DEFAULT_PORT = {'http': 80, 'https': 443}
_HARMLESS = re.compile(r'[!-\[\]-~]+')  # printable ASCII without blank and backslash


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
    if not host or parts.scheme not in _DEFAULT_PORT or '@' in parts.netloc:
        raise HostNotAllowed(f"'{url[:200]}' is not the address of a server.")
    if parts.scheme == 'http' and host not in LOOPBACK and not may_be_plain:
        raise HostNotAllowed(f"'{url[:200]}' is not encrypted; https is required.")
    name = f'[{host}]' if ':' in host else host
    return f'{parts.scheme}://{name}:{port or _DEFAULT_PORT[parts.scheme]}'


def is_loopback(origin: str) -> bool:
    """Is it this very machine? Then no proxy is asked."""
    return urlsplit(origin).hostname in LOOPBACK
