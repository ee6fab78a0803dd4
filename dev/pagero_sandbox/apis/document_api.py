"""Document API: list, show, download, mark as fetched (pagero-api.md §2.4-2.6)."""

import json
from sqlite3 import Row
from typing import Any

from werkzeug import Response

from ..call import Call
from ..documents import delivery, supplying
from ..responses import Refusal, json_answer, read_moment, read_object, require_accept
from .paging import page_of


EXACT_FILTERS = {
    'companyId': 'company_id',
    'fileId': 'file_id',
    'direction': 'direction',
    'senderReference': 'sender_reference',
    'referenceDocumentIdentifier': 'reference_number',
}
COMPARISONS = {'createTimeFrom': 'created_at >= ?', 'createTimeTo': 'created_at <= ?'}
OURS = 'company_id IS NOT NULL'
XML = ('application/xml', 'text/xml')


def list_documents(call: Call) -> Response:
    """E5: newest first."""
    require_accept(call.request, 'application/json')
    delivery.settle(call.sandbox)
    conditions, values = [OURS], []
    if not call.ignores_filters:
        conditions, values = _conditions(call)
    query = f"SELECT * FROM documents WHERE {' AND '.join(conditions)}"
    return page_of(call, query, 'created_at DESC, seq DESC', values, lambda row: item(call, row))


def _conditions(call: Call) -> tuple[list[str], list[Any]]:
    arguments = call.request.args
    conditions, values = [OURS], []
    for name, column in EXACT_FILTERS.items():
        if name in arguments:
            conditions.append(f'{column} = ?')
            values.append(arguments[name])
    for name, comparison in COMPARISONS.items():
        if name in arguments:
            conditions.append(comparison)
            values.append(read_moment(name, arguments[name]))
    types = arguments.getlist('documentType')
    if types:
        conditions.append(f"type IN ({', '.join('?' * len(types))})")
        values += types
    if 'showFetchedOnly' in arguments:
        # 'false' shows what isn't fetched yet: what all known clients use it for (assumed).
        conditions.append('is_fetched = ?')
        values.append(int(arguments['showFetchedOnly'] == 'true'))
    return conditions, values


def item(call: Call, row: Row) -> dict[str, Any]:
    """A document as the API shows it; every value that isn't known there is left out."""
    facts = json.loads(row['facts'])
    data: dict[str, Any] = {
        'id': row['id'],
        'fileId': row['file_id'],
        'createTime': row['created_at'],
        'distribution': 'Electronic',
        'isFetched': bool(row['is_fetched']),
        'isSelfBilled': facts.get('is_self_billed', False),
        'sendMode': row['send_mode'],
        'sendingServiceProviderId': '-1',
        'sendingServiceProviderName': 'Pagero',
        'receivingServiceProviderId': '-1',
        'receivingServiceProviderName': 'Pagero',
        'sendingTradingPartnerId': '2800001',
        'receivingTradingPartnerId': '2800002',
        'attachments': [],
        'documentReferences': [],
        'eventDetails': [],
        'validationErrors': {'noOfErrors': 0},
        'documentInfo': _info(row, facts),
    }
    if row['direction'] == 'Sent':
        data['sendingCompanyId'] = row['company_id']
    if call.sandbox.settings['extra_fields']:
        data |= _extras(row)
    return supplying.listed_as_wished(data, facts.get('listing', {}))


def _info(row: Row, facts: dict[str, Any]) -> dict[str, Any]:
    info = {
        'direction': row['direction'],
        'documentIdentifier': row['number'],
        'documentType': row['type'],
        'documentSubType': row['subtype'],
        'issueDate': row['issue_date'],
        'senderParty': _trimmed(facts.get('sender')),
        'receiverParty': _trimmed(facts.get('receiver')),
    }
    for name, value in (('dueDate', facts.get('due_date')), ('amounts', facts.get('amounts'))):
        if value:
            info[name] = value
    return info


def _trimmed(party: dict[str, Any] | None) -> dict[str, Any]:
    """A party without the members that say nothing."""
    kept = {}
    for name, value in (party or {}).items():
        if isinstance(value, dict):
            value = {key: text for key, text in value.items() if text}
        if value:
            kept[name] = value
    return kept


def _extras(row: Row) -> dict[str, Any]:
    extras: dict[str, Any] = {
        'senderReference': row['sender_reference'],
        'somethingNew': {'nobody': ["knows", "this"]},
    }
    if row['answer']:
        extras['latestBusinessStatus'] = json.loads(row['answer'])
    return extras


def get_document(call: Call) -> Response:
    """E6."""
    require_accept(call.request, 'application/json')
    return json_answer(item(call, _document(call)))


def _document(call: Call) -> Row:
    delivery.settle(call.sandbox)
    row = call.sandbox.store.row(
        f'SELECT * FROM documents WHERE {OURS} AND id = ?', str(call.arguments['document_id'])
    )
    if row is None:
        raise Refusal(404, "There is no such document.", 'not_found')
    return row


def download_target(call: Call) -> Response:
    """E7: XML comes back also to callers that accept only JSON, as Pagero's server does."""
    require_accept(call.request, *XML, 'application/json')
    row = _document(call)
    payload = row['payload'] or call.sandbox.store.value(
        'SELECT payload FROM files WHERE id = ?', row['file_id']
    )
    if payload is None:
        raise Refusal(404, "The document has no target document.", 'not_found')
    with call.sandbox.store.write() as connection:
        supplying.note(connection, [row['id']], 'download')
    is_pdf = payload.startswith(b'%PDF')
    return Response(payload, content_type='application/pdf' if is_pdf else XML[0])


def mark_fetched(call: Call) -> Response:
    """E9: all or nothing; an unknown id is refused (assumed)."""
    if call.request.mimetype != 'application/json':
        raise Refusal(415, "Send the ids as application/json.")
    ids = read_object(call.request).get('ids')
    if not isinstance(ids, list) or not ids:
        raise Refusal(400, "The body must be {\"ids\": [...]}.")
    marks = ', '.join('?' * len(ids))
    with call.sandbox.store.write() as connection:
        changed = connection.execute(
            f'UPDATE documents SET is_fetched = 1 WHERE {OURS} AND id IN ({marks})', ids
        ).rowcount
        if changed != len(set(ids)):
            raise Refusal(404, "At least one of the documents doesn't exist.", 'not_found')
        supplying.note(connection, ids, 'mark')
    return json_answer({})


ROUTES = [
    ('GET', '/document/v1/documents', list_documents),
    ('GET', '/document/v1/documents/<uuid:document_id>', get_document),
    ('GET', '/document/v1/documents/<uuid:document_id>/targetdocument', download_target),
    ('POST', '/document/v1/documents/fetch', mark_fetched),
]
