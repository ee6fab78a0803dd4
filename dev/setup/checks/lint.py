"""Ruff on everything, pylint-odoo on what Odoo loads."""

import subprocess
import sys
from collections.abc import Iterator

from ..cache import ADDON, cache_folder


COMMANDS = ('demo', 'test', 'check', 'bench', 'sandbox', 'torture')
SHIPPED = ('controllers', 'models', 'wizards', '__manifest__.py')
RUFF = ('ruff', 'check', '--no-cache', '--output-format', 'concise', '--config')
FORMAT = ('ruff', 'format', '--check', '--no-cache', '--config')
PYLINT = (
    'pylint', '--load-plugins=pylint_odoo', '--score=n', '--reports=n',
    '--disable=all', '--enable=odoolint',
    # Ours is no OCA module, and a super() call without a value is fine where the method has none.
    '--disable=manifest-required-author,missing-readme,missing-return',
)  # fmt: skip


def problems() -> Iterator[str]:
    """What the linters say, one line each."""
    commands = [f'dev/{name}' for name in COMMANDS]
    yield from lines_of([*RUFF, ADDON / 'dev' / 'ruff.toml', '.', *commands])
    yield from lines_of([*FORMAT, ADDON / 'dev' / 'ruff.toml', '.', *commands])
    files = [ADDON / name for name in SHIPPED]
    existing = [file for file in files if file.is_file() or any(file.glob('*.py'))]
    yield from lines_of([*PYLINT, *existing], env={'PYLINTHOME': str(cache_folder() / 'pylint')})


def lines_of(command: list, env: dict[str, str] | None = None) -> Iterator[str]:
    """What a module of Python says, unless it is content."""
    answer = subprocess.run(
        [sys.executable, '-m', *map(str, command)],
        cwd=ADDON,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode == 0:
        return
    lines = (answer.stdout or answer.stderr).splitlines()
    yield from (line for line in lines if line and not line.startswith(('Found ', '[*]', '*****')))
