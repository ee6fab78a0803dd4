"""Documents of suppliers that aren't connected yet: they wait for our company's answer."""

from sqlite3 import Connection

from ..responses import timestamp
from ..store import insert


def hold(connection: Connection, document_id: str, company_id: str, request_id: int) -> None:
    """A document isn't the company's before the request is accepted."""
    values = {'document_id': document_id, 'company_id': company_id, 'request_id': request_id}
    insert(connection, 'held_documents', values)
    connection.execute('UPDATE documents SET company_id = NULL WHERE id = ?', (document_id,))


def release(connection: Connection, request_id: int) -> None:
    """What waited arrives now."""
    connection.execute(
        'UPDATE documents SET created_at = ?, company_id = held.company_id'
        ' FROM held_documents AS held WHERE held.document_id = documents.id'
        ' AND held.request_id = ?',
        (timestamp(), request_id),
    )
    forget(connection, request_id)


def forget(connection: Connection, request_id: int) -> None:
    """It waits no longer."""
    connection.execute('DELETE FROM held_documents WHERE request_id = ?', (request_id,))
