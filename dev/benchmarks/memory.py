"""What sending takes of memory: ten times as many documents must not take more."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import requests
from setup.bench_place import customer, new_invoices
from setup.bench_rows import copies

from odoo.addons.pagero_connector.models.tools.own_context import OURS


NAMES = ('memory_10000',)
ONLY_WHEN_NAMED = True
FEW, MANY = 1_000, 10_000
INVOICES = 200  # each is sent many times, as a certification: those may stand beside each other
PEAK = re.compile(r'^VmHWM:\s+(\d+) kB', re.MULTILINE)


def rows(env, say: Callable[[str], None]) -> Iterator[dict]:
    """The peak of the whole process, Odoo included, in one run of the scheduled action."""
    account = env.company._pagero_account()
    control = f'{account.sandbox_url}/sandbox/api'
    settings = {'checks': 'off', 'latency_ms': 0}
    requests.post(f'{control}/settings', json=settings, timeout=60).raise_for_status()
    say(f'Creating {INVOICES} invoices')
    moves = new_invoices(env, customer(env), INVOICES)
    moves.with_context(pagero_skip_catch=OURS)._post()
    _peak(env, moves, 64)  # the rules are compiled
    say(f'Sending {FEW:,}, then {MANY:,}')
    few, many = (_peak(env, moves, count) for count in (FEW, MANY))
    yield {
        'name': 'memory_10000',
        'unit': 'MiB',
        'ours': many,
        'against': few,
        'ratio': many / few,
        'reach': 1.1,
        'note': f'peak of the whole process: {MANY:,} documents against {FEW:,}',
    }


def _peak(env, moves, count: int) -> float:
    documents = env['pagero.document']
    first = documents._enqueue(moves, 'Certification').ids
    env.cr.execute('SELECT count(*) FROM pagero_document')
    [(before,)] = env.cr.fetchall()
    for document in documents.browse(first):
        copies(
            env,
            document,
            count // len(moves) - 1,
            sender_reference=f"'memory-{before}-{document.id}-' || number",
        )
    env.cr.commit()
    env.invalidate_all()
    Path('/proc/self/clear_refs').write_text('5')  # forget the peak of what was before
    documents._cron_send()
    peak = int(PEAK.search(Path('/proc/self/status').read_text())[1]) / 1024
    left = documents.search_count([('state', 'in', ('queued', 'sending'))])
    if left:
        raise RuntimeError(f'{left} documents of the benchmark were not sent.')
    return peak
