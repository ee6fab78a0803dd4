"""All that a command needs to run Odoo: interpreter, Odoo, PostgreSQL, addons path."""

import functools
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from .cache import ADDON, ADDON_NAME, cache_folder, fingerprint, say, work_folder
from .odoo_source import addons_paths, odoo_path, odoo_version
from .postgres import Postgres, postgres


@dataclass(frozen=True)
class Environment:
    """A ready place to work in; ``prepare`` makes one."""

    python: Path
    odoo: Path
    version: str
    postgres: Postgres
    addons: Path  # the folder that holds the link to this clone

    def variables(self) -> dict[str, str]:
        """The process environment for Odoo and for tests."""
        inherited = {key: value for key, value in os.environ.items() if key != 'PYTHONPATH'}
        return {
            **inherited,
            **self.postgres.environment(),
            'PYTHONPATH': str(self.odoo),
            'PATH': f'{self.python.parent}{os.pathsep}{os.environ.get("PATH", "")}',
        }

    def addons_path(self) -> str:
        """Core's addons and ours, as Odoo's option wants them."""
        return ','.join(str(path) for path in [*addons_paths(self.odoo), self.addons])

    def odoo_command(self, database: str, *arguments: str, subcommand: str = 'server') -> list[str]:
        """A command line for ``odoo`` on ``database``; ``variables`` must be its environment."""
        start = [str(self.python), '-m', 'odoo', subcommand]
        return [*start, '-c', str(self.configuration()), '-d', database, *arguments]

    def configuration(self) -> Path:
        """Odoo's configuration file; how to reach PostgreSQL stands in ``variables``."""
        settings = {
            'addons_path': self.addons_path(),
            'data_dir': self.data_folder(),
            'list_db': False,
        }
        text = '[options]\n' + ''.join(f'{key} = {value}\n' for key, value in settings.items())
        file = self.addons / f'odoo-{fingerprint(text)}.conf'
        if not file.exists():
            draft = file.with_suffix(f'.{os.getpid()}')
            draft.write_text(text)
            draft.replace(file)
        return file

    def data_folder(self) -> Path:
        """Odoo's file store; shared by our databases, each has a folder of its own in it."""
        folder = work_folder() / 'data'
        folder.mkdir(exist_ok=True)
        return folder


@functools.cache
def prepare() -> Environment:
    """Set up what is missing; seconds when nothing is."""
    interpreter = Path(sys.executable)
    path = odoo_path()
    version = odoo_version(path)
    server = postgres(interpreter)
    say(f'Odoo {version}, PostgreSQL at {server.host}:{server.port}')
    return Environment(interpreter, path, version, server, _addons_link())


def _addons_link() -> Path:
    """A folder in the cache that holds this clone under the addon's technical name."""
    folder = cache_folder() / f'addons-{fingerprint(str(ADDON))}'
    folder.mkdir(exist_ok=True)
    link = folder / ADDON_NAME
    if not link.exists():
        link.unlink(missing_ok=True)
        link.symlink_to(ADDON, target_is_directory=True)
    return folder
