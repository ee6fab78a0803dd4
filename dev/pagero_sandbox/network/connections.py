"""Connections between companies: what may happen to connections, requests and routing orders.

connect ─┬─ Direct ────▶ Connected
         ├─ ByRequest ─▶ Requested ──── answer ──▶ Connected, Rejected   (cancel ▶ Cancelled)
         └─ ByRouting ─▶ RoutingNeeded ─ order, activate ──▶ Connected
"""

import json
from collections.abc import Iterable
from sqlite3 import Connection, Row
from typing import Any

from ..responses import Refusal, timestamp
from ..store import insert
from . import held
from .company import CONNECTION_TYPES, TYPE_OF_ACCEPTANCE, Company


STATE_OF_TYPE = {'Direct': 'Connected', 'ByRequest': 'Requested', 'ByRouting': 'RoutingNeeded'}
ENDED = ('Rejected', 'Cancelled')
STATE_OF_ANSWER = {'Accepted': 'Connected', 'Rejected': 'Rejected'}


def own(connection: Connection, company_id: str, recipient_id: str) -> Row | None:
    """The sender's own connection to a company."""
    return connection.execute(
        'SELECT * FROM connections WHERE company_id = ? AND recipient_id = ?',
        (company_id, recipient_id),
    ).fetchone()


def get(connection: Connection, table: str, row_id: int) -> Row:
    row = connection.execute(f'SELECT * FROM {table} WHERE id = ?', (row_id,)).fetchone()
    if row is None:
        raise Refusal(404, "There is no such thing.", 'not_found')
    return row


def connect(
    connection: Connection, company_id: str, recipient: Company, wish: dict[str, Any]
) -> int:
    """Connect a sender with a company; return the connection's id.

    What was rejected or cancelled can be tried again; it keeps its id.
    """
    _require_active(recipient)
    _require_unconnected(connection, company_id, recipient.id)
    capabilities = wish.get('capabilities') or []
    state = _state_for(recipient, capabilities)
    answers = _require_answers(recipient, wish.get('answers') or [])
    values = {
        'state': state,
        'customer_numbers': wish.get('customerNumbers') or [],
        'capabilities': capabilities,
        'client_reference': wish.get('clientReference') or '',
        'modified_at': timestamp(),
    }
    connection_id = _keep(connection, company_id, recipient.id, values)
    if state == 'Requested':
        add_request(
            connection,
            company_id,
            recipient.id,
            connection_id=connection_id,
            message=wish.get('message') or '',
            answers=answers,
        )
    return connection_id


def _require_unconnected(connection: Connection, company_id: str, recipient_id: str) -> None:
    existing = own(connection, company_id, recipient_id)
    if existing and existing['state'] not in ENDED:
        item = connection_item(connection, existing)
        raise Refusal(409, "The companies are connected already.", 'exists', {'connection': item})


def _keep(
    connection: Connection, company_id: str, recipient_id: str, values: dict[str, Any]
) -> int:
    """Write the one connection between two companies, and return its id."""
    existing = own(connection, company_id, recipient_id)
    if existing is None:
        ends = {'company_id': company_id, 'recipient_id': recipient_id}
        return insert(connection, 'connections', values | ends)
    _write(connection, 'connections', existing['id'], values)
    return existing['id']


def _require_active(recipient: Company) -> None:
    if not recipient.is_active:
        raise Refusal(
            410, f"{recipient.name} isn't active in the network any more.", 'recipient_inactive'
        )


def _state_for(recipient: Company, capabilities: list[dict[str, str]]) -> str:
    """The strictest of the connection types that the chosen capabilities have."""
    offered = {
        (item.document_type, item.direction): item.connection_type
        for item in recipient.capabilities
    }
    wanted = [(item.get('documentType'), item.get('direction', 'Receive')) for item in capabilities]
    if set(wanted) - set(offered):
        raise Refusal(
            422, f"{recipient.name} doesn't offer all of these capabilities.", 'capability_unknown'
        )
    types = [offered[key] for key in wanted] or [TYPE_OF_ACCEPTANCE[recipient.acceptance]]
    return STATE_OF_TYPE[max(types, key=CONNECTION_TYPES.index)]


def _require_answers(recipient: Company, answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    given = {item.get('id') for item in answers if str(item.get('value') or '').strip()}
    missing = [item['id'] for item in recipient.requirements if item['id'] not in given]
    if missing:
        raise Refusal(
            422,
            f"{recipient.name} wants an answer to each of its questions.",
            'answers_missing',
            {'missing': missing},
        )
    return answers


def add_request(
    connection: Connection,
    company_id: str,
    recipient_id: str,
    *,
    connection_id: int | None = None,
    direction: str = 'Sent',
    message: str = '',
    answers: Iterable[dict[str, Any]] = (),
) -> int:
    now = timestamp()
    return insert(
        connection,
        'requests',
        {
            'connection_id': connection_id,
            'company_id': company_id,
            'recipient_id': recipient_id,
            'direction': direction,
            'state': 'Pending',
            'message': message,
            'answers': list(answers),
            'created_at': now,
            'modified_at': now,
        },
    )


def answer_request(connection: Connection, request_id: int, state: str, answer: str) -> None:
    """The recipient accepts or rejects; a person may also accept what was cancelled."""
    if state not in STATE_OF_ANSWER:
        raise Refusal(400, f"A request can become {' or '.join(STATE_OF_ANSWER)}.")
    request = get(connection, 'requests', request_id)
    _change(connection, 'requests', request_id, state=state, answer=answer)
    if request['connection_id']:
        _change(connection, 'connections', request['connection_id'], state=STATE_OF_ANSWER[state])
    if state == 'Accepted':
        held.release(connection, request_id)


def cancel_request(connection: Connection, request_id: int) -> None:
    request = get(connection, 'requests', request_id)
    if request['state'] != 'Pending':
        raise Refusal(
            409,
            f"The request isn't pending any more: {request['state']}.",
            'wrong_state',
            {'request': request_item(request)},
        )
    _change(connection, 'requests', request_id, state='Cancelled')
    if request['connection_id']:
        _change(connection, 'connections', request['connection_id'], state='Cancelled')


def order_route(connection: Connection, company_id: str, recipient: Company) -> int:
    """Order routing to a company that sits with another operator; return the order's id."""
    _require_active(recipient)
    connection_id = _connection_to_route(connection, company_id, recipient)
    waiting = latest(connection, 'routing_orders', connection_id, "state = 'AwaitingResponse'")
    if waiting:
        item = routing_order_item(waiting)
        raise Refusal(409, "Routing is ordered already.", 'exists', {'routingOrder': item})
    now = timestamp()
    order = {
        'connection_id': connection_id,
        'company_id': company_id,
        'recipient_id': recipient.id,
        'state': 'AwaitingResponse',
        'created_at': now,
        'modified_at': now,
    }
    order_id = insert(connection, 'routing_orders', order)
    _change(connection, 'connections', connection_id)
    return order_id


def _connection_to_route(connection: Connection, company_id: str, recipient: Company) -> int:
    """The connection that needs routing, which is made for a company that always needs it."""
    existing = own(connection, company_id, recipient.id)
    if existing is None and recipient.acceptance == 'Routing':
        return connect(connection, company_id, recipient, {})
    if existing is None or existing['state'] != 'RoutingNeeded':
        raise Refusal(409, "There is no connection that needs routing.", 'wrong_state')
    return existing['id']


def end_routing_order(
    connection: Connection, order_id: int, state: str, recipient: Company | None
) -> None:
    """The waiting ends: 'Active' connects, 'Cancelled' leaves the need of routing."""
    order = get(connection, 'routing_orders', order_id)
    if order['state'] != 'AwaitingResponse':
        raise Refusal(
            409,
            f"The order isn't waiting any more: {order['state']}.",
            'wrong_state',
            {'routingOrder': routing_order_item(order)},
        )
    if state == 'Active':
        if recipient is None:
            raise Refusal(404, "The recipient has left the network.", 'not_found')
        _require_active(recipient)
        _change(connection, 'connections', order['connection_id'], state='Connected')
    else:
        _change(connection, 'connections', order['connection_id'])
    _change(connection, 'routing_orders', order_id, state=state)


def follow_recipient(connection: Connection, recipient_id: str, word: str) -> None:
    """A person has set a recipient's connection for all senders; their own ones follow."""
    state = 'Connected' if word == 'connected' else 'Cancelled'
    for row in connection.execute(
        'SELECT id FROM connections WHERE recipient_id = ?', (recipient_id,)
    ).fetchall():
        _change(connection, 'connections', row['id'], state=state)
        for table, end in (('requests', 'Accepted'), ('routing_orders', 'Active')):
            open_row = latest(
                connection, table, row['id'], "state IN ('Pending', 'AwaitingResponse')"
            )
            if open_row:
                _change(
                    connection,
                    table,
                    open_row['id'],
                    state=end if state == 'Connected' else 'Cancelled',
                )


def delete(connection: Connection, connection_id: int) -> None:
    """Forget a connection; what is open about it ends."""
    get(connection, 'connections', connection_id)
    for table, waiting in (('requests', 'Pending'), ('routing_orders', 'AwaitingResponse')):
        row = latest(connection, table, connection_id, f"state = '{waiting}'")
        if row:
            _change(connection, table, row['id'], state='Cancelled')
    connection.execute('DELETE FROM connections WHERE id = ?', (connection_id,))


def set_customer_numbers(connection: Connection, connection_id: int, numbers: list[str]) -> None:
    get(connection, 'connections', connection_id)
    _change(connection, 'connections', connection_id, customer_numbers=json.dumps(numbers))


def set_capabilities(
    connection: Connection, row: Row, recipient: Company, capabilities: list[dict[str, str]]
) -> None:
    """The connection is for these documents from now on; what it needed, it has already."""
    _require_active(recipient)
    _state_for(recipient, capabilities)
    _change(connection, 'connections', row['id'], capabilities=capabilities)


def latest(
    connection: Connection,
    table: str,
    connection_id: int,
    condition: str = '1',
) -> Row | None:
    return connection.execute(
        f'SELECT * FROM {table} WHERE connection_id = ? AND {condition} ORDER BY id DESC',
        (connection_id,),
    ).fetchone()


def _change(connection: Connection, table: str, row_id: int, **values: Any) -> None:
    """Change a row, or only note that something about it has changed."""
    _write(connection, table, row_id, values | {'modified_at': timestamp()})


def _write(connection: Connection, table: str, row_id: int, values: dict[str, Any]) -> None:
    changes = ', '.join(f'{name} = ?' for name in values)
    plain = [json.dumps(value) if isinstance(value, list) else value for value in values.values()]
    connection.execute(f'UPDATE {table} SET {changes} WHERE id = ?', [*plain, row_id])


def connection_item(connection: Connection, row: Row) -> dict[str, Any]:
    """A connection as the API shows it."""
    request = latest(connection, 'requests', row['id'])
    order = latest(connection, 'routing_orders', row['id'])
    return {
        'id': str(row['id']),
        'companyId': row['company_id'],
        'recipientId': row['recipient_id'],
        'state': row['state'],
        'customerNumbers': json.loads(row['customer_numbers']),
        'capabilities': json.loads(row['capabilities']),
        'requestId': str(request['id']) if request else None,
        'routingOrderId': str(order['id']) if order else None,
        'clientReference': row['client_reference'],
        'modifiedAt': row['modified_at'],
    }


def request_item(row: Row) -> dict[str, Any]:
    return {
        'id': str(row['id']),
        'companyId': row['company_id'],
        'recipientId': row['recipient_id'],
        'connectionId': str(row['connection_id']) if row['connection_id'] else None,
        'direction': row['direction'],
        'state': row['state'],
        'message': row['message'],
        'answers': json.loads(row['answers']),
        'answer': row['answer'],
        'createdAt': row['created_at'],
        'modifiedAt': row['modified_at'],
    }


def routing_order_item(row: Row) -> dict[str, Any]:
    return {
        'id': str(row['id']),
        'companyId': row['company_id'],
        'recipientId': row['recipient_id'],
        'connectionId': str(row['connection_id']) if row['connection_id'] else None,
        'state': row['state'],
        'createdAt': row['created_at'],
        'modifiedAt': row['modified_at'],
    }
