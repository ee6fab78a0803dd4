"""Fetching many received documents over a slow network: at once, and one by one."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import requests


NAMES = ('pull_2000_100ms', 'pull_memory', 'pull_known_2000')
COUNT, FEW = 2000, 200
SAMPLE = 40
LATENCY = 100
PEAK = re.compile(r'^VmHWM:\s+(\d+) kB', re.MULTILINE)


def rows(env, say: Callable[[str], None]) -> Iterator[dict]:
    """Our scheduled action against a loop that downloads, keeps, commits and marks each in turn."""
    account = env.company._pagero_account()
    account.write({'receives': True})
    env.cr.commit()
    control = f'{account.sandbox_url}/sandbox/api'
    _call('POST', f'{control}/settings', {'latency_ms': LATENCY})
    one_by_one = _one_by_one(env, account, control, say) / SAMPLE
    _few_seconds, few_peak, _verdict = _pulled(env, control, FEW, say)
    seconds, peak, verdict = _pulled(env, control, COUNT, say)
    yield {
        'name': 'pull_2000_100ms',
        'ours': seconds / COUNT,
        'against': one_by_one,
        'ratio': seconds / COUNT / one_by_one,
        'reach': 0.15,
        'note': f'{COUNT} in {seconds:.1f} s, {verdict}',
    }
    yield {
        'name': 'pull_memory',
        'unit': 'MiB',
        'ours': peak,
        'against': few_peak,
        'ratio': peak / few_peak,
        'reach': 1.1,
        'note': f'peak of the whole process: {COUNT} documents against {FEW}',
    }
    yield _known(env, control, say)


def _one_by_one(env, account, control: str, say: Callable[[str], None]) -> float:
    """Seconds for a sample: what a plain loop over the same client and records takes."""
    _supply(control, SAMPLE)
    received = env['pagero.received.document']
    client = account._client()
    say(f'Fetching {SAMPLE} one by one')
    start = time.perf_counter()
    for listed in list(received._listed_since(client, account._receiving_since('received', False))):
        document = received._create_announced(account, [listed])
        received._store({document: client.download_target(listed.id)})
        env.cr.commit()
        document._tell(client)
        env.cr.commit()
    return time.perf_counter() - start


def _pulled(env, control: str, count: int, say: Callable[[str], None]) -> tuple[float, float, str]:
    """Seconds and peak for all, and whether each is here exactly once and marked."""
    _supply(control, count)
    say(f'Fetching {count} at once')
    env.invalidate_all()
    before = env['pagero.received.document'].search_count([])
    Path('/proc/self/clear_refs').write_text('5')  # forget the peak of what was before
    start = time.perf_counter()
    env['pagero.received.document']._cron_receive()
    seconds = time.perf_counter() - start
    peak = int(PEAK.search(Path('/proc/self/status').read_text())[1]) / 1024
    came = env['pagero.received.document'].search_count([]) - before
    ledger = _call('GET', f'{control}/received')
    marked = sum(entry['is_fetched'] for entry in ledger)
    return seconds, peak, f'{came} stored, {len(ledger) - marked} not marked'


def _known(env, control: str, say: Callable[[str], None]) -> dict:
    """Listing when nothing is new: calls, however many documents are known."""
    say('Listing what is known')
    _call('DELETE', f'{control}/calls')
    env['pagero.received.document']._cron_receive()
    calls = len([each for each in _call('GET', f'{control}/calls') if 'document' in each['path']])
    return {
        'name': 'pull_known_2000',
        'unit': 'calls',
        'ours': calls,
        'against': 2,
        'ratio': calls / 2,
        'reach': 1.0,
        'note': f'{COUNT} documents known, none new',
    }


def _supply(control: str, count: int) -> None:
    wish = {'count': count, 'kinds': ['invoice', 'credit_note'], 'attachments': 1}
    _call('POST', f'{control}/supplier_documents', wish)


def _call(method: str, address: str, body: dict | None = None):
    answer = requests.request(method, address, json=body, timeout=300)
    answer.raise_for_status()
    return answer.json()
