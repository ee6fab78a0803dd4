"""On spoilt invoices the engine finds what SaxonC finds; SaxonC runs in a process of its own."""

import json
import os
import subprocess
import sys

import pytest
from sandbox_driver import DEV


DOCUMENTS = 120
FEWEST_RULES = 40


def test_engine_and_saxon_agree():
    pytest.importorskip('saxonche')
    command = [sys.executable, '-m', 'oracle.agreement', '--json', '--documents', str(DOCUMENTS)]

    done = subprocess.run(
        command, env={**os.environ, 'PYTHONPATH': str(DEV)}, capture_output=True, text=True,
        timeout=300, check=False)

    engine = [each for each in json.loads(done.stdout) if each['name'] != 'peppol-own']
    assert engine and all(each['documents'] == DOCUMENTS for each in engine), done.stderr
    assert [each['examples'] for each in engine] == [[]] * len(engine)
    assert [each['unit_tests_met'] for each in engine] == [each['unit_tests'] for each in engine]
    assert len(engine[0]['rules']) >= FEWEST_RULES
