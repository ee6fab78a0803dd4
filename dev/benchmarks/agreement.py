"""Do our rules and SaxonC find the same? A row misses its mark where anything differs."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator

from setup.cache import ADDON


NAMES = (
    'agreement_cen',
    'agreement_peppol',
    'agreement_own',
    'agreement_self_billing',
    'agreement_self_billing_own',
)
SIDES = (
    'cen',
    'peppol-official',
    'peppol-own',
    'peppol-self-billing-official',
    'peppol-self-billing-own',
)
ROWS = dict(zip(SIDES, NAMES, strict=True))
MISSED = float('inf')


def rows(_env, say: Callable[[str], None]) -> Iterator[dict]:
    """In a process without Odoo; seconds are for one document."""
    say('Comparing with SaxonC on thousands of spoilt invoices')
    variables = {**os.environ, 'PYTHONPATH': str(ADDON / 'dev')}
    done = subprocess.run(
        [sys.executable, '-m', 'oracle.agreement', '--json'],
        env=variables,
        text=True,
        stdout=subprocess.PIPE,
        check=False,
    )
    for found in json.loads(done.stdout):
        agreed = not found['differences'] and found['unit_tests'] == found['unit_tests_met']
        ratio = found['ours'] / found['theirs']
        yield {
            'name': ROWS[found['name']],
            'ours': found['ours'] / found['documents'],
            'against': found['theirs'] / found['documents'],
            'ratio': ratio if agreed else MISSED,
            'reach': 2.0,
            'note': found['text'].partition(': ')[2],
        }
