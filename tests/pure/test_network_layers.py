"""``network`` and ``ubl`` are plain Python: without Odoo, without each other, without the root."""

import ast
import sys
from pathlib import Path

import pytest


ROOT = Path(__file__).resolve().parents[2]
PURE = [name for name in ('network', 'ubl') if (ROOT / name).is_dir()]
FORBIDDEN = {'odoo', 'psycopg2'} | {path.name for path in ROOT.iterdir() if path.is_dir()}
LIBRARIES = {'dns', 'lxml', 'oauthlib', 'requests', 'urllib3'}  # beyond Python's own, for `network`
FILES = [path for name in PURE for path in sorted((ROOT / name).rglob('*.py'))]


def imported(path):
    """(top-level name, None) or (None, how many packages up) of each import in a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition('.')[0], None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield None, node.level
        elif isinstance(node, ast.ImportFrom):
            yield node.module.partition('.')[0], None


@pytest.mark.parametrize('path', FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_pure_file_stays_in_its_package(path):
    depth = len(path.relative_to(ROOT).parts) - 1
    for name, level in imported(path):
        assert name not in FORBIDDEN
        assert not level or level <= depth, "climbs out of its package"


def test_the_network_needs_few_libraries():
    files = (ROOT / 'network').rglob('*.py')
    needed = {name for path in files for name, level in imported(path) if not level}
    assert needed - sys.stdlib_module_names == LIBRARIES


def test_only_the_transport_opens_sockets():
    openers = {
        path.name
        for path in (ROOT / 'network').glob('*.py')
        for name, _level in imported(path)
        if name in ('requests', 'socket', 'http', 'dns')
    }
    assert openers == {'transport.py', 'deadline.py', 'sml.py'}
