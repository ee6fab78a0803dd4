"""`git archive` yields an addon that Odoo can install, without tests and workshop."""

import ast
import io
import subprocess
import tarfile

import pytest
from setup.cache import ADDON


WORKSHOP = {'.ci', 'dev', 'tests'}


@pytest.fixture(scope='module')
def exported(tmp_path_factory):
    """The folder of an export of the last commit, by the attributes as they are now."""
    if not (ADDON / '.git').exists():
        pytest.skip("no clone, so nothing to export")
    command = ['git', '-C', str(ADDON), 'archive', '--worktree-attributes', 'HEAD']
    archive = subprocess.run(command, capture_output=True, check=True).stdout
    folder = tmp_path_factory.mktemp('export')
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(folder, filter='data')
    return folder


def test_tests_and_workshop_stay_at_home(exported):
    assert not WORKSHOP & {path.name for path in exported.iterdir()}
    assert {'.ci', '.gitignore'}.isdisjoint(path.name for path in exported.iterdir())


def test_everything_that_odoo_loads_is_there(exported):
    manifest = ast.literal_eval((exported / '__manifest__.py').read_text())

    missing = [each for each in manifest['data'] if not (exported / each).is_file()]

    assert not missing
    for needed in ('i18n/sv.po', 'migrations', 'static/description/icon.png', 'LICENSE', 'docs'):
        assert (exported / needed).exists(), needed


def test_nothing_in_it_imports_what_stayed_at_home(exported):
    asked = [
        f'{path.relative_to(exported)}: {name}'
        for path in exported.rglob('*.py')
        for node in ast.walk(ast.parse(path.read_text()))
        for name in _imported(node)
        if WORKSHOP & set(name.split('.'))
    ]

    assert not asked


def _imported(node):
    if isinstance(node, ast.ImportFrom) and (
        node.level or (node.module or '').startswith('odoo.addons.pagero')
    ):
        return [node.module or '', *(each.name for each in node.names if not node.module)]
    return []
