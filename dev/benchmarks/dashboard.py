"""How soon the dashboard opens with a million documents: the slowest time counts."""

import time
from collections.abc import Callable, Iterator

from setup.bench_rows import tidy


NAMES = ('dashboard_1m',)
COUNT = 1_000_000
ROUNDS = 11
MARK = 1.0  # seconds
# Two years of one company and its sister: nearly all arrived, some tests, some answers, and what
# stands now among them. Without an invoice each, which the dashboard doesn't look at.
FILL = """
    INSERT INTO pagero_document (
        account_id, company_id, direction, document_type, document_number, sender_reference,
        send_mode, state, issue_date, next_attempt_at, state_changed_at, sent_at, delivered_at,
        answered_at, business_status, error_group, is_superseded, create_date, write_date
    )
    SELECT %(account)s,
           CASE WHEN number %% 10 = 0 THEN %(sister)s ELSE %(company)s END,
           'out', 'Invoice', 'BENCH/' || number, 'board-' || number,
           CASE WHEN number %% 50 = 0 THEN 'Test' ELSE 'Production' END,
           state, day, day, day, day,
           CASE WHEN state = 'delivered' THEN day + number %% 7200 * interval '1 second' END,
           CASE WHEN state = 'delivered' AND number %% 20 = 0 THEN day + interval '2 days' END,
           CASE WHEN state = 'delivered' AND number %% 200 = 0 THEN 'rejected'
                WHEN state = 'delivered' AND number %% 20 = 0 THEN 'accepted' END,
           CASE WHEN state IN ('error', 'awaiting_interaction') THEN 'recipient' END,
           number %% 300 = 0, day, day
      FROM (
        SELECT number,
               (array['error', 'held', 'queued', 'processing', 'invalid', 'unsure',
                      'awaiting_interaction', 'cancelled'])[1 + number / 1000 %% 8] AS open,
               now() AT TIME ZONE 'UTC' - number %% 180 * interval '1 day' AS day
          FROM generate_series(1, %(count)s) AS number
      ) AS numbered,
      LATERAL (
        SELECT CASE WHEN number %% 1000 < 5 THEN open ELSE 'delivered' END AS state
      ) AS stated
"""


def rows(env, say: Callable[[str], None]) -> Iterator[dict]:
    """Opened again and again, each time with nothing in Odoo's cache."""
    say(f'Writing {COUNT:,} documents')
    sister = env['res.company'].create({'name': "Systerbolaget AB"})
    env.user.company_ids += sister
    env.flush_all()
    account, company = env.company._pagero_account(), env.company
    values = {'account': account.id, 'company': company.id, 'sister': sister.id, 'count': COUNT}
    env.cr.execute(FILL, values)
    env.cr.commit()
    tidy(env.cr.dbname, 'pagero_document')
    say(f'Opening the dashboard {ROUNDS} times, for one company and for both')
    dashboard = env['pagero.dashboard']
    both = dashboard.with_context(allowed_company_ids=[company.id, sister.id])
    times = [_seconds(each) for _round in range(ROUNDS) for each in (dashboard, both)]
    yield {
        'name': 'dashboard_1m',
        'ours': max(times),
        'against': MARK,
        'ratio': max(times) / MARK,
        'reach': 1.0,
        'note': f'against the mark; the quickest took {min(times) * 1000:.0f} ms',
    }


def _seconds(dashboard) -> float:
    dashboard.env.invalidate_all()
    start = time.perf_counter()
    dashboard.load()
    return time.perf_counter() - start
