"""The largest invoice that is promised: what it takes of memory, and how time grows with lines."""

import base64
import os
import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from setup.bench_place import customer, new_invoices

from odoo import Command

from odoo.addons.pagero_connector.models.tools.own_context import OURS
from odoo.addons.pagero_connector.ubl.check import check


NAMES = ('large_memory', 'large_growth')
LINES, FILES, FILE_BYTES = 500, 3, 5 * 2**20
MOST_MEBIBYTES = 400
ROUNDS = 5
PEAK = re.compile(r'^VmHWM:\s+(\d+) kB', re.MULTILINE)


def rows(env, say: Callable[[str], None]) -> Iterator[dict]:
    """Built and checked as one document, with nothing in the cache."""
    say(f'Creating an invoice of {LINES} lines with {FILES} files of {FILE_BYTES >> 20} MiB')
    move = _invoice(env, LINES)
    _attach(env, move)
    yield _memory(env, move)
    say(f'Building and checking {LINES} and {2 * LINES} lines, {ROUNDS} times each')
    yield _growth(env)


def _memory(env, move) -> dict:
    """The peak of the whole process, Odoo included, while it is built and checked."""
    env.invalidate_all()
    Path('/proc/self/clear_refs').write_text('5')  # forget the peak of what was before
    bytes_of_it = _build_and_check(env, move)
    peak = int(PEAK.search(Path('/proc/self/status').read_text())[1]) / 1024
    return {
        'name': 'large_memory',
        'unit': 'MiB',
        'ours': peak,
        'against': MOST_MEBIBYTES,
        'ratio': peak / MOST_MEBIBYTES,
        'reach': 1.0,
        'note': f'peak of the whole process; the XML has {bytes_of_it / 2**20:.0f} MiB',
    }


def _growth(env) -> dict:
    """Twice the lines must take twice the time: per line it must not become more."""
    few, many = (_invoice(env, lines) for lines in (LINES, 2 * LINES))
    best = {move: min(_seconds(env, move) for _round in range(ROUNDS)) for move in (few, many)}
    per_line = best[many] / (2 * LINES), best[few] / LINES
    return {
        'name': 'large_growth',
        'ours': per_line[0],
        'against': per_line[1],
        'ratio': per_line[0] / per_line[1],
        'reach': 1.25,
        'note': f'a line of {2 * LINES} against a line of {LINES}',
    }


def _invoice(env, lines: int):
    move = new_invoices(env, customer(env), 1, lines // 2)
    move.write({'invoice_line_ids': list(_allowances(move))})
    move.with_context(pagero_skip_catch=OURS)._post()
    env.flush_all()
    return move


def _allowances(move) -> Iterator:
    """A percentage below each line, by turns on that line and on the whole invoice.

    What follows other lines must not look at all of them each.
    """
    for number, line in enumerate(move.invoice_line_ids):
        on_line = bool(number % 2)
        yield Command.update(line.id, {'sequence': 2 * number})
        values = {
            'name': 'Volume discount',
            'sequence': 2 * number + 1,
            'pagero_allowance': 'allowance',
            'pagero_on_line': on_line,
            'pagero_percent': 2.5 if on_line else 0.1,
            'tax_ids': [Command.set(line.tax_ids.ids)],
        }
        yield Command.create(values)


def _attach(env, move) -> None:
    for number in range(FILES):
        content = b'%PDF-1.7\n' + os.urandom(FILE_BYTES - 9)
        values = {'move_id': move.id, 'name': f'{number}.pdf', 'data': base64.b64encode(content)}
        env['pagero.invoice.attachment'].create(values)
    env.flush_all()


def _seconds(env, move) -> float:
    start = time.perf_counter()
    _build_and_check(env, move)
    return time.perf_counter() - start


def _build_and_check(env, move) -> int:
    [(xml, errors)] = env['account.edi.xml.pagero']._export_invoices(move).values()
    found = [each for each in check(xml, on=date.today()) if each.is_fatal]
    if errors or found:
        raise RuntimeError(f'The invoice of the benchmark is invalid: {errors or found[0]}')
    return len(xml)
