"""Odoo 19 on this machine: the one that ``ODOO_PATH`` names, or Debian's package, unpacked."""

import os
import shutil
import subprocess
from pathlib import Path

from .cache import Missing, cache_folder, locked, run, say


# Debian takes third-party assets out of its Odoo package and links to these packages instead.
PACKAGES = (
    'odoo-19',
    'libjs-jquery',
    'libjs-jquery-form',
    'libjs-underscore',
    'fonts-montserrat',
    'fonts-roboto-unhinted',
    'fonts-inconsolata',
    'fonts-ocr-b',
    'fonts-font-awesome/stable',  # unstable's version 7 has other icon names than Odoo uses
)
IN_PACKAGE = Path('usr/lib/python3/dist-packages')
ODOO_PATH = 'ODOO_PATH'
PACKAGED = 'debian'  # the name of Debian's package, where a path may stand


def odoo_path() -> Path:
    """The folder that holds the Python package ``odoo``."""
    named = os.environ.get(ODOO_PATH)
    return _packaged_path() if named in (None, '', PACKAGED) else named_path(Path(named))


def package_folder() -> Path:
    """Where Debian's package is unpacked."""
    return cache_folder() / 'odoo'


def package_version() -> str:
    """The version of Debian's package that is unpacked."""
    return (package_folder() / 'complete').read_text()


def addons_paths(path: Path) -> list[Path]:
    """Core's addons folders in a checkout (two) or in the package (one)."""
    folders = (path / 'odoo' / 'addons', path / 'addons')
    return [folder for folder in folders if any(folder.glob('*/__manifest__.py'))]


def named_path(path: Path) -> Path:
    """The folder that holds the package ``odoo`` in a checkout or an unpacked package."""
    for candidate in (path, path / IN_PACKAGE):
        if (candidate / 'odoo' / 'release.py').is_file():
            return candidate
    raise Missing(
        f'There is no Odoo in {path}; name a checkout, or the folder that holds its package odoo.'
    )


def _packaged_path() -> Path:
    folder = package_folder()
    with locked('odoo'):
        if not (folder / 'complete').exists():
            version = _download_and_unpack(folder)
            (folder / 'complete').write_text(version)
    return folder / IN_PACKAGE


def _download_and_unpack(folder: Path) -> str:
    """Fetch the packages into ``folder`` and return the Odoo package's version."""
    if shutil.which('apt-get') is None or shutil.which('dpkg') is None:
        raise Missing('There is no apt here; get Odoo 19.0 yourself and set ODOO_PATH to it.')
    shutil.rmtree(folder, ignore_errors=True)
    downloads = folder / 'downloads'
    downloads.mkdir(parents=True)
    apt = _private_apt(folder / 'apt')
    say("Reading Debian's package list (10 MB)")
    _apt_get(apt, ['update'])
    say('Downloading Odoo 19 (125 MB)')
    # apt-get shows its own progress; it goes to stderr like ours
    _apt_get(apt, ['download', *PACKAGES], cwd=downloads)
    version = next(downloads.glob('odoo-19_*.deb')).name.split('_')[1]
    for package in sorted(downloads.glob('*.deb')):
        say(f'Unpacking {package.name.split("_")[0]}')
        run(['dpkg', '-x', package, folder])
    shutil.rmtree(downloads)
    return version


def _private_apt(folder: Path) -> Path:
    """A configuration beside the machine's own, with the suites that hold what we need."""
    for name in ('lists/partial', 'cache/archives/partial'):
        (folder / name).mkdir(parents=True, exist_ok=True)
    mirror = _mirror()
    keys = next((k for k in _KEYRINGS if Path(k).exists()), None)
    signed = f' [signed-by={keys}]' if keys else ''
    lines = [f'deb{signed} {mirror} {suite} main\n' for suite in ('sid', 'stable')]
    (folder / 'sources.list').write_text(''.join(lines))
    settings = {
        'Dir::Etc::SourceList': folder / 'sources.list',
        'Dir::Etc::SourceParts': '-',
        'Dir::State::lists': folder / 'lists',
        'Dir::Cache': folder / 'cache',
        'Dir::State::status': '/var/lib/dpkg/status',
        'APT::Sandbox::User': '',
        'APT::Default-Release': 'sid',
        'Acquire::Languages': 'none',
    }
    configuration = folder / 'apt.conf'
    configuration.write_text(''.join(f'{key} "{value}";\n' for key, value in settings.items()))
    return configuration


_KEYRINGS = (
    '/usr/share/keyrings/debian-archive-keyring.gpg',
    '/usr/share/keyrings/debian-archive-keyring.pgp',
)


def _mirror() -> str:
    """The Debian mirror that this machine's apt is set up with."""
    listing = run(['apt-get', 'indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'])
    uris = [uri for uri in listing.stdout.split() if uri.startswith('http')]
    debian = [uri for uri in uris if uri.rstrip('/').endswith('/debian')]
    if not (debian or uris):
        raise Missing("apt has no mirror on this machine; set ODOO_PATH to an Odoo 19.0 instead.")
    return (debian or uris)[0]


def _apt_get(configuration: Path, arguments: list[str], cwd: Path | None = None) -> None:
    environment = {**os.environ, 'APT_CONFIG': str(configuration), 'LC_ALL': 'C'}
    answer = subprocess.run(
        ['apt-get', '-q', *arguments],
        cwd=cwd,
        env=environment,
        stdout=2,  # our own stderr: progress belongs there
        check=False,
    )
    if answer.returncode:
        raise Missing(
            "apt could not fetch Odoo 19 from this machine's mirror; "
            'check the network, or set ODOO_PATH to an Odoo 19.0.'
        )
