"""Lists and the claim among a million rows of each kind, made by SQL: the slowest time counts."""

import time
from collections.abc import Callable, Iterator

from lxml import etree
from setup.bench_place import customer, new_invoices
from setup.bench_rows import copies, tidy

from odoo.addons.pagero_connector.models.tools.own_context import OURS

from .dashboard import FILL


NAMES = (
    'claim_1m', 'list_documents_1m', 'list_invoices_1m', 'list_received_1m', 'list_connections_1m'
)  # fmt: skip
ONLY_WHEN_NAMED = True
COUNT = 1_000_000
ROUNDS = 5
LIST_MARK, CLAIM_MARK = 1.0, 0.02  # seconds
BATCH = 64
# {row: (model, domain of the menu, what its filters group by)}
LISTS = {
    'list_documents_1m': ('pagero.document', [], ('state', 'send_mode', 'issue_date:month')),
    'list_invoices_1m': (
        'account.move',
        [('move_type', 'in', ('out_invoice', 'out_refund'))],
        ('pagero_state',),
    ),
    'list_received_1m': ('pagero.received.document', [], ('state', 'announced_at:month')),
    'list_connections_1m': ('pagero.connection', [], ('state',)),
}
# {model: what of its lists is opened as a group or by a filter, which may not be by an index}
FILTERS = {
    'account.move': (
        ('pagero_state', 'in', ['delivered']),
        ('pagero_state', 'in', ['error']),
        ('pagero_state', 'in', [False]),
        ('pagero_state', 'not in', ['delivered']),
        ('pagero_needs_person', '=', True),
    )
}
# Each of another amount, else core warns of every one that it looks like all the others.
INVOICES = {
    'name': "'BENCH/' || number",
    'sequence_number': '1000 + number',
    'amount_total': '100 + number',
}
RECEIVED = """
    INSERT INTO pagero_received_document (
        account_id, company_id, network_id, announced_at, state, kind, send_mode, document_number,
        sender_name, currency_id, amount_payable, state_changed_at, create_date, write_date
    )
    SELECT %(account)s, %(company)s, 'bench-' || number, day,
           CASE WHEN number %% 1000 = 0 THEN 'stored' ELSE 'booked' END, 'invoice', 'Production',
           'R/' || number, 'Leverantör ' || number %% 5000, %(currency)s, 100, day, day, day
      FROM generate_series(1, %(count)s) AS number,
   LATERAL (SELECT now() AT TIME ZONE 'UTC' - number %% 700 * interval '1 day' AS day) AS dated
"""
CONNECTIONS = """
    INSERT INTO pagero_connection (
        account_id, company_id, partner_id, state, acceptance, accepts_tests, create_date,
        write_date
    )
    SELECT %(account)s, %(company)s, id,
           CASE WHEN id %% 100 = 0 THEN 'requested' ELSE 'connected' END, 'unknown', 'unknown',
           now(), now()
      FROM res_partner WHERE name LIKE 'Bench %%'
"""
LINK = """
    UPDATE pagero_document SET move_id = moves.id, partner_id = moves.partner_id
      FROM (
        SELECT id, partner_id, row_number() OVER (ORDER BY id) AS number FROM account_move
         WHERE name LIKE 'BENCH/%%'
      ) AS moves
     WHERE pagero_document.document_number = 'BENCH/' || moves.number
"""


def rows(env, say: Callable[[str], None]) -> Iterator[dict]:
    """As an accountant sees them, each time with nothing in Odoo's cache."""
    _fill(env, say)
    yield _claim(env)
    accountant = env(user=env.ref('base.user_admin').id, su=False)
    for name, (model, domain, groups) in LISTS.items():
        say(f'{name}: {ROUNDS} times')
        yield _row(name, _times(accountant[model], domain, groups), LIST_MARK)


def _fill(env, say: Callable[[str], None]) -> None:
    account, company = env.company._pagero_account(), env.company
    values = {'account': account.id, 'company': company.id, 'count': COUNT}
    values |= {'sister': company.id, 'currency': company.currency_id.id}
    move = new_invoices(env, customer(env), 1)
    move.with_context(pagero_skip_catch=OURS)._post()
    env.flush_all()
    say(f'Writing {COUNT:,} documents, invoices, received documents and connections')
    env.cr.execute(FILL, values)
    copies(env, move, COUNT, **INVOICES)
    copies(env, customer(env), COUNT, name="'Bench ' || number", complete_name="'Bench ' || number")
    env.cr.execute(LINK)
    env.cr.execute(RECEIVED, values)
    env.cr.execute(CONNECTIONS, values)
    env.cr.commit()
    for table in ('document', 'received_document', 'connection'):
        tidy(env.cr.dbname, f'pagero_{table}')
    for table in ('account_move', 'res_partner'):
        tidy(env.cr.dbname, table)


def _claim(env) -> dict:
    """What is due of one account is found and locked, among all that is finished."""
    account, times = env.company._pagero_account(), []
    for _round in range(ROUNDS):
        env.invalidate_all()
        documents = env['pagero.document']
        start = time.perf_counter()
        found = documents._lock_candidates(documents._due_domain(account), BATCH)
        times.append(time.perf_counter() - start)
        env.cr.rollback()
    return _row('claim_1m', {f'{len(found)} of {COUNT:,}': times}, CLAIM_MARK)


def _times(model, domain: list, groups: tuple[str, ...]) -> dict[str, list[float]]:
    """{what was opened: seconds}: the list itself, and grouped."""
    view = etree.fromstring(model.get_view(view_type='list')['arch'])
    names = [field.get('name') for field in view.iterfind('field')]
    shown = {name: _asked_of(model._fields[name]) for name in names}
    works = {'the list': lambda: model.web_search_read(domain, shown, limit=80, count_limit=10001)}
    for each in FILTERS.get(model._name, ()):
        found = [*domain, each]
        works[' '.join(map(str, each))] = lambda found=found: model.web_search_read(
            found, shown, limit=80, count_limit=10001
        )
    for group in groups:
        works[f'by {group}'] = lambda group=group: model.web_read_group(domain, [group])
    return {name: [_seconds(model.env, work) for _round in range(ROUNDS)]
            for name, work in works.items()}  # fmt: skip


def _asked_of(field) -> dict:
    return {'fields': {'display_name': {}}} if field.type == 'many2one' else {}


def _seconds(env, work: Callable[[], object]) -> float:
    env.invalidate_all()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _row(name: str, times: dict[str, list[float]], mark: float) -> dict:
    medians = {what: sorted(each)[len(each) // 2] for what, each in times.items()}
    slowest = max(medians.values())
    return {
        'name': name,
        'ours': slowest,
        'against': mark,
        'ratio': slowest / mark,
        'reach': 1.0,
        'note': ', '.join(f'{what} {each * 1000:.0f} ms' for what, each in medians.items()),
    }
