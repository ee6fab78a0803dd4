"""Control API of the network: companies come and go, recipients answer requests."""

from sqlite3 import Connection

from werkzeug import Response

from ..call import Call
from ..network import asking, connections
from ..network.company import Company
from ..responses import Refusal, json_answer, read_json, read_object


BASE = '/sandbox/api/network/'


def put_companies(call: Call) -> Response:
    """One company or a list; each is added or takes the place of the one with its id."""
    wishes = read_json(call.request)
    several = isinstance(wishes, list)
    companies = [call.sandbox.registry.put(wish) for wish in (wishes if several else [wishes])]
    shown = [_as_told(company, call.sandbox.url) for company in companies]
    return json_answer(shown if several else shown[0], 201)


def _as_told(company: Company, base_url: str) -> dict:
    return company.as_dict(base_url) | {
        'peppol': company.is_on_peppol,
        'network': company.is_on_network,
        'directory': company.is_published,
    }


def show_company(call: Call) -> Response:
    company = call.sandbox.registry.get(call.arguments['company_id'])
    if company is None:
        raise Refusal(404, "There is no such company.")
    return json_answer(_as_told(company, call.sandbox.url))


def remove_company(call: Call) -> Response:
    """The company leaves the network and the Directory."""
    call.sandbox.registry.remove(call.arguments['company_id'])
    return json_answer({})


def add_received_request(call: Call) -> Response:
    """A company asks to be connected with one of ours: {companyId, recipientId, message}."""
    wish = read_object(call.request)
    supplier_id = str(wish.get('recipientId', ''))
    if call.sandbox.registry.get(supplier_id) is None:
        raise Refusal(404, "There is no such company.")
    with call.sandbox.store.write() as connection:
        request_id = connections.add_request(
            connection,
            str(wish.get('companyId', '')),
            supplier_id,
            direction='Received',
            message=wish.get('message', ''),
        )
        return _show_request(connection, request_id, 201)


def withdraw_request(call: Call) -> Response:
    """The company that asked thinks better of it."""
    request_id = call.arguments['request_id']
    with call.sandbox.store.write() as connection:
        asking.withdraw(connection, request_id)
        return _show_request(connection, request_id)


def answer_request(call: Call) -> Response:
    """The recipient's answer, ours in Pagero Online too: {state: 'Accepted'|'Rejected', answer}."""
    wish, request_id = read_object(call.request), call.arguments['request_id']
    with call.sandbox.store.write() as connection:
        connections.answer_request(
            connection, request_id, wish.get('state', ''), wish.get('answer', '')
        )
        return _show_request(connection, request_id)


def _show_request(connection: Connection, request_id: int, status: int = 200) -> Response:
    row = connections.get(connection, 'requests', request_id)
    return json_answer(connections.request_item(row), status)


def list_connections(call: Call) -> Response:
    with call.sandbox.store.read() as connection:
        rows = connection.execute('SELECT * FROM connections ORDER BY id').fetchall()
        return json_answer([connections.connection_item(connection, row) for row in rows])


def list_requests(call: Call) -> Response:
    rows = call.sandbox.store.rows('SELECT * FROM requests ORDER BY id')
    return json_answer([connections.request_item(row) for row in rows])


def list_routing_orders(call: Call) -> Response:
    rows = call.sandbox.store.rows('SELECT * FROM routing_orders ORDER BY id')
    return json_answer([connections.routing_order_item(row) for row in rows])


ROUTES = [
    ('POST', BASE + 'companies', put_companies),
    ('GET', BASE + 'companies/<company_id>', show_company),
    ('DELETE', BASE + 'companies/<company_id>', remove_company),
    ('GET', BASE + 'connections', list_connections),
    ('GET', BASE + 'requests', list_requests),
    ('POST', BASE + 'requests', add_received_request),
    ('POST', BASE + 'requests/<int:request_id>', answer_request),
    ('POST', BASE + 'requests/<int:request_id>/withdraw', withdraw_request),
    ('GET', BASE + 'routing_orders', list_routing_orders),
]
