"""The recipient's answers: each becomes a response that arrives at the sender."""

import json
import uuid
from dataclasses import fields
from sqlite3 import Connection, Row
from typing import Any

from ..responses import Refusal, timestamp
from ..sandbox import Sandbox
from ..store import insert
from .response_documents import MATCHES, MESSAGES, Answer, write


SUBTYPES = {'AP': 'RecipientAccept', 'RE': 'RecipientReject'}
OTHER_SUBTYPE = 'RecipientStatus'  # assumed: only the two above are known
BUSINESS_STATUSES = {'AP': 'Accepted', 'RE': 'Rejected'}
OF_ANSWER = {each.name for each in fields(Answer)}
# What is said of the delivery rather than in the answer.
OF_DELIVERY = {'subtype', 'send_mode', 'created_at', 'payload', 'listing', 'count', 'company_id'}
TUPLES = ('reasons', 'actions', 'clarifications')
MOST = 2_000


def answer(sandbox: Sandbox, document_id: str, wish: dict[str, Any]) -> list[str]:
    """Answer the recipient's copy of a document; return the ids of the response documents.

    As often as the recipient likes, in any order and with any code.
    """
    said = _answer_of(wish)
    count = wish.get('count', 1)
    if not 1 <= count <= MOST:
        raise Refusal(400, f"'count' can be 1 to {MOST}.")
    made = []
    with sandbox.store.write() as connection:
        received = connection.execute(
            'SELECT * FROM documents WHERE id = ? AND recipient_id IS NOT NULL', (document_id,)
        ).fetchone()
        if received is None:
            raise Refusal(404, "There is no such received document.", 'not_found')
        for _number in range(count):
            made.append(_deliver(connection, received, said, wish))
    return made


def _answer_of(wish: dict[str, Any]) -> Answer:
    unknown = set(wish) - OF_ANSWER - OF_DELIVERY
    if unknown:
        raise Refusal(400, f"The members can be {', '.join(sorted(OF_ANSWER | OF_DELIVERY))}.")
    own = {name: value for name, value in wish.items() if name in OF_ANSWER}
    said = Answer(**own | {name: tuple(own[name]) for name in TUPLES if name in own})
    if said.message not in MESSAGES or said.match not in MATCHES:
        raise Refusal(400, f"Messages: {', '.join(MESSAGES)}; matches: {', '.join(MATCHES)}.")
    return said


def _deliver(connection: Connection, received: Row, said: Answer, wish: dict[str, Any]) -> str:
    response_id = str(uuid.uuid4())
    sent = connection.execute(
        'SELECT * FROM documents WHERE id = ?', (received['twin_id'],)
    ).fetchone()
    facts = json.loads(sent['facts'])
    payload = wish['payload'].encode() if 'payload' in wish else None
    payload = payload or write(said, response_id, dict(sent), facts)
    values = _response_values(response_id, sent, said, payload)
    values |= {name: wish[name] for name in OF_DELIVERY & set(wish) & set(values)}
    values['facts'] = values['facts'] | {'listing': wish.get('listing', {}), 'note': said.note}
    insert(connection, 'documents', values | {'twin_id': received['id']})
    if said.message == 'invoice_response':
        business_status = BUSINESS_STATUSES.get(said.code, said.code)
        status = {'code': said.code, 'businessStatus': business_status, 'description': said.note}
        connection.execute(
            'UPDATE documents SET answer = ? WHERE id IN (?, ?)',
            (json.dumps(status), received['id'], sent['id']),
        )
    return response_id


def _response_values(response_id: str, sent: Row, said: Answer, payload: bytes) -> dict[str, Any]:
    """A received response: 'number' and 'reference_number' are those of the invoice."""
    facts = json.loads(sent['facts'])
    number = said.number or sent['number']
    return {
        'id': response_id,
        'company_id': sent['company_id'],
        'direction': 'Received',
        'file_id': str(uuid.uuid4().int % 10**9),
        'type': 'ApplicationResponse',
        'subtype': SUBTYPES.get(said.code, OTHER_SUBTYPE),
        'number': number,
        'reference_number': number,
        'issue_date': said.issued_at[:10] or timestamp()[:10],
        'send_mode': sent['send_mode'],
        'sender_reference': '',
        'sender_key': '',
        'created_at': timestamp(),
        'payload': payload,
        'facts': {
            'sender': facts.get('receiver'),
            'receiver': facts.get('sender'),
            'written_as': 'application_response',
            'code': said.code,
        },
    }


def answers_to(sandbox: Sandbox, received_id: str) -> list[dict[str, Any]]:
    """Every answer to a recipient's document, the oldest first."""
    rows = sandbox.store.rows(
        "SELECT id, created_at, facts, is_fetched FROM documents WHERE type = 'ApplicationResponse'"
        ' AND twin_id = ? AND recipient_id IS NULL ORDER BY seq',
        received_id,
    )
    return [
        {
            'id': row['id'],
            'code': json.loads(row['facts'])['code'],
            'note': json.loads(row['facts']).get('note', ''),
            'created_at': row['created_at'],
            'is_fetched': bool(row['is_fetched']),
        }
        for row in rows
    ]
