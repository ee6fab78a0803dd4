"""Pages on which a person plays suppliers: documents of every kind, and what became of them."""

from typing import Any

from markupsafe import Markup
from werkzeug import Request, Response
from werkzeug.utils import redirect

from ..call import Call
from ..documents import supplying
from ..responses import html_answer
from . import asking_pages, recipient_rows
from .layout import fill, language_of, part
from .texts import texts


LATEST = 200
CURRENCIES = ('SEK', 'EUR', 'NOK', 'DKK', 'XTS')
# An account of the supplier's bank, and another one: what a swindler would write.
ACCOUNTS = {
    'bankgiro': ('9912346', 'BANKGIRO'),
    'other_bankgiro': ('50501055', 'BANKGIRO'),
    'plusgiro': ('2865434', 'PLUSGIRO'),
    'iban': ('SE3550000000054910000003', 'ESSESESS'),
    'other_iban': ('SE4550000000058398257466', 'ESSESESS'),
}


def show(call: Call) -> Response:
    language, sandbox = language_of(call.request), call.sandbox
    ours = sandbox.store.rows('SELECT id, name FROM companies ORDER BY id')
    companies = _options((row['id'], row['name']) for row in ours)
    entries = supplying.ledger(sandbox)
    shown = entries[: -LATEST - 1 : -1]
    words = texts(language)
    return html_answer(
        fill(
            'suppliers.html',
            language,
            companies=companies,
            kinds=_options((kind, words.get(f'kind_{kind}', kind)) for kind in supplying.KINDS),
            modes=_options((mode, words[mode]) for mode in supplying.MODES),
            currencies=_options((each, each) for each in CURRENCIES),
            accounts=_options((each, words[f'account_{each}']) for each in ACCOUNTS),
            count=len(entries),
            fetched=sum(entry['is_fetched'] for entry in entries),
            asking=asking_pages.section(call, language, companies),
            rows=Markup('').join(_row(language, entry) for entry in shown)
            or part('empty_row.html', language, columns=7, text=words['nothing_supplied']),
        )
    )


def send(call: Call) -> Response:
    """The form: one document or many."""
    supplying.deliver(call.sandbox, _wish(call.request))
    return redirect('/suppliers')


def _wish(request: Request) -> dict[str, Any]:
    form = request.form
    account, account_kind = ACCOUNTS.get(form.get('account', ''), ACCOUNTS['bankgiro'])
    wish: dict[str, Any] = {
        'account': account,
        'account_kind': account_kind,
        'count': form.get('count', 1, int),
        'attachments': form.get('attachments', 0, int),
        'allowances': 'allowances' in form,
    }
    names = ('company_id', 'kind', 'send_mode', 'currency', 'number', 'order_reference', 'note')
    wish |= {name: form[name].strip() for name in names if form.get(name, '').strip()}
    numbers = [each.strip() for each in form.get('references', '').split(',') if each.strip()]
    return wish | ({'references': numbers} if numbers else {})


def _options(pairs: Any) -> Markup:
    return Markup('').join(
        part('option.html', 'en', value=value, text=text, selected='') for value, text in pairs
    )


def _row(language: str, entry: dict[str, Any]) -> Markup:
    words = texts(language)
    return part(
        'supplied_row.html',
        language,
        number=entry['number'],
        supplier=entry['supplier'],
        kind=words.get(f'kind_{entry["kind"]}', entry['kind']),
        mode=recipient_rows.badge(language, entry['send_mode']),
        downloads=entry['downloads'],
        answers=Markup('<br>').join(_answer(language, each) for each in entry['answers']),
        state=recipient_rows.badge(language, _standing(entry)),
    )


def _standing(entry: dict[str, Any]) -> str:
    if entry['waits_for']:
        return 'waits_for_answer'
    return 'fetched' if entry['is_fetched'] else 'waiting_there'


def _answer(language: str, answer: dict[str, Any]) -> Markup:
    """When, the word, and what was said beside it."""
    said = [f'{each["code"]} {each["words"]}'.strip() for each in answer.get('statuses', ())]
    if answer.get('description'):
        said.append(answer['description'])
    word = recipient_rows.badge(language, answer['businessStatus'])
    return Markup('{} {} {}').format(answer.get('issued', ''), word, '; '.join(said))


ROUTES = [
    ('GET', '/suppliers', show),
    ('POST', '/suppliers', send),
]
