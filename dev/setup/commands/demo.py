"""`dev/demo`: Odoo with a Swedish company beside the sandbox, ready to be tried in a browser."""

import argparse
import contextlib
import json
import signal
import sys
from pathlib import Path

from .. import databases, demo_check
from ..cache import ADDON_NAME, Missing, cache_folder, locked, say
from ..cores import ODOO_HELP, choose
from ..demo_facts import SANDBOX_LOGIN, sandbox_company, sandbox_recipients
from ..environment import Environment, prepare
from ..inside import run_inside
from ..odoo_source import PACKAGED
from ..postgres import staying
from ..processes import free_port, holder, is_free, wait_for_an_end
from ..server import OdooServer, SandboxServer


DATABASE = 'pagero_demo'
ODOO_PORT = 8069
SANDBOX_PORT = 8079


def main() -> None:
    """Run until Ctrl-C, or with ``--check`` do the main job and end 0 or 1."""
    parser = argparse.ArgumentParser(prog='dev/demo', description=__doc__)
    parser.add_argument(
        '--check',
        action='store_true',
        help="do the main job without a browser and say what happened",
    )
    parser.add_argument('--fresh', action='store_true', help="forget what earlier runs left")
    parser.add_argument('--odoo', metavar='PATH', help=ODOO_HELP)
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's `&` switches it off
    try:
        if arguments.odoo is not None:
            choose(arguments.odoo)
        environment = prepare()
        if arguments.check:
            sys.exit(demo_check.main(environment))
        with locked(database(environment), "A demo is running already; stop that one (Ctrl-C)."):
            _run(environment, arguments.fresh)
    except (Missing, TimeoutError) as trouble:
        sys.exit(str(trouble))


def database(environment: Environment) -> str:
    """Each Odoo has a demo of its own; that of Debian's package has the plain name."""
    place = environment.core.place
    return DATABASE if place == PACKAGED else f'{DATABASE}_{place}'


def _run(environment: Environment, fresh: bool) -> None:
    name = database(environment)
    sandbox = _sandbox(name, fresh)
    odoo = OdooServer(environment, name, port=_port(ODOO_PORT, 'Odoo'))
    with contextlib.closing(sandbox), contextlib.closing(odoo):
        if fresh or not databases.exists(environment, name) or not _state_file(name).exists():
            _create(environment, odoo, sandbox)
        else:
            _refresh(environment, odoo, sandbox)
        odoo.start()
        _show(odoo, sandbox)
        with contextlib.suppress(KeyboardInterrupt):
            wait_for_an_end(odoo.process, sandbox.process)
        say('Stopping')
    if words := staying(environment.postgres):
        say(words)


def _sandbox(name: str, fresh: bool) -> SandboxServer:
    state = cache_folder() / f'{name}.sqlite'
    if fresh:
        for file in state.parent.glob(f'{state.name}*'):
            file.unlink()
    sandbox = SandboxServer(state, port=_port(SANDBOX_PORT, 'the sandbox')).start()
    sandbox.post('recipients', sandbox_recipients())
    sandbox.post('companies', sandbox_company())
    return sandbox


def _create(environment: Environment, odoo: OdooServer, sandbox: SandboxServer) -> None:
    source = databases.addon_template(environment)
    say('Creating the demo company')
    databases.clone(environment, source, odoo.database)
    addresses = {'base_url': odoo.url, 'sandbox_url': sandbox.url}
    ids = run_inside(environment, odoo.database, 'setup.demo_data:create', **addresses)
    run_inside(environment, odoo.database, 'setup.demo_data:create_drafts', **ids)
    _keep(odoo.database, _state(environment))


def _refresh(environment: Environment, odoo: OdooServer, sandbox: SandboxServer) -> None:
    """Bring an older database up to date with Odoo, the addon and this run's addresses."""
    before, now = json.loads(_state_file(odoo.database).read_text()), _state(environment)
    if before != now:
        same_odoo = isinstance(before, dict) and before['odoo'] == now['odoo']
        modules = ADDON_NAME if same_odoo else 'base'  # with base all that depends on it
        say(f'Updating {modules} in the demo database')
        databases.install(environment, odoo.database, modules, update=True)
        _keep(odoo.database, now)
    addresses = {'base_url': odoo.url, 'sandbox_url': sandbox.url}
    run_inside(environment, odoo.database, 'setup.demo_data:set_addresses', **addresses)


def _state(environment: Environment) -> dict[str, str]:
    """What the database was made with; when it has changed, the database is updated."""
    return {'odoo': environment.core.state, 'addon': databases.addon_fingerprint()}


def _keep(name: str, state: dict[str, str]) -> None:
    _state_file(name).write_text(json.dumps(state))


def _state_file(name: str) -> Path:
    return cache_folder() / f'{name}.json'


def _port(wish: int, what: str) -> int:
    """The port that the README names, or a free one, with a word on who has the other one."""
    if is_free(wish):
        return wish
    port = free_port()
    say(f'Port {wish} is taken by {holder(wish)}; {what} gets {port}')
    return port


def _show(odoo: OdooServer, sandbox: SandboxServer) -> None:
    print(f"""
Odoo      {odoo.url}/odoo
          admin / admin (English), ekonom / ekonom (an accountant, Swedish)
Sandbox   {sandbox.url} (the recipients' side: {sandbox.url}/recipients)
          Pagero login {SANDBOX_LOGIN['username']} / {SANDBOX_LOGIN['password']}

Try: log in as admin, open Invoicing > Pagero > Pagero Account, press Connect and log in.
     Then open Invoicing > Customers > Invoices and confirm the draft for Björkdals kommun.
Logs: {odoo.process.log}
Ctrl-C stops both; the data stay for the next run (dev/demo --fresh starts anew).""")


if __name__ == '__main__':
    main()
