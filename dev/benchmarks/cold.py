"""What the first check of a process costs: seconds until its verdict, and memory for good.

Seconds are those of the processor, since other work on the machine isn't ours to answer for.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator

from oracle.corpus import PEPPOL_RULES
from setup.cache import ADDON


NAMES = ('rules_cold_start', 'rules_memory')
PROCESSES = 5
MOST_SECONDS = 1.0
MOST_MEBIBYTES = 60
PROGRAM = '''
import gc, json, os, sys, time
from datetime import date
from pathlib import Path
from lxml import etree

def resident():
    gc.collect()
    return int(Path('/proc/self/statm').read_text().split()[1]) * os.sysconf('SC_PAGE_SIZE')

xml = Path(sys.argv[1]).read_bytes()
from setup.pure import import_without_odoo
import_without_odoo()
before, start = resident(), time.process_time()
from ubl.check import DEFAULT_LAYERS, check, layers_of
from ubl.official import pack_of_file
found = check(xml, on=date(2026, 11, 1))
seconds, own = time.process_time() - start, resident() - before
for name in sys.argv[2:]:
    official = pack_of_file(Path(name))
    layers = layers_of({official.kind: official})
    start = time.process_time()
    found += check(xml, on=date(2026, 11, 1), layers=layers)
official = time.process_time() - start if sys.argv[2:] else None
assert not any(each.is_fatal for each in found), found
print(json.dumps({'seconds': seconds, 'own': own, 'official': official,
                  'all': resident() - before}))
'''


def rows(_env, say: Callable[[str], None]) -> Iterator[dict]:
    """Fresh processes with nothing but lxml; the official pack is added where its file is here."""
    say(f'Checking a first invoice in {PROCESSES} fresh processes')
    runs = [_first_check() for _number in range(PROCESSES)]
    middle = {name: _median(run[name] for run in runs) for name in runs[0]}
    uploaded = (
        '' if middle['official'] is None else f'uploaded pack {middle["official"]:.2f} s more'
    )
    yield {
        'name': 'rules_cold_start',
        'ours': middle['seconds'],
        'against': MOST_SECONDS,
        'ratio': middle['seconds'] / MOST_SECONDS,
        'reach': 1.0,
        'note': f'against the mark; {uploaded}',
    }
    mebibytes = middle['all'] / 2**20
    yield {
        'name': 'rules_memory',
        'unit': 'MiB',
        'ours': mebibytes,
        'against': MOST_MEBIBYTES,
        'ratio': mebibytes / MOST_MEBIBYTES,
        'reach': 1.0,
        'note': f'resident; {middle["own"] / 2**20:.0f} MiB without the uploaded pack',
    }


def _first_check() -> dict:
    document = ADDON / 'tests' / 'golden' / 'invoice.xml'
    official = [str(PEPPOL_RULES)] if PEPPOL_RULES.is_file() else []
    done = subprocess.run(
        [sys.executable, '-c', PROGRAM, str(document), *official],
        env={**os.environ, 'PYTHONPATH': str(ADDON / 'dev')},
        text=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


def _median(values: Iterator[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None
