"""Where a document goes, and what stops it there: recipients, companies, connections."""

import json
from sqlite3 import Connection, Row
from typing import Any, NamedTuple

from ..network import connections, recipients
from ..network.company import Company
from ..network.recipient_companies import company_id_of, inbox_of
from ..network.stops import CONNECTIONS, NO_MATCH, NO_TESTS, Stop
from ..sandbox import Sandbox


# What a recipient is for all senders; the other words only stand in for a connection of one's own.
FOR_ALL_SENDERS = set(CONNECTIONS) - {
    'connected',
    'requested',
    'routing_needed',
    'routing_requested',
    'no_connection',
}
# An invoice's connection is good for credit notes: the File API calls both 'Invoice'.
CAPABILITIES = {'Invoice': {'Invoice', 'CreditNote'}, 'PaymentReminder': {'PaymentReminder'}}
FIELDS = {
    'endpoint': ('electronicId',),
    'identification': ('electronicId', 'orgNumber', 'gln'),
    'vat': ('vatNumber',),
    'company': ('orgNumber',),
}


class Addressee(NamedTuple):
    """A recipient of the control API, a company of the network, or a company and its inbox."""

    recipient: Row | None
    company: Company | None


def find(
    sandbox: Sandbox,
    connection: Connection,
    sender_id: str,
    match: dict[str, Any],
) -> Addressee | None:
    """The addressee that a document's identifiers name; the first one that fits decides."""
    rows = connection.execute('SELECT * FROM recipients ORDER BY id').fetchall()
    for kind, value in recipients.identifiers(match):
        recipient = recipients.holder(rows, kind, value)
        if recipient:
            company_id = company_id_of(connection, recipient)
            return Addressee(recipient, sandbox.registry.get(company_id))
        company = _company(sandbox, connection, sender_id, kind, value)
        if company:
            return Addressee(None, company)
    return None


def _company(
    sandbox: Sandbox,
    connection: Connection,
    sender_id: str,
    kind: str,
    value: str,
) -> Company | None:
    if kind == 'customer_number':
        return _with_customer_number(sandbox, connection, sender_id, value)
    # An open directory also reaches those that only Peppol knows.
    is_open = sandbox.settings['open_directory']
    found = (
        company
        for field in FIELDS[kind]
        for company in sandbox.registry.find(field, value, with_recipients=False)
    )
    return next((company for company in found if company.is_on_network or is_open), None)


def _with_customer_number(
    sandbox: Sandbox, connection: Connection, sender_id: str, value: str
) -> Company | None:
    for row in connection.execute(
        'SELECT * FROM connections WHERE company_id = ?', (sender_id,)
    ).fetchall():
        if value in json.loads(row['customer_numbers']):
            return sandbox.registry.get(row['recipient_id'])
    return None


def stop_for(
    sandbox: Sandbox,
    connection: Connection,
    part: Row,
    addressee: Addressee | None,
) -> Stop | None:
    """What keeps a part from its addressee; None when it arrives."""
    if addressee is None:
        return NO_MATCH
    holder = addressee.recipient or {'accepts_tests': addressee.company.accepts_tests}
    if part['send_mode'] == 'Test' and not holder['accepts_tests']:
        return NO_TESTS
    return CONNECTIONS[_word(sandbox, connection, part, addressee)]


def _word(sandbox: Sandbox, connection: Connection, part: Row, addressee: Addressee) -> str:
    """The state of the connection between the part's sender and its addressee."""
    recipient, company = addressee
    word = recipient['connection'] if recipient else 'no_connection'
    if word in FOR_ALL_SENDERS or company is None:
        return word
    if not company.is_active:
        return 'inactive'
    own = connections.own(connection, part['company_id'], company.id)
    if own and own['state'] != 'Cancelled':
        return _word_of(connection, own, part, company)
    if word == 'no_connection' and sandbox.settings['open_directory']:
        return 'connected' if _covers(company, [], part) else word
    return word


def _word_of(connection: Connection, own: Row, part: Row, company: Company) -> str:
    if own['state'] == 'Connected':
        chosen = json.loads(own['capabilities'])
        return 'connected' if _covers(company, chosen, part) else 'no_connection'
    if own['state'] == 'RoutingNeeded':
        waiting = connections.latest(
            connection, 'routing_orders', own['id'], "state = 'AwaitingResponse'"
        )
        return 'routing_requested' if waiting else 'routing_needed'
    return 'requested' if own['state'] == 'Requested' else 'no_connection'


def _covers(company: Company, chosen: list[dict[str, str]], part: Row) -> bool:
    """Whether the chosen capabilities, or else all of the company's, take the part's kind."""
    needed = CAPABILITIES.get(part['document_type'])
    if needed is None:
        return True  # answers go back to the document's sender
    if chosen:
        return any(item.get('documentType') in needed for item in chosen)
    return any(company.receives(document_type) for document_type in needed)


def inbox(connection: Connection, addressee: Addressee) -> Row:
    """The recipient that takes the document."""
    return addressee.recipient or inbox_of(connection, addressee.company)
