"""The form on which a recipient answers an invoice, with any code, also one of its own."""

from typing import Any

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from ..documents.response_documents import ACTIONS, CODES, MATCHES, MESSAGES, REASONS
from .layout import part
from .texts import texts


def form(language: str, recipient_id: int, document_id: str) -> Markup:
    words = texts(language)

    def options(values: tuple[str, ...], kind: str) -> Markup:
        return Markup('').join(
            part(
                'option.html',
                language,
                value=value,
                text=words.get(f'{kind}_{value}', value) if value else '',
                selected='',
            )
            for value in values
        )

    return part(
        'answer_form.html',
        language,
        recipient_id=recipient_id,
        id=document_id,
        codes=options(CODES, 'code'),
        reasons=options(('', *REASONS), 'reason'),
        actions=options(('', *ACTIONS), 'action'),
        messages=options(MESSAGES, 'message'),
        matches=options(MATCHES, 'match'),
    )


def wish_of(form: MultiDict[str, str]) -> dict[str, Any]:
    """What was filled in; the two large buttons decide, whatever stands below them."""
    decision = form.get('decision', '')
    wish: dict[str, Any] = {'note': form.get('note', '').strip()}
    if decision:
        return wish | {'code': decision, 'reason': 'OTH' if decision == 'RE' else ''}
    wish['code'] = form.get('own_code', '').strip() or form.get('code', '')
    for name in ('reason', 'message', 'match', 'issued_at'):
        if form.get(name):
            wish[name] = form[name]
    if form.get('action'):
        wish['actions'] = [form['action']]
    if form.get('field') or form.get('value'):
        named = {'Code': form.get('field', ''), 'Value': form.get('value', '')}
        wish['clarifications'] = [named]
    return wish | {'attachments': form.get('attachments', 0, int)}
