"""Where a person plays a supplier that asks to be connected, and sees what our company answers."""

from collections import Counter
from sqlite3 import Row

from markupsafe import Markup
from werkzeug import Response
from werkzeug.utils import redirect

from ..call import Call
from ..documents import supplying
from ..network import asking, connections
from ..network.company import Company
from ..responses import Refusal
from . import network_rows, recipient_rows
from .layout import part


LATEST = 50


def section(call: Call, language: str, companies: Markup) -> Markup:
    """What the page of suppliers shows of requests."""
    rows = call.sandbox.store.rows(
        'SELECT r.*, c.name AS company FROM requests r JOIN companies c ON c.id = r.company_id'
        " WHERE r.direction = 'Received' ORDER BY r.id DESC LIMIT ?",
        LATEST,
    )
    waiting = Counter(each['waits_for'] for each in supplying.ledger(call.sandbox))
    return part(
        'asking.html',
        language,
        companies=companies,
        rows=network_rows.joined(
            (_row(language, row, _name(call, row), waiting[str(row['id'])]) for row in rows),
            language,
            'nothing_asked',
            6,
        ),
    )


def _name(call: Call, row: Row) -> str:
    supplier = call.sandbox.registry.get(row['recipient_id'])
    return supplier.name if supplier else row['recipient_id']


def _row(language: str, row: Row, supplier: str, waiting: int) -> Markup:
    is_pending = row['state'] == 'Pending'
    return part(
        'asking_row.html',
        language,
        supplier=supplier,
        company=row['company'],
        message=row['message'],
        waiting=waiting,
        state=recipient_rows.badge(language, row['state']),
        answer=row['answer'],
        form=part('withdraw_request.html', language, id=row['id']) if is_pending else '',
    )


def ask(call: Call) -> Response:
    """The form: a company asks, perhaps with an invoice that waits for the answer."""
    form = call.request.form
    supplier, company_id = _supplier(call), form.get('company_id', '')
    with call.sandbox.store.write() as connection:
        request_id = connections.add_request(
            connection,
            company_id,
            supplier.id,
            direction='Received',
            message=form.get('message', '').strip(),
        )
    if 'with_invoice' in form:
        numbers = {'org_number': supplier.number('ORGNR'), 'vat_number': supplier.number('VAT')}
        wish = {'company_id': company_id, 'supplier': {'name': supplier.name} | numbers}
        supplying.deliver(call.sandbox, wish | {'request_id': request_id})
    return redirect('/suppliers')


def _supplier(call: Call) -> Company:
    """By its number, or its id in the network."""
    said = call.request.form.get('supplier', '').strip()
    found = call.sandbox.registry.get(said)
    hits = [found] if found else call.sandbox.registry.search('any', said)
    if not said or not hits:
        raise Refusal(404, "The network doesn't know this company.")
    return hits[0]


def withdraw(call: Call) -> Response:
    with call.sandbox.store.write() as connection:
        asking.withdraw(connection, call.arguments['request_id'])
    return redirect('/suppliers')


ROUTES = [
    ('POST', '/suppliers/requests', ask),
    ('POST', '/suppliers/requests/<int:request_id>/withdraw', withdraw),
]
