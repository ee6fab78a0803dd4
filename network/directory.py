"""The public Peppol Directory: who can be found, under which electronic ids, for what.

Facts: https://directory.peppol.eu/public/locale-en_US/menuitem-docs-rest-api
"""

from __future__ import annotations

from .company import Company
from .payloads import Page
from .query import Query
from .transport import Transport


DIRECTORY_URL = 'https://directory.peppol.eu'


class DirectoryClient:
    """The Directory's JSON search; it needs no login. All methods raise NetworkError."""

    def __init__(self, transport: Transport, base_url: str = DIRECTORY_URL):
        self._transport = transport
        self._base_url = base_url.rstrip('/')

    def search(self, query: Query, limit: int = 10, offset: int = 0) -> Page[Company]:
        raise NotImplementedError
