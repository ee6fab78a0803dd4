"""An older version of the addon, from this clone's own history: what users have got."""

import dataclasses
import os
import subprocess

from . import databases
from .cache import ADDON, ADDON_NAME, Missing, cache_folder, fingerprint, locked, say
from .environment import Environment
from .inside import run_inside


class NoHistory(Missing):
    """This clone, or export, doesn't hold the commit."""


def with_older_addon(environment: Environment, version: str) -> Environment:
    """The same place to work in, where Odoo finds that version; ``NoHistory`` without it."""
    commit = _commit_of(version)
    folder = cache_folder() / f'older-{commit}'
    with locked('older'):
        if not (folder / 'complete').exists():
            # An archive would leave out what an export does, as the commands that make the demo.
            folder.mkdir(exist_ok=True)
            index = {'GIT_INDEX_FILE': str(folder / 'index')}
            _git('read-tree', commit, **index)
            _git('checkout-index', '--all', '--force', f'--prefix={folder}/{ADDON_NAME}/', **index)
            (folder / 'complete').touch()
    return dataclasses.replace(environment, addons=folder)


def make_older_demo(environment: Environment, older: Environment, database: str) -> dict[str, int]:
    """A database of that version with the demo's company, as that version made it; ids by name."""
    template = databases.template(environment)
    installed = f'pagero_older_{fingerprint(template, str(older.addons))}'
    with locked('addon'):
        if not databases.exists(environment, installed):
            say(f'Installing the addon as it was ({older.addons.name})')
            making = f'{installed}_making'
            databases.clone(environment, template, making, durable=False)
            databases.install(older, making, ADDON_NAME)
            databases.rename(environment, making, installed)
    databases.clone(environment, installed, database, durable=False)
    facts = {'base_url': 'http://127.0.0.1:1', 'sandbox_url': 'http://127.0.0.1:2'}
    dev = older.addons / ADDON_NAME / 'dev'
    return run_inside(older, database, 'setup.demo_data:create', dev=dev, gateway='public', **facts)


def _commit_of(version: str) -> str:
    """The newest commit whose manifest has this version, as far as the history tells."""
    for commit in _git('log', '--format=%H', '--', '__manifest__.py').decode().split():
        if f"'version': '{version}'" in _git('show', f'{commit}:__manifest__.py').decode():
            return commit[:12]
    raise NoHistory(f"the history of this clone doesn't reach back to version {version}")


def _git(*arguments: str, **variables: str) -> bytes:
    command = ['git', '-C', str(ADDON), *arguments]
    variables = {**os.environ, **variables}
    try:
        return subprocess.run(command, env=variables, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoHistory("this folder is no clone with a history") from error
