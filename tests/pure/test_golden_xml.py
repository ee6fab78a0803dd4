"""The golden files of the XML builder, read by the publishers' rules and by our own."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sandbox_driver import DEV

from ubl.check import check


GOLDEN = sorted((Path(__file__).resolve().parents[1] / 'golden').glob('*.xml'))
# The customer number, by which Pagero finds the recipient, is outside of EN 16931's core.
KNOWN = {'UBL-CR-202'}
# Saxon in a process of its own: it doesn't share one with others.
CHECK = """
import json, sys
from pagero_sandbox.check_worker import check
for path in sys.argv[1:]:
    with open(path, 'rb') as file:
        print(json.dumps(check(file.read(), 'full')))
"""


@pytest.mark.parametrize('path', GOLDEN, ids=lambda path: path.stem)
def test_our_check_finds_nothing(path):
    assert check(path.read_bytes(), on=date(2026, 10, 1)) == []


def test_the_official_rules_find_nothing():
    pytest.importorskip('saxonche')
    pytest.importorskip('xmlschema')
    command = [sys.executable, '-c', CHECK, *map(str, GOLDEN)]

    answer = subprocess.run(command, cwd=DEV, capture_output=True, text=True, check=True)

    for path, line in zip(GOLDEN, answer.stdout.splitlines(), strict=True):
        layers = json.loads(line)
        found = {f['id'] for layer in layers.values() if isinstance(layer, list) for f in layer}
        assert found <= KNOWN, path.name
        assert layers['en16931'] == [] or found & KNOWN, path.name
