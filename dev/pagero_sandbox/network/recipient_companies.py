"""A recipient of the control API seen as a company of the network, and the other way round.

A recipient has an explicit connection, for every sender that has none of its own. Any other
company gets a recipient, its inbox, with the first document that arrives; its word is
'no_connection' until a person says otherwise.
"""

from sqlite3 import Connection, Row
from typing import Any

from ..store import insert
from . import connections, recipients
from .company import TYPE_OF_ACCEPTANCE, Capability, Company


FIRST_ID = 7_200_000
DOCUMENTS = ('Invoice', 'CreditNote', 'PaymentReminder')
ACCEPTANCES = {
    'requested': 'ByRequest',
    'routing_needed': 'Routing',
    'routing_requested': 'Routing',
}
COUNTRIES = {'0007': 'SE', '0192': 'NO', '0184': 'DK', '0216': 'FI'}


def as_company(row: Row) -> Company:
    acceptance = ACCEPTANCES.get(
        row['connection'], 'Automatic' if row['accepts_by_itself'] else 'ByRequest'
    )
    ids = (('ORGNR', row['org_number']), ('VAT', row['vat_number']))
    return Company(
        id=str(FIRST_ID + row['id']),
        name=row['name'],
        address=('', '', '', COUNTRIES.get(row['endpoint'].partition(':')[0], 'SE')),
        ids=tuple((kind, value) for kind, value in ids if value),
        electronic_ids=(row['endpoint'],) if row['endpoint'] else (),
        capabilities=tuple(
            Capability(document, 'Receive', TYPE_OF_ACCEPTANCE[acceptance])
            for document in DOCUMENTS
        ),
        acceptance=acceptance,
        accepts_tests=bool(row['accepts_tests']),
        status='Inactive' if row['connection'] == 'inactive' else 'Active',
    )


def company_id_of(connection: Connection, recipient: Row) -> str:
    """The company whose inbox the recipient is, or the company that it is itself."""
    row = connection.execute(
        'SELECT company_id FROM inboxes WHERE recipient_id = ?', (recipient['id'],)
    ).fetchone()
    return row['company_id'] if row else str(FIRST_ID + recipient['id'])


def upsert(connection: Connection, wish: Any) -> int:
    """Add or change a recipient; a new state of its connection is one for every sender."""
    before = dict(connection.execute('SELECT id, connection FROM recipients').fetchall())
    recipient_id = recipients.upsert(connection, wish)
    row = connection.execute('SELECT * FROM recipients WHERE id = ?', (recipient_id,)).fetchone()
    if row['connection'] != before.get(recipient_id, row['connection']):
        connections.follow_recipient(connection, company_id_of(connection, row), row['connection'])
    return recipient_id


def inbox_of(connection: Connection, company: Company) -> Row:
    """The recipient that takes a company's documents; it is added when there is none."""
    row = connection.execute(
        'SELECT recipient_id FROM inboxes WHERE company_id = ?', (company.id,)
    ).fetchone()
    recipient_id = row['recipient_id'] if row else _add_inbox(connection, company)
    return connection.execute('SELECT * FROM recipients WHERE id = ?', (recipient_id,)).fetchone()


def _add_inbox(connection: Connection, company: Company) -> int:
    recipient_id = insert(
        connection,
        'recipients',
        recipients.FIELDS
        | {
            'name': company.name,
            'org_number': company.number('ORGNR'),
            'vat_number': company.number('VAT'),
            'endpoint': next(iter(company.electronic_ids), ''),
            'connection': 'no_connection',
            'accepts_tests': company.accepts_tests,
            'accepts_by_itself': company.acceptance == 'Automatic',
        },
    )
    insert(connection, 'inboxes', {'company_id': company.id, 'recipient_id': recipient_id})
    return recipient_id
