"""dev/setup/checks: the checks of security and of versions find what they are there for."""

from pathlib import Path

import pytest
from setup.checks import manifest, security
from setup.checks.sources import Source


HOLES = {
    'B602': 'import subprocess\nsubprocess.run(input(), shell=True)\n',
    'B113': "import requests\nrequests.get('https://example.com')\n",
    'B704': 'from markupsafe import Markup\n\n\ndef words(value):\n    return Markup(value)\n',
}


@pytest.mark.parametrize('test', HOLES)
@pytest.mark.parametrize('room', ['models', 'a_new_folder', 'dev'])
def test_a_hole_is_found_wherever_it_is(tmp_path, monkeypatch, room, test):
    folder = tmp_path / room
    folder.mkdir()
    (tmp_path / 'dev').mkdir(exist_ok=True)
    (folder / 'hole.py').write_text(HOLES[test])
    monkeypatch.setattr(security, 'ADDON', tmp_path)
    monkeypatch.setattr(security, 'sources', tuple)

    found = list(security.problems())

    assert any('hole.py' in each and test in each for each in found), found


@pytest.mark.parametrize(
    'line, is_argued',
    [
        ("x = 1  # nosec B105 # a path", True),
        ("x = 1  # nosec B105, B107 # a path", True),
        ("x = 1  # nosec", False),
        ("x = 1  # nosec B105", False),
        ("x = 1  #nosec a path", False),
    ],
)
def test_an_exception_wants_a_reason(monkeypatch, line, is_argued):
    monkeypatch.setattr(security, 'lines_of', lambda _command: [])
    monkeypatch.setattr(security, 'sources', lambda: [Source(Path('models/x.py'), line, None)])

    assert (list(security.problems()) == []) == is_argued


def test_all_that_is_shipped_is_looked_at():
    looked_at = {path.name for path in security._shipped()}

    assert looked_at >= {'controllers', 'models', 'network', 'ubl', 'wizards', 'hooks.py'}
    assert not looked_at & {'dev', 'tests', 'static'}


def test_versions_are_asked_for_alike_everywhere():
    required = ['requests>=2.25.1', 'schwifty']

    assert list(manifest._other_versions(required)) == []
    found = list(manifest._other_versions(['requests>=2.26', 'schwifty']))
    assert [each.partition(':')[0] for each in found] == ['README.md', 'dev/setup/requirements.txt']
