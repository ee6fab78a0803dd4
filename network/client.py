"""Pagero's File and Document API, one small method per documented endpoint."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial

from urllib3.filepost import encode_multipart_formdata

from .answers import checked, confirmed, json_of, readable
from .encoding import boolean, query_string, segment, timestamp
from .errors import Garbled
from .hosts import Hosts
from .paging import Stretch, iterate
from .payloads import (
    SEND_MODES,
    FilePart,
    NetworkDocument,
    SentFile,
    parse_document,
    parse_file_part,
    parse_page,
    parse_sent_file,
)
from .transport import Request, Response, Transport


PAGE_SIZE = 100
FETCH_BATCH = 100  # ids per call of `mark_fetched`
DOCUMENT_ACCEPT = 'application/xml, application/pdf;q=0.9, */*;q=0.1'


class PageroClient:
    """The API as one account sees it; ``company_id`` is the account's UUID at Pagero.

    All methods raise NetworkError. A 401 is Unauthorized: refreshing is the caller's business.
    """

    def __init__(self, transport: Transport, hosts: Hosts, access_token: str, company_id: str):
        self._transport = transport
        self._hosts = hosts
        self._access_token = access_token
        self._company_id = company_id

    def send_file(
        self,
        payload: bytes,
        filename: str,
        document_type: str,
        send_mode: str,
        sender_reference: str,
    ) -> SentFile:
        """Hand over one file; an answer only means "received" (``send_mode``: 'Test' or 'test')."""
        fields = [
            ('payload', (_plain(filename), payload, 'application/xml')),
            ('documentType', document_type),
            ('sendMode', _mode_word(send_mode)),
            ('sendingCompanyId', self._company_id),
            ('senderReference', sender_reference),
        ]
        body, content_type = encode_multipart_formdata(fields)
        return parse_sent_file(
            self._json(self._call('POST', '/file/v1/files', body, content_type, accept='*/*'))
        )

    def iter_file_parts(
        self,
        file_id: str | None = None,
        statuses: Sequence[str] = (),
        stretch: Stretch | None = None,
    ) -> Iterator[FilePart]:
        """Parts of one file, or of all; without ``statuses`` also those with unknown words.

        Delivered parts are not listed. An empty list proves nothing.
        """
        path = f'/file/v1/files/{segment(file_id)}/fileparts' if file_id else '/file/v1/fileparts'
        query = [('Status', ','.join(statuses))] if statuses else []
        parse = partial(parse_file_part, file_id=file_id or '')
        return self._iterate(path, query, PAGE_SIZE, parse, stretch)

    def act_on_file_part(self, part_id: str, action: str) -> None:
        """``action``: 'Restart' or 'Cancel'."""
        self._post_json(f'/file/v1/fileparts/{segment(part_id)}/action', {'action': action})

    def iter_documents(
        self,
        *,
        file_id: str | None = None,
        direction: str | None = None,
        document_types: Iterable[str] = (),
        sender_reference: str | None = None,
        reference_document_identifier: str | None = None,
        created_from: datetime | None = None,
        created_to: datetime | None = None,
        show_fetched_only: bool | None = None,
        page_size: int = PAGE_SIZE,
        stretch: Stretch | None = None,
    ) -> Iterator[NetworkDocument]:
        """Documents of the account, newest first.

        A server may ignore a filter, so look at the items themselves.
        """
        query = [
            ('fileId', file_id),
            ('direction', direction),
            *(('documentType', each) for each in document_types),
            ('senderReference', sender_reference),
            ('referenceDocumentIdentifier', reference_document_identifier),
            ('createTimeFrom', timestamp(created_from)),
            ('createTimeTo', timestamp(created_to)),
            ('showFetchedOnly', boolean(show_fetched_only)),
            ('companyId', self._company_id),
        ]
        return self._iterate('/document/v1/documents', query, page_size, parse_document, stretch)

    def get_document(self, document_id: str) -> NetworkDocument:
        path = f'/document/v1/documents/{segment(document_id)}'
        return parse_document(self._json(self._call('GET', path)))

    def download_target(self, document_id: str) -> bytes:
        """The document in the recipient's format: mostly XML, sometimes a PDF; never a web page."""
        path = f'/document/v1/documents/{segment(document_id)}/targetdocument'
        response = checked(self._call('GET', path, accept=DOCUMENT_ACCEPT), self._access_token)
        if not response.body.strip() or _is_web_page(response.body):
            raise Garbled(
                "The network sent no document but something else.",
                status=response.status,
                text=readable(response.body, self._access_token),
            )
        return response.body

    def mark_fetched(self, document_ids: Iterable[str]) -> None:
        """Tell the network that we hold these; only after they are stored and committed."""
        ids = list(document_ids)
        for start in range(0, len(ids), FETCH_BATCH):
            batch = ids[start : start + FETCH_BATCH]
            self._post_json('/document/v1/documents/fetch', {'ids': batch})

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._transport.close()

    # === REQUEST HELPERS === #

    def _iterate(self, path, query, page_size, parse_item, stretch):
        def fetch(offset):
            pairs = [*query, ('limit', page_size), ('offset', offset)]
            answer = self._call('GET', f'{path}?{query_string(pairs)}')
            return parse_page(self._json(answer), parse_item)

        return iterate(fetch, stretch)

    def _post_json(self, path, value):
        body = json.dumps(value).encode()
        answer = checked(self._call('POST', path, body, 'application/json'), self._access_token)
        confirmed(answer, self._access_token)

    def _json(self, response: Response) -> object:
        return json_of(response, self._access_token)

    def _call(self, method, path, body=b'', content_type=None, accept='application/json'):
        headers = {'Authorization': f'Bearer {self._access_token}', 'Accept': accept}
        if content_type:
            headers['Content-Type'] = content_type
        return self._transport.send(Request(method, self._hosts.api(path), headers, body))


def _plain(filename: str) -> str:
    """A file name that survives any server.

    >>> _plain('INV/2025/0001.xml')
    'INV-2025-0001.xml'
    """
    return re.sub(r'[^A-Za-z0-9._-]+', '-', filename) or 'document.xml'


def _mode_word(send_mode: str) -> str:
    word = SEND_MODES.get(send_mode.lower())
    if not word:
        raise ValueError(f"'{send_mode}' is not a send mode.")
    return word


def _is_web_page(body: bytes) -> bool:
    start = body[:512].lstrip(b'\xef\xbb\xbf \t\r\n').lower()
    return start.startswith((b'<!doctype html', b'<html'))
