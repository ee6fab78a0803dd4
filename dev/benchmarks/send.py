"""Sending many invoices over a slow network: in batches, and one by one."""

import base64
import time
from collections import Counter
from collections.abc import Callable, Iterator

import requests
from setup.bench_place import customer, new_invoices

from odoo import fields


NAMES = ('send_1000_300ms',)
COUNT = 1000
SAMPLE = 40
LATENCY = 300


def rows(env, say: Callable[[str], None]) -> Iterator[dict]:
    """Our scheduled action against a loop that builds, checks, sends and commits each in turn."""
    account = env.company._pagero_account()
    control = f'{account.sandbox_url}/sandbox/api'
    _post(f'{control}/settings', {'latency_ms': LATENCY, 'checks': 'off'})
    one_by_one = _one_by_one(env, account, say) / SAMPLE
    batched, verdict = _batched(env, control, say)
    ours = batched / COUNT
    yield {
        'name': 'send_1000_300ms',
        'ours': ours,
        'against': one_by_one,
        'ratio': ours / one_by_one,
        'reach': 0.05,
        'spread': '',
        'note': f'{COUNT} in {batched:.1f} s, {verdict}',
    }


def _one_by_one(env, account, say: Callable[[str], None]) -> float:
    """Seconds for a sample: what a plain loop over the same builder, check and client takes."""
    documents = _queued(env, SAMPLE, say)
    client = account._client()
    say(f'Sending {SAMPLE} one by one')
    start = time.perf_counter()
    for document in documents:
        [(xml, _findings)] = document._exported().values()
        document.stored_xml = base64.b64encode(xml)
        document._move_to('sending', upload_started_at=fields.Datetime.now())
        sent = client.send_file(
            xml,
            document.xml_filename,
            document.document_type,
            document.send_mode,
            document.sender_reference,
        )
        document.file_id = sent.id
        document._move_to('processing')
        env.cr.commit()
    return time.perf_counter() - start


def _batched(env, control: str, say: Callable[[str], None]) -> tuple[float, str]:
    """Seconds for all, and whether the sandbox got each of them exactly once."""
    documents = _queued(env, COUNT, say)
    say(f'Sending {COUNT} in batches')
    start = time.perf_counter()
    env['pagero.document']._cron_send()
    seconds = time.perf_counter() - start
    env.invalidate_all()
    arrived = Counter(file['sender_reference'] for file in _get(f'{control}/files'))
    lost = sum(not arrived[reference] for reference in documents.mapped('sender_reference'))
    twice = sum(arrived[each] > 1 for each in documents.mapped('sender_reference'))
    states = Counter(documents.mapped('state'))
    return seconds, f'{lost} lost, {twice} twice, {dict(states)}'


def _queued(env, count: int, say: Callable[[str], None]):
    """Posted invoices of one customer, queued for sending and committed."""
    say(f'Creating and posting {count} invoices')
    invoices = env['account.move']
    for first in range(0, count, 100):
        invoices |= new_invoices(env, customer(env), min(100, count - first))
        invoices[first:]._post()
        env.cr.commit()
    return invoices.pagero_document_ids


def _post(address: str, body: dict) -> None:
    requests.post(address, json=body, timeout=60).raise_for_status()


def _get(address: str) -> list:
    return requests.get(address, timeout=60).json()
