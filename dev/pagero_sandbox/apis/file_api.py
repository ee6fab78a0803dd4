"""File API: take a file, show its parts, act on a part (pagero-api.md §2.1-2.3)."""

import json
from sqlite3 import Row
from typing import Any
from zlib import crc32

from werkzeug import Response

from ..call import Call
from ..documents import delivery
from ..responses import Refusal, json_answer, read_object, require_accept, timestamp
from ..sandbox import Sandbox
from ..store import insert
from ..ubl_facts import read_facts
from .paging import page_of


SEND_MODES = ('Production', 'Test', 'Certification')
DOCUMENT_TYPES = ('Invoice', 'PaymentReminder', 'ApplicationResponse')
FORM_FIELDS = ('documentType', 'sendMode', 'sendingCompanyId', 'senderReference')
HIDDEN = ('Delivered', 'Cancelled')  # successful parts vanish; cancelled ones too (assumed)
STUCK = ('Error', 'AwaitingInteraction')


def send_file(call: Call) -> Response:
    """E1: 201 means received, not delivered."""
    require_accept(call.request, 'application/json')
    if call.request.mimetype != 'multipart/form-data':
        raise Refusal(415, "Send the file as multipart/form-data.")
    fields, filename, payload = _read_form(call)
    company = call.sandbox.store.row(
        'SELECT * FROM companies WHERE id = ?', fields['sendingCompanyId']
    )
    if company is None:
        raise Refusal(403, "The user has no access to that company.", 'forbidden')
    file = {
        'company_id': company['id'],
        'username': call.username,
        'filename': filename,
        'document_type': fields['documentType'],
        'send_mode': fields['sendMode'],
        'sender_reference': fields['senderReference'],
        'created_at': timestamp(),
        'payload': payload,
        'facts': read_facts(payload),
    }
    file_id = _take(call.sandbox, file)
    call.sandbox.own_check.look()
    return json_answer(_receipt(call, str(file_id), company, file), 201)


def _take(sandbox: Sandbox, file: dict[str, Any]) -> int:
    """Keep a file; its one part starts to process."""
    with sandbox.store.write() as connection:
        file_id = insert(connection, 'files', file)
        part = {'file_id': file_id, 'status': 'Processing', 'due_at': delivery.due_at(sandbox)}
        insert(connection, 'parts', part)
    return file_id


def _read_form(call: Call) -> tuple[dict[str, str], str, bytes]:
    """The form's fields, the file's name and its bytes; refuses what is missing or unknown."""
    form = call.request.form
    missing = [name for name in FORM_FIELDS if not form.get(name)]
    if missing:
        raise Refusal(400, f"Missing form field: {', '.join(missing)}.")
    upload = call.request.files.get('payload')
    payload = upload.read() if upload else form.get('payload', '').encode()
    if not payload:
        raise Refusal(400, "The form field 'payload' is missing or empty.")
    if form['sendMode'] not in SEND_MODES:
        raise Refusal(400, f"Unknown sendMode; known: {', '.join(SEND_MODES)}.")
    if form['documentType'] not in DOCUMENT_TYPES:
        raise Refusal(400, f"Unknown documentType; known: {', '.join(DOCUMENT_TYPES)}.")
    return {name: form[name] for name in FORM_FIELDS}, upload.filename if upload else '', payload


def _receipt(call: Call, file_id: str, company: Row, file: dict[str, Any]) -> dict[str, Any]:
    user = call.sandbox.store.row('SELECT * FROM users WHERE username = ?', call.username)
    return {
        'id': file_id,
        'sendingCompany': {'id': company['id'], 'name': company['name'], 'department': ''},
        'sendingUser': {
            'id': str(crc32(call.username.encode())),
            'fullName': user['full_name'],
            'username': call.username,
            'email': call.username,
            'phone': '',
        },
        'sendMode': file['send_mode'],
        'createTime': file['created_at'],
        'documentType': file['document_type'],
        'senderReference': file['sender_reference'],
    }


def list_parts_of_file(call: Call) -> Response:
    """E2."""
    file_id = call.arguments['file_id']
    if not call.sandbox.store.value('SELECT 1 FROM files WHERE id = ?', file_id):
        raise Refusal(404, "There is no such file.", 'not_found')
    return _list_parts(call, 'p.file_id = ?', [file_id])


def list_parts(call: Call) -> Response:
    """E3."""
    return _list_parts(call, '1', [])


def _list_parts(call: Call, condition: str, values: list[Any]) -> Response:
    require_accept(call.request, 'application/json')
    delivery.settle(call.sandbox)
    arguments = call.request.args
    wanted = arguments.get('Status', arguments.get('status', ''))
    if wanted and not call.ignores_filters:
        statuses = wanted.split(',')
        condition += f" AND p.status IN ({', '.join('?' * len(statuses))})"
        values = [*values, *statuses]
    if call.ignores_filters:
        condition, values = '1', []
    query = (
        'SELECT p.*, f.created_at, f.document_type, f.send_mode, f.sender_reference'
        ' FROM parts p JOIN files f ON f.id = p.file_id'
        f" WHERE p.status NOT IN {HIDDEN} AND ({condition})"
    )
    return page_of(
        call, query, 'p.id DESC', values, lambda row: part_item(call.sandbox.settings, row)
    )


def part_item(settings: Any, row: Row) -> dict[str, Any]:
    item: dict[str, Any] = {
        'id': str(row['id']),
        'fileId': str(row['file_id']),
        'status': row['status'],
    }
    descriptions = json.loads(row['descriptions'])
    if descriptions:
        item['error'] = _error(settings['error_codes'], row['code'], descriptions)
    if settings['extra_fields']:
        item |= {
            'createTime': row['created_at'],
            'documentType': row['document_type'],
            'sendMode': row['send_mode'],
            'senderReference': row['sender_reference'],
            'somethingNew': {'nobody': ["knows", "this"]},
        }
    return item


def _error(place: str, code: str | None, descriptions: list[str]) -> dict[str, Any]:
    """Where a real answer shows the code isn't known, so the setting 'error_codes' says."""
    if code and place == 'text':
        return {'description': [f'{code}: {descriptions[0]}', *descriptions[1:]]}
    if code and place == 'field':
        return {'description': descriptions, 'code': code}
    return {'description': descriptions}


def act(call: Call) -> Response:
    """E4: Restart or Cancel a part that is stuck; 409 otherwise (assumed)."""
    delivery.settle(call.sandbox)
    part_id, action = call.arguments['part_id'], read_object(call.request).get('action')
    if action not in ('Restart', 'Cancel'):
        raise Refusal(400, "Known actions: Restart, Cancel.")
    status = call.sandbox.store.value('SELECT status FROM parts WHERE id = ?', part_id)
    if status is None:
        raise Refusal(404, "There is no such file part.", 'not_found')
    target, due = ('Cancelled', None)
    if action == 'Restart':
        target, due = 'Processing', delivery.due_at(call.sandbox)
    changed = call.sandbox.store.execute(
        "UPDATE parts SET status = ?, due_at = ?, descriptions = '[]', code = NULL"
        f' WHERE id = ? AND status IN {STUCK}',
        target,
        due,
        part_id,
    )
    if not changed:
        raise Refusal(409, f"The part can't be acted on any more; its status is {status}.")
    return json_answer({})


ROUTES = [
    ('POST', '/file/v1/files', send_file),
    ('GET', '/file/v1/files/<int:file_id>/fileparts', list_parts_of_file),
    ('GET', '/file/v1/fileparts', list_parts),
    ('POST', '/file/v1/fileparts/<int:part_id>/action', act),
]
