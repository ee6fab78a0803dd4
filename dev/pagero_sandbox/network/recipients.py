"""The recipients: the network's registry and the sender's customer directory in one."""

import json
import re
from collections.abc import Callable, Iterable
from sqlite3 import Connection, Row
from typing import Any

from ..responses import Refusal
from ..store import insert
from .stops import CONNECTIONS


SEPARATORS = re.compile(r'[\s.-]')
FIELDS: dict[str, Any] = {
    'name': '',
    'org_number': '',
    'vat_number': '',
    'endpoint': '',
    'customer_numbers': [],
    'connection': 'connected',
    'accepts_tests': True,
    'accepts_by_itself': True,
}


def compact(identifier: str) -> str:
    """An identifier without what people put between its digits."""
    return SEPARATORS.sub('', identifier).upper()


def digits(identifier: str) -> str:
    """The value of 'scheme:value', compact."""
    return compact(identifier.rpartition(':')[2])


def as_dict(row: Row) -> dict[str, Any]:
    recipient = dict(row) | {'customer_numbers': json.loads(row['customer_numbers'])}
    for name in ('accepts_tests', 'accepts_by_itself'):
        recipient[name] = bool(recipient[name])
    return recipient


def identifiers(match: dict[str, Any]) -> list[tuple[str, str]]:
    """What names a document's recipient, in the order of pagero-api.md §2.9.

    Customer number, electronic address, party identification, VAT number, company number.
    """
    pairs = [
        ('customer_number', match['customer_number']),
        ('endpoint', match['endpoint']),
        *(('identification', identification) for identification in match['identifications']),
        ('vat', match['vat']),
        ('company', match['company']),
    ]
    return [(kind, value) for kind, value in pairs if value]


def holder(rows: Iterable[Row], kind: str, value: str) -> Row | None:
    """The first recipient that has this identifier."""
    return next((recipient for recipient in rows if TESTS[kind](recipient, value)), None)


def _has_customer_number(recipient: Row, value: str) -> bool:
    return value in json.loads(recipient['customer_numbers'])


def _has_endpoint(recipient: Row, value: str) -> bool:
    return compact(recipient['endpoint']) == compact(value)


def _is_identified(recipient: Row, value: str) -> bool:
    known = {digits(recipient['endpoint']), digits(recipient['org_number'])} - {''}
    return _has_endpoint(recipient, value) or digits(value) in known


def _has_vat_number(recipient: Row, value: str) -> bool:
    return bool(recipient['vat_number']) and compact(recipient['vat_number']) == compact(value)


def _has_org_number(recipient: Row, value: str) -> bool:
    return bool(recipient['org_number']) and digits(recipient['org_number']) == digits(value)


TESTS: dict[str, Callable[[Row, str], bool]] = {
    'customer_number': _has_customer_number,
    'endpoint': _has_endpoint,
    'identification': _is_identified,
    'vat': _has_vat_number,
    'company': _has_org_number,
}


def upsert(connection: Connection, wish: Any) -> int:
    """Add a recipient, or change the one with the same id, number or name; return its id."""
    if not isinstance(wish, dict) or set(wish) - set(FIELDS) - {'id'}:
        raise Refusal(400, f"A recipient is an object with any of {sorted(FIELDS)}.")
    if wish.get('connection', 'connected') not in CONNECTIONS:
        raise Refusal(400, f"Known connections: {', '.join(CONNECTIONS)}.")
    known = _same(connection, wish)
    values = {
        name: json.dumps(value) if isinstance(value, list) else value
        for name, value in wish.items()
        if name != 'id'
    }
    if known is None:
        fresh = FIELDS | {'customer_numbers': json.dumps([])} | values
        if not fresh['name']:
            raise Refusal(400, "A recipient needs a name.")
        return insert(connection, 'recipients', fresh)
    if values:
        changes = ', '.join(f'{name} = ?' for name in values)
        connection.execute(
            f'UPDATE recipients SET {changes} WHERE id = ?', [*values.values(), known]
        )
    return known


def _same(connection: Connection, wish: dict[str, Any]) -> int | None:
    for name in ('id', 'org_number', 'endpoint', 'name'):
        if wish.get(name):
            row = connection.execute(
                f'SELECT id FROM recipients WHERE {name} = ?', (wish[name],)
            ).fetchone()
            if row or name == 'id':
                return row['id'] if row else _unknown(wish['id'])
    return None


def _unknown(recipient_id: Any) -> int:
    raise Refusal(404, f"There is no recipient {recipient_id}.")


def from_document(connection: Connection, facts: dict[str, Any]) -> Row:
    """Add the receiver named in a document as a connected recipient."""
    match = facts['match']
    recipient_id = insert(
        connection,
        'recipients',
        FIELDS
        | {
            'name': facts['receiver']['name'] or "Unnamed",
            'org_number': digits(match['company']),
            'vat_number': match['vat'],
            'endpoint': match['endpoint'],
            'customer_numbers': [match['customer_number']] if match['customer_number'] else [],
        },
    )
    return connection.execute('SELECT * FROM recipients WHERE id = ?', (recipient_id,)).fetchone()
