"""docs/threat-model.md names gates and tests that exist, and a test for each threat."""

import ast
import re
from pathlib import Path

import pytest


ROOT = Path(__file__).resolve().parents[2]
LINES = (ROOT / 'docs' / 'threat-model.md').read_text().splitlines()
ROWS = [line for line in LINES if line.startswith('|') and not line.startswith(('|---', '| wants'))]
QUOTED = sorted(set(re.findall(r'`([\w.-]+/[\w./-]*(?:::\w+)?)`', '\n'.join(LINES))))
ACTORS = (
    'stranger', 'portal', 'internal', '*User*', '*Salesperson*', 'accountant', '*Administrator*',
    '*Group Administrator*', 'another company', 'Recipients', 'suppliers', 'API', 'Directory',
    'SMP', 'DNS', 'runs the server', 'copy of the database',
)  # fmt: skip


@pytest.mark.parametrize('name', [each for each in QUOTED if not each.startswith('dev/check')])
def test_what_is_named_exists(name):
    path, _, test = name.partition('::')
    assert (ROOT / path).exists()
    if test:
        tree = ast.parse((ROOT / path).read_text())
        names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert test in names


@pytest.mark.parametrize('row', ROWS)
def test_each_threat_has_a_gate_and_a_test(row):
    wants, way, gate, test = (cell.strip() for cell in row.strip('|').split('|'))

    assert wants
    assert way
    assert gate
    assert re.search(r'`tests/(?:\w+/)*test_\w+\.py', test)


@pytest.mark.parametrize('actor', ACTORS)
def test_each_actor_has_a_chapter_with_threats(actor):
    headings = [number for number, line in enumerate(LINES) if line.startswith('## ')]
    chapter = next(number for number in headings if actor in LINES[number])
    following = next((each for each in headings if each > chapter), len(LINES))

    assert set(LINES[chapter:following]) & set(ROWS)


def test_the_page_is_found():
    assert len(ROWS) > 25
    assert len(QUOTED) > 40
    assert 'docs/threat-model.md' in (ROOT / 'CONTRIBUTING.md').read_text()
