"""The network's pages: search, a company, what it requires, requests, routing orders."""

from urllib.parse import urlencode

from markupsafe import Markup
from werkzeug import Request, Response
from werkzeug.utils import redirect

from ..call import Call
from ..network import connections
from ..network.company import Company
from ..responses import Refusal, html_answer
from . import network_rows
from .layout import fill, language_of, part
from .texts import texts


PAGE_SIZE = 25
LATEST = 100
WITH_SENDER = (
    'SELECT t.*, coalesce(c.name, t.company_id) AS sender FROM {} t'
    ' LEFT JOIN companies c ON c.id = t.company_id {} ORDER BY t.id DESC LIMIT ?'
)


def search(call: Call) -> Response:
    language, request = language_of(call.request), call.request
    text = request.args.get('q', '').strip()
    offset = max(request.args.get('offset', 0, int), 0)
    hits = call.sandbox.registry.search('any', text)
    return html_answer(
        fill(
            'network.html',
            language,
            query=text,
            count=len(hits),
            rows=network_rows.joined(
                (
                    network_rows.company_row(language, company)
                    for company in hits[offset : offset + PAGE_SIZE]
                ),
                language,
                'no_hits',
                5,
            ),
            previous=_turn(request, language, 'previous', offset - PAGE_SIZE, len(hits)),
            next=_turn(request, language, 'next', offset + PAGE_SIZE, len(hits)),
        )
    )


def _turn(request: Request, language: str, word: str, offset: int, total: int) -> Markup | str:
    if not 0 <= offset < total:
        return ''
    query = urlencode(request.args.to_dict() | {'offset': offset})
    return part('turn.html', language, query=query, text=texts(language)[word])


def show_company(call: Call) -> Response:
    language, company = language_of(call.request), _company(call)
    store = call.sandbox.store
    inbox = store.value('SELECT recipient_id FROM inboxes WHERE company_id = ?', company.id)
    senders = store.rows(
        WITH_SENDER.format('connections', 'WHERE t.recipient_id = ?'), company.id, LATEST
    )
    return html_answer(
        fill(
            'company.html',
            language,
            id=company.id,
            name=company.name,
            badges=network_rows.company_badges(language, company),
            facts=network_rows.company_facts(language, company),
            capabilities=network_rows.capability_rows(language, company),
            requirements=part('requirements_link.html', language, id=company.id)
            if company.requirements
            else '',
            inbox=part('inbox_link.html', language, id=inbox) if inbox else '',
            connections=network_rows.joined(
                (network_rows.connection_row(language, row) for row in senders),
                language,
                'no_connections',
                4,
            ),
        )
    )


def _company(call: Call) -> Company:
    company = call.sandbox.registry.get(call.arguments['company_id'])
    if company is None:
        raise Refusal(404, "There is no such company.")
    return company


def show_requirements(call: Call) -> Response:
    """Where a company's own page would tell senders what it wants."""
    language, company = language_of(call.request), _company(call)
    return html_answer(
        fill(
            'requirements.html',
            language,
            id=company.id,
            name=company.name,
            rows=network_rows.requirement_rows(language, company),
        )
    )


def list_requests(call: Call) -> Response:
    language = language_of(call.request)
    requests = call.sandbox.store.rows(WITH_SENDER.format('requests', ''), LATEST)
    return html_answer(
        fill(
            'requests.html',
            language,
            rows=network_rows.joined(
                (
                    network_rows.request_row(language, row, _name_of(call, row['recipient_id']))
                    for row in requests
                ),
                language,
                'no_requests',
                6,
            ),
        )
    )


def _name_of(call: Call, company_id: str) -> str:
    company = call.sandbox.registry.get(company_id)
    return company.name if company else company_id


def answer_request(call: Call) -> Response:
    form = call.request.form
    with call.sandbox.store.write() as connection:
        connections.answer_request(
            connection, call.arguments['request_id'], form.get('state', ''), form.get('answer', '')
        )
    return redirect('/network/requests')


def list_routing_orders(call: Call) -> Response:
    language = language_of(call.request)
    orders = call.sandbox.store.rows(WITH_SENDER.format('routing_orders', ''), LATEST)
    companies = {
        row['recipient_id']: call.sandbox.registry.get(row['recipient_id']) for row in orders
    }
    return html_answer(
        fill(
            'routing_orders.html',
            language,
            rows=network_rows.joined(
                (
                    network_rows.routing_order_row(
                        language, row, *_name_and_operator(companies, row)
                    )
                    for row in orders
                ),
                language,
                'no_routing_orders',
                6,
            ),
        )
    )


def _name_and_operator(companies: dict, row) -> tuple[str, str]:
    company = companies[row['recipient_id']]
    return (company.name, company.provider.name) if company else (row['recipient_id'], '')


ROUTES = [
    ('GET', '/network', search),
    ('GET', '/network/companies/<company_id>', show_company),
    ('GET', '/requirements/<company_id>', show_requirements),
    ('GET', '/network/requests', list_requests),
    ('POST', '/network/requests/<int:request_id>', answer_request),
    ('GET', '/network/routing_orders', list_routing_orders),
]
