"""On spoilt invoices engine and own rules find what SaxonC finds, which is another process."""

import json
import os
import subprocess
import sys

import pytest
from sandbox_driver import DEV


DOCUMENTS = 120
FEWEST_RULES = 40


def test_engine_own_rules_and_saxon_agree():
    pytest.importorskip('saxonche')
    command = [sys.executable, '-m', 'oracle.agreement', '--json', '--documents', str(DOCUMENTS)]

    done = subprocess.run(
        command,
        env={**os.environ, 'PYTHONPATH': str(DEV)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    sides = json.loads(done.stdout)
    assert sides and sides[0]['documents'] == DOCUMENTS, done.stderr
    # Each document is asked of the rules of its kind: ordinary ones, or self-billing.
    of_peppol = [
        each for each in sides if each['name'].startswith('peppol') and 'own' in each['name']
    ]
    assert not of_peppol or sum(each['documents'] for each in of_peppol) == DOCUMENTS
    assert [each['examples'] for each in sides] == [[]] * len(sides)
    assert [each['unit_tests_met'] for each in sides] == [each['unit_tests'] for each in sides]
    ordinary = [each for each in sides if 'self-billing' not in each['name']]
    assert all(len(each['rules']) >= FEWEST_RULES for each in ordinary)
