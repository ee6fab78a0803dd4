"""Pages for people: the overview, and those on which one plays the recipient."""

from functools import partial

from markupsafe import Markup
from werkzeug import Response
from werkzeug.utils import redirect

from ..call import Call
from ..documents import delivery, invoice_response
from ..network import recipient_companies
from ..network.stops import CONNECTIONS
from ..responses import Refusal, html_answer
from . import answer_form, recipient_rows
from .layout import fill, language_of, part, stylesheet


LATEST_FILES = 50
RECIPIENTS = 'SELECT r.*, i.company_id'
WITH_COMPANY = ' FROM recipients r LEFT JOIN inboxes i ON i.recipient_id = r.id'
SWITCHES = ('network_off', 'duplicate_control')


def home(call: Call) -> Response:
    delivery.settle(call.sandbox)
    store, settings, language = call.sandbox.store, call.sandbox.settings, language_of(call.request)
    files = store.rows(
        'SELECT f.id, f.sender_reference, f.send_mode, f.facts, f.checked, p.status,'
        ' p.descriptions FROM parts p JOIN files f ON f.id = p.file_id'
        ' ORDER BY f.id DESC, p.id LIMIT ?',
        LATEST_FILES,
    )
    return html_answer(
        fill(
            'home.html',
            language,
            files=store.value('SELECT count(*) FROM files'),
            sent=store.value("SELECT count(*) FROM documents WHERE direction = 'Sent'"),
            received=store.value('SELECT count(*) FROM documents WHERE recipient_id IS NOT NULL'),
            waiting=store.value(
                "SELECT count(*) FROM parts WHERE status NOT IN ('Delivered', 'Cancelled')"
            ),
            network=recipient_rows.switch(language, 'network_off', settings['network_off']),
            duplicates=recipient_rows.switch(
                language, 'duplicate_control', settings['duplicate_control']
            ),
            rows=Markup('').join(recipient_rows.file_row(language, row) for row in files),
        )
    )


def flip(call: Call) -> Response:
    """Turn one of the switches of the overview; then go where the pages can be reached."""
    name = call.request.form.get('name', '')
    if name not in SWITCHES:
        raise Refusal(400, "There is no such switch.")
    call.sandbox.settings.change({name: not call.sandbox.settings[name]})
    call.sandbox.follow_network_setting()
    is_off = call.sandbox.settings['network_off']
    return redirect(f'{(call.sandbox.control_port if is_off else call.sandbox.port).url}/')


def list_recipients(call: Call) -> Response:
    language = language_of(call.request)
    rows = call.sandbox.store.rows(
        f'{RECIPIENTS}, (SELECT count(*) FROM documents d WHERE d.recipient_id = r.id) AS documents'
        f'{WITH_COMPANY} ORDER BY r.name'
    )
    return html_answer(
        fill(
            'recipients.html',
            language,
            rows=Markup('').join(recipient_rows.recipient_row(language, row) for row in rows)
            or part('no_recipients.html', language),
            form=recipient_rows.recipient_form(language, None),
        )
    )


def show_recipient(call: Call) -> Response:
    delivery.settle(call.sandbox)
    language, store = language_of(call.request), call.sandbox.store
    recipient = store.row(
        f'{RECIPIENTS}{WITH_COMPANY} WHERE r.id = ?', call.arguments['recipient_id']
    )
    if recipient is None:
        raise Refusal(404, "There is no such recipient.")
    documents = store.rows(
        'SELECT * FROM documents WHERE recipient_id = ? ORDER BY seq DESC', recipient['id']
    )
    return html_answer(
        fill(
            'recipient.html',
            language,
            name=recipient['name'],
            badge=recipient_rows.badge(language, recipient_rows.connection_word(recipient)),
            connection=recipient_rows.connection_form(language, recipient),
            form=recipient_rows.recipient_form(language, recipient),
            documents=recipient_rows.documents(
                language,
                recipient['id'],
                documents,
                partial(invoice_response.answers_to, call.sandbox),
            ),
        )
    )


def save_recipient(call: Call) -> Response:
    """The form of a new recipient, or of an existing one when it carries an id."""
    form = call.request.form
    wish = {
        name: form.get(name, '').strip()
        for name in ('name', 'org_number', 'vat_number', 'endpoint')
    }
    wish['customer_numbers'] = [
        number.strip() for number in form.get('customer_numbers', '').split(',') if number.strip()
    ]
    wish['accepts_tests'] = 'accepts_tests' in form
    if form.get('id', '').isdigit():
        wish['id'] = int(form['id'])
    with call.sandbox.store.write() as connection:
        recipient_id = recipient_companies.upsert(connection, wish)
    return redirect(f'/recipients/{recipient_id}')


def set_connection(call: Call) -> Response:
    recipient_id, wanted = call.arguments['recipient_id'], call.request.form.get('connection')
    if wanted not in CONNECTIONS:
        raise Refusal(400, "There is no such state of a connection.")
    with call.sandbox.store.write() as connection:
        recipient_companies.upsert(connection, {'id': recipient_id, 'connection': wanted})
    return redirect(f'/recipients/{recipient_id}')


def answer_document(call: Call) -> Response:
    wish = answer_form.wish_of(call.request.form)
    invoice_response.answer(call.sandbox, str(call.arguments['document_id']), wish)
    return redirect(f"/recipients/{call.arguments['recipient_id']}")


def show_xml(call: Call) -> Response:
    payload = call.sandbox.store.value(
        'SELECT f.payload FROM files f JOIN documents d ON d.file_id = f.id WHERE d.id = ?',
        str(call.arguments['document_id']),
    )
    if payload is None:
        raise Refusal(404, "There is no such document.")
    return Response(payload, content_type='text/xml')


def style(_call: Call) -> Response:
    return Response(stylesheet(), content_type='text/css; charset=utf-8')


def icon(_call: Call) -> Response:
    """Browsers ask for it and note an error in their console when it's missing."""
    return Response(b'', 204)


ROUTES = [
    ('GET', '/', home),
    ('POST', '/switch', flip),
    ('GET', '/recipients', list_recipients),
    ('POST', '/recipients', save_recipient),
    ('GET', '/recipients/<int:recipient_id>', show_recipient),
    ('POST', '/recipients/<int:recipient_id>/connection', set_connection),
    ('POST', '/recipients/<int:recipient_id>/documents/<uuid:document_id>/answer', answer_document),
    ('GET', '/recipients/<int:recipient_id>/documents/<uuid:document_id>/xml', show_xml),
    ('GET', '/style.css', style),
    ('GET', '/favicon.ico', icon),
]
