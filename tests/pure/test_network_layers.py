"""What ``network`` needs beyond Python, and who of it opens sockets."""

import ast
import sys
from pathlib import Path


ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = {'dns', 'lxml', 'oauthlib', 'requests', 'urllib3'}  # beyond Python's own, for `network`


def imported(path):
    """(top-level name, None) or (None, how many packages up) of each import in a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition('.')[0], None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield None, node.level
        elif isinstance(node, ast.ImportFrom):
            yield node.module.partition('.')[0], None


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
