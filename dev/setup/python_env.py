"""A virtual environment in the cache, rebuilt whenever the list of packages changes."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from .cache import Missing, cache_folder, fingerprint, locked, say


REQUIREMENTS = Path(__file__).with_name('requirements.txt')


def python() -> Path:
    """The interpreter of an environment that holds ``requirements.txt``."""
    if sys.version_info < (3, 10):  # noqa: UP036 - the machine's own Python, whichever it is
        raise Missing(f'Odoo 19 needs Python 3.10 or newer, this is {sys.version.split()[0]}.')
    version = f'{sys.version_info[0]}.{sys.version_info[1]}'
    name = fingerprint(REQUIREMENTS.read_bytes(), version)
    folder = cache_folder() / f'python-{name}'
    with locked('python'):
        if not (folder / 'complete').exists():
            _build(folder)
            (folder / 'complete').touch()
    return folder / 'bin' / 'python'


def _build(folder: Path) -> None:
    say('Installing Python packages (about 250 MB)')
    shutil.rmtree(folder, ignore_errors=True)
    try:
        venv.EnvBuilder(with_pip=True).create(folder)
    except (subprocess.CalledProcessError, SystemExit) as error:
        raise Missing('Python cannot make virtual environments; install python3-venv.') from error
    _pip_install(folder, ['-r', REQUIREMENTS])


def _pip_install(folder: Path, what: list) -> None:
    progress = 'on' if sys.stderr.isatty() else 'off'
    command = [folder / 'bin' / 'python', '-m', 'pip', 'install', '--progress-bar', progress]
    command += ['--disable-pip-version-check', *what]
    log = cache_folder() / 'pip.log'
    # In a terminal pip shows its own progress; elsewhere its words go to a file.
    with log.open('a') as quiet:
        out = None if sys.stderr.isatty() else quiet
        answer = subprocess.run(
            [str(part) for part in command],
            stdout=out,
            stderr=out,
            env={**os.environ, 'PIP_ROOT_USER_ACTION': 'ignore'},
            check=False,
        )
    if answer.returncode:
        raise Missing(f'pip could not install the Python packages; its last words are in {log}.')
