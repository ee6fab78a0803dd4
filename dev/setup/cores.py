"""The Odoo that a command runs on: which one it is, and what tells it and its states apart."""

import email.utils
import gzip
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .cache import Missing, fingerprint
from .odoo_source import ODOO_PATH, PACKAGED, odoo_path, package_folder, package_version


SERIES = '19.0'
ODOO_HELP = f"run on the Odoo there instead of {ODOO_PATH}'s or Debian's ({PACKAGED})"
# An installation reads none of these, and they are most of the files.
_UNREAD = {'.git', '__pycache__', 'i18n', 'static', 'tests'}


@dataclass(frozen=True)
class Core:
    """One Odoo; its databases are named after ``place`` and ``state``."""

    path: Path  # the folder that holds the Python package ``odoo``
    version: str  # with date and commit, where they are told
    place: str  # stays the same when the core is brought up to date where it stands
    state: str  # changes with every file that an installation reads


def core() -> Core:
    """The one that ODOO_PATH or ``--odoo`` names; without a name Debian's package."""
    path = odoo_path()
    release = (path / 'odoo' / 'release.py').read_text()
    info = re.search(r'^version_info = \((\d+), (\d+)', release, re.MULTILINE)
    version = f'{info[1]}.{info[2]}' if info else 'of no version'
    if version != SERIES:
        raise Missing(f'{path} holds Odoo {version}; point {ODOO_PATH} to an Odoo {SERIES}.')
    if path.is_relative_to(package_folder()):
        debian = package_version()
        return Core(path, f'{version} (Debian {debian}{_changelog_date()})', PACKAGED, debian)
    told = _commit(path) or _nightly(release) or f'{path}, which tells no date'
    return Core(path, f'{version} ({told})', fingerprint(str(path)), fingerprint(*_stamps(path)))


def choose(named: str) -> None:
    """Let this command, and all that it starts, run on the Odoo that ``--odoo`` names."""
    if not named:
        raise Missing(f'--odoo needs the path of an Odoo, or {PACKAGED} for the package.')
    os.environ[ODOO_PATH] = named if named == PACKAGED else str(Path(named).resolve())


def _changelog_date() -> str:
    """The day of the Debian package, as its changelog tells it."""
    file = package_folder() / 'usr/share/doc/odoo-19/changelog.Debian.gz'
    if file.is_file():
        signed = re.search(r'^ -- .*>  (.+)$', gzip.decompress(file.read_bytes()).decode(), re.M)
        if signed:
            return f' of {email.utils.parsedate_to_datetime(signed[1]).date()}'
    return ''


def _commit(path: Path) -> str:
    """The commit of a checkout and its day; '' when this is none."""
    if not (path / '.git').exists():
        return ''
    command = ['git', '-C', str(path), 'log', '-1', '--format=commit %h of %cs']
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return answer.stdout.strip()


def _nightly(release: str) -> str:
    """The day that a nightly build carries in its version."""
    day = re.search(r'''-(20\d\d)(\d\d)(\d\d)['"]''', release)
    return f'build of {day[1]}-{day[2]}-{day[3]}' if day else ''


def _stamps(path: Path) -> Iterator[str]:
    """Name, size and time of each file that an installation may read."""
    for top in (path / 'odoo', path / 'addons'):
        for folder, below, files in os.walk(top):
            below[:] = sorted(set(below) - _UNREAD)
            for name in sorted(files):
                told = (Path(folder) / name).lstat()
                yield f'{folder}/{name} {told.st_size} {told.st_mtime_ns}'
