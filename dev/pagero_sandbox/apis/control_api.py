"""Control API for tests: switches, faults, recipients, forced states (README.md)."""

import json
import uuid
from typing import Any

from werkzeug import Response

from .. import grants
from ..call import Call
from ..documents import delivery, invoice_response, supplying
from ..network import recipient_companies, recipients
from ..responses import Refusal, json_answer, read_json, read_object, timestamp
from ..store import insert


BASE = '/sandbox/api/'


def health(call: Call) -> Response:
    sandbox = call.sandbox
    return json_answer(
        {
            'status': 'ok',
            'url': sandbox.url,
            'control_url': sandbox.control_port.url,
            'network_off': sandbox.settings['network_off'],
        }
    )


def reset(call: Call) -> Response:
    call.sandbox.reset()
    return json_answer({})


def show_settings(call: Call) -> Response:
    return json_answer(call.sandbox.settings.all() | {'control_url': call.sandbox.control_port.url})


def change_settings(call: Call) -> Response:
    call.sandbox.settings.change(read_object(call.request))
    call.sandbox.follow_network_setting()
    return show_settings(call)


def show_faults(call: Call) -> Response:
    return json_answer(call.sandbox.faults.all())


def order_faults(call: Call) -> Response:
    wishes = read_json(call.request)
    call.sandbox.faults.order(wishes if isinstance(wishes, list) else [wishes])
    return show_faults(call)


def clear_faults(call: Call) -> Response:
    """No more faults; what hangs or is slow goes on at once."""
    call.sandbox.faults.clear()
    call.sandbox.sleeper.wake_all()
    return json_answer({})


def show_calls(call: Call) -> Response:
    return json_answer(call.sandbox.calls.all())


def clear_calls(call: Call) -> Response:
    call.sandbox.calls.clear()
    return json_answer({})


def issue_tokens(call: Call) -> Response:
    """A pair of tokens without the browser, for tests that aren't about the login."""
    username = read_object(call.request).get('username', 'anna@example.com')
    seconds = call.sandbox.settings['token_seconds']
    return json_answer(
        grants.issue_tokens(call.sandbox.store, username, seconds) | {'expires_in': seconds}
    )


def expire_tokens(call: Call) -> Response:
    """Every access token is too old from now on; refresh tokens stay good."""
    return json_answer({'expired': grants.expire_access_tokens(call.sandbox.store)})


def upsert_company(call: Call) -> Response:
    company = {'org_number': '', 'vat_number': ''} | read_object(call.request)
    if set(company) != {'id', 'name', 'org_number', 'vat_number'}:
        raise Refusal(400, "A company has id, name, org_number and vat_number.")
    with call.sandbox.store.write() as connection:
        connection.execute('DELETE FROM companies WHERE id = ?', (company['id'],))
        insert(connection, 'companies', company)
    return json_answer(company, 201)


def upsert_recipients(call: Call) -> Response:
    """One recipient or a list; answers with the recipients as they now are."""
    wishes = read_json(call.request)
    several = isinstance(wishes, list)
    store = call.sandbox.store
    with store.write() as connection:
        ids = [
            recipient_companies.upsert(connection, wish)
            for wish in (wishes if several else [wishes])
        ]
    changed = [
        recipients.as_dict(store.row('SELECT * FROM recipients WHERE id = ?', recipient_id))
        for recipient_id in ids
    ]
    return json_answer(changed if several else changed[0], 201)


def add_part(call: Call) -> Response:
    """One more part of a file, in any state: {file_id, status, descriptions}."""
    wish = _state_wish(call)
    file_id = wish.get('file_id')
    if not call.sandbox.store.value('SELECT 1 FROM files WHERE id = ?', file_id):
        raise Refusal(404, "There is no such file.")
    with call.sandbox.store.write() as connection:
        part_id = insert(
            connection,
            'parts',
            {
                'file_id': int(file_id),
                'status': wish.get('status', 'Processing'),
                'descriptions': wish.get('descriptions', []),
                'code': wish.get('code'),
            },
        )
    return json_answer({'id': str(part_id)}, 201)


def force_part(call: Call) -> Response:
    """Put a part into any state, known or not; it stays there until a person acts."""
    wish = _state_wish(call)
    changed = call.sandbox.store.execute(
        'UPDATE parts SET status = ?, descriptions = ?, code = ?, due_at = NULL WHERE id = ?',
        wish.get('status', 'Error'),
        json.dumps(wish.get('descriptions', [])),
        wish.get('code'),
        call.arguments['part_id'],
    )
    if not changed:
        raise Refusal(404, "There is no such file part.")
    return json_answer({})


def _state_wish(call: Call) -> dict[str, Any]:
    wish = read_object(call.request)
    if isinstance(wish.get('descriptions'), str):
        wish['descriptions'] = [wish['descriptions']]
    return wish


def advance(call: Call) -> Response:
    """Finish everything that processes."""
    return json_answer({'finished': delivery.settle(call.sandbox, everything=True)})


def unknown_document(call: Call) -> Response:
    """A sent document that came by no upload; members of the body overrule the values."""
    values = {
        'id': str(uuid.uuid4()),
        'file_id': str(uuid.uuid4().int % 10**9),
        'direction': 'Sent',
        'company_id': call.sandbox.store.value('SELECT id FROM companies ORDER BY id'),
        'type': 'Invoice',
        'subtype': 'Debit',
        'number': f'UNKNOWN-{uuid.uuid4().hex[:8]}',
        'issue_date': timestamp()[:10],
        'send_mode': 'Production',
        'sender_reference': '',
        'sender_key': '',
        'created_at': timestamp(),
        'facts': {},
    }
    wish = read_object(call.request)
    if set(wish) - set(values):
        raise Refusal(400, f"The members can be {', '.join(values)}.")
    with call.sandbox.store.write() as connection:
        insert(connection, 'documents', values | wish)
    return json_answer(values | wish, 201)


def answer_document(call: Call) -> Response:
    """The recipient answers a received document: {code: 'AP'|'RE'|..., reason, note, …}."""
    wish = read_object(call.request)
    delivery.settle(call.sandbox)
    made = invoice_response.answer(call.sandbox, str(call.arguments['document_id']), wish)
    return json_answer({'id': made[0], 'ids': made}, 201)


def send_as_supplier(call: Call) -> Response:
    """Documents of suppliers arrive at one of our companies: {count, kind or kinds, …}."""
    return json_answer(supplying.deliver(call.sandbox, read_object(call.request)), 201)


def forget_received(call: Call) -> Response:
    """Nothing has been sent to our companies; answers that recipients gave go too."""
    with call.sandbox.store.write() as connection:
        connection.execute(
            "DELETE FROM documents WHERE direction = 'Received' AND (company_id IS NOT NULL"
            ' OR id IN (SELECT document_id FROM held_documents))'
        )
        connection.execute('DELETE FROM held_documents')
        connection.execute('DELETE FROM ledger')
    return json_answer({})


def wait_for_checks(call: Call) -> Response:
    """Block until the sandbox's own check has seen every file."""
    done = call.sandbox.own_check.wait(call.request.args.get('seconds', 120.0, float))
    return json_answer({'done': done})


ROUTES = [
    ('GET', BASE + 'health', health),
    ('POST', BASE + 'reset', reset),
    ('GET', BASE + 'settings', show_settings),
    ('POST', BASE + 'settings', change_settings),
    ('GET', BASE + 'faults', show_faults),
    ('POST', BASE + 'faults', order_faults),
    ('DELETE', BASE + 'faults', clear_faults),
    ('GET', BASE + 'calls', show_calls),
    ('DELETE', BASE + 'calls', clear_calls),
    ('POST', BASE + 'tokens', issue_tokens),
    ('POST', BASE + 'expire_tokens', expire_tokens),
    ('POST', BASE + 'companies', upsert_company),
    ('POST', BASE + 'recipients', upsert_recipients),
    ('POST', BASE + 'parts', add_part),
    ('POST', BASE + 'parts/<int:part_id>', force_part),
    ('POST', BASE + 'advance', advance),
    ('POST', BASE + 'unknown_document', unknown_document),
    ('POST', BASE + 'documents/<uuid:document_id>/answer', answer_document),
    ('POST', BASE + 'supplier_documents', send_as_supplier),
    ('DELETE', BASE + 'received', forget_received),
    ('POST', BASE + 'checks/wait', wait_for_checks),
]
