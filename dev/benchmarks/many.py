"""Many documents at once: the dialog that sends them, asking what became of them, memory."""

import math
import time
from collections.abc import Callable, Iterator

import requests
from setup.bench_place import customer, new_invoices
from setup.bench_rows import copies

from odoo.addons.pagero_connector.models.tools.own_context import OURS


NAMES = ('dialog_4000', 'poll_10000', 'poll_calls')
CHOSEN = 4_000
UNDER_WAY, CHANGED = 10_000, 100
PAGE = 100  # documents that one answer lists
ROUNDS = 3
DIALOG_MARK, POLL_MARK = 2.0, 3.0  # seconds


def rows(env, say: Callable[[str], None]) -> Iterator[dict]:
    """What a person waits for, and what the network is asked."""
    yield _dialog(env, say)
    yield from _poll(env, say)


def _dialog(env, say: Callable[[str], None]) -> dict:
    """From the list of invoices to the dialog with its counts and alerts."""
    say(f'Writing {CHOSEN} invoices, and choosing them all')
    move = new_invoices(env, customer(env), 1)
    move.with_context(pagero_skip_catch=OURS)._post()
    env.flush_all()
    copies(env, move, CHOSEN, name="'DIALOG/' || number", sequence_number='9000 + number')
    found = env['account.move'].search([('name', 'like', 'DIALOG/')])
    accountant = env(user=env.ref('base.user_admin').id, su=False)
    dialogs = accountant['account.move.send.batch.wizard']
    times = []
    for _round in range(ROUNDS):
        env.invalidate_all()
        start = time.perf_counter()
        dialog = dialogs.with_context(active_model='account.move', active_ids=found.ids).create({})
        dialog.read(['summary_data', 'alerts', 'shows_pagero', 'asks_test', 'pagero_send_mode'])
        times.append(time.perf_counter() - start)
    return _row('dialog_4000', sorted(times)[ROUNDS // 2], DIALOG_MARK, f'{len(found)} invoices')


def _poll(env, say: Callable[[str], None]) -> Iterator[dict]:
    """Of many under way, a few have changed since the last time."""
    control = f'{env.company._pagero_account().sandbox_url}/sandbox/api'
    _call('POST', f'{control}/settings', {'checks': 'off', 'latency_ms': 0})
    say(f'Sending {CHANGED}; {UNDER_WAY - CHANGED:,} others are under way by SQL')
    sent = _under_way(env)
    _call('DELETE', f'{control}/calls')
    say('Asking what became of them')
    env.invalidate_all()
    start = time.perf_counter()
    env['pagero.document']._cron_poll()
    seconds = time.perf_counter() - start
    env.invalidate_all()
    heard = len(sent.filtered(lambda each: each.state == 'delivered'))
    asked = [each['path'] for each in _call('GET', f'{control}/calls')]
    calls = len([path for path in asked if 'parts' in path or 'document' in path])
    yield _row('poll_10000', seconds, POLL_MARK, f'{heard} of {CHANGED} changes were heard')
    allowed = 1 + math.ceil(CHANGED / PAGE)
    yield {
        'name': 'poll_calls',
        'unit': 'calls',
        'ours': calls,
        'against': allowed,
        'ratio': calls / allowed,
        'reach': 1.0,
        'note': f'one list of what has stopped, and {PAGE} deliveries for each page',
    }


def _under_way(env):
    """Those that were really sent, beside copies of them that Pagero says nothing of."""
    moves = new_invoices(env, customer(env), CHANGED)
    moves._post()
    env.cr.commit()
    documents = env['pagero.document']
    documents._cron_send()
    sent = documents.search([('move_id', 'in', moves.ids)])
    names = ('document_number', 'sender_reference', 'file_id')
    others = dict.fromkeys(names, "'poll-' || number")
    copies(env, sent[0], UNDER_WAY - CHANGED, move_id='NULL', network_id='NULL', **others)
    env.cr.commit()
    return sent


def _call(method: str, address: str, body: dict | None = None):
    answer = requests.request(method, address, json=body, timeout=60)
    answer.raise_for_status()
    return answer.json() if answer.content else None


def _row(name: str, seconds: float, mark: float, note: str) -> dict:
    return {
        'name': name,
        'ours': seconds,
        'against': mark,
        'ratio': seconds / mark,
        'reach': 1.0,
        'note': f'against the mark; {note}',
    }
