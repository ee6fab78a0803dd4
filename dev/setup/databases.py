"""Odoo databases: templates that live in the cache's cluster, and clones of them."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator

import psycopg2
from psycopg2 import sql

from .cache import Missing, cache_folder, fingerprint, locked, say
from .environment import Environment


CORE_MODULES = ('account_edi_ubl_cii', 'l10n_se')


def template(environment: Environment, *more_modules: str) -> str:
    """A database with core's modules installed (Swedish chart), made once per Odoo version."""
    modules = [*CORE_MODULES, *more_modules]
    name = f'pagero_template_{fingerprint(environment.version, *modules)}'
    with locked('template'):
        if not exists(environment, name):
            say(f'Creating a template database with {", ".join(modules)} (a minute)')
            _install(environment, f'{name}_making', modules)
            with _maintenance(environment) as cursor:
                _execute(cursor, 'ALTER DATABASE {} RENAME TO {}', f'{name}_making', name)
            _move_files(environment, f'{name}_making', name)
    return name


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


def drop(environment: Environment, name: str) -> None:
    """Remove a database with its files, whoever is still connected."""
    with _maintenance(environment) as cursor:
        _execute(cursor, 'DROP DATABASE IF EXISTS {} WITH (FORCE)', name)
    shutil.rmtree(environment.data_folder() / 'filestore' / name, ignore_errors=True)


def install(environment: Environment, database: str, *modules: str, update: bool = False) -> str:
    """Install (or update) modules and return Odoo's log of it."""
    option = '-u' if update else '-i'
    arguments = [option, ','.join(modules), '--stop-after-init', '--no-http']
    command = environment.odoo_command(database, *arguments, '--max-cron-threads', '0')
    log = cache_folder() / f'install-{database}.log'
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


@contextlib.contextmanager
def _maintenance(environment: Environment) -> Iterator:
    where = environment.postgres
    try:
        connection = psycopg2.connect(
            host=where.host or None,
            port=where.port,
            user=where.user,
            password=where.password or None,
            dbname='postgres',
        )
    except psycopg2.OperationalError as error:
        raise Missing(
            f'PostgreSQL at {where.host}:{where.port} refuses {where.user}: {error}'.strip()
        ) from error
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _execute(cursor, statement: str, *names: str) -> None:
    cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
