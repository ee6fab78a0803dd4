"""Which Odoo a command runs on, how its databases are kept apart, and what is told of it."""

import gzip
import os
import subprocess
from pathlib import Path

import pytest
from setup import cache, cores, databases, odoo_source
from setup.cache import Missing
from setup.commands import demo
from setup.commands import test as dev_test
from setup.cores import Core, choose, core
from setup.environment import Environment
from setup.suites import Outcome


RELEASE = "version_info = (19, 0, 0, FINAL, 0, '{}')\n"
DEBIAN = '19.0.0+dfsg-1'
CHANGELOG = f"""odoo ({DEBIAN}) unstable; urgency=medium

 -- Thorsten Alteholz <debian@alteholz.de>  Sun, 22 Mar 2026 18:14:34 +0100

odoo (18.0.0+dfsg-2) unstable; urgency=medium

 -- Thorsten Alteholz <debian@alteholz.de>  Sat, 15 Feb 2025 18:14:34 +0100
"""


def make_odoo(folder: Path, told: str = '') -> Path:
    """As much of a checkout as the choice of an Odoo looks at."""
    module = folder / 'addons' / 'account'
    (folder / 'odoo').mkdir(parents=True)
    (module / 'static').mkdir(parents=True)
    (folder / 'odoo' / 'release.py').write_text(RELEASE.format(told))
    (module / '__manifest__.py').write_text('{}')
    (module / 'static' / 'account.js').write_text('')
    return folder


@pytest.fixture(autouse=True)
def without_a_name(monkeypatch):
    monkeypatch.setenv('ODOO_PATH', '')  # what ``choose`` writes is gone with the test, too


@pytest.fixture
def debian(tmp_path, monkeypatch):
    """Debian's package, unpacked in a cache of this test's own."""
    monkeypatch.setenv('XDG_CACHE_HOME', str(tmp_path / 'cache'))
    folder = odoo_source.package_folder()
    make_odoo(folder / odoo_source.IN_PACKAGE)
    documents = folder / 'usr/share/doc/odoo-19'
    documents.mkdir(parents=True)
    (documents / 'changelog.Debian.gz').write_bytes(gzip.compress(CHANGELOG.encode()))
    (folder / 'complete').write_text(DEBIAN)
    return folder


def git(folder, *arguments):
    who = ['-c', 'user.name=A', '-c', 'user.email=a@example.com']
    command = ['git', '-C', str(folder), *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_the_package_tells_its_version_and_its_day(debian):
    assert core().version == f'19.0 (Debian {DEBIAN} of 2026-03-22)'
    assert core().path == debian / odoo_source.IN_PACKAGE


def test_a_checkout_tells_its_commit_and_its_day(tmp_path):
    git(make_odoo(tmp_path), 'init', '-q')
    git(tmp_path, 'add', '.')
    git(tmp_path, 'commit', '-qm', 'July', '--date', '2026-07-24T12:00:00Z')
    day = git(tmp_path, 'log', '-1', '--format=%cs')
    choose(str(tmp_path))

    assert (
        core().version == f'19.0 (commit {git(tmp_path, "rev-parse", "--short", "HEAD")} of {day})'
    )


def test_a_build_tells_its_day(tmp_path):
    choose(str(make_odoo(tmp_path, '-20260724')))

    assert core().version == '19.0 (build of 2026-07-24)'


def test_a_folder_that_tells_nothing_is_named(tmp_path):
    choose(str(make_odoo(tmp_path)))

    assert core().version == f'19.0 ({tmp_path}, which tells no date)'


def test_a_path_may_be_relative(tmp_path, monkeypatch):
    make_odoo(tmp_path / 'odoo-july')
    monkeypatch.chdir(tmp_path)
    choose('odoo-july')
    monkeypatch.chdir('/')

    assert core().path == tmp_path / 'odoo-july'


@pytest.mark.usefixtures('debian')
def test_the_package_can_be_named_where_the_environment_names_another(tmp_path):
    choose(str(make_odoo(tmp_path / 'other')))
    choose('debian')

    assert core().place == 'debian'


@pytest.mark.parametrize(
    ('release', 'words'),
    [
        (RELEASE.replace('19, 0', '20, 0'), 'holds Odoo 20.0; point ODOO_PATH'),
        ('version = 19', 'holds Odoo of no version'),
        (None, 'There is no Odoo in'),
    ],
)
def test_another_series_or_no_odoo_is_refused(tmp_path, release, words):
    file = make_odoo(tmp_path) / 'odoo' / 'release.py'
    file.unlink() if release is None else file.write_text(release)
    choose(str(tmp_path))

    with pytest.raises(Missing, match=words):
        core()


def test_a_missing_path_is_said():
    with pytest.raises(Missing, match='--odoo needs the path'):
        choose('')


@pytest.mark.usefixtures('debian')
def test_each_odoo_has_databases_of_its_own(tmp_path):
    found = []
    for named in ('debian', make_odoo(tmp_path / 'july'), make_odoo(tmp_path / 'august')):
        choose(str(named))
        family, name = databases.template_name(core(), ['l10n_se'])
        found += [family, name, databases.addon_name(name), demo.database(stand_in(core()))]

    assert len(set(found)) == len(found)
    assert max(map(len, found)) + len('_making') <= 63  # PostgreSQL's names end there
    assert found[3] == 'pagero_demo'


def stand_in(chosen: Core) -> Environment:
    return Environment(python=None, core=chosen, postgres=None, addons=None)


@pytest.mark.parametrize(
    ('file', 'is_read'),
    [('addons/account/__manifest__.py', True), ('addons/account/static/account.js', False)],
)
def test_what_an_installation_reads_makes_another_state(tmp_path, file, is_read):
    choose(str(make_odoo(tmp_path)))
    before = core()
    (tmp_path / file).write_text("{'depends': ['base']}")
    after = core()

    assert (before.place, before == after) == (after.place, not is_read)
    old, new = (databases.template_name(each, ['l10n_se']) for each in (before, after))
    assert old[0] == new[0]  # the older one is found by it, and goes when the new one is made
    assert (old[1] == new[1]) == (not is_read)


def test_every_package_of_the_addon_is_read_by_an_installation():
    packages = {file.parent.name for file in cache.ADDON.glob('*/__init__.py')}

    assert packages - {folder.name for folder in databases.installed()} == {'tests'}


def test_a_core_used_in_turn_keeps_its_database():
    """Two Odoos with today's files of the addon: the older use doesn't count."""
    of_today, of_yesterday = databases.addon_name('pagero_template_a_b'), 'pagero_addon_a_0'

    assert not databases.is_stale(f'install-{of_today}', 10**6)
    assert not databases.is_stale(f'install-{of_yesterday}', 60)
    assert databases.is_stale(f'install-{of_yesterday}', 10**6)
    assert databases.is_stale(f'install-{of_today}_making', 10**6)


@pytest.mark.usefixtures('debian')
def test_the_tests_run_on_every_odoo_that_is_named(tmp_path, monkeypatch, capsys):
    ran = []

    def all_tests(arguments):
        ran.append((os.environ['ODOO_PATH'], arguments))
        return Outcome(passed=len(ran), failed=0)

    monkeypatch.setattr(dev_test, '_all', all_tests)
    july = make_odoo(tmp_path / 'july', '-20260724')
    monkeypatch.setattr('sys.argv', ['dev/test', '--odoo', str(july), '-x', '--odoo', 'debian'])
    with pytest.raises(SystemExit) as end:
        dev_test.main()

    assert end.value.code == 0
    assert ran == [(str(july), ['-x']), ('debian', ['-x'])]
    assert capsys.readouterr().out.splitlines()[-3:] == [
        'On Odoo 19.0 (build of 2026-07-24): 1 passed, 0 failed',
        f'On Odoo 19.0 (Debian {DEBIAN} of 2026-03-22): 2 passed, 0 failed',
        '3 passed, 0 failed',
    ]


def test_pure_tests_need_no_odoo(monkeypatch, capsys):
    monkeypatch.setattr(dev_test, '_all', lambda _arguments: Outcome(1))
    monkeypatch.setattr(dev_test, 'core', cores.core)
    monkeypatch.setattr('sys.argv', ['dev/test', '--only', 'pure', '--odoo', '/nowhere'])
    with pytest.raises(SystemExit):
        dev_test.main()

    assert capsys.readouterr().out.split() == ['1', 'passed,', '0', 'failed']
