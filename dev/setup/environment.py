"""All that a command needs to run Odoo: interpreter, Odoo, PostgreSQL, addons path."""

import functools
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from .cache import ADDON, ADDON_NAME, cache_folder, fingerprint, say, work_folder
from .cores import Core, core
from .odoo_source import ODOO_PATH, addons_paths
from .postgres import Postgres, postgres


ODOO_BIN = Path(__file__).with_name('launch') / 'odoo_bin.py'


@dataclass(frozen=True)
class Environment:
    """A ready place to work in; ``prepare`` makes one."""

    python: Path
    core: Core
    postgres: Postgres
    addons: Path  # the folder that holds the link to this clone
    packages: tuple[Path, ...] = ()  # more addons, as pip installs them with --target
    own_data: Path | None = None  # Odoo's folder of files, where it is not the shared one

    def variables(self) -> dict[str, str]:
        """The process environment for Odoo and for tests."""
        inherited = {key: value for key, value in os.environ.items() if key != 'PYTHONPATH'}
        return {
            **inherited,
            **self.postgres.environment(),
            'PYTHONPATH': os.pathsep.join(map(str, [self.core.path, *self.packages])),
            'PATH': f'{self.python.parent}{os.pathsep}{os.environ.get("PATH", "")}',
        }

    def addons_path(self) -> str:
        """Core's addons and ours, as Odoo's option wants them."""
        more = [folder / 'odoo' / 'addons' for folder in self.packages]
        return ','.join(str(path) for path in [*addons_paths(self.core.path), self.addons, *more])

    def odoo_command(self, database: str, *arguments: str, subcommand: str = 'server') -> list[str]:
        """A command line for ``odoo`` on ``database``; ``variables`` must be its environment."""
        start = [str(self.python), str(ODOO_BIN), subcommand]
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
        folder = self.own_data or work_folder() / 'data'
        folder.mkdir(exist_ok=True)
        return folder


def prepare() -> Environment:
    """Set up what is missing; seconds when nothing is."""
    return _prepared(os.environ.get(ODOO_PATH))


@functools.cache
def _prepared(_named: str | None) -> Environment:
    """One for each Odoo that the command runs on."""
    interpreter, chosen = Path(sys.executable), core()
    server = postgres(interpreter)
    say(f'Odoo {chosen.version}, PostgreSQL at {server.host}:{server.port}')
    return Environment(interpreter, chosen, server, _addons_link())


def _addons_link() -> Path:
    """A folder in the cache that holds this clone under the addon's technical name."""
    folder = cache_folder() / f'addons-{fingerprint(str(ADDON))}'
    folder.mkdir(exist_ok=True)
    link = folder / ADDON_NAME
    if not link.exists():
        link.unlink(missing_ok=True)
        link.symlink_to(ADDON, target_is_directory=True)
    return folder
