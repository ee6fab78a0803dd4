"""Bills of received documents over a slow network, against core's own import of the same files."""

import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import requests


NAMES = ('receive_2000_100ms', 'receive_memory')
# All of them take minutes: RECEIVE_COUNT=2000 measures what the row is called by.
COUNT = int(os.environ.get('RECEIVE_COUNT', '300'))
FEW = COUNT // 10
SAMPLE = 40
LATENCY = 100
PARALLEL = 16  # downloads
PEAK = re.compile(r'^VmHWM:\s+(\d+) kB', re.MULTILINE)
VENDOR = {
    'name': 'Älvdalens Grossist AB',
    'is_company': True,
    'company_registry': '559912-4004',
    'vat': 'SE559912400401',
}


def rows(env, say: Callable[[str], None]) -> Iterator[dict]:
    """Our scheduled actions, from the list to the bill, against core's import plus the latency."""
    control = _prepared(env)
    _booked(env, control, SAMPLE, say)  # caches are warm
    by_core = _by_core(env, say)
    _seconds, few_peak = _booked(env, control, FEW, say)
    seconds, peak = _booked(env, control, COUNT, say)
    against = by_core + LATENCY / 1000 / PARALLEL
    yield {
        'name': 'receive_2000_100ms',
        'ours': seconds / COUNT,
        'against': against,
        'ratio': seconds / COUNT / against,
        'reach': 1.3,
        'note': f'{COUNT} fetched and booked in {seconds:.1f} s; core imports a file in'
        f' {by_core * 1000:.0f} ms',
    }
    yield {
        'name': 'receive_memory',
        'unit': 'MiB',
        'ours': peak,
        'against': few_peak,
        'ratio': peak / few_peak,
        'reach': 1.1,
        'note': f'peak of the whole process: {COUNT} bills against {FEW}',
    }


def _prepared(env) -> str:
    """Receiving is on, the vendor known, the network slow; returns the sandbox's own address."""
    account = env.company._pagero_account()
    account.write({'receives': True, 'makes_bills': True})
    env['res.partner'].create({**VENDOR, 'country_id': env.ref('base.se').id})
    env.cr.commit()
    control = f'{account.sandbox_url}/sandbox/api'
    _call('POST', f'{control}/settings', {'latency_ms': LATENCY})
    return control


def _by_core(env, say: Callable[[str], None]) -> float:
    """Seconds for a file: as if each were dropped on the list of bills."""
    received = env['pagero.received.document'].search([('move_id', '!=', False)], limit=SAMPLE)
    files = env['ir.attachment'].create(
        [{'name': each.file_name, 'raw': each._content()} for each in received]
    )
    env.cr.commit()
    journal = received.move_id.journal_id[:1]
    moves = env['account.move'].with_context(
        default_move_type='in_invoice', default_journal_id=journal.id
    )
    say(f"Core's import of {len(files)}")
    start = time.perf_counter()
    made = moves.browse()
    for file in files:
        made |= moves._create_records_from_attachments(file)
    env.cr.commit()
    seconds = time.perf_counter() - start
    if len(made.invoice_line_ids) < len(files):
        raise RuntimeError('Core has not imported the files.')
    return seconds / len(files)


def _booked(env, control: str, count: int, say: Callable[[str], None]) -> tuple[float, float]:
    """Seconds and peak from the list to the last bill."""
    wish = {'count': count, 'kinds': ['invoice', 'credit_note'], 'attachments': 1}
    _call('POST', f'{control}/supplier_documents', wish)
    say(f'Fetching and booking {count}')
    env.invalidate_all()
    documents = env['pagero.received.document']
    before = documents.search_count([('state', '=', 'booked')])
    Path('/proc/self/clear_refs').write_text('5')  # forget the peak of what was before
    start = time.perf_counter()
    documents._cron_receive()
    documents._cron_make_bills()
    seconds = time.perf_counter() - start
    peak = int(PEAK.search(Path('/proc/self/status').read_text())[1]) / 1024
    booked = documents.search_count([('state', '=', 'booked')]) - before
    if booked != count:
        raise RuntimeError(f'{booked} of {count} are booked.')
    return seconds, peak


def _call(method: str, address: str, body: dict | None = None):
    answer = requests.request(method, address, json=body, timeout=300)
    answer.raise_for_status()
    return answer.json()
