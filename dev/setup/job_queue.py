"""OCA's queue_job beside the addon: fetched into the cache, for servers whose runners take part."""

import dataclasses
import subprocess
from collections.abc import Mapping
from pathlib import Path

from . import databases
from .cache import Missing, cache_folder, fingerprint, locked, say
from .environment import Environment
from .processes import free_port
from .server import OdooServer


MODULE = 'queue_job'
PACKAGES = ('odoo-addon-queue-job==19.0.2.4.0.1', 'openupgradelib==3.13.7')
CHANNELS = 'root:4'


def beside_job_queue(environment: Environment) -> Environment:
    """The same place to work in, where Odoo finds queue_job."""
    return dataclasses.replace(environment, packages=(_packages(environment.python),))


def install_job_queue(environment: Environment, database: str) -> None:
    """Install queue_job in a database, before the addon or after it."""
    databases.install(beside_job_queue(environment), database, MODULE)


def server_options(workers: int = 0) -> list[str]:
    """What an Odoo server is started with so that its runner takes part."""
    # With worker processes Odoo opens a second port, for live chat; it must be free as well.
    processes = ['--workers', str(workers), '--gevent-port', str(free_port())] if workers else []
    return ['--load', f'base,rpc,web,{MODULE}', *processes]


def runner_variables(port: int, channels: str = CHANNELS) -> Mapping[str, str]:
    """How many jobs run at once, and where the runner sends them."""
    return {
        'ODOO_QUEUE_JOB_CHANNELS': channels,
        'ODOO_QUEUE_JOB_HOST': '127.0.0.1',
        'ODOO_QUEUE_JOB_PORT': str(port),
    }


def job_server(
    environment: Environment,
    database: str,
    *options: str,
    workers: int = 0,
    channels: str = CHANNELS,
    jobs_port: int = 0,
    **named,
) -> OdooServer:
    """A server with a runner; ``jobs_port``: where jobs are to go, if not to the server itself."""
    port = named.pop('port', 0) or free_port()
    return OdooServer(
        beside_job_queue(environment),
        database,
        *server_options(workers),
        *options,
        port=port,
        variables=runner_variables(jobs_port or port, channels),
        **named,
    )


def _packages(python: Path) -> Path:
    folder = cache_folder() / f'queue-job-{fingerprint(*PACKAGES)}'
    with locked('queue-job'):
        if not (folder / 'complete').exists():
            say('Downloading queue_job of the OCA (for some tests only)')
            _fetch(python, folder)
            (folder / 'complete').touch()
    return folder


def _fetch(python: Path, folder: Path) -> None:
    command = [python, '-m', 'pip', 'install', '--no-deps', '--upgrade', '--target', folder]
    answer = subprocess.run(
        [*map(str, command), *PACKAGES], capture_output=True, text=True, check=False
    )
    if answer.returncode:
        raise Missing(f'pip could not fetch queue_job: {answer.stderr.strip()[-500:]}')
