"""The network at work: parts become documents, or stop with a reason."""

import json
import time
import uuid
from sqlite3 import Connection, Row
from typing import Any

from ..network import recipients
from ..network.stops import DUPLICATE, NUMBER_MISSING, UNREADABLE, WRONG_TYPE, Stop
from ..responses import timestamp
from ..sandbox import Sandbox
from ..store import insert
from . import addressing, answering
from .addressing import Addressee


ROOTS = {'Invoice': ('Invoice', 'CreditNote'), 'ApplicationResponse': ('ApplicationResponse',)}
DUE = "p.status = 'Processing' AND p.due_at <= ?"
PROCESSING = "p.status = 'Processing'"
LOOK = (
    'SELECT p.id AS part_id, f.id, f.company_id, f.document_type, f.send_mode,'
    ' f.sender_reference, f.facts FROM parts p JOIN files f ON f.id = p.file_id WHERE '
)


def due_at(sandbox: Sandbox) -> float | None:
    """When a part that starts now will be finished; None when a person decides."""
    seconds = sandbox.settings['processing_seconds']
    return None if seconds == 'manual' else time.time() + seconds


def settle(sandbox: Sandbox, *, everything: bool = False) -> int:
    """Finish the parts whose time has come (or all that process); return how many."""
    condition, values = (PROCESSING, ()) if everything else (DUE, (time.time(),))
    if not sandbox.store.value(f'SELECT 1 FROM parts p WHERE {condition} LIMIT 1', *values):
        return 0
    with sandbox.store.write() as connection:
        # Looked up again inside the transaction: two lookers must not deliver one part twice.
        due = connection.execute(f'{LOOK}{condition} ORDER BY p.id', values).fetchall()
        for part in due:
            _finish(sandbox, connection, part)
    return len(due)


def _finish(sandbox: Sandbox, connection: Connection, part: Row) -> None:
    facts = json.loads(part['facts'])
    stop = _content_stop(part, facts) or _duplicate_stop(sandbox, connection, part, facts)
    addressee = answered = None
    if not stop and facts['root'] == answering.ROOT:
        answered = answering.find(connection, part, facts)
        stop = answering.stop_for(facts, answered) if answered else None
    if not stop and not answered and part['send_mode'] != 'Certification':
        addressee = _addressee(sandbox, connection, part, facts)
        stop = addressing.stop_for(sandbox, connection, part, addressee)
    if stop:
        _stop_part(connection, part, stop, _words(part, facts))
    else:
        inbox = addressing.inbox(connection, addressee) if addressee else None
        _deliver(connection, part, facts, inbox)
    if answered and not stop:
        answering.note(connection, answered, facts)


def _content_stop(part: Row, facts: dict[str, Any]) -> Stop | None:
    if 'unreadable' in facts:
        return UNREADABLE
    if facts['root'] not in ROOTS.get(part['document_type'], (facts['root'],)):
        return WRONG_TYPE
    return None if facts['number'] else NUMBER_MISSING


def _duplicate_stop(
    sandbox: Sandbox,
    connection: Connection,
    part: Row,
    facts: dict[str, Any],
) -> Stop | None:
    """Number and sender decide, within one send mode; certifications are never compared."""
    if not sandbox.settings['duplicate_control'] or part['send_mode'] == 'Certification':
        return None
    known = connection.execute(
        "SELECT 1 FROM documents WHERE direction = 'Sent'"
        " AND json_extract(facts, '$.number') = ? AND sender_key = ?"
        ' AND send_mode = ? AND type = ? AND subtype = ?',
        (
            facts['number'],
            facts['sender_key'],
            part['send_mode'],
            part['document_type'],
            facts['subtype'],
        ),
    ).fetchone()
    return DUPLICATE if known else None


def _addressee(
    sandbox: Sandbox,
    connection: Connection,
    part: Row,
    facts: dict[str, Any],
) -> Addressee | None:
    addressee = addressing.find(sandbox, connection, part['company_id'], facts['match'])
    if addressee is None and not sandbox.settings['require_known_recipient']:
        return Addressee(recipients.from_document(connection, facts), None)
    return addressee


def _words(part: Row, facts: dict[str, Any]) -> dict[str, str]:
    return {
        'recipient': facts.get('receiver', {}).get('name') or "no name",
        'number': facts.get('number', ''),
        'reason': facts.get('unreadable', ''),
        'type': part['document_type'],
    }


def _stop_part(connection: Connection, part: Row, stop: Stop, words: dict[str, str]) -> None:
    connection.execute(
        'UPDATE parts SET status = ?, descriptions = ?, code = ?, due_at = NULL WHERE id = ?',
        (stop.status, json.dumps([stop.text.format(**words)]), stop.code, part['part_id']),
    )


def _deliver(
    connection: Connection, part: Row, facts: dict[str, Any], recipient: Row | None
) -> None:
    """Two copies with ids of their own: the sender's, and the recipient's if there is one."""
    sent_id, received_id = str(uuid.uuid4()), str(uuid.uuid4())
    common = _common_values(part, facts)
    sent = {
        'id': sent_id,
        'direction': 'Sent',
        'company_id': part['company_id'],
        'sender_reference': part['sender_reference'],
        'twin_id': received_id if recipient else None,
    }
    insert(connection, 'documents', common | sent)
    if recipient:
        received = {
            'id': received_id,
            'direction': 'Received',
            'recipient_id': recipient['id'],
            'sender_reference': '',
            'twin_id': sent_id,
        }
        insert(connection, 'documents', common | received)
    connection.execute(
        "UPDATE parts SET status = 'Delivered', due_at = NULL, descriptions = '[]', code = NULL"
        ' WHERE id = ?',
        (part['part_id'],),
    )


def _common_values(part: Row, facts: dict[str, Any]) -> dict[str, Any]:
    """What the sender's and the recipient's copy of a document share."""
    return {
        'file_id': str(part['id']),
        'type': part['document_type'],
        'subtype': facts['subtype'],
        # An answer is listed under the number of what it answers, as known clients expect.
        'number': facts.get('reference') or facts['number'],
        'issue_date': facts['issue_date'],
        'send_mode': part['send_mode'],
        'sender_key': facts['sender_key'],
        'reference_number': facts.get('reference'),
        'facts': facts,
        'created_at': timestamp(),
    }
