"""Suppliers at work: documents that arrive at our companies, and what becomes of them there."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from sqlite3 import Connection, Row
from typing import Any

from ..network import held
from ..responses import Refusal, timestamp
from ..sandbox import Sandbox
from ..store import insert
from ..ubl_facts import read_facts
from . import answering
from .supplier_documents import WRITERS, Company, Wish, write


TYPES = {
    'payment_reminder': 'PaymentReminder',
    'reminder_as_invoice': 'PaymentReminder',
    'application_response': 'ApplicationResponse',
}
SUBTYPES = {'credit_note': 'Credit', 'self_billed_credit_note': 'Credit'}
# What is said of the delivery rather than in the document.
OF_DELIVERY = {
    'company_id',
    'count',
    'kinds',
    'send_mode',
    'type',
    'listing',
    'payload',
    'created_at',
    'request_id',
}
OF_DOCUMENT = {each.name for each in fields(Wish)}
MOST = 10_000
MODES = ('Production', 'Test', 'Certification')


def deliver(sandbox: Sandbox, wish: dict[str, Any]) -> list[dict[str, str]]:
    """Put documents of suppliers into a company's list; {id, number, kind} of each."""
    unknown = set(wish) - OF_DELIVERY - OF_DOCUMENT
    if unknown:
        raise Refusal(400, f"The members can be {', '.join(sorted(OF_DELIVERY | OF_DOCUMENT))}.")
    company = sandbox.store.row(
        'SELECT * FROM companies WHERE id = coalesce(?, id) ORDER BY id', wish.get('company_id')
    )
    if company is None:
        raise Refusal(404, "There is no such company.")
    count, kinds = wish.get('count', 1), wish.get('kinds') or [wish.get('kind', 'invoice')]
    if not 1 <= count <= MOST:
        raise Refusal(400, f"'count' can be 1 to {MOST}.")
    made = []
    with sandbox.store.write() as connection:
        for position in range(count):
            kind = kinds[position % len(kinds)]
            made.append(_deliver_one(connection, company, wish | {'kind': kind}, position, count))
    return made


def _deliver_one(
    connection: Connection, company: Row, wish: dict[str, Any], position: int, count: int
) -> dict[str, str]:
    number = wish.get('number') or f'L-{uuid.uuid4().hex[:8].upper()}'
    document = _wish_of(wish, company, f'{number}-{position + 1}' if count > 1 else number)
    payload = wish['payload'].encode() if 'payload' in wish else write(document)
    document_id = str(uuid.uuid4())
    insert(connection, 'documents', _values(document_id, company, document, payload, wish))
    if wish.get('request_id'):
        held.hold(connection, document_id, company['id'], int(wish['request_id']))
    return {'id': document_id, 'number': document.number, 'kind': document.kind}


def _wish_of(wish: dict[str, Any], company: Row, number: str) -> Wish:
    """The document's own members, with the company as the buyer where none is named."""
    own = {name: value for name, value in wish.items() if name in OF_DOCUMENT}
    buyer = {name: company[name] for name in ('name', 'org_number', 'vat_number')}
    own['buyer'] = Company(**buyer | own.get('buyer', {}))
    if 'supplier' in own:
        own['supplier'] = Company(**own['supplier'])
    if 'issue_date' in own:
        own['issue_date'] = date.fromisoformat(own['issue_date'])
    for name in ('lines', 'references'):
        if name in own:
            own[name] = tuple(tuple(x) if isinstance(x, list) else x for x in own[name])
    return Wish(**own | {'number': number})


def _values(
    document_id: str, company: Row, document: Wish, payload: bytes, wish: dict[str, Any]
) -> dict[str, Any]:
    """The row of a received document; the list knows more of it than its bytes may say."""
    facts = read_facts(payload) if len(payload) < 1_000_000 else {}
    facts.setdefault('sender', {'name': document.supplier.name})
    facts.setdefault('receiver', {'name': document.buyer.name})
    facts['listing'] = wish.get('listing', {})
    facts['written_as'] = document.kind
    return {
        'id': document_id,
        'company_id': company['id'],
        'direction': 'Received',
        'file_id': str(uuid.uuid4().int % 10**9),
        'type': wish.get('type') or TYPES.get(document.kind, 'Invoice'),
        'subtype': SUBTYPES.get(document.kind, 'Debit'),
        'number': document.number,
        'issue_date': document.issue_date.isoformat(),
        'send_mode': wish.get('send_mode', 'Production'),
        'sender_reference': '',
        'sender_key': document.supplier.org_number,
        'created_at': wish.get('created_at') or timestamp(),
        'payload': payload,
        'facts': facts,
    }


def listed_as_wished(item: dict[str, Any], listing: dict[str, Any]) -> dict[str, Any]:
    """An item of the list with members that a wish replaced, or with null, took away."""
    for path, value in listing.items():
        *groups, name = path.split('.')
        place = item
        for group in groups:
            place = place.setdefault(group, {})
        if value is None:
            place.pop(name, None)
        else:
            place[name] = value
    return item


# === THE LEDGER === #


def note(connection: Connection, document_ids: Iterable[str], event: str) -> None:
    """Write down that documents were downloaded or marked."""
    connection.executemany(
        'INSERT INTO ledger (document_id, event, at) VALUES (?, ?, ?)',
        [(document_id, event, timestamp()) for document_id in document_ids],
    )


def ledger(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Each document that suppliers sent, and how often it was downloaded and marked."""
    rows = sandbox.store.rows(
        'SELECT d.id, d.number, d.type, coalesce(d.company_id, h.company_id) AS company_id,'
        ' d.send_mode, d.is_fetched, d.facts, d.answer, h.request_id,'
        " sum(l.event = 'download') AS downloads, sum(l.event = 'mark') AS marks"
        ' FROM documents d LEFT JOIN ledger l ON l.document_id = d.id'
        ' LEFT JOIN held_documents h ON h.document_id = d.id'
        " WHERE d.direction = 'Received'"
        ' AND (d.company_id IS NOT NULL OR h.company_id IS NOT NULL)'
        ' GROUP BY d.id ORDER BY d.seq'
    )
    return [_entry(row) for row in rows]


def _entry(row: Row) -> dict[str, Any]:
    facts = json.loads(row['facts'])
    return {
        'id': row['id'],
        'number': row['number'],
        'kind': facts.get('written_as', row['type']),
        'supplier': (facts.get('sender') or {}).get('name', ''),
        'company_id': row['company_id'],
        'send_mode': row['send_mode'],
        'is_fetched': bool(row['is_fetched']),
        'waits_for': row['request_id'] and str(row['request_id']),
        'downloads': row['downloads'] or 0,
        'marks': row['marks'] or 0,
        'answer': json.loads(row['answer']) if row['answer'] else None,
        'answers': answering.all_of(row['answer']),
    }


KINDS = tuple(WRITERS)
