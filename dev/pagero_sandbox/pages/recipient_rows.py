"""The repeating pieces of the pages."""

import json
from collections.abc import Callable
from sqlite3 import Row
from typing import Any

from markupsafe import Markup

from ..network.stops import CONNECTIONS
from . import answer_form
from .layout import part
from .network_texts import TONES as NETWORK_TONES
from .texts import texts


TONES = NETWORK_TONES | {
    'connected': 'good',
    'Delivered': 'good',
    'Accepted': 'good',
    'fetched': 'good',
    'waiting_there': 'warn',
    'waits_for_answer': 'warn',
    'Processing': 'calm',
    'AwaitingInteraction': 'warn',
    'requested': 'warn',
    'routing_needed': 'warn',
    'routing_requested': 'warn',
    'Test': 'warn',
    'Error': 'bad',
    'Rejected': 'bad',
    'not_found': 'bad',
    'inactive': 'bad',
    'no_match': 'bad',
}
NOTHING = '\N{EN DASH}'
CURES = {
    'requested': 'accept_request',
    'routing_requested': 'activate_route',
    'routing_needed': 'activate_route',
}


def badge(language: str, word: str) -> Markup:
    """A coloured word; words that the sandbox doesn't know are shown as they are."""
    return part(
        'badge.html', language, tone=TONES.get(word, 'calm'), text=texts(language).get(word, word)
    )


def switch(language: str, name: str, is_set: bool) -> Markup:
    words = texts(language)
    if name == 'network_off':
        state = words['network_off' if is_set else 'network_on']
        button = words['turn_on' if is_set else 'turn_off']
    else:
        state = words['is_on' if is_set else 'is_off']
        button = words['turn_off' if is_set else 'turn_on']
    return part('switch.html', language, name=name, state=state, button=button)


def file_row(language: str, row: Row) -> Markup:
    facts = json.loads(row['facts'])
    return part(
        'file_row.html',
        language,
        id=row['id'],
        number=facts.get('number') or NOTHING,
        receiver=facts.get('receiver', {}).get('name', ''),
        reference=row['sender_reference'],
        mode=badge(language, row['send_mode']),
        status=badge(language, row['status']),
        text=' '.join(json.loads(row['descriptions'])),
        check=_check(language, row['checked'] and json.loads(row['checked'])),
    )


def _check(language: str, checked: dict[str, Any] | None) -> str:
    words = texts(language)
    if not checked:
        return '…'
    pieces = []
    for layer, result in checked.items():
        if isinstance(result, str):
            pieces.append(f"{layer}: {words['not_checked']}")
        else:
            pieces.append(
                f"{layer}: {len(result)} {words['findings']}" if result else f"{layer}: ok"
            )
    return ', '.join(pieces)


def connection_word(row: Row) -> str:
    """The state of a recipient's connection; a company's inbox may leave it to the senders."""
    leaves_it = row['company_id'] and row['connection'] == 'no_connection'
    return 'by_sender' if leaves_it else row['connection']


def recipient_row(language: str, row: Row) -> Markup:
    return part(
        'recipient_row.html',
        language,
        id=row['id'],
        name=row['name'],
        endpoint=row['endpoint'],
        org_number=row['org_number'],
        numbers=', '.join(json.loads(row['customer_numbers'])),
        connection=badge(language, connection_word(row)),
        documents=row['documents'],
    )


def recipient_form(language: str, recipient: Row | None) -> Markup:
    values = (
        dict(recipient)
        if recipient
        else {
            'id': '',
            'name': '',
            'org_number': '',
            'vat_number': '',
            'endpoint': '',
            'customer_numbers': '[]',
            'accepts_tests': 1,
        }
    )
    values['customer_numbers'] = ', '.join(json.loads(values['customer_numbers']))
    values['tests_checked'] = Markup('checked') if values['accepts_tests'] else ''
    return part('recipient_form.html', language, **values)


def connection_form(language: str, recipient: Row) -> Markup:
    """The usual next step as one button, every other state in a list."""
    words = texts(language)
    cure = CURES.get(recipient['connection'])
    button = part('cure.html', language, id=recipient['id'], text=words[cure]) if cure else ''
    options = Markup('').join(
        part(
            'option.html',
            language,
            value=state,
            text=words[state],
            selected=Markup('selected') if state == recipient['connection'] else '',
        )
        for state in CONNECTIONS
    )
    return part('connection_form.html', language, id=recipient['id'], cure=button, options=options)


Answers = Callable[[str], list[dict[str, Any]]]


def documents(language: str, recipient_id: int, rows: list[Row], answers: Answers) -> Markup:
    if not rows:
        return part('no_documents.html', language)
    return Markup('').join(
        _document(language, recipient_id, row, answers(row['id'])) for row in rows
    )


def _amount(language: str, total: str, currency: str) -> str:
    return f"{total.replace('.', ',') if language == 'sv' else total} {currency}"


def _document(language: str, recipient_id: int, row: Row, answers: list[dict[str, Any]]) -> Markup:
    facts, words = json.loads(row['facts']), texts(language)
    answer = json.loads(row['answer']) if row['answer'] else None
    amounts = facts.get('amounts') or {}
    is_invoice = row['type'] == 'Invoice'
    form = answer_form.form(language, recipient_id, row['id'])
    given = Markup('').join(_answer(language, each) for each in answers)
    return part(
        'document.html',
        language,
        recipient_id=recipient_id,
        id=row['id'],
        number=row['number'],
        kind=words['credit' if row['subtype'] == 'Credit' else 'debit']
        if is_invoice
        else words.get(row['type'], row['type']),
        mark=badge(language, row['send_mode']) if row['send_mode'] != 'Production' else '',
        sender=facts.get('sender', {}).get('name', ''),
        date=row['issue_date'],
        due=facts.get('due_date') or NOTHING,
        amount=_amount(language, amounts.get('totalAmount', ''), amounts.get('currency', '')),
        state=badge(language, answer['businessStatus'] if answer else 'unanswered'),
        note=(answer or {}).get('description', ''),
        answers=part('answers.html', language, rows=given) if answers else '',
        form=form if is_invoice else '',
    )


def _answer(language: str, answer: dict[str, Any]) -> Markup:
    return part(
        'answer_row.html',
        language,
        at=answer['created_at'][:16].replace('T', ' '),
        code=badge(language, answer['code']),
        note=answer['note'],
        state=badge(language, 'fetched' if answer['is_fetched'] else 'waiting_there'),
    )
