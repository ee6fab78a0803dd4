"""Control API, the reading half: what the sandbox holds, and the summary that counts it."""

import json
from collections.abc import Iterable
from sqlite3 import Row
from typing import Any

from werkzeug import Response

from ..call import Call
from ..documents import delivery, supplying
from ..network import recipients
from ..responses import Refusal, json_answer


BASE = '/sandbox/api/'
JSON_COLUMNS = ('facts', 'descriptions', 'checked', 'answer')
FILE_COLUMNS = (
    'id, company_id, username, filename, document_type, send_mode, sender_reference, created_at,'
    ' length(payload) AS size, facts, checked'
)
DOCUMENT_COLUMNS = (
    'id, company_id, recipient_id, twin_id, file_id, direction, type, subtype, number, issue_date,'
    ' send_mode, sender_reference, created_at, is_fetched, reference_number, answer, facts'
)


def _plain(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [{name: _value(name, value) for name, value in dict(row).items()} for row in rows]


def _value(name: str, value: Any) -> Any:
    return json.loads(value) if name in JSON_COLUMNS and value else value


def list_files(call: Call) -> Response:
    delivery.settle(call.sandbox)
    files = _plain(call.sandbox.store.rows(f'SELECT {FILE_COLUMNS} FROM files ORDER BY id'))
    for file in files:
        file['id'] = str(file['id'])
        file['number'] = file['facts'].get('number')
        file['check'] = file.pop('checked')
    return json_answer(files)


def show_payload(call: Call) -> Response:
    """The bytes of a file, as they came."""
    payload = call.sandbox.store.value(
        'SELECT payload FROM files WHERE id = ?', call.arguments['file_id']
    )
    if payload is None:
        raise Refusal(404, "There is no such file.")
    return Response(payload, content_type='application/xml')


def list_documents(call: Call) -> Response:
    delivery.settle(call.sandbox)
    return json_answer(
        _plain(call.sandbox.store.rows(f'SELECT {DOCUMENT_COLUMNS} FROM documents ORDER BY seq'))
    )


def list_received(call: Call) -> Response:
    """The ledger of what suppliers sent to our companies: downloads and fetch marks."""
    return json_answer(supplying.ledger(call.sandbox))


def show_received(call: Call) -> Response:
    """One document of a supplier, with its bytes as text."""
    row = call.sandbox.store.row(
        'SELECT id, number, payload FROM documents WHERE id = ?',
        str(call.arguments['document_id']),
    )
    if row is None:
        raise Refusal(404, "There is no such document.")
    return json_answer(dict(row) | {'payload': row['payload'].decode('utf-8', 'replace')})


def list_parts(call: Call) -> Response:
    """Every part, the delivered and cancelled ones too."""
    delivery.settle(call.sandbox)
    return json_answer(_plain(call.sandbox.store.rows('SELECT * FROM parts ORDER BY id')))


def list_recipients(call: Call) -> Response:
    rows = call.sandbox.store.rows('SELECT * FROM recipients ORDER BY id')
    return json_answer([recipients.as_dict(row) for row in rows])


def summary(call: Call) -> Response:
    """Counts that show whether anything was lost or came twice."""
    delivery.settle(call.sandbox)
    value = call.sandbox.store.value
    documents = 'SELECT count(*) FROM documents WHERE '
    sent = "direction = 'Sent' AND company_id IS NOT NULL"
    received = "direction = 'Received' AND recipient_id IS NOT NULL"
    return json_answer(
        {
            'files': value('SELECT count(*) FROM files'),
            'distinct_references': value('SELECT count(DISTINCT sender_reference) FROM files'),
            'duplicate_references': value(_repeated('files', 'sender_reference')),
            'distinct_numbers': value(f'SELECT count(DISTINCT number) FROM documents WHERE {sent}'),
            'duplicate_numbers': value(
                _repeated(f'documents WHERE {sent}', 'number, send_mode, type, subtype, sender_key')
            ),
            'documents_sent': value(documents + sent),
            'documents_received': value(documents + received),
            'by_mode': _counts(call, 'SELECT send_mode, count(*) FROM files GROUP BY 1'),
            'received_by_mode': _counts(
                call, f'SELECT send_mode, count(*) FROM documents WHERE {received} GROUP BY 1'
            ),
            'parts_by_status': _counts(call, 'SELECT status, count(*) FROM parts GROUP BY 1'),
        }
    )


def _repeated(source: str, columns: str) -> str:
    return f'SELECT count(*) FROM (SELECT 1 FROM {source} GROUP BY {columns} HAVING count(*) > 1)'


def _counts(call: Call, query: str) -> dict[str, int]:
    return {row[0]: row[1] for row in call.sandbox.store.rows(query)}


ROUTES = [
    ('GET', BASE + 'files', list_files),
    ('GET', BASE + 'files/<int:file_id>/payload', show_payload),
    ('GET', BASE + 'documents', list_documents),
    ('GET', BASE + 'received', list_received),
    ('GET', BASE + 'received/<uuid:document_id>', show_received),
    ('GET', BASE + 'parts', list_parts),
    ('GET', BASE + 'recipients', list_recipients),
    ('GET', BASE + 'summary', summary),
]
