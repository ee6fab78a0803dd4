"""`dev/demo`: Odoo with a Swedish company beside the sandbox, ready to be tried in a browser."""

import argparse
import contextlib
import json
import signal
import sys
from datetime import date
from pathlib import Path

from .. import databases, demo_check, demo_month, demo_running, demo_words
from ..cache import ADDON_NAME, Missing, cache_folder, say
from ..cores import ODOO_HELP, choose
from ..demo_facts import sandbox_company
from ..environment import Environment, prepare
from ..inside import run_inside
from ..odoo_source import PACKAGED
from ..postgres import belong_to_demo, end_of_demo
from ..processes import blaming, free_port, holder, is_free, wait_for_an_end
from ..rpc import OdooError
from ..server import OdooServer, SandboxServer


DATABASE = 'pagero_demo'
EMPTY = 'empty'
ODOO_PORT = 8069
SANDBOX_PORT = 8079


def main() -> None:
    """Run until Ctrl-C, or with ``--check`` do the main job and end 0 or 1."""
    arguments = _parser().parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's `&` switches it off
    try:
        if arguments.odoo is not None:
            choose(arguments.odoo)
        environment = prepare()
        if arguments.check:
            sys.exit(demo_check.main(environment))
        _run(environment, arguments)
    except (Missing, TimeoutError, OdooError) as trouble:
        sys.exit(str(trouble))
    except KeyboardInterrupt:
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog='dev/demo', description=__doc__)
    parser.add_argument(
        '--check',
        action='store_true',
        help="do the main job without a browser and say what happened",
    )
    parser.add_argument('--fresh', action='store_true', help="forget what earlier runs left")
    parser.add_argument(
        '--empty',
        action='store_true',
        help="a company that has just installed the addon, to be connected from the beginning",
    )
    parser.add_argument('--name', default='', help="another demo, with data of its own")
    parser.add_argument('--odoo', metavar='PATH', help=ODOO_HELP)
    return parser


def database(environment: Environment, *kinds: str) -> str:
    """Each Odoo and kind has a demo of its own; that of Debian's package has the plain name."""
    place = environment.core.place
    parts = [DATABASE, *filter(None, kinds), *([place] if place != PACKAGED else [])]
    return '_'.join(parts)


def _run(environment: Environment, arguments: argparse.Namespace) -> None:
    name = database(environment, EMPTY if arguments.empty else '', arguments.name)
    with contextlib.ExitStack() as stack:
        stack.enter_context(demo_running.the_only_one(name))
        belong_to_demo(environment.postgres)
        stack.callback(_end_postgres, environment)
        sandbox = _sandbox(stack, name, arguments.fresh)
        stack.callback(sandbox.close)
        odoo = OdooServer(environment, name, port=_port(stack, ODOO_PORT, 'Odoo'))
        stack.callback(odoo.close)
        with blaming(odoo.process, sandbox.process):
            _make_ready(odoo, sandbox, arguments)
        odoo.start()
        demo_running.remember(name, f'{odoo.url}/odoo', odoo.process, sandbox.process)
        print(demo_words.greeting(odoo, sandbox, is_empty=arguments.empty))
        with contextlib.suppress(KeyboardInterrupt):
            wait_for_an_end(odoo.process, sandbox.process, environment.postgres)
        say('Stopping')


def _end_postgres(environment: Environment) -> None:
    """What this demo, or one before it that was killed, has started ends with it."""
    if words := end_of_demo(environment.postgres):
        say(words)


def _sandbox(stack: contextlib.ExitStack, name: str, fresh: bool) -> SandboxServer:
    state = cache_folder() / f'{name}.sqlite'
    if fresh:
        for file in state.parent.glob(f'{state.name}*'):
            file.unlink()
    sandbox = SandboxServer(state, port=_port(stack, SANDBOX_PORT, 'the sandbox')).start()
    sandbox.post('companies', sandbox_company())
    return sandbox


def _make_ready(odoo: OdooServer, sandbox: SandboxServer, arguments: argparse.Namespace) -> None:
    """A database of this addon and this run's addresses, made anew where there is none."""
    made = databases.exists(odoo.environment, odoo.database) and _made_with(odoo.database)
    if made and not arguments.fresh:
        _refresh(odoo, sandbox, made)
        return
    # One that is interrupted now is made anew the next time.
    _state_file(odoo.database).unlink(missing_ok=True)
    source = databases.addon_template(odoo.environment)
    databases.clone(odoo.environment, source, odoo.database)
    (_create_empty if arguments.empty else _create)(odoo, sandbox)
    _keep(odoo.database, _state(odoo.environment) | {'day': str(date.today())})


def _create(odoo: OdooServer, sandbox: SandboxServer) -> None:
    say('Creating the demo company')
    addresses = {'base_url': odoo.url, 'sandbox_url': sandbox.url}
    ids = run_inside(odoo.environment, odoo.database, 'setup.demo_company:create', **addresses)
    say('Sending half a year of invoices (a minute)')
    odoo.start()
    demo_running.remember(odoo.database, '', odoo.process, sandbox.process)
    demo_month.live(odoo, sandbox, ids)


def _create_empty(odoo: OdooServer, sandbox: SandboxServer) -> None:
    say('Creating an empty company')
    addresses = {'base_url': odoo.url, 'sandbox_url': sandbox.url}
    run_inside(odoo.environment, odoo.database, 'setup.empty_data:create_demo', **addresses)


def _refresh(odoo: OdooServer, sandbox: SandboxServer, before: dict[str, str]) -> None:
    """Bring an older database up to date with Odoo, the addon and this run's addresses."""
    environment, name = odoo.environment, odoo.database
    now = _state(environment)
    if {**before, **now} != before:
        same_odoo = before['odoo'] == now['odoo']
        modules = ADDON_NAME if same_odoo else 'base'  # with base all that depends on it
        say(f'Updating {modules} in the demo database')
        databases.install(environment, name, modules, update=True)
        _keep(name, before | now)
    if words := demo_words.age_of(before['day']):
        say(words)
    addresses = {'base_url': odoo.url, 'sandbox_url': sandbox.url}
    run_inside(environment, name, 'setup.demo_data:set_addresses', **addresses)


def _state(environment: Environment) -> dict[str, str]:
    """What the database was made with; when it has changed, the database is updated."""
    return {'odoo': environment.core.state, 'addon': databases.addon_fingerprint()}


def _made_with(name: str) -> dict[str, str]:
    """The state that was kept; {} of none, and of a demo of before it was a company of a day."""
    with contextlib.suppress(FileNotFoundError, ValueError):
        kept = json.loads(_state_file(name).read_text())
        return kept if isinstance(kept, dict) and 'day' in kept else {}
    return {}


def _keep(name: str, state: dict[str, str]) -> None:
    _state_file(name).write_text(json.dumps(state))


def _state_file(name: str) -> Path:
    return cache_folder() / f'{name}.json'


def _port(stack: contextlib.ExitStack, wish: int, what: str) -> int:
    """The port that the README names, or a free one, with a word on who has the other one.

    It is claimed first: a demo that starts at the same moment finds nothing that listens, either.
    """
    is_ours = demo_running.claimed(stack, wish)
    if is_ours and is_free(wish):
        return wish
    port = free_port()
    owner = holder(wish) if is_ours or not is_free(wish) else 'another demo that is starting'
    say(f'Port {wish} is taken by {owner}; {what} gets {port}')
    return port


if __name__ == '__main__':
    main()
