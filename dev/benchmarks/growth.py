"""How time grows: with the documents that are sent together, and with the lines of an invoice."""

import time
from collections.abc import Callable, Iterator
from datetime import date

import requests
from setup.bench_place import customer, new_invoices
from setup.bench_rows import copies

from odoo.addons.pagero_connector.models.tools.own_context import OURS
from odoo.addons.pagero_connector.ubl.check import check


NAMES = ('growth_documents', 'growth_lines')
ONLY_WHEN_NAMED = True
STEPS = (1, 10, 100, 1_000, 10_000)
INVOICES = 100  # each is sent many times, as a certification: those may stand beside each other


def rows(env, say: Callable[[str], None]) -> Iterator[dict]:
    """Each point is the time for one: where it stays level, growth is linear."""
    control = f'{env.company._pagero_account().sandbox_url}/sandbox/api'
    settings = {'checks': 'off', 'latency_ms': 0}
    requests.post(f'{control}/settings', json=settings, timeout=60).raise_for_status()
    moves = new_invoices(env, customer(env), min(INVOICES, STEPS[-1]))
    moves.with_context(pagero_skip_catch=OURS)._post()
    _send(env, moves[:1], 1)  # the rules are compiled
    say(f'Sending {", ".join(map(str, STEPS))} documents')
    yield _row('growth_documents', 'documents', {n: _send(env, moves, n) for n in STEPS})
    say(f'Building and checking invoices of {", ".join(map(str, STEPS))} lines')
    yield _row('growth_lines', 'lines', {n: _build_and_check(env, n) for n in STEPS})


def _send(env, moves, count: int) -> float:
    documents = env['pagero.document']
    first = documents._enqueue(moves[:count], 'Certification')
    for document in first:
        more = count // len(first) - 1
        copies(env, document, more, sender_reference=f"'{count}-{document.id}-' || number")
    env.cr.commit()
    env.invalidate_all()
    start = time.perf_counter()
    documents._cron_send()
    return time.perf_counter() - start


def _build_and_check(env, lines: int) -> float:
    move = new_invoices(env, customer(env), 1, lines)
    move.with_context(pagero_skip_catch=OURS)._post()
    env.flush_all()
    env.invalidate_all()
    start = time.perf_counter()
    [(xml, _errors)] = env['account.edi.xml.pagero']._export_invoices(move).values()
    check(xml, on=date.today())
    return time.perf_counter() - start


def _row(name: str, what: str, seconds: dict[int, float]) -> dict:
    """The last step against the one before it: per document or line it must not become more."""
    points = [(count, each / count) for count, each in seconds.items()]
    (_few, before), (_many, last) = points[-2:]
    return {
        'name': name,
        'ours': last,
        'against': before,
        'ratio': last / before,
        'reach': 1.25,
        'note': f'for one, of {points[-1][0]:,} {what} against {points[-2][0]:,}',
        'what': what,
        'points': points,
    }
