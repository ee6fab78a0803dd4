"""The network API of our own invention (README.md): search, connections, requests, routing."""

from collections.abc import Callable
from sqlite3 import Connection, Row
from typing import Any

from werkzeug import Response

from ..call import Call
from ..network import asking, connections
from ..network.company import Company
from ..network.registry import FIELDS
from ..responses import Refusal, json_answer, read_moment, read_object
from .paging import page_from, page_of


BASE = '/network/v1/'
LISTS = {'capabilities': dict, 'answers': dict, 'customerNumbers': str}
CHANGEABLE = ('customerNumbers', 'capabilities')
FILTERS = {
    'companyId': 'company_id',
    'recipientId': 'recipient_id',
    'direction': 'direction',
    'state': 'state',
}


def search(call: Call) -> Response:
    """Companies of the network; those that only the Peppol Directory knows aren't among them."""
    arguments = call.request.args
    field, text = arguments.get('field', 'any'), arguments.get('q', '').strip()
    if field not in FIELDS:
        raise Refusal(400, f"'field' can be {', '.join(FIELDS)}.")
    hits = call.sandbox.registry.search(field, text)
    if ('countryCode' in arguments or 'documentType' in arguments) and not call.ignores_filters:
        hits = [company for company in hits if _fits(company, arguments)]
    return page_from(
        call,
        [company for company in hits if company.is_on_network],
        lambda company: company.as_dict(call.sandbox.url),
    )


def _fits(company: Company, arguments: Any) -> bool:
    country = arguments.get('countryCode')
    document_type = arguments.get('documentType')
    return (not country or company.country == country.upper()) and (
        not document_type or company.receives(document_type)
    )


def show_company(call: Call) -> Response:
    return json_answer(_company(call, call.arguments['company_id']).as_dict(call.sandbox.url))


def _company(call: Call, company_id: Any) -> Company:
    company = call.sandbox.registry.get(str(company_id))
    if company is None or not company.is_on_network:
        raise Refusal(404, "The network doesn't know this company.", 'not_found')
    return company


def _sender(call: Call, wish: dict[str, Any]) -> str:
    """Our own company that a body names."""
    company_id = str(wish.get('companyId', ''))
    if not call.sandbox.store.value('SELECT 1 FROM companies WHERE id = ?', company_id):
        raise Refusal(403, "The user has no access to that company.", 'forbidden')
    return company_id


def connect(call: Call) -> Response:
    wish = read_object(call.request)
    for name, kind in LISTS.items():
        things = wish.get(name) or []
        if not isinstance(things, list) or not all(isinstance(thing, kind) for thing in things):
            raise Refusal(400, f"'{name}' isn't a list of what it should hold.")
    company_id = _sender(call, wish)
    recipient = _company(call, wish.get('recipientId'))
    with call.sandbox.store.write() as connection:
        connection_id = connections.connect(connection, company_id, recipient, wish)
        return _show_connection(connection, connection_id, 201)


def _show_connection(connection: Connection, connection_id: int, status: int = 200) -> Response:
    row = connections.get(connection, 'connections', connection_id)
    return json_answer(connections.connection_item(connection, row), status)


def show_connection(call: Call) -> Response:
    with call.sandbox.store.read() as connection:
        return _show_connection(connection, call.arguments['connection_id'])


def change_connection(call: Call) -> Response:
    wish = {name: each for name, each in read_object(call.request).items() if name in CHANGEABLE}
    if not wish or not all(_is_list_of(each, LISTS[name]) for name, each in wish.items()):
        raise Refusal(
            400, "The body must be {\"customerNumbers\": [...], \"capabilities\": [...]}."
        )
    with call.sandbox.store.write() as connection:
        connection_id = call.arguments['connection_id']
        if 'customerNumbers' in wish:
            connections.set_customer_numbers(connection, connection_id, wish['customerNumbers'])
        if 'capabilities' in wish:
            row = connections.get(connection, 'connections', connection_id)
            recipient = _company(call, row['recipient_id'])
            connections.set_capabilities(connection, row, recipient, wish['capabilities'])
        return _show_connection(connection, connection_id)


def _is_list_of(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(each, kind) for each in value)


def delete_connection(call: Call) -> Response:
    with call.sandbox.store.write() as connection:
        connections.delete(connection, call.arguments['connection_id'])
    return json_answer({})


def list_connections(call: Call) -> Response:
    with call.sandbox.store.read() as connection:
        return _list(call, 'connections', lambda row: connections.connection_item(connection, row))


def list_requests(call: Call) -> Response:
    """Of a received one, the company that asks is told, too: ours doesn't know it yet."""

    def as_item(row: Row) -> dict[str, Any]:
        item = connections.request_item(row)
        sender = call.sandbox.registry.get(row['recipient_id'])
        is_told = row['direction'] == 'Received' and sender
        return item | ({'sender': sender.as_dict(call.sandbox.url)} if is_told else {})

    return _list(call, 'requests', as_item)


def list_routing_orders(call: Call) -> Response:
    return _list(call, 'routing_orders', connections.routing_order_item)


def _list(call: Call, table: str, as_item: Callable[[Row], dict[str, Any]]) -> Response:
    """Oldest change first, so that a caller who follows 'modifiedFrom' misses nothing."""
    arguments = {} if call.ignores_filters else call.request.args
    columns = {row['name'] for row in call.sandbox.store.rows(f'PRAGMA table_info({table})')}
    conditions, values = ['1'], []
    for name, column in FILTERS.items():
        if name in arguments and column in columns:
            conditions.append(f'{column} = ?')
            values.append(arguments[name])
    if 'modifiedFrom' in arguments:
        conditions.append('modified_at >= ?')
        values.append(read_moment('modifiedFrom', arguments['modifiedFrom']))
    query = f"SELECT * FROM {table} WHERE {' AND '.join(conditions)}"
    return page_of(call, query, 'modified_at, id', values, as_item)


def cancel_request(call: Call) -> Response:
    with call.sandbox.store.write() as connection:
        connections.cancel_request(connection, call.arguments['request_id'])
        row = connections.get(connection, 'requests', call.arguments['request_id'])
    return json_answer(connections.request_item(row))


def accept_request(call: Call) -> Response:
    return _decide(call, 'accept')


def reject_request(call: Call) -> Response:
    return _decide(call, 'reject')


def _decide(call: Call, verb: str) -> Response:
    answer = read_object(call.request).get('answer') or ''
    if not isinstance(answer, str):
        raise Refusal(400, "'answer' is a text.")
    with call.sandbox.store.write() as connection:
        row = asking.decide(connection, call.arguments['request_id'], verb, answer)
    return json_answer(connections.request_item(row))


def order_route(call: Call) -> Response:
    wish = read_object(call.request)
    company_id = _sender(call, wish)
    recipient = _company(call, wish.get('recipientId'))
    with call.sandbox.store.write() as connection:
        order_id = connections.order_route(connection, company_id, recipient)
        row = connections.get(connection, 'routing_orders', order_id)
    return json_answer(connections.routing_order_item(row), 201)


def activate_route(call: Call) -> Response:
    return _end_routing_order(call, 'Active')


def cancel_route(call: Call) -> Response:
    return _end_routing_order(call, 'Cancelled')


def _end_routing_order(call: Call, state: str) -> Response:
    order_id = call.arguments['order_id']
    with call.sandbox.store.write() as connection:
        order = connections.get(connection, 'routing_orders', order_id)
        recipient = call.sandbox.registry.get(order['recipient_id'])
        connections.end_routing_order(connection, order_id, state, recipient)
        row = connections.get(connection, 'routing_orders', order_id)
    return json_answer(connections.routing_order_item(row))


ROUTES = [
    ('GET', BASE + 'companies', search),
    ('GET', BASE + 'companies/<company_id>', show_company),
    ('POST', BASE + 'connections', connect),
    ('GET', BASE + 'connections', list_connections),
    ('GET', BASE + 'connections/<int:connection_id>', show_connection),
    ('PUT', BASE + 'connections/<int:connection_id>', change_connection),
    ('DELETE', BASE + 'connections/<int:connection_id>', delete_connection),
    ('GET', BASE + 'requests', list_requests),
    ('POST', BASE + 'requests/<int:request_id>/cancel', cancel_request),
    ('POST', BASE + 'requests/<int:request_id>/accept', accept_request),
    ('POST', BASE + 'requests/<int:request_id>/reject', reject_request),
    ('GET', BASE + 'routingOrders', list_routing_orders),
    ('POST', BASE + 'routingOrders', order_route),
    ('POST', BASE + 'routingOrders/<int:order_id>/activate', activate_route),
    ('POST', BASE + 'routingOrders/<int:order_id>/cancel', cancel_route),
]
