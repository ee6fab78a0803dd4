"""Odoo databases: templates that live in the cache's cluster, and clones of them."""

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg2
from psycopg2 import sql

from .cache import ADDON, ADDON_NAME, Missing, age, fingerprint, locked, say, work_folder
from .cores import Core
from .environment import Environment


CORE_MODULES = ('account_edi_ubl_cii', 'l10n_se')
# Tests install the addon beside these, too.
NEIGHBOURS = (
    'account_debit_note',
    'account_peppol',
    'account_tax_python',
    'point_of_sale',
    'purchase',
    'sale',
)


def template(environment: Environment, *more_modules: str) -> str:
    """A database with core's modules installed (Swedish chart), made once per state of an Odoo."""
    modules = [*CORE_MODULES, *more_modules]
    family, name = template_name(environment.core, modules)
    with locked('template'):
        if not exists(environment, name):
            drop_all(environment, family)
            say(f'Creating a template database with {", ".join(modules)} (a minute)')
            _install(environment, f'{name}_making', modules)
            rename(environment, f'{name}_making', name)
    return name


def template_name(core: Core, modules: Sequence[str]) -> tuple[str, str]:
    """The name, and how the names begin of the same modules in all states of this Odoo."""
    family = f'pagero_template_{fingerprint(core.place, *modules)}_'
    return family, family + fingerprint(core.state)


def addon_name(base: str) -> str:
    """The name where the addon is installed, as its files are now, in a clone of ``base``."""
    return f'pagero_addon_{fingerprint(base)}_{addon_fingerprint()}'


def addon_template(environment: Environment, *beside: str) -> str:
    """A database with this clone's addon installed; made anew when one of its files changed.

    With ``AS_INSTALLED`` set the last one of this clone will do: who changed only the bodies of
    functions saves the minute of an installation.
    """
    base = template(environment, *beside)
    name = addon_name(base)
    with locked('addon'):
        name = _as_installed(environment, base, name)
        if not exists(environment, name):
            _drop_stale_templates(environment)
            say(' beside '.join(['Installing the addon', *beside]))
            making = f'{name}_making'
            clone(environment, base, making, durable=False)
            install(environment, making, ADDON_NAME)
            rename(environment, making, name)
            install_log(making).rename(install_log(name))
        install_log(name).touch()
        _last_installed(base).write_text(name)
    return name


def _as_installed(environment: Environment, base: str, name: str) -> str:
    """The name of this clone's last installation, where it is asked for and still there."""
    last = _last_installed(base)
    if not os.environ.get('AS_INSTALLED') or not last.exists():
        return name
    return last.read_text() if exists(environment, last.read_text()) else name


def _last_installed(base: str) -> Path:
    return work_folder() / f'last-{fingerprint(base, str(ADDON))}'


def addon_fingerprint() -> str:
    """Changes whenever a file changes that an installation reads."""
    return fingerprint(*_installed_files())


def install_log(name: str) -> Path:
    """Where Odoo's words stand about the last installation into a database."""
    return work_folder() / f'install-{name}.log'


def exists(environment: Environment, name: str) -> bool:
    """Whether the cluster holds a database of that name."""
    with _maintenance(environment) as cursor:
        cursor.execute('SELECT 1 FROM pg_database WHERE datname = %s', [name])
        return bool(cursor.fetchone())


def clone(environment: Environment, source: str, target: str, *, durable: bool = True) -> str:
    """Copy a database and its files; an old ``target`` is dropped first."""
    drop(environment, target)
    with _maintenance(environment) as cursor:
        _execute(cursor, 'CREATE DATABASE {} TEMPLATE {}', target, source)
        if not durable:
            _execute(cursor, 'ALTER DATABASE {} SET synchronous_commit = off', target)
    files = environment.data_folder() / 'filestore'
    if (files / source).is_dir():
        shutil.copytree(files / source, files / target)
    return target


def rename(environment: Environment, old: str, new: str) -> None:
    """Give a database and its files another name."""
    with _maintenance(environment) as cursor:
        _execute(cursor, 'ALTER DATABASE {} RENAME TO {}', old, new)
    _move_files(environment, old, new)


def drop(environment: Environment, name: str) -> None:
    """Remove a database with its files, open connections or not."""
    with _maintenance(environment) as cursor:
        _execute(cursor, 'DROP DATABASE IF EXISTS {} WITH (FORCE)', name)
    shutil.rmtree(environment.data_folder() / 'filestore' / name, ignore_errors=True)


def names_of(environment: Environment, beginning: str) -> list[str]:
    """The cluster's databases whose names begin so."""
    with _maintenance(environment) as cursor:
        statement = 'SELECT datname FROM pg_database WHERE starts_with(datname, %s)'
        cursor.execute(statement, [beginning])
        return [name for [name] in cursor.fetchall()]


def drop_all(environment: Environment, beginning: str) -> None:
    """Remove every database whose name begins so."""
    for name in names_of(environment, beginning):
        drop(environment, name)


def scratch_name(purpose: str, *beside: str) -> str:
    """A name of this process's own, so that two runs at once don't meet."""
    neighbours = '_beside' if beside else ''  # PostgreSQL's names end at 63 characters
    return f'pagero_scratch_{purpose}{neighbours}_{os.getpid()}'


@contextlib.contextmanager
def scratch(
    environment: Environment, source: str, purpose: str, *beside: str, durable: bool = False
) -> Iterator[str]:
    """A clone that is gone afterwards; what a killed run left behind goes now."""
    drop_leftovers(environment)
    name = clone(environment, source, scratch_name(purpose, *beside), durable=durable)
    try:
        yield name
    finally:
        drop(environment, name)


def drop_leftovers(environment: Environment) -> None:
    """Remove the scratch databases of processes that run no more."""
    for name in names_of(environment, 'pagero_scratch_'):
        process = re.search(r'_(\d+)$', name)
        if process and not Path(f'/proc/{process[1]}').exists():
            drop(environment, name)


def install(environment: Environment, database: str, *modules: str, update: bool = False) -> str:
    """Install (or update) modules and return Odoo's log of it."""
    option = '-u' if update else '-i'
    arguments = [option, ','.join(modules), '--stop-after-init', '--no-http']
    command = environment.odoo_command(database, *arguments, '--max-cron-threads', '0')
    log = install_log(database)
    with log.open('w') as out:
        answer = subprocess.run(
            command,
            env=environment.variables(),
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if answer.returncode:
        raise Missing(f'Odoo could not install {", ".join(modules)}; {log} says why.')
    return log.read_text()


def _install(environment: Environment, name: str, modules: list[str]) -> None:
    drop(environment, name)
    with _maintenance(environment) as cursor:
        _execute(cursor, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
    install(environment, name, *modules)


def _move_files(environment: Environment, old: str, new: str) -> None:
    files = environment.data_folder() / 'filestore'
    shutil.rmtree(files / new, ignore_errors=True)
    if (files / old).is_dir():
        (files / old).rename(files / new)


def _installed_files() -> Iterator[bytes]:
    """Names and contents of the files that an installation reads."""
    inside = (file for folder in installed() for file in folder.rglob('*') if file.suffix != '.pyc')
    for file in sorted([*ADDON.glob('*.py'), *inside]):
        if file.is_file():
            yield str(file.relative_to(ADDON)).encode()
            yield file.read_bytes()


def installed() -> list[Path]:
    """The folders that an installation may read: a new one counts without being named here."""
    folders = (each for each in ADDON.iterdir() if each.is_dir())
    return [each for each in folders if each.name[0] not in '._' and each.name not in _NOT_READ]


_NOT_READ = {'dev', 'docs', 'migrations', 'tests'}
_STALE_AFTER = 900  # seconds; a shorter time could take a database from another command


def _drop_stale_templates(environment: Environment) -> None:
    """Those of other files than today's; another Odoo's with the same files stays."""
    for log in work_folder().glob('install-pagero_addon_*.log'):
        if is_stale(log.stem, age(log)):
            drop(environment, log.stem.removeprefix('install-'))
            log.unlink(missing_ok=True)


def is_stale(name: str, seconds: float) -> bool:
    """Whether an addon's database that was used so long ago is wanted no more."""
    return seconds > _STALE_AFTER and not name.endswith(addon_fingerprint())


def connect(environment: Environment, database: str):
    """An autocommitting connection to a database of the environment's cluster."""
    where = environment.postgres
    try:
        connection = psycopg2.connect(
            host=where.host or None,
            port=where.port,
            user=where.user,
            password=where.password or None,
            dbname=database,
        )
    except psycopg2.OperationalError as error:
        raise Missing(
            f'PostgreSQL at {where.host}:{where.port} refuses {where.user}: {error}'.strip()
        ) from error
    connection.autocommit = True
    return connection


@contextlib.contextmanager
def _maintenance(environment: Environment) -> Iterator:
    with (
        contextlib.closing(connect(environment, 'postgres')) as connection,
        connection.cursor() as cursor,
    ):
        yield cursor


def _execute(cursor, statement: str, *names: str) -> None:
    cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
